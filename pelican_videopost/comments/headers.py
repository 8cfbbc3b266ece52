"""The header lines of a comment's file, and the dates in them."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from pelican_videopost.base.clean import body, one_line

_HEADER = re.compile(r"(?P<name>[A-Za-z][A-Za-z _-]{0,40}):(?:\s+(?P<value>.*))?")


def split_headers(text: str) -> tuple[dict[str, str], str]:
    r"""Return the header lines of a comment's file by their names in lower case, and the Markdown after them.

    >>> split_headers("Author: Anna\nReplyTo: one\n\nYes: indeed.")
    ({'author': 'Anna', 'replyto': 'one'}, 'Yes: indeed.')
    """
    lines = body(text).split("\n")
    headers: dict[str, str] = {}
    start = 1 if lines[0].strip() == "---" else 0
    for number, line in enumerate(lines[start:], start):
        if match := _HEADER.fullmatch(line):
            headers.setdefault(re.sub(r"[ _-]", "", match["name"].lower()), one_line(match["value"] or ""))
        elif not line.strip() or line.strip() == "---":
            return headers, body("\n".join(lines[number + 1 :]))
        elif not line[0].isspace():  # an indented line goes on with the value before it, which no field here needs
            return headers, body("\n".join(lines[number:]))
    return headers, ""


def read_date(text: str, timezone: tzinfo = UTC) -> datetime | None:
    """Return the aware date that a text writes in ISO 8601 or as a mail does; None where it is neither.

    >>> read_date("2026-01-31 18:05")
    datetime.datetime(2026, 1, 31, 18, 5, tzinfo=datetime.timezone.utc)
    """
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            date = read(text.strip())
            aware = date if date.utcoffset() is not None else date.replace(tzinfo=timezone)
            aware.astimezone(UTC)  # overflows at the ends of the calendar
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
        return aware
    return None
