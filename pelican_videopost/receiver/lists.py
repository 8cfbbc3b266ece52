"""Whom moderators trust, and what they block, as WordPress's two lists do."""

from collections.abc import Iterable
from typing import NamedTuple

from pelican_videopost.base.clean import one_line
from pelican_videopost.receiver.log import Change, log_change
from pelican_videopost.receiver.store import Store
from pelican_videopost.receiver.submission import Submission

MOST_BLOCKED = 500
# The states of changes in the log that are of a list, and of no comment; what they change is their `earlier_text`.
TRUSTED, DISTRUSTED, BLOCKED = "trusted", "distrusted", "blocked"
LIST_CHANGES = (TRUSTED, DISTRUSTED, BLOCKED)
_LONGEST = 200
_SHORTEST = 2


class Rules(NamedTuple):
    """What the two lists say: name and email of all who are trusted, and the words and addresses that make spam."""

    trusted: tuple[tuple[str, str], ...]
    blocked: tuple[str, ...]

    def is_trusted(self, submission: Submission) -> bool:
        """Return whether a comment may be approved at once: whose writer is trusted, and which looks like no spam."""
        if submission.suspicion:  # which spam has, too
            return False
        wanted = (submission.author.casefold(), submission.email.casefold())
        return any((name.casefold(), email.casefold()) == wanted for name, email in self.trusted)

    def blocking(self, submission: Submission, address: str) -> str | None:
        """Return what of the list stands in a comment, in whatever case, or is its sender's address."""
        if not self.blocked:
            return None
        parts = (submission.text, submission.author, submission.email, submission.website or "")
        said = "\n".join(parts).casefold()
        return next((line for line in self.blocked if line.casefold() in said or line == address), None)


class Lists:
    """The two lists of a queue."""

    def __init__(self, store: Store) -> None:
        """Remember the queue."""
        self._store = store

    def rules(self) -> Rules:
        """Return what they say now."""
        with self._store.connection.reading() as database:
            rows = database.execute("SELECT kind, value FROM lists ORDER BY value").fetchall()
        people = (value.partition("\t") for kind, value in rows if kind == "trusted")
        return Rules(
            tuple((name, email) for name, _, email in people),
            tuple(value for kind, value in rows if kind == "blocked"),
        )

    def trust(self, name: str, email: str) -> bool:
        """Trust who gives this name and this email, which is never published; without an email, nobody.

        Return whether that is new.
        """
        return bool(email) and self._change("INSERT OR IGNORE INTO lists VALUES ('trusted', ?)", TRUSTED, name, email)

    def distrust(self, name: str, email: str) -> bool:
        """Trust them no longer; return whether they were trusted."""
        return self._change("DELETE FROM lists WHERE kind = 'trusted' AND value = ?", DISTRUSTED, name, email)

    def block(self, lines: Iterable[str]) -> bool:
        """Block these words and addresses, and no others; return whether that is new."""
        wanted = sorted({line for line in map(one_line, lines) if _SHORTEST <= len(line) <= _LONGEST})[:MOST_BLOCKED]
        with self._store.connection.transaction() as database:
            rows = database.execute("SELECT value FROM lists WHERE kind = 'blocked'").fetchall()
            before = sorted(value for (value,) in rows)
            database.execute("DELETE FROM lists WHERE kind = 'blocked'")
            database.executemany("INSERT INTO lists VALUES ('blocked', ?)", [(line,) for line in wanted])
            if before != wanted:
                log_change(database, "", BLOCKED, BLOCKED, "\n".join(before))
        return before != wanted

    def take_back(self, change: Change) -> bool:
        """Take a change of a list back, which is a change, too; return False where nothing was left to change."""
        said = change.earlier_text or ""
        if change.state == BLOCKED:
            return self.block(said.split("\n"))
        name, _, email = said.partition("\t")
        return self.distrust(name, email) if change.state == TRUSTED else self.trust(name, email)

    def forget(self, email: str) -> None:
        """Trust nobody of this address any more, and keep it neither as blocked nor in the log of the lists."""
        wanted = email.casefold()
        with self._store.connection.transaction() as database:
            for kind, value in database.execute("SELECT kind, value FROM lists").fetchall():
                if wanted and wanted in value.casefold().split("\t"):
                    database.execute("DELETE FROM lists WHERE kind = ? AND value = ?", (kind, value))
            for number, text in database.execute("SELECT number, earlier_text FROM log WHERE comment = ''").fetchall():
                if wanted and wanted in text.casefold().replace("\t", "\n").split("\n"):
                    database.execute("DELETE FROM log WHERE number = ?", (number,))

    def _change(self, statement: str, state: str, name: str, email: str) -> bool:
        person = f"{one_line(name)}\t{one_line(email)}"
        with self._store.connection.transaction() as database:
            is_new = database.execute(statement, (person,)).rowcount > 0
            if is_new:
                log_change(database, "", state, state, person)
        return is_new
