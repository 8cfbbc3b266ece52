"""What the owner does with a comment: approve it into the site, or not."""

import subprocess
from pathlib import Path
from typing import Literal, NamedTuple

from pelican_videopost.base.writing import clear_drafts
from pelican_videopost.comments.files import write_comment
from pelican_videopost.receiver.database import empty_log
from pelican_videopost.receiver.settings import ReceiverSettings
from pelican_videopost.receiver.store import Entry, Store


class ModerationError(Exception):
    """A comment cannot be moved; the message says why."""


def find(store: Store, name: str) -> Entry:
    """Return the comment whose id is `name` or, where only one does, begins with it; raises ModerationError."""
    if entry := store.get(name):
        return entry
    found = [entry for entry in store.entries() if name and entry.id.startswith(name)]
    if len(found) == 1:
        return found[0]
    raise ModerationError(f"{len(found)} comments begin with {name}" if found else f"there is no comment {name}")


def approve(store: Store, entry: Entry, content: Path) -> bool:
    """Write a comment into the site and mark it; return False where its file stood already.

    First the file, then the mark: stopped between the two, approving again finds the file and only marks.
    """
    written = write_comment(content, entry.comment)
    store.set_state(entry.id, "approved")
    return written


def refuse(store: Store, entry: Entry, state: Literal["rejected", "spam"], content: Path) -> bool:
    """Mark a comment and take its file out of the site; return whether there was one."""
    target = content / entry.slug / f"{entry.id}.md"
    stood = target.exists()
    target.unlink(missing_ok=True)
    clear_drafts(target)  # an approval may have been killed before
    store.set_state(entry.id, state)
    return stood


def run_after(settings: ReceiverSettings, folder: Path) -> int:
    """Run the owner's command after an approval, in the site's folder; return its exit status."""
    if not settings.after:
        return 0
    try:
        return subprocess.run(settings.after, cwd=folder, check=False).returncode  # noqa: S603  # the owner's own
    except OSError:
        return 127


def delete(store: Store, entry: Entry, content: Path) -> bool:
    """Delete a comment for good, from the queue and the site; return whether it was in the site.

    `database.empty_log` clears away the last of it, once for all that is deleted.
    """
    target = content / entry.slug / f"{entry.id}.md"
    stood = target.exists()
    target.unlink(missing_ok=True)
    clear_drafts(target)
    store.delete(entry.id)
    return stood


class Erased(NamedTuple):
    """What was known of a person: comments that are gone, those among them that were in the site, and those that stay.

    What stays is public: of these, the email and all that could tell it are gone from the queue.
    """

    gone: int
    unpublished: int
    kept: int


def erase(store: Store, email: str, content: Path, *, published: bool) -> Erased:
    """Delete what a person sent, whatever became of it, except what was published, if that is to stay."""
    entries = [entry for entry in store.entries() if email and entry.email.casefold() == email.casefold()]
    kept = [entry for entry in entries if entry.state == "approved" and not published]
    for entry in kept:
        store.forget_email(entry.id)
    unpublished = [delete(store, entry, content) for entry in entries if entry not in kept]
    if entries:
        empty_log(store.folder)
    return Erased(len(unpublished), unpublished.count(True), len(kept))
