"""What axe-core finds on every page of the example, on the comment form and on the receiver's own pages: nothing."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pelican_videopost.receiver.settings import read_site
from pelican_videopost.receiver.store import Store

from ..conftest import PROJECT, build_example
from .axe import SCHEMES, Violation, violations, without
from .conftest import THEMES, Visit
from .test_comments import Blog
from .test_comments import blog as blog

pytestmark = pytest.mark.xdist_group("accessibility")

Begin = Callable[..., Visit]
OPEN = """() => {
  document.querySelectorAll("details").forEach(details => details.open = true);
  document.querySelector(".videopost-answer")?.click();
}"""


# A page of each kind: the others are made by the same templates, and are looked at in one scheme only.
KINDS = (
    *("index.html", "rocky-training-in-russia.html", "the-road-after-the-dragon-sintel.html", "archives.html"),
    *("an-article-without-a-video.html", "pages/about-this-site.html", "category/open-films.html", "tag/training.html"),
    *("videos.html", "films.html", "film/big-buck-bunny.html"),
)


def of_pages(reader: Visit, paths: Iterable[str], schemes: Iterable[str] = SCHEMES) -> list[Violation]:
    """Return what axe finds on pages with everything opened: full texts, and a form at a comment."""
    found = []
    for path in paths:
        page = reader.open(path)
        page.evaluate(OPEN)
        found += violations(page, path, schemes)
    return found


def told(found: list[Violation]) -> str:
    """Return violations as a text; empty when there are none."""
    return "\n".join(map(str, found))


def test_the_example_site(visit: Begin, example: Path) -> None:
    """No page of the example breaks a rule of WCAG 2.2 AA or of good practice: light, dark, in forced colours."""
    paths = sorted(str(path.relative_to(example)) for path in example.rglob("*.html"))
    assert len(paths) > 12
    reader = visit()
    others = of_pages(reader, (path for path in paths if path not in KINDS), ["light"])
    assert told(of_pages(reader, KINDS) + others) == ""


@pytest.mark.parametrize("theme", THEMES[1:])
def test_on_other_themes(
    visit: Begin, serve: Callable[[Path], str], example_on: Callable[[str], Path], tmp_path: Path, theme: str
) -> None:
    """On Pelican's own themes the plugin adds no violation to those that the theme has without it."""
    plugged = example_on(theme)
    plain = build_example(tmp_path / "without", "-t", theme, "-e", "PLUGINS=[]")
    before = of_pages(visit(serve(plain)), [path for path in KINDS if (plain / path).exists()])
    assert told(without(before, of_pages(visit(serve(plugged)), KINDS))) == ""


@pytest.mark.parametrize("path", ["index.html", "rocky-training-in-russia.html", "fifteen-seconds-in-the-snow.html"])
def test_nothing_opened(visit: Begin, path: str) -> None:
    """Pages as they come, with the texts folded away and the form at its place, break no rule either."""
    page = visit().open(path)
    assert told(violations(page, path)) == ""


def test_a_player_at_work(visit: Begin) -> None:
    """The player that a click brings has its name."""
    page = visit().open("the-road-after-the-dragon-sintel.html")
    page.locator(".videopost-player > a").click()
    page.locator(".videopost-player > iframe").wait_for()
    assert told(violations(page, "a player at work")) == ""


BREAKS = {
    "label": ("#commentform", "form => form.querySelector('label').remove()"),
    "image-alt": (".videopost-player img", "image => image.removeAttribute('alt')"),
    "target-size": (
        ".videopost-related a",
        "link => link.closest('ul').style = 'line-height: 9px; zoom: .4'",
    ),
    "color-contrast": ("figcaption", "caption => caption.style = 'opacity: .4'"),
    "summary-name": ("summary", "summary => summary.replaceChildren()"),
    "frame-title": (".videopost-player > a", "link => link.replaceWith(document.createElement('iframe'))"),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_axe_finds_what_is_wrong(visit: Begin, rule: str) -> None:
    """What would be found, is: a label or a name taken away, letters too faint, a link too small."""
    selector, harm = BREAKS[rule]
    page = visit().open("the-road-after-the-dragon-sintel.html")
    page.locator(selector).first.evaluate(harm)
    assert rule in {one.rule for one in violations(page, rule)}


def test_form_and_receiver(visit: Begin, blog: Blog) -> None:
    """The form with its trap for programs breaks no rule, at its place or at a comment; nor does any answer to it."""
    blog.site.write("comments/rocky/a.md", "Author: Ada\nDate: 2025-12-01T10:00:00+00:00\n\nHello.\n")
    blog.site.build(**blog.settings, THEME=str(PROJECT / "example_site/theme"))
    reader = visit(blog.origin, f"http://{blog.listen}")
    page = reader.open("rocky.html")
    found = violations(page, "form")
    page.get_by_role("link", name="Reply to Ada").click()
    assert page.locator("#comment-a #respond").count() == 1
    found += violations(page, "form at a comment")
    found += _mistaken(page)
    found += _refused(page)
    found += _shown(page, f"{blog.origin}/rocky.html")
    for address in _receivers_pages(blog):
        page.goto(f"http://{blog.listen}/{address}")
        found += violations(page, address)
    page.get_by_role("button", name="Send no more mail").click()
    page.get_by_role("status").wait_for()
    found += violations(page, "unsubscribed")
    assert told(found) == ""


def _mistaken(page: Page) -> list[Violation]:
    """Return what axe finds on the form in its place with every field marked, and the answer in its live region."""
    page.locator("#commentform").evaluate("form => form.noValidate = true")
    page.get_by_label("Email").fill("no address")
    page.get_by_role("textbox", name="Website").fill("no address either")
    page.get_by_role("button", name="Post Comment").click()
    page.locator("[aria-invalid=true]").nth(3).wait_for()
    assert page.locator("[aria-invalid=true]").count() == 4
    return violations(page, "mistaken")


def _refused(page: Page) -> list[Violation]:
    """Return what axe finds on the receiver's page, which has the form again with every field marked."""
    page.locator("#commentform").evaluate("form => form.submit()")  # which no script hears of
    page.wait_for_url("**/reply")
    assert page.locator("[aria-invalid=true]").count() == 4
    return violations(page, "refused")


def _shown(page: Page, address: str) -> list[Violation]:
    """Return what axe finds on a preview and on a comment just sent, in its place and on the receiver's page."""
    page.goto(address)
    for field, text in {"#comment": "> Yes\n\n*And* no.", "#author": "Ada", "#email": "ada@example.org"}.items():
        page.locator(field).fill(text)
    page.get_by_role("button", name="Preview").click()
    page.locator("blockquote").wait_for()
    found = violations(page, "preview")
    page.go_back()
    page.get_by_role("button", name="Post Comment").click()
    page.get_by_role("link", name="You can change or withdraw it").wait_for()
    found += violations(page, "one's own comment in its place")
    page.get_by_role("link", name="You can change or withdraw it").click()
    return found + violations(page, "one's own comment")


def _receivers_pages(blog: Blog) -> list[str]:
    """Return the addresses of a page that is not there, of a link cut short, and of the one in a mail."""
    settings, _ = read_site(blog.conf)
    token = Store(settings.store).sign("unsubscribe", "a").hex()
    return ["nowhere", "unsubscribe?id=a", f"unsubscribe?id=a&token={token}"]
