"""What WordPress's own shortcodes mean, as HTML: captions, galleries, players, embeds."""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import NamedTuple

from pelican_videopost.base.markup import plain_text
from pelican_videopost.importing.wordpress.shortcodes import Meaning, Shortcode, literal, lone_address


class Attachment(NamedTuple):
    """A file of the media library. `caption` is HTML, the other texts are plain."""

    number: str
    url: str
    title: str = ""
    caption: str = ""
    alt: str = ""
    parent: str = ""
    link: str = ""

    @property
    def kind(self) -> str:
        """Whether it is an `image`, `audio`, `video` or `other`."""
        ending = self.url.partition("?")[0].rpartition(".")[2].lower()
        return next((kind for kind, endings in _ENDINGS.items() if ending in endings), "other")


_ENDINGS = {
    "image": frozenset("jpg jpeg jpe png gif webp avif svg bmp ico heic tif tiff".split()),
    "audio": frozenset("mp3 m4a ogg oga wav flac aac wma opus".split()),
    "video": frozenset("mp4 m4v webm ogv mov avi wmv flv mpg mpeg mkv 3gp".split()),
}
_VIDEO_SOURCES = ("src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mov", "url", "0")
_AUDIO_SOURCES = ("src", "mp3", "m4a", "ogg", "wav", "flac", "url", "0")
_PICTURE = re.compile(r"\s*(?P<picture>(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(?P<words>.*)", re.DOTALL)
_YOUTUBE = re.compile(r"[\w-]{11}")


def meanings(files: Callable[[str], Attachment | None], attached: Iterable[Attachment]) -> Meaning:
    """Return what shortcodes mean in a post: `files` knows attachments by number, `attached` are the post's own."""
    own = tuple(attached)

    def chosen(code: Shortcode, kind: str) -> list[Attachment]:
        numbers = re.findall(r"\d+", code.get("ids", "include"))
        if not numbers:
            return [one for one in own if one.kind == kind]
        return [one for one in map(files, numbers) if one is not None]

    def meaning(code: Shortcode) -> str | None:
        if code.name == "gallery":
            pictures = chosen(code, "image")
            return "\n\n" + "\n".join(map(_picture, pictures)) + "\n\n" if pictures else None
        if code.name == "playlist":
            kind = "video" if code.get("type") == "video" else "audio"
            return "\n\n" + "\n".join(_player(kind, one) for one in chosen(code, kind)) + "\n\n" or None
        known = _KNOWN.get(code.name)
        return known(code) if known else literal(code)

    return meaning


def _picture(one: Attachment) -> str:
    image = f'<img src="{escape(one.url)}" alt="{escape(one.alt)}">'
    if not one.caption.strip():
        return f"<p>{image}</p>"
    return f"<figure>{image}<figcaption>{one.caption.strip()}</figcaption></figure>"


def _player(kind: str, one: Attachment) -> str:
    words = plain_text(one.caption) or one.title
    player = f'<{kind} controls preload="none" src="{escape(one.url)}"></{kind}>'
    return f"<div>{player}</div>\n<p>{escape(words, quote=False)}</p>"


def _caption(code: Shortcode) -> str | None:
    match = _PICTURE.fullmatch(code.content)
    if match is None:
        return code.content or None
    words = match["words"].strip() or escape(code.get("caption"), quote=False)
    if not words:
        return f"\n\n<p>{match['picture']}</p>\n\n"
    return f"\n\n<figure>{match['picture']}<figcaption>{words}</figcaption></figure>\n\n"


def _media(name: str, sources: tuple[str, ...]) -> Meaning:
    def meaning(code: Shortcode) -> str | None:
        inner = code.content.strip()
        address = code.get(*sources)
        if not address and inner and "<" not in inner:
            address, inner = unescape(inner), ""
        if not address and "<source" not in inner:
            return None
        source = f' src="{escape(address)}"' if address else ""
        poster = f' poster="{escape(code.get("poster"))}"' if code.get("poster") else ""
        return f'\n\n<div><{name} controls preload="none"{source}{poster}>{inner}</{name}></div>\n\n'

    return meaning


def _embed(code: Shortcode) -> str | None:
    address = plain_text(code.content) or code.get("src", "url", "0")
    return lone_address(address) if re.match(r"(?:https?:)?//\S+$", address) else None


def _youtube(code: Shortcode) -> str | None:
    said = (plain_text(code.content) or code.get("url", "id", "v", "video", "0")).strip()
    address = f"https://www.youtube.com/watch?v={said}" if _YOUTUBE.fullmatch(said) else said
    return lone_address(address) if "youtu" in address else None


def _vimeo(code: Shortcode) -> str | None:
    said = (plain_text(code.content) or code.get("url", "id", "video_id", "clip_id", "0")).strip()
    address = f"https://vimeo.com/{said}" if said.isdecimal() else said
    return lone_address(address) if "vimeo" in address else None


def _dailymotion(code: Shortcode) -> str | None:
    said = (plain_text(code.content) or code.get("url", "id", "video", "0")).strip()
    address = said if "/" in said else f"https://www.dailymotion.com/video/{said}"
    return lone_address(address) if said else None


def _videopress(code: Shortcode) -> str | None:
    guid = code.get("0", "id", "guid").strip()
    return lone_address(f"https://videopress.com/v/{guid}") if guid.isalnum() else None


_KNOWN: dict[str, Meaning] = {
    "caption": _caption,
    "wp_caption": _caption,
    "video": _media("video", _VIDEO_SOURCES),
    "audio": _media("audio", _AUDIO_SOURCES),
    "embed": _embed,
    "youtube": _youtube,
    "vimeo": _vimeo,
    "dailymotion": _dailymotion,
    "wpvideo": _videopress,
    "videopress": _videopress,
    "soundcloud": _embed,
}
