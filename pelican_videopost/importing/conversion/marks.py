"""The short forms in which plugins, other programs and other sites write a video, each as the address it stands for."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple

from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.providers.address import escaped

# Returns Pelican's link for a file of the site's own, by the path that an author wrote; None where there is none.
Own = Callable[[str], str | None]

# The page of a video by the id that a short form names.
_PAGES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "youtubeplayer": "https://www.youtube.com/watch?v={}",
    "embedyt": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "bilibili": "https://www.bilibili.com/video/{}",
    "wpvideo": "https://videopress.com/v/{}",
}
_NAME = "youtube|vimeo|dailymotion|bilibili"
_ID = re.compile(r"[\w-]{1,64}")
_FILE = re.compile(r"(?!//)[^\s:{|<>\"'#?][^:{|<>\"'#?\r\n]*+(?<=\.mp4|\.m4v|\.ogv|\.mov|webm)", re.IGNORECASE)
_WORD = re.compile(r"(?:(?P<key>[\w-]++)=)?+(?:\"(?P<quoted>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"']++))")
# In which an address may be named, best first; of others the value is none.
_KEYS = ("", "id", "url", "src", "mp4", "webm", "m4v", "ogv", "video_id")

_LIQUID = (
    rf"\{{%-?\s*+(?:include\s++)?+(?P<liquid>{_NAME}|youtubePlayer|video)(?:\.html)?+\s++"
    r"(?P<liquid_rest>[^%{}\r\n]{1,500}+)%\}"
)
_HUGO = rf"\{{\{{[<%]\s*+(?P<hugo>{_NAME})\s++(?P<hugo_rest>[^<>%{{}}\r\n]{{1,500}}+)[>%]\}}\}}"
_JSON = (
    rf"\[{{1,2}}\{{\s*+\"(?P<json>{_NAME})\"\s*+:\s*+"
    r"\"(?P<json_rest>[^\"\r\n]{1,300}+)\"[^{}\r\n]{0,300}+\}\]{1,2}"
)
_SHORTCODE = (
    rf"(?<!\[)\[(?P<code>{_NAME}|embed|embedyt|video|wpvideo)(?P<code_rest>(?:[\s=][^\[\]\r\n]{{0,500}}+)?+)\](?![(:\]]|\[(?!/))"
    r"(?:\s*+(?P<inner>[^\[\]\s]{1,500}+)\s*+\[/(?P=code)\])?+(?:\[/(?P=code)\])?+"
)
_CONTAINER = rf"^:::?+[^\S\r\n]*+(?P<colon>{_NAME})(?P<colon_rest>[^\w\r\n][^\r\n]++)(?:\r?\n:::++(?=\s|\Z))?+"
_TARGET = (
    r"\(\s*+<?(?P<{0}>[^\s()<>]{{1,500}}+(?:\([^\s()<>]{{0,100}}+\)[^\s()<>]{{0,100}}+)?+)"
    r">?(?:\s++[\"'][^\"'\r\n]{{0,200}}+[\"'])?+\s*+\)"
)
_MARKED = rf"\[!(?:embed|video)[^\[\]\r\n]{{0,200}}+\]{_TARGET.format('marked')}"
_NAMED = rf"@\[(?P<named>{_NAME})\]{_TARGET.format('named_rest')}"
_PICTURE = rf"!\[[^\[\]\r\n]{{0,300}}+\]{_TARGET.format('picture')}(?!\])"
_OBSIDIAN = r"!\[\[(?P<file>[^\[\]|\r\n]{1,300}+)(?:\|[^\[\]\r\n]{0,100}+)?+\]\]"
_MARK = re.compile(
    "|".join((_LIQUID, _HUGO, _JSON, _SHORTCODE, _CONTAINER, _MARKED, _NAMED, _PICTURE, _OBSIDIAN)),
    re.IGNORECASE | re.MULTILINE,
)
# What the block editor of WordPress puts around an address.
_FIGURE = re.compile(
    r"(?:<!--\s++wp:(?:[^<>-]|-(?!->)){0,1000}+-->\s*+)?+<figure\b[^<>]{0,500}+>\s*+<div\b[^<>]{0,300}wp-block-embed__wrapper[^<>]{0,300}+>"
    r"\s*+(?P<address>[^\s<>]{1,1000}+)\s*+</div>\s*+(?:<figcaption\b[^<>]{0,300}+>(?P<words>(?:[^<]|<(?!/?fig)){0,1000}+)</figcaption>\s*+)?+"
    r"</figure>(?:\s*+<!--\s++/wp:(?:[^<>-]|-(?!->)){0,100}+-->)?+",
    re.IGNORECASE,
)


class Mark(NamedTuple):
    """A short form by its place, the address that it stands for, and words of its own that a reader saw."""

    start: int
    end: int
    address: str
    words: str = ""


def find_marks(text: str, own: Own) -> Iterator[Mark]:
    """Yield the short forms in a text that stand for a video that can be played; one behind a backslash is shown."""
    for match in _MARK.finditer(text):
        if text[match.start() - 1 : match.start()] != "\\" and (address := _address(match, own)):
            yield Mark(match.start(), match.end(), address)
    for match in _FIGURE.finditer(text):
        if address := page_of("", match["address"], own):
            yield Mark(match.start(), match.end(), address, match["words"] or "")


def page_of(name: str, value: str, own: Own) -> str | None:
    """Return the address of a video by what a form of this name says: its id, its address, or a file.

    >>> page_of("youtube", "eRsGyueVLvQ", lambda path: None)
    'https://www.youtube.com/watch?v=eRsGyueVLvQ'
    """
    value = unescape(value.strip().strip("\"'<>[]#"))
    page = _PAGES.get(name.lower(), "")
    if page and _ID.fullmatch(value) and recognise(page.format(value)):
        return page.format(value)
    if _FILE.fullmatch(value):
        return own(value) or (value if value.startswith("/") else None)
    if not _is_written_out(value) or not recognise(value):
        return None
    return value if is_own(value) else escaped(value)


def watched(address: str) -> str:
    """Return the page of a video by the address that a player has of it; of a file the file."""
    video = recognise(address)
    return video.watch_at(video.start_s) if video and not video.is_file else address


def is_own(address: str) -> bool:
    """Whether an address is that of a file of the site's own."""
    return address.startswith(("{", "|")) or (address.startswith("/") and not address.startswith("//"))


def _is_written_out(address: str) -> bool:
    """Whether an address is one beyond doubt: with its scheme, or as Pelican links to files."""
    return address.startswith(("http://", "https://", "//", "{", "|"))


def _address(match: re.Match[str], own: Own) -> str | None:
    for name in ("liquid", "hugo", "json", "code", "colon", "named"):
        if match[name]:
            said = [match["inner"] or ""] if name == "code" else []
            rest = match[f"{name}_rest"].strip().strip("{}")
            values = [rest.lstrip("="), rest] if name in ("json", "named") else _values(rest.lstrip("="))
            every = filter(None, [*said, *values])
            page = next(filter(None, (page_of(match[name], value, own) for value in every)), None)
            return watched(page) if page else None
    if match["file"]:
        return page_of("", match["file"], own)
    return page_of("", match["marked"] or match["picture"], own)


def _values(rest: str) -> list[str]:
    """Return what the attributes of a form name, those first in which an address stands."""
    found: list[tuple[int, str]] = []
    for word in _WORD.finditer(rest):
        key = (word["key"] or "").lower()
        value = word["quoted"] or word["single"] or word["bare"] or ""
        if key in _KEYS:
            found.append((_KEYS.index(key), value))
    return [value for _, value in sorted(found, key=lambda one: one[0])][:20]
