"""Posters: a thumbnail, checked and made into WebP files of two widths for pages, and a JPEG for cards."""

import io
import struct
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps

from pelican_videopost.base.writing import write_whole
from pelican_videopost.fetch.web import Web, WebError
from pelican_videopost.posts.fetched import POSTERS_FOLDER

WIDTHS_PX = (640, 1280)
# What social networks ask for, most of which read no WebP.
CARD_WIDTH_PX = 1200

# Formats that hold pixels and nothing else. SVG is a document, which may fetch and run things.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MOST_BYTES = 20_000_000
_MOST_PIXELS = 32_000_000
_SMALLEST_PX = (60, 30)
_QUALITY = 80
# YouTube lists dozens of addresses, most of which lead nowhere.
_MOST_TRIES = 8


class Encoded(NamedTuple):
    """A picture as the content of a file: how its name ends, and how wide it is."""

    ending: str
    width_px: int
    data: bytes


class PosterError(Exception):
    """No poster could be made; the message says why."""


def make_posters(web: Web, addresses: Sequence[str], content: Path, stem: str) -> tuple[tuple[str, int], ...]:
    """Return the posters made of the first usable thumbnail, as paths in the content folder with their widths.

    They are written into `content`, their names made of `stem`. Raises `PosterError` where no address leads to a
    picture.
    """
    reasons = []
    for address in addresses[:_MOST_TRIES]:
        try:
            return write_posters(encode(web.get(address, _MOST_BYTES).body), content, stem)
        except (WebError, PosterError) as error:
            reasons.append(str(error))
    raise PosterError(reasons[0] if reasons else "no thumbnail")


def write_posters(pictures: Sequence[Encoded], content: Path, stem: str) -> tuple[tuple[str, int], ...]:
    """Write pictures into the folder of posters; return their paths in the content folder, with their widths."""
    folder = content / POSTERS_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for one in pictures:
        write_whole(folder / f"{stem}-{one.ending}", one.data)
    return tuple((f"{POSTERS_FOLDER}/{stem}-{one.ending}", one.width_px) for one in pictures)


def encode(data: bytes) -> list[Encoded]:
    """Return a picture as WebP in the two usual widths, and as JPEG in that of cards, or less where it has less.

    Raises `PosterError` for anything but a picture of a sensible size.
    """
    return encode_image(_opened(data))


def encode_image(image: Image.Image) -> list[Encoded]:
    """Return a picture of red, green and blue in all sizes and formats, as `encode` does."""
    wanted = [(min(width_px, image.width), "webp") for width_px in WIDTHS_PX]
    wanted.append((min(CARD_WIDTH_PX, image.width), "jpg"))
    pictures = []
    for width_px, ending in sorted(set(wanted)):
        height_px = max(1, round(image.height * width_px / image.width))
        resized = image.resize((width_px, height_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
        target = io.BytesIO()
        if ending == "webp":
            resized.save(target, "WEBP", quality=_QUALITY, method=4)
        else:
            resized.save(target, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
        pictures.append(Encoded(f"{width_px}.{ending}", width_px, target.getvalue()))
    return pictures


def _opened(data: bytes) -> Image.Image:
    """Return the first frame of a picture, upright, without transparency and without what else its file held."""
    if data.lstrip()[:5].lower() in (b"<svg ", b"<?xml", b"<!doc", b"<html"):
        raise PosterError("a document instead of a picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
        check_size(opened.size)
        image = ImageOps.exif_transpose(opened)
        if image.has_transparency_data:
            image = Image.alpha_composite(Image.new("RGBA", image.size, "black"), image.convert("RGBA"))
        image = image.convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PosterError("a picture of far too many pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, struct.error) as error:
        raise PosterError(f"not a picture that can be read ({type(error).__name__})") from error
    image.info.clear()
    return image


def check_size(size: tuple[int, int]) -> None:
    """Raise `PosterError` for pixels that are too many, too few, or too long a strip."""
    width_px, height_px = size
    if width_px * height_px > _MOST_PIXELS:
        raise PosterError(f"a picture of {width_px}×{height_px} pixels, more than is sensible")
    if width_px < _SMALLEST_PX[0] or height_px < _SMALLEST_PX[1] or not 0.2 <= width_px / height_px <= 5:
        raise PosterError(f"a picture of {width_px}×{height_px} pixels, which is no picture of a video")
