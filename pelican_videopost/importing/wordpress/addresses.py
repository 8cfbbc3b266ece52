"""The addresses of the old site as Pelican's settings, so that they stay what they were."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from pelican_videopost.importing.wordpress.media import safe_path
from pelican_videopost.importing.wordpress.site import OldSite, Place

_DATES = ("%Y", "%m", "%d")
# Pages that Pelican writes itself.
_OF_PELICAN = frozenset(f"{name}.html" for name in ("index", "archives", "authors", "categories", "tags"))


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


@dataclass(frozen=True, slots=True)
class Addresses:
    """The patterns of a site's articles and pages, and the texts whose addresses are not made by them."""

    articles: Pattern
    pages: Pattern
    own: Mapping[tuple[str, str], str]

    def of(self, place: Place) -> tuple[str, bool]:
        """Return the address a text gets, and whether it must say so itself.

        It is the old one wherever that names a file. A text that is not public says none: Pelican would publish it
        there.
        """
        own = self.own.get((place.kind, place.slug))
        return (own, True) if own else (self._pattern(place).of(place), False)

    def _pattern(self, place: Place) -> Pattern:
        return self.pages if place.kind == "page" else self.articles

    def as_settings(self) -> list[str]:
        """Return the lines of `pelicanconf.py` that keep the addresses as they were."""
        return [
            f'{name}_URL, {name}_SAVE_AS = "{pattern.url}", "{pattern.save_as}"'
            for name, pattern in (("ARTICLE", self.articles), ("PAGE", self.pages))
        ]


def find_addresses(site: OldSite) -> Addresses:
    """Return the patterns that most of the published texts follow, and the addresses of those that do not."""
    public = [place for place in site.places.values() if place.is_public]
    own: dict[tuple[str, str], str] = {}
    addresses = Addresses(
        _most_common(place for place in public if place.kind != "page"),
        _most_common(place for place in public if place.kind == "page"),
        own,
    )
    taken = set(_OF_PELICAN)
    for place in public:
        by_pattern = addresses.of(place)[0]
        old = old_address(place)
        address = next(one for one in _wishes(old, by_pattern) if one.casefold() not in taken)
        taken.add(address.casefold())
        if address != by_pattern or f"{place.slug.casefold()}.html" in _OF_PELICAN:
            own[place.kind, place.slug] = address
    return addresses


def _wishes(old: str | None, by_pattern: str) -> Iterator[str]:
    """Yield the addresses that a text may get, the best first: no two texts can have one."""
    if old:
        yield old
    yield by_pattern
    stem, ending = (by_pattern[:-1], "/") if by_pattern.endswith("/") else by_pattern.rsplit(".", 1)
    for number in count(2):
        yield f"{stem}-{number}{ending if ending == '/' else f'.{ending}'}"


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
