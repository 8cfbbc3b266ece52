"""What of the queue a moderator looks at: one state, the words they search for, a page at a time."""

from typing import NamedTuple

from pelican_videopost.receiver.entry import COLUMNS, STATES, Entry, State, read_entry
from pelican_videopost.receiver.store import Store

PAGE = 20
_LONGEST = 200
_MOST_WORDS = 8
# Any of these may hold the words; case does not matter, in any script.
_SOUGHT = " || char(10) || ".join(("text", "author", "email", "slug", "ifnull(website, '')"))


class FoundPage(NamedTuple):
    """A page of comments, the latest first, and whether there are later and earlier ones."""

    entries: tuple[Entry, ...]
    has_newer: bool
    has_older: bool


def search(store: Store, state: State, words: str = "", page: int = 1) -> FoundPage:
    """Return a page of the comments in a state that have these words in them: all words, wherever they stand."""
    sought = words[:_LONGEST].casefold().split()[:_MOST_WORDS]
    where = " AND ".join(["state = ?", *(f"instr(fold({_SOUGHT}), ?)" for _ in sought)])
    start = (max(page, 1) - 1) * PAGE
    with store.connection.reading() as database:
        database.create_function("fold", 1, str.casefold, deterministic=True)
        # The page is found in the index alone: to pass over whole comments would take a hundred times as long.
        ids = f"SELECT id FROM comments WHERE {where} ORDER BY created DESC, id DESC LIMIT ? OFFSET ?"  # noqa: S608
        query = f"SELECT {COLUMNS} FROM comments WHERE id IN ({ids}) ORDER BY created DESC, id DESC"  # noqa: S608
        rows = database.execute(query, (state, *sought, PAGE + 1, start)).fetchall()
    return FoundPage(tuple(map(read_entry, rows[:PAGE])), page > 1, len(rows) > PAGE)


def count_states(store: Store) -> dict[State, int]:
    """Return how many comments are in each state."""
    with store.connection.reading() as database:
        found = dict(database.execute("SELECT state, count(*) FROM comments GROUP BY state").fetchall())
    return {state: found.get(state, 0) for state in STATES}
