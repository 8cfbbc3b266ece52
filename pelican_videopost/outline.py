"""Where the elements of an HTML fragment begin and end, by offsets into the text.

A post is cut in a few places only. Knowing the offsets leaves every other byte of it as its author and their
Markdown renderer made it, at a tenth of the cost of building a tree and printing it again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Half of all tags are those of phrases. (1) One with neither tag nor bracket in it holds no place to cut a post at.
_PHRASE = (
    r"<(abbr|a|b|cite|code|em|i|mark|small|span|strong|sub|sup)(?:\s(?:[^<>\"'\[]++|\"[^\"\[]*+\")*+)?(?<!/)>"
    r"[^<\[]*+</\1>"
)
# A comment, such a phrase, or a tag: (2) the slash of an end tag, (3) the name, (4) the attributes with quoted values.
_TAG = re.compile(rf"<!--.*?-->|{_PHRASE}|<(/?)([a-zA-Z][^\s/>]*+)((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>", re.DOTALL)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_RAW_TEXT = frozenset("script style textarea title xmp iframe noembed noframes".split())

# End tags that HTML lets an author leave out, by the start tags that close them.
_BLOCKS = frozenset(
    "address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header"
    " hgroup hr main menu nav ol p pre search section table ul".split()
)
_CLOSED_BY = {
    "p": _BLOCKS,
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


@dataclass(slots=True, eq=False)
class Element:
    """An element's extent: its tags reach from `start` to `end`, its content from `inner_start` to `inner_end`."""

    name: str
    attributes: str
    parent: "Element | None"
    start: int
    inner_start: int
    inner_end: int = -1
    end: int = -1

    def ancestors(self) -> Iterator["Element"]:
        """Yield the elements around this one, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


def outline(html: str) -> list[Element] | None:
    """Return the elements of a fragment in document order, or None if its tags do not match up.

    Phrases that hold no place to cut at are left out.
    """
    if _unclosed_comment(html) >= 0:
        return None
    elements: list[Element] = []
    top: Element | None = None
    position = 0
    while match := _TAG.search(html, position):
        position = match.end()
        _, slash, name, attributes = match.groups()
        if name is None:
            continue
        name = name.lower()
        if slash:
            top = _close(top, name, match)
            if top is None:
                return None
            top = top.parent
            continue
        while top is not None and name in _CLOSED_BY.get(top.name, ()):
            top.inner_end = top.end = match.start()
            top = top.parent
        element = Element(name, attributes, top, match.start(), match.end())
        elements.append(element)
        if name in _VOID or attributes.endswith("/"):
            if name not in _VOID and not _foreign(element):
                return None
            element.inner_end = element.end = match.end()
            continue
        top = element
        if name in _RAW_TEXT:
            position = html.lower().find(f"</{name}", position)
            if position < 0:
                return None
    return elements if _close_rest(top, len(html)) else None


def _close(top: Element | None, name: str, match: re.Match[str]) -> Element | None:
    """End the innermost open element called `name`, and those within it that need no end tag of their own."""
    while top is not None and top.name != name and top.name in _CLOSED_BY:
        top.inner_end = top.end = match.start()
        top = top.parent
    if top is None or top.name != name:
        return None
    top.inner_end, top.end = match.start(), match.end()
    return top


def _close_rest(top: Element | None, end: int) -> bool:
    while top is not None and top.name in _CLOSED_BY:
        top.inner_end = top.end = end
        top = top.parent
    return top is None


def _foreign(element: Element) -> bool:
    """Whether an element is part of a drawing or a formula, where `<path/>` is whole."""
    return element.name in ("svg", "math") or any(around.name in ("svg", "math") for around in element.ancestors())


def _unclosed_comment(html: str) -> int:
    """Return where a comment begins that never ends, and would hide all that follows; -1 if none does."""
    return html.find("<!--", html.rfind("-->") + 1) if "<!--" in html else -1


def repair(html: str) -> str:
    """Return a fragment whose tags match up, with all the text of one whose tags do not."""
    from bs4 import BeautifulSoup  # not at the top: its import takes longer than most sites have broken posts to repair

    opening = _unclosed_comment(html)
    if opening >= 0:
        html = html[:opening] + html[opening:].replace("<!--", "&lt;!--")
    return str(BeautifulSoup(html, "html.parser"))
