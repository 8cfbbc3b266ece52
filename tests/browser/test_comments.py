"""From a reader's form to the approved comment on the page, with the real receiver, with and without scripts."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..conftest import POST, PROJECT, Site
from .conftest import Visit

pytestmark = pytest.mark.xdist_group("browser")

WITHIN = "form => form.getBoundingClientRect().top < innerHeight && form.getBoundingClientRect().bottom > 0"
COMMAND = [sys.executable, "-c", "from pelican_videopost.cli.main import main; raise SystemExit(main())", "comments"]


class Blog:
    """A site of one post, served, with its receiver running beside it."""

    def __init__(self, site: Site, serve: Callable[[Path], str]) -> None:
        """Build the site, serve it, and start the receiver of its comments."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.listen = f"127.0.0.1:{free.getsockname()[1]}"
        self.site = site
        self.origin = serve(site.output)
        site.write("rocky.md", POST)
        self.settings = {
            "SITEURL": self.origin,
            "VIDEOPOST": {
                "comments": f"http://{self.listen}/reply",
                "receiver": {"listen": self.listen, "min_seconds": 1},
            },
        }
        self.conf = site.folder / "pelicanconf.py"
        values = site.settings(**self.settings)
        self.conf.write_text("\n".join(f"{name} = {value!r}" for name, value in values.items()), encoding="utf-8")
        site.build(**self.settings)
        self.receiver = subprocess.Popen([*COMMAND, "serve", "-s", self.conf], cwd=PROJECT, stdout=subprocess.DEVNULL)
        host, port = self.listen.split(":")
        for _ in range(200):
            with socket.socket() as client:
                if client.connect_ex((host, int(port))) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("the receiver did not start")

    def run(self, *words: str) -> str:
        """Run a command of `pelican-videopost comments`; return what it said."""
        done = subprocess.run(
            [*COMMAND, *words, "-s", self.conf], cwd=PROJECT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def approve(self) -> None:
        """Approve the comment that waits, and build the site again."""
        self.run("approve", self.run("list").split()[0])
        self.site.build(**self.settings)
        assert self.site.warnings == []


@pytest.fixture
def blog(tmp_path: Path, serve: Callable[[Path], str]) -> Iterator[Blog]:
    """A site with its receiver."""
    blog = Blog(Site(tmp_path / "site"), serve)
    yield blog
    blog.receiver.terminate()
    blog.receiver.wait(10)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_comment_from_form_to_page(visit: Callable[..., Visit], blog: Blog, scripts: bool) -> None:
    """A reader writes, is thanked on the page, and after approval the comment stands there; so does a reply to it."""
    page = visit(blog.origin, f"http://{blog.listen}", java_script_enabled=scripts).open("rocky.html")
    for author, text in (("Ada", "That **saw**!"), ("Ben", "And the axe.")):
        assert not page.locator(".videopost-received").is_visible()
        if author == "Ben":
            page.get_by_role("link", name="Reply to Ada").or_(page.locator("label.videopost-answer")).locator(
                "visible=true"
            ).last.click()
            assert page.locator("#commentform").evaluate(WITHIN), "not led to the form"
            assert page.get_by_role("radio", name="Ada", include_hidden=True).is_checked()
            assert page.locator(".videopost-parents").is_visible() is not scripts
        page.get_by_role("textbox", name="Comment").fill(text)
        page.get_by_role("textbox", name="Name").fill(author)
        page.get_by_label("Email").fill(f"{author.lower()}@example.org")
        page.get_by_role("button", name="Preview").click()
        page.get_by_role("heading", name="Preview").wait_for()
        assert page.locator("main > div").inner_text() == text.replace("**", "")
        assert page.locator("#comment").input_value() == text
        if scripts:
            page.go_back()
            assert page.locator("#comment").input_value() == text
        page.wait_for_timeout(1100)  # a person takes a while
        page.get_by_role("button", name="Post Comment").click()
        if scripts:
            page.get_by_role("status").get_by_text("Your comment is awaiting moderation.").wait_for()
            assert page.url == f"{blog.origin}/rocky.html"
            own = page.locator("p:has(> a[href*='token='])")
            assert own.inner_text().startswith(text)
            own.get_by_role("link", name="You can change or withdraw it").click()
            page.get_by_role("heading", name="Your comment is awaiting moderation.").wait_for()
            page.go_back()
            assert page.locator("#comment").input_value() == ""
            assert page.locator("#commentform").evaluate("form => new FormData(form).get('comment_parent')") == "0"
        else:
            page.wait_for_url("**/comment?*")
            page.get_by_role("heading", name="Your comment is awaiting moderation.").wait_for()
            assert page.locator(".text").inner_text() == text.replace("**", "")
            page.get_by_role("link").click()
            page.wait_for_url("**/rocky.html")
        blog.approve()
        page.goto(f"{blog.origin}/rocky.html")
        page.get_by_text("Ada", exact=True).first.wait_for()
    assert page.locator("ol.videopost-thread > li > ol.children > li .videopost-said").inner_text() == "And the axe."
    published = [*blog.site.output.rglob("*"), *blog.site.content.rglob("*")]
    assert not [path for path in published if path.is_file() and b"@example.org" in path.read_bytes()]


def test_the_form_moves_to_the_comment_and_back(visit: Callable[..., Visit], blog: Blog) -> None:
    """Reply brings the form under the comment with the focus in it; Cancel brings it back and loses nothing typed."""
    blog.site.write("comments/rocky/a.md", "Author: Ada\nDate: 2025-12-01T10:00:00+00:00\n\nHello.\n")
    blog.site.build(**blog.settings)
    page = visit(blog.origin).open("rocky.html")
    page.get_by_role("link", name="Reply to Ada").click()
    assert page.locator("#comment-a #respond").count() == 1
    assert page.evaluate("document.activeElement.id") == "comment"
    assert page.locator("#reply-a").is_checked()
    page.keyboard.type("Hello yourself")
    page.get_by_role("button", name="Cancel reply").click()
    assert page.locator("#comment-a #respond").count() == 0
    assert page.locator("#comment").input_value() == "Hello yourself"
    assert page.locator("#reply-0").is_checked()
    assert page.evaluate("document.activeElement.textContent") == "Reply to Ada"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_mistake_gives_the_text_back(visit: Callable[..., Visit], blog: Blog, scripts: bool) -> None:
    """A form that cannot be taken keeps the typed text, with a message at the field: in place, or on another page."""
    page = visit(blog.origin, f"http://{blog.listen}", java_script_enabled=scripts).open("rocky.html")
    page.get_by_role("textbox", name="Comment").fill("A text that must not be lost")
    page.get_by_role("textbox", name="Name").fill("Ada")
    page.get_by_label("Email").fill("ada@nowhere")  # good enough for a browser, which knows no domains
    page.get_by_role("button", name="Post Comment").click()
    mistake = page.get_by_text("Please enter a valid email address.")
    mistake.wait_for()
    assert page.locator("textarea").input_value() == "A text that must not be lost"
    field = page.locator("[aria-invalid=true]")
    assert field.get_attribute("name") == "email"
    assert mistake.get_attribute("id") in (field.get_attribute("aria-describedby") or "").split()
    if scripts:
        assert "rocky.html" in page.url
        assert page.evaluate("document.activeElement.id") == "email"
        assert page.get_by_role("status").inner_text() == "Please put right what is marked, and send it again."
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_text("Your comment is awaiting moderation.").locator("visible=true").first.wait_for()
    assert page.locator("[aria-invalid], .videopost-mistake:not(:empty)").count() == 0
    assert "A text that must not be lost" in blog.run("list", "--state", "all")


def test_a_receiver_that_is_away(visit: Callable[..., Visit], blog: Blog) -> None:
    """Where no answer comes the form says so, and keeps what was typed."""
    page = visit(blog.origin, f"http://{blog.listen}").open("rocky.html")
    blog.receiver.terminate()
    blog.receiver.wait(10)
    page.get_by_role("textbox", name="Comment").fill("A text that must not be lost")
    page.get_by_role("textbox", name="Name").fill("Ada")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_role("status").get_by_text("Your comment could not be sent.").wait_for()
    assert page.get_by_role("textbox", name="Comment").input_value() == "A text that must not be lost"


def test_a_form_filled_in_no_time(visit: Callable[..., Visit], blog: Blog) -> None:
    """A script tells how long the writing took: what was filled in at once waits with a note, and is not refused."""
    page = visit(blog.origin, f"http://{blog.listen}").open("rocky.html")
    page.evaluate(
        """() => {
          for (const [id, text] of [["comment", "Buy"], ["author", "Bot"], ["email", "bot@example.org"]])
            document.getElementById(id).value = text;
          document.querySelector("#commentform [type=submit]").click();
        }"""
    )
    page.get_by_role("status").get_by_text("awaiting moderation").wait_for()
    assert "written in" in blog.run("list")


def test_lists_in_comments_are_lists(visit: Callable[..., Visit], blog: Blog) -> None:
    """A comment's own lists keep their numbers and bullets, whatever the thread around them is drawn with."""
    blog.site.write(
        "comments/rocky/a.md", "Author: Ada\nDate: 2025-12-01\n\nHello\n\n1. one\n2. two\n\nand\n\n- three\n"
    )
    blog.site.build(**blog.settings)
    page = visit(blog.origin).open("rocky.html")
    kinds = {"ol": "decimal", "ul": "disc"}
    for name, kind in kinds.items():
        assert page.locator(f".videopost-said {name}").evaluate("list => getComputedStyle(list).listStyleType") == kind


@pytest.mark.parametrize("ticked", [True, False])
def test_name_and_website_are_saved_by_who_wants_it(visit: Callable[..., Visit], blog: Blog, ticked: bool) -> None:
    """With the tick they stand in the form the next time, until it is sent without; the email is never kept."""
    page = visit(blog.origin, f"http://{blog.listen}").open("rocky.html")
    tick = page.get_by_role("checkbox", name="Save my name and website")
    for number, sending in enumerate((ticked, False)):
        tick.set_checked(sending)
        page.get_by_role("textbox", name="Comment").fill(f"Number {number}")
        for label, text in {"Name": 'Ada "><i>', "Email": "ada@example.org", "Website": "https://ada.example/"}.items():
            page.get_by_role("textbox", name=label).fill(text)
        page.get_by_role("button", name="Post Comment").click()
        page.get_by_role("status").get_by_text("awaiting moderation").wait_for()
        page.reload()
        kept = {"videopost-author": 'Ada "><i>', "videopost-url": "https://ada.example/"} if sending else {}
        assert page.evaluate("({...localStorage})") == kept
        assert page.locator("#author").input_value() == kept.get("videopost-author", "")
        assert page.locator("#url").input_value() == kept.get("videopost-url", "")
        assert page.locator("#email").input_value() == ""
        assert tick.is_checked() is sending


def test_a_browser_that_keeps_nothing(visit: Callable[..., Visit], blog: Blog) -> None:
    """Where a browser refuses to keep anything, or runs no script, nobody is asked, and the form works."""
    saving = "#commentform label:has(#keep)"
    without = visit(blog.origin, java_script_enabled=False).open("rocky.html")
    assert not without.locator(saving).is_visible()
    reader = visit(blog.origin, f"http://{blog.listen}")
    reader.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError') } })"
    )
    page = reader.open("rocky.html")
    assert not page.locator(saving).is_visible()
    for field, text in {"#comment": "Hello", "#author": "Ada", "#email": "ada@example.org"}.items():
        page.locator(field).fill(text)
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_role("status").get_by_text("awaiting moderation").wait_for()
    assert reader.errors == []
