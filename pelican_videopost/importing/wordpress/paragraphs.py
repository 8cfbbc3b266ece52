"""Paragraphs as WordPress makes them of a text from its classic editor: blank lines between, `<br>` at line ends.

After `wpautop` of https://developer.wordpress.org/reference/functions/wpautop/, in one pass over the tags.
"""

import re

from pelican_videopost.base.markup import is_empty, tokens

# Where the text of a post may be cut, so that the teaser ends: WordPress's `<!--more-->`.
MORE = "\ufdd0"

_BLOCKS = frozenset(
    "table thead tfoot caption col colgroup tbody tr td th div dl dd dt ul ol li pre form map area blockquote address"
    " style p h1 h2 h3 h4 h5 h6 hr fieldset legend section article aside hgroup header footer nav figure figcaption"
    " details menu summary script noscript textarea center main".split()
)
# Their texts are paragraphs.
_HOLDERS = frozenset("div blockquote section article aside header footer main center form fieldset noscript".split())
# Their texts are paragraphs where a blank line parts them.
_MAYBE_HOLDERS = frozenset("li td th dd details".split())
# Nothing of WordPress's goes into these.
_STRUCTURE = frozenset("table thead tfoot tbody tr colgroup ul ol dl menu map figure".split())
_RAW = frozenset("pre script style textarea".split())
# Inline, but what stands in them are no lines of text.
_WHOLE = frozenset("object video audio iframe svg math select button embed canvas".split())
_VOID = frozenset("area col hr br img input embed source param track wbr".split())

_BLANK_LINES = re.compile(rf"\n[^\S\n]*+\n\s*+|{MORE}")
_LINE_END = re.compile(r"(?<!<br>)(?<![^\S\n])[^\S\n]*+\n\s*+")
_BREAK_LINE = re.compile(r"<br\s*/?>[^\S\n]*\n")


def with_paragraphs(html: str) -> str:
    r"""Return a classic text with its paragraphs and line ends as elements.

    >>> with_paragraphs("One\ntwo\n\n<ul><li>three</li></ul>\nfour")
    '<p>One<br>\ntwo</p>\n<ul><li>three</li></ul><p>four</p>\n'
    """
    pieces: list[str] = []
    stack: list[str] = []
    position = begins = 0
    whole: list[str] = []
    for token in tokens(html):
        if token.kind not in ("start", "end") or token.start < position:
            continue
        name = token.name
        if stack and stack[-1] in _RAW and not (token.kind == "end" and name == stack[-1]):
            continue
        if not whole and name in _BLOCKS:
            pieces += [_run(html[begins : token.start], stack), html[token.start : token.end]]
            begins = token.end
            _move(stack, token.kind, name)
        elif name in _WHOLE and name not in _VOID:
            _move(whole, token.kind, name)
        position = token.end
    return "".join([*pieces, _run(html[begins:], stack)])


def _move(stack: list[str], kind: str, name: str) -> None:
    if kind == "start":
        if name not in _VOID:
            stack.append(name)
    elif name in stack:
        del stack[len(stack) - 1 - stack[::-1].index(name) :]


def _run(text: str, stack: list[str]) -> str:
    """Return text and inline elements between two blocks, as the element around them has it."""
    around = stack[-1] if stack else "div"
    if not text.strip():
        return "" if around in _HOLDERS else text
    if MORE not in text and is_empty(text):  # the tags of a link around blocks
        return text
    if around in _STRUCTURE | _RAW:
        return text
    parts = _paragraphs(text)
    if around in _HOLDERS or (around in _MAYBE_HOLDERS and len(parts) > 1):
        return "".join(f"<p>{_with_breaks(part)}</p>\n" for part in parts)
    return _with_breaks("\n".join(parts))


def _paragraphs(text: str) -> list[str]:
    """Return the stretches between blank lines; the place of the cut ends one."""
    parts = []
    position = 0
    for found in _BLANK_LINES.finditer(text):
        part = text[position : found.start()]
        parts.append(part.rstrip() + MORE if found[0] == MORE else part)
        position = found.end()
    return [part.strip() for part in [*parts, text[position:]] if part.strip()]


def _with_breaks(text: str) -> str:
    """Return a stretch with its line ends as `<br>`, but none where a player or a raw text goes over lines."""
    text = _BREAK_LINE.sub("<br>", text.strip())
    pieces, position, whole = [], 0, 0
    begins = 0
    for token in tokens(text):
        if token.name not in _WHOLE or token.name in _VOID or token.kind not in ("start", "end"):
            continue
        if token.kind == "start":
            if not whole:
                pieces.append(_LINE_END.sub("<br>\n", text[position : token.start]))
                begins = token.start
            whole += 1
        elif whole:
            whole -= 1
            if not whole:
                pieces.append(text[begins : token.end])
                position = token.end
    rest = text[begins:] if whole else _LINE_END.sub("<br>\n", text[position:])
    return "".join([*pieces, rest])
