"""What a listing shows of a post before its [+]: the author's summary, the teaser, or the first paragraphs."""

import re
from typing import NamedTuple

from pelican_videopost.base.markup import is_empty, plain_text
from pelican_videopost.base.model import Anatomy
from pelican_videopost.posts.marker import WRAPPERS, closing, opening
from pelican_videopost.posts.outline import Element, Outline, UnbalancedError, outline, repair

# A text may end after one of these; after a heading it may not.
_BLOCKS = frozenset("p ul ol dl blockquote pre table figure hr".split())
# As Pelican counts them: where a language has no spaces, each of its signs.
_SIGN = r"\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W{_SIGN}]++(?:['’-][^\W{_SIGN}]++)*+")


class Length(NamedTuple):
    """How long a teaser may become, as Pelican's settings say it; None for any length."""

    words: int | None = 50
    paragraphs: int | None = None


def listed(parts: Anatomy, summary: str | None, length: Length) -> tuple[str, str]:
    """Return the teaser and what [+] opens: all of the text, where the author wrote a summary.

    >>> listed(Anatomy("<p>One.</p><p>Two.</p>"), None, Length(words=1))
    ('<p>One.</p>', '<p>Two.</p>')
    """
    if summary and summary.strip():
        return _whole(summary), f"{parts.teaser}\n{parts.body}".strip()
    return (parts.teaser, parts.body) if parts.body else _first_paragraphs(parts.teaser, length)


def _whole(html: str) -> str:
    try:
        outline(html)
    except UnbalancedError:
        return repair(html)
    return html


def _first_paragraphs(html: str, length: Length) -> tuple[str, str]:
    """Return a text in two: as many of its paragraphs as the length allows, at least one, and the rest."""
    most_words = length.words if length.words is not None else len(html)
    most = length.paragraphs if length.paragraphs is not None else len(html)
    if len(html) <= most_words and most >= len(html):
        return html, ""
    try:
        found = outline(html)
    except UnbalancedError:
        return html, ""
    split: Element | None = None
    words = position = 0
    for number, block in enumerate(_blocks(found), 1):
        words += len(_WORD.findall(plain_text(html[position : block.end])))
        position = block.end
        if split is not None and (words > most_words or number > most):
            break
        split = block
    if split is None or is_empty(html[split.end :]):
        return html, ""
    wrappers = tuple(reversed([*split.ancestors()]))
    return html[: split.end] + closing(wrappers), opening(wrappers) + html[split.end :].lstrip()


def _blocks(found: Outline) -> list[Element]:
    """Return the blocks of a text in order, without those within others."""
    return [
        element
        for element in found.elements
        if element.name in _BLOCKS and all(around.name in WRAPPERS for around in element.ancestors())
    ]
