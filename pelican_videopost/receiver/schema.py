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
    # What is still to be done, who may moderate, whom they trust and what they block, and what they did; and on
    # which of the pages that share a post's comments each was written.
    """
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE tickets (id BLOB PRIMARY KEY, kind TEXT NOT NULL, ends REAL NOT NULL) WITHOUT ROWID;
    CREATE TABLE lists (kind TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
    CREATE TABLE log (
        number INTEGER PRIMARY KEY, at REAL NOT NULL, comment TEXT NOT NULL, state TEXT NOT NULL,
        earlier_state TEXT NOT NULL, earlier_text TEXT
    );
    CREATE INDEX by_comment ON log (comment);
    ALTER TABLE comments ADD COLUMN page TEXT NOT NULL DEFAULT ''
    """,
)


class NewerQueueError(Exception):
    """The queue was written by a later version of this package, which alone knows what is in it."""


def bring_up_to_date(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> None:
    """Give a queue the tables of this version, all of them or, where a step fails, none.

    Raises NewerQueueError where it has those of a later one. `connection` is in autocommit mode.
    """
    if read_version(connection, steps) == len(steps):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[read_version(connection, steps) :]:  # none, where another process was quicker
            for statement in step.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def read_version(connection: sqlite3.Connection, steps: Sequence[str] = STEPS) -> int:
    """Return the version of a queue, 0 for one without tables; raises NewerQueueError where it is not known here."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(steps):
        raise NewerQueueError(f"version {version}, where {len(steps)} is known")
    return version
