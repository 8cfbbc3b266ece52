"""Where the elements of an HTML fragment begin and end, by offsets into the text.

A post is cut in a few places only. Knowing the offsets leaves every other byte of it as its author and their
Markdown renderer made it, at a tenth of the cost of building a tree and printing it again.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pelican_videopost.base.markup import VOID, Token, escape_strays, tokens

# Deeper nesting no browser keeps.
_DEEPEST = 500

# What an element says about all within it, known without the way up.
_NOTED = frozenset({"p", "svg", "math"})

# End tags that HTML lets an author leave out, by the start tags that close them.
_BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header"
    " hgroup hr main menu nav ol p pre search section table ul".split()
)
_CLOSED_BY = {
    "p": _BLOCKS | {"li", "dt", "dd", "td", "th", "tr", "tbody", "tfoot"},
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option", "optgroup"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "thead": frozenset({"tbody", "tfoot"}),
    "tbody": frozenset({"tbody", "tfoot"}),
    "tfoot": frozenset(),
}


class UnbalancedError(ValueError):
    """The tags of a fragment do not match up; `position` is where the first one stands that has no match."""

    def __init__(self, position: int) -> None:
        """Keep the offset of the tag."""
        super().__init__(f"a tag at {position} has no match")
        self.position = position


@dataclass(slots=True, eq=False)
class Element:
    """An element's extent: its tags reach from `start` to `end`, its content from `inner_start` to `inner_end`.

    `noted` are those of a few names that itself or an element around it has.
    """

    name: str
    attributes: str
    parent: "Element | None"
    start: int
    inner_start: int
    inner_end: int = -1
    end: int = -1
    depth: int = 1
    noted: frozenset[str] = frozenset()

    def ancestors(self) -> Iterator["Element"]:
        """Yield the elements around this one, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


@dataclass(slots=True)
class Outline:
    """The elements of a fragment in document order, and where its comments and raw texts are."""

    elements: list[Element] = field(default_factory=list)
    unseen: list[tuple[int, int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def innermost(self, position: int) -> Element | None:
        """Return the innermost element that a position lies within, tags included; None outside of all."""
        if len(self._starts) != len(self.elements):
            self._starts = [element.start for element in self.elements]
        before = bisect_left(self._starts, position) - 1
        element = self.elements[before] if before >= 0 else None
        while element is not None and element.end <= position:
            element = element.parent
        return element

    def is_unseen(self, position: int) -> bool:
        """Whether a position lies within a comment or raw text, past its beginning."""
        before = bisect_right(self.unseen, (position, -1)) - 1
        return before >= 0 and self.unseen[before][0] < position < self.unseen[before][1]


def outline(html: str) -> Outline:
    """Return the outline of a fragment; raises `UnbalancedError` where its tags do not match up."""
    found = Outline()
    top: Element | None = None
    for token in tokens(html):
        if token.greedy:
            raise UnbalancedError(token.start)
        if token.kind in ("comment", "raw"):
            found.unseen.append((token.start, token.end))
        elif token.kind == "end":
            top = _closed(top, token)
        elif token.kind == "start":
            while top is not None and token.name in _CLOSED_BY.get(top.name, ()):
                top.inner_end = top.end = token.start
                top = top.parent
            top = _opened(found, top, token)
    while top is not None:
        if top.name not in _CLOSED_BY:
            raise UnbalancedError(top.start)
        top.inner_end = top.end = len(html)
        top = top.parent
    return found


def _opened(found: Outline, top: Element | None, token: Token) -> Element | None:
    """Add the element of a start tag; return the innermost one that is open after it."""
    depth = top.depth + 1 if top is not None else 1
    noted = top.noted if top is not None else frozenset()
    if token.name in _NOTED:
        noted |= {token.name}
    element = Element(token.name, token.attributes, top, token.start, token.end, depth=depth, noted=noted)
    found.elements.append(element)
    if depth > _DEEPEST:
        raise UnbalancedError(token.start)
    if token.name in VOID or token.attributes.endswith("/"):
        if token.name not in VOID and not {"svg", "math"} & noted:  # in these `<path/>` is whole
            raise UnbalancedError(token.start)
        element.inner_end = element.end = token.end
        return top
    return element


def _closed(top: Element | None, token: Token) -> Element | None:
    """End the innermost open element of an end tag's name, and those within it that need no end tag of their own."""
    if token.name in VOID:
        return top  # as in the embed code of old: `<param></param>`
    if token.name == "p" and (top is None or "p" not in top.noted):
        return top  # to a browser an empty paragraph
    while top is not None and top.name != token.name and top.name in _CLOSED_BY:
        top.inner_end = top.end = token.start
        top = top.parent
    if top is None or top.name != token.name:
        raise UnbalancedError(token.start)
    top.inner_end, top.end = token.start, token.end
    return top.parent


def repair(html: str) -> str:
    """Return a fragment whose tags match up and that says the same, every letter of it.

    What a browser would hide is escaped, what is open is closed, an end tag without a beginning goes. A fragment that
    is nested too deeply stays as it is.
    """
    html = escape_strays(html)
    pieces: list[str] = []
    opened: list[str] = []
    count: Counter[str] = Counter()
    position = 0
    for token in tokens(html):
        if token.kind not in ("start", "end"):
            continue
        pieces.append(html[position : token.start])
        position = token.end
        if token.kind == "start":
            while opened and token.name in _CLOSED_BY.get(opened[-1], ()):
                count[opened.pop()] -= 1
            pieces.append(_whole_tag(token, html))
            if token.name not in VOID and not token.attributes.endswith("/"):
                opened.append(token.name)
                count[token.name] += 1
        elif count[token.name]:
            pieces += _end_tags(opened, count, token.name)
        if len(opened) > _DEEPEST:
            return html
    return "".join([*pieces, html[position:], *_end_tags(opened, count, None)])


def _whole_tag(token: Token, html: str) -> str:
    """Return a start tag; with its end, where the author wrote `<div/>` for an element that is empty."""
    tag = html[token.start : token.end]
    if token.name in VOID or not token.attributes.endswith("/"):
        return tag
    return f"{tag[:-2].rstrip()}></{token.name}>"


def _end_tags(opened: list[str], count: Counter[str], name: str | None) -> Iterator[str]:
    """Yield the end tags of what was opened last, up to the innermost element of a name, or of all."""
    while opened:
        innermost = opened.pop()
        count[innermost] -= 1
        yield f"</{innermost}>"
        if innermost == name:
            return
