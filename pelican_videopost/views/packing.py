"""What a build keeps until its last page is written, kept small: parts of a post's text, and the views of posts.

A site of many thousand posts would otherwise hold every text twice or three times.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pelican_videopost.views.published import Article

Piece = str | slice

# Texts are looked for by so many of their first letters, which nearly always stand in a post only once.
_BEGINNING = 64
# zlib looks so far back for what was there before.
_WINDOW = 4_096
# No view has this letter; one that does is packed as it is.
_GAP = "\0"


def shared(text: str, source: str) -> Piece:
    """Return where `text` stands in `source`, or `text` itself where it does not.

    >>> shared("lo wo", "hello world")
    slice(3, 8, None)
    """
    start = source.find(text[:_BEGINNING])
    return slice(start, start + len(text)) if start >= 0 and source.startswith(text, start) else text


def restored(piece: Piece, source: str) -> str:
    """Return the text that `shared` gave this for."""
    return piece if isinstance(piece, str) else source[piece]


class _Packed(NamedTuple):
    """A view: what is its own, packed, and the places in a source of what stands between."""

    data: bytes
    source: str
    places: tuple[slice, ...]


class Kept:
    """Views of one kind, each made once for each address of the site, and packed until it is asked for again.

    What a view shares with its post and with the first of its kind takes no room, and that is nearly all of it: it
    saves half of plain Pelican's memory.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._sample = b""
        self._packed: dict[str, dict[Article, _Packed]] = defaultdict(dict)

    def get(self, article: Article, siteurl: str, make: Callable[[], tuple[str, Iterable[str]]]) -> str:
        """Return the view of a post, made now where it was not before, with the parts of the post that stand in it."""
        views = self._packed[siteurl]
        if article in views:
            return self._unpack(views[article])
        view, parts = make()
        views[article] = self._pack(view, parts, article._content)
        return view

    def _pack(self, view: str, parts: Iterable[str], source: str) -> _Packed:
        own, places, position = "", [], 0
        for part in parts if _GAP not in view else ():
            start, place = view.find(part[:_BEGINNING], position), shared(part, source)
            if part and isinstance(place, slice) and start >= 0 and view.startswith(part, start):
                own += view[position:start] + _GAP
                places.append(place)
                position = start + len(part)
        data = _bytes(own + view[position:])
        self._sample = self._sample or data[:_WINDOW]
        packer = zlib.compressobj(1, wbits=-12, memLevel=5, zdict=self._sample)
        return _Packed(packer.compress(data) + packer.flush(), source, tuple(places))

    def _unpack(self, packed: _Packed) -> str:
        data, source, places = packed
        own = zlib.decompressobj(-12, zdict=self._sample).decompress(data).decode("utf-8", "surrogatepass")
        if not places:
            return own
        first, *others = own.split(_GAP)
        return first + "".join([source[place] + other for place, other in zip(places, others, strict=True)])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
