"""Which posts belong together, and that the work for it is bounded."""

import random
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_videopost.base.model import Series
from pelican_videopost.posts.related import RelatedPosts, Relation
from pelican_videopost.posts.series import series_in_title, series_said

START = datetime(2020, 1, 1, tzinfo=UTC)
THINGS = st.lists(st.sampled_from("abcd"), max_size=3).map(tuple)


def relation(day: int, **known: object) -> Relation[int]:
    """Return a post of a day, known by its number."""
    return Relation(day, str(day), "en", START + timedelta(days=day), **known)  # type: ignore[arg-type]


@given(st.lists(st.tuples(THINGS, THINGS, THINGS, st.booleans()), max_size=30), st.integers(0, 5))
def test_what_is_chosen_belongs_and_is_chosen_once(posts: list[tuple[tuple[str, ...], ...]], number: int) -> None:
    """Nothing but other posts that share something, each once, at most as many as asked for, and always the same."""
    relations = [
        relation(day, films=films, tags=tags, people=people, series=Series("S", day) if in_series else None)
        for day, (films, tags, people, in_series) in enumerate(posts)
    ]
    index, again = RelatedPosts(relations), RelatedPosts(reversed(relations))
    for one in relations:
        found = index.of(one, number)
        assert found == again.of(one, number)
        keys = [key for key in (found.previous, found.next, *found.others) if key is not None]
        assert one.key not in keys
        assert len(keys) == len(set(keys)) <= max(number, 2 if number else 0)
        for other in (relations[key] for key in keys):
            alike = (set(one.films) & set(other.films)) | (set(one.tags) & set(other.tags))
            assert alike or set(one.people) & set(other.people) or (one.series and other.series)


def test_rarity_decides() -> None:
    """A tag that most posts carry says nothing, and a rare word of the title more than a common tag."""
    posts = [relation(day, tags=("talk",)) for day in range(40)]
    posts += [relation(40 + day, tags=("talk", "python")) for day in range(12)]
    posts += [relation(60, title="Fuzzing parsers", tags=("talk", "python")), relation(61, title="Why parsers break")]
    index = RelatedPosts(posts)
    assert index.of(posts[0], 4).others == []
    assert index.of(posts[-2], 4).others[0] == 61
    assert set(index.of(posts[45], 4).others) <= set(range(40, 61))


def test_the_best_of_each_strong_tie_is_there() -> None:
    """However much others share, a talk shows one by its speaker, a clip one of its film."""
    loud = [relation(day, tags=("a", "b", "c"), title="one two three") for day in range(3, 9)]
    post = relation(9, tags=("a", "b", "c"), title="one two three", people=("Anna",), films=("Rocky IV",))
    posts = [relation(0, people=("anna",)), relation(1, films=("ROCKY IV",)), relation(2), *loud, post]
    posts += [relation(day) for day in range(20, 60)]
    assert set(RelatedPosts(posts).of(post, 4).others) >= {0, 1}


def test_of_posts_alike_the_nearest_in_time() -> None:
    """Of posts that share as much the nearest are chosen; a draft stands at its date, whosever slug it has."""
    posts = [relation(day, tags=("snow",) if day % 2 == 0 else ()) for day in range(40)]
    index = RelatedPosts(posts)
    assert index.of(posts[0], 2).others == [2, 4]
    assert index.of(posts[1], 2).others == []
    assert index.of(posts[20], 2).others == [18, 22]
    for slug in ("draft", "0"):
        draft = Relation(99, slug, "en", START + timedelta(days=21), tags=("snow",))
        assert index.of(draft, 2).others == [20, 22]


def test_posts_by_their_slugs() -> None:
    """A post is found by its slug in its own language; a slug without a post is told."""
    index = RelatedPosts([relation(day) for day in range(3)])
    assert index.named("en", ["2", "nowhere", "0"]) == [2, None, 0]
    assert index.named("de", ["2"]) == [None]


def test_parts_of_a_series_stand_before_and_after() -> None:
    """By their places where they have some, whatever their dates; the parts at the ends have one neighbour."""
    places = {10: 2, 11: 1, 12: 3}
    posts = [relation(day, series=Series("Rocky in Russia", place)) for day, place in places.items()]
    posts.append(relation(13, series=Series("ROCKY  in russia")))
    index = RelatedPosts(posts)
    found = {one.key: index.of(one, 4)[:2] for one in posts}
    assert found == {11: (None, 10), 10: (11, 12), 12: (10, 13), 13: (12, None)}
    assert index.of(posts[0], 0) == (None, None, [])


TITLES = [
    ("How to train, Part 2: the snow", Series("How to train", 2)),
    ("Part II: How to train", Series("How to train", 2)),
    ("How to train (pt. 3)", Series("How to train", 3)),
    ("Talks #12 – A guest", Series("Talks", 12)),
    ("Snow (2/3)", Series("Snow", 2)),
    ("Snow, part 1 of 3", Series("Snow", 1)),
    ("Der Schnee, Teil 3", Series("Der Schnee", 3)),
    ("雪 第3話", Series("雪", 3)),
    ("Apartment 5", None),
    ("Rocky IV", None),
    ("Counterpart 2", None),
    ("Part 2", None),
    ("C# 8", None),
    ("", None),
]


@pytest.mark.parametrize(("title", "series"), TITLES)
def test_series_in_titles(title: str, series: Series | None) -> None:
    """Titles with “Part 2”, “#2” or “(2/3)” name a series and a place in it, in any of the languages."""
    assert series_in_title(title) == series


def test_series_of_the_author() -> None:
    """A `Series` line is a name, with a place behind it or without."""
    assert series_said("Rocky in Russia; 2") == Series("Rocky in Russia", 2)
    assert series_said("Rocky in Russia #3") == Series("Rocky in Russia", 3)
    assert series_said("  Rocky in   Russia ") == Series("Rocky in Russia")
    assert series_said(" ") is None


def talks(count: int) -> list[Relation[int]]:
    """Return talks like those of conferences: many speakers, words by their rarity, a tag that all have."""
    dice = random.Random(count)  # noqa: S311  # the same talks in each run
    letters = str.maketrans("0123456789", "abcdefghij")

    def word() -> str:
        return f"word{min(int(dice.paretovariate(0.7)), 3000)}".translate(letters)

    made = []
    for number in range(count):
        title = " ".join(word() for _ in range(5))
        if dice.random() < 0.02:
            made.append(relation(number, title=title, series=Series(title, 1), tags=("talk",)))
            title += " part two"
        made.append(
            relation(
                count + number,
                title=title,
                tags=("talk", "python")[: dice.randrange(3)],
                people=(f"Speaker {dice.randrange(count // 3)}",),
                series=Series(title.removesuffix(" part two"), 2) if title.endswith("part two") else None,
                categories=(f"Conference {number // 200}",),
            )
        )
    return made


def test_real_amounts_of_talks_find_their_like() -> None:
    """Of 3,000 talks 98 % have a related one, 95 % show one of their speaker's others, 98 % the other part."""
    posts = talks(3000)
    by_key = {one.key: one for one in posts}
    index = RelatedPosts(posts)
    speakers = Counter(name for one in posts for name in one.people)
    found = {one.key: index.of(one, 4) for one in posts}
    shown = [one for one in posts if found[one.key].others or found[one.key].previous or found[one.key].next]
    assert len(shown) >= 0.98 * len(posts)
    with_more = [one for one in posts if one.people and speakers[one.people[0]] > 1]
    with_speaker = [one for one in with_more if any(by_key[key].people == one.people for key in found[one.key].others)]
    assert len(with_speaker) >= 0.95 * len(with_more)
    parts = [one for one in posts if one.series]
    assert parts
    with_sibling = [one for one in parts if found[one.key].previous is not None or found[one.key].next is not None]
    assert len(with_sibling) >= 0.98 * len(parts)


def steps(count: int) -> int:
    """Return how many lines of the index run for so many posts that all carry the same tags and words."""
    posts = [relation(day, tags=("a", "b"), title="same words", films=(f"f{day % 7}",)) for day in range(count)]
    lines = 0

    def trace(_frame: object, event: str, _: object) -> object:
        nonlocal lines
        lines += event == "line"
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        index = RelatedPosts(posts)
        for one in posts:
            index.of(one, 4)
    finally:
        sys.settrace(None)
    return lines


def test_the_work_grows_with_the_number_of_posts() -> None:
    """Twice the posts are twice the steps, though all of them share the same few things."""
    assert steps(1200) <= 2.2 * steps(600)
