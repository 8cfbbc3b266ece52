"""Odysee and LBRY: https://help.odysee.tv/category-uploading/embedding/."""

import re
from urllib.parse import quote

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers.address import Address

NAME = "Odysee"
HOSTS = frozenset({"odysee.com", "lbry.tv", "open.lbry.com", "beta.lbry.tv"})

# A claim: a name, and behind a colon the beginning of its id, as much as is needed to tell it from others.
_NAME = r"[^\s$@:/?#&=\"<>\\^`{|}]{1,255}"
_CHANNEL = re.compile(rf"@{_NAME}(?::[0-9a-f]{{1,40}})?")
_CLAIM = re.compile(rf"{_NAME}:[0-9a-f]{{1,40}}")
_CLAIM_OF_CHANNEL = re.compile(rf"{_NAME}(?::[0-9a-f]{{1,40}})?")
_CLAIM_ID = re.compile(r"[0-9a-f]{1,40}")


def recognise(address: Address) -> Video | None:
    """Return the claim at an Odysee or LBRY address, or None for channels and the pages below `$`."""
    # Odysee's own embed code encodes the slashes too.
    path = tuple("/".join(address.path).split("/"))
    below_dollar = path[:2] in {("$", "embed"), ("$", "download")}
    if below_dollar:
        path = path[2:]
    match path:
        case (channel, claim) if _CHANNEL.fullmatch(channel) and _CLAIM_OF_CHANNEL.fullmatch(claim):
            pass
        case (claim,) if _CLAIM.fullmatch(claim):
            pass
        case (name, claim_id) if below_dollar and _CLAIM_ID.fullmatch(claim_id) and _CLAIM_OF_CHANNEL.fullmatch(name):
            path = (f"{name}:{claim_id}",)
        case _:
            return None
    claim = quote("/".join(path), safe="/@:!(),")
    return Video(
        provider=NAME,
        watch_url=f"https://odysee.com/{claim}",
        embed_url=f"https://odysee.com/$/embed/{claim}",
        watch_time="?t={}",
        embed_time="?t={}",
        autoplay="autoplay=true",
        start_s=parse_seconds(address.parameter("t")) or 0,
    )
