"""A theme's site in a browser, which gets every file from the disk and nothing from anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Route

from .sites import SITEURL
from .themes import Theme

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


@contextmanager
def reader(browser: Browser, theme: Theme, output: Path, width: int, scheme: str) -> Iterator[Page]:
    """Open an empty page of a reader's browser for the site in `output`, in a colour scheme and a window's width."""

    def answer(route: Route) -> None:
        address = route.request.url.partition("?")[0]
        path = output / address.removeprefix(f"{SITEURL}/")
        if theme.styles and address.endswith(Path(theme.styles).name):
            path = theme.wanted.folder / theme.styles
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404, body="")

    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    context.route("**/*", answer)
    if theme.dark and scheme == "dark":
        context.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {theme.dark} }})")
    try:
        yield context.new_page()
    finally:
        context.close()
