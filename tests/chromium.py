"""A real browser.

Chromium is installed on Debian where the tests run as root; elsewhere an installed Chrome or Chromium is used, or
Playwright's own. Where there is none the tests are skipped, loudly; under CI that is a failure.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from .packages import give_up

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--no-first-run"]


def installed_chromium() -> str | None:
    """Return the path of a Chrome or Chromium on this machine."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A running Chromium."""
    path = installed_chromium()
    if path is None and Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get"):
        with FileLock(tmp_path_factory.getbasetemp().parent / "apt.lock"):
            if not installed_chromium():
                subprocess.run(["apt-get", "update", "-q"], check=False)
                subprocess.run(["apt-get", "install", "-qy", "--no-install-recommends", "chromium"], check=False)
        path = installed_chromium()
    with sync_playwright() as playwright:
        if path is None and not Path(playwright.chromium.executable_path).exists():
            give_up("NO BROWSER: install Chromium or Chrome, or run `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
