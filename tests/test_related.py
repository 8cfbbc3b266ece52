"""Which posts belong together, against a look at every pair of them."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_videopost.posts.related import RelatedPosts, Relation

START = datetime(2020, 1, 1, tzinfo=UTC)
THINGS = st.lists(st.sampled_from("abcd"), max_size=3).map(tuple)


def shared(one: Relation[int], other: Relation[int]) -> tuple[bool, int]:
    """Return whether two posts share a film, and how many films and tags."""
    films = {film.casefold() for film in one.films} & {film.casefold() for film in other.films}
    return bool(films), len(films) + len(set(one.tags) & set(other.tags))


@given(st.lists(st.tuples(THINGS, st.sets(st.sampled_from("stuvw"))), max_size=40), st.integers(0, 5))
def test_the_best_are_chosen(posts: list[tuple[tuple[str, ...], set[str]]], number: int) -> None:
    """No post that is left out would have belonged more: same film, most shared things, nearest in time."""
    entries = [
        Relation(day, str(day), "en", START + timedelta(days=day), films, tuple(sorted(tags)))
        for day, (films, tags) in enumerate(posts)
    ]
    index = RelatedPosts(entries)
    for one in entries:
        others = [other for other in entries if other is not one and shared(one, other)[1]]

        def distance(other: Relation[int], one: Relation[int] = one) -> tuple[bool, int, int, int]:
            film, things = shared(one, other)
            return not film, -things, abs(other.key - one.key), other.key

        assert index.of(one, number) == [other.key for other in sorted(others, key=distance)[:number]]


def steps(work: Callable[[], object]) -> int:
    """Return how many instructions of the interpreter some work takes in this package: the same on any machine."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., object] | None:
        nonlocal count
        if "pelican_videopost" not in frame.f_code.co_filename:
            return None
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("films", "tags"), [((), ("same",)), ((), ("same", "too")), (("Rocky",), ()), (("Rocky",), ("same",))]
)
def test_long_sites_relate_in_bounded_work(films: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Relating a post does not look at every other one, however many share its film or its tags."""
    took = []
    for number in (400, 4000):
        entries = [Relation(n, str(n), "en", START + timedelta(days=n), films, tags) for n in range(number)]
        index = RelatedPosts(entries)
        middle = number // 2
        assert index.of(entries[middle], 4) == [middle - 1, middle + 1, middle - 2, middle + 2]
        assert index.of(entries[0], 2) == [1, 2]
        took.append(steps(partial(index.of, entries[middle], 4)))
    assert took[0] > 500
    assert took[1] < took[0] * 1.1


def test_one_tag_of_many_is_not_counted_through() -> None:
    """Of one tag, too, only the nearest posts are taken up: what is not looked at cannot be compared."""
    looked_at: set[int] = set()

    class Counted(list[int]):
        def __getitem__(self, key: Any) -> Any:
            found = super().__getitem__(key)
            looked_at.update([found] if isinstance(found, int) else found)
            return found

    entries = [Relation(n, str(n), "en", START + timedelta(days=n), (), ("same",)) for n in range(4000)]
    index = RelatedPosts(entries)
    for group, positions in index._groups.items():
        index._groups[group] = Counted(positions)
    assert index.of(entries[2000], 4) == [1999, 2001, 1998, 2002]
    assert 0 < len(looked_at) < 200
