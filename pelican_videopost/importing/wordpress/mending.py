"""The text of an export as an XML parser can read it, whatever PHP and plugins have put into it."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK_BYTES = 1 << 18
_HEAD_BYTES = 1 << 10
_LONGEST_PREAMBLE = 1 << 16
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
# What XML forbids, and the noncharacters that stand for places in a text while it is converted.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udc7f\udd00-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# An ampersand that begins none of the five entities of XML and no number: `&nbsp;`, `Tom & Anna`.
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_NUMBER = re.compile(r"&#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));")
_ENCODING = re.compile(rb"<\?xml[^<>]*?encoding\s*+=\s*+[\"']([\w.:-]++)")
# Where an export begins: warnings of PHP and empty lines may come before.
_BEGINNING = re.compile(r"<\?xml|<!DOCTYPE|<rss")
_LONGEST_ENTITY = 12


def mended(file: BinaryIO) -> Iterator[tuple[str, int]]:
    """Yield an export in pieces, each with the number of bytes read so far.

    Characters that XML forbids are left out, bytes that are no UTF-8 are read as Windows-1252, entities of HTML outside
    of CDATA are kept as text.
    """
    chunk = file.read(_HEAD_BYTES)
    decoder = codecs.getincrementaldecoder(_encoding(chunk))(errors="surrogateescape")
    amends = _Ampersands()
    read, waiting, has_begun = 0, "", False
    while chunk:
        read += len(chunk)
        text = _plain(decoder.decode(chunk))
        if not has_begun:
            waiting += text
            beginning = _BEGINNING.search(waiting)
            has_begun = beginning is not None or len(waiting) > _LONGEST_PREAMBLE
            text = waiting[beginning.start() if beginning else 0 :] if has_begun else ""
        yield amends.feed(text), read
        chunk = file.read(_CHUNK_BYTES)
    rest = "" if has_begun else waiting
    yield amends.feed(rest + _plain(decoder.decode(b"", final=True))) + amends.rest(), read


def _encoding(beginning: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if beginning.startswith(mark):
            return name
    declared = _ENCODING.search(beginning[:1024])
    try:
        name = codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    except LookupError:
        return "utf-8"
    return name if not name.startswith("utf-16") else "utf-8"  # it was read as ASCII, so it is none


def _plain(text: str) -> str:
    text = _FORBIDDEN.sub("", text)
    if text.isascii():
        return text
    return re.sub("[\udc80-\udcff]+", _as_windows_1252, text)


def _as_windows_1252(match: re.Match[str]) -> str:
    raw = bytes(ord(char) - 0xDC00 for char in match[0])
    return raw.decode("cp1252", errors="replace")


class _Ampersands:
    """Mends what stands outside of CDATA, across the borders of pieces."""

    def __init__(self) -> None:
        self._waiting = ""
        self._in_cdata = False

    def feed(self, text: str) -> str:
        """Return as much of the text so far as is surely whole."""
        text = self._waiting + text
        pieces, position = [], 0
        while True:
            mark = _CDATA_END if self._in_cdata else _CDATA
            found = text.find(mark, position)
            if found < 0:
                break
            pieces.append(self._mended(text[position:found]) + mark)
            position = found + len(mark)
            self._in_cdata = not self._in_cdata
        end = self._surely(text, position)
        pieces.append(self._mended(text[position:end]))
        self._waiting = text[end:]
        return "".join(pieces)

    def rest(self) -> str:
        """Return what still waited."""
        return self._mended(self._waiting)

    def _surely(self, text: str, position: int) -> int:
        """Return up to where no mark and no entity can have begun that goes on in the next piece."""
        mark = _CDATA_END if self._in_cdata else _CDATA
        end = len(text) - len(mark) + 1
        if not self._in_cdata:
            ampersand = text.rfind("&", max(position, end - _LONGEST_ENTITY), max(position, end))
            end = ampersand if ampersand >= 0 else end
        return max(end, position)

    def _mended(self, text: str) -> str:
        if self._in_cdata or "&" not in text:
            return text
        return _NUMBER.sub(_legal, _BARE_AMPERSAND.sub("&amp;", text))


def _legal(match: re.Match[str]) -> str:
    """Return a numeric entity, or nothing where XML forbids its character."""
    number = int(match[1]) if match[1] else int(match[2], 16)
    if number > 0x10FFFF or (number < 0x20 and number not in (9, 10, 13)) or 0xD800 <= number <= 0xDFFF:
        return ""
    return "" if _FORBIDDEN.match(chr(number)) else match[0]
