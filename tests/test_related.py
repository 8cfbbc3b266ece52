"""Which posts belong together, against a look at every pair of them."""

from datetime import UTC, datetime, timedelta

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
