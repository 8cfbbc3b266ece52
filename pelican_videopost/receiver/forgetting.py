"""What is left of a comment that is deleted: that its sender has sent one, as long as the limit on floods needs it."""

import secrets
import sqlite3
import time


def forget_comment(database: sqlite3.Connection, name: str, remember_s: int, where: str = "1") -> bool:
    """Delete a comment, if it is as `where` says, and all that is known of it; return whether it was."""
    query = f"SELECT address FROM comments WHERE id = ? AND {where}"  # noqa: S608  # our own words
    found = database.execute(query, (name,)).fetchone()
    if found and found[0] and remember_s:
        mark = (secrets.token_bytes(16), f"sent {found[0].hex()}", time.time() + remember_s)
        database.execute("INSERT INTO tickets VALUES (?, ?, ?)", mark)
    if found:
        database.execute("DELETE FROM comments WHERE id = ?", (name,))
        database.execute("DELETE FROM log WHERE comment = ?", (name,))
    return found is not None


def count_taken_back(database: sqlite3.Connection, address: bytes) -> int:
    """Return how many comments from an address were deleted by their writers just now."""
    query = "SELECT count(*) FROM tickets WHERE kind = ? AND ends > ?"
    count: int = database.execute(query, (f"sent {address.hex()}", time.time())).fetchone()[0]
    return count
