"""What a page shows of its comments: the thread, whether more are taken, and until when."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from pelican_videopost.base.model import CommentStatus
from pelican_videopost.comments.pages import CommentsPage
from pelican_videopost.comments.thread import Node, Thread


class Discussion(NamedTuple):
    """The comments on one article.

    `name` is what the form calls the article: its slug, and in a translation its language, as in `rocky:es`. `closes`
    is the moment from which no more comments are taken, `feed_path` where their feed is written, below the output.

    `front` are the comments at the top of the thread that the article's own page shows, as they stand there, `pages`
    the further pages by their numbers, and `places` the address of the page that each comment on those stays on.
    """

    name: str
    status: CommentStatus
    thread: Thread
    closes: datetime | None = None
    feed_path: str | None = None
    front: tuple[Node, ...] = ()
    pages: Mapping[int, CommentsPage] = {}
    places: Mapping[str, str] = {}

    @property
    def is_open(self) -> bool:
        """Whether a comment can be left."""
        return self.status == "open"


# What an article has that nobody can comment on.
NO_DISCUSSION = Discussion("", "off", Thread())


def moment_of_closing(said: CommentStatus | None, date: datetime, days: int | None) -> datetime | None:
    """Return when an article of this date takes no more comments; None for never, as its author may have `said`."""
    if said == "open" or days is None:
        return None
    try:
        return date + timedelta(days=days)
    except OverflowError:  # after the last day that there is a name for
        return None


def status_at(said: CommentStatus | None, closes: datetime | None, now: datetime) -> CommentStatus:
    """Return whether an article takes comments `now`: what its author `said`, else by the moment it closes.

    >>> status_at(None, datetime(2026, 1, 31), datetime(2026, 2, 1))
    'closed'
    """
    if said in ("closed", "off"):
        return said
    return "closed" if closes is not None and now >= closes else "open"
