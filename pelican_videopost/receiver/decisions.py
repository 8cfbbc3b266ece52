"""What a moderator decides in the page: one thing for one comment or for many, and what is said about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pelican_videopost.base import clean
from pelican_videopost.base.labels import Labels
from pelican_videopost.receiver import log
from pelican_videopost.receiver.database import empty_log
from pelican_videopost.receiver.entry import Entry, State
from pelican_videopost.receiver.lists import LIST_CHANGES, Lists
from pelican_videopost.receiver.moderation import (
    Desk,
    ModerationError,
    answer,
    approve,
    delete,
    edit,
    undo,
    withdraw,
)
from pelican_videopost.receiver.store import DuplicateError
from pelican_videopost.receiver.submission import LIMITS

# What the signed link of a mail is good for.
BY_MAIL = ("approve", "reject", "spam")
OWNER = "owner"
_STATES: dict[str, State] = {"reject": "rejected", "spam": "spam"}


@dataclass(frozen=True, slots=True)
class Decided:
    """How many comments changed, the numbers of the changes in the log, and what went wrong, if anything."""

    count: int = 0
    first: int = 0
    last: int = 0
    wrong: str = ""


def decide(desk: Desk, names: Sequence[str], form: Mapping[str, str], label: Labels) -> Decided:
    """Do what the button `do` of a form says to the comments of these ids. Raises StoreError, OSError."""
    do = form.get("do", "")
    before = _last_number(desk)
    if do in ("trust", "distrust", "block"):
        _change_lists(Lists(desk.store), do, form, [entry for name in names if (entry := desk.store.get(name))])
        return Decided()
    if do == "undo":
        changes = _changes(desk, form)
        names = [change.comment for change in changes]
        count, wrong = _take_back(desk, changes, label)
    else:
        entries = [entry for name in names if (entry := desk.store.get(name))]
        if not entries:
            return Decided(wrong=label("Nothing was selected, or it is gone."))
        count, wrong = _decide_on(desk, do, entries, form, label)
    return Decided(count, *_numbers(desk, before, names), wrong)


def _numbers(desk: Desk, before: int, names: Sequence[str]) -> tuple[int, int]:
    """Return the first and the last number of the changes since one; zeros where there are others' among them.

    They are taken back together, by one press, and nothing else may be: another moderator or a trusted reader may have
    changed something at the same time. The log has each change by itself.
    """
    last = _last_number(desk)
    with desk.store.connection.reading() as database:
        changed = {change.comment for change in log.changes_between(database, before + 1, last)}
    others = [desk.store.get(name) for name in changed.difference(names)]
    is_own = all(entry and entry.parent in names for entry in others)  # an answer is one's own, too
    return (before + 1, last) if is_own else (0, 0)


def _decide_on(
    desk: Desk, do: str, entries: Sequence[Entry], form: Mapping[str, str], label: Labels
) -> tuple[int, str]:
    """Return how many comments were changed, and what kept others from it."""
    count, wrong = 0, ""
    for entry in entries:
        try:
            count += _do(desk, do, entry, form)
        except DuplicateError:
            wrong = label("Duplicate comment detected; it looks as though you’ve already said that!")
        except ModerationError:
            wrong = label("The site has no post for this comment. Open it, and choose where it belongs.")
    if do == "delete-for-good":
        empty_log(desk.settings.store)
    return count, wrong


def _do(desk: Desk, do: str, entry: Entry, form: Mapping[str, str]) -> bool:
    """Do one thing to one comment, and return whether that was one."""
    text = clean.body(form.get("text", ""))[: LIMITS["comment"]]
    if do == "approve":
        approve(desk, entry, clean.one_line(form.get("to", "")))
    elif do in _STATES:
        withdraw(desk, entry, _STATES[do])
    elif do == "delete-for-good":
        delete(desk, entry)
    elif do == "save" and not clean.is_blank(text):
        edit(desk, entry, text)
    elif do == "answer" and not clean.is_blank(text):
        name = clean.one_line(form.get("author", ""))[: LIMITS["author"]]
        answer(desk, entry, name or desk.store.fact(OWNER) or "Anonymous", text)
        if name:
            desk.store.set_fact(OWNER, name)
    else:
        return False
    return True


def _changes(desk: Desk, form: Mapping[str, str]) -> list[log.Change]:
    first, last = (_number(form.get(name, "")) for name in ("first", "last"))
    with desk.store.connection.reading() as database:
        return log.changes_between(database, first, last)


def _take_back(desk: Desk, changes: Sequence[log.Change], label: Labels) -> tuple[int, str]:
    count, listed = 0, 0
    for change in changes:
        try:
            if change.state in LIST_CHANGES:
                listed += Lists(desk.store).take_back(change)
            else:
                count += undo(desk, change)
        except ModerationError:
            return count, label("The site has no post for this comment. Open it, and choose where it belongs.")
    return count, "" if count or listed else label("This was changed again since, so nothing was undone.")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def _change_lists(lists: Lists, do: str, form: Mapping[str, str], entries: Sequence[Entry]) -> None:
    if do == "block":
        lists.block(form.get("text", "").splitlines())
    elif do == "distrust":
        lists.distrust(form.get("author", ""), form.get("email", ""))
    else:
        for entry in entries:
            lists.trust(entry.author, entry.email)


def _last_number(desk: Desk) -> int:
    with desk.store.connection.reading() as database:
        return log.last_number(database)
