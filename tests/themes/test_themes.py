"""Real themes from the package index: what they were given, and what a reader sees of it."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page

from ..pages import PARTS
from .browsing import DESK, reader, turn
from .sites import SITEURL, VIDEO_POSTS, Themed

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
# The words of each post's teaser and of its full text that stand nowhere else, newest post first.
WORDS = {
    "rocky": ("nobody sees him", "The full text begins here"),
    "bare": ("looks for a small dragon", "Without a poster the full text"),
    "clip": ("A clip that lies beside", "And the full text of the clip"),
}
LISTINGS = {
    "index.html": ("rocky", "bare", "clip"),
    "category/trainings.html": ("rocky", "clip"),
    "tag/snow.html": ("rocky", "bare", "clip"),
}
WITHOUT_VIDEO = ("plain.html", "pages/about.html", "category/words.html", "tag/words.html", "archives.html")


def soup(themed: Themed, path: str) -> BeautifulSoup:
    """Return a page of the site with the plugin, parsed."""
    return BeautifulSoup((themed.plugged.output / path).read_text(encoding="utf-8"), "html.parser")


def text(element: Tag) -> str:
    """Return what an element says, in one line."""
    return " ".join(element.get_text().split())


def test_the_plugin_adds_no_warning(themed: Themed) -> None:
    """The site builds on the theme, and the plugin gives Pelican nothing to warn of."""
    assert themed.plain.worked, themed.plain.log[-2000:]
    assert themed.plugged.worked, themed.plugged.log[-2000:]
    assert set(themed.plugged.warnings) <= set(themed.plain.warnings)


@pytest.mark.parametrize("slug", WORDS)
def test_the_article_page(themed: Themed, slug: str) -> None:
    """Player, teaser, [+], both sidebars and the form are on the page of a post once each, in this order."""
    page = soup(themed, f"{slug}.html")
    (root,) = page.select("div.videopost")
    parts = root.select(",".join(PARTS))
    names = [next(name for selector, name in PARTS.items() if part in page.select(selector)) for part in parts]
    assert names == list(PARTS.values())
    for words in WORDS[slug]:
        assert text(root).count(words) == text(page.body).count(words) == 1
    assert len(page.select("head link[href$='videopost.css']")) == 1
    assert len(page.select("script[src$='videopost.js']")) == len(page.select("head script[src$='videopost.js']")) == 1
    for meta in page.select("head meta[content]"):
        assert "<" not in str(meta["content"])
        assert "[+]" not in str(meta["content"])


def test_a_page_of_comments(themed: Themed) -> None:
    """A further page of a long thread is a page of the theme: with the comments and the form, once, and no more."""
    page = soup(themed, "clip-comments-2.html")
    (root,) = page.select("div.videopost")
    assert "A clip that lies beside" not in text(page.body)
    assert text(page.body).count("With the log?") == text(root).count("With the log?") == 1
    assert (
        len(root.select("#comments, #commentform, #comment-2, .videopost-steps[role=navigation] [aria-current]")) == 4
    )
    assert page.select_one("title").get_text().count("Comments on") == 1
    assert root.select_one("p a")["href"].endswith("clip.html")
    canonical = [str(link["href"]) for link in page.select("link[rel=canonical]")]
    assert all(address.endswith("clip-comments-2.html") for address in canonical)
    assert len(page.select("head link[href$='videopost.css']")) == 1


def test_pages_without_video_posts_stay_the_same(themed: Themed) -> None:
    """A plain article, a page, and listings that show no video posts are those of plain Pelican, to the byte."""
    for path in WITHOUT_VIDEO:
        with_plugin, without = ((build.output / path).read_bytes() for build in (themed.plugged, themed.plain))
        assert b"videopost" not in with_plugin
        assert with_plugin == without, path


def test_listings(themed: Themed) -> None:
    """A listing has of each post what the theme's template asks for: the view with [+], text, or nothing."""
    for path, slugs in LISTINGS.items():
        page = soup(themed, path)
        first, _, rest = (themed.theme.index if path == "index.html" else themed.theme.lists).partition(", then ")
        for slug in slugs:
            check_entry(page, first if slug == slugs[0] or not rest else rest, *WORDS[slug])
        assert not page.select("#commentform, .videopost-info, .videopost-details, iframe")
        assert len(page.select("head link[href$='videopost.css']")) == bool(page.select(".videopost"))
        shown = text(page.body)
        assert not re.search(r"videopost|data-|srcset|<\w|&lt;|&amp;", shown)


def check_entry(page: BeautifulSoup, kind: str, teaser: str, full: str) -> None:
    """Assert that a listing shows a post in the way of its kind."""
    shown = text(page.body)
    views = [view for view in page.select("div.videopost--listed") if teaser in text(view)]
    assert shown.count(teaser) == (kind != "no text")
    assert shown.count(full) == (kind == "summary")
    assert len(views) == (kind == "summary")
    for view in views:
        assert len(view.select("figure.videopost-player")) == 1
        assert full in text(view.select_one("details.videopost-more"))


def test_feeds_are_clean(themed: Themed) -> None:
    """No theme changes the feeds: the whole text with a link to the video, and nothing that feed readers break."""
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        root = ElementTree.fromstring((themed.plugged.output / path).read_bytes())
        entries = [*root.iter("{http://www.w3.org/2005/Atom}entry"), *root.iter("item")]
        assert len(entries) == VIDEO_POSTS + 1
        for entry in entries:
            html = "".join(entry.itertext())
            assert not re.search(r"<(details|summary|figure|form|script|iframe|video)\b|\sdata-", html)
            assert "plain" in html or "[+]" not in html


def test_what_a_reader_sees(themed: Themed, chromium: Browser) -> None:
    """On a phone by day and a desk by night: all parts are there, fit the column, and can be read and used."""
    with reader(chromium, themed.plugged.output, themed.theme) as page:
        page.goto(f"{SITEURL}/rocky.html")
        assert page.evaluate(MEASURE) == []
        turn(page, themed.theme, DESK)
        assert page.evaluate(MEASURE) == []


def test_nothing_overflows(themed: Themed, chromium: Browser) -> None:
    """On a phone no page scrolls sideways further than it does without the plugin, also with everything opened.

    Lists of a theme that prints words alone are its own: a word too long for its column is not the plugin's.
    """
    theme = themed.theme
    lists = [path for path in LISTINGS if (theme.index if path == "index.html" else theme.lists) != "text"]
    with reader(chromium, themed.plugged.output, themed.theme) as page:
        wide = {path: over for path in ("rocky.html", "bare.html", *lists) if (over := overflow(page, path))}
    if wide:
        with reader(chromium, themed.plain.output, themed.theme) as page:
            assert {path: over for path, over in wide.items() if over > overflow(page, path)} == {}


def overflow(page: Page, path: str) -> int:
    """Return by how many pixels a page of the site is wider than the window, with the full texts opened."""
    page.goto(f"{SITEURL}/{path}")
    page.evaluate("document.querySelectorAll('.videopost details').forEach(more => more.open = true)")
    return int(page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"))
