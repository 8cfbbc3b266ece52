"""What a player shows: the model of the template `videopost/player.html`."""

from collections.abc import Sequence
from typing import NamedTuple

from pelican_videopost.base.model import Caption, Poster, Video
from pelican_videopost.base.times import format_clock, format_iso8601

STREAM_TYPE = "application/vnd.apple.mpegurl"

_PORTRAIT = 0.9
_SQUARE = 1.2
_CLASSIC = 1.5


class Player(NamedTuple):
    """One player. `play_url` is empty for a file, which the browser plays itself from `sources`.

    `play_time` is what follows `play_url` for a start, with `*` in the place of the seconds.
    """

    title: str
    provider: str
    watch_url: str
    play_url: str
    play_time: str
    start_s: int
    host: str
    shape: str
    width_px: int
    height_px: int
    poster: Poster | None
    sandbox: str | None
    sources: tuple[Video, ...]
    captions: tuple[Caption, ...]
    elsewhere: tuple[Video, ...]
    duration_s: int | None = None

    @property
    def clock(self) -> str:
        """How long it is, as a reader expects it; empty where that is not known."""
        return format_clock(self.duration_s) if self.duration_s else ""

    @property
    def duration(self) -> str:
        """The same for `<time datetime>`."""
        return format_iso8601(self.duration_s) if self.duration_s else ""

    @property
    def is_stream(self) -> bool:
        """Whether all there is to play is an HLS stream, which not every browser plays."""
        return bool(self.sources) and all(source.media_type == STREAM_TYPE for source in self.sources)


def player(
    title: str,
    videos: Sequence[Video],
    *,
    site_host: str,
    poster: Poster | None = None,
    captions: tuple[Caption, ...] = (),
    duration_s: int | None = None,
) -> Player:
    """Return the player for `videos`: the first plays, further files are sources of it, the rest is "Also on".

    `site_host` is the host the site is read at: some providers only play on pages that name theirs.
    """
    first = videos[0]
    sources = tuple(video for video in videos if video.is_file) if first.is_file else ()
    shape, width_px, height_px = _shape(first.aspect_ratio)
    return Player(
        title=title,
        provider=first.provider,
        watch_url=first.watch_at(first.start_s),
        play_url=first.play_url.replace("{host}", site_host),
        play_time=first.play_time,
        start_s=first.start_s,
        host=first.embed_host,
        shape=shape,
        width_px=width_px,
        height_px=height_px,
        poster=poster,
        sandbox=first.sandbox,
        sources=sources,
        captions=captions,
        elsewhere=tuple(video for video in videos[1:] if video not in sources),
        duration_s=duration_s,
    )


def _shape(aspect_ratio: tuple[int, int]) -> tuple[str, int, int]:
    """Return the name of the nearest shape that the style sheet knows, with a width and height of it in pixels."""
    ratio = aspect_ratio[0] / aspect_ratio[1]
    if ratio < _PORTRAIT:
        return "portrait", 720, 1280
    if ratio < _SQUARE:
        return "square", 960, 960
    return ("classic", 960, 720) if ratio < _CLASSIC else ("wide", 1280, 720)
