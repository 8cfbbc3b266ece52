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
        page.get_by_role("textbox", name="Name").fill("Ada")
        page.get_by_label("Email").fill("ada@example.org")
        page.get_by_role("button", name="Post Comment").click()


def _link(blog: Blog) -> str:
    return urlsplit(blog.run("link").strip()).query


def test_a_moderator_on_a_phone(visit: Callable[..., Visit], blog: Blog) -> None:
    """All by plain forms, without a script; no page breaks a rule in light, dark or forced colours, or is too wide."""
    _send(visit, blog, "That saw!", "https://a.example/" + "long" * 60)
    page = visit(f"http://{blog.listen}", java_script_enabled=False, **PHONE).open(f"moderate?{_link(blog)}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Waiting 2").wait_for()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Approve").click()
    assert page.get_by_role("status").inner_text() == "1 comment was changed."
    page.get_by_role("link", name="Approved 1").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("link", name="Waiting 2").wait_for()
    page.get_by_role("link", name="Open").last.click()
    page.get_by_label("Answer").first.fill("Thank you!")
    page.get_by_role("textbox", name="Name").fill("The owner")
    page.get_by_role("button", name="Answer").click()
    written = [path.read_text(encoding="utf-8") for path in (blog.site.content / "comments/rocky").glob("*.md")]
    assert sorted(text.rpartition("\n\n")[2] for text in written) == ["Thank you!\n", "That saw!\n"]
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"http://{blog.listen}/moderate")
    assert "That saw!" not in page.content()
    reader = visit(f"http://{blog.listen}", bypass_csp=True, **PHONE)
    page = reader.open(f"moderate?{_link(blog)}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Open").click()
    page.get_by_label("Edit").wait_for()
    found = violations(page, "comment")
    for query in ("", "?view=log", "?view=lists"):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        page.goto(f"http://{blog.listen}/moderate{query}")
        found += violations(page, query)
    assert "\n".join(map(str, found)) == ""
    assert reader.foreign == []
