"""A post that is written from right to left, on a theme that knows nothing of such languages."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ..conftest import Site
from .conftest import Visit

pytestmark = pytest.mark.xdist_group("browser")

POST = """\
Title: روكي يتدرب في روسيا [Rocky IV]
Date: 2025-11-27 10:00
Slug: rocky
Lang: ar
Category: أفلام
Tags: training, snow
Video: https://www.youtube.com/watch?v=eRsGyueVLvQ
Chapters: 0:00 إلى الثلج
    0:42 جذوع وفؤوس وزلاجة

يركض روكي صعودا على جبل في روسيا حيث لا يراه أحد، ولا شيء هناك سوى الثلج والجذوع وزلاجة قديمة. الأغنية هي التي يتذكرها
المرء، ثم اللحية، والطريق الطويل إلى القمة حيث يصرخ باسم خصمه.<br>
تلك هي الأغنية. [+]

النص الكامل يبدأ هنا.

- بند من بنود القائمة

## مزيد من المعلومات والأفلام

- [صفحة عن الفيلم](https://film.example/rocky-iv)

## التفاصيل

المخرج
:   Sylvester Stallone
"""
ANNA = """\
Author: آنا
Date: 2025-11-28T09:00:00+00:00

ركضت على تلك السلالم أيضا.
"""
BERT = """\
Author: Bert
Date: 2025-11-28T10:00:00+00:00
Parent: 1

With the log?
"""
# As Bootstrap 4 and many a theme have it.
LEFTWARD = "<style>body { text-align: left } ul, ol { padding-left: 2rem }</style>"
# Lists are inset by their start: how far each stands from the edges of what holds it.
INSETS = """(selector) => {
  const [inner, outer] = [document.querySelector(selector), document.querySelector(selector).parentElement];
  const [a, b] = [inner.firstElementChild.getBoundingClientRect(), outer.getBoundingClientRect()];
  return [a.left - b.left, b.right - a.right];
}"""
LAST_LINE = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(".videopost-teaser > p:last-child"));
  const line = [...range.getClientRects()].at(-1);
  const marker = document.querySelector(".videopost-more > summary").getClientRects()[0];
  return [line.left - marker.right, Math.abs(line.bottom - marker.bottom), line.left];
}"""


@pytest.fixture(params=[360, 1280])
def page(request: pytest.FixtureRequest, site: Site, serve: Callable[[Path], str], visit: Callable[..., Visit]) -> Page:
    """The post's page on a phone and on a desk, with the text opened."""
    site.write("rocky.md", POST)
    site.write("comments/rocky/1.md", ANNA)
    site.write("comments/rocky/2.md", BERT)
    output = site.build(VIDEOPOST={"comments": "https://forms.example/send"})
    assert site.warnings == []
    path = output / "rocky-ar.html"
    path.write_text(path.read_text(encoding="utf-8").replace("</title>", f"</title>{LEFTWARD}"), encoding="utf-8")
    width: int = request.param
    begun = visit(at=serve(output), viewport={"width": width, "height": 900})
    begun.page.route("**/theme/**", lambda route: route.fulfill(path=output / "theme" / Path(route.request.url).name))
    return begun.open("rocky-ar.html")


def box(page: Page, selector: str) -> tuple[float, float]:
    """Return where the first such element begins and ends, from the left."""
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return found["x"], found["x"] + found["width"]


def text_of(page: Page, selector: str) -> tuple[float, float]:
    """Return where the text of the first such element begins and ends, from the left."""
    left, right = page.evaluate(
        """(selector) => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(selector));
          const { left, right } = range.getBoundingClientRect();
          return [left, right];
        }""",
        selector,
    )
    return left, right


def test_everything_begins_at_the_right(page: Page) -> None:
    """[+] ends the last line at its left; chapters, lists, rows, replies and labels begin at the right."""
    column = box(page, ".videopost")
    gap, below, left = page.evaluate(LAST_LINE)
    assert left > column[0] + 40  # the last line is short: there is room for [+] on it
    assert 0 <= gap < 16
    assert below < 6
    assert box(page, ".videopost-clock")[1] == box(page, ".videopost-chapters a")[1]
    assert text_of(page, ".videopost-chapters a")[0] < box(page, ".videopost-clock")[0]
    assert box(page, ".videopost-details dt")[1] == box(page, ".videopost-details dd")[1]
    headings, rows = ("h2#videopost-info", "h2#comments-title"), (".videopost-details dt", ".videopost-details dd")
    for text in (*headings, "#commentform label[for]", "figcaption", *rows):
        assert text_of(page, text)[1] == pytest.approx(box(page, text)[1], abs=1), text
    start, end = page.evaluate(INSETS, ".videopost-info ul")
    assert (start, end) == (0, pytest.approx(1.2 * 0.92 * 16, abs=1))
    start, end = page.evaluate(INSETS, ".videopost-thread ol")
    assert start == 0
    assert end > 8
    avatar, name = box(page, ".videopost-avatar"), box(page, ".videopost-by b")
    assert avatar[0] > name[1]


def test_the_sidebars_change_sides(page: Page) -> None:
    """On a desk the sidebars stand left of the text, on a phone below it, and nothing leaves the column."""
    text, sidebars = box(page, ".videopost-text"), box(page, ".videopost-sidebars")
    if page.viewport_size and page.viewport_size["width"] > 1000:
        assert sidebars[1] < text[0]
    else:
        assert sidebars == pytest.approx(text, abs=1)
    page.locator(".videopost-more > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(INSETS, ".videopost-body ul")[1] >= 30


def test_a_comment_has_the_direction_of_its_own_words(page: Page) -> None:
    """An English comment on an Arabic page ends with its question mark at the right."""
    said = page.locator(".videopost-said")
    directions = [said.nth(index).evaluate("said => getComputedStyle(said).direction") for index in range(2)]
    assert directions == ["rtl", "ltr"]
