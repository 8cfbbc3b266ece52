"""Moments and lengths of a video: every spelling people use, read to whole seconds and written back."""

import re

_UNITS = re.compile(
    r"(?:(?P<hours>\d++)\s*+h\s*+)?(?:(?P<minutes>\d++)\s*+m(?:in)?\s*+)?(?:(?P<seconds>\d++)(?:\.\d++)?\s*+s?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:(?P<hours>\d+):)?(?P<minutes>\d{1,3}):(?P<seconds>[0-5]?\d)(?:\.\d+)?")
_ISO = re.compile(
    r"P(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.\d+)?S)?)?",
    re.IGNORECASE,
)
# As people type them on a pad of digits, or as their language writes them: `1.35`, `1.02.03`, `7,42`.
_DOTTED_CLOCK = re.compile(r"\d{1,2}(?:[.,][0-5]\d){1,2}")
_UNCLEAR = re.compile(r"\d{1,2}[.,]\d")
_LONGEST_S = 7 * 86400


def parse_seconds(text: str) -> int | None:
    """Return the seconds that `text` names, or None if it names no time within a week.

    Reads `95`, `95s`, `1m35s`, `1h2m3s`, `1:35`, `1:02:03` and ISO 8601 `PT1M35S`; fractions are cut off.

    >>> [parse_seconds(text) for text in ("95", "1m35s", "1:35", "PT1M35S", "soon")]
    [95, 95, 95, 95, None]
    """
    text = text.strip()
    if len(text) > 40 or not text.isascii() or not any(character.isdigit() for character in text):
        return None
    match = _CLOCK.fullmatch(text) or _ISO.fullmatch(text) or _UNITS.fullmatch(text)
    if match is None:
        return None
    part = {name: int(value or 0) for name, value in match.groupdict().items()}
    seconds = part.get("days", 0) * 86400 + part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"]
    return seconds if seconds <= _LONGEST_S else None


def clock_seconds(text: str) -> int | None:
    """Return the seconds that an author's time names, as `parse_seconds` does; `1.35` is a minute and more to them.

    >>> [clock_seconds(text) for text in ("1.35", "1,02,03", "1:35", "1.5")]
    [95, 3723, 95, None]
    """
    text = text.strip()
    if _DOTTED_CLOCK.fullmatch(text):
        text = re.sub("[.,]", ":", text)
    return None if _UNCLEAR.fullmatch(text) else parse_seconds(text)


def format_clock(seconds: int) -> str:
    """Return seconds as a reader expects them beside a video.

    >>> format_clock(95), format_clock(3723)
    ('1:35', '1:02:03')
    """
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def format_iso8601(seconds: int) -> str:
    """Return seconds as an ISO 8601 duration, the form of `<time datetime>` and schema.org.

    >>> format_iso8601(462)
    'PT7M42S'
    """
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (rest, "S"))
    return "PT" + ("".join(f"{value}{unit}" for value, unit in parts if value) or "0S")
