"""Loom: https://dev.loom.com/docs/embed-sdk/getting-started."""

import re

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers.address import Address

NAME = "Loom"
HOSTS = frozenset({"loom.com", "useloom.com"})

# 32 hexadecimal digits, in some links with the title before them.
_ID = re.compile(r"(?:[\w.-]*-)?(?P<id>[0-9a-f]{32})")


def recognise(address: Address) -> Video | None:
    """Return the recording at a Loom address, or None for its other pages."""
    match address.unglued().path:
        case ("share" | "embed", candidate) if found := _ID.fullmatch(candidate):
            return Video(
                provider=NAME,
                watch_url=f"https://www.loom.com/share/{found['id']}",
                embed_url=f"https://www.loom.com/embed/{found['id']}",
                watch_time="?t={}",
                embed_time="?t={}",
                start_s=parse_seconds(address.parameter("t")) or 0,
            )
    return None
