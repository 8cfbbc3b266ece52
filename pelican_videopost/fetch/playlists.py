"""The videos of a playlist, a channel or a feed, by yt-dlp."""

from collections.abc import Mapping

from pelican_videopost.fetch.record import short_line, web_address
from pelican_videopost.fetch.source import ask_ytdlp
from pelican_videopost.fetch.trouble import Trouble
from pelican_videopost.fetch.web import Web
from pelican_videopost.posts.providers import recognise

_MOST = 500


def entries_of(url: str, web: Web) -> tuple[list[dict[str, str]], Trouble | None]:
    """Return the address and the title of each video of a list that a player knows, once, and what went wrong."""
    info, trouble = ask_ytdlp(url, web, items=f"1:{_MOST}")
    listed = (info or {}).get("entries")
    found: dict[str, dict[str, str]] = {}
    for entry in listed if isinstance(listed, list) else ():
        if not isinstance(entry, Mapping):
            continue
        addresses = (web_address(entry.get(name), url) for name in ("url", "webpage_url"))
        video = next(filter(None, (recognise(address) for address in addresses if address)), None)
        if video is not None:
            found.setdefault(video.watch_url, {"url": video.watch_url, "title": short_line(entry.get("title"))})
    return list(found.values()), trouble
