"""When a post or comment was written: WordPress says it twice, and either may be all zeros."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from pelican_videopost.importing.wordpress.export import Item

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)")
_WIDEST = timedelta(hours=14)


def moment(local: str, gmt: str) -> datetime | None:
    """Return the moment that two clocks say, with the offset between them; None where neither says one.

    >>> moment("2012-03-01 11:00:00", "2012-03-01 10:00:00").isoformat()
    '2012-03-01T11:00:00+01:00'
    """
    here, there = _read(local), _read(gmt)
    if here is None or there is None:
        known = here or there
        return known.replace(tzinfo=UTC) if known else None
    offset = here - there
    offset = timedelta(minutes=round(offset.total_seconds() / 60))
    if abs(offset) > _WIDEST:
        return there.replace(tzinfo=UTC)
    return here.replace(tzinfo=timezone(offset))


def dates_of(item: Item) -> tuple[datetime | None, datetime | None]:
    """Return when an item was published and when it was last changed, where the export says so."""
    published = moment(item["post_date"], item["post_date_gmt"])
    modified = moment(item["post_modified"], item["post_modified_gmt"])
    return published or _mailed(item["pubDate"]) or modified, modified


def _read(text: str) -> datetime | None:
    match = _DATE.match(text.strip())
    try:
        date = datetime(*map(int, match.groups())) if match else None  # type: ignore[arg-type]
    except ValueError:  # all zeros, or the thirtieth of February
        return None
    return date if date and date.year > 1 and date.year < 9999 else None


def _mailed(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError):
        return None
    if date.year < 1970:  # WordPress writes -0001 for a date that is all zeros
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
