"""Answers of yt-dlp and oEmbed, made into records: pure, and distrustful of every value."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from pelican_videopost.base.clean import body, one_line
from pelican_videopost.base.model import Chapter
from pelican_videopost.posts.fetched import Fetched

_TITLE_LENGTH = 300
_DESCRIPTION_LENGTH = 5000
_URL_LENGTH = 2000
_MOST_CHAPTERS = 500
_LONGEST_S = 7 * 86400
_LARGEST_PX = 20_000
# yt-dlp's own names for what has none.
_PLACEHOLDER_CHAPTER = re.compile(r"<Untitled Chapter \d+>")

Info = Mapping[str, Any]


def short_line(value: object, length: int = _TITLE_LENGTH) -> str:
    r"""Return a text on one line, at most `length` letters, without what could do anything to a terminal or a page.

    >>> short_line(" A\x1b[31m title\n\u202ethat turns ")
    'A[31m title that turns'
    """
    return _shortened(one_line(_composed(value)), length)


def paragraphs(value: object) -> str:
    """Return a text of several lines, cleaned like `short_line`, with no more than one empty line in a row."""
    text = "\n".join(one_line(line) for line in body(_composed(value)).split("\n"))
    return _shortened(re.sub(r"\n{3,}", "\n\n", text).strip(), _DESCRIPTION_LENGTH)


def _composed(value: object) -> str:
    return unicodedata.normalize("NFC", value if isinstance(value, str) else "")


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def from_info(info: Info, base_url: str) -> Fetched:
    """Return what yt-dlp's info dict of a video, or of a playlist, says.

    Its fields are described at the top of https://github.com/yt-dlp/yt-dlp/blob/master/yt_dlp/extractor/common.py.
    """
    duration_s = _seconds(info.get("duration"))
    width_px, height_px = _size(info.get("width"), info.get("height"))
    return Fetched(
        title=_title(info),
        description=paragraphs(info.get("description")) or None,
        uploader=short_line(info.get("uploader") or info.get("channel") or info.get("creator")) or None,
        uploaded=_uploaded(info),
        duration_s=duration_s,
        chapters=_chapters(info.get("chapters"), duration_s),
        width_px=width_px,
        height_px=height_px,
        thumbnail_url=next(iter(thumbnails(info, base_url)), None),
    )


def from_oembed(answer: Info, base_url: str) -> Fetched:
    """Return what an oEmbed reply says: https://oembed.com, with the fields that some providers add."""
    width_px, height_px = _size(answer.get("width"), answer.get("height"))
    if answer.get("type") not in ("video", None):
        width_px = height_px = None
    return Fetched(
        title=short_line(answer.get("title")) or None,
        description=paragraphs(answer.get("description")) or None,
        uploader=short_line(answer.get("author_name")) or None,
        duration_s=_seconds(answer.get("duration")),
        width_px=width_px,
        height_px=height_px,
        thumbnail_url=web_address(answer.get("thumbnail_url"), base_url),
    )


def thumbnails(info: Info, base_url: str) -> tuple[str, ...]:
    """Return the addresses of a video's thumbnails in yt-dlp's info dict, best first."""
    listed = info.get("thumbnails")
    ranked = reversed([one for one in listed if isinstance(one, Mapping)]) if isinstance(listed, list) else ()
    named = [info.get("thumbnail"), *(one.get("url") for one in ranked)]
    # Of a playlist without a picture of its own, the picture of its first video.
    entries = info.get("entries")
    addresses = list(dict.fromkeys(filter(None, (web_address(url, base_url) for url in named))))
    if not addresses and isinstance(entries, list) and entries and isinstance(entries[0], Mapping):
        return thumbnails({**entries[0], "entries": None}, base_url)
    return tuple(addresses)


def web_address(value: object, base_url: str) -> str | None:
    """Return an http(s) address, made absolute, or None where `value` is none."""
    if not isinstance(value, str) or not value.strip() or len(value) > _URL_LENGTH:
        return None
    try:
        url = urljoin(base_url, value.strip())
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    return url if usable and url.isprintable() and not any(letter.isspace() for letter in url) else None


def _title(info: Info) -> str | None:
    title = short_line(info.get("title"))
    invented = f"{info.get('extractor')} video #{info.get('id')}"
    return title if title and title != invented else None


def _whole(value: object) -> int | None:
    """Return a number, or a text of digits, as a whole number; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return int(value)
    return None


def _seconds(value: object) -> int | None:
    seconds = _whole(value)
    return seconds if seconds is not None and 0 < seconds <= _LONGEST_S else None


def _size(width: object, height: object) -> tuple[int, int] | tuple[None, None]:
    width_px, height_px = _whole(width), _whole(height)
    if not width_px or not height_px or not (0 < width_px <= _LARGEST_PX and 0 < height_px <= _LARGEST_PX):
        return None, None
    return width_px, height_px


def _uploaded(info: Info) -> datetime | None:
    stamp = _whole(info.get("timestamp") or info.get("release_timestamp"))
    try:
        if stamp is not None and stamp > 0:
            return datetime.fromtimestamp(stamp, UTC)
        return datetime.strptime(str(info.get("upload_date")), "%Y%m%d").replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _chapters(value: object, duration_s: int | None) -> tuple[Chapter, ...]:
    listed: Iterable[object] = value if isinstance(value, list) else ()
    found = {chapter.start_s: chapter for chapter in _titled(listed)}
    within = sorted(start_s for start_s in found if start_s < (duration_s or _LONGEST_S))
    return tuple(found[start_s] for start_s in within[:_MOST_CHAPTERS])


def _titled(listed: Iterable[object]) -> Iterator[Chapter]:
    for one in listed:
        title = short_line(one.get("title")) if isinstance(one, Mapping) else ""
        start_s = _whole(one.get("start_time")) if isinstance(one, Mapping) else None
        if title and start_s is not None and start_s >= 0 and not _PLACEHOLDER_CHAPTER.fullmatch(title):
            yield Chapter(start_s, title)
