"""What is said in a video, as a text to read: paragraphs made from the cues of a caption file."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pelican_videopost.posts.webvtt import MOST_BYTES, Cue, is_webvtt, read_cues

# A silence that begins a new paragraph, and how long one may grow: to its next sentence, or at all.
_PAUSE_S = 2.0
_LONG = 600
_LONGEST = 1200
_SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！", "؟", '."', ".”", '?"', "?”", '!"', "!”")
# Broadcasters write this where somebody else begins to speak.
_NEXT_SPEAKER = ">>"
# Captions that roll up show each line again above the next one: more than this share of the cues begin so.
_ROLLING = 0.3


class Paragraph(NamedTuple):
    """Some sentences: when they begin, in whole seconds, who says them if that is known, and the words."""

    start_s: int
    speaker: str
    text: str


def read_transcript(path: Path) -> list[Paragraph]:
    """Return what a caption file says; nothing where it cannot be read, of which `check_files` tells."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return []
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return []
    return spoken_paragraphs(read_cues(text)) if is_webvtt(text) else []


def spoken_paragraphs(cues: Iterable[Cue]) -> list[Paragraph]:
    """Return the text of cues, cut at pauses, where the speaker changes, and where a paragraph grows too long."""
    found: list[Paragraph] = []
    words: list[str] = []
    length, end_s = 0, 0.0
    start_s, speaker = 0, ""

    def finish() -> None:
        nonlocal words
        if words:
            found.append(Paragraph(start_s, speaker, " ".join(words)))
        words = []

    for cue in _without_repetition(sorted(cues, key=lambda cue: cue.start_s)):
        is_next = False
        for voice, line in cue.lines:
            is_next = is_next or line.startswith(_NEXT_SPEAKER)
            text = line.removeprefix(_NEXT_SPEAKER).strip()
            is_full = length > _LONGEST or (length > _LONG and words[-1:] and words[-1].endswith(_SENTENCE_ENDS))
            if not text:
                continue
            if is_next or voice != speaker or is_full or cue.start_s - end_s >= _PAUSE_S or not words:
                finish()
                length, start_s, speaker = 0, int(cue.start_s), voice
            words.append(text)
            is_next = False
            length += len(text) + 1
            end_s = max(end_s, cue.end_s)
    finish()
    return found


def _without_repetition(cues: list[Cue]) -> Iterator[Cue]:
    """Yield cues without the lines that only stay on the screen from the one before, where captions roll up."""
    repeated = [_repeated(before.lines, cue.lines) for before, cue in pairwise(cues)]
    is_rolling = sum(map(bool, repeated)) > _ROLLING * len(cues)
    for cue, count in zip(cues, [0, *repeated], strict=False):
        yield cue._replace(lines=cue.lines[count:]) if is_rolling else cue


def _repeated(before: tuple[tuple[str, str], ...], lines: tuple[tuple[str, str], ...]) -> int:
    """Return how many lines at the beginning of a cue are those at the end of the one before."""
    most = min(len(before), len(lines), 4)
    return next((count for count in range(most, 0, -1) if before[-count:] == lines[:count]), 0)
