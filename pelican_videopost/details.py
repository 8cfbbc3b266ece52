"""The rows of "Details": what the author wrote, and below it what the plugin knows and the author did not say."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pelican_videopost.anatomy import plain_text
from pelican_videopost.labels import fold
from pelican_videopost.outline import outline


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


_TERM = re.compile(r"<dt\b[^>]*>(.*?)(?=</?d[tdl]\b)", re.DOTALL | re.IGNORECASE)


def missing_rows(author: str, rows: Sequence[Row]) -> list[Row]:
    """Return the automatic rows that have something to say and that the author did not write."""
    written = {fold(plain_text(match[1])) for match in _TERM.finditer(author)}
    return [row for row in rows if row.values and not row.names & written]


def open_list(author: str) -> tuple[str, str]:
    """Return the author's HTML in two halves, between which further rows go into their last definition list.

    Without such a list the second half is empty, and the rows need a list of their own.
    """
    lists = [element for element in outline(author) or [] if element.name == "dl" and element.parent is None]
    if not lists:
        return author, ""
    end = lists[-1].inner_end
    return author[:end].rstrip(), author[end:]
