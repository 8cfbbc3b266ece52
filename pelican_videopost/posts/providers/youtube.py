"""YouTube: https://developers.google.com/youtube/player_parameters."""

import re
from urllib.parse import urlencode

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers.address import Address, parameters, parse_address

NAME = "YouTube"
# The national sites of 2007 to 2009 were hosts of their own; their links live on in old posts.
_NATIONAL = "au br ca cz de es fr hk ie il in it jp kr mx nl nz pl ru se tw uk"
HOSTS = frozenset(
    {
        "youtube.com",
        "youtu.be",
        "youtube-nocookie.com",
        "youtubekids.com",
        "youtubeeducation.com",
        "youtube.googleapis.com",
        *(f"{name}.youtube.com" for name in ("music", "gaming", "consent", *_NATIONAL.split())),
    }
)

# Eleven characters, then the end or something that no id holds: `ID&feature=share`, `ID.swf`, `ID/`.
_ID = re.compile(r"(?P<id>[A-Za-z0-9_-]{11})(?:[^A-Za-z0-9_\s-].*)?")
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
# Playlists anybody may see: made by hand, a channel's uploads and favourites, courses, albums, editors' choices.
_PLAYLIST = re.compile(r"(?:PL|UU|FL|EC|PU|OLAK5uy_|RDCLAK5uy_)[A-Za-z0-9_-]{10,60}")
# An endless mix, grown from a video: it plays beside that video, but has no page of its own.
_MIX = re.compile(r"RD[A-Za-z0-9_-]{11}")
_OLD_PLAYLIST = re.compile(r"[0-9A-F]{16}")

_WATCH_PAGES = frozenset({"watch", "watch.php", "watch_popup", "details", "movie", "ytscreeningroom"})
_ID_AFTER = frozenset({"embed", "v", "vi", "e", "shorts", "live", "watch"})
_NO_IDS = frozenset({"videoseries", "live_stream"})
_PLAYLIST_PAGES = frozenset({("playlist",), ("watch",), ("embed",), ("embed", "videoseries"), ("embed", "playlist")})
# Pages of YouTube that lead to another of its pages, each with the parameter that names it.
_WRAPPERS = {
    "attribution_link": "u",
    "oembed": "url",
    "redirect": "q",
    "signin": "next",
    "verify_age": "next_url",
    "m": "continue",
    "ml": "continue",
}


def recognise(address: Address) -> Video | None:
    """Return the video, playlist or live stream at a YouTube address, or None for its other pages."""
    address = address.unglued()
    if address.path and address.path[0] in _WRAPPERS:
        behind = _behind_wrapper(address, _WRAPPERS[address.path[0]])
        return _watchable(behind) if behind else None
    return _watchable(address)


def _watchable(address: Address) -> Video | None:
    match address.path:
        case ("watch_videos",):
            return _queue(address.query.get("video_ids", "").split(","))
        case ("embed", "live_stream") if _CHANNEL.fullmatch(channel := address.query.get("channel", "")):
            return Video(
                provider=NAME,
                watch_url=f"https://www.youtube.com/channel/{channel}/live",
                embed_url=f"https://www.youtube-nocookie.com/embed/live_stream?channel={channel}",
            )
    address = _unhashed(address)
    match = _ID.fullmatch(_candidate(address))
    return _video(address, match["id"]) if match else _playlist(address)


def _candidate(address: Address) -> str:
    """Return what stands where this form of address keeps the id."""
    match address.path:
        case ():
            return address.query.get("v") or address.query.get("vi", "")
        case (page,) if page in _WATCH_PAGES:
            return address.query.get("v") or address.query.get("vi", "")
        case (candidate,) if address.host == "youtu.be":
            return candidate
        case (keyword, candidate) if keyword in _ID_AFTER and candidate not in _NO_IDS:
            return candidate
        # A channel page of 2010 that plays one of its videos: /user/NAME#p/u/1/ID
        case ("user", _) if address.fragment.startswith("p/"):
            return address.fragment.partition("?")[0].rpartition("/")[2]
    return ""


def _video(address: Address, video_id: str) -> Video:
    playlist = address.query.get("list", "")
    context = {"list": playlist} if _PLAYLIST.fullmatch(playlist) or _MIX.fullmatch(playlist) else {}
    end_s = parse_seconds(address.parameter("end"))
    embed = context | ({"end": str(end_s)} if end_s else {})
    if address.query.get("clip") and address.query.get("clipt"):
        embed |= {name: address.query[name] for name in ("clip", "clipt")}
    return Video(
        provider=NAME,
        watch_url="https://www.youtube.com/watch?" + urlencode({"v": video_id} | context),
        embed_url=f"https://www.youtube-nocookie.com/embed/{video_id}" + (f"?{urlencode(embed)}" if embed else ""),
        watch_time="?t={}s",
        embed_time="?start={}",
        start_s=parse_seconds(address.parameter("t", "start", "time_continue")) or 0,
        aspect_ratio=(9, 16) if address.path[:1] == ("shorts",) else (16, 9),
    )


def _playlist(address: Address) -> Video | None:
    match address.path:
        case ("view_play_list",):
            playlist = address.query.get("p", "")
        case ("p", playlist):
            pass
        case ("browse", page) if page.startswith("VL"):
            playlist = page[2:]
        case path if path in _PLAYLIST_PAGES:
            playlist = address.query.get("list", "")
        case _:
            return None
    if _OLD_PLAYLIST.fullmatch(playlist):
        playlist = f"PL{playlist}"
    if not _PLAYLIST.fullmatch(playlist):
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://www.youtube.com/playlist?list={playlist}",
        embed_url=f"https://www.youtube-nocookie.com/embed/videoseries?list={playlist}",
    )


def _queue(video_ids: list[str]) -> Video | None:
    """Return the videos that `watch_videos?video_ids=…` plays one after the other."""
    if not all(re.fullmatch(r"[A-Za-z0-9_-]{11}", video_id) for video_id in video_ids):
        return None
    first, *rest = video_ids
    return Video(
        provider=NAME,
        watch_url=f"https://www.youtube.com/watch_videos?video_ids={','.join(video_ids)}",
        embed_url=f"https://www.youtube-nocookie.com/embed/{first}" + (f"?playlist={','.join(rest)}" if rest else ""),
        embed_time="?start={}",
    )


def _unhashed(address: Address) -> Address:
    """Return the address with its video out of the fragment, where the mobile and television sites kept it.

    So `m.youtube.com/#/watch?v=ID`, `youtube.com/watch#!v=ID` and `youtube.com/tv#/watch?v=ID` are watch pages.
    """
    if address.path not in {(), ("watch",), ("tv",)} or address.query.get("v"):
        return address
    hidden = parameters(address.fragment.lstrip("!/").removeprefix("watch"))
    return address._replace(path=("watch",), query=hidden, fragment="") if hidden.get("v") else address


def _behind_wrapper(address: Address, name: str) -> Address | None:
    """Return the YouTube address that a wrapper leads to, or None if it leads elsewhere or to another wrapper.

    Where the inner address was not encoded, its parameters stand among the wrapper's.
    """
    target = address.query.get(name, "")
    inner = parse_address(f"https://www.youtube.com{target}" if target.startswith("/") else target)
    if inner is None or inner.host not in HOSTS or (inner.path and inner.path[0] in _WRAPPERS):
        return None
    return inner._replace(query=dict(address.query) | dict(inner.query))
