"""Vimeo: https://help.vimeo.com/hc/en-us/articles/12426260232977."""

import re
from urllib.parse import quote

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers import file
from pelican_videopost.posts.providers.address import Address

NAME = "Vimeo"
HOSTS = frozenset({"vimeo.com", "player.vimeo.com", "www.player.vimeo.com", "vimeopro.com"})

_NUMBER = re.compile(r"[1-9]\d{2,11}")
# The ten hexadecimal digits that unlock an unlisted video.
_HASH = re.compile(r"[0-9a-f]{8,12}")


def recognise(address: Address) -> Video | None:
    """Return the video, event or showcase at a Vimeo address, or None for its other pages."""
    address = address.unglued()
    match address.path:
        case ("event", number, "videos", video) if _NUMBER.fullmatch(number) and _NUMBER.fullmatch(video):
            return _video(address, video, "")
        case ("event", number, *rest) if _NUMBER.fullmatch(number):
            return _event(number, [segment for segment in rest if segment not in ("embed", "interaction")])
        case ("showcase" | "album", number) | ("showcase" | "album", number, "embed" | "embed2"):
            return _showcase(address, number) if _NUMBER.fullmatch(number) else None
        case ("external" | "progressive_redirect", *_) if address.host == "player.vimeo.com":
            return file.recognise(address)
        case (user, "review", number, code) if _NUMBER.fullmatch(number):
            return _video(
                address, number, "", watch_url=f"https://vimeo.com/{quote(user)}/review/{number}/{quote(code)}"
            )
    number, unlisted = _number(address)
    return _video(address, number, unlisted) if _NUMBER.fullmatch(number) else None


def _number(address: Address) -> tuple[str, str]:
    """Return what stands where a video's number does, and the hash behind it; both may be empty."""
    match address.path:
        case (
            (number,)
            | ("video" | "videos" | "m", number)
            | ("manage", "videos", number)
            | ("channels" | "ondemand", _, number)
            | ("groups", _, "videos", number)
            | ("showcase" | "album" | "categories", _, "video" | "videos", number)
            | ("couchmode", *_, number)
            | (_, _, "video", number)
        ) if _NUMBER.fullmatch(number):
            return number, ""
        case (
            (number, unlisted)
            | ("video" | "videos", number, unlisted)
            | ("manage", "videos", number, unlisted)
            | ("showcase" | "album", _, "video", number, unlisted)
        ) if _HASH.fullmatch(unlisted):
            return number, unlisted
        case ("moogaloop.swf" | "play_redirect_hls",):
            return address.query.get("clip_id", ""), ""
        # Channels and the HD page of 2009 kept the number in the fragment.
        case ("channels", _) | ("hd",):
            return address.fragment, ""
    return "", ""


def _video(address: Address, number: str, unlisted: str, watch_url: str = "") -> Video:
    unlisted = unlisted or address.query.get("h", "")
    if not _HASH.fullmatch(unlisted):
        unlisted = ""
    milliseconds = address.query.get("ts", "")
    shared_s = int(milliseconds) // 1000 if re.fullmatch("[0-9]{1,9}", milliseconds) else 0
    return Video(
        provider=NAME,
        watch_url=watch_url or f"https://vimeo.com/{number}" + (f"/{unlisted}" if unlisted else ""),
        embed_url=f"https://player.vimeo.com/video/{number}?" + (f"h={unlisted}&" if unlisted else "") + "dnt=1",
        watch_time="#t={}s",
        embed_time="#t={}s",
        start_s=parse_seconds(address.parameter("t", "at", "start")) or shared_s,
    )


def _event(number: str, rest: list[str]) -> Video | None:
    """Return a live event; an unlisted one has a hash, which its embed address keeps behind `/embed`."""
    match rest:
        case []:
            unlisted = ""
        case [code] if _HASH.fullmatch(code):
            unlisted = f"/{code}"
        case _:
            return None
    return Video(
        provider=NAME,
        watch_url=f"https://vimeo.com/event/{number}{unlisted}",
        embed_url=f"https://vimeo.com/event/{number}/embed{unlisted}",
    )


def _showcase(address: Address, number: str) -> Video:
    unlisted = address.query.get("h", "")
    query = f"?h={unlisted}" if _HASH.fullmatch(unlisted) else ""
    return Video(
        provider=NAME,
        watch_url=f"https://vimeo.com/showcase/{number}{query}",
        embed_url=f"https://vimeo.com/showcase/{number}/embed{query}",
    )
