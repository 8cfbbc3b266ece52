"""What the moderator's pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pelican_videopost.base.labels import Labels
from pelican_videopost.comments.manifest import Post
from pelican_videopost.receiver import log
from pelican_videopost.receiver.decisions import OWNER
from pelican_videopost.receiver.entry import STATES, Entry, State
from pelican_videopost.receiver.lists import BLOCKED, DISTRUSTED, TRUSTED, Lists
from pelican_videopost.receiver.moderation import Desk, as_it_stands, parent_of
from pelican_videopost.receiver.search import count_states, search
from pelican_videopost.receiver.submission import LIMITS, shown

_QUOTED = 600
_SHOWN = 2000


class CommentCard(NamedTuple):
    """A comment as a moderator sees it.

    `address` is its post's, empty where that is not known; `parent` has name and text of what it replies to. A lost
    one is on a post that the last build does not know of.
    """

    entry: Entry
    title: str
    address: str
    parent: tuple[str, str] | None
    is_lost: bool


def list_page(desk: Desk, label: Labels, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what a queue shows: the comments in one state, those with the words of a search, a page of them."""
    state: State = next((state for state in STATES if state == query.get("state")), "pending")
    words, page = query.get("q", "")[:200], _number(query.get("page", ""), 1)
    found = search(desk.store, state, words, page)
    return {
        **_frame(desk, label),
        "state": state,
        "words": words,
        "page": page,
        "found": found,
        "cards": [_card(desk, entry, _SHOWN) for entry in found.entries],
        "is_all": bool(query.get("all")),
        "done": _done(query, label),
    }


def comment_page(desk: Desk, label: Labels, name: str, query: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what the page of one comment shows; None where it is gone."""
    queued = desk.store.get(name)
    if queued is None:
        return None
    entry = as_it_stands(desk, queued)
    with desk.store.connection.reading() as database:
        changes = log.changes(database, name)
    return {
        **_frame(desk, label),
        "state": entry.state,
        "card": _card(desk, entry),
        "rendered": shown(entry.text),
        "changes": changes,
        "owner": desk.store.fact(OWNER) or "",
        "limits": LIMITS,
        "is_trusted": (entry.author, entry.email) in Lists(desk.store).rules().trusted,
        "posts": sorted({post.slug: post.title or post.slug for post in desk.manifest.posts.values()}.items()),
        "done": _done(query, label),
    }


def log_page(desk: Desk, label: Labels, query: Mapping[str, str]) -> dict[str, Any]:
    """Return what was done of late."""
    with desk.store.connection.reading() as database:
        changes = log.changes(database)
    shown = [(change, desk.store.get(change.comment)) for change in changes]
    return {**_frame(desk, label), "state": "log", "changes": shown, "done": _done(query, label)}


def lists_page(desk: Desk, label: Labels, _query: Mapping[str, str]) -> dict[str, Any]:
    """Return whom the moderator trusts, and what is blocked."""
    return {**_frame(desk, label), "state": "lists", **Lists(desk.store).rules()._asdict()}


def sure_page(names: Sequence[str], label: Labels) -> dict[str, Any]:
    """Return the question before comments are deleted for good."""
    question = label.plural("Delete %(number)s comment for good?", "Delete %(number)s comments for good?", len(names))
    return {"ids": names, "question": question}


def _frame(desk: Desk, label: Labels) -> dict[str, Any]:
    """Return what stands on all pages: the queues with their counts, and whether the site is behind."""
    counts = count_states(desk.store)
    names = state_names(label)
    return {
        "tabs": [(state, name, counts[state]) for state, name in names.items()],
        "names": names,
        "lists": {TRUSTED: label("Trusted"), DISTRUSTED: label("Trust no longer"), BLOCKED: label("Blocked")},
        "is_behind": bool(desk.settings.after and desk.store.errand()),
    }


def state_names(label: Labels) -> dict[State, str]:
    """Return what the queues are called, in the order in which they stand."""
    return {
        "pending": label("Waiting"),
        "spam": label("Spam"),
        "approved": label("Approved"),
        "rejected": label("Rejected"),
    }


def _card(desk: Desk, entry: Entry, most: int = LIMITS["comment"]) -> CommentCard:
    post: Post | None = desk.post_of(entry.slug, entry.page)
    site = desk.settings.site or desk.manifest.site
    parent = parent_of(entry, desk) if entry.parent else None
    quoted = (parent[0], _cut(parent[1], _QUOTED)) if parent else None
    title, address = (post.title or post.slug, f"{site}{post.url}") if post else (entry.slug, "")
    return CommentCard(
        replace(entry, text=_cut(entry.text, most)),
        title,
        address if site else "",
        quoted,
        post is None and bool(desk.manifest.posts),
    )


def _cut(text: str, most: int) -> str:
    """Return a text as long as a page shows it: nobody is to take a beginning for the whole."""
    return text if len(text) <= most else f"{text[:most]} …"


def _done(query: Mapping[str, str], label: Labels) -> tuple[str, int, int] | None:
    """Return what was just done, and the numbers of its changes; None where nothing was."""
    count, first, last = (_number(query.get(name, ""), 0) for name in ("count", "first", "last"))
    if not count:
        return None
    return label.plural("%(number)s comment was changed.", "%(number)s comments were changed.", count), first, last


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 9 else otherwise
