"""Every theme at a glance: `python -m tests.themes.contact_sheet [THEME …]`, or `make screenshots`.

Builds the site on each theme and takes pictures of its article page and its index, in two widths and two colour
schemes: one file for each, a page that shows them all, and that page as one picture.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from ..chromium import ARGUMENTS
from ..packages import PROJECT, NotInstalledError
from ..system import BROWSER
from .browsing import Way, reader, turn
from .sites import SITEURL, Themed, build_themed
from .themes import THEMES

FOLDER = PROJECT / "build" / "screenshots"
PAGES = ("rocky", "index")
# By day first: what a theme's script has made dark stays so.
WAYS: tuple[Way, ...] = ((360, "light"), (1280, "light"), (360, "dark"), (1280, "dark"))
TALLEST = 3000
HEAD = """<!doctype html>
<meta charset="utf-8">
<title>Every theme at a glance</title>
<style>
body { margin: 20px; font: 16px sans-serif; background: #ddd; width: max-content }
div { display: flex; gap: 10px; align-items: flex-start; height: 470px; overflow: hidden }
img { height: auto; background: #fff }
.w360 { width: 150px } .w1280 { width: 400px }
</style>
"""


def photograph(browser: Browser, themed: Themed) -> list[Path]:
    """Return the pictures of a theme's site."""
    pictures = []
    with reader(browser, themed.plugged.output, themed.theme) as page:
        for name in PAGES:
            page.goto(f"{SITEURL}/{name}.html")
            for width, scheme in WAYS:
                turn(page, themed.theme, (width, scheme))
                page.wait_for_timeout(300)
                height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
                target = FOLDER / f"{themed.theme.name}-{name}-{width}-{scheme}.png"
                clip = {"x": 0, "y": 0, "width": width, "height": height}
                page.screenshot(path=target, full_page=True, clip=clip)
                pictures.append(target)
    return pictures


def main(names: list[str]) -> None:
    """Build the named themes, or all, and write their pictures and the page that shows them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=BROWSER.path(), args=ARGUMENTS)
        for theme in THEMES:
            if names and theme.name not in names:
                continue
            try:
                pictures = photograph(browser, build_themed(theme, Path(folder) / theme.name))
            except NotInstalledError as error:
                sys.stderr.write(f"{theme.name}: not installed: {error}\n")
                continue
            rows.append(f"<h2>{theme.name}</h2>\n<div>{''.join(map(_thumbnail, pictures))}</div>\n")
        sheet = FOLDER / "index.html"
        sheet.write_text(HEAD + "".join(rows), encoding="utf-8")
        page = browser.new_page(viewport={"width": 2320, "height": 600})
        page.goto(sheet.as_uri())
        page.screenshot(path=FOLDER / "sheet.png", full_page=True)
        browser.close()
    sys.stdout.write(f"Look at {sheet} or {FOLDER / 'sheet.png'}\n")


def _thumbnail(picture: Path) -> str:
    width = picture.stem.split("-")[-2]
    return f'<a href="{picture.name}"><img class="w{width}" src="{picture.name}" alt="{picture.stem}"></a>'


if __name__ == "__main__":
    main(sys.argv[1:])
