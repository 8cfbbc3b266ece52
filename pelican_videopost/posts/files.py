"""Whether the files that a post's metadata name are there, and readable as what they are meant to be."""

import re
from collections.abc import Callable
from pathlib import Path

from pelican_videopost.base.model import Caption, Problem, Video, VideoPost
from pelican_videopost.posts.webvtt import MOST_BYTES, has_cues, is_webvtt

# One of Pelican's links to a file of the site's own.
LINK = re.compile(r"(?P<mark>[{|](?:static|attach|filename)[}|])(?P<path>[^#?]*)")

# As browsers read it: any number of slashes of either kind, and whatever stands before an @.
_HOST = re.compile(r"\s*(?:https?:[/\\]*+|[/\\]{2,}+)(?:[^/?#\\@]*@)?(?P<host>[^/?#:\\]*)", re.IGNORECASE)
_FOREIGN = (
    "of another host, which would learn of each reader, so a placeholder is drawn; run `pelican-videopost fetch`, which"
    " brings the picture home, or save it and write {static}/media/…"
)

Find = Callable[[str], Path | None]


def check_files(post: VideoPost, find: Find, host: str) -> tuple[VideoPost, tuple[Problem, ...]]:
    """Return the post without what cannot be shown, and what was wrong with any of its files.

    These are files of the site's own that are missing, and a poster of another host, which every reader's browser would
    ask for it. `find` returns the file for the path of a `{static}` link, or None where the site has none; `host` is
    the site's.
    """
    problems: list[Problem] = []

    def there(field: str, link: str) -> str | None:
        if (found := located(link, find)) is None:
            fix = "no such file; the path begins at the content folder: {static}/media/…"
            problems.append(Problem(field, link, fix))
        return found

    poster = there("Poster", post.poster.url) if post.poster else None
    if poster and is_foreign(poster, host):
        problems.append(Problem("Poster", poster, _FOREIGN))
        poster = None
    videos: list[Video] = []
    unknown = list(post.unknown)
    for video in post.videos:
        if url := there("Video", video.watch_url):
            videos.append(video._replace(watch_url=url))
        else:
            unknown.append(video.watch_url)
    found = ((caption, there("Captions", caption.url)) for caption in post.captions)
    captions = tuple(caption._replace(url=url) for caption, url in found if url)
    problems += filter(None, (_caption_problem(caption, find) for caption in captions))
    post = post._replace(
        poster=post.poster._replace(url=poster) if post.poster and poster else None,
        videos=tuple(videos),
        unknown=tuple(unknown),
        captions=captions,
    )
    return post, tuple(problems)


def is_foreign(url: str, host: str) -> bool:
    """Whether an address leads to another host than the site's.

    >>> is_foreign("https://site.example/a.jpg", "site.example"), is_foreign("//example.org/a.jpg", "site.example")
    (False, True)
    """
    match = _HOST.match(url)
    return match is not None and match["host"].lower() != host.lower()


def located(link: str, find: Find) -> str | None:
    """Return an address as it is; of one of Pelican's links the one that leads to a file, or None where none does.

    A path that is right beside the post but not below the content folder lacks no more than its first letter.
    """
    match = LINK.match(link)
    if match is None or find(match["path"]) is not None:
        return link
    beside = match["path"].removeprefix("/")
    return link.replace(match["path"], beside, 1) if beside != match["path"] and find(beside) is not None else None


def _caption_problem(caption: Caption, find: Find) -> Problem | None:
    """Return what a browser would stumble over in a caption file of the site's own."""
    match = LINK.match(caption.url)
    path = find(match["path"]) if match else None
    if path is None:
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            return Problem(
                "Captions", caption.url, f"over {MOST_BYTES // 10**6} MB, so it is no transcript; shorten it"
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Problem("Captions", caption.url, "not UTF-8, so letters will be wrong; save the file as UTF-8")
    except OSError as error:
        return Problem("Captions", caption.url, f"cannot be read ({error.strerror})")
    if not is_webvtt(text):
        return Problem("Captions", caption.url, "not WebVTT: its first line must read WEBVTT")
    if not has_cues(text):
        fix = "nothing in it can be shown: a line such as 00:01.000 --> 00:04.000 must stand above each text"
        return Problem("Captions", caption.url, fix)
    return None
