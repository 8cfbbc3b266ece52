"""The tables of the queue, and how a queue of an earlier version gets those of this one."""

import sqlite3
from collections.abc import Sequence

# Each step leads from the version of its place to the next: a step that was released is never changed.
STEPS = (
    """
    CREATE TABLE comments (
        id TEXT PRIMARY KEY, slug TEXT NOT NULL, parent TEXT, author TEXT NOT NULL, email TEXT NOT NULL, website TEXT,
        text TEXT NOT NULL, created REAL NOT NULL, state TEXT NOT NULL, suspicion TEXT NOT NULL,
        notify INTEGER NOT NULL, owner_told INTEGER NOT NULL DEFAULT 0, reader_told INTEGER NOT NULL DEFAULT 0,
        address BLOB NOT NULL, digest BLOB NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX by_digest ON comments (digest);
    CREATE INDEX by_address ON comments (address, created);
    CREATE INDEX by_state ON comments (state, created)
    """,
)


class NewerQueueError(Exception):
    """The queue was written by a later version of this package, which alone knows what is in it."""


def bring_up_to_date(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> None:
    """Give a queue the tables of this version, all of them or, where a step fails, none.

    Raises NewerQueueError where it has those of a later one. `connection` is in autocommit mode.
    """
    if _is_of_now(connection, steps):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _is_of_now(connection, steps):  # else another process was quicker
            for step in steps[_version(connection) :]:
                for statement in step.split(";"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _is_of_now(connection: sqlite3.Connection, steps: Sequence[str]) -> bool:
    version = _version(connection)
    if version > len(steps):
        raise NewerQueueError(f"version {version}, where {len(steps)} is known")
    return version == len(steps)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
