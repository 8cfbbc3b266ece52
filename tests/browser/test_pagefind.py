"""Search with Pagefind, as docs/neighbours.md describes it: on the built example, in Chromium."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import PROJECT
from ..packages import NotInstalledError, Packages, give_up
from .conftest import Visit

pytestmark = pytest.mark.xdist_group("browser")

Begin = Callable[..., Visit]
PAGEFIND = Packages("pagefind", (), ("pagefind@1.5.2",), "pagefind")
RECIPE = (PROJECT / "docs/neighbours.md").read_text(encoding="utf-8").partition("## Search with Pagefind")[2]


@pytest.fixture(scope="module")
def searchable(tmp_path_factory: pytest.TempPathFactory, example: Path) -> Path:
    """The example with its index, and with a page that has the field of the recipe."""
    try:
        program = PAGEFIND.install() / "pagefind/node_modules/.bin/pagefind"
    except NotInstalledError as error:
        give_up(f"NO PAGEFIND: {error}")
    site = tmp_path_factory.mktemp("searchable") / "output"
    shutil.copytree(example, site)
    (command,) = re.findall(r"^npx pagefind (.*)$", RECIPE, re.MULTILINE)
    done = subprocess.run(
        [program, *shlex.split(command)], cwd=site.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (field,) = re.findall(r"^```html\n(.*?)^```$", RECIPE, re.MULTILINE | re.DOTALL)
    head = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Search</title></head><body>'
    (site / "search.html").write_text(f"{head}{field}</body></html>", encoding="utf-8")
    return site


def test_a_spoken_word_leads_to_its_second(visit: Begin, serve: Callable[[Path], str], searchable: Path) -> None:
    """A word that is only said is found; its link opens the transcript there, and sets the player to that second."""
    reader = visit(serve(searchable))
    page = reader.open("search.html")
    page.locator("#search input").fill("belt")
    link = page.locator("#search a[href*='rocky-training-in-russia.html']").first
    link.wait_for()
    assert (link.get_attribute("href") or "").endswith("rocky-training-in-russia.html#t=12")
    link.click()
    page.wait_for_url("**/rocky-training-in-russia.html#t=12")
    page.locator(".videopost-transcript p[id='t=12']").wait_for()
    assert page.evaluate("document.querySelector('video').currentTime") == 12
    assert reader.foreign == []


def test_a_written_word_leads_to_its_page(visit: Begin, serve: Callable[[Path], str], searchable: Path) -> None:
    """A word of the text leads to the page as it is, also where a transcript stands before it; the form is not read."""
    page = visit(serve(searchable)).open("search.html")
    page.locator("#search input").fill("Wyoming")
    link = page.locator("#search a[href*='rocky-training-in-russia.html']").first
    link.wait_for()
    assert (link.get_attribute("href") or "").endswith("rocky-training-in-russia.html")
    page.locator("#search input").fill("email")
    page.get_by_text("No results for").wait_for()
