"""What a reader of the example site meets, in Chromium."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import POST, Site
from .conftest import NOTE_TIMES, PLAYS_FROM, Visit

pytestmark = pytest.mark.xdist_group("browser")

Begin = Callable[..., Visit]
EMBEDDED = {
    "the-road-after-the-dragon-sintel.html": ("The road after the dragon [Sintel]", "www.youtube-nocookie.com"),
    "a-rabbit-loses-patience-big-buck-bunny.html": ("A rabbit loses patience [Big Buck Bunny]", "player.vimeo.com"),
    "a-video-site-that-anybody-can-run.html": ("A video site that anybody can run", "framatube.org"),
    "the-same-rabbit-from-the-archive-big-buck-bunny.html": (
        "The same rabbit, from the archive [Big Buck Bunny]",
        "archive.org",
    ),
}
ROCKY = "rocky-training-in-russia.html"
SNOW = "fifteen-seconds-in-the-snow.html"


@pytest.mark.parametrize("scripts", [True, False])
def test_nobody_else_is_asked_before_a_click(visit: Begin, example: Path, scripts: bool) -> None:
    """No page of the site makes a request to another host, or complains, with scripts on or off."""
    reader = visit(java_script_enabled=scripts)
    pages = sorted(str(path.relative_to(example)) for path in example.rglob("*.html"))
    assert len(pages) > 12
    for path in pages:
        page = reader.open(path)
        page.mouse.wheel(0, 5000)
        page.wait_for_timeout(50)
    assert [request.url for request in reader.foreign] == []
    assert reader.errors == []


@pytest.mark.parametrize("path", EMBEDDED)
def test_one_click_plays(visit: Begin, path: str) -> None:
    """One click puts the player in place, titled and with the focus in it, and contacts the host that was named."""
    title, host = EMBEDDED[path]
    reader = visit()
    page = reader.open(path)
    assert host in page.locator("figcaption").first.inner_text()
    place = "(e => [e.offsetLeft, e.offsetTop, e.offsetWidth, e.offsetHeight, scrollY])"
    page.locator(".videopost-player > a").first.scroll_into_view_if_needed()
    before = page.locator(".videopost-player > a").first.evaluate(place)
    page.locator(".videopost-player > a").first.click()
    frame = page.locator(".videopost-player > iframe")
    frame.wait_for()
    assert frame.get_attribute("title") == title
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    assert "autoplay" in (frame.get_attribute("src") or "")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    assert frame.evaluate(place) == before
    page.wait_for_timeout(100)
    assert {request.url.split("/")[2] for request in reader.foreign} == {host}
    assert reader.foreign[0].headers["referer"] == reader.origin + "/"
    assert reader.errors == []


def test_modified_clicks_are_left_to_the_browser(visit: Begin) -> None:
    """A click that opens a new tab opens the link there, and changes nothing here."""
    reader = visit()
    page = reader.open(next(iter(EMBEDDED)))
    # The first request of a new tab cannot be answered by a test, so the link leads to a page of this machine.
    page.locator(".videopost-player > a").evaluate("link => link.href = 'index.html'")
    with page.context.expect_page() as other:
        page.locator(".videopost-player > a").click(modifiers=["Control"])
    other.value.wait_for_url(f"{reader.origin}/index.html")
    assert page.locator("iframe").count() == 0


def test_without_scripts(visit: Begin) -> None:
    """With scripts off the player leads to the video's page, [+] opens, and the form has somewhere to go."""
    reader = visit(java_script_enabled=False)
    page = reader.open(next(iter(EMBEDDED)))
    text = page.locator(".videopost").get_by_text("third open film")
    assert not text.is_visible()
    page.locator("details.videopost-more > summary").click()
    text.wait_for()
    assert page.locator("#commentform").get_attribute("action") == "http://127.0.0.1:8001/reply"
    page.locator(".videopost-player > a").click()
    page.wait_for_url("https://www.youtube.com/watch?v=eRsGyueVLvQ")


def test_the_whole_page_by_keyboard(visit: Begin) -> None:
    """Tab goes through the page in the order it is read in; Enter opens [+], and plays."""
    reader = visit()
    page = reader.open(next(iter(EMBEDDED)))
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            "(e => e.closest('.videopost') && (e.matches('figure > a') ? 'play' : e.id || e.localName))"
            "(document.activeElement)"
        )
        if stop:
            stops.append(stop)
        if stop == "summary":
            page.keyboard.press("Enter")
            page.locator(".videopost").get_by_text("third open film").wait_for()
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert not stop or outline != "none", stop
        if stop == "button":
            break
    order = ["play", "summary", "a", "comment", "author", "email", "url", "keep", "button"]
    assert list(dict.fromkeys(stops)) == order
    page.locator(".videopost-player > a").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"


def test_names_a_screen_reader_speaks(visit: Begin) -> None:
    """The controls say what they do: the player its title, [+] what it opens, each field its label."""
    page = visit().open(next(iter(EMBEDDED)))
    assert page.get_by_role("link", name="The road after the dragon [Sintel] Play").count() == 1
    tree = page.locator(".videopost").aria_snapshot()
    assert "[+] Read the full text: The road after the dragon [Sintel]" in tree
    for role, name in (("textbox", "Comment"), ("textbox", "Name"), ("textbox", "Email"), ("textbox", "Website")):
        assert page.get_by_role(role, name=name).count() == 1
    assert page.get_by_role("region", name="More info and movies").count() == 1
    assert page.get_by_role("region", name="Details").count() == 1


def test_the_marker_ends_the_last_line(visit: Begin) -> None:
    """[+] stands on the teaser's last line, right after its last word, and the text opens below it."""
    page = visit(viewport={"width": 1280, "height": 900}).open(ROCKY)
    line = page.evaluate(
        """() => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(".videopost-teaser > p:last-child"));
          const {right, top, bottom} = [...range.getClientRects()].at(-1);
          return {right, top, bottom};
        }"""
    )
    marker = page.locator("details.videopost-more > summary").bounding_box()
    assert marker is not None
    assert abs(marker["y"] + marker["height"] / 2 - (line["top"] + line["bottom"]) / 2) < 4
    assert 0 <= marker["x"] - line["right"] < 16
    assert marker["height"] >= 24
    page.locator("details.videopost-more > summary").click()
    marker = page.locator("details.videopost-more > summary").bounding_box()
    body = page.locator(".videopost-body").bounding_box()
    teaser = page.locator(".videopost-text").bounding_box()
    assert marker is not None
    assert body is not None
    assert teaser is not None
    assert body["y"] >= marker["y"] + 16
    assert abs(body["x"] - teaser["x"]) < 1


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_overflows(visit: Begin, example: Path, width: int) -> None:
    """No page scrolls sideways at any width, also with everything opened."""
    reader = visit(viewport={"width": width, "height": 800})
    for path in sorted(example.glob("*.html")):
        page = reader.open(path.name)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path.name, width)


def test_the_clip_plays(visit: Begin) -> None:
    """The native player plays the file of the site, and has its captions."""
    page = visit().open(ROCKY)
    playing = page.evaluate(
        """async () => {
          const video = document.querySelector(".videopost-player video");
          const before = [video.preload, video.networkState];
          video.muted = true;
          await video.play();
          await new Promise(done => video.addEventListener("timeupdate", done, {once: true}));
          const track = video.textTracks[0];
          track.mode = "showing";
          const pause = () => new Promise(done => setTimeout(done, 100));
          for (let waited = 0; waited < 50 && !track.cues?.length; waited++) await pause();
          return [...before, video.duration > 10, track.language, track.cues.length > 2, track.label];
        }"""
    )
    assert playing[0] == "none"
    assert playing[2:] == [True, "en", True, "English"]


def test_print_shows_the_full_text(visit: Begin) -> None:
    """On paper the full text and the poster are there, the form and the buttons are not."""
    page = visit().open(next(iter(EMBEDDED)))
    page.emulate_media(media="print")
    page.locator(".videopost").get_by_text("third open film").wait_for()  # it opens by and by
    page.locator(".videopost-player img").wait_for()
    assert not page.locator("#commentform").is_visible()
    assert not page.locator(".videopost-play").is_visible()


def test_a_strict_policy_is_kept(visit: Begin, example: Path, serve: Callable[[Path], str], tmp_path: Path) -> None:
    """Under `script-src 'self'; style-src 'self'` everything works and nothing is refused."""
    policy = "default-src 'self'; script-src 'self'; style-src 'self'; frame-src https:"
    for source in example.rglob("*"):
        target = tmp_path / source.relative_to(example)
        if source.is_dir():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_bytes()
        if source.suffix == ".html":
            meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            meta += '<meta name="referrer" content="no-referrer">'
            text = text.replace(b"<head>", b"<head>" + meta.encode())
        target.write_bytes(text)
    reader = visit(serve(tmp_path))
    page = reader.open(next(iter(EMBEDDED)))
    page.locator(".videopost-player > a").click()
    page.locator(".videopost-player > iframe").wait_for()
    page.wait_for_timeout(100)
    assert reader.foreign[0].headers["referer"] == reader.origin + "/"
    assert reader.errors == []


def test_chapters_of_a_file(visit: Begin) -> None:
    """A click on a chapter, or on a time in the text, plays the file from there."""
    page = visit().open(SNOW)
    page.locator("video").evaluate(NOTE_TIMES)
    page.get_by_role("link", name="0:07 The sun comes up").click()
    page.wait_for_function(PLAYS_FROM, arg=7)
    page.locator("details.videopost-more > summary").click()
    page.get_by_role("link", name="0:12", exact=True).click()
    page.wait_for_function(PLAYS_FROM, arg=12)


@pytest.mark.parametrize("address", ["?t=7", "#t=0:07", "?a=b&t=7s#x"])
def test_an_address_with_a_time(visit: Begin, address: str) -> None:
    """Who comes with a time in the address finds the player set to it, and nothing playing yet."""
    page = visit().open(SNOW + address)
    assert page.evaluate("(v => [v.currentTime, v.paused])(document.querySelector('video'))") == [7, True]
    reader = visit()
    page = reader.open(next(iter(EMBEDDED)) + address)
    assert reader.foreign == []
    page.locator(".videopost-player > a").click()
    page.locator(".videopost-player > iframe").wait_for()
    assert (page.locator("iframe").get_attribute("src") or "").endswith("?autoplay=1&start=7")


def test_chapters_of_an_embedded_player(visit: Begin, tmp_path: Path, serve: Callable[[Path], str]) -> None:
    """A chapter starts the player at its time, a further one starts it anew, and the back button still leaves."""
    site = Site(tmp_path / "site")
    site.write("rocky.md", POST.replace("Video:", "Chapters: 0:10 One\n    0:20 Two\nVideo:"))
    site.build()
    reader = visit(serve(site.output))
    site.build(SITEURL=reader.origin)
    reader.open("index.html")
    page = reader.open("rocky.html")
    for name, start in (("One", 10), ("Two", 20)):
        page.get_by_role("link", name=name).click()
        page.locator(f"iframe[src$='?autoplay=1&start={start}']").wait_for()
        assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    page.wait_for_timeout(100)
    page.go_back()
    assert page.url.endswith("index.html")


def test_the_player_is_no_trap(visit: Begin) -> None:
    """After a click Escape changes nothing, Shift+Tab leads out of the frame, and one step back leaves the page.

    Browsers differ in whether the frame itself has the focus, and Shift+Tab first goes to the last button in it.
    """
    reader = visit()
    reader.open("index.html")
    page = reader.open(next(iter(EMBEDDED)))
    page.locator(".videopost-player > a").click()
    page.locator("iframe").wait_for()
    page.wait_for_timeout(100)
    page.keyboard.press("Escape")
    assert page.locator("iframe").count() == 1
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.tagName") != "IFRAME"
    page.go_back()
    assert page.url.endswith("index.html")


def test_several_players_on_one_page(visit: Begin) -> None:
    """Each player of a page plays by itself, in the listing too."""
    reader = visit()
    page = reader.open("a-video-site-that-anybody-can-run.html")
    page.locator("details.videopost-more > summary").click()
    assert page.locator(".videopost-player > a").count() == 2
    page.locator(".videopost-player > a").nth(1).click()
    assert page.locator(".videopost-player > a").count() == 1
    page.locator(".videopost-player > a").click()
    assert page.locator(".videopost-player > iframe").count() == 2
    assert page.locator("iframe").first.get_attribute("sandbox") == "allow-same-origin allow-scripts allow-popups"
    page = reader.open("category/open-films.html")
    page.locator(".videopost-player > a").nth(1).click()
    assert page.locator(".videopost-player > iframe").count() == 1


@pytest.mark.parametrize("path", ["index.html", SNOW, next(iter(EMBEDDED))])
def test_nothing_moves(visit: Begin, path: str) -> None:
    """The room of every player is kept from the first moment: nothing shifts, neither on loading nor on a click."""
    page = visit().open(path)
    page.wait_for_timeout(500)
    figure = page.locator(".videopost-player").first
    if figure.locator("a").first.get_attribute("href") and figure.locator("img").count():
        figure.locator("a").first.click()
    shift = page.evaluate(
        """() => new Promise(done => {
          let sum = 0;
          new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
            .observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(sum), 500);
        })"""
    )
    assert shift == 0
