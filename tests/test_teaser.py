"""What a listing shows of a post, and in which language its date stands."""

import locale
import re
import time
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pelican_videopost.base.model import Anatomy
from pelican_videopost.posts.teaser import Length, listed
from pelican_videopost.views.dates import date_text
from pelican_videopost.views.published import Article

from .conftest import POST, Site

LONG = "\n\n".join(f"Paragraph {number} " + "and some more words " * 10 for number in range(9))
TEN = "w " * 9 + "w"


@pytest.mark.parametrize(
    ("html", "words", "paragraphs", "teaser", "body"),
    [
        (f"<p>{TEN}</p><p>{TEN}</p><p>c</p>", 20, None, f"<p>{TEN}</p><p>{TEN}</p>", "<p>c</p>"),
        (f"<p>{TEN}</p><p>{TEN}</p><p>c</p>", 19, None, f"<p>{TEN}</p>", f"<p>{TEN}</p><p>c</p>"),
        (f"<p>{TEN}</p>\n<p>b</p>", 1, None, f"<p>{TEN}</p>", "<p>b</p>"),
        (f"<p>{TEN}</p><h2>b</h2><p>{TEN}</p>", 12, None, f"<p>{TEN}</p>", f"<h2>b</h2><p>{TEN}</p>"),
        (f"<h2>b</h2><p>{TEN}</p><p>c</p>", 5, None, f"<h2>b</h2><p>{TEN}</p>", "<p>c</p>"),
        (f'<div id="a"><p>{TEN}</p><p>b</p></div>', 5, None, f'<div id="a"><p>{TEN}</p></div>', "<div><p>b</p></div>"),
        ("<p>a</p><p>b</p><p>c</p>", 50, 2, "<p>a</p><p>b</p>", "<p>c</p>"),
        (f"<p>{TEN}</p><p>{TEN}</p>", None, None, f"<p>{TEN}</p><p>{TEN}</p>", ""),
        ("<p>日本語の文章です。</p><p>二つ目</p>", 8, None, "<p>日本語の文章です。</p>", "<p>二つ目</p>"),
        (f"{TEN} <em>a</em> {TEN}", 5, None, f"{TEN} <em>a</em> {TEN}", ""),
        (f"<ul><li><p>{TEN}</p></li><li>b</li></ul>", 1, None, f"<ul><li><p>{TEN}</p></li><li>b</li></ul>", ""),
        (f"<p>{TEN}</p><div></div>", 1, None, f"<p>{TEN}</p><div></div>", ""),
    ],
)
def test_first_paragraphs(html: str, words: int | None, paragraphs: int | None, teaser: str, body: str) -> None:
    """A text without a marker is cut after whole paragraphs, never after a heading or within a block."""
    assert listed(Anatomy(html), None, Length(words, paragraphs)) == (teaser, body)


@pytest.mark.parametrize("html", ["<p>a" * 30_000, "<div>" * 30_000, "<ul><li>" * 200 + "a " * 50_000, "<" * 50_000])
def test_hostile_texts_are_cut_at_once(html: str) -> None:
    """A text made to be slow is cut in time that grows with its length."""
    begun = time.process_time()
    listed(Anatomy(html), None, Length())
    assert time.process_time() - begun < 3


def test_a_post_without_a_marker(site: Site) -> None:
    """In listings its first paragraphs stand before the [+], on its page nothing is folded, the feed has it whole."""
    site.write("rocky.md", POST.replace("The teaser of the post. [+]\n\nThe full text.", LONG))
    site.build(SUMMARY_MAX_LENGTH=90)
    (teaser,) = site.page("index.html").select(".videopost-teaser")
    assert [text.get_text()[:11] for text in teaser.select("p")] == ["Paragraph 0", "Paragraph 1"]
    (body,) = site.page("index.html").select("details .videopost-body")
    assert [text.get_text()[:11] for text in body.select("p")] == [f"Paragraph {number}" for number in range(2, 9)]
    assert not site.page().select(".videopost-more")
    for page in (site.page(), site.feed()):
        assert len(re.findall(r"Paragraph \d", page.get_text())) == 9
    atom = (site.output / "feeds/all.atom.xml").read_text(encoding="utf-8")
    plain = re.search(r"<summary[^>]*>(.*?)</summary>", atom)
    assert plain is not None
    assert "Paragraph 1" in plain[1]
    assert "Paragraph 2" not in plain[1]


def test_an_authors_summary(site: Site) -> None:
    """A summary is shown in listings, with or without a marker, and its [+] opens the whole text."""
    with_summary = POST.replace("Slug: rocky", "Slug: rocky\nSummary: In *my* words, [see]({static}/media/a.txt)")
    site.write("media/a.txt", "a")
    for post in (with_summary, with_summary.replace(" [+]", "")):
        site.write("rocky.md", post)
        site.build()
        assert site.warnings == []
        page = site.page("index.html")
        teaser = page.select_one(".videopost-teaser")
        assert teaser is not None
        assert teaser.get_text().strip() == "In my words, see"
        assert teaser.select_one("em, a[href='https://site.example/media/a.txt']")
        body = page.select_one("details .videopost-body")
        assert body is not None
        assert " ".join(body.get_text().split()).startswith("The teaser of the post. The full text.")
        assert "In my words" not in site.page().get_text()


def test_a_summary_with_an_open_tag(site: Site) -> None:
    """A tag that a summary leaves open closes with it."""
    site.write("rocky.md", POST.replace("Slug: rocky", "Slug: rocky\nSummary: <div><b>My words"))
    site.build()
    assert site.page("index.html").select_one(".videopost-text > details .videopost-body")


def test_a_post_that_is_not_folded_in_listings(site: Site) -> None:
    """Where a site folds nothing, a listing shows the whole text."""
    site.write("rocky.md", POST.replace("The teaser of the post. [+]\n\nThe full text.", LONG))
    site.build(VIDEOPOST={"collapse": "page"})
    assert len(site.page("index.html").select(".videopost-teaser p")) == 9


def article(language: str, **settings: Any) -> Article:
    """Return an article with a date, as far as `date_text` asks for it."""
    site = {"DATE_FORMATS": {}, "LOCALE": [""]} | settings
    date, form = datetime(2025, 11, 27, tzinfo=UTC), settings.get("DEFAULT_DATE_FORMAT", "%a %d %B %Y")
    return cast(
        "Article", SimpleNamespace(lang=language, settings=site, date=date, date_format=form, locale_date="The site's")
    )


@pytest.mark.parametrize(
    ("language", "settings", "text"),
    [
        ("en", {}, "The site's"),
        ("en-GB", {}, "The site's"),
        ("en", {"DATE_FORMATS": {"de": ("de_DE.UTF-8", "%d. %B %Y")}}, "Thu 27 November 2025"),
        ("de", {}, "2025-11-27"),
        ("de", {"LOCALE": ["xx_none", "de_NONE"]}, "2025-11-27"),
        ("de", {"DEFAULT_DATE_FORMAT": "%d.%m.%Y"}, "The site's"),
        ("de", {"DATE_FORMATS": {"de": ("de_DE.UTF-8", "%d. %B %Y")}}, "The site's"),
        ("de", {"DATE_FORMATS": {"de": "%d. %B %Y"}}, "2025-11-27"),
    ],
)
def test_dates_in_the_posts_language(language: str, settings: dict[str, Any], text: str) -> None:
    """A date has names of the post's language, or none; a format that the site gives the language is kept."""
    before = locale.setlocale(locale.LC_TIME)
    assert date_text(article(language, **settings)) == text
    assert locale.setlocale(locale.LC_TIME) == before


def test_the_date_of_a_german_post(site: Site) -> None:
    """On an English site a German post's details have no English month."""
    site.write("rocky.md", POST.replace("Slug: rocky", "Slug: rocky\nLang: de"))
    site.build(VIDEOPOST={"details": ["date"]})
    details = site.page("rocky-de.html").select_one(".videopost-details time")
    assert details is not None
    assert details.get_text() == "2025-11-27"
