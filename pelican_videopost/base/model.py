"""What a video post is made of: frozen values that know nothing of Pelican, templates or the network."""

import re
from datetime import datetime
from typing import Literal, NamedTuple

_HOST = re.compile(r"https?://([^/?#:]+)")

CommentStatus = Literal["open", "closed", "off"]


class Video(NamedTuple):
    """One place where a video can be watched, as far as its address alone tells.

    `embed_url` is the player to put into an iframe; None means that `watch_url` is the media file itself. A `{host}`
    in it stands for the host of the site, which some providers want to be told.
    `watch_time` and `embed_time` say how the provider spells a start: `?t={}` adds a query parameter,
    `#t={}s` a fragment, and `{}` stands for whole seconds; empty where the provider has no such thing.
    """

    provider: str
    watch_url: str
    embed_url: str | None = None
    watch_time: str = ""
    embed_time: str = ""
    autoplay: str = "autoplay=1"
    start_s: int = 0
    aspect_ratio: tuple[int, int] = (16, 9)
    sandbox: str | None = None
    media_type: str | None = None

    @property
    def is_file(self) -> bool:
        """Whether a browser plays the address itself, without anybody's player."""
        return self.embed_url is None

    @property
    def embed_host(self) -> str:
        """The host a click on play contacts; empty for a file of the site's own."""
        match = _HOST.match(self.embed_url or self.watch_url)
        return match[1].lower() if match else ""

    def watch_at(self, start_s: int) -> str:
        """Return the page where this is watched, from `start_s` seconds on."""
        return _at(self.watch_url, self.watch_time, start_s)

    def embed_at(self, start_s: int) -> str:
        """Return the player, which waits for a click, from `start_s` seconds on; empty for a file."""
        return _at(self.embed_url or "", self.embed_time, start_s)

    @property
    def play_url(self) -> str:
        """The iframe address that begins to play by itself; empty for a file."""
        if self.embed_url is None:
            return ""
        return _added(self.embed_url, "?" + self.autoplay) if self.autoplay else self.embed_url

    @property
    def play_time(self) -> str:
        """What to append to `play_url` for a start, `*` for the seconds; empty where there is no such thing."""
        after = "&" + self.embed_time[1:] if self.embed_time.startswith("?") else self.embed_time
        return after.format("*")


def _at(url: str, spelling: str, start_s: int) -> str:
    """Return `url` with a provider's spelling of a start; unchanged where there is no spelling or no start."""
    return _added(url, spelling.format(start_s)) if spelling and start_s else url


def _added(url: str, addition: str) -> str:
    """Return `url` with a parameter (`?name=value`) added to its query, or another fragment (`#…`)."""
    base, hash_sign, fragment = url.partition("#")
    if addition.startswith("#"):
        return base + addition
    return base + ("&" if "?" in base else "?") + addition[1:] + hash_sign + fragment


class Caption(NamedTuple):
    """A WebVTT track: a BCP 47 language tag, the name a reader picks it by, and where the file is."""

    language: str
    label: str
    url: str


class FetchedCaptions(NamedTuple):
    """A caption file in the content folder: its path there, its language, and whether a machine wrote it."""

    path: str
    language: str
    by_machine: bool


class Chapter(NamedTuple):
    """A part of a video: where it begins, in whole seconds, and what it is called."""

    start_s: int
    title: str


class Series(NamedTuple):
    """A series by its name, and the place of a post in it, None where nobody says."""

    name: str
    place: int | None = None

    @property
    def key(self) -> str:
        """The name as it is compared: without case and spaces around it."""
        return " ".join(self.name.split()).casefold()


class Poster(NamedTuple):
    """The picture shown before playing: its address, and the same picture in other widths, each with its pixels."""

    url: str
    widths: tuple[tuple[str, int], ...] = ()


class Credit(NamedTuple):
    """Somebody who has to do with a video, and as what, in the words of the post; empty where that is not said."""

    name: str
    role: str = ""


class VideoPost(NamedTuple):
    """What is known about the video of an article: what its metadata say, and what was fetched.

    `videos` holds at least one entry unless every `Video` line was unusable; those lines stand in `unknown`, as
    they were written, so that nothing an author wrote is lost. Addresses may still hold Pelican's `{static}`. The
    title is plain text, without markup.

    What the provider says of the first video stands in `description`, `uploader`, `uploaded` (aware), `thumbnail_url`,
    `width_px` and `height_px`. `card` is the poster as JPEG or PNG, for programs that read no other pictures.
    """

    title: str
    language: str = "en"
    videos: tuple[Video, ...] = ()
    unknown: tuple[str, ...] = ()
    films: tuple[str, ...] = ()
    poster: Poster | None = None
    duration_s: int | None = None
    captions: tuple[Caption, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    related: tuple[str, ...] = ()
    series: Series | None = None
    people: tuple[Credit, ...] = ()
    description: str | None = None
    uploader: str | None = None
    uploaded: datetime | None = None
    thumbnail_url: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    card: Poster | None = None


class Anatomy(NamedTuple):
    """A post's text, cut where its author cut it: HTML fragments that together hold every word of the source.

    `info` and `details` are None where the author wrote no such section, else its content without the heading.
    """

    teaser: str
    body: str = ""
    info: str | None = None
    details: str | None = None


class Problem(NamedTuple):
    """Something unusable that was met and worked around: the field, what stood in it, and how to mend it."""

    field: str
    value: str
    fix: str
