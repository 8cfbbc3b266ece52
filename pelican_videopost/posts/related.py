"""Which posts belong together: those of the same film first, then those that share the most tags."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

Key = TypeVar("Key")

# How many posts on each side in time are looked at within one tag. It bounds the work per post: without it the
# build of a site whose posts all carry the same few tags would take time in the square of their number.
_NEAREST = 64


class Relation(NamedTuple, Generic[Key]):
    """What is known of a post to relate it: its `key` is whatever the caller knows it by."""

    key: Key
    slug: str
    language: str
    date: datetime
    films: tuple[str, ...]
    tags: tuple[str, ...]


class RelatedPosts(Generic[Key]):
    """An index of all posts of a site, asked once for each."""

    def __init__(self, entries: Iterable[Relation[Key]]) -> None:
        """Sort the posts by date and file them by language and slug, film and tag."""
        self._entries = sorted(entries, key=lambda entry: entry.date)
        self._by_slug = {(entry.language, entry.slug): position for position, entry in enumerate(self._entries)}
        self._groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for position, entry in enumerate(self._entries):
            for group in _groups(entry):
                self._groups[group].append(position)

    def named(self, language: str, slugs: Sequence[str]) -> list[Key | None]:
        """Return the post of each slug in a language, None for a slug that no post has."""
        positions = [self._by_slug.get((language, slug)) for slug in slugs]
        return [None if position is None else self._entries[position].key for position in positions]

    def of(self, entry: Relation[Key], number: int) -> list[Key]:
        """Return up to `number` other posts in the entry's language: same film, most shared tags, nearest in time."""
        own = self._by_slug.get((entry.language, entry.slug))
        if own is None:  # a draft or a hidden post is related to others, but nothing to it
            own = bisect_left(self._entries, entry.date, key=lambda other: other.date)
        shared: Counter[int] = Counter()
        same_film: set[int] = set()
        closest: list[int] = []
        for group in _groups(entry):
            positions = self._groups[group]
            middle = bisect_left(positions, own)
            near = positions[max(0, middle - _NEAREST) : middle + _NEAREST + 1]
            if group[0] == "film":
                same_film.update(near)
            shared.update(near)
            closest += positions[max(0, middle - number - 1) : middle + number + 2]
        # Most posts share one tag only. They come last, and of those with one tag the closest in time come first.
        likely = same_film | {other for other, things in shared.items() if things > 1}
        if len(likely) <= number:
            likely.update(closest)
        best = sorted([(other not in same_film, -shared[other], abs(other - own), other) for other in likely])
        others = (self._entries[position].key for *_, position in best)
        return list(islice((other for other in others if other is not entry.key), number))


def _groups(entry: Relation[Any]) -> list[tuple[str, str, str]]:
    films = dict.fromkeys(film.casefold() for film in entry.films)
    return [("film", entry.language, film) for film in films] + [("tag", entry.language, tag) for tag in entry.tags]
