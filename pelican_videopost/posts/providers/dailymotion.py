"""Dailymotion: https://developers.dailymotion.com/player/."""

import re

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers.address import Address

NAME = "Dailymotion"
HOSTS = frozenset({"dailymotion.com", "dai.ly", "geo.dailymotion.com", "touch.dailymotion.com"})

# `x` and a short number in letters and digits for public videos, `k` and a long random part for private ones; older
# addresses have the title behind an underscore.
_ID = re.compile(r"(?P<id>x[0-9a-z]{3,9}|k[0-9A-Za-z]{14,24})(?:_.*)?")
_PLAYLIST = re.compile(r"x[0-9a-z]{3,9}")


def recognise(address: Address) -> Video | None:
    """Return the video at a Dailymotion address, or None for its other pages."""
    address = address.unglued()
    match address.path:
        case (candidate,) if address.host == "dai.ly":
            pass
        case ("video", candidate) | ("embed" | "swf" | "crawler", "video", candidate) | ("swf", candidate):
            pass
        case (player,) | ("player", player) if player.endswith(".html"):
            candidate = address.query.get("video", "")
            if not candidate:
                return _playlist(address.query.get("playlist", ""))
        # A search, a channel or a playlist of former times that played the video named in its fragment.
        case _:
            candidate = address.fragment.removeprefix("video=") if address.fragment.startswith("video=") else ""
            if address.fragment.startswith("/video/"):
                candidate = address.fragment.removeprefix("/video/")
    found = _ID.fullmatch(candidate)
    if found is None:
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://www.dailymotion.com/video/{found['id']}",
        embed_url=f"https://geo.dailymotion.com/player.html?video={found['id']}",
        watch_time="?start={}",
        embed_time="?startTime={}",
        start_s=parse_seconds(address.parameter("start", "startTime", "t")) or 0,
    )


def _playlist(playlist: str) -> Video | None:
    if not _PLAYLIST.fullmatch(playlist):
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://www.dailymotion.com/playlist/{playlist}",
        embed_url=f"https://geo.dailymotion.com/player.html?playlist={playlist}",
    )
