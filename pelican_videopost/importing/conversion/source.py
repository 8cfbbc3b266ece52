"""A file as its author wrote it: where its metadata stand, which they are, and where its text begins."""

import re
from collections.abc import Iterator
from html import escape
from typing import Literal, NamedTuple

from pelican_videopost.base.markup import tokens
from pelican_videopost.posts.embeds import attributes

Kind = Literal["markdown", "rest", "html"]
KINDS: dict[str, Kind] = {
    **dict.fromkeys((".md", ".markdown", ".mkd", ".mdown"), "markdown"),
    ".rst": "rest",
    **dict.fromkeys((".html", ".htm"), "html"),
}
# As Python-Markdown's extension for metadata reads them.
_FIELD = re.compile(r" {0,3}(?P<name>[A-Za-z0-9_-]++):")
_FENCE = re.compile(r"(?:-{3}|\.{3})(?:\s.*)?", re.DOTALL)
_REST_FIELD = re.compile(r":(?P<name>[^:\s][^:\r\n]*+):(?:\s|$)")
_UNDERLINE = re.compile(r"([!-/:-@\[-`{-~])\1*+\s*+")


class Source(NamedTuple):
    """The parts of a file by their places in its text: `fields` end at `head`, the text goes from `body` to `end`.

    `head` is -1 where a file has no metadata that a line could be added to.
    """

    text: str
    kind: Kind
    head: int
    body: int
    end: int
    fields: tuple[str, ...] = ()
    is_yaml: bool = False

    @property
    def line_end(self) -> str:
        """How the lines of the file end."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def has(self, field: str) -> bool:
        """Whether the metadata have a field, however it is spelt."""
        return field in (name.lower() for name in self.fields)

    def line(self, field: str, values: tuple[str, ...]) -> str:
        """Return what adds a field at `head`, a value a line, as the other fields of the file are written."""
        is_lower = bool(self.fields) and all(name == name.lower() for name in self.fields)
        name = field if is_lower or self.kind != "markdown" else field.capitalize()
        if self.kind == "html":
            before = self.text.rfind("\n", 0, self.head) + 1
            indent = re.match(r"[ \t]*", self.text[before : self.head])
            content = escape("\n".join(values))
            return f'{self.line_end}{indent[0] if indent else ""}<meta name="{field}" content="{content}">'
        written = [f'"{value}"' if self.is_yaml and value.startswith("{") else value for value in values]
        mark = f":{name}:" if self.kind == "rest" else f"{name}:"
        added = f"{mark} {f'{self.line_end}    '.join(written)}{self.line_end}"
        return added if self.text[: self.head].endswith("\n") else self.line_end + added


def read_source(text: str, kind: Kind) -> Source:
    """Return the parts of a file."""
    if kind == "html":
        return _html(text)
    lines = list(_lines(text))
    return _markdown(text, lines) if kind == "markdown" else _rest(text, lines)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text with their places; a mark of byte order is part of none."""
    position = 1 if text.startswith("\ufeff") else 0
    for line in text[position:].split("\n"):
        yield position, line
        position += len(line) + 1


def _markdown(text: str, lines: list[tuple[int, str]]) -> Source:
    begin = lines[0][0]
    fenced = _FENCE.fullmatch(lines[0][1]) is not None and lines[0][1].startswith("-")
    fields: list[str] = []
    for place, line in lines[1:] if fenced else lines:
        ends = _FENCE.fullmatch(line) is not None if fenced else not line.strip()
        if ends:
            head = place if fields else -1
            return Source(text, "markdown", head, place + len(line), len(text), tuple(fields), fenced)
        if match := _FIELD.match(line):
            fields.append(match["name"])
        elif not fenced and not (fields and line.startswith("    ")):
            return Source(text, "markdown", place if fields else -1, place, len(text), tuple(fields))
    if fields and not fenced:  # nothing but metadata
        return Source(text, "markdown", len(text), len(text), len(text), tuple(fields))
    return Source(text, "markdown", -1, begin, len(text))


def _rest(text: str, lines: list[tuple[int, str]]) -> Source:
    """Return the parts of a file in reStructuredText: titles, then a list of fields."""
    at = _after_blank(lines, 0)
    for _ in range(2):  # a title, and a second one below it
        for first in (at, at + 1):  # a title may have a line above it, too
            if first + 1 < len(lines) and lines[first][1].strip() and _UNDERLINE.fullmatch(lines[first + 1][1]):
                at = _after_blank(lines, first + 2)
                break
    fields: list[str] = []
    begin = lines[at][0] if at < len(lines) else len(text)
    while at < len(lines):
        place, line = lines[at]
        if match := _REST_FIELD.match(line):
            fields.append(match["name"])
        elif not (fields and line.strip() and line[0] in " \t"):
            return Source(text, "rest", place if fields else -1, place, len(text), tuple(fields))
        at += 1
    return Source(text, "rest", len(text) if fields else -1, len(text) if fields else begin, len(text), tuple(fields))


def _after_blank(lines: list[tuple[int, str]], at: int) -> int:
    while at < len(lines) and not lines[at][1].strip():
        at += 1
    return at


def _html(text: str) -> Source:
    head, body, end = -1, -1, len(text)
    fields: list[str] = []
    for token in tokens(text):
        if body < 0 and token.kind == "start" and token.name == "meta":
            head = token.end
            fields.append(attributes(token).get("name", ""))
        elif body < 0 and head < 0 and token.kind == "end" and token.name == "title":
            head = token.end
        elif body < 0 and token.kind == "start" and token.name == "body":
            body = token.end
        elif token.kind == "end" and token.name == "body":
            end = token.start
    return Source(text, "html", head, body if body >= 0 else len(text), end, tuple(fields))
