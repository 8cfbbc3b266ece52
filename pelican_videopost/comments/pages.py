"""A long thread on several pages: it is cut between the comments at its top, so an answer stays with what it answers.

The pages are numbered from the oldest comment, whichever come first to a reader: so a comment stays on its page while
others follow.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pelican_videopost.comments.thread import Node


class CommentsPage(NamedTuple):
    """A further page of the comments on a post: what stands on it, its address and its file, below the site's."""

    number: int
    nodes: tuple[Node, ...]
    url: str
    save_as: str


def cut(
    nodes: Sequence[Node], per_page: int, *, newest_first: bool = False
) -> tuple[tuple[Node, ...], dict[int, tuple[Node, ...]]]:
    """Return what stands on the post's own page, and what on each further one, by number.

    The oldest first, the post's own is page 1. The newest first, it has the last whole page and what came since, and
    there are pages of all comments: one that is new already stands where it will stay.

    >>> cut("abcde", 2)
    (('a', 'b'), {2: ('c', 'd'), 3: ('e',)})
    >>> cut("abcde", 2, newest_first=True)
    (('e', 'd', 'c'), {1: ('b', 'a'), 2: ('d', 'c'), 3: ('e',)})
    """
    starts = range(0, len(nodes), per_page) if per_page else range(0)
    pages = {number: tuple(nodes[at : at + per_page]) for number, at in enumerate(starts, 1)}
    if not newest_first:
        return (pages.pop(1), pages) if len(pages) > 1 else (tuple(nodes), {})
    if len(nodes) < 2 * per_page:
        pages.clear()
    own = (len(nodes) // per_page - 1) * per_page if pages else 0
    return tuple(reversed(nodes[own:])), {number: tuple(reversed(page)) for number, page in pages.items()}
