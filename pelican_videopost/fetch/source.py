"""What is known of one video: yt-dlp is asked first, then the oEmbed reply that its watch page names."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from yt_dlp import YoutubeDL
from yt_dlp.networking.exceptions import HTTPError, TransportError
from yt_dlp.utils import DownloadError, YoutubeDLError

from pelican_videopost.fetch.record import Info, from_info, from_oembed, thumbnails, web_address
from pelican_videopost.fetch.trouble import Trouble, kept_back, read_trouble
from pelican_videopost.fetch.web import TRIES, Web, WebError, check_address, pause
from pelican_videopost.posts.fetched import Fetched

_PAGE_BYTES, _REPLY_BYTES, _YTDLP_BYTES = 3_000_000, 300_000, 16_000_000
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_LINK = re.compile(rb"<link\b[^<>]{0,4000}+>", re.IGNORECASE)
_LINK_TYPES = ("application/json+oembed", "text/json+oembed")
# Where a wiki's file redirects to, and the page that yt-dlp reads instead; with a width, it leads to a picture.
_COMMONS_FILE, _COMMONS_PAGE, _COMMONS_PICTURE = (
    "https://commons.wikimedia.org/wiki/Special:FilePath/",
    "https://commons.wikimedia.org/wiki/File:",
    "?width=1280",
)


class _Listener:
    """A logger for yt-dlp, which keeps its warnings."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def debug(self, message: str) -> None:
        """Let progress go by."""

    def warning(self, message: str) -> None:
        """Keep what may be the reason why a video has nothing to play."""
        self.warnings.append(message)

    def error(self, message: str) -> None:
        """Let an error go by: it is raised as well."""


class Known(NamedTuple):
    """The record of a video, the addresses of its thumbnails, best first, what yt-dlp said and what it could not do.

    The record is None where nothing is known; the trouble then says why. A record with a trouble is oEmbed's alone.
    """

    record: Fetched | None
    pictures: tuple[str, ...] = ()
    info: Info | None = None
    trouble: Trouble | None = None


def look_up(url: str, web: Web, *, captions: bool = False) -> Known:
    """Return what is known of a video; with `captions` yt-dlp is asked for those, too."""
    info, trouble = ask_ytdlp(url, web, captions=captions)
    if trouble is not None and trouble.certain:
        return Known(None, trouble=trouble)
    record = from_info(info, url) if info else Fetched()
    pictures = thumbnails(info, url) if info else ()
    if info and not pictures and url.startswith(_COMMONS_FILE):
        pictures = (url.partition("#")[0] + _COMMONS_PICTURE,)
        record = replace(record, thumbnail_url=pictures[0])
    complete = record.title and pictures and record.width_px
    if not complete and not (info and info.get("direct")):
        try:
            endpoint = oembed_endpoint(url, web)
            reply = from_oembed(oembed_reply(endpoint, web), endpoint) if endpoint else Fetched()
        except WebError as error:
            trouble = trouble or (None if info else Trouble("failed", str(error)))
        else:
            record = record.filled_from(reply)
            pictures = pictures or tuple(filter(None, [reply.thumbnail_url]))
    if record == Fetched():
        return Known(None, trouble=trouble or Trouble("failed", "neither yt-dlp nor oEmbed knows anything about it"))
    return Known(record, pictures, info, trouble)


def trouble_of(url: str, web: Web, *, is_file: bool) -> Trouble | None:
    """Return what keeps a video from playing on the site, or None if nothing is known to."""
    if is_file:
        return _file_trouble(url, web)
    info, trouble = ask_ytdlp(url, web)
    if info is not None:
        trouble = kept_back(info)
    if trouble is not None and trouble.certain:
        return trouble
    try:
        endpoint = oembed_endpoint(url, web)
    except WebError as error:
        return Trouble("dead", str(error), certain=True) if error.status in (404, 410) else trouble
    try:
        if endpoint:
            oembed_reply(endpoint, web)
            return None
    except WebError as error:
        said = f"its oEmbed: {error}"
        if error.status in (401, 403):
            return Trouble("not-embeddable" if info else "private", said, certain=True)
        if error.status == 404:
            return Trouble("not-embeddable" if info else "dead", said, certain=True)
    return trouble


def _file_trouble(url: str, web: Web) -> Trouble | None:
    """Return why a browser would not get a file: no yt-dlp helps it there."""
    try:
        answer = web.get(url, 0, cut=True)
    except WebError as error:
        return read_trouble(str(error), error.status)
    if answer.content_type in _PAGE_TYPES:
        return Trouble("not-a-file", "a page instead of a video file", certain=True)
    return None


def ask_ytdlp(url: str, web: Web, items: str = "1", *, captions: bool = False) -> tuple[Info | None, Trouble | None]:
    """Return yt-dlp's info dict of a video, or what kept it from one; tried anew where that may help.

    `items` are the entries of a playlist to tell of, as yt-dlp writes them: `1:500`.
    """
    for tried in range(1, TRIES + 1):
        listener = _Listener()
        try:
            info = _downloader(web, listener, items, captions=captions).extract_info(
                address_for_ytdlp(url), download=False
            )
        except (YoutubeDLError, WebError, ValueError, KeyError, TypeError, AttributeError) as error:
            status, transient = _cause(error)
            if transient and tried < TRIES:
                pause(tried)
                continue
            return None, read_trouble(str(error), status)
        if not isinstance(info, Mapping):
            return None, Trouble("failed", "yt-dlp knows nothing about it")
        told = (read_trouble(warning) for warning in listener.warnings)
        reason = None if _plays(info) else next((trouble for trouble in told if trouble.certain), None)
        return (None, reason) if reason else (info, None)
    raise AssertionError("the last try returns")


def address_for_ytdlp(url: str) -> str:
    """Return the address to ask yt-dlp about: of a file on Wikimedia Commons, its page says more than itself."""
    return url.partition("#")[0].replace(_COMMONS_FILE, _COMMONS_PAGE)


def oembed_endpoint(url: str, web: Web) -> str | None:
    """Return the oEmbed address that a watch page names (https://oembed.com, section 4). Raises `WebError`."""
    page = web.get(url, _PAGE_BYTES, types=_PAGE_TYPES, cut=True)
    links = b"".join(_LINK.findall(page.body))  # the rest, often megabytes of scripts, is not worth parsing
    for link in BeautifulSoup(links, "html.parser").find_all("link", type=_LINK_TYPES):
        if address := web_address(link.get("href"), page.url):
            return address
    return None


def oembed_reply(endpoint: str, web: Web) -> Mapping[str, Any]:
    """Return what an oEmbed address answers. Raises `WebError`."""
    answer = web.get(endpoint, _REPLY_BYTES)
    try:
        reply = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise WebError("its oEmbed reply is no JSON") from error
    if not isinstance(reply, dict):
        raise WebError("its oEmbed reply is no object")
    return reply


def _downloader(web: Web, listener: _Listener, items: str, *, captions: bool) -> YoutubeDL:
    downloader = YoutubeDL(
        {
            "logger": listener,
            "quiet": True,
            "noplaylist": True,
            "playlist_items": items,
            "extract_flat": "in_playlist",
            "format": "b*",
            "writesubtitles": captions,
            "writeautomaticsub": captions,
            # Title and thumbnail are worth having even where this machine could not play the video.
            "ignore_no_formats_error": True,
            "socket_timeout": web.wait_s,
            "extractor_retries": 1,
            "cachedir": False,
        }
    )
    downloader.urlopen = _bounded(downloader.urlopen, web.own_host)
    return downloader


def _bounded(urlopen: Callable[[Any], Any], own_host: str) -> Callable[[Any], Any]:
    """Return yt-dlp's way of asking, kept to the web and to answers of a sensible length."""

    def ask(request: Any) -> Any:
        check_address(request if isinstance(request, str) else request.url, own_host)
        try:
            response = urlopen(request)
        except HTTPError as error:
            _limit(error.response)
            raise
        check_address(response.url, own_host)
        _limit(response)
        return response

    return ask


def _limit(response: Any) -> None:
    read = response.read

    def read_some(amount: int | None = None) -> bytes:
        data: bytes = read(_YTDLP_BYTES + 1 if amount is None else amount)
        if len(data) > _YTDLP_BYTES:
            raise WebError(f"more than the {_YTDLP_BYTES:,} bytes that are sensible")
        return data

    response.read = read_some


def _cause(error: BaseException) -> tuple[int | None, bool]:
    """Return the HTTP status behind an error of yt-dlp's, if there is one, and whether another try may help."""
    for one in _chain(error):
        if isinstance(one, HTTPError):
            return one.status, one.status == 429 or one.status >= 500
        if isinstance(one, WebError):
            return None, one.transient
    return None, any(isinstance(one, TransportError) for one in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(8):
        if not isinstance(error, BaseException):
            return
        yield error
        inner = error.exc_info[1] if isinstance(error, DownloadError) and error.exc_info else None
        error = inner or getattr(error, "cause", None) or error.__cause__


def _plays(info: Info) -> bool:
    formats = info.get("formats")
    playable = isinstance(formats, list) and any(
        (one.get("vcodec"), one.get("acodec")) != ("none", "none") for one in formats if isinstance(one, Mapping)
    )
    return playable or bool(info.get("url")) or info.get("entries") is not None
