"""Who plays a video: one small module a provider, each with `NAME`, `HOSTS` and `recognise(address)`.

To add a provider, write its module, name it in `PROVIDERS`, and add its addresses to `tests/data/addresses.toml`.
A host `*.example.org` stands for every name right below that domain. A module with empty `HOSTS` is asked about every
address that no other module has claimed: it goes by the shape of the path.
"""

from typing import Protocol

from pelican_videopost.base.model import Video
from pelican_videopost.posts.providers import (
    bilibili,
    dailymotion,
    file,
    internet_archive,
    loom,
    odysee,
    peertube,
    streamable,
    tiktok,
    twitch,
    vimeo,
    wikimedia,
    youtube,
)
from pelican_videopost.posts.providers.address import Address, parse_address


class Provider(Protocol):
    """What every module of this folder offers."""

    NAME: str
    HOSTS: frozenset[str]

    def recognise(self, address: Address, /) -> Video | None:
        """Return the video at an address of these hosts, or None for their other pages."""


PROVIDERS: tuple[Provider, ...] = (
    youtube,
    vimeo,
    dailymotion,
    twitch,
    internet_archive,
    bilibili,
    odysee,
    tiktok,
    streamable,
    loom,
    wikimedia,
    peertube,
    file,
)
_BY_HOST = {host: provider for provider in PROVIDERS for host in provider.HOSTS}
_BY_SHAPE = tuple(provider for provider in PROVIDERS if not provider.HOSTS)


def recognise(text: str) -> Video | None:
    """Return the video that an address leads to, or None if no provider knows it.

    `text` is what an author pasted: a page or embed address, a media file's address, or Pelican's `{static}` path.

    >>> recognise("youtu.be/eRsGyueVLvQ?t=1m35s").start_s
    95
    """
    if own_file := file.own(text):
        return own_file
    address = parse_address(text)
    if address is None:
        return None
    by_host = _BY_HOST.get(address.host) or _BY_HOST.get("*." + address.host.partition(".")[2])
    if by_host is not None:
        return by_host.recognise(address)
    return next(filter(None, (provider.recognise(address) for provider in _BY_SHAPE)), None)
