"""Listings of the plugin's own: posters in a grid, with title, film, date and length, and links to other listings."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from jinja2 import Environment

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.model import Poster
from pelican_videopost.base.times import format_clock, format_iso8601
from pelican_videopost.views.dates import date_text
from pelican_videopost.views.embedded import resolved_poster
from pelican_videopost.views.languages import language_attributes
from pelican_videopost.views.published import Link, Published


class Pager(NamedTuple):
    """One page of a listing: its posts or subjects, its number of how many, and the addresses of those beside it."""

    items: tuple[Any, ...]
    number: int = 1
    pages: int = 1
    previous_url: str | None = None
    next_url: str | None = None


class Card(NamedTuple):
    """What a grid shows of a post, or of a film or person with so many posts."""

    title: str
    url: str
    poster: Poster | None
    clock: str = ""
    duration: str = ""
    films: tuple[Link, ...] = ()
    date: str = ""
    datetime: str = ""
    comments: int = 0
    language: str = ""
    posts: int = 0


class KnownRow(NamedTuple):
    """What is known of a film: a term, and its values, which may lead to pages."""

    term: str
    values: list[Link]


class ListingView:
    """Renders listings with the plugin's templates, or the theme's of the same names."""

    def __init__(self, env: Environment, words: Callable[[str], Labels]) -> None:
        """Take the environment of the plugin's templates, and what returns the words of a language."""
        self._env = env
        self._words = words

    def render(
        self,
        pager: Pager,
        cards: Iterable[Card],
        links: Mapping[str, Iterable[Link]],
        rows: Iterable[KnownRow],
        language: str,
        siteurl: str,
    ) -> str:
        """Return a page of a listing.

        `links` are further listings by what they are called, `rows` what is known of the film that it is about, and
        `siteurl` is the address of the site for links on the page written.
        """
        labels = self._words(language)
        context: dict[str, Any] = {
            "_": labels,
            "plural": labels.plural,
            "siteurl": siteurl,
            "pager": pager,
            "links": links,
            "rows": list(rows),
            "cards": list(cards),
            "in_its_language": partial(language_attributes, around=language),
        }
        return self._env.get_template("videopost/listing.html").render(context)


def post_card(post: Published, siteurl: str) -> Card:
    """Return what a grid shows of a post."""
    article, video_post = post.article, post.video_post
    seconds = video_post.duration_s
    return Card(
        title=video_post.title,
        url=f"{siteurl}/{article.url}",
        poster=_poster(post, siteurl),
        clock=format_clock(seconds) if seconds else "",
        duration=format_iso8601(seconds) if seconds else "",
        films=tuple(Link(film.text, f"{siteurl}/{film.url}") for film in post.films if film.url),
        date=date_text(article),
        datetime=article.date.isoformat(),
        comments=post.discussion.thread.count,
        language=article.lang,
    )


def subject_card(subject: Link, newest: Published, siteurl: str) -> Card:
    """Return what a grid shows of a film or a person: the poster of the newest post."""
    poster, language = _poster(newest, siteurl), newest.article.lang
    return Card(subject.text, f"{siteurl}/{subject.url}", poster, language=language, posts=subject.posts)


def _poster(post: Published, siteurl: str) -> Poster | None:
    """Return a post's poster with addresses for a page of the site."""
    poster = post.video_post.poster
    return resolved_poster(post.article, siteurl, poster) if poster else None
