"""What readers meet who use a keyboard, or a finger: the order of the stops, their rings, the size of what is hit."""

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from .axe import SCHEMES
from .conftest import THEMES, Visit

pytestmark = pytest.mark.xdist_group("accessibility")

Begin = Callable[..., Visit]
ROCKY = "rocky-training-in-russia.html"
PATHS = [ROCKY, "index.html", "fifteen-seconds-in-the-snow.html", "a-rabbit-loses-patience-big-buck-bunny.html"]
OPEN = "document.querySelectorAll('details').forEach(details => details.open = true)"
STOP = """() => {
  const at = document.activeElement, box = at.getClientRects()[0];
  const {left, right, top, bottom} = box ?? at.getBoundingClientRect();
  if (at === document.body || at.dataset.visited) return null;
  at.dataset.visited = "yes";
  return {
    name: `${at.localName} ${at.id || at.textContent.trim().slice(0, 40)}`, player: at.localName === "video",
    part: at.closest(".videopost-sidebars, .videopost-comments")?.className,
    left, right, top: top + scrollY, bottom: bottom + scrollY,
  };
}"""
LEFT_OUT = """() => [...document.querySelectorAll("a[href], button, summary, input, textarea, select, video[controls]")]
  .filter(at => !at.dataset.visited && at.checkVisibility() && !at.closest(".videopost-hidden") && at.type !== "hidden")
  .map(at => at.outerHTML)"""


def stops(page: Page) -> list[dict[str, float]]:
    """Return the places that Tab goes to, from the page's beginning to its end, each once."""
    found = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop:
            found.append(stop)
        elif not page.evaluate("document.activeElement.localName === 'video'"):  # a video has stops of its own inside
            break
    return found


def backwards(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether the eye goes back from one place to the other: up without a new column, or left on the same line.

    From the sidebars it goes to the comments, which stand beside them, or below.
    """
    if one["part"] == "videopost-sidebars" and other["part"] == "videopost-comments":
        return False
    up = other["bottom"] <= one["top"] and other["left"] < one["right"]
    left = other["right"] <= one["left"] and other["top"] < one["bottom"] and one["top"] < other["bottom"]
    return up or left


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PATHS)
def test_tab_follows_the_eye(visit: Begin, path: str, width: int) -> None:
    """Tab goes through a page in the order in which it is read, and leaves nothing out."""
    page = visit(viewport={"width": width, "height": 900}).open(path)
    page.evaluate(OPEN)
    found = stops(page)
    assert len(found) > 12
    wrong = [(one, other) for one, other in itertools.pairwise(found) if backwards(one, other)]
    assert wrong == []
    assert page.evaluate(LEFT_OUT) == []


def test_tab_at_a_comment(visit: Begin) -> None:
    """A form that was brought to a comment is where it is seen: after the link that brought it."""
    page = visit(viewport={"width": 1280, "height": 900}).open(ROCKY)
    page.locator(".videopost-answer").first.click()
    page.evaluate("document.activeElement.blur()")
    found = stops(page)
    assert [one for one, other in itertools.pairwise(found) if backwards(one, other)] == []
    assert [stop["name"] for stop in found if "comment" in str(stop["name"])] != []


SMALL = """() => [...document.querySelectorAll(".videopost :is(a, button, summary, input, textarea, select, video)")]
  .filter(at => at.checkVisibility() && !at.closest(".videopost-hidden") && at.type !== "hidden")
  .filter(at => {
    const style = getComputedStyle(at), place = at.closest("p, li, dd, figcaption");
    const others = place ? [...place.childNodes].filter(node => node.textContent.trim() && !node.contains?.(at)) : [];
    return !(style.display === "inline" && others.length && at.matches(".videopost-body *, .videopost-said *"));
  })
  .map(at => ({
    text: at.outerHTML.slice(0, 90),
    width: at.getBoundingClientRect().width,
    height: Math.min(...[...at.getClientRects()].map(line => line.height)),
  }))
  .filter(({width, height}) => width < 24 || height < 24)"""


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_small(
    visit: Begin, serve: Callable[[Path], str], example_on: Callable[[str], Path], theme: str, width: int
) -> None:
    """Whatever a video post draws to be hit is 24 pixels wide and high, on any theme.

    Links in sentences of the author's and the commenters' are as high as their letters, as WCAG 2.5.8 allows.
    """
    reader = visit(serve(example_on(theme)), viewport={"width": width, "height": 900})
    for path in PATHS:
        page = reader.open(path)
        page.evaluate(OPEN)
        assert page.evaluate(SMALL) == [], path


STOPS = [
    ".videopost-player > a",
    "summary",
    ".videopost-info a",
    ".videopost-details a",
    "#comment",
    "#author",
    "#commentform button",
]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_focus_is_seen(visit: Begin, scheme: str) -> None:
    """Where the focus stands is marked by a line of two pixels around it, three to one from what was there before."""
    options = {name: value for name, value in SCHEMES[scheme].items() if value != "none"}
    page = visit(viewport={"width": 800, "height": 900}, reduced_motion="reduce", **options).open(
        "the-road-after-the-dragon-sintel.html"
    )
    for selector in STOPS:
        target = page.locator(selector).first
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None
        clip = {
            "x": max(0, box["x"] - 8),
            "y": max(0, box["y"] - 8),
            "width": min(box["width"], 120) + 16,
            "height": min(box["height"], 60) + 16,
        }
        page.evaluate("document.activeElement.blur()")
        before = _pixels(page, clip)
        page.keyboard.press("Shift")  # the reader uses the keyboard
        target.evaluate("element => element.focus({preventScroll: true})")
        after = _pixels(page, clip)
        changed = sum(_contrast(old, new) >= 3 for old, new in zip(before, after, strict=True))
        assert changed >= 2 * (min(box["width"], 120) + min(box["height"], 60)), (scheme, selector, changed)


def _pixels(page: Page, clip: dict[str, float]) -> list[tuple[int, int, int]]:
    """Return the pixels of a part of the window."""
    image = Image.open(io.BytesIO(page.screenshot(clip=clip)))  # type: ignore[arg-type]
    data = image.convert("RGB").tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return the contrast of two colours as WCAG counts it, from 1 to 21."""

    def light(colour: tuple[int, int, int]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_the_keyboard_without_scripts(
    visit: Begin, serve: Callable[[Path], str], example_on: Callable[[str], Path], theme: str
) -> None:
    """With scripts off everything is reached by the keyboard, [+] opens, and a reply its comment."""
    page = visit(serve(example_on(theme)), java_script_enabled=False).open(ROCKY)
    text = page.locator(".videopost").get_by_text("Survivor's")
    assert not text.is_visible()
    page.locator("details.videopost-more > summary").focus()
    page.keyboard.press("Enter")
    text.wait_for()
    link = page.get_by_role("link", name="Reply to High Eighties").first
    link.focus()
    page.keyboard.press("Enter")
    chosen = page.locator(link.get_attribute("href") or "")
    assert chosen.evaluate("field => field === document.activeElement")
    page.keyboard.press("Space")
    assert chosen.is_checked()
    assert chosen.evaluate("field => field.parentElement.offsetHeight") >= 16
