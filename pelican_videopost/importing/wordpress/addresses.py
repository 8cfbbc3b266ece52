"""The addresses of the old site as Pelican's settings, so that they stay what they were."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pelican_videopost.importing.wordpress.media import safe_path
from pelican_videopost.importing.wordpress.site import OldSite, Place

_DATES = ("%Y", "%m", "%d")


class Pattern(NamedTuple):
    """How the addresses of a kind of text are made: the parts of the path, and how the last one ends."""

    parts: tuple[str, ...] = ("{slug}",)
    ending: str = "/"

    @property
    def url(self) -> str:
        """The value of `ARTICLE_URL` or `PAGE_URL`."""
        return "/".join(self.parts) + self.ending

    @property
    def save_as(self) -> str:
        """The value of `ARTICLE_SAVE_AS` or `PAGE_SAVE_AS`."""
        return self.url + ("index.html" if self.ending == "/" else "")

    def of(self, place: Place) -> str:
        """Return the address that a text has by this pattern, without a slash before it."""
        return self.url.format(slug=place.slug, date=place.date)


class Addresses(NamedTuple):
    """The patterns of a site's articles and pages."""

    articles: Pattern
    pages: Pattern

    def of(self, place: Place) -> tuple[str, bool]:
        """Return the address a text gets, and whether it must say so itself.

        It is the old one wherever that names a file. A text that is not public says none: Pelican would publish it
        there.
        """
        by_pattern = (self.pages if place.kind == "page" else self.articles).of(place)
        own = old_address(place)
        if not place.is_public or own is None or own == by_pattern:
            return by_pattern, False
        return own, True

    def as_settings(self) -> list[str]:
        """Return the lines of `pelicanconf.py` that keep the addresses as they were."""
        return [
            f'{name}_URL, {name}_SAVE_AS = "{pattern.url}", "{pattern.save_as}"'
            for name, pattern in (("ARTICLE", self.articles), ("PAGE", self.pages))
        ]


def find_addresses(site: OldSite) -> Addresses:
    """Return the patterns that most of the published texts follow."""
    return Addresses(
        _most_common(place for place in site.places.values() if place.kind != "page"),
        _most_common(place for place in site.places.values() if place.kind == "page"),
    )


def old_address(place: Place) -> str | None:
    """Return the old path of a text as Pelican would write it; None where it was no path, or none that names files."""
    path = place.path
    parts = safe_path(path.partition("?")[0])
    if "?" in path or not parts or any(character in part for part in parts for character in "{}"):
        return None
    ending = "" if re.search(r"\.html?$", parts[-1]) else "/"
    return "/".join(parts) + ending


def _most_common(places: Iterable[Place]) -> Pattern:
    counted = Counter(filter(None, (_pattern(place) for place in places if place.is_public)))
    return counted.most_common(1)[0][0] if counted else Pattern()


def _pattern(place: Place) -> Pattern | None:
    """Return the pattern of one address; None where the slug is not in it."""
    address = old_address(place)
    if address is None:
        return None
    *before, last = address.rstrip("/").split("/")
    stem, dot, suffix = last.partition(".htm")
    if stem != place.slug:
        return None
    wanted = iter(_DATES)
    parts = []
    for part in before:
        form = next(wanted, None)
        if form is None or part != place.date.strftime(form):
            return None  # a category or another page stands in it
        parts.append(f"{{date:{form}}}")
    return Pattern((*parts, "{slug}"), dot + suffix if dot else "/")
