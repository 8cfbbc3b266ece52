"""TikTok: https://developers.tiktok.com/doc/embed-player.

The short links of `vm.tiktok.com` and `tiktok.com/t/` hold no id: only TikTok knows where they lead.
"""

import re

from pelican_videopost.base.model import Video
from pelican_videopost.posts.providers.address import Address

NAME = "TikTok"
HOSTS = frozenset({"tiktok.com", "tiktokv.com"})

_ID = re.compile(r"[1-9]\d{14,20}")
_USER = re.compile(r"@[A-Za-z0-9_.-]*")


def recognise(address: Address) -> Video | None:
    """Return the video at a TikTok address, or None for its other pages."""
    address = address.unglued()
    user = "@"
    match address.path:
        case (user, "video", video_id) | (_, user, "video", video_id) if _USER.fullmatch(user):
            pass
        case ("video", video_id) | ("share", "video", video_id) | ("embed", video_id):
            pass
        case ("embed", "v1" | "v2" | "v3", video_id) | ("player", "v1", video_id):
            pass
        case ("v", page):
            video_id = page.removesuffix(".html")
        case _:
            return None
    if not _ID.fullmatch(video_id):
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://www.tiktok.com/{user if _USER.fullmatch(user) else '@'}/video/{video_id}",
        embed_url=f"https://www.tiktok.com/player/v1/{video_id}",
        aspect_ratio=(9, 16),
    )
