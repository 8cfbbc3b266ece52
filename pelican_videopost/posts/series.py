"""The series that a post is a part of: as its author says, or as its title does."""

import re

from pelican_videopost.base.model import Series

# "Part 2" in the languages that the plugin knows, and how programmes count their episodes.
_PART_WORDS = (
    "part|pt|episode|ep|chapter|teil|folge|partie|épisode|parte|episodio|puntata|capítulo|capitolo|deel|aflevering"
    "|część|odcinek|الجزء|الحلقة"
)
_ROMAN = {numeral: number for number, numeral in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
_WORDS = {word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_NUMBER = rf"(?P<number>\d{{1,4}}|{'|'.join([*reversed(_ROMAN), *_WORDS])})"
_IN_TITLE = (
    re.compile(
        rf"(?<!\w)(?:{_PART_WORDS})\.?[ \u00a0]{{0,3}}#?{_NUMBER}(?!\w)"
        r"(?:\s?(?:of|/|von|de|di|van|z)\s?\d{1,4}(?!\w))?",
        re.IGNORECASE,
    ),
    re.compile(r"第(?P<number>\d{1,4})[回話部]"),
    re.compile(r"(?<![\w#])#(?P<number>\d{1,4})(?!\w)"),
    re.compile(r"[(\[](?P<number>\d{1,3})\s?(?:/|of)\s?\d{1,3}[)\]]"),
)
# What an author writes behind the name of a series: "Rocky in Russia; 2", "Rocky in Russia #2".
_PLACE = re.compile(r"(?P<name>.*?\S)\s*(?:[;,#]|[;,]\s*#|\bpart\b)\s*(?P<number>\d{1,4})", re.IGNORECASE)
_EDGES = " \u00a0-–—:;,.|/·•()[]"
_LONGEST = 300


def series_said(text: str) -> Series | None:
    """Return the series that a `Series` line names, None for an empty one.

    >>> series_said("Rocky in Russia; 2"), series_said("Rocky in Russia")
    (Series(name='Rocky in Russia', place=2), Series(name='Rocky in Russia', place=None))
    """
    text = " ".join(text.split())[:_LONGEST]
    match = _PLACE.fullmatch(text)
    if match:
        return Series(match["name"], int(match["number"]))
    return Series(text) if text else None


def series_in_title(title: str) -> Series | None:
    """Return the series that a title is a part of: "Part 2", "#2" or "(2/3)"; None where it has no such thing.

    The name is what stands before it, else what stands behind it.

    >>> series_in_title("How to train, Part 2: the snow")
    Series(name='How to train', place=2)
    >>> series_in_title("Part II: How to train")
    Series(name='How to train', place=2)
    """
    title = title[:_LONGEST]
    for pattern in _IN_TITLE:
        if match := pattern.search(title):
            name = title[: match.start()].strip(_EDGES) or title[match.end() :].strip(_EDGES)
            number = match["number"].lower()
            place = _ROMAN.get(number) or _WORDS.get(number) or int(number)
            return Series(name, place) if name else None
    return None
