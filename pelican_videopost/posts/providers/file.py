"""Media files that browsers play by themselves: https://html.spec.whatwg.org/multipage/media.html."""

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers.address import Address, escaped, parameters

NAME = "Video file"
HOSTS: frozenset[str] = frozenset()

# `.ogg` is left out: it is nearly always sound.
MEDIA_TYPES = {
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".mov": "video/quicktime",
    ".m3u8": "application/vnd.apple.mpegurl",
}

# A path on the author's own site: `{static}clip.webm`, Pelican's old `|static|`, or `/from/the/root.mp4`.
_OWN = re.compile(r"(?P<mark>[{|](?:static|attach|filename)[}|]|/(?!/))(?P<path>[^\"<>\\]+)")
_LONGEST = 4096
# A page about a file, such as a wiki's `File:Clip.webm`, ends like the file.
_NAMESPACE = re.compile(r"[^\W\d_]+:.*")
# Hosts that show a page where the path ends like a file, and what in the query turns it into the file.
_FILE_PAGES = {"dropbox.com": {"raw": "1", "dl": "1"}, "web.archive.org": {}, "bitbucket.org": {}}
# Folders of source code: GitHub's and GitLab's `blob`, Gitea's `src/branch`.
_CODE_PAGE = re.compile(r"./(?:blob|src/(?:branch|tag|commit))/.", re.DOTALL)


def recognise(address: Address) -> Video | None:
    """Return the file at an address whose path ends like a media file's, or None."""
    path = "/".join(address.path)
    if not path or urlsplit(address.url).path.endswith("/") or _NAMESPACE.fullmatch(address.path[-1]):
        return None
    if _CODE_PAGE.search(path) and address.query.get("raw") not in ("1", "true"):
        return None
    wanted = _FILE_PAGES.get(address.host)
    if wanted is not None and not wanted.items() & address.query.items():
        return None
    return video_at(address.url, address.path[-1], address.fragment)


def own(text: str) -> Video | None:
    """Return the file of the site's own that `text` names, or None where it is no such path."""
    match = _OWN.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None or not match[0].isprintable() or (match["mark"] == "/" and " " in match[0]):
        return None
    path, _, fragment = match["path"].partition("#")
    return video_at(match["mark"] + escaped(match["path"]), path.partition("?")[0], fragment)


def video_at(url: str, name: str, fragment: str, provider: str = NAME) -> Video | None:
    """Return the file at `url`, or None unless `name` ends like one that browsers play.

    `fragment` may hold the stretch to play, as in https://www.w3.org/TR/media-frags/: `t=95`, `t=10,20`, `t=npt:1:35`.
    """
    media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())
    if media_type is None:
        return None
    start, _, end = parameters(fragment).get("t", "").removeprefix("npt:").partition(",")
    end_s = parse_seconds(end)
    return Video(
        provider=provider,
        watch_url=url.partition("#")[0] + (f"#t=0,{end_s}" if end_s else ""),
        watch_time="#t={}" + (f",{end_s}" if end_s else ""),
        start_s=parse_seconds(start) or 0,
        media_type=media_type,
    )
