"""A theme's site in a browser, which gets every file from the disk and nothing from anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, Route

from .sites import SITEURL
from .themes import Theme

PHONE, TABLET, DESK = (360, "light"), (768, "light"), (1280, "dark")
Way = tuple[int, Literal["light", "dark"]]


@contextmanager
def reader(browser: Browser, output: Path, theme: Theme) -> Iterator[Page]:
    """Open an empty page of a reader's browser for the site in `output`, on a phone by day."""

    def answer(route: Route) -> None:
        address = route.request.url.partition("?")[0]
        path = output / address.removeprefix(f"{SITEURL}/")
        if theme.styles and address.endswith(Path(theme.styles).name):
            path = theme.wanted.folder / theme.styles
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404, body="")

    context: BrowserContext = browser.new_context()
    context.route("**/*", answer)
    try:
        page = context.new_page()
        turn(page, theme, PHONE)
        yield page
    finally:
        context.close()


def turn(page: Page, theme: Theme, way: Way) -> None:
    """Show an open page in a window of another width, in light or in dark, which a theme may have a script for."""
    width, scheme = way
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # then the texts are open at once
    if theme.dark and scheme == "dark":
        page.evaluate(theme.dark)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
