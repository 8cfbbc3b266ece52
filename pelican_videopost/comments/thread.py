"""Who replied to whom: a post's comments as a tree that is no deeper than its page has room for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from pelican_videopost.base.model import Problem
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.text import render


class Node(NamedTuple):
    """A comment in its thread, at `level` 1 or deeper, with the replies drawn below it, the earliest first.

    `html` is its text, safe for any page, rendered once for all that show it. `reply_to` is the comment that it
    answers; where the tree is flattened, that need not be the one it stands under.
    """

    comment: Comment
    html: str
    level: int
    reply_to: Comment | None = None
    replies: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on a post, and how many they are."""

    nodes: tuple[Node, ...] = ()
    count: int = 0

    def walk(self) -> Iterator[Node]:
        """Yield all nodes, those at the top by date, each followed by its replies."""
        return walk(self.nodes)


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield nodes in the order in which they stand on a page, each followed by its replies."""
    waiting = [*reversed(nodes)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.replies)


def build_thread(comments: Iterable[Comment], depth: int = 3) -> tuple[Thread, tuple[Problem, ...]]:
    """Return the comments of one post as a tree of at most `depth` levels, and what was odd about their parents.

    A reply deeper than that stands on the last level, after what it answers. One whose parent is missing, and the
    first of those that answer each other in a circle, stand at the top.
    """
    problems: list[Problem] = []
    known: dict[str, Comment] = {}
    for comment in comments:
        if comment.id in known:
            problems.append(Problem(_place(comment), comment.id, "this id is taken; give the file another name"))
        known.setdefault(comment.id, comment)
    parents = {comment.id: _parent(comment, known, problems) for comment in known.values()}
    _cut_circles(known, parents, problems)
    order = _generations(known, parents)
    nodes = _nodes(order, known, parents, max(depth, 1))
    return Thread(nodes, len(known)), tuple(problems)


def rooted(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Return comments without the parents that are not among them, because they were refused or deleted elsewhere."""
    chosen = tuple(comments)
    ids = {comment.id for comment in chosen}
    return tuple(comment._replace(parent=comment.parent if comment.parent in ids else None) for comment in chosen)


def _place(comment: Comment) -> str:
    return f"comments/{comment.slug}/{comment.id}.md: Parent"


def _parent(comment: Comment, known: Mapping[str, Comment], problems: list[Problem]) -> str | None:
    if comment.parent and comment.parent not in known:
        fix = "no such comment on this post; it stands at the top of the thread"
        problems.append(Problem(_place(comment), comment.parent, fix))
        return None
    return comment.parent or None


def _cut_circles(known: Mapping[str, Comment], parents: dict[str, str | None], problems: list[Problem]) -> None:
    """Free the earliest comment of every circle from its parent, so that each comment hangs from a top one."""
    settled: set[str] = set()
    for start in known:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in settled and at not in path:
            path[at] = None
            at = parents[at]
        if at is not None and at in path:
            trail = list(path)
            circle = trail[trail.index(at) :]
            first = min((known[name] for name in circle), key=lambda comment: (comment.date, comment.id))
            fix = "an answer to itself, in a circle; it stands at the top of the thread"
            problems.append(Problem(_place(first), first.parent or "", fix))
            parents[first.id] = None
        settled.update(path)


def _generations(known: Mapping[str, Comment], parents: Mapping[str, str | None]) -> list[str]:
    """Return the ids, every comment after what it answers and otherwise by date, whatever the clocks said."""
    children: dict[str | None, list[str]] = {}
    for name, parent in parents.items():
        children.setdefault(parent, []).append(name)
    moments: dict[str, tuple[datetime, int, str]] = {}
    row = [(name, known[name].date, 0) for name in children.get(None, ())]
    while row:
        for name, date, generation in row:
            moments[name] = (date, generation, name)
        row = [
            (child, max(known[child].date, date), generation + 1)
            for name, date, generation in row
            for child in children.get(name, ())
        ]
    return sorted(moments, key=moments.__getitem__)


def _nodes(
    order: list[str], known: Mapping[str, Comment], parents: Mapping[str, str | None], depth: int
) -> tuple[Node, ...]:
    """Return the tree: every comment under what it answers, or beside it where that stands on the last level."""
    levels: dict[str | None, int] = {None: 0}
    under: dict[str | None, list[str]] = {}
    above: dict[str, str | None] = {}
    for name in order:
        place = parents[name]
        if place is not None and levels[place] == depth:
            place = above[place]
        levels[name] = levels[place] + 1
        above[name] = place
        under.setdefault(place, []).append(name)
    made: dict[str, Node] = {}
    for name in reversed(order):  # replies before what they stand under
        replies = tuple(made[child] for child in under.get(name, ()))
        answered = parents[name]
        comment = known[name]
        reply_to = known[answered] if answered else None
        made[name] = Node(comment, render(comment.text), levels[name], reply_to, replies)
    return tuple(made[name] for name in under.get(None, ()))
