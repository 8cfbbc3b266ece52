"""The sections of a post that go into its sidebars: which heading starts one, and where it ends."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pelican_videopost.base.labels import fold
from pelican_videopost.base.markup import plain_text
from pelican_videopost.posts.marker import WRAPPERS
from pelican_videopost.posts.outline import Element, Outline

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FOOTNOTES = 'class="footnote"'
_NUMBER_OR_PERMALINK = re.compile(r"\b(?:sectnum|headerlink)\b")
_SOURCE = re.compile(r"\ssrc\b", re.IGNORECASE)


class Section(NamedTuple):
    """A section: `heading` with all that belongs to it, from `start` to `end` of the whole fragment."""

    name: str
    heading: Element
    start: int
    content_end: int
    end: int


class Contents:
    """A fragment's headings and what ends a section beside them, each looked up by its place."""

    def __init__(self, html: str, found: Outline) -> None:
        """Collect headings, the block of footnotes and the scripts at the end."""
        self._html = html
        self.elements = found.elements
        self.headings = list(_headings(found.elements))
        self._starts = [heading.start for heading in self.headings]
        # Python-Markdown puts all footnotes at the very end, whatever section comes last: they belong to the text.
        self._notes = [element for element in found.elements if _FOOTNOTES in element.attributes]
        self.scripts_start = _scripts_at_end(html, found)

    def sections(self, titles: Mapping[str, str]) -> Iterator[Section]:
        """Yield the sections in order; `titles` gives the name of each by the folded words of its heading."""
        end = 0
        for heading in self.headings:
            if heading.start < end or (name := titles.get(fold(self._words(heading)))) is None:
                continue
            section = self._section(name, heading)
            end = section.end
            yield section

    def _words(self, heading: Element) -> str:
        """Return the words of a heading, without the number and the permalink that other tools put there."""
        html, position, pieces = self._html, heading.inner_start, []
        if not _NUMBER_OR_PERMALINK.search(html, position, heading.inner_end):
            return plain_text(html[position : heading.inner_end])
        first = bisect_right(self.elements, heading.start, key=_start)
        for element in self.elements[first:]:
            if element.start >= heading.inner_end:
                break
            if element.start >= position and _NUMBER_OR_PERMALINK.search(element.attributes):
                pieces.append(html[position : element.start])
                position = element.end
        return plain_text("".join([*pieces, html[position : heading.inner_end]]))

    def _section(self, name: str, heading: Element) -> Section:
        """Return a section; it ends at the next heading of its level or a higher one, or with its parent."""
        html, parent = self._html, heading.parent
        limit = parent.inner_end if parent else max(self.scripts_start, heading.end)
        whole = limit
        limit = min([limit, *self._next_heading(heading, limit)])
        limit = min([limit, *_first_child(self._notes, parent, heading.start, limit)])
        if parent is not None and limit == whole and not html[parent.inner_start : heading.start].strip():
            return Section(name, heading, parent.start, limit, parent.end)
        return Section(name, heading, heading.start, limit, limit)

    def _next_heading(self, heading: Element, limit: int) -> Iterator[int]:
        for later in self.headings[bisect_right(self._starts, heading.start) :]:
            if later.start >= limit:
                return
            if later.name <= heading.name:
                for element in (later, *later.ancestors()):
                    if element.parent is heading.parent and element.start > heading.start:
                        yield element.start
                        return


def _headings(elements: Iterable[Element]) -> Iterator[Element]:
    """Yield the headings that lie in nothing but wrappers."""
    outside: set[Element | None] = {None}
    for element in elements:
        if element.parent in outside:
            if element.name in WRAPPERS:
                outside.add(element)
            elif element.name in _HEADINGS:
                yield element


def _start(element: Element) -> int:
    return element.start


def _first_child(elements: list[Element], parent: Element | None, start: int, limit: int) -> Iterable[int]:
    """Yield where the first of the elements begins that is a child of `parent` and stands after `start`."""
    for element in elements[bisect_right(elements, start, key=_start) :]:
        if element.start >= limit:
            return
        if element.parent is parent:
            yield element.start
            return


def _scripts_at_end(html: str, found: Outline) -> int:
    """Return where the scripts at the end begin that serve the whole text, such as the one that draws formulas."""
    end = len(html)
    for element in reversed(found.elements):
        inline = element.name == "script" and element.parent is None and not _SOURCE.search(element.attributes)
        if not inline or html[element.end : end].strip():
            break
        end = element.start
    return end
