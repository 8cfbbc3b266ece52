"""Films as a taxonomy of Pelican's kind: each with a page of its own, named by `FILM_URL` and `FILM_SAVE_AS`."""

from collections.abc import Iterable, Mapping
from typing import Any

from pelican.urlwrappers import URLWrapper

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.base.model import Problem
from pelican_videopost.views.published import Link, Published

# What a site may set in its pelicanconf.py, as it may for Pelican's tags; an empty SAVE_AS writes no such page.
DEFAULTS: Mapping[str, Any] = {
    "VIDEOS_URL": "videos.html",
    "VIDEOS_SAVE_AS": "videos.html",
    "VIDEOS_LANG_URL": "videos-{lang}.html",
    "VIDEOS_LANG_SAVE_AS": "videos-{lang}.html",
    "FILM_URL": "film/{slug}.html",
    "FILM_SAVE_AS": "film/{slug}.html",
    "FILMS_URL": "films.html",
    "FILMS_SAVE_AS": "films.html",
    "FILM_FEED_ATOM": None,
}


class Film(URLWrapper):
    """A film: two spellings with the same slug are one film."""

    def __init__(self, name: str, site: Mapping[str, Any]) -> None:
        """Take the name as an author wrote it; its addresses follow from Pelican's settings."""
        super().__init__(name, site)  # type: ignore[no-untyped-call]


def films_of(posts: Iterable[Published], site: Mapping[str, Any]) -> tuple[dict[Film, list[Published]], list[Problem]]:
    """Return the posts of each film, and a problem for each film whose slug another one has already.

    Films come in the order in which their posts do; `site` are Pelican's settings.
    """
    films: dict[Film, list[Published]] = {}
    names: dict[str, str] = {}
    problems = []
    for post in posts:
        for name in post.video_post.films:
            film = Film(name, site)
            if not is_safe_name(film.slug):
                problems.append(Problem("Film", name, "its name can name no page, so it has none; give a shorter one"))
                continue
            first = names.setdefault(film.slug, name)
            if first.casefold() != name.casefold():
                fix = f"the page of {first!r} has this address; the posts of both stand there"
                problems.append(Problem("Film", name, fix))
                names[film.slug] = name
            of_film = films.setdefault(film, [])
            if post not in of_film[-1:]:
                of_film.append(post)
    return films, problems


def link_to(film: Film, posts: int = 0) -> Link:
    """Return the link to the page of a film; without an address where the site has no such pages."""
    return Link(film.name, film.url if film.settings["FILM_SAVE_AS"] else "", posts)
