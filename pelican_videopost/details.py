"""The rows of "Details": what the author wrote, and below it what the plugin knows and the author did not say."""

from collections.abc import Sequence
from typing import NamedTuple

from pelican_videopost.labels import fold
from pelican_videopost.markup import plain_text
from pelican_videopost.outline import UnbalancedError, outline


class Value(NamedTuple):
    """One value of a row: its text, where it leads, and what a machine reads in a `<time>`."""

    text: str
    url: str | None = None
    datetime: str | None = None


class Row(NamedTuple):
    """A row of Details. `names` are all the wordings of its term by which an author's own row replaces it."""

    term: str
    values: tuple[Value, ...]
    names: frozenset[str]


def author_rows(author: str, rows: Sequence[Row]) -> tuple[str, str, list[Row]]:
    """Return the author's HTML in two halves, and the automatic rows to put between them.

    These are the rows that have something to say and that the author did not write. They go into the author's last
    definition list; without one the second half is empty, and the rows need a list of their own.
    """
    try:
        elements = outline(author).elements
    except UnbalancedError:
        elements = []
    terms = (author[element.inner_start : element.inner_end] for element in elements if element.name == "dt")
    written = {fold(plain_text(term)) for term in terms}
    missing = [row for row in rows if row.values and not row.names & written]
    lists = [element for element in elements if element.name == "dl" and element.parent is None]
    if not lists:
        return author, "", missing
    end = lists[-1].inner_end
    return author[:end].rstrip(), author[end:], missing
