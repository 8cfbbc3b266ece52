"""What moderators did, and what is due because of it; written in the same transaction as the change itself."""

import secrets
import sqlite3
import time

# The name of the fact that the owner's command has not followed a change of the site yet.
ERRAND = "errand"


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
