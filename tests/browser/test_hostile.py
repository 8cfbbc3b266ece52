"""Hostile comments in a real browser: whatever somebody writes into body, name or website, nothing runs."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import BrowserContext, Page

from pelican_videopost.comments.files import write_comment
from pelican_videopost.comments.headers import read_date
from pelican_videopost.comments.model import Comment

from ..comments.conftest import Blog, post
from ..conftest import POST, PROJECT, Site
from .conftest import Visit

pytestmark = pytest.mark.xdist_group("browser")

HOSTILE = (PROJECT / "tests/data/hostile.txt").read_text(encoding="utf-8").splitlines()
# Moves over everything, focuses it, and clicks every link and button but that of the player, without leaving the page.
TOUCH = """root => {
  addEventListener("click", event => event.target.closest("a[href^=http], button") && event.preventDefault());
  for (const element of document.querySelectorAll(root + " *")) {
    for (const type of ["mouseover", "mouseenter", "focus", "animationstart"])
      element.dispatchEvent(new Event(type, {bubbles: true}));
    if (element.matches("a, button:not(.videopost-play), summary")) element.click();
  }
}"""


class Guard:
    """Watches a page: `harm` is what ran or was fetched that should not have been."""

    def __init__(self, reader: Visit) -> None:
        """Watch what the reader's page does from now on."""
        self.reader, self.page = reader, reader.page
        self.harm: list[str] = []
        self.page.expose_function("pwned", lambda: self.harm.append("a script ran"))
        self.page.on("dialog", lambda dialog: (self.harm.append(dialog.message), dialog.dismiss()))

    def touch(self, root: str) -> None:
        """Do what a reader could do with all that stands in an element, and assert that no harm came of it."""
        self.page.evaluate(TOUCH, root)
        self.page.wait_for_timeout(300)
        assert self.harm == []
        assert [request.url for request in self.reader.foreign] == []
        allowed = "a b blockquote br code del em hr i kbd li ol p pre q s strong sub sup u ul"
        inside = self.page.evaluate(
            "root => [...document.querySelectorAll(root + ' .videopost-said *')].map(e => e.localName)", root
        )
        assert set(inside) <= set(allowed.split())


@pytest.fixture
def guard(visit: Callable[..., Visit], serve: Callable[[Path], str], tmp_path: Path) -> tuple[Guard, Site]:
    """A guarded page, and a site that is served to it."""
    site = Site(tmp_path / "site")
    site.write("rocky.md", POST.replace("https://www.youtube.com/watch?v=eRsGyueVLvQ", "https://media.example/a.webm"))
    return Guard(visit(serve(site.output))), site


def comments() -> Iterator[Comment]:
    """Yield hostile comments: each text as the body, the name and the website of one."""
    for number, text in enumerate(HOSTILE):
        date = read_date("2026-01-01")
        assert date is not None
        yield Comment(
            f"c{number}", "rocky", text, date, text, website=text, parent=f"c{number - 1}" if number % 3 else None
        )


def test_the_guard_sees_harm(guard: tuple[Guard, Site]) -> None:
    """What these tests watch with notices a script that runs and a picture that is fetched."""
    watch, site = guard
    site.build(SITEURL=watch.reader.origin)
    watch.reader.open("rocky.html")
    watch.page.evaluate("document.body.innerHTML = '<p id=x><b onmouseover=pwned()><img src=https://evil.example/x>'")
    with pytest.raises(AssertionError, match="a script ran"):
        watch.touch("#x")
    assert watch.reader.foreign


def test_comments_in_files(guard: tuple[Guard, Site]) -> None:
    """Files that somebody put there by hand are as harmless in the page, its form, its head and the feeds."""
    watch, site = guard
    for comment in comments():
        assert write_comment(site.content / "comments", comment)
    site.build(SITEURL=watch.reader.origin, VIDEOPOST={"comments": "https://forms.example/send"})
    watch.reader.open("rocky.html")
    assert watch.page.locator(".videopost-comment").count() == len(HOSTILE)
    watch.touch(".videopost")
    watch.touch("html")
    hrefs = watch.page.eval_on_selector_all("#comments a[href]", "links => links.map(a => a.protocol)")
    assert set(hrefs) <= {"http:", "https:", "mailto:"}
    feed = ElementTree.parse(site.output / "feeds/comments/rocky.atom.xml")
    entries = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}content")]
    assert len(entries) == len(HOSTILE)
    watch.page.evaluate("html => document.body.innerHTML = '<div class=videopost>' + html + '</div>'", "".join(entries))
    watch.touch(".videopost")
    watch.reader.open("index.html")
    watch.touch("body")


def test_comments_through_the_receiver(guard: tuple[Guard, Site], tmp_path: Path) -> None:
    """What the receiver takes is harmless once approved, and what it refuses is harmless on its own page."""
    watch, site = guard
    blog = Blog(tmp_path / "blog")
    client = blog.client(flood_posts=0, spam_links=0)
    pages = []
    for text in HOSTILE:
        answer = client.post("/reply", data=post(comment=text, author=text[:245], url="", comment_parent="0"))
        assert answer.status_code == 303
        refused = client.post("/reply", data=post(comment=text, author=text, url=text, email=text, comment_parent=text))
        pages.append(refused.get_data(as_text=True))
    for entry in blog.store().entries("pending", "spam"):
        assert write_comment(site.content / "comments", entry.comment)
    settings = {"comments": "https://forms.example/send", "comments_per_page": 0}
    site.build(SITEURL=watch.reader.origin, VIDEOPOST=settings)
    watch.reader.open("rocky.html")
    assert watch.page.locator(".videopost-comment").count() == len(HOSTILE)
    watch.touch(".videopost")
    for html in pages:
        watch.page.set_content(html.replace('<link rel="stylesheet" href="reply.css">', ""))
        watch.page.evaluate(TOUCH, "body")
    watch.page.wait_for_timeout(300)
    assert watch.harm == []
    assert watch.reader.foreign == []


def test_hostile_answers(guard: tuple[Guard, Site]) -> None:
    """Whatever is answered to the form's script is shown as words."""
    watch, site = guard
    site.build(SITEURL=watch.reader.origin, VIDEOPOST={"comments": "http://127.0.0.1:9/reply", "receiver": {}})
    answers = iter(HOSTILE)
    context: BrowserContext = watch.page.context
    context.unroute_all()
    context.route("http://127.0.0.1:9/**", lambda route: route.fulfill(**hostile_answer(next(answers))))
    page: Page = watch.reader.open("rocky.html")
    for name, text in (("comment", "Hello"), ("author", "Ada"), ("email", "ada@example.org")):
        page.locator(f"#{name}").fill(text)
    for text in HOSTILE:
        page.get_by_role("button", name="Post Comment").click()
        page.wait_for_function(
            "text => document.querySelector('[role=status]').textContent === text", arg=f"{text} (again)"
        )
        assert page.locator("#email-mistake").text_content() == text
    page.evaluate(TOUCH, ".videopost")
    page.wait_for_timeout(300)
    assert watch.harm == []


def hostile_answer(text: str) -> dict[str, object]:
    """Return an answer of a receiver that has fallen into wrong hands."""
    body = {"status": "invalid", "message": f"{text} (again)", "errors": {"email": text, "constructor": text}}
    body |= {"html": text, "preview": text, "link": text, "change": text}
    headers = {"Access-Control-Allow-Origin": "*"}
    return {"status": 422, "body": json.dumps(body), "content_type": "application/json", "headers": headers}
