"""A post's HTML, cut into teaser, full text and the two sections: every word goes somewhere, and only once."""

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

from pelican_videopost.labels import fold
from pelican_videopost.model import Anatomy, Problem
from pelican_videopost.outline import Element, outline, repair

MARKER = "[+]"

# The marker, and WordPress's comment of the same meaning, which may hold the words of its link. Two patterns, each
# with a fixed beginning, are searched for many times faster than one.
_MARKERS = re.compile(r"\[\+\]"), re.compile(r"<!--\s*more\b.*?-->", re.DOTALL)
_SPACE = r"(?:\s|&nbsp;|&#160;|<br\s*/?>)"
# What may stand between a marker and the end of its block.
_ENDING = re.compile(rf"(?:{_SPACE}|</[a-zA-Z][^>]*>)*")
_SPACE_MARK = re.compile(r"(?:&nbsp;|&#160;|<br\s*/?>)\Z")
_LONGEST_SPACE_MARK = 12
_TAGS = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
# Text near the beginning of a fragment, as most have; what begins with an entity may still be space.
_BEGINS_WITH_TEXT = re.compile(r"(?:\s|<!--.*?-->|<[^>]*>)*+[^\s<&]", re.DOTALL)
# Tags between which words stand apart, and marks that are no words of the text.
_BREAKING_TAGS = re.compile(
    r"<(?:/?(?:p|div|li|[ou]l|d[dlt]|h[1-6]|t[dhr]|table|thead|tbody|tfoot|pre|blockquote|section|article|figure|figcaption)"
    r"|br|hr|img)\b[^>]*>",
    re.IGNORECASE,
)
_FOOTNOTES = 'class="footnote"'
_FOOTNOTE_MARK = re.compile(r"<sup\b[^>]*\bid=\"fnref.*?</sup>", re.DOTALL)
_VISIBLE = re.compile(
    r"<(?:img|video|audio|iframe|object|embed|picture|svg|input|button|hr|canvas|script|style)\b", re.I
)
_NUMBER_OR_PERMALINK = re.compile(
    r"<span[^>]*\bsectnum\b.*?</span>|<a[^>]*\bheaderlink\b.*?</a>", re.DOTALL | re.IGNORECASE
)
_ID = re.compile(r"\sid\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)

# Scripts of plugins, such as the one that draws formulas, which serve the whole text.
_SCRIPTS_AT_END = re.compile(
    r"(?:<script\b(?![^>]*\ssrc\b)[^>]*>(?:(?!</script).)*</script\s*>\s*)+\Z", re.DOTALL | re.IGNORECASE
)

# Elements that only group blocks: docutils wraps each section into one, HTML authors whole posts.
_WRAPPERS = frozenset({"div", "section", "article", "main"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NO_MARKER_WITHIN = frozenset(
    {
        "code",
        "pre",
        "kbd",
        "samp",
        "script",
        "style",
        "template",
        "textarea",
        "title",
        "svg",
        "math",
        "a",
        "button",
        "select",
    }
)
_PHRASING = frozenset(
    "a abbr b bdi bdo cite code data dfn em i kbd mark q s samp small span strong sub sup time u var".split()
)


class _Cut(NamedTuple):
    """Where teaser and full text part: the marker, and the whole of the block it ends."""

    start: int
    end: int
    block_start: int
    block_end: int
    wrappers: tuple[Element, ...]


class _Section(NamedTuple):
    """A section: `heading` with all that belongs to it, from `start` to `end` of the whole fragment."""

    name: str
    heading: Element
    start: int
    content_end: int
    end: int


def dissect(html: str, info: Iterable[str], details: Iterable[str]) -> tuple[Anatomy, tuple[Problem, ...]]:
    """Return the parts of a post's HTML, and what in it deserves a word to its author.

    `info` and `details` are the folded titles (see `labels.fold`) by which a heading starts one of the sections.
    A fragment whose tags do not match up is repaired first; otherwise every byte outside the cuts stays as it was.

    >>> dissect("<p>Teaser. [+]</p><p>Text.</p>", (), ())[0]
    Anatomy(teaser='<p>Teaser.</p>', body='<p>Text.</p>', info=None, details=None)
    """
    problems: list[Problem] = []
    elements = outline(html)
    if elements is None:
        problems.append(Problem("text", _excerpt(html), "its tags do not match up; close each one that is opened"))
        html = repair(html)
        elements = outline(html)
        if elements is None:
            return Anatomy(teaser=html), tuple(problems)
    titles = dict.fromkeys(info, "info") | dict.fromkeys(details, "details")
    sections = _sections(html, elements, titles)
    markers = sorted((match for pattern in _MARKERS for match in pattern.finditer(html)), key=re.Match.start)
    cuts = [cut for match in markers if (cut := _cut(html, elements, match))]
    cut = next(iter(cuts), None)
    if len(cuts) > 1:
        extra = html[cuts[1].start : cuts[1].end]
        problems.append(Problem("text", extra, "a second marker is shown as it stands; keep only the first"))
    if cut is not None:
        sections, cut = _end_sections_at(cut, sections, problems)
    return _assemble(html, sections, cut), tuple(problems)


def plain_text(html: str) -> str:
    """Return the words of a fragment, one space between them, nothing escaped, no footnote marks."""
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    words = _TAGS.sub("", _BREAKING_TAGS.sub(" ", _FOOTNOTE_MARK.sub("", html)))
    return " ".join(unescape(words).split())


def is_empty(html: str) -> bool:
    """Whether a fragment shows a reader nothing: no text and nothing drawn or played."""
    if _BEGINS_WITH_TEXT.match(html):
        return False
    return not _VISIBLE.search(html) and not unescape(_TAGS.sub("", html)).strip()


def _excerpt(html: str) -> str:
    text = plain_text(html)
    return text[:60] + "…" if len(text) > 60 else text


def _cut(html: str, elements: list[Element], match: re.Match[str]) -> _Cut | None:
    """Return the cut a marker makes, or None where it is only text: in code, or before the end of its block."""
    around = [element for element in elements if element.start < match.start() < element.end]
    if any(
        element.name in _NO_MARKER_WITHIN or not element.inner_start <= match.start() < element.inner_end
        for element in around
    ):
        return None
    wrappers = []
    for element in around:
        if element.name not in _WRAPPERS:
            break
        wrappers.append(element)
    if len(around) > len(wrappers):
        block = around[len(wrappers)]
        if not _ENDING.fullmatch(html, match.end(), block.end):
            return None
        return _Cut(match.start(), match.end(), block.start, block.end, tuple(wrappers))
    if match[0] == MARKER and not _ends_bare_text(html, match.end()):
        return None
    return _Cut(match.start(), match.end(), match.start(), match.end(), tuple(wrappers))


def _ends_bare_text(html: str, position: int) -> bool:
    """Whether text outside any block ends here: with the line, the fragment, or before a block."""
    rest = re.compile(r"[^\S\n]*(?:<br\s*/?>|\n|\Z|</?([a-zA-Z][a-zA-Z0-9]*))").match(html, position)
    return rest is not None and (rest[1] is None or rest[1].lower() not in _PHRASING)


def _sections(html: str, elements: list[Element], titles: dict[str, str]) -> list[_Section]:
    """Return the sections in order; one ends at the next heading of its level or a higher one, or with its parent."""
    headings = [
        element
        for element in elements
        if element.name in _HEADINGS and all(around.name in _WRAPPERS for around in element.ancestors())
    ]
    sections: list[_Section] = []
    for index, heading in enumerate(headings):
        text = _NUMBER_OR_PERMALINK.sub("", html[heading.inner_start : heading.inner_end])
        name = titles.get(fold(plain_text(text)))
        if name is None or (sections and heading.start < sections[-1].end):
            continue
        following = [later for later in headings[index + 1 :] if later.name <= heading.name]
        sections.append(_section(html, elements, name, heading, following))
    return sections


def _section(html: str, elements: list[Element], name: str, heading: Element, following: list[Element]) -> _Section:
    parent = heading.parent
    limit = parent.inner_end if parent else len(html)
    ends = [
        element.start
        for later in following
        for element in (later, *later.ancestors())
        if element.parent is parent and element.start > heading.start
    ]
    # Python-Markdown puts all footnotes at the very end, whatever section comes last: they belong to the text.
    if _FOOTNOTES in html:
        ends += [
            element.start
            for element in elements
            if element.parent is parent and element.start > heading.start and _FOOTNOTES in element.attributes
        ]
    # The last end tag tells at once that there are none, as in most posts.
    if parent is None and html[html.rfind("</") :].lower().startswith("</script"):
        scripts = _SCRIPTS_AT_END.search(html, heading.end)
        ends += [scripts.start()] if scripts else []
    end = min(ends, default=limit)
    if end == limit and parent is not None and not html[parent.inner_start : heading.start].strip():
        return _Section(name, heading, parent.start, limit, parent.end)
    return _Section(name, heading, heading.start, end, end)


def _end_sections_at(
    cut: _Cut, sections: list[_Section], problems: list[Problem]
) -> tuple[list[_Section], _Cut | None]:
    """Return the sections ended at a marker within one, and the cut, or None for it where it stands too deep."""
    ended = []
    for section in sections:
        if section.start < cut.start < section.end:
            fix = "the marker stands within a section; put it into the text before the sections"
            problems.append(Problem("text", MARKER, fix))
            innermost = cut.wrappers[-1] if cut.wrappers else None
            if innermost is not section.heading.parent or cut.start < section.heading.end:
                return sections, None
            section = _Section(section.name, section.heading, section.heading.start, cut.block_end, cut.block_end)
        ended.append(section)
    return ended, cut


def _assemble(html: str, sections: list[_Section], cut: _Cut | None) -> Anatomy:
    """Return the parts that sections and cut make of the fragment."""
    marker = [_marker_edit(html, cut)] if cut else []
    contents: dict[str, list[str]] = {}
    for section in sections:
        content = _edited(html, section.heading.end, section.content_end, marker)
        contents.setdefault(section.name, []).append(content.strip())
    parts = {name: "\n".join(texts) for name, texts in contents.items()}
    edits = sorted(marker + [(section.start, section.end) for section in sections])
    if cut is None:
        return Anatomy(teaser=_edited(html, 0, len(html), edits).strip(), **parts)
    closing = "".join(f"</{wrapper.name}>" for wrapper in reversed(cut.wrappers))
    opening = "".join(f"<{wrapper.name}{_ID.sub('', wrapper.attributes)}>" for wrapper in cut.wrappers)
    teaser = _edited(html, 0, cut.block_end, edits) + closing
    body = opening + _edited(html, cut.block_end, len(html), edits)
    if _SCRIPTS_AT_END.fullmatch(body.strip()):
        return Anatomy(teaser.strip() + body.strip(), **parts)
    return Anatomy(teaser.strip(), "" if is_empty(body) else body.strip(), **parts)


def _marker_edit(html: str, cut: _Cut) -> tuple[int, int]:
    """Return what goes with the marker: the space before it, or the whole of a block that it leaves empty."""
    before = _without_space_at_end(html[cut.block_start : cut.start])
    if is_empty(before + html[cut.end : cut.block_end]):
        return cut.block_start, cut.block_end
    return cut.block_start + len(before), cut.end


def _without_space_at_end(html: str) -> str:
    """Return a fragment without the space at its end, however HTML writes that."""
    html = html.rstrip()
    while mark := _SPACE_MARK.search(html, max(0, len(html) - _LONGEST_SPACE_MARK)):
        html = html[: mark.start()].rstrip()
    return html


def _edited(html: str, start: int, end: int, removals: list[tuple[int, int]]) -> str:
    """Return a stretch of the fragment without the ranges of it that are to go; they come in order."""
    pieces = []
    for from_, to in removals:
        if start <= from_ and to <= end:
            pieces.append(html[start:from_])
            start = to
    return "".join(pieces) + html[start:end]
