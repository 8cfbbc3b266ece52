"""Caption files in WebVTT, as they are in the wild: https://www.w3.org/TR/webvtt1/.

What is not understood is passed over: settings of cues, notes, styles and regions, whatever stands outside of a cue.
Line ends of any kind, commas for points in times, and cues without an empty line between them are read, too.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from pelican_videopost.base.clean import one_line

# Nobody speaks for so long.
MOST_BYTES = 5_000_000

_TIME = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"[ \t]*+{_TIME}[ \t]*+-->[ \t]*+{_TIME}(?![\d:])")
_TAG = re.compile(r"<(?P<voice>v(?:\.[^<>\s]*+)?[ \t]++(?P<name>[^<>]*+))?[^<>]*+>")
_SEPARATOR = "-->"


class Cue(NamedTuple):
    """What is shown for a while: from when to when, in seconds, and its lines, each with who says it, if known."""

    start_s: float
    end_s: float
    lines: tuple[tuple[str, str], ...]


def is_webvtt(text: str) -> bool:
    """Whether a text begins as every WebVTT file must."""
    return text.startswith("WEBVTT") and text[6:7] in ("", " ", "\t", "\n", "\r")


def has_cues(text: str) -> bool:
    """Whether anything in a WebVTT file can be shown."""
    return next(read_cues(text), None) is not None


def read_cues(text: str) -> Iterator[Cue]:
    r"""Yield the cues of a file that have words in them, in the order of the file.

    >>> list(read_cues("WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ann>No <i>pain</i>"))
    [Cue(start_s=1.0, end_s=2.5, lines=(('Ann', 'No pain'),))]
    """
    times: tuple[float, float] | None = None
    lines: list[str] = []
    for line in [*re.split(r"\r\n?+|\n", text.lstrip("\ufeff")), ""]:
        timing = _TIMING.match(line) if _SEPARATOR in line else None
        if line and timing is None:
            lines.append(line)
            continue
        if timing and lines[-2:-1] and not lines[-2].strip():  # the name of the next cue, below a line of spaces
            lines.pop()
        if times is not None and (spoken := tuple(_spoken(lines))):
            yield Cue(*times, spoken)
        lines = []
        times = (_seconds(timing.groups()[:4]), _seconds(timing.groups()[4:])) if timing else None


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + float(f"0.{fraction or 0}")


def _spoken(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the lines of a cue without tags; a voice holds until the next one begins."""
    voice = ""
    for line in lines:
        if "<" not in line:
            yield from _filled(voice, [line])
            continue
        position = 0
        pieces: list[str] = []
        for tag in _TAG.finditer(line):
            pieces.append(line[position : tag.start()])
            position = tag.end()
            if tag["voice"]:
                yield from _filled(voice, pieces)
                pieces = []
                voice = _plain(tag["name"])
        yield from _filled(voice, [*pieces, line[position:]])


def _filled(voice: str, pieces: list[str]) -> Iterator[tuple[str, str]]:
    text = _plain("".join(pieces))
    if text:
        yield voice, text


def _plain(text: str) -> str:
    """Return a text with its entities read, one space between words, and nothing that a page may not hold."""
    text = unescape(text) if "&" in text else text
    return " ".join(text.split()) if text.isprintable() else one_line(text)
