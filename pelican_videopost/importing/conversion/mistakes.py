"""Slips in the metadata of a file that can be put right without a doubt: names, and lines that lost their indent."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pelican_videopost.importing.conversion.source import Kind, Source, read_source
from pelican_videopost.posts.meant import continued_field, renamings

_FIELD = {
    "markdown": re.compile(r" {0,3}(?P<name>[A-Za-z0-9_-]++):[^\S\n]*+(?P<value>[^\r\n]*+)"),
    "rest": re.compile(r":(?P<name>[^:\s][^:\r\n]*+):[^\S\n]*+(?P<value>[^\r\n]*+)"),
}
_MORE = {"markdown": re.compile(r"(?: {4,}|\t)(?P<value>[^\r\n]*+)"), "rest": re.compile(r"[ \t]+(?P<value>[^\r\n]*+)")}


class _Field(NamedTuple):
    """A field of metadata: its name as it is written, where that stands, and its lines."""

    name: str
    start: int
    lines: list[str]


def without_mistakes(text: str, kind: Kind) -> str:
    """Return a file with its metadata put right; all else in it stays as it is, to the letter. HTML is left alone."""
    if kind == "html":
        return text
    is_plain = kind == "markdown" and not read_source(text, kind).is_yaml
    text = _indented(text, kind) if is_plain else text
    fields = list(_fields(read_source(text, kind)))
    wanted = renamings({field.name.lower(): "\n".join(field.lines) for field in fields})
    for field in reversed(fields):
        if name := wanted.get(field.name.lower()):
            spelt = name if field.name.islower() else name.capitalize()
            text = text[: field.start] + spelt + text[field.start + len(field.name) :]
    return text


def _fields(source: Source) -> Iterator[_Field]:
    """Yield the fields of a file, each with the lines that go on below it."""
    last: _Field | None = None
    position = 0
    for line in source.text[: max(source.head, 0)].split("\n"):
        if match := _FIELD[source.kind].match(line.removeprefix("\ufeff")):
            if last:
                yield last
            shift = len(line) - len(line.removeprefix("\ufeff"))
            last = _Field(match["name"], position + shift + match.start("name"), [match["value"]])
        elif last and (more := _MORE[source.kind].match(line)):
            last.lines.append(more["value"])
        position += len(line) + 1
    if last:
        yield last


def _indented(text: str, kind: Kind) -> str:
    """Return a file in which the lines that go on with a field are indented again."""
    last = ""
    found: list[int] = []
    for field in _fields(read_source(text, kind)):
        name = field.name.lower()
        if last and continued_field(name, "\n".join(field.lines)) == last:
            found.append(text.rfind("\n", 0, field.start) + 1)
        else:
            last = name
    for place in reversed(found):
        text = f"{text[:place]}    {text[place:].lstrip(' ')}"
    return text
