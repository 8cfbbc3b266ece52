"""What readers meet who see a page otherwise: zoomed in, letters set apart, no motion, forced colours, on paper."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page
from pypdfium2 import PdfDocument

from .conftest import THEMES, Visit

pytestmark = pytest.mark.xdist_group("accessibility")

Begin = Callable[..., Visit]
ROCKY = "rocky-training-in-russia.html"
SINTEL = "the-road-after-the-dragon-sintel.html"
SNOW = "fifteen-seconds-in-the-snow.html"
PEERTUBE = "a-video-site-that-anybody-can-run.html"
PATHS = [ROCKY, SINTEL, SNOW, PEERTUBE, "index.html"]
ZOOMED = {"width": 320, "height": 256}  # a window of 1280 by 1024 pixels at 400%
OPEN = "document.querySelectorAll('details').forEach(details => details.open = true)"
LOST = """() => [...document.querySelectorAll(".videopost *")]
  .filter(at => at.checkVisibility() && !at.closest(".videopost-hidden, .videopost-play, video, select"))
  .filter(at => {
    const {left, right} = at.getBoundingClientRect(), style = getComputedStyle(at);
    // The link around a poster clips the room below a line, which is empty.
    const clips = style.overflowX !== "visible" && !at.matches("textarea, input, .videopost-player > a");
    const fits = style.overflowY === "auto" || at.scrollHeight <= at.clientHeight + 1; // a transcript scrolls down
    const cut = clips && (at.scrollWidth > at.clientWidth + 1 || !fits);
    return cut || left < 0 || right > innerWidth + .5 || style.position === "fixed" || style.position === "sticky";
  })
  .map(at => at.outerHTML.slice(0, 120))"""
# What WCAG 1.4.12 lets a reader ask for.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""


@pytest.mark.parametrize("theme", THEMES)
def test_at_400_percent(
    visit: Begin, serve: Callable[[Path], str], example_on: Callable[[str], Path], theme: str
) -> None:
    """Zoomed in to 400% nothing of a video post is cut off or in the way, and the page scrolls only downwards."""
    reader = visit(serve(example_on(theme)), viewport=ZOOMED)
    for path in PATHS:
        page = reader.open(path)
        page.evaluate(OPEN)
        assert page.evaluate(LOST) == [], path
        assert theme != "own" or page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_the_form_at_400_percent(visit: Begin) -> None:
    """Zoomed in to 400% every field is as wide as the column, and what is typed into it is seen."""
    page = visit(viewport=ZOOMED).open(ROCKY)
    for name in ("Comment", "Name", "Email", "Website"):
        page.get_by_role("textbox", name=name).click()
        page.keyboard.type("A word")
        field = page.evaluate(
            """(({left, right, top, bottom}) => ({width: right - left, left, right, top, bottom, high: innerHeight}))
            (document.activeElement.getBoundingClientRect())"""
        )
        assert field["width"] >= 260
        assert field["left"] >= 0
        assert field["right"] <= 320
        assert field["top"] < field["high"] - 44
        assert page.evaluate("document.activeElement.value") == "A word"
        label = page.locator(f"label[for={page.evaluate('document.activeElement.id')}]").bounding_box()
        assert label is not None
        assert label["height"] < 40


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", THEMES)
def test_letters_set_apart(
    visit: Begin, serve: Callable[[Path], str], example_on: Callable[[str], Path], theme: str, width: int
) -> None:
    """With the text spacing of WCAG 1.4.12 nothing of a video post is cut off."""
    reader = visit(serve(example_on(theme)), viewport={"width": width, "height": 800})
    for path in PATHS:
        page = reader.open(path)
        page.evaluate(OPEN)
        page.add_style_tag(content=SPACED)
        assert page.evaluate(LOST) == [], path


MOTION = """async (selectors) => {
  let moving = 0;
  for (const selector of selectors) {
    document.querySelector(selector)?.focus();
    await new Promise(requestAnimationFrame);
    moving += document.getAnimations().length;
  }
  const all = [...document.querySelectorAll("*")].flatMap(at => [at, "::before", "::after"].map(
    pseudo => typeof pseudo === "string" ? getComputedStyle(at, pseudo) : getComputedStyle(at)));
  const set = all.filter(style => style.transitionDuration.split(", ").some(time => parseFloat(time) > 0)
    || style.animationName !== "none" || style.scrollBehavior !== "auto");
  return moving + set.length;
}"""


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_without_motion(visit: Begin, motion: str) -> None:
    """Who asks for less motion gets none at all; who does not, gets the example theme's short transitions."""
    page = visit(reduced_motion=motion).open(SINTEL)
    page.locator(".videopost-player > a").hover()
    moving = page.evaluate(MOTION, [".videopost-player > a", "summary", "#comment", "#commentform button"])
    assert (moving == 0) == (motion == "reduce")


@pytest.mark.parametrize("theme", THEMES[1:])
def test_the_plugin_moves_nothing(
    visit: Begin, serve: Callable[[Path], str], example_on: Callable[[str], Path], theme: str
) -> None:
    """The plugin itself brings no motion, asked or not."""
    page = visit(serve(example_on(theme)), reduced_motion="no-preference").open(SINTEL)
    page.locator(".videopost-player > a").hover()
    assert page.evaluate(MOTION.replace('"*"', '".videopost *"'), []) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_play_button_in_forced_colours(visit: Begin, scheme: str) -> None:
    """In forced colours the play button is a triangle in the colour of links, on a disc in that of the page."""
    page = visit(color_scheme=scheme, forced_colors="active").open(SINTEL)
    disc = _picture(page.locator(".videopost-play"))
    width, height = disc.size
    triangle, ground = disc.getpixel((width // 2, height // 2)), disc.getpixel((width // 4, height // 2))
    paper, link = ((0, 0, 0), (255, 255, 0)) if scheme == "dark" else ((255, 255, 255), (0, 0, 159))
    assert (ground, triangle) == (paper, link)
    assert disc.getpixel((width // 2, height // 8)) == ground
    assert disc.getpixel((width // 2, height * 7 // 8)) == ground


@pytest.mark.parametrize("selector", ["#comment", "#author", "#commentform button"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_in_forced_colours(visit: Begin, scheme: str, selector: str) -> None:
    """In forced colours fields and buttons have an edge."""
    page = visit(color_scheme=scheme, forced_colors="active").open(ROCKY)
    picture = _picture(page.locator(selector).first)
    middle = picture.height // 2
    inner = picture.getpixel((6, middle))
    assert inner == ((0, 0, 0) if scheme == "dark" else (255, 255, 255))
    edge = [picture.getpixel((x, middle)) for x in (0, 1)]
    assert max(abs(colour[0] - inner[0]) for colour in edge) > 100


def _picture(target: Locator) -> Image.Image:
    """Return what is drawn of an element."""
    return Image.open(io.BytesIO(target.screenshot())).convert("RGB")


@pytest.mark.parametrize("theme", THEMES)
def test_on_paper(visit: Begin, serve: Callable[[Path], str], example_on: Callable[[str], Path], theme: str) -> None:
    """On paper poster, full text, chapters and sidebars are there, form and buttons are not; in a listing, too."""
    reader = visit(serve(example_on(theme)))
    texts = {
        ROCKY: ["Survivor's", "Grand Teton National Park", "Sylvester Stallone"],
        SINTEL: ["third open film"],
        SNOW: ["he is there", "0:04 Steps in the snow"],
        "category/high-eighties.html": ["Survivor's", "horns"],
    }
    for path, wanted in texts.items():
        text, first = printed(reader.open(path))
        assert [part for part in wanted if part not in text] == [], path
        assert [part for part in ("[+]", "Post Comment", "Reply to") if part in text] == [], path
        assert coloured(first) > 0.15, path


def test_paper_without_a_poster(visit: Begin) -> None:
    """On paper a player without a poster is its title, and leaves no empty frame."""
    page = visit().open(PEERTUBE)
    assert "Video on YouTube" in printed(page)[0]
    page.emulate_media(media="print")
    assert page.locator("a:has(.videopost-placeholder)").evaluate("link => link.offsetHeight") < 60


def printed(page: Page) -> tuple[str, Image.Image]:
    """Return the words of a page as it is printed, and a picture of its first sheet, without backgrounds."""
    page.wait_for_load_state("networkidle")
    sheets = PdfDocument(page.pdf(format="A4"))
    text = " ".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    return " ".join(text.split()), sheets[0].render(scale=0.5).to_pil().convert("RGB")


def coloured(picture: Image.Image) -> float:
    """Return how much of a picture is neither white, black nor grey."""
    saturation = picture.convert("HSV").getchannel("S").tobytes()
    return sum(value > 60 for value in saturation) / len(saturation)
