"""The rows of "Details": what the author wrote, and below it what the plugin knows and the author did not say."""

import re
from collections.abc import Container, Iterator, Sequence
from functools import partial
from html import unescape
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import escape

from pelican_videopost.base.labels import Labels, fold
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Video
from pelican_videopost.base.settings import ROWS
from pelican_videopost.base.times import format_clock, format_iso8601
from pelican_videopost.posts.outline import UnbalancedError, outline
from pelican_videopost.views.dates import date_text
from pelican_videopost.views.published import Article, Link, Published

# A value without markup, and what in it may be a name: a semicolon that ends an entity ends none.
_PLAIN_VALUE = re.compile(r"(<dd\b[^<>]*+>\s*+(?:<p>)?)([^<]++)(?=</)", re.IGNORECASE)
_NAME = re.compile(r"(?:[^;,،、，；&]|&[#\w]{1,10};|&)++")


class Value(NamedTuple):
    """One value of a row: its text, where it leads, and what a machine reads in a `<time>`."""

    text: str
    url: str | None = None
    datetime: str | None = None


class Row(NamedTuple):
    """A row of Details. `names` are all the wordings of its term by which an author's own row replaces it."""

    term: str
    values: tuple[Value, ...]
    names: frozenset[str]


def author_rows(author: str, rows: Sequence[Row]) -> tuple[str, str, list[Row]]:
    """Return the author's HTML in two halves, and the automatic rows to put between them.

    These are the rows that have something to say and that the author did not write. They go into the author's last
    definition list; without one the second half is empty, and the rows need a list of their own.
    """
    try:
        elements = outline(author).elements
    except UnbalancedError:
        elements = []
    terms = (author[element.inner_start : element.inner_end] for element in elements if element.name == "dt")
    written = {fold(plain_text(term)) for term in terms}
    missing = [row for row in rows if row.values and not row.names & written]
    lists = [element for element in elements if element.name == "dl" and element.parent is None]
    if not lists:
        return author, "", missing
    end = lists[-1].inner_end
    return author[:end].rstrip(), author[end:], missing


def automatic_rows(published: Published, siteurl: str, labels: Labels, wanted: Container[str]) -> list[Row]:
    """Return those rows of `wanted` (see `settings.ROWS`) that the metadata alone can fill, empty ones included."""
    article, post = published.article, published.video_post
    seconds = post.duration_s
    duration = [Value(format_clock(seconds), datetime=format_iso8601(seconds))] if seconds else []
    row = partial(_row, labels)
    rows = [
        row("Film", [Value(film.text, f"{siteurl}/{film.url}" if film.url else None) for film in published.films]),
        row("People", [Value(link.text, f"{siteurl}/{link.url}") for link in _credited(published)]),
        row("Date", [Value(date_text(article), datetime=article.date.isoformat())]),
        row("Duration", duration),
        row("Category", [Value(str(category), f"{siteurl}/{category.url}") for category in categories_of(article)]),
        row("Tags", [Value(str(tag), f"{siteurl}/{tag.url}") for tag in getattr(article, "tags", [])]),
        row("Source", [Value(_source(video, labels), video.watch_url) for video in post.videos]),
    ]
    return [row for name, row in zip(ROWS, rows, strict=True) if name in wanted]


def categories_of(article: Article) -> list[Any]:
    """Return Pelican's categories of an article: one or none, or several, which pelican-more-categories gives it."""
    many = getattr(article, "categories", None)
    return [one for one in (many if isinstance(many, list) else [getattr(article, "category", None)]) if one]


def with_links(details: str, links: Sequence[tuple[str, str]]) -> str:
    """Return the author's HTML with links at the values that are nothing but names; `links` are names and addresses."""
    if not links:
        return details
    addresses = {fold(name): address for name, address in links}

    def linked(part: re.Match[str]) -> str:
        name = part[0].strip()
        address = addresses.get(fold(unescape(name)))
        return part[0].replace(name, f'<a href="{escape(address)}">{name}</a>') if address else part[0]

    return _PLAIN_VALUE.sub(lambda found: found[1] + _NAME.sub(linked, found[2]), details)


def _credited(published: Published) -> Iterator[Link]:
    """Yield those whom metadata name and who have pages."""
    named = {fold(person.name) for person in published.video_post.people}
    return (link for link in published.people if link.url and fold(link.text) in named)


def _row(labels: Labels, term: str, values: Sequence[Value]) -> Row:
    return Row(labels(term), tuple(values), labels.spellings(term))


def _source(video: Video, labels: Labels) -> str:
    """Return what to call the place a video comes from; of a file, with its kind."""
    if not video.is_file:
        return video.provider
    kind = PurePosixPath(urlsplit(video.watch_url).path).suffix[1:].upper()
    return f"{labels('Video file')} ({kind})"
