"""What a file of the site's own says of itself, by PyAV: how long and how large it is, and a picture of it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream
from PIL import Image, ImageStat

from pelican_videopost.fetch.posters import PosterError, check_size, encode_image, write_posters
from pelican_videopost.posts.fetched import Fetched

# Where a film is looked at, in parts of its length: not at its first picture, which is black more often than not.
_PLACES = (0.1, 0.25, 0.4, 0.55, 0.7, 0.0)
# A picture that is neither one colour nor all dark or bright shows something.
_LEAST_SPREAD = 18
_DARKEST, _BRIGHTEST = 24, 232
_MOST_FRAMES = 300
_LONGEST_S = 7 * 86400
_LARGEST_PX = 20_000


class FilmError(Exception):
    """A file is no film that can be read; the message says why."""


def probe(path: Path, content: Path, stem: str, *, wants_poster: bool) -> Fetched:
    """Return the record of a film, once its posters are written if it wants any. Raises `FilmError`."""
    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}, metadata_errors="replace") as container:
            if not container.streams.video:
                return Fetched(duration_s=_seconds(container))
            stream = container.streams.video[0]
            record, picture = _looked_at(container, stream)
    except (av.FFmpegError, ValueError, OSError, IndexError, MemoryError) as error:
        raise FilmError(f"no film that can be read ({type(error).__name__})") from error
    if wants_poster:
        if picture is None:
            raise FilmError("not one picture of it can be read")
        try:
            check_size(picture.size)
        except PosterError as error:
            raise FilmError(str(error)) from error
        record = replace(record, posters=write_posters(encode_image(picture), content, stem))
    return record


def _looked_at(container: InputContainer, stream: VideoStream) -> tuple[Fetched, Image.Image | None]:
    """Return what a film says of itself, its size as it is shown, and the first picture of it that shows something."""
    seconds = _seconds(container)
    best, best_spread = None, -1.0
    for picture in _pictures(container, stream, seconds):
        grey = ImageStat.Stat(picture.convert("L").resize((64, 36)))
        shows = grey.stddev[0] >= _LEAST_SPREAD and _DARKEST <= grey.mean[0] <= _BRIGHTEST
        if shows or grey.stddev[0] > best_spread:
            best, best_spread = picture, grey.stddev[0]
        if shows:
            break
    if best is None:
        return Fetched(duration_s=seconds), None
    is_sensible = max(best.size) <= _LARGEST_PX
    width_px, height_px = best.size if is_sensible else (None, None)
    return Fetched(duration_s=seconds, width_px=width_px, height_px=height_px), best


def _seconds(container: InputContainer) -> int | None:
    seconds = round(container.duration / av.time_base) if container.duration else 0
    return seconds if 0 < seconds <= _LONGEST_S else None


def _pictures(container: InputContainer, stream: VideoStream, seconds: int | None) -> Iterator[Image.Image]:
    """Yield some pictures of a film, as it is shown: upright, and with pixels as wide as they are high."""
    for place in _PLACES if seconds else (0.0,):
        with suppress(av.FFmpegError):  # what cannot be sought is read from where it is
            container.seek(int(container.duration * place) if container.duration else 0)
        for count, frame in enumerate(container.decode(stream)):
            if frame.width * frame.height and (seconds or count % 30 == 0):
                picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
                ratio = stream.sample_aspect_ratio
                if ratio and 0.2 < ratio < 5 and ratio != 1:
                    picture = picture.resize((max(1, round(picture.width * ratio)), picture.height))
                yield picture.rotate(frame.rotation, expand=True) if frame.rotation else picture
            if seconds or count > _MOST_FRAMES:
                break
