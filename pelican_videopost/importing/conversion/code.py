"""What of a text shows code, or is hidden from readers: put out of sight, so that nothing is sought in it."""

import re
from collections.abc import Iterator

from pelican_videopost.base.markup import tokens
from pelican_videopost.importing.conversion.source import Kind

# Stands for each letter that is out of sight; it is no space, and begins nothing.
HIDDEN = "\x00"
_LETTER = re.compile(r"[^\r\n]")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}+|~{3,}+)")
_LIQUID = re.compile(r"\s*+\{%-?\s*+(?P<name>highlight|codeblock|raw|comment)\b")
_LIQUID_END = re.compile(r"\{%-?\s*+end(\w++)")
_TICKS = re.compile(r"`++")
_BLANK = re.compile(r"\n[^\S\n]*+\n")
_INDENT = re.compile(r" {4}| {0,3}\t")
_CODE = frozenset("pre code samp kbd textarea listing xmp".split())
_RAW = frozenset({"script", "style", "textarea", "title", "xmp"})


def without_code(text: str, kind: Kind) -> str:
    """Return a text of the same length in which code and comments are out of sight."""
    if kind == "rest":
        return _in_lines(text, _indented(text.split("\n")))
    if kind == "markdown":
        text = _without_ticks(_in_lines(text, _code_lines(text.split("\n"))))
    return _in_places(text, list(_elements(text)))


def _in_lines(text: str, hide: Iterator[bool]) -> str:
    lines = zip(text.split("\n"), hide, strict=True)
    return "\n".join(_LETTER.sub(HIDDEN, line) if is_hidden else line for line, is_hidden in lines)


def _in_places(text: str, places: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in sorted(places):
        if start >= position:
            pieces += [text[position:start], _LETTER.sub(HIDDEN, text[start:end])]
            position = end
    return "".join([*pieces, text[position:]])


def _indented(lines: list[str]) -> Iterator[bool]:
    """Tell of each line of reStructuredText whether it is indented: literal, quoted, or of a directive."""
    yield from (line[:1] in (" ", "\t") for line in lines)


def _code_lines(lines: list[str]) -> Iterator[bool]:
    """Tell of each line of Markdown whether it shows code: between fences or tags, or indented after a blank line."""
    fence = tag = ""
    before_blank, in_code = True, False
    for line in lines:
        bare = line.strip()
        if fence:
            yield True
            fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
        elif tag or (opening := _LIQUID.match(line)):
            yield True
            tag = tag or (opening["name"] if opening else "")
            tag = "" if any(name == tag for name in _LIQUID_END.findall(line)) else tag
        elif opening := _FENCE.match(line):
            yield True
            fence = opening["fence"]
        else:
            in_code = bool(bare) and (in_code or before_blank) and _INDENT.match(line) is not None
            yield in_code
        before_blank = not bare


def _without_ticks(text: str) -> str:
    """Put code between backticks out of sight, where as many of them end it within the paragraph."""
    if "`" not in text:
        return text
    places: list[tuple[int, int]] = []
    begin = 0
    for end in [*(blank.start() for blank in _BLANK.finditer(text)), len(text)]:
        runs = list(_TICKS.finditer(text, begin, end))
        following: dict[int, int] = {}
        partner: dict[int, int] = {}
        for number in range(len(runs) - 1, -1, -1):
            length = len(runs[number][0])
            if length in following:
                partner[number] = following[length]
            following[length] = number
        number = 0
        while number < len(runs):
            last = partner.get(number)
            if last is not None:
                places.append((runs[number].start(), runs[last].end()))
                number = last
            number += 1
        begin = end
    return _in_places(text, places)


def _elements(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of comments, scripts, and elements that show code; what the block editor notes is no comment."""
    opened: list[tuple[str, int]] = []
    for token in tokens(text):
        if token.kind == "comment":
            if not re.match(r"<!--\s++/?wp:", text[token.start : token.start + 40]):
                yield token.start, token.end
        elif token.kind == "raw" and token.name in _RAW:
            yield token.start, token.end
        elif token.kind == "start" and token.name in _CODE:
            opened.append((token.name, token.start))
        elif token.kind == "end" and opened and opened[-1][0] == token.name:
            _, start = opened.pop()
            if not opened:
                yield start, token.end
