"""Who replied to whom, for any comments whatever."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.thread import Node, build_thread

START = datetime(2026, 1, 1, tzinfo=UTC)


def said(name: str, parent: str | None = None, minute: int = 0) -> Comment:
    """Return a comment that was written so many minutes after the first."""
    return Comment(name, "rocky", name.upper(), START + timedelta(minutes=minute), name, None, parent)


def shape(nodes: Iterable[Node]) -> list[object]:
    """Return a tree as nested lists of ids."""
    return [[node.comment.id, *shape(node.replies)] for node in nodes]


def walk(nodes: Iterable[Node], level: int = 1) -> Iterator[Node]:
    """Yield every node of a tree, each with the level it says it has."""
    for node in nodes:
        assert node.level == level
        yield node
        yield from walk(node.replies, level + 1)


def test_replies_stand_under_what_they_answer() -> None:
    """A thread is nested by reply and ordered by date."""
    thread, problems = build_thread([said("d", "a", 4), said("c", "a", 3), said("b", None, 2), said("a", None, 1)])
    assert shape(thread.nodes) == [["a", ["c"], ["d"]], ["b"]]
    assert (thread.count, problems) == (4, ())
    assert thread.nodes[0].comment.anchor == "comment-a"


def test_a_deep_thread_is_flattened() -> None:
    """Beyond the last level, replies stand beside what they answer, after it, and still know it."""
    chain = [said("a"), said("b", "a", 1), said("c", "b", 2), said("d", "c", 1), said("e", "a", 3)]
    assert shape(build_thread(chain, 2)[0].nodes) == [["a", ["b"], ["c"], ["d"], ["e"]]]
    assert shape(build_thread(chain, 1)[0].nodes) == [["a"], ["b"], ["c"], ["d"], ["e"]]
    assert shape(build_thread(chain, 3)[0].nodes) == [["a", ["b", ["c"], ["d"]], ["e"]]]
    deep = build_thread(chain, 1)[0].nodes[2]
    assert deep.reply_to is not None
    assert deep.reply_to.id == "b"


def test_orphans_and_circles_stand_at_the_top() -> None:
    """A reply to nothing, to itself or round in a circle is shown, with one warning each."""
    odd = [said("a", "gone"), said("b", "b", 1), said("c", "d", 2), said("d", "c", 3), said("e", "d", 4)]
    thread, problems = build_thread(odd, 9)
    assert shape(thread.nodes) == [["a"], ["b"], ["c", ["d", ["e"]]]]
    assert [problem.field.split("/")[-1] for problem in problems] == [f"{name}.md: Parent" for name in "abc"]


def test_a_very_long_exchange_is_no_trouble() -> None:
    """Five thousand replies, each to the one before, are a thread like any other."""
    chain = [said("0"), *(said(str(number), str(number - 1), number) for number in range(1, 5000))]
    thread, problems = build_thread(chain, 5)
    assert len(list(walk(thread.nodes))) == thread.count == 5000
    assert problems == ()


ids = st.sampled_from("abcdefgh")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.builds(said, ids, st.none() | ids, st.integers(0, 9)), max_size=12), st.integers(1, 5))
def test_every_comment_is_shown_once(comments: list[Comment], depth: int) -> None:
    """Whatever the parents say, each comment has one place, not too deep, and the order of the input is no matter."""
    unique = list({comment.id: comment for comment in comments}.values())
    thread, _ = build_thread(unique, depth)
    nodes = list(walk(thread.nodes))
    assert sorted(node.comment.id for node in nodes) == sorted(comment.id for comment in unique)
    assert all(node.level <= depth for node in nodes)
    places = [node.comment.id for node in nodes]
    for node in nodes:
        if node.reply_to:
            assert places.index(node.reply_to.id) < places.index(node.comment.id)
    assert shape(build_thread(reversed(unique), depth)[0].nodes) == shape(thread.nodes)
