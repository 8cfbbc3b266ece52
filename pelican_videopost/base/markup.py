"""The tags, comments and raw texts of an HTML fragment, by offsets, in one pass whose work is linear in the text.

A fragment is read as a browser reads it: a quoted value may hold a `>`, a comment ends at `-->` or `--!>`, and what
stands in a `<script>` or a `<textarea>` is no markup. A `<` that begins nothing whole is a token of its own, a stray.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import Literal, NamedTuple

# Elements that hold nothing, and have no end tag.
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Elements whose content is text up to their own end tag.
RAW_TEXT = frozenset("script style textarea title xmp iframe noembed noframes".split())

# What may follow a `<`, which the patterns begin with: looking for one letter is quicker than for one of several.
_COMMENT = r"!--(?:-?>|.*?--!?>)"
_CDATA = r"!\[CDATA\[.*?\]\]>"
_DECLARATION = r"!(?!--|\[CDATA\[)[^>]*+>"
_INSTRUCTION = r"\?[^>]*+>"
_HIDDEN = {"<!--": _COMMENT, "<![CDATA[": _CDATA, "<!": _DECLARATION, "<?": _INSTRUCTION}
# No `<` outside of quotes: then a tag that is not closed costs no more than the way to the next one.
_ATTRIBUTES = r"(?:[^<>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])))*+"
_TAG = rf"(?P<slash>/?)(?P<name>[a-zA-Z][^\s/<>=\"']*+)(?P<attributes>{_ATTRIBUTES})>"
# A stray that a browser takes for the beginning of something, and that would swallow what follows.
_GREEDY = re.compile(r"</?[a-zA-Z]|<[!?]")
# Values nested in each other's quotes can make many a failing tag long. More strays than this no author has.
_MOST_STRAYS = 500

_BREAKING = frozenset(
    "p div li ul ol dl dd dt h1 h2 h3 h4 h5 h6 td th tr table thead tbody tfoot pre blockquote section article figure"
    " figcaption br hr img".split()
)
# What a reader sees, or what does something, though it holds no words.
_VISIBLE = frozenset("img video audio iframe object embed picture svg input button hr canvas script style".split())
_UNSEEN = frozenset({"script", "style"})
_FOOTNOTE_MARK = re.compile(r"\bid\s*=\s*[\"']?fnref", re.IGNORECASE)


class Token(NamedTuple):
    """A stretch of a fragment that is not plain text.

    `raw` is the content of an element of `RAW_TEXT`, after its start tag. A `stray` reaches over its first character
    only; one with `greedy` begins a tag, comment or raw text that is never closed, and a browser would hide the rest.
    """

    kind: Literal["start", "end", "comment", "raw", "stray"]
    start: int
    end: int
    name: str = ""
    attributes: str = ""
    greedy: bool = False


@cache
def _pattern(endless: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of a token. What begins as something that is closed nowhere is not looked for again."""
    hidden = [pattern for beginning, pattern in _HIDDEN.items() if beginning not in endless]
    return re.compile(rf"<(?:{_TAG}|(?P<hidden>{'|'.join(hidden) or '(?!)'})|)", re.DOTALL)


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)


def tokens(html: str) -> Iterator[Token]:
    """Yield the tokens of a fragment in order; after very many strays, the rest of it counts as text."""
    endless: set[str] = set()
    strays = position = 0
    search = _pattern(frozenset()).search
    while (match := search(html, position)) and strays < _MOST_STRAYS:
        start, position = match.span()
        slash, name, attributes, hidden = match.groups()
        if hidden is not None:
            yield Token("comment", start, position)
        elif name is None:
            greedy = _GREEDY.match(html, start) is not None
            yield Token("stray", start, position, greedy=greedy)
            strays += greedy
            if hiding := next((beginning for beginning in _HIDDEN if html.startswith(beginning, start)), None):
                endless.add(hiding)
                search = _pattern(frozenset(endless & _HIDDEN.keys())).search
        elif slash:
            yield Token("end", start, position, name.lower())
        elif (name := name.lower()) not in RAW_TEXT:
            yield Token("start", start, position, name, attributes)
        elif name not in endless and (closing := _end_of(name).search(html, position)):
            yield Token("start", start, position, name, attributes)
            yield Token("raw", position, closing.start(), name)
            position = closing.start()
        else:
            endless.add(name)
            yield Token("stray", start, start + 1, name, greedy=True)
            position = start + 1


def escape_strays(html: str) -> str:
    """Return a fragment in which each `<` that would hide what follows is text.

    >>> escape_strays("<p>a <!-- b</p>")
    '<p>a &lt;!-- b</p>'
    """
    pieces = []
    position = 0
    for token in tokens(html):
        if token.greedy:
            pieces += [html[position : token.start], "&lt;"]
            position = token.start + 1
    return "".join(pieces) + html[position:]


def in_tags(html: str, change: Callable[[str], str]) -> str:
    """Return a fragment with `change` made to each of its start tags."""
    pieces = []
    position = 0
    for token in tokens(html):
        if token.kind == "start":
            pieces += [html[position : token.start], change(html[token.start : token.end])]
            position = token.end
    return "".join(pieces) + html[position:]


def plain_text(html: str, *, footnote_marks: bool = False) -> str:
    """Return the words of a fragment, one space between them, nothing escaped; footnote marks only if asked for.

    >>> plain_text("<p>A <b>b</b>, c&amp;d</p><p>E</p>")
    'A b, c&d E'
    """
    if "<" not in html and "&" not in html:
        return " ".join(html.split())
    pieces = []
    position = 0
    mark_begins: int | None = None
    for token in tokens(html):
        if token.kind == "stray" or (token.kind == "raw" and token.name not in _UNSEEN):
            continue
        pieces.append(html[position : token.start])
        position = token.end
        if token.name in _BREAKING:
            pieces.append(" ")
        elif token.name == "sup" and not footnote_marks:
            if token.kind == "start" and mark_begins is None and _FOOTNOTE_MARK.search(token.attributes):
                mark_begins = len(pieces)
            elif token.kind == "end" and mark_begins is not None:
                del pieces[mark_begins:]
                mark_begins = None
    return " ".join(unescape("".join(pieces) + html[position:]).split())


def is_empty(html: str) -> bool:
    """Whether a fragment shows a reader nothing: no text and nothing drawn or played."""
    position = 0
    for token in tokens(html):
        if token.kind == "stray" or token.name in _VISIBLE or unescape(html[position : token.start]).strip():
            return False
        if token.kind == "raw" and html[token.start : token.end].strip():
            return False
        position = token.end
    return not unescape(html[position:]).strip()
