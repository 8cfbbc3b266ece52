"""The moderator's page in a browser: on a phone, without a script, and what axe-core finds on each of its pages."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from .axe import violations
from .conftest import Visit
from .test_comments import Blog
from .test_comments import blog as blog

pytestmark = pytest.mark.xdist_group("browser")

PHONE = {"viewport": {"width": 360, "height": 640}}


def _send(visit: Callable[..., Visit], blog: Blog, *texts: str) -> None:
    """Have readers' comments wait."""
    page = visit(blog.origin, f"http://{blog.listen}", java_script_enabled=False).open("rocky.html")
    for text in texts:
        page.goto(f"{blog.origin}/rocky.html")
        page.get_by_role("textbox", name="Comment").fill(text)
        page.get_by_label("Name").fill("Ada")
        page.get_by_label("Email").fill("ada@example.org")
        page.get_by_role("button", name="Post Comment").click()


def _link(blog: Blog) -> str:
    return urlsplit(blog.run("link").strip()).query


def test_a_moderator_on_a_phone_needs_no_script(visit: Callable[..., Visit], blog: Blog) -> None:
    """Sign in by a link, approve one of two, take it back, answer the other, sign out: all by plain forms."""
    _send(visit, blog, "That saw!", "And the axe.")
    page = visit(f"http://{blog.listen}", java_script_enabled=False, **PHONE).open(f"moderate?{_link(blog)}")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("link", name="Waiting 2").is_visible()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Approve").click()
    assert page.get_by_role("status").inner_text() == "1 comment was changed."
    assert page.get_by_role("link", name="Approved 1").is_visible()
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_role("link", name="Waiting 2").is_visible()
    page.get_by_role("link", name="Open").last.click()
    page.get_by_label("Answer").first.fill("Thank you!")
    page.get_by_label("Name").fill("The owner")
    page.get_by_role("button", name="Answer").click()
    written = [path.read_text(encoding="utf-8") for path in (blog.site.content / "comments/rocky").glob("*.md")]
    assert sorted(text.rpartition("\n\n")[2] for text in written) == ["Thank you!\n", "That saw!\n"]
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"http://{blog.listen}/moderate")
    assert "That saw!" not in page.content()


def test_its_pages_can_be_used_by_everybody(visit: Callable[..., Visit], blog: Blog) -> None:
    """No page breaks a rule in light, dark or forced colours, or is wider than a phone, or asks another host."""
    _send(visit, blog, "https://a.example/" + "long" * 60, "And the axe.")
    reader = visit(f"http://{blog.listen}", bypass_csp=True, **PHONE)
    page = reader.open(f"moderate?{_link(blog)}")
    found = violations(page, "sign in")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Delete for good").click()
    page.get_by_role("link", name="Cancel").wait_for()
    found += violations(page, "sure")
    page.goto(f"http://{blog.listen}/moderate")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("status").wait_for()
    for name, query in (("list", ""), ("log", "?view=log"), ("lists", "?view=lists")):
        page.goto(f"http://{blog.listen}/moderate{query}")
        found += violations(page, name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.goto(f"http://{blog.listen}/moderate?state=approved")
    page.get_by_role("link", name="Open").click()
    page.get_by_label("Edit").wait_for()
    found += violations(page, "comment")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert "\n".join(map(str, found)) == ""
    assert reader.foreign == []
