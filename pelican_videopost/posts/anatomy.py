"""A post's HTML, cut into teaser, full text and the two sections: every word goes somewhere, and only once."""

from collections.abc import Callable, Iterable
from itertools import islice

from pelican_videopost.base.markup import is_empty, plain_text
from pelican_videopost.base.model import Anatomy, Problem
from pelican_videopost.posts.marker import MARKER, Cut, closing, cuts, opening, removal
from pelican_videopost.posts.outline import Outline, UnbalancedError, outline, repair
from pelican_videopost.posts.sections import Contents, Section

_LONGEST_QUOTE = 60


def dissect(
    html: str, info: Iterable[str], details: Iterable[str], read_source: Callable[[], str] = str
) -> tuple[Anatomy, tuple[Problem, ...]]:
    """Return the parts of a post's HTML, and what in it deserves a word to its author.

    `info` and `details` are the folded titles (see `labels.fold`) by which a heading starts one of the sections.
    `read_source` returns the file as its author wrote it, and is asked for the line of a tag that has no match. A
    fragment whose tags do not match up is repaired first, and not cut at all where it cannot be; otherwise every byte
    outside the cuts stays as it was.

    >>> dissect("<p>Teaser. [+]</p><p>Text.</p>", (), ())[0]
    Anatomy(teaser='<p>Teaser.</p>', body='<p>Text.</p>', info=None, details=None)
    """
    problems: list[Problem] = []
    try:
        found = outline(html)
    except UnbalancedError as error:
        problems.append(_unbalanced(html, error.position, read_source()))
        html = repair(html)
        try:
            found = outline(html)
        except UnbalancedError:
            return Anatomy(teaser=html), tuple(problems)
    titles = dict.fromkeys(info, "info") | dict.fromkeys(details, "details")
    contents = Contents(html, found)
    sections = list(contents.sections(titles))
    cut = _only_cut(html, found, problems)
    if cut is not None:
        sections, cut = _end_sections_at(cut, sections, problems)
    return _assemble(html, sections, cut, contents.scripts_start), tuple(problems)


def _unbalanced(html: str, position: int, source: str) -> Problem:
    """Return the problem of a tag that has no match: the tag, and its line or the words after it."""
    tag = html[position : position + _LONGEST_QUOTE].split("\n")[0]
    tag = tag[: tag.find(">") + 1] or tag
    place = _place(tag, html.count(tag, 0, position), source)
    if not place:
        words = plain_text(html[position + len(tag) : position + 4 * _LONGEST_QUOTE])[:_LONGEST_QUOTE]
        place = f"before “{words}”" if words else "at the end"
    return Problem("text", tag, f"has no match ({place}); close each tag and comment that is opened")


def _place(tag: str, number: int, source: str) -> str:
    """Return in which line of a source a tag stands that comes after so many of the same; empty where it is not."""
    position = -1
    for _ in range(number + 1):
        position = source.find(tag, position + 1)
        if position < 0:
            return ""
    return f"line {source.count(chr(10), 0, position) + 1}"


def _only_cut(html: str, found: Outline, problems: list[Problem]) -> Cut | None:
    """Return the cut of the first marker; a second one is told of."""
    both = list(islice(cuts(html, found), 2))
    if len(both) > 1:
        extra = html[both[1].start : both[1].end]
        problems.append(Problem("text", extra, "a second marker is shown as it stands; keep only the first"))
    return both[0] if both else None


def _end_sections_at(cut: Cut, sections: list[Section], problems: list[Problem]) -> tuple[list[Section], Cut | None]:
    """Return the sections ended at a marker within one, and the cut, or None for it where it stands too deep."""
    ended = []
    for section in sections:
        if section.start < cut.start < section.end:
            fix = "the marker stands within a section; put it into the text before the sections"
            problems.append(Problem("text", MARKER, fix))
            innermost = cut.wrappers[-1] if cut.wrappers else None
            if innermost is not section.heading.parent or cut.start < section.heading.end:
                return sections, None
            section = Section(section.name, section.heading, section.heading.start, cut.block_end, cut.block_end)
        ended.append(section)
    return ended, cut


def _assemble(html: str, sections: list[Section], cut: Cut | None, scripts_start: int) -> Anatomy:
    """Return the parts that sections and cut make of the fragment."""
    marker = [removal(html, cut)] if cut else []
    contents: dict[str, list[str]] = {}
    for section in sections:
        content = _edited(html, section.heading.end, section.content_end, marker)
        contents.setdefault(section.name, []).append(content.strip())
    parts = {name: "\n".join(texts) for name, texts in contents.items()}
    edits = sorted(marker + [(section.start, section.end) for section in sections])
    if cut is None:
        return Anatomy(teaser=_edited(html, 0, len(html), edits).strip(), **parts)
    teaser = _edited(html, 0, cut.block_end, edits) + closing(cut.wrappers)
    body = opening(cut.wrappers) + _edited(html, cut.block_end, len(html), edits)
    if body.strip() and body.strip() == html[scripts_start:].strip():  # nothing but scripts, which serve the whole
        return Anatomy(teaser.strip() + body.strip(), **parts)
    return Anatomy(teaser.strip(), "" if is_empty(body) else body.strip(), **parts)


def _edited(html: str, start: int, end: int, removals: list[tuple[int, int]]) -> str:
    """Return a stretch of the fragment without the ranges of it that are to go; they come in order."""
    pieces = []
    for from_, to in removals:
        if start <= from_ and to <= end:
            pieces.append(html[start:from_])
            start = to
    return "".join(pieces) + html[start:end]
