"""Streamable: https://support.streamable.com/api-documentation."""

import re

from pelican_videopost.base.model import Video
from pelican_videopost.posts.providers.address import Address

NAME = "Streamable"
HOSTS = frozenset({"streamable.com"})

_ID = re.compile(r"[a-z0-9]{3,6}")
# Streamable's own pages whose names could be ids.
_PAGES = frozenset(
    (
        "about admin api app apps blog cancel clips create dmca docs edit embed faq feed forgot free guide help"
        " home ios jobs join labs legal login logout media new news oembed plan plans policy press prices pro promo"
        " recover search share signin signup site static status store studio team teams terms tools trial tv update"
        " upload user users video videos watch"
    ).split()
)


def recognise(address: Address) -> Video | None:
    """Return the video at a Streamable address, or None for its other pages."""
    match address.path:
        case (video_id,) | ("e" | "o" | "s", video_id) | ("s", video_id, _):
            pass
        case _:
            return None
    if not _ID.fullmatch(video_id) or video_id in _PAGES:
        return None
    return Video(
        provider=NAME,
        watch_url=f"https://streamable.com/{video_id}",
        embed_url=f"https://streamable.com/e/{video_id}",
    )
