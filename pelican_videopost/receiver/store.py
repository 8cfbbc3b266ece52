"""The private queue: an SQLite database in a folder of its own. Email addresses are kept here and nowhere else.

What `add` has returned from is on the disk: the log is synchronised at every commit, and a half-written one is
rolled back by SQLite when the file is next opened.
"""

import hashlib
import hmac
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pelican_videopost.receiver.connection import SharedConnection
from pelican_videopost.receiver.database import StoreError, empty_log
from pelican_videopost.receiver.entry import COLUMNS, STATES, Entry, State, read_entry
from pelican_videopost.receiver.forgetting import count_taken_back, forget_comment
from pelican_videopost.receiver.log import ERRAND, log_change, make_due
from pelican_videopost.receiver.submission import Submission


class DuplicateError(Exception):
    """The same person has said the same on the same post."""


class GoneError(Exception):
    """The comment that another one takes the place of is there no longer, or was looked at since."""


class FloodError(Exception):
    """One address sends too much in too short a time."""


class Store:
    """The queue in a folder, which is made when it is first needed. It may be used by several threads."""

    def __init__(self, folder: Path, busy_s: float = 5) -> None:
        """Remember where it is and how long to wait for another program that has locked it."""
        self.folder = folder
        self.connection = SharedConnection(folder, busy_s)

    def add(
        self,
        submission: Submission,
        address: str,
        flood_posts: int = 0,
        flood_s: int = 0,
        created: datetime | None = None,
        instead_of: str = "",
    ) -> str:
        """Keep a comment and return its id; raises one of the errors above or StoreError, and then kept nothing.

        `address` is the sender's; a keyed hash of it is kept, as long as the limit on floods needs it. `created` is
        when one was written that comes from elsewhere, `instead_of` the id of one that it takes the place of.
        """
        now = created.timestamp() if created else time.time()
        hashed = self.sign("address", address)
        digest = _digest(submission)
        name = f"{datetime.fromtimestamp(now, UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        values = (*_values(name, submission, now), hashed if flood_posts else b"", digest)
        with self.connection.transaction() as database:
            if instead_of and not forget_comment(database, instead_of, flood_s, "state IN ('pending', 'spam')"):
                raise GoneError
            if database.execute("SELECT 1 FROM comments WHERE digest = ?", (digest,)).fetchone():
                raise DuplicateError
            # Also on the far side: a clock that was wrong and is put right leaves comments of a time to come.
            around = (now - flood_s, now + flood_s)
            recent = "SELECT count(*) FROM comments WHERE address = ? AND created > ? AND created < ?"
            sent = database.execute(recent, (hashed, *around)).fetchone()[0] + count_taken_back(database, hashed)
            if 0 < flood_posts <= sent:
                raise FloodError
            forget = "UPDATE comments SET address = x'' WHERE address > x'' AND (created < ? OR created > ?)"
            database.execute(forget, around)
            places = ",".join("?" * len(values))
            database.execute(f"INSERT INTO comments ({COLUMNS}, address, digest) VALUES ({places})", values)  # noqa: S608
        return name

    def get(self, name: str) -> Entry | None:
        """Return the comment with this id."""
        return next(iter(self._entries("id = ?", name)), None)

    def entries(self, *states: State) -> list[Entry]:
        """Return the comments in these states, or all, the oldest first."""
        chosen = states or STATES
        return self._entries(f"state IN ({','.join('?' * len(chosen))})", *chosen)

    def untold_owner(self) -> list[Entry]:
        """Return the waiting comments that the owner has had no mail about."""
        return self._entries("state = 'pending' AND owner_told = 0")

    def untold_spam(self) -> Entry | None:
        """Return the latest comment taken for spam, if the owner has had no mail since there is one more."""
        return next(iter(self._entries("state = 'spam' AND owner_told = 0", order="created DESC LIMIT 1")), None)

    def untold_readers(self) -> list[tuple[Entry, Entry]]:
        """Return each approved reply that was not yet told of, with the comment whose writer asked to be told."""
        pairs = []
        for entry in self._entries("state = 'approved' AND parent IS NOT NULL AND reader_told = 0"):
            parent = self.get(entry.parent or "")
            if parent and parent.notify and parent.state == "approved" and parent.email != entry.email:
                pairs.append((entry, parent))
        return pairs

    def is_approved(self, slug: str, name: str) -> bool:
        """Return whether this comment was approved, on this post."""
        entry = self.get(name)
        return entry is not None and entry.slug == slug and entry.state == "approved"

    def set_state(self, name: str, state: State, *, is_site_changed: bool = False) -> None:
        """Move a comment to another state; what follows from a change of the site is then due."""
        with self.connection.transaction() as database:
            found = database.execute("SELECT state FROM comments WHERE id = ?", (name,)).fetchone()
            if found and found[0] != state:
                # Whoever decides on a comment has seen it.
                database.execute("UPDATE comments SET state = ?, owner_told = 1 WHERE id = ?", (state, name))
                log_change(database, name, state, found[0])
                is_site_changed |= "approved" in (found[0], state)
            if is_site_changed:
                make_due(database)

    def set_text(self, name: str, text: str, earlier: str) -> None:
        """Give a comment another text; where it stood, it was `earlier`."""
        with self.connection.transaction() as database:
            found = database.execute("SELECT state FROM comments WHERE id = ?", (name,)).fetchone()
            if found and earlier != text:
                database.execute("UPDATE comments SET text = ? WHERE id = ?", (text, name))
                log_change(database, name, found[0], found[0], earlier)
                if found[0] == "approved":
                    make_due(database)

    def set_slug(self, name: str, slug: str) -> None:
        """Put a comment under another post."""
        self._change("UPDATE comments SET slug = ? WHERE id = ?", slug, name)

    def mark_told(self, name: str, whom: Literal["owner", "reader"]) -> None:
        """Remember that the mail about a comment was sent."""
        column = {"owner": "owner_told", "reader": "reader_told"}[whom]
        self._change(f"UPDATE comments SET {column} = 1 WHERE id = ?", name)  # noqa: S608  # one of two literals

    def mark_spam_told(self, until: float) -> None:
        """Remember that the owner was told of what was taken for spam until a moment in seconds of Unix."""
        self._change("UPDATE comments SET owner_told = 1 WHERE state = 'spam' AND created <= ?", until)

    def unsubscribe(self, name: str) -> None:
        """Send no more mail to whoever wrote this comment."""
        self._change("UPDATE comments SET notify = 0 WHERE email = (SELECT email FROM comments WHERE id = ?)", name)

    def delete(self, name: str, *, is_site_changed: bool = False, remember_s: int = 0) -> None:
        """Forget a comment, and what its text was before it was changed, as if it had never been sent.

        Only that its sender has sent one is remembered for so long: for the limit on floods.
        """
        with self.connection.transaction() as database:
            forget_comment(database, name, remember_s)
            if is_site_changed:
                make_due(database)

    def forget_email(self, name: str) -> None:
        """Forget who sent a comment, and what could tell it; its text stays."""
        forget = "UPDATE comments SET email = '', address = x'', digest = randomblob(32), notify = 0 WHERE id = ?"
        self._change(forget, name)

    def forget_emails(self, before: datetime) -> None:
        """Forget who sent what was rejected, or taken for spam, if it was sent before a moment."""
        with self.connection.transaction() as database:
            forgotten = database.execute(
                "UPDATE comments SET email = '', address = x'', digest = randomblob(32), notify = 0"
                " WHERE state IN ('rejected', 'spam') AND created < ? AND email > ''",
                (before.timestamp(),),
            ).rowcount
        if forgotten:
            empty_log(self.folder)

    def errand(self) -> str | None:
        """Return the mark of a change of the site that the owner's command has not followed yet."""
        return self.fact(ERRAND)

    def fact(self, name: str) -> str | None:
        """Return what the queue knows under a name."""
        with self.connection.reading() as database:
            found = database.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None

    def set_fact(self, name: str, value: str) -> None:
        """Know something under a name from now on."""
        self._change("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, value)

    def finish_errand(self, mark: str) -> None:
        """Remember that the command has worked, unless the site changed since `mark`."""
        self._change("DELETE FROM facts WHERE name = ? AND value = ?", ERRAND, mark)

    def check(self) -> None:
        """Raise StoreError where the database is damaged."""
        with self.connection.reading() as database:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"the queue is damaged ({found}): restore {self.folder.name}/comments.sqlite3 from a copy")

    def sign(self, purpose: str, value: str) -> bytes:
        """Return a keyed hash; its key never leaves the folder. Raises StoreError."""
        return hmac.digest(self.connection.key(), f"{purpose}:{value}".encode(errors="replace"), "sha256")[:16]

    def close(self) -> None:
        """Close the database; the next use opens it again."""
        self.connection.close()

    def _entries(self, where: str, *values: object, order: str = "created, id") -> list[Entry]:
        with self.connection.reading() as database:
            query = f"SELECT {COLUMNS} FROM comments WHERE {where} ORDER BY {order}"  # noqa: S608  # our own words
            rows = database.execute(query, values).fetchall()
        return [read_entry(row) for row in rows]

    def _change(self, statement: str, *values: object) -> None:
        with self.connection.transaction() as database:
            database.execute(statement, values)


def _values(name: str, submission: Submission, now: float) -> tuple[object, ...]:
    """Return what the columns of a new comment hold."""
    return (
        name,
        submission.slug,
        submission.parent,
        submission.author or "Anonymous",
        submission.email,
        submission.website,
        submission.text,
        now,
        "spam" if submission.is_spam else "pending",
        submission.suspicion,
        submission.notify and bool(submission.email),
        submission.page,
    )


def _digest(submission: Submission) -> bytes:
    """Return what tells a comment from one in which the same person says something else."""
    said = (submission.slug, submission.parent or "", submission.author, submission.email, submission.text)
    return hashlib.sha256("\0".join(said).encode()).digest()
