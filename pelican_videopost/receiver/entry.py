"""A comment as the queue has it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from pelican_videopost.comments.model import Comment

State = Literal["pending", "approved", "rejected", "spam"]
STATES: tuple[State, ...] = get_args(State)

# What is selected to make an Entry of it.
COLUMNS = "id, slug, parent, author, email, website, text, created, state, suspicion, notify, page"


@dataclass(frozen=True, slots=True)
class Entry:
    """A comment in the queue, with what must never leave it: the email.

    `page` is what the manifest calls the page that it was written on, such as a translation; empty where that is not
    known.
    """

    id: str
    slug: str
    parent: str | None
    author: str
    email: str
    website: str | None
    text: str
    created: datetime
    state: State
    suspicion: str
    notify: bool
    page: str = ""

    @property
    def comment(self) -> Comment:
        """What of it is published."""
        return Comment(self.id, self.slug, self.author, self.created, self.text, self.website, self.parent)


def known_state(text: str) -> State:
    """Return the state of this name; raises ValueError where there is none."""
    return STATES[STATES.index(text)]


def read_entry(row: tuple[Any, ...]) -> Entry:
    """Return the comment in a row of COLUMNS."""
    name, slug, parent, author, email, website, text, created, state, suspicion, notify, page = row
    date = datetime.fromtimestamp(int(created), UTC)
    return Entry(name, slug, parent, author, email, website, text, date, state, suspicion, bool(notify), page)
