"""How large a picture is, by the first bytes of its file: JPEG, PNG, GIF and WebP."""

from pathlib import Path
from typing import NamedTuple

# A JPEG may hold a small picture, a colour profile and a camera's notes before it says its size.
_MOST_BYTES = 1 << 17
# Each kind has said it by then, but for JPEG.
_LEAST_BYTES = 30
_PNG = b"\x89PNG\r\n\x1a\n"
# The markers of JPEG that begin a frame, and with it its size: SOF0 to SOF15 without DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Size(NamedTuple):
    """The width and height of a picture."""

    width_px: int
    height_px: int


def file_size(path: Path) -> Size | None:
    """Return the size of the picture in a file, None where it cannot be read or is of another kind."""
    try:
        with path.open("rb") as file:
            return picture_size(file.read(_MOST_BYTES))
    except OSError:  # gone since Pelican read it
        return None


def picture_size(head: bytes) -> Size | None:
    """Return the size of a picture that begins with these bytes, None where they do not tell.

    >>> picture_size(b"GIF89a" + bytes([0x80, 2, 0x68, 1]) + bytes(20))
    Size(width_px=640, height_px=360)
    """
    size = None
    if len(head) < _LEAST_BYTES:
        return None
    if head.startswith(_PNG) and head[12:16] == b"IHDR":
        size = Size(_big(head[16:20]), _big(head[20:24]))
    elif head.startswith((b"GIF87a", b"GIF89a")):
        size = Size(_little(head[6:8]), _little(head[8:10]))
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        size = _webp(head)
    elif head.startswith(b"\xff\xd8"):
        size = _jpeg(head)
    return size if size and all(size) else None


def _jpeg(head: bytes) -> Size | None:
    """Return the size in the first frame. Each segment says how long it is, so the way there has few steps."""
    position = 2
    while position + 9 <= len(head) and head[position] == 0xFF:
        marker = head[position + 1]
        if marker in _FRAMES:
            return Size(_big(head[position + 7 : position + 9]), _big(head[position + 5 : position + 7]))
        if marker == 0xFF:  # padding
            position += 1
        else:
            position += 2 + max(_big(head[position + 2 : position + 4]), 2)
    return None


def _webp(head: bytes) -> Size | None:
    """Return the size in the first chunk. https://developers.google.com/speed/webp/docs/riff_container."""
    kind = head[12:16]
    if kind == b"VP8X":
        return Size(_little(head[24:27]) + 1, _little(head[27:30]) + 1)
    if kind == b"VP8L" and head[20] == 0x2F:
        bits = _little(head[21:25])
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        return Size(_little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF)
    return None


def _big(part: bytes) -> int:
    return int.from_bytes(part, "big")


def _little(part: bytes) -> int:
    return int.from_bytes(part, "little")
