"""What moderators did, and what is due because of it; written in the same transaction as the change itself."""

import secrets
import sqlite3
import time
from datetime import UTC, datetime
from typing import NamedTuple

# The name of the fact that the owner's command has not followed a change of the site yet.
ERRAND = "errand"
_MOST_SHOWN = 200
_COLUMNS = "number, at, comment, state, earlier_state, earlier_text"


class Change(NamedTuple):
    """A comment came into a state, or got another text in place of `earlier_text`."""

    number: int
    at: datetime
    comment: str
    state: str
    earlier_state: str
    earlier_text: str | None


def log_change(
    database: sqlite3.Connection, comment: str, state: str, earlier_state: str, earlier_text: str | None = None
) -> None:
    """Note that a comment changed its state, or its text."""
    columns = "at, comment, state, earlier_state, earlier_text"
    database.execute(
        f"INSERT INTO log ({columns}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608  # our own words
        (time.time(), comment, state, earlier_state, earlier_text),
    )


def make_due(database: sqlite3.Connection) -> None:
    """Note that the site changed; each time in other words, so that one change is not taken for another."""
    database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (ERRAND, secrets.token_hex(8)))


def changes(database: sqlite3.Connection, comment: str = "") -> list[Change]:
    """Return what was done of late, to one comment or to all, the latest first."""
    where = "comment = ?" if comment else "? = ''"
    query = f"SELECT {_COLUMNS} FROM log WHERE {where} ORDER BY number DESC LIMIT {_MOST_SHOWN}"  # noqa: S608
    return [_change(row) for row in database.execute(query, (comment,))]


def changes_between(database: sqlite3.Connection, first: int, last: int) -> list[Change]:
    """Return the changes of these numbers and all between them, the latest first."""
    query = f"SELECT {_COLUMNS} FROM log WHERE number BETWEEN ? AND ? ORDER BY number DESC"  # noqa: S608
    return [_change(row) for row in database.execute(query, (first, last))]


def last_number(database: sqlite3.Connection) -> int:
    """Return the number of the latest change, 0 where there is none."""
    number: int = database.execute("SELECT coalesce(max(number), 0) FROM log").fetchone()[0]
    return number


def _change(row: tuple[int, float, str, str, str, str | None]) -> Change:
    number, at, *rest = row
    return Change(number, datetime.fromtimestamp(int(at), UTC), *rest)  # type: ignore[arg-type]
