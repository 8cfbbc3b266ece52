"""What machines are told of an article, the same in all formats: addresses are absolute, texts plain."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from pelican_videopost.base.model import Poster, Video
from pelican_videopost.outputs.texts import printable, shortened
from pelican_videopost.posts.picture_size import file_size
from pelican_videopost.posts.pictures import is_for_cards
from pelican_videopost.views.player import Player, player
from pelican_videopost.views.published import FindFile, Published, resolved

# The longest description that a video sitemap may hold; the other formats have no use for a longer one either.
_LONGEST_DESCRIPTION = 2048


class Picture(NamedTuple):
    """A picture's address and, where they are known, its width and height."""

    url: str
    width_px: int | None = None
    height_px: int | None = None


class VideoFacts(NamedTuple):
    """What is to be told of the first video of a post, which is the one that its page is about.

    `pictures` are the poster in its widths, the narrowest first; `card` is one that social networks read. `embed_url`
    is the player that a click puts into the page, `quiet_url` the same one waiting for a click; both are empty for a
    file, which `content_url` is then, with its `content_bytes` if it is the site's own. `width_px` and `height_px` are
    those of the video, where they are known, and `shape_px` is a width and a height of its player.
    """

    name: str
    description: str
    pictures: tuple[Picture, ...]
    card: Picture | None
    uploaded: datetime
    embed_url: str
    quiet_url: str
    content_url: str
    content_bytes: int | None
    media_type: str | None
    is_seekable: bool
    width_px: int | None
    height_px: int | None
    shape_px: tuple[int, int]


class Facts(NamedTuple):
    """What is to be told of an article: its page, its title, and the film that it shows, if it is a video post."""

    siteurl: str
    page: str
    title: str
    film: VideoFacts | None = None

    def at(self, start_s: int | str) -> str:
        """Return the page's address with a time, from which the video is shown there."""
        return f"{self.page}{'&' if '?' in self.page else '?'}t={start_s}"


def facts_of(published: Published, siteurl: str, title: str, description: str, find: FindFile) -> Facts:
    """Return what machines are told of an article of the site at `siteurl`, which is not empty.

    Its title and description are plain text. `find` returns the file of the site that one of Pelican's links leads to.
    """
    page = f"{siteurl}/{published.article.url}"
    title = printable(title)
    film = None
    if published.post is not None and published.post.videos:
        film = _film(published, Facts(siteurl, page, title), printable(description), find)
    return Facts(siteurl, page, title, film)


def _film(published: Published, facts: Facts, description: str, find: FindFile) -> VideoFacts:
    siteurl, page, title, _ = facts
    post = published.video_post
    first = post.videos[0]
    host = urlsplit(siteurl).hostname or ""
    shown = player(title, post.videos, site_host=host)

    def absolute(link: str) -> str:
        return urljoin(page, resolved(published.article, siteurl, link))

    posters = [Picture(absolute(url), width_px) for url, width_px, _ in _files(post.poster)]
    card = _card([*_files(post.poster), *_files(post.card)], post.thumbnail_url)
    return VideoFacts(
        name=title,
        description=shortened(description or printable(post.description or "") or title, _LONGEST_DESCRIPTION),
        pictures=tuple(posters) or ((Picture(post.thumbnail_url),) if post.thumbnail_url else ()),
        card=card and _measured(card._replace(url=absolute(card.url)), find(published.article, card.url)),
        uploaded=post.uploaded or published.article.date,
        embed_url=_clicked(shown),
        quiet_url=first.embed_at(first.start_s).replace("{host}", host),
        content_url=absolute(first.watch_url) if first.is_file else "",
        content_bytes=_size(find(published.article, first.watch_url)) if first.is_file else None,
        media_type=first.media_type,
        is_seekable=_is_seekable(first),
        width_px=post.width_px,
        height_px=post.height_px,
        shape_px=(shown.width_px, shown.height_px),
    )


def _size(file: Path | None) -> int | None:
    try:
        return file.stat().st_size if file else None
    except OSError:  # gone since Pelican read it
        return None


def _clicked(shown: Player) -> str:
    """Return the address that the page's script gives the frame of a player."""
    return shown.play_url + (shown.play_time.replace("*", str(shown.start_s)) if shown.start_s else "")


def _is_seekable(video: Video) -> bool:
    """Whether the page's script begins at the second that the page's address asks for."""
    return video.is_file or bool(video.embed_time)


def _files(poster: Poster | None) -> list[Picture]:
    """Return a poster in its widths, the narrowest first, by links as the post has them."""
    if poster is None:
        return []
    return [Picture(*pair) for pair in poster.widths] or [Picture(poster.url)]


def _card(pictures: list[Picture], thumbnail_url: str | None) -> Picture | None:
    """Return the widest picture that all social networks read; else one that most do, but never an SVG."""
    readable = [picture for picture in pictures if is_for_cards(picture.url)]
    if readable:
        return max(readable, key=lambda picture: picture.width_px or 0)
    if thumbnail_url and is_for_cards(thumbnail_url):
        return Picture(thumbnail_url)
    others = [picture for picture in pictures if not urlsplit(picture.url).path.lower().endswith((".svg", ".svgz"))]
    return others[-1] if others else None


def _measured(picture: Picture, file: Path | None) -> Picture:
    """Return a picture with the size that its file has, where it is one of the site's."""
    size = file_size(file) if file else None
    return picture._replace(width_px=size.width_px, height_px=size.height_px) if size else picture
