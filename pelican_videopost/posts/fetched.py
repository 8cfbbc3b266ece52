"""What `pelican-videopost fetch` found out about videos: one file, kept with the content and read by the build."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pelican_videopost.base.labels import LANGUAGE
from pelican_videopost.base.model import Chapter, FetchedCaptions, Problem
from pelican_videopost.base.times import format_clock, parse_seconds
from pelican_videopost.base.writing import write_whole

# All of it lies in the content folder.
FILE_NAME = "videopost.json"
POSTERS_FOLDER, CAPTIONS_FOLDER = "media/posters", "media/captions"
OWN_FILES = "{static}/"  # begins the name of a record of such a file; its path in the content folder follows

_FORMAT = 1
_AGAIN = "run `pelican-videopost fetch` to get it again"
_NARROWEST, _WIDEST = 0.3, 4.0  # what goes beyond is a mistake of its provider
# A file below the content folder whose name means nothing to HTML, to an address, or to Pelican's links.
_PLAIN_PATH = re.compile(r"[\w-][\w.-]*+(?:/[\w-][\w.-]*+)*+")


class DamagedError(ValueError):
    """The file cannot be read as a whole; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is known of a video: `None` and `()` where its provider says nothing.

    `posters` are files in the content folder, each with its width in pixels, the narrowest first, `captions` others.
    `thumbnail_url` is the provider's picture that the posters were made from. A short address has `leads_to` alone.
    """

    title: str | None = None
    description: str | None = None
    uploader: str | None = None
    uploaded: datetime | None = None
    duration_s: int | None = None
    chapters: tuple[Chapter, ...] = ()
    width_px: int | None = None
    height_px: int | None = None
    thumbnail_url: str | None = None
    posters: tuple[tuple[str, int], ...] = ()
    captions: tuple[FetchedCaptions, ...] = ()
    leads_to: str | None = None

    @property
    def aspect_ratio(self) -> tuple[int, int] | None:
        """Width to height in lowest terms, or None where they are unknown or no picture's.

        >>> Fetched(width_px=1920, height_px=1080).aspect_ratio
        (16, 9)
        """
        if not self.width_px or not self.height_px or not _NARROWEST <= self.width_px / self.height_px <= _WIDEST:
            return None
        divisor = math.gcd(self.width_px, self.height_px)
        return self.width_px // divisor, self.height_px // divisor

    def filled_from(self, other: "Fetched") -> "Fetched":
        """Return this record with what it lacks taken from another one of the same video."""
        lacking = [field.name for field in fields(self) if getattr(self, field.name) in (None, ())]
        if "width_px" in lacking or "height_px" in lacking:
            lacking += ["width_px", "height_px"]
        return replace(self, **{name: getattr(other, name) for name in lacking})


def poster_files(videos: Iterable[str], fetched: Mapping[str, Fetched]) -> set[str]:
    """Return the posters fetched for videos, by the names of their records, as paths in the content."""
    return {path for name in videos if name in fetched for path, _ in fetched[name].posters}


def caption_files(videos: Iterable[str], fetched: Mapping[str, Fetched]) -> set[str]:
    """Return the caption files fetched for videos, likewise."""
    return {one.path for name in videos if name in fetched for one in fetched[name].captions}


def resolved_addresses(fetched: Mapping[str, Fetched]) -> dict[str, str]:
    """Return where each short address leads to."""
    return {short: record.leads_to for short, record in fetched.items() if record.leads_to}


def load(path: Path) -> tuple[dict[str, Fetched], tuple[Problem, ...]]:
    """Return the records of the file by each video's `watch_url`, and what in it cannot be used. Never raises.

    A missing file holds nothing. Posters and captions that are missing beside it are left out of their records.
    """
    try:
        records, problems = read_records(path)
    except DamagedError as error:
        return {}, (Problem(path.name, "", str(error)),)
    named = poster_files(records, records) | caption_files(records, records)
    lost = {file for file in named if not (path.parent / file).is_file()}
    for url, record in records.items():
        posters = tuple(pair for pair in record.posters if pair[0] not in lost)
        captions = tuple(one for one in record.captions if one.path not in lost)
        records[url] = replace(record, posters=posters, captions=captions)
    return records, (*problems, *(Problem(path.name, file, f"no such file; {_AGAIN}") for file in sorted(lost)))


def read_records(path: Path) -> tuple[dict[str, Fetched], tuple[Problem, ...]]:
    """Return the file's records as they stand in it, and a problem for each that cannot be read.

    Raises `DamagedError` where the file as a whole cannot be.
    """
    mend = "mend it, or delete it and run `pelican-videopost fetch`"
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        raise DamagedError(f"cannot be read ({error.strerror}); {mend}") from error
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"no JSON in UTF-8 ({error}); {mend}") from error
    number = document.get("format") if isinstance(document, dict) else None
    if isinstance(number, int) and number > _FORMAT:
        raise DamagedError("written by a newer pelican-videopost; install that one here too")
    if number != _FORMAT or not isinstance(document.get("videos"), dict):
        raise DamagedError(f"not what `pelican-videopost fetch` writes; {mend}")
    records: dict[str, Fetched] = {}
    problems = []
    for url, value in document["videos"].items():
        try:
            records[_text(url)] = from_json(value)
        except ValueError as error:
            problems.append(Problem(path.name, url, f"{error}; {_AGAIN}"))
    return records, tuple(problems)


def save(path: Path, records: Mapping[str, Fetched]) -> None:
    """Write all records: sorted, one value a line, so that a change shows as a small difference.

    The file is there as a whole at any moment, old or new, even if the machine stops.
    """
    document = {"format": _FORMAT, "videos": {url: to_json(record) for url, record in records.items()}}
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_whole(path, text.encode())


def to_json(record: Fetched) -> dict[str, object]:
    """Return a record as it stands in the file: long texts by line, chapters as an author writes them.

    >>> to_json(Fetched(title="Montage", chapters=(Chapter(95, "Heart's on Fire"),)))
    {'title': 'Montage', 'chapters': ["1:35 Heart's on Fire"]}
    """
    values: dict[str, object] = {
        "title": record.title,
        "description": record.description.split("\n") if record.description else None,
        "uploader": record.uploader,
        "uploaded": record.uploaded.isoformat() if record.uploaded else None,
        "duration_s": record.duration_s,
        "chapters": [f"{format_clock(chapter.start_s)} {chapter.title}" for chapter in record.chapters],
        "width_px": record.width_px,
        "height_px": record.height_px,
        "thumbnail_url": record.thumbnail_url,
        "posters": dict(record.posters),
        "captions": {one.path: {"language": one.language, "by_machine": one.by_machine} for one in record.captions},
        "leads_to": record.leads_to,
    }
    return {name: value for name, value in values.items() if value}


def from_json(value: object) -> Fetched:
    """Return the record that `to_json` made `value` of. Raises `ValueError`, naming what cannot be read."""
    if not isinstance(value, dict):
        raise ValueError("not a record")
    read: dict[str, Any] = {}
    for name in _READERS.keys() & value.keys():
        try:
            read[name] = _READERS[name](value[name])
        except ValueError as error:
            raise ValueError(f"{name} cannot be read ({error})") from error
    return Fetched(**{name: found for name, found in read.items() if found})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    value.encode()  # half a surrogate pair could not be written to any page
    return value


def _lines(value: object) -> str:
    if not isinstance(value, list):
        raise ValueError("not a list of lines")
    return "\n".join(map(_text, value))


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10_000_000:
        raise ValueError("not a whole number above 0, or one far too large")
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment


def _chapters(value: object) -> tuple[Chapter, ...]:
    chapters = {}
    for line in _lines(value).splitlines():
        start, _, title = line.partition(" ")
        start_s = parse_seconds(start)
        if start_s is None or not title.strip():
            raise ValueError(f"{line!r} is no time and title")
        chapters[start_s] = Chapter(start_s, title.strip())
    return tuple(chapters[start_s] for start_s in sorted(chapters))


def _files(value: object) -> list[tuple[str, object]]:
    if not isinstance(value, dict):
        raise ValueError("not a dict of files")
    for path in value:
        if not _PLAIN_PATH.fullmatch(_text(path)):
            raise ValueError(f"{path!r} is no path of letters, digits, dots and hyphens in the content folder")
    return list(value.items())


def _posters(value: object) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(((path, _number(width_px)) for path, width_px in _files(value)), key=lambda pair: pair[1]))


def _captions(value: object) -> tuple[FetchedCaptions, ...]:
    found = []
    for path, said in _files(value):
        if not isinstance(said, dict) or not LANGUAGE.fullmatch(_text(said.get("language"))):
            raise ValueError(f"{path!r} has no language")
        found.append(FetchedCaptions(path, said["language"], said.get("by_machine") is True))
    return tuple(found)


_READERS: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(("title", "uploader", "thumbnail_url", "leads_to"), _text),
    **dict.fromkeys(("duration_s", "width_px", "height_px"), _number),
    "description": _lines,
    "uploaded": _moment,
    "chapters": _chapters,
    "posters": _posters,
    "captions": _captions,
}
