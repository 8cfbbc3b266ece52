"""PeerTube, any instance, by the shape of its paths: https://docs.joinpeertube.org/api/embed-player."""

import re

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers.address import Address

NAME = "PeerTube"
HOSTS: frozenset[str] = frozenset()

# A UUID, or the same in 22 characters of Base58 (no 0, O, l, I), as PeerTube shortens it.
_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[1-9A-HJ-NP-Za-km-z]{22}",
)
# Words that happen to have 22 letters, as titles in other sites' `/w/`; a random id hardly ever reads like this.
_WORDS = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+")


def recognise(address: Address) -> Video | None:
    """Return the video or playlist behind a path that only PeerTube uses, or None."""
    match address.path:
        case ("w", "p", playlist) | ("videos", "watch", "playlist", playlist) | ("video-playlists", "embed", playlist):
            return _video(address, playlist, "w/p", "video-playlists/embed")
        case ("w", video_id) | ("videos", "watch" | "embed", video_id):
            return _video(address, video_id, "w", "videos/embed")
    return None


def _video(address: Address, video_id: str, watch: str, embed: str) -> Video | None:
    # A link to a comment goes on with `;threadId=…`.
    video_id = video_id.partition(";")[0]
    if not _ID.fullmatch(video_id) or _WORDS.fullmatch(video_id):
        return None
    end_s = parse_seconds(address.parameter("stop"))
    query = f"?stop={end_s}s" if end_s else ""
    return Video(
        provider=NAME,
        watch_url=f"{address.origin}/{watch}/{video_id}{query}",
        embed_url=f"{address.origin}/{embed}/{video_id}{query}",
        watch_time="?start={}s",
        embed_time="?start={}s",
        start_s=parse_seconds(address.parameter("start")) or 0,
        sandbox="allow-same-origin allow-scripts allow-popups",
    )
