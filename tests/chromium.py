"""A real browser.

An installed Chrome or Chromium is used, or Playwright's own; it is installed where `tests/system.py` says so. Where
there is none the tests are skipped, loudly; under CI that is a failure.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from .packages import give_up
from .system import BROWSER

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--no-first-run"]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A running Chromium."""
    path = BROWSER.provided(tmp_path_factory.getbasetemp().parent)
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            give_up("NO BROWSER: install Chromium or Chrome, or run `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
