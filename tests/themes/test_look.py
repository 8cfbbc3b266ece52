"""What a stranger sees of rich posts on real themes: nothing broken, and a check that would see it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .browsing import DESK, PHONE, TABLET, reader, turn
from .sites import SITEURL, VIDEO_POSTS, Themed, build_themed, listed
from .themes import THEMES

LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
OPEN = "document.querySelectorAll('.videopost details').forEach(more => more.open = true)"


def look(page: Page, name: str, wanted: int, change: str = "") -> list[str]:
    """Return what is broken on a page of the site with everything opened, after a `change` by a script."""
    page.goto(f"{SITEURL}/{name}.html")
    page.evaluate(f"{OPEN};{change}")
    return broken(page, wanted)


def broken(page: Page, wanted: int) -> list[str]:
    """Return what is broken on an open page that is to show so many posts."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found: list[str] = page.evaluate(LOOK, wanted)
    return found


def test_nothing_looks_broken(themed: Themed, chromium: Browser) -> None:
    """On phone, tablet and desk no word, poster, player or link of a rich post is broken, on its page and in lists."""
    theme, built = themed.theme, themed.plugged
    assert built.worked, built.log[-2000:]
    found = {}
    with reader(chromium, built.output, theme) as page:
        for name, wanted in {"rich": 1, "bare": 1, "clip": 1, "index": listed(theme)}.items():
            turn(page, theme, PHONE)
            found[name, *PHONE] = look(page, name, wanted)
            for way in (TABLET, DESK):
                turn(page, theme, way)
                found[name, *way] = broken(page, wanted)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


@pytest.fixture(scope="module")
def simple(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Callable[..., list[str]]]:
    """What is broken on a page of Pelican's simplest theme, after a change."""
    built = build_themed(THEMES[0], tmp_path_factory.mktemp("simple"))
    with reader(chromium, built.plugged.output, THEMES[0]) as page:
        turn(page, THEMES[0], TABLET)
        yield lambda name, wanted, change: look(page, name, wanted, change)


def styled(css: str) -> str:
    """Return a script that puts a rule into the page, stronger than the plugin's own."""
    return f"document.head.append(Object.assign(document.createElement('style'), {{textContent: `{css}`}}))"


BROKEN = [
    ("rich", "broken", styled(".videopost-sidebars dt { width: 2em !important; overflow-wrap: anywhere !important }")),
    ("rich", "hole", styled(".videopost-comments { margin-top: 500px !important }")),
    ("rich", "overlap", styled(".videopost-body img { max-width: none !important; width: 2400px !important }")),
    ("rich", "overflow", styled(".videopost-said pre { overflow: visible !important }")),
    ("rich", "pseudo", styled(".videopost-details dt::before { content: '- ' !important }")),
    ("rich", "contrast", styled(".videopost-by a { color: #fff !important }")),
    ("rich", "zoom", styled(".videopost-comments textarea { font-size: 13px !important }")),
    ("rich", "form", styled("#commentform input { width: 50% !important }")),
    ("clip", "badge", styled(".videopost-player .videopost-duration { grid-area: 1/1 !important }")),
    ("rich", "play", "document.querySelector('.videopost-play').remove()"),
    ("rich", "sheets", "document.head.append(document.querySelector('[href$=\"videopost.css\"]').cloneNode())"),
    ("rich", "covered", styled(".videopost-placeholder b { margin-top: 35% !important }")),
    ("bare", "small", styled(".videopost-placeholder b { font-size: 9px !important }")),
    ("bare", "contrast", styled(".videopost-placeholder b { color: #888 !important }")),
    ("index", "poster", styled(".videopost-player img { display: none !important }")),
    ("index", "float", styled(".videopost-player { float: right !important }")),
    ("index", "shape", styled(".videopost-player { width: 50% !important }")),
    ("index", "lazy", "document.querySelector('.videopost-player img').loading = 'lazy'"),
    ("index", "lazy", "const it = document.querySelector('.videopost-player'); it.after(it.cloneNode(true))"),
    ("index", "missing", "document.querySelector('.videopost').remove()"),
    (
        "index",
        "nested",
        styled("a:empty { display: block !important }") + ";document.querySelector('figure').prepend("
        "Object.assign(document.createElement('a'), {style: 'height: 9px'}))",
    ),
]


@pytest.mark.parametrize(("name", "kind", "change"), BROKEN, ids=[kind for _, kind, _ in BROKEN])
def test_the_check_sees(simple: Callable[..., list[str]], name: str, kind: str, change: str) -> None:
    """What readers have seen broken on some theme is found by the check above, each by its name."""
    found = simple(name, VIDEO_POSTS if name == "index" else 1, change)
    assert kind in {defect.partition(":")[0] for defect in found}, found
