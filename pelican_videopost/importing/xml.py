"""XML that strangers' programs wrote, read as a stream."""

from typing import Protocol
from xml.parsers import expat

from pelican_videopost.base.clean import one_line


class Reader(Protocol):
    """What an export is told to, in order."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """Take the start of an element."""

    def end(self, name: str, /) -> None:
        """Take its end."""

    def text(self, text: str, /) -> None:
        """Take a text, the whole of it that stands between two tags."""


def export_parser(reader: Reader) -> expat.XMLParserType:
    """Return Expat for an export in UTF-8, which tells a reader of it.

    Without namespaces: programs use prefixes that they do not declare. It raises `ValueError` where a document type is
    declared: an export has none, and entities that grow without end need one.
    """
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(name: str, *_: object) -> None:
    raise ValueError(f"it declares a document type, {one_line(name)[:40]}")
