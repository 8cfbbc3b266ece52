"""Texts kept as places in another text: what a view shows of a post mostly stands in the post already.

A site of many thousand posts would otherwise hold every text twice or three times until its last page is written.
"""

from collections.abc import Iterable
from typing import NamedTuple

Piece = str | slice

# Texts are looked for by so many of their first letters, which nearly always stand in a post only once.
_BEGINNING = 64


def shared(text: str, source: str) -> Piece:
    """Return where `text` stands in `source`, or `text` itself where it does not.

    >>> shared("lo wo", "hello world")
    slice(3, 8, None)
    """
    start = _find(text, source)
    return text if start < 0 else slice(start, start + len(text))


def restored(piece: Piece, source: str) -> str:
    """Return the text that `shared` gave this for."""
    return piece if isinstance(piece, str) else source[piece]


class Folded(NamedTuple):
    """A text of which some stretches stand in a source."""

    source: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, text: str, parts: Iterable[Piece], source: str) -> "Folded":
        """Fold a text in which some `parts`, themselves folded, come in this order."""
        pieces: list[Piece] = []
        position = 0
        for part in parts:
            stretch = restored(part, source)
            start = _find(stretch, text, position) if stretch else -1
            if start >= 0:
                pieces += [text[position:start], part]
                position = start + len(stretch)
        return cls(source, (*pieces, text[position:]))

    def __str__(self) -> str:
        source = self.source
        return "".join([piece if isinstance(piece, str) else source[piece] for piece in self.pieces])


def _find(text: str, source: str, position: int = 0) -> int:
    """Return where in `source` a text stands that begins like nothing before it, -1 where none is found."""
    start = source.find(text[:_BEGINNING], position)
    return start if start >= 0 and source.startswith(text, start) else -1
