"""All that stands for a video in the text of a file: embed code, short forms, directives, addresses by themselves."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pelican_videopost.base.markup import tokens
from pelican_videopost.importing.conversion.code import HIDDEN, without_code
from pelican_videopost.importing.conversion.marks import Own, find_marks, is_own, page_of, watched
from pelican_videopost.importing.conversion.source import Kind
from pelican_videopost.posts.embeds import embeds

_TARGET = r"\(\s*+<?(?P<target>[^\s()<>]++(?:\([^\s()<>]*+\)[^\s()<>]*+)?+)>?(?:\s++[\"'][^\"']*+[\"'])?+\s*+\)"
_THUMBNAIL = re.compile(rf"\[!\[[^\[\]]*+\](?:\([^()]*+\)|\[[^\[\]]*+\])\]{_TARGET}")
_LINK = re.compile(rf"\[(?P<words>[^\[\]]++)\]{_TARGET}(?:\{{[^{{}}]*+\}})?+")
_REST_LINK = re.compile(r"`(?P<words>[^`<>]*+)<(?P<target>[^`<>\s]++)>`__?")
_ADDRESS = re.compile(r"<?(?P<target>(?:https?:)?//[^\s<>]++|[{|]static[}|][^\s<>]++)>?\\?", re.IGNORECASE)
_DIRECTIVE = re.compile(
    r"^\.\. (?P<name>youtube|vimeo|dailymotion|bilibili|video|embed)::[^\S\n]*+(?P<rest>[^\s]++)[^\S\r\n]*+"
    r"(?:\r?\n[^\S\r\n]++:[^\r\n]*+)*+",
    re.MULTILINE | re.IGNORECASE,
)
# Below these, and below what ends with two colons, the lines further in are shown or hidden as they are.
_AS_IT_IS = re.compile(
    r"\.\. (?:code|code-block|sourcecode|highlight|parsed-literal|raw)::|\.\.(?!.*::)|(?!\.\. ).*::\Z"
)
_BULLET = re.compile(r"(?:[-*+]|\(?\w{1,9}[.)])\s++")
_RAW = re.compile(
    r"^\.\. raw::[^\S\n]++html[^\S\n]*+\n(?P<code>(?:[^\S\n]*+\n)*+(?:[^\S\n]++\S[^\n]*+(?:\n|\Z)(?:[^\S\n]*+\n)*+)++)",
    re.MULTILINE,
)
# Elements that Markdown reads nothing in.
_BLOCKS = frozenset(
    "div section article main center header footer aside nav figure figcaption table details blockquote ul ol dl p"
    " fieldset form address".split()
)
# What begins a line that is part of a list, a quotation, a heading, a table or a definition.
_BOUND = re.compile(r"\s*+(?:[-*+]\s|\d{1,9}[.)]\s|>|#|\||:\s|\[\^)| {4}|\t")
_LONGEST_LINE = 2000


class Form(NamedTuple):
    """A stretch of a text that stands for videos: their addresses, and the words in it that a reader saw.

    `within` says that it stands in HTML, where HTML has to take its place, between `before` and `after`. One that
    `is_plain` is an address by itself already. `code` is that of an element.
    """

    start: int
    end: int
    addresses: tuple[str, ...]
    words: str = ""
    within: bool = False
    before: str = ""
    after: str = ""
    is_plain: bool = False
    code: str = ""


class FormsFound(NamedTuple):
    """The forms in a text in order, and how many stand in lists, quotations or tables, where they have to stay."""

    forms: tuple[Form, ...]
    bound: int


def find_forms(text: str, kind: Kind, own: Own) -> FormsFound:
    """Return what in a text stands for videos; none lies within another."""
    seen = without_code(text, kind)
    ranges = [] if kind == "rest" else list(_html_ranges(seen))
    every = [*_of_marks(seen, ranges, kind, own), *_lone_lines(seen, ranges, kind, own)]
    every += _of_directives(text, own) if kind == "rest" else _of_elements(seen, ranges, kind, own)
    forms: list[Form] = []
    bound = sum(_deeper_directives(text, own)) if kind == "rest" else 0
    for form in sorted(every, key=lambda one: (one.start, -one.end)):
        if forms and form.start < forms[-1].end:
            continue
        if kind != "html" and not form.within and _is_bound(seen, form.start):
            bound += not form.is_plain
            continue
        forms.append(form)
    return FormsFound(tuple(forms), bound)


def _of_elements(text: str, ranges: list[tuple[int, int]], kind: Kind, own: Own) -> Iterator[Form]:
    """Yield embed code, as the build would find it in a page."""
    for embed in embeds(text):
        code = text[embed.start : embed.end]
        if HIDDEN in code:
            continue
        address = page_of("", embed.address, own)
        if address is None or (embed.name == "video" and not address.startswith(("http", "//", "{", "|"))):
            continue
        within = kind == "html" or _is_within(ranges, embed.start) or bool(embed.before or embed.after)
        around = embed.before, embed.after
        # A film of the site's own plays as its author shaped it, and is asked of nobody else.
        is_plain = embed.name == "p" or (embed.name == "video" and is_own(address))
        page = address if is_plain else watched(address)
        yield Form(embed.start, embed.end, (page,), "", within, *around, is_plain, code)


def _of_marks(text: str, ranges: list[tuple[int, int]], kind: Kind, own: Own) -> Iterator[Form]:
    for mark in find_marks(text, own):
        within = kind == "html" or _is_within(ranges, mark.start)
        before = text[max(0, mark.start - 200) : mark.start].rstrip()
        in_paragraph = within and before.rpartition("<")[2].startswith(("p>", "p "))
        start, end = mark.start, mark.end
        after = text[end : end + 20].lstrip().startswith("</p>")
        if in_paragraph and after and before.endswith(">"):
            start, end = text.rfind("<", 0, start), text.find("</p>", end) + 4
            in_paragraph = False
        around = ("</p>", "<p>") if in_paragraph else ("", "")
        yield Form(start, end, (mark.address,), mark.words, within, *around)


def _lone_lines(text: str, ranges: list[tuple[int, int]], kind: Kind, own: Own) -> Iterator[Form]:
    """Yield the lines of each paragraph that is nothing but addresses of videos, or links to them."""
    if kind == "html":
        return
    waiting: list[Form] | None = []
    position = 0
    for line in text.split("\n"):
        if not line.strip():
            yield from waiting or ()
            waiting = []
        elif waiting is not None:
            form = None if _is_within(ranges, position) else _lone_line(line, position, own)
            waiting = None if form is None else [*waiting, form]
        position += len(line) + 1
    yield from waiting or ()


def _lone_line(line: str, position: int, own: Own) -> Form | None:
    bare = line.strip()
    if len(bare) > _LONGEST_LINE:
        return None
    for pattern in (_ADDRESS, _THUMBNAIL, _LINK, _REST_LINK):
        if match := pattern.fullmatch(bare):
            break
    else:
        return None
    address = page_of("", match["target"], own)
    if address is None:
        return None
    start = position + line.index(bare)
    words = match["words"].strip() if pattern in (_LINK, _REST_LINK) else ""
    words = "" if words == match["target"] else words
    return Form(start, start + len(bare), (address,), words, is_plain=pattern is _ADDRESS)


def _deeper_directives(text: str, own: Own) -> Iterator[bool]:
    """Tell of each line of reStructuredText whether it is a directive for a video in a list, a note or a quotation."""
    around: list[tuple[int, bool]] = []
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            continue
        indent = len(line) - len(line.lstrip())
        while around and around[-1][0] >= indent:
            around.pop()
        is_shown = around[-1][1] if around else False
        item = _BULLET.sub("", bare, count=1)
        is_deeper = indent > 0 or item != bare
        if match := _DIRECTIVE.match(item) if is_deeper and not is_shown else None:
            yield page_of(match["name"], match["rest"], own) is not None
        around.append((indent, is_shown or _AS_IT_IS.match(bare) is not None))


def _of_directives(text: str, own: Own) -> Iterator[Form]:
    """Yield the directives of reStructuredText for videos, and those for HTML with nothing but embed code in it."""
    for match in _DIRECTIVE.finditer(text):
        if address := page_of(match["name"], match["rest"], own):
            yield Form(match.start(), match.end(), (address,))
    for match in _RAW.finditer(text):
        code = match["code"]
        found = [(one, watched(address)) for one in embeds(code) if (address := page_of("", one.address, own))]
        edges = [0, *(edge for one, _ in found for edge in (one.start, one.end)), len(code)]
        beside = "".join(code[start:end] for start, end in list(pairwise(edges))[::2])
        if found and not beside.strip():
            addresses = tuple(address for _, address in found)
            end = match.start() + len(match[0].rstrip())
            yield Form(match.start(), end, addresses, code=code)
            continue
        begin = match.start("code")
        for one, address in found:
            if one.name != "p":
                yield Form(begin + one.start, begin + one.end, (address,), "", True, one.before, one.after)


def _html_ranges(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of the outermost elements that Markdown reads nothing in."""
    name, depth, start = "", 0, 0
    for token in tokens(text):
        if depth == 0 and token.kind == "start" and token.name in _BLOCKS and not token.attributes.endswith("/"):
            name, depth, start = token.name, 1, token.start
        elif depth and token.name == name:
            depth += (token.kind == "start") - (token.kind == "end")
            if depth == 0:
                yield start, token.end


def _is_within(ranges: list[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in an element, and is not its beginning."""
    at = bisect_right(ranges, (place, -1)) - 1
    return at >= 0 and ranges[at][0] < place < ranges[at][1]


def _is_bound(text: str, place: int) -> bool:
    """Whether a place lies in a paragraph that is part of a list, a quotation, a table or a heading."""
    line = text.rfind("\n", 0, place) + 1
    if _BOUND.match(text, line):
        return True
    first = line
    for _ in range(20):  # a paragraph that is part of a list may begin some lines before
        before = text.rfind("\n", 0, max(first - 1, 0)) + 1
        if first == 0 or not text[before:first].strip():
            break
        first = before
    return first != line and _BOUND.match(text, first) is not None
