"""An export of WordPress (WXR 1.0 to 1.2), read as a stream: one item after the other, and nothing kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from pelican_videopost.importing.wordpress.mending import mended
from pelican_videopost.importing.xml import export_parser

# How much of the file was read, of how much, in bytes.
Progress = Callable[[int, int], None]


class Term(NamedTuple):
    """A category, tag, format or language of a post."""

    domain: str
    nicename: str
    name: str


@dataclass(slots=True)
class Item:
    """A post, page, attachment or whatever else WordPress keeps as one; all texts as they stand in the export."""

    fields: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: list[dict[str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """Return a field by its name without prefix, or `content:encoded` and `excerpt:encoded`; empty if missing."""
        return self.fields.get(name, "").strip()


class _Element:
    """An element that is being read."""

    __slots__ = ("attributes", "children", "name", "texts")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.texts: list[str] = []
        self.children: list[_Element] = []

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def values(self) -> dict[str, str]:
        """Return the texts of the children by their names, the first of each."""
        found: dict[str, str] = {}
        for child in self.children:
            found.setdefault(child.name, child.text)
        return found


class BrokenExportError(Exception):
    """An export, or the rest of one, cannot be read; the message says why."""


class ChannelPart(NamedTuple):
    """What an export says outside of its items: an `author`, `title`, `base_site_url`, `language` and so on."""

    name: str
    text: str
    values: dict[str, str]


def read_export(path: Path, progress: Progress | None = None) -> Iterator[Item | ChannelPart]:
    """Yield the parts of an export in order. Raises `BrokenExportError` where it breaks off, after what came before.

    It is refused where it declares a document type: an export has none, and entities that grow without end need one.
    """
    parser = _Parser()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            for text, read in mended(file):
                yield from parser.feed(text)
                if progress:
                    progress(read, size)
        yield from parser.close()
    except OSError as error:
        raise BrokenExportError(f"{path.name} cannot be read: {error.strerror}") from error
    except (expat.ExpatError, ValueError) as error:
        yield from parser.taken()
        if not parser.is_over:
            raise BrokenExportError(f"{path.name} is no export of WordPress that can be read: {error}") from error
    if not parser.is_export:
        raise BrokenExportError(f"{path.name} is no export of WordPress that can be read: it has no rss and channel")


class _Parser:
    """Expat, without namespaces: plugins use prefixes that they do not declare."""

    def __init__(self) -> None:
        self._stack: list[_Element] = []
        self._ready: list[Item | ChannelPart] = []
        self.is_over = self.is_export = False
        self._parser = export_parser(self)

    def feed(self, text: str) -> Sequence[Item | ChannelPart]:
        self._parser.Parse(text, False)
        return self.taken()

    def close(self) -> Sequence[Item | ChannelPart]:
        self._parser.Parse("", True)
        return self.taken()

    def taken(self) -> Sequence[Item | ChannelPart]:
        """Return what has become whole since it was last asked."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_export |= name == "channel" and [one.name for one in self._stack] == ["rss"]
        self._stack.append(_Element(_local(name), attributes))

    def text(self, text: str) -> None:
        if self._stack:
            self._stack[-1].texts.append(text)

    def end(self, name: str) -> None:
        element = self._stack.pop()
        if not self._stack:
            self.is_over = name == "rss"
        elif len(self._stack) == 2 and self._stack[1].name == "channel":
            self._ready.append(_item(element) if name == "item" else _part(element))
        elif len(self._stack) > 2:
            self._stack[-1].children.append(element)
        if len(self._stack) < 3:
            for open_element in self._stack:
                open_element.texts.clear()


def _local(name: str) -> str:
    """Return a name without its prefix, except where it is needed to tell two apart."""
    local = name.rpartition(":")[2]
    return name if local == "encoded" else local


def _part(element: _Element) -> ChannelPart:
    return ChannelPart(element.name, element.text.strip(), element.values())


def _item(element: _Element) -> Item:
    item = Item()
    for child in element.children:
        if child.name == "category":
            attributes = child.attributes
            domain = attributes.get("domain", "category")
            item.terms.append(Term(domain, attributes.get("nicename", ""), child.text.strip()))
        elif child.name == "postmeta":
            values = child.values()
            item.meta.setdefault(values.get("meta_key", ""), values.get("meta_value", ""))
        elif child.name == "comment":
            item.comments.append(child.values())
        else:
            item.fields.setdefault(child.name, child.text)
    return item
