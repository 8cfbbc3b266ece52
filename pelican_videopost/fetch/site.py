"""The site's video posts as the commands see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pelican_videopost.base.model import Problem, Video, VideoPost


@dataclass(frozen=True, slots=True)
class PostFile:
    """A video post: its file's path in the content folder, what its metadata say, and what in them is unusable.

    `find` returns the file for the path of a `{static}` link, or None where there is none. `embedded` are the videos
    within its text, `host` is the site's. `own` has the path in the content folder of each video that lies there.
    """

    path: str
    post: VideoPost
    problems: tuple[Problem, ...]
    find: Callable[[str], Path | None]
    embedded: tuple[Video, ...] = ()
    host: str = ""
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def own_film(self) -> str:
        """The path in the content folder of the first video, if that is a file there; else empty."""
        return self.own.get(self.post.videos[0].watch_url, "") if self.post.videos else ""

    @property
    def remote_videos(self) -> tuple[Video, ...]:
        """The videos that lie on somebody's server: all but the site's own files."""
        every = dict.fromkeys((*self.post.videos, *self.embedded))
        return tuple(video for video in every if video.watch_url.startswith(("http://", "https://")))

    def poster_for(self, video: Video) -> str:
        """Return the address of the poster that the author chose for a video; empty where there is none."""
        is_first = self.post.videos[:1] == (video,)
        return self.post.poster.url if is_first and self.post.poster else ""


@dataclass(frozen=True, slots=True)
class Site:
    """The content folder, its video posts in the order of their paths, and what could not be read, by path.

    `missed` are the plain articles that clearly want to be video posts, each with what keeps it from being one.
    """

    content: Path
    posts: tuple[PostFile, ...]
    unreadable: tuple[tuple[str, Problem], ...] = ()
    missed: tuple[tuple[str, Problem], ...] = ()
