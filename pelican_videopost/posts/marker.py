"""Where an author cut a post in two: the marker "[+]", or WordPress's `<!--more-->`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pelican_videopost.base.markup import is_empty
from pelican_videopost.posts.outline import Element, Outline

MARKER = "[+]"
# Elements that only group blocks: docutils wraps each section into one, HTML authors whole posts.
WRAPPERS = frozenset({"div", "section", "article", "main"})

# WordPress's comment may hold the words of its link.
_COMMENT = re.compile(r"<!--\s*more\b")
_SPACE = r"(?:\s|&nbsp;|&#160;|<br\s*/?>)"
# What may stand between a marker and the end of its block.
_ENDING = re.compile(rf"(?:{_SPACE}|</[a-zA-Z][^<>]*>)*+")
_SPACE_MARK = re.compile(r"(?:&nbsp;|&#160;|<br\s*/?>)\Z")
_LONGEST_SPACE_MARK = 12
_ENDS_BARE_TEXT = re.compile(r"[^\S\n]*(?:<br\s*/?>|\n|\Z|</?([a-zA-Z][a-zA-Z0-9]*))")
_NO_MARKER_WITHIN = frozenset("code pre kbd samp script style template textarea title svg math a button select".split())
_PHRASING = frozenset(
    "a abbr b bdi bdo cite code data dfn em i kbd mark q s samp small span strong sub sup time u var".split()
)


class Cut(NamedTuple):
    """Where teaser and full text part: the marker, and the whole of the block it ends."""

    start: int
    end: int
    block_start: int
    block_end: int
    wrappers: tuple[Element, ...]


class _Surroundings(NamedTuple):
    """What a place lies in: wrappers, the outermost first, the block in them, and whether a marker is text there."""

    wrappers: tuple[Element, ...] = ()
    block: Element | None = None
    is_text: bool = False

    def within(self, element: Element) -> "_Surroundings":
        """Return what a place within an element that lies here lies in."""
        is_text = self.is_text or element.name in _NO_MARKER_WITHIN
        if self.block is None and element.name in WRAPPERS:
            return _Surroundings((*self.wrappers, element), None, is_text)
        return _Surroundings(self.wrappers, self.block or element, is_text)


def cuts(html: str, found: Outline) -> Iterator[Cut]:
    """Yield the cut that each marker of a fragment makes, in order; one that is only text makes none."""
    known: dict[Element | None, _Surroundings] = {None: _Surroundings()}
    for start, end in _places(html, found):
        innermost = found.innermost(start)
        if innermost is not None and not innermost.inner_start <= start < innermost.inner_end:
            continue  # in an attribute
        if cut := _cut(html, _surroundings(innermost, known), start, end):
            yield cut


def _surroundings(element: Element | None, known: dict[Element | None, _Surroundings]) -> _Surroundings:
    """Return what lies around the content of an element; each element is gone through once, for all markers."""
    inner: list[Element] = []
    while element is not None and element not in known:
        inner.append(element)
        element = element.parent
    found = known[element]
    for child in reversed(inner):
        found = known[child] = found.within(child)
    return found


def removal(html: str, cut: Cut) -> tuple[int, int]:
    """Return what goes with a marker: the space before it, or the whole of a block that it leaves empty."""
    before = _end_of_text(html, cut.block_start, cut.start)
    if is_empty(html[cut.block_start : before] + html[cut.end : cut.block_end]):
        return cut.block_start, cut.block_end
    return before, cut.end


def _places(html: str, found: Outline) -> Iterator[tuple[int, int]]:
    comments = [(start, end) for start, end in found.unseen if _COMMENT.match(html, start)]
    markers = [(match.start(), match.end()) for match in re.finditer(r"\[\+\]", html)]
    yield from sorted(comments + [place for place in markers if not found.is_unseen(place[0])])


def _cut(html: str, around: _Surroundings, start: int, end: int) -> Cut | None:
    """Return the cut a marker makes, or None where it is only text: in code, or before the end of its block."""
    if around.is_text:
        return None
    block = around.block
    if block is not None:
        if not _ENDING.fullmatch(html, end, block.end):
            return None
        return Cut(start, end, block.start, block.end, around.wrappers)
    if html.startswith(MARKER, start) and not _ends_bare_text(html, end):
        return None
    return Cut(start, end, start, end, around.wrappers)


def _ends_bare_text(html: str, position: int) -> bool:
    """Whether text outside any block ends here: with the line, the fragment, or before a block."""
    rest = _ENDS_BARE_TEXT.match(html, position)
    return rest is not None and (rest[1] is None or rest[1].lower() not in _PHRASING)


def _end_of_text(html: str, start: int, end: int) -> int:
    """Return where a stretch ends without the space at its end, however HTML writes that."""
    while end > start:
        if html[end - 1].isspace():
            end -= 1
        elif mark := _SPACE_MARK.search(html, max(start, end - _LONGEST_SPACE_MARK), end):
            end = mark.start()
        else:
            break
    return end
