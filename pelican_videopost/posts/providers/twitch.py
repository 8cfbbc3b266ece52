"""Twitch: https://dev.twitch.tv/docs/embed/video-and-clips/.

Twitch plays only where it is told the host of the page around it: `{host}` in an embed address stands for that host,
and whoever renders the page fills it in.
"""

import re

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers.address import Address

NAME = "Twitch"
HOSTS = frozenset({"twitch.tv", "go.twitch.tv", "player.twitch.tv", "embed.twitch.tv", "clips.twitch.tv"})

_VIDEO = re.compile(r"v?(?P<id>[1-9]\d{4,12})")
# Three or more capitalised words, in newer clips followed by a random part: FaintLightGullWholeWheat-TiZ_-ixAGYR3y2Uy
_CLIP = re.compile(r"[A-Z][A-Za-z0-9]{7,99}(?:-[A-Za-z0-9_-]{6,32})?")
_COLLECTION = re.compile(r"[A-Za-z0-9_-]{12,20}")
_CHANNEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]{1,24}")
# First segments of the path that are pages of Twitch itself.
_PAGES = frozenset(
    (
        "about activate ads affiliate annual-recap audience bits blog bounty brand broadcast clip clips collections"
        " creatorcamp creators dashboard directory downloads drops embed esports event events following friends game"
        " games gift help home hypetrain inventory jobs kb legal login logout logs manager messages mod moderator"
        " music newsletter oauth p partner partners payments popout prime privacy products profile public redeem"
        " safety search security seeker settings signup store stories subs subscribe subscriptions sudo support team"
        " teams terms tos trending turbo upload user users video videos vods wallet watchparty"
    ).split()
)


def recognise(address: Address) -> Video | None:
    """Return the video, clip, collection or channel at a Twitch address, or None for its other pages."""
    match address.host:
        case "clips.twitch.tv":
            return _clip(address.query.get("clip", "") if address.path == ("embed",) else "/".join(address.path))
        case "player.twitch.tv" | "embed.twitch.tv":
            return _player(address)
    return _page(address)


def _page(address: Address) -> Video | None:
    match address.path:
        case ("videos", video) | (_, "v" | "video" | "videos", video) if _VIDEO.fullmatch(video):
            return _video(address, video)
        case (_, "schedule") if video := address.query.get("vodID", ""):
            return _video(address, video)
        case ("clip", slug) | (_, "clip", slug):
            return _clip(slug)
        case ("collections", collection):
            return _collection(collection)
        case (channel,) | (channel, "embed"):
            return _channel(channel)
    return None


def _player(address: Address) -> Video | None:
    """Return what the embedded player's own address asks for: of several, Twitch takes the channel."""
    if channel := address.query.get("channel"):
        return _channel(channel)
    if video := address.query.get("video"):
        return _video(address, video)
    return _collection(address.query.get("collection", ""))


def _video(address: Address, video: str) -> Video | None:
    found = _VIDEO.fullmatch(video)
    if found is None:
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://www.twitch.tv/videos/{found['id']}",
        embed_url=f"https://player.twitch.tv/?video={found['id']}&parent={{host}}",
        watch_time="?t={}s",
        embed_time="?time={}s",
        autoplay="autoplay=true",
        start_s=parse_seconds(address.parameter("t", "time")) or 0,
    )


def _clip(slug: str) -> Video | None:
    # Clips of 2016 had the channel before their name.
    slug = slug.rpartition("/")[2]
    if not _CLIP.fullmatch(slug):
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://clips.twitch.tv/{slug}",
        embed_url=f"https://clips.twitch.tv/embed?clip={slug}&parent={{host}}",
        autoplay="autoplay=true",
    )


def _collection(collection: str) -> Video | None:
    if not _COLLECTION.fullmatch(collection):
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://www.twitch.tv/collections/{collection}",
        embed_url=f"https://player.twitch.tv/?collection={collection}&parent={{host}}",
        autoplay="autoplay=true",
    )


def _channel(channel: str) -> Video | None:
    name = channel.lower()
    if not _CHANNEL.fullmatch(name) or name in _PAGES:
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://www.twitch.tv/{name}",
        embed_url=f"https://player.twitch.tv/?channel={name}&parent={{host}}",
        autoplay="autoplay=true",
    )
