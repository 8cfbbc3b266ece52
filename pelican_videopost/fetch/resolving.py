"""Where a short address leads to, which only its provider can say."""

import re
from html import unescape

from pelican_videopost.fetch.source import ask_ytdlp
from pelican_videopost.fetch.trouble import Trouble
from pelican_videopost.fetch.web import Web, WebError
from pelican_videopost.posts.addresses import is_short
from pelican_videopost.posts.fetched import Fetched
from pelican_videopost.posts.providers import recognise

_PAGE_BYTES = 1_000_000
# What a page says of where else it stands.
_CANONICAL = re.compile(
    rb"<(?:link\b[^<>]{0,500}?\brel=[\"']?canonical\b|meta\b[^<>]{0,500}?\bproperty=[\"']?og:(?:url|video))[^<>]{0,2000}+>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(rb"\b(?:href|content)=[\"']([^\"'<>\s]{1,2000}+)[\"']", re.IGNORECASE)


def resolve(url: str, web: Web) -> tuple[Fetched | None, Trouble | None]:
    """Return a record of where a short address leads to; it is followed up to the first address that is known."""
    try:
        answer = web.get(url, _PAGE_BYTES, cut=True, until=lambda place: _known(place) is not None)
    except WebError as error:
        return None, Trouble("unresolved", str(error))
    named = (
        one[1].decode("utf-8", "replace") for tag in _CANONICAL.findall(answer.body) if (one := _ADDRESS.search(tag))
    )
    for place in (answer.url, *map(unescape, named)):
        if address := _known(place):
            return Fetched(leads_to=address), None
    info, trouble = ask_ytdlp(url, web)
    address = _known(str((info or {}).get("webpage_url") or ""))
    if address:
        return Fetched(leads_to=address), None
    return None, trouble or Trouble("unresolved", "it leads to no address of a video that is known")


def _known(address: str) -> str | None:
    """Return the page of the video at an address; None where there is none, or it is short again."""
    video = None if is_short(address) else recognise(address)
    return video.watch_at(video.start_s) if video else None
