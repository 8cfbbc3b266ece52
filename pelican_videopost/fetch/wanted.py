"""Which videos of a site there is something to get about, and how their posters are called."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from pelican_videopost.base.model import Video
from pelican_videopost.fetch.site import Site
from pelican_videopost.posts.fetched import OWN_FILES, Fetched
from pelican_videopost.posts.files import is_foreign
from pelican_videopost.posts.pictures import card


@dataclass(frozen=True, slots=True)
class Wanted:
    """A video, the posts that show it, and whether one of them has no poster of its own.

    `picture` is what an author chose for its poster and what lies on another host, `languages` are those of the posts
    that show it first and have no captions of their own.
    """

    video: Video
    posts: tuple[str, ...]
    poster: bool
    picture: str = ""
    languages: tuple[str, ...] = ()

    def lacks(self, record: Fetched | None, content: Path, languages: tuple[str, ...] | None = None) -> bool:
        """Return whether there is something left to get, for all that the record holds.

        Captions are where none in one of `languages` are there; None asks for none.
        """
        if record is None or any(not (content / path).is_file() for path, _ in record.posters):
            return True
        there = (one.language for one in record.captions if (content / one.path).is_file())
        if languages is not None and not any(language in languages for language in there):
            return True
        if self.picture and record.thumbnail_url != self.picture:
            return True
        could_have_one = bool(record.thumbnail_url) or self.video.watch_url.startswith(OWN_FILES)
        return self.poster and could_have_one and card(record.posters) is None


def wanted_films(site: Site) -> dict[str, Wanted]:
    """Return the first video of each post that has it in the content folder, by the names of their records."""
    found: dict[str, Wanted] = {}
    for post_file in site.posts:
        if own := post_file.own_film:
            name = OWN_FILES + own
            before = found.get(name, Wanted(post_file.post.videos[0]._replace(watch_url=name), (), False))
            posts = (*before.posts, post_file.path)
            found[name] = replace(before, posts=posts, poster=before.poster or post_file.post.poster is None)
    return found


def wanted_videos(site: Site) -> dict[str, Wanted]:
    """Return each video on somebody's server that a post shows, once, by its `watch_url`."""
    found: dict[str, Wanted] = {}
    for post_file in site.posts:
        for video in post_file.remote_videos:
            before = found.get(video.watch_url, Wanted(video, (), False))
            posts = tuple(dict.fromkeys((*before.posts, post_file.path)))
            poster = post_file.poster_for(video)
            picture = before.picture or (poster if poster and is_foreign(poster, post_file.host) else "")
            is_first = post_file.post.videos[:1] == (video,) and not post_file.post.captions
            languages = tuple(dict.fromkeys((*before.languages, *([post_file.post.language] if is_first else ()))))
            wants_poster = before.poster or not poster or bool(picture)
            found[video.watch_url] = Wanted(video, posts, wants_poster, picture, languages)
    return found


def poster_stem(video: Video) -> str:
    """Return how the names of a video's posters begin: the same ever after, and nothing that a server could choose.

    >>> poster_stem(Video("Internet Archive", "https://archive.org/details/x"))
    'internet-archive-ed15b6ac8889'
    """
    provider = re.sub(r"[^a-z0-9]+", "-", video.provider.lower()).strip("-")
    return f"{provider}-{hashlib.sha256(video.watch_url.encode()).hexdigest()[:12]}"
