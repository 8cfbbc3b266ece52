"""The transcript on a post's page, in Chromium: where it leads to, and what is spoken just now."""

from collections.abc import Callable

import pytest

from .conftest import NOTE_TIMES, PLAYS_FROM, Visit

pytestmark = pytest.mark.xdist_group("browser")

Begin = Callable[..., Visit]
ROCKY = "rocky-training-in-russia.html"
MARKED = """(clock) => {
  const marked = [...document.querySelectorAll(".videopost-transcript [aria-current=true] > a")];
  return marked.length === 2 && marked.every(link => link.textContent === clock);
}"""


def test_the_spoken_paragraph_is_marked(visit: Begin) -> None:
    """While a file plays, the paragraph that is said is marked, one in each language, and no other one."""
    page = visit().open(ROCKY)
    assert page.locator("[aria-current=true]:not(nav *)").count() == 0
    page.evaluate("document.querySelector('video').muted = true; document.querySelector('video').play()")
    for seconds, clock in ((0.5, "0:00"), (7.2, "0:07"), (12.1, "0:12"), (4.2, "0:04")):
        page.evaluate("seconds => { document.querySelector('video').currentTime = seconds }", seconds)
        page.wait_for_function(MARKED, arg=clock)
    page.locator("details.videopost-transcript > summary").first.click()
    shown, plain = (
        page.locator(f"details.videopost-transcript p{which}").first.evaluate(
            "line => getComputedStyle(line).backgroundColor"
        )
        for which in ("[aria-current=true]", ":not([aria-current=true])")
    )
    assert shown != plain


def test_a_time_of_the_transcript_plays(visit: Begin) -> None:
    """A click on a time plays the file from there, and marks what is said."""
    page = visit().open(ROCKY)
    page.locator("video").first.evaluate(NOTE_TIMES)
    page.locator("details.videopost-transcript > summary").first.click()
    page.locator(".videopost-transcript a[data-start='7']").first.click()
    page.wait_for_function(PLAYS_FROM, arg=7)
    page.locator("p[aria-current=true]", has_text="Here it comes").wait_for()
