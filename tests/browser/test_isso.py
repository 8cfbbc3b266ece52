"""The form with a real Isso: sent by a script, approved there, and built into the page from its database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ..comments.conftest import Isso
from ..conftest import POST, Site
from .conftest import Visit

pytestmark = pytest.mark.xdist_group("browser")


class Blog:
    """A site whose comments are Isso's."""

    def __init__(self, folder: Path, serve: Callable[[Path], str]) -> None:
        """Write the site and serve it."""
        self.site = Site(folder / "site")
        self.site.write("rocky.md", POST)
        self.origin = serve(self.site.output)
        self.isso = Isso(folder, self.origin, moderated=True)

    def build(self) -> None:
        """Build the site, while Isso runs."""
        comments = {"service": "isso", "action": self.isso.origin, "database": "../isso.db"}
        self.site.build(SITEURL=self.origin, VIDEOPOST={"comments": comments})
        assert self.site.warnings == []


@pytest.fixture
def blog(tmp_path: Path, serve: Callable[[Path], str]) -> Iterator[Blog]:
    """A site with its Isso."""
    blog = Blog(tmp_path, serve)
    with blog.isso:
        blog.build()
        yield blog


def send(page: Page, author: str, text: str) -> None:
    """Fill in the form, and send it."""
    page.get_by_role("textbox", name="Comment").fill(text)
    page.get_by_role("textbox", name="Name").fill(author)
    page.get_by_label("Email").fill("somebody@example.org")
    page.get_by_role("textbox", name="Website").fill("https://ada.example/?a=1&b=2")
    page.get_by_role("button", name="Post Comment").click()


def test_from_the_form_through_isso_to_the_page(visit: Callable[..., Visit], blog: Blog) -> None:
    """Comment and reply go to Isso, wait there, and stand in the page as plain HTML after the next build."""
    reader = visit(blog.origin, blog.isso.origin)
    for author, text in (("Ada & Co", "Is 1 < 2 & **so** on?"), ("Ben", "It is.")):
        page = reader.open("rocky.html")
        if author == "Ben":
            page.get_by_role("link", name="Reply to Ada & Co").click()
        send(page, author, text)
        page.get_by_role("status").get_by_text("Thank you. Your comment has arrived").wait_for()
        blog.build()
        assert text.split()[0] not in blog.site.page().select_one("#comments").get_text()
        blog.isso.publish()
        blog.build()
    page = visit(blog.origin, java_script_enabled=False).open("rocky.html")
    first = page.locator("ol.videopost-thread > li#comment-isso-1")
    assert (
        first.get_by_role("link", name="Ada & Co", exact=True).get_attribute("href") == "https://ada.example/?a=1&b=2"
    )
    assert first.locator(".videopost-said").first.inner_text() == "Is 1 < 2 & so on?"
    assert first.locator("ol.children > li#comment-isso-2 .videopost-said").inner_text() == "It is."
    assert reader.errors == []
    assert not [
        path for path in blog.site.output.rglob("*") if path.is_file() and b"somebody@example.org" in path.read_bytes()
    ]


def test_what_isso_does_not_like(visit: Callable[..., Visit], blog: Blog) -> None:
    """A refusal of Isso's is said in its words, and the text stays."""
    page = visit(blog.origin, blog.isso.origin).open("rocky.html")
    send(page, "Ada", "No")
    page.get_by_role("status").get_by_text("text is too short").wait_for()
    assert page.get_by_role("textbox", name="Comment").input_value() == "No"


def test_without_a_script_the_form_says_what_it_needs(visit: Callable[..., Visit], blog: Blog) -> None:
    """Isso takes nothing that a form sends by itself, so without scripts the form says so and cannot be sent."""
    for scripts in (False, True):
        page = visit(blog.origin, blog.isso.origin, java_script_enabled=scripts).open("rocky.html")
        assert page.get_by_text("This form is sent by a script").is_visible() == (not scripts)
        assert page.get_by_role("button", name="Post Comment").is_enabled() == scripts
