"""Which posts belong together: parts of a series, the same film or people, and what few others have in common."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from heapq import nsmallest
from math import log
from typing import Any, Generic, NamedTuple, TypeVar

from pelican_videopost.base.model import Series

Key = TypeVar("Key")

# How much it says that two posts share such a thing, beside how rare the thing is.
_WEIGHTS = {"series": 9, "film": 8, "person": 8, "author": 4, "tag": 2, "word": 1.5, "category": 1}
# Of each post, one that shares such a thing is always among those chosen.
_STRONG = ("series", "film", "person", "author")
# What more than half of the posts have says nothing, unless there are only a few posts.
_FEW = 4
# The work for a post is bounded: by so many of its rarest things, and so many posts on each side in time for each.
_MOST_THINGS = 8
_NEAREST = 6
_WORD = re.compile(r"[^\W\d_]{3,40}")

_Thing = tuple[str, str, str]


class Relation(NamedTuple, Generic[Key]):
    """What is known of a post to relate it: its `key` is whatever the caller knows it by."""

    key: Key
    slug: str
    language: str
    date: datetime
    title: str = ""
    films: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    series: Series | None = None
    people: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class Neighbours(NamedTuple, Generic[Key]):
    """What belongs to a post: the parts before and after it in its series, and others, the best first."""

    previous: Key | None
    next: Key | None
    others: list[Key]


class RelatedPosts(Generic[Key]):
    """An index of all posts of a site, asked once for each."""

    def __init__(self, relations: Iterable[Relation[Key]]) -> None:
        """Sort the posts by date and file them by all that they have in common."""
        self._relations = sorted(relations, key=lambda relation: (relation.date, relation.slug))
        self._by_slug = {(one.language, one.slug): position for position, one in enumerate(self._relations)}
        self._groups: dict[_Thing, list[int]] = defaultdict(list)
        self._count: dict[str, int] = defaultdict(int)
        self._things = [_things(relation) for relation in self._relations]
        for position, relation in enumerate(self._relations):
            self._count[relation.language] += 1
            for thing in self._things[position]:
                self._groups[thing].append(position)
        self._parts = dict(self._neighbours_in_series())

    def named(self, language: str, slugs: Sequence[str]) -> list[Key | None]:
        """Return the post of each slug in a language, None for a slug that no post has."""
        positions = [self._by_slug.get((language, slug)) for slug in slugs]
        return [None if position is None else self._relations[position].key for position in positions]

    def of(self, relation: Relation[Key], number: int) -> Neighbours[Key]:
        """Return up to `number` other posts in a post's language that belong to it, those of its series first.

        Of the others, the best of each strong tie come first, then those that share most of what few posts have; of two
        that share as much, the one that is nearer in time.
        """
        if number == 0:
            return Neighbours(None, None, [])
        own = self._by_slug.get((relation.language, relation.slug), -1)
        if own >= 0 and self._relations[own].key is not relation.key:
            own = -1
        # A draft or a hidden post is related to others, but nothing to it.
        here = own if own >= 0 else bisect_left(self._relations, relation.date, key=lambda other: other.date)
        before, after = self._parts.get(own, (None, None))
        taken = {position for position in (before, after) if position is not None}
        scores, ties = self._scores(relation, here, own)
        ranking = (
            (other not in ties, -score, abs(other - here), other)
            for other, score in scores.items()
            if other not in taken
        )
        chosen = nsmallest(max(number - len(taken), 0), ranking)
        keys = [self._relations[position].key for *_, position in chosen]
        return Neighbours(self._key(before), self._key(after), keys)

    def _scores(self, relation: Relation[Key], here: int, own: int) -> tuple[dict[int, float], set[int]]:
        """Return what each likely post shares with one, weighed, and the nearest post of each strong tie."""
        shared = _things(relation) if own < 0 else self._things[own]
        things = [(self._weight(thing), thing) for thing in shared]
        scores: dict[int, float] = defaultdict(float)
        ties: dict[str, int] = {}
        for weight, thing in sorted((pair for pair in things if pair[0]), reverse=True)[:_MOST_THINGS]:
            positions = self._groups[thing]
            middle = bisect_left(positions, here)
            near = positions[max(0, middle - _NEAREST) : middle + _NEAREST + 1]
            for other in near:
                if other != own:
                    scores[other] += weight
            if thing[0] in _STRONG and thing[0] not in ties and (others := [other for other in near if other != own]):
                ties[thing[0]] = min(others, key=lambda other: (abs(other - here), other))
        return scores, set(ties.values())

    def _weight(self, thing: _Thing) -> float:
        """Return how much it says to share a thing: nothing where too many posts have it, or no other one."""
        having, count = len(self._groups.get(thing, ())), self._count[thing[1]]
        if having == 0 or (having > _FEW and having * 2 > count):
            return 0
        return _WEIGHTS[thing[0]] * log(1 + count / having)

    def _neighbours_in_series(self) -> Iterator[tuple[int, tuple[int | None, int | None]]]:
        """Yield each post of a series with those before and after it: by their places, else by their dates."""
        for (kind, _, _), positions in self._groups.items():
            if kind == "series":
                order = sorted(positions, key=self._place)
                for at, position in enumerate(order):
                    yield position, (order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None)

    def _place(self, position: int) -> tuple[float, int]:
        series = self._relations[position].series
        return (series.place if series is not None and series.place is not None else float("inf")), position

    def _key(self, position: int | None) -> Key | None:
        return None if position is None else self._relations[position].key


def _things(relation: Relation[Any]) -> list[_Thing]:
    """Return what a post may share with others, each thing once."""
    language = relation.language
    named = {
        "series": [relation.series.key] if relation.series else [],
        "film": [film.casefold() for film in relation.films],
        "person": [person.casefold() for person in relation.people],
        "author": [author.casefold() for author in relation.authors],
        "tag": relation.tags,
        "word": [word.casefold() for word in _WORD.findall(relation.title)],
        "category": relation.categories,
    }
    return [(kind, language, name) for kind, names in named.items() for name in dict.fromkeys(names)]
