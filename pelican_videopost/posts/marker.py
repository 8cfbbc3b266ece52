"""Where an author cut a post in two: the marker "[+]", or WordPress's `<!--more-->`."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pelican_videopost.base.markup import is_empty
from pelican_videopost.posts.outline import Element, Outline

MARKER = "[+]"
# Elements that only group blocks: docutils wraps each section into one, HTML authors whole posts.
WRAPPERS = frozenset({"div", "section", "article", "main"})

_ID = re.compile(r"\sid\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
# WordPress's comment may hold the words of its link.
_COMMENT = re.compile(r"<!--\s*more\b")
_SPACE = r"(?:\s|&nbsp;|&#160;|<br\s*/?>)"
# What may stand between a marker and the end of its block.
_ENDING = re.compile(rf"(?:{_SPACE}|</[a-zA-Z][^<>]*>)*+")
_SPACE_MARK = re.compile(r"(?:&nbsp;|&#160;|<br\s*/?>)\Z")
_LONGEST_SPACE_MARK = 12
# The marker as people type it: with spaces in it, or in the wide letters of Chinese and Japanese keyboards.
_BLANK = r"(?:\s|&nbsp;|&#160;){0,2}+"
_MARK = re.compile(rf"[\[［]{_BLANK}[+＋]{_BLANK}[\]］]")
_PUNCTUATION = re.compile(r"[.,;:!?…。！？]{1,3}+")
_SENTENCE_ENDS = (*'.!?…:。！？”»)"', "&quot;", "&rdquo;")
_LINE_BEGINS = re.compile(r"(?:\n|<br\s*/?>)(?:[^\S\n]|&nbsp;)*\Z")
_LINE_ENDS = re.compile(r"(?:[^\S\n]|&nbsp;|</(?:b|em|i|span|strong)>)*+(?:<br\s*+/?>|\n)")
_SPACES = re.compile(rf"{_SPACE}*+")
_LONGEST_INDENT = 40
_ENDS_BARE_TEXT = re.compile(r"[^\S\n]*(?:<br\s*/?>|\n|\Z|</?([a-zA-Z][a-zA-Z0-9]*))")
_NO_MARKER_WITHIN = frozenset("code pre kbd samp script style template textarea title svg math a button select".split())
_PHRASING = frozenset(
    "a abbr b bdi bdo cite code data dfn em i kbd mark q s samp small span strong sub sup time u var".split()
)
# What a text may be cut in the middle of: each half gets tags of its own.
_DIVISIBLE = WRAPPERS | {"p", "ul", "ol", "li", "blockquote"} | (_PHRASING - _NO_MARKER_WITHIN)


class Cut(NamedTuple):
    """Where teaser and full text part: the marker, and the block that it ends. The full text begins at `block_end`.

    `within` a block, the marker is all that goes.
    """

    start: int
    end: int
    block_start: int
    block_end: int
    wrappers: tuple[Element, ...]
    within: bool = False


class _Surroundings(NamedTuple):
    """What a place lies in: wrappers, the outermost first, the block in them, and the innermost element of all.

    `is_code` where a marker is only text, and `is_divisible` where every element around it may be cut in two.
    """

    wrappers: tuple[Element, ...] = ()
    block: Element | None = None
    innermost: Element | None = None
    is_code: bool = False
    is_divisible: bool = True

    def within(self, element: Element) -> "_Surroundings":
        """Return what a place within an element that lies here lies in."""
        is_wrapper = self.block is None and element.name in WRAPPERS
        return _Surroundings(
            (*self.wrappers, element) if is_wrapper else self.wrappers,
            None if is_wrapper else self.block or element,
            element,
            self.is_code or element.name in _NO_MARKER_WITHIN,
            self.is_divisible and element.name in _DIVISIBLE,
        )


def cuts(html: str, found: Outline) -> Iterator[Cut]:
    """Yield the cut that each marker of a fragment makes, in order; one that is only text makes none."""
    yield from (cut for _, cut in _markers(html, found) if cut)


def _markers(html: str, found: Outline) -> Iterator[tuple[str, Cut | None]]:
    """Yield each marker that is not part of a tag or of code, with the cut that it makes; None where it makes none."""
    known: dict[Element | None, _Surroundings] = {None: _Surroundings()}
    for start, end in _places(html, found):
        innermost = found.innermost(start)
        if innermost is not None and not innermost.inner_start <= start < innermost.inner_end:
            continue  # in an attribute
        around = _surroundings(innermost, known)
        if not around.is_code:
            yield html[start:end], _cut(html, around, start, end)


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
    if cut.within:
        return cut.start, cut.end
    before = _end_of_text(html, cut.block_start, cut.start)
    if is_empty(html[cut.block_start : before] + html[cut.end : cut.block_end]):
        return cut.block_start, cut.block_end
    return before, cut.end


def closing(wrappers: Iterable[Element]) -> str:
    """Return the end tags of elements that are cut, the outermost of which is named first."""
    return "".join(reversed([f"</{wrapper.name}>" for wrapper in wrappers]))


def opening(wrappers: Iterable[Element]) -> str:
    """Return the start tags that open cut elements again, without the ids that their first halves have."""
    return "".join(f"<{wrapper.name}{_ID.sub('', wrapper.attributes)}>" for wrapper in wrappers)


def stray_marker(html: str, found: Outline) -> str | None:
    """Return the first marker of a fragment that its author may have meant to cut, and that does not; else None."""
    return next((marker for marker, cut in _markers(html, found) if cut is None), None)


def has_marker(html: str) -> bool:
    """Whether there is anything in a text that looks like a marker."""
    return _MARK.search(html) is not None


def _places(html: str, found: Outline) -> Iterator[tuple[int, int]]:
    comments = [(start, end) for start, end in found.unseen if _COMMENT.match(html, start)]
    markers = [(match.start(), match.end()) for match in _MARK.finditer(html)]
    yield from sorted(comments + [place for place in markers if not found.is_unseen(place[0])])


def _cut(html: str, around: _Surroundings, start: int, end: int) -> Cut | None:
    """Return the cut a marker makes, or None where it is only text: before the end of its block."""
    is_comment = html.startswith("<!--", start)
    if around.innermost is None or around.block is None:
        ends = is_comment or _ends_bare_text(html, end)
        return Cut(start, end, start, end, around.wrappers) if ends else None
    block = around.block
    whole = Cut(start, end, block.start, block.end, around.wrappers)
    if _ENDING.fullmatch(html, end, block.end):
        return whole
    mark = _PUNCTUATION.match(html, end)
    if mark and _ENDING.fullmatch(html, mark.end(), block.end):
        before = html[block.inner_start : _end_of_text(html, block.inner_start, start)]
        return whole._replace(end=mark.end()) if is_empty(before) or before.endswith(_SENTENCE_ENDS) else whole
    if not is_comment and not _ends_line(html, around.innermost, start, end):
        return None
    if around.is_divisible:
        return _within(html, around.innermost, start, end)
    return whole if is_comment else None


def _ends_line(html: str, innermost: Element, start: int, end: int) -> bool:
    """Whether a marker ends a line within its block, and stands alone in it or after a sentence."""
    if not _LINE_ENDS.match(html, end):
        return False
    before = html[max(innermost.inner_start, start - _LONGEST_INDENT) : start]
    text = before[: _end_of_text(before, 0, len(before))]
    return not text or text.endswith(_SENTENCE_ENDS) or _LINE_BEGINS.search(before) is not None


def _within(html: str, innermost: Element, start: int, end: int) -> Cut:
    """Return the cut through all elements around a marker, but for those that would leave one half empty."""
    wrappers = [*reversed([*innermost.ancestors()]), innermost]
    before, split = _end_of_text(html, wrappers[-1].inner_start, start), end
    while wrappers and is_empty(html[split : wrappers[-1].inner_end]):
        split = wrappers.pop().end
    if split > end:
        return Cut(before, end, split, split, tuple(wrappers), within=True)
    spaces = _SPACES.match(html, end)
    end = spaces.end() if spaces else end
    if not is_empty(html[wrappers[-1].inner_start : before]):
        return Cut(before, end, end, end, tuple(wrappers), within=True)
    split = start
    while wrappers and is_empty(html[wrappers[-1].inner_start : split]):
        split = wrappers.pop().start
    return Cut(start, end, split, split, tuple(wrappers), within=True)


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
