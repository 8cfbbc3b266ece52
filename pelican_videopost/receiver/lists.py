"""Whom moderators trust, and what they block, as WordPress's two lists do."""

from collections.abc import Iterable
from typing import NamedTuple

from pelican_videopost.base.clean import one_line
from pelican_videopost.receiver.store import Store
from pelican_videopost.receiver.submission import Submission

MOST_BLOCKED = 500
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

    def trust(self, name: str, email: str) -> None:
        """Trust who gives this name and this email, which is never published; without an email, nobody."""
        if email:
            self._change("INSERT OR IGNORE INTO lists VALUES ('trusted', ?)", f"{one_line(name)}\t{one_line(email)}")

    def distrust(self, name: str, email: str) -> None:
        """Trust them no longer."""
        self._change("DELETE FROM lists WHERE kind = 'trusted' AND value = ?", f"{one_line(name)}\t{one_line(email)}")

    def block(self, lines: Iterable[str]) -> None:
        """Block these words and addresses, and no others."""
        wanted = {line for line in map(one_line, lines) if _SHORTEST <= len(line) <= _LONGEST}
        with self._store.connection.transaction() as database:
            database.execute("DELETE FROM lists WHERE kind = 'blocked'")
            database.executemany(
                "INSERT INTO lists VALUES ('blocked', ?)", [(line,) for line in sorted(wanted)[:MOST_BLOCKED]]
            )

    def _change(self, statement: str, value: str) -> None:
        with self._store.connection.transaction() as database:
            database.execute(statement, (value,))
