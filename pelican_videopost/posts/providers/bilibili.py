"""Bilibili: https://player.bilibili.com/, which explains the player's parameters."""

import re
from urllib.parse import urlencode

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers.address import Address

NAME = "Bilibili"
HOSTS = frozenset({"bilibili.com", "player.bilibili.com", "b23.tv"})

# BV and ten characters of Base58, of which the first is always 1; or av and the number from before 2020.
_BV = re.compile(r"[Bb][Vv](?P<id>1[1-9A-HJ-NP-Za-km-z]{9})")
_AV = re.compile(r"av(?P<id>[1-9]\d{0,15})", re.IGNORECASE)
_PART = re.compile(r"[1-9]\d{0,3}")
# Players, and lists and festivals that play the video named in the query.
_PLAYERS = frozenset({"player.html", "html5mobileplayer.html", "newplayer.html"})
_LISTS = frozenset({"list", "festival", "medialist"})


def recognise(address: Address) -> Video | None:
    """Return the video at a Bilibili address, or None for its other pages."""
    address = address.unglued()
    match address.path:
        case ("video", candidate) | ("s", "video", candidate):
            pass
        case (candidate,) if candidate[:2].lower() in ("av", "bv"):
            pass
        case (*_, page) if page in _PLAYERS:
            aid = address.query.get("aid", "")
            candidate = address.query.get("bvid") or (f"av{aid}" if aid.isdecimal() else aid)
        case (page, *_) if page in _LISTS:
            candidate = address.query.get("bvid", "")
        case _:
            return None
    return _video(address, candidate)


def _video(address: Address, candidate: str) -> Video | None:
    if bv := _BV.fullmatch(candidate):
        page, name = f"BV{bv['id']}", {"bvid": f"BV{bv['id']}"}
    elif av := _AV.fullmatch(candidate):
        page, name = f"av{av['id']}", {"aid": av["id"]}
    else:
        return None
    part = address.query.get("p") or address.query.get("page", "")
    if not _PART.fullmatch(part):
        part = "1"
    query = urlencode({"isOutside": "true"} | name | {"p": part, "danmaku": "0"})
    return Video(
        provider=NAME,
        watch_url=f"https://www.bilibili.com/video/{page}" + (f"?p={part}" if part != "1" else ""),
        embed_url=f"https://player.bilibili.com/player.html?{query}",
        watch_time="?t={}",
        embed_time="?t={}",
        start_s=parse_seconds(address.parameter("t")) or 0,
    )
