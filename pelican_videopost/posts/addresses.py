"""The addresses in a line, however its author dressed them: a list, a Markdown link, embed code, a path of the site."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pelican_videopost.posts.embeds import embeds
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.providers.address import parse_address

# Where another address begins, beyond doubt.
_BEFORE_ADDRESS = re.compile(r"(?<![\s,;])[\s,;]++(?=(?:https?:)?//|[{|](?:static|attach|filename)[}|])", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-*+•–]|\d{1,2}[.)])\s+")
# Up to the space before a title; without one the closing bracket is still part of it.
_LINK = re.compile(r"!?\[[^\[\]]*+\]\(\s*+(?P<address>\S++)(?:\s++[\"'(].*)?")
_BETWEEN = re.compile(r"[,;]\s++|\s++")
# What stands around an address, and is no part of it.
_AROUND = "\"'`<>“”„«»,;|-–— \t"
_PATH = re.compile(r"(?!//)(?:\./)?(?P<path>[^\s:{|#?<>\"'/][^:{|#?<>\"']*\.\w{2,5})")
# A name without folders, which could be a host if there were such a top level.
_FILE = re.compile(r"[^/]+\.(?:mp4|m4v|webm|ogv|mov|jpe?g|png|gif|webp|avif|svg|vtt)", re.IGNORECASE)
# Pages that only their provider can lead on to the video.
_SHORT = re.compile(
    r"https?://(?:(?:vm|vt)\.tiktok\.com/\w|www\.tiktok\.com/t/|b23\.tv/\w|(?:www|m)\.youtube\.com/clip/)",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """What lines of addresses hold: the addresses, and the words beside them that are none."""

    addresses: tuple[str, ...]
    words: tuple[str, ...] = ()


def addresses(written: Iterable[str]) -> Found:
    """Return the addresses of videos in the lines of a field; a line in which none is known stays as it is.

    >>> addresses(["- [The duel](https://youtu.be/eRsGyueVLvQ), https://vimeo.com/1084537"]).addresses
    ('https://youtu.be/eRsGyueVLvQ', 'https://vimeo.com/1084537')
    """
    text = "\n".join(written)
    if "<" in text and (code := [found.address for found in embeds(text) if found.address]):
        return Found(tuple(dict.fromkeys(code)))
    found: list[str] = []
    words: list[str] = []
    for line in text.splitlines():
        pieces = list(_pieces(line))
        if not any(is_known for _, is_known in pieces):
            found.append(line.strip())
            continue
        found += [piece for piece, is_known in pieces if is_known or parse_address(piece)]
        beside = [piece for piece, is_known in pieces if not is_known and not parse_address(piece)]
        words += [" ".join(beside)] if beside else []
    return Found(tuple(dict.fromkeys(found)), tuple(words))


def _pieces(line: str) -> Iterator[tuple[str, bool]]:
    """Yield what a line holds, and whether it is a known address: without what is around it, and the words between."""
    for piece in _BEFORE_ADDRESS.split(_unlisted(line)):
        bare = piece.strip(_AROUND)
        if not bare:
            continue
        if link := _LINK.fullmatch(bare):
            bare = _target(link)
        if recognise(bare):
            yield bare, True
            continue
        several = [
            (one, recognise(one) is not None) for one in filter(None, _BETWEEN.split(bare)) if one.strip(_AROUND)
        ]
        if len(several) > 1 and any(is_known for _, is_known in several):
            yield from ((one.strip(_AROUND) if is_known else one, is_known) for one, is_known in several)
        elif path := own_path(bare):
            yield path, recognise(path) is not None
        else:
            yield piece.strip(), False


def _target(link: re.Match[str]) -> str:
    """Return where a link in Markdown leads; its closing bracket is no part of it."""
    address = link["address"]
    if address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1]
    return address.strip("<>")


def _unlisted(line: str) -> str:
    """Return a line without what marks it as part of a list, in Markdown or in YAML."""
    line = line.strip()
    if line.startswith("[") and line.endswith("]"):
        line = line[1:-1]
    bullet = _BULLET.match(line)
    return line[bullet.end() :] if bullet else line


def own_path(text: str) -> str | None:
    """Return Pelican's link for a path of the site's own that was written without one, or None for anything else.

    >>> own_path("media/poster.jpg"), own_path("https://example.org/a.jpg")
    ('{static}/media/poster.jpg', None)
    """
    text = text.strip(_AROUND).replace("\\", "/")
    if link := _LINK.fullmatch(text):
        text = _target(link)
    match = _PATH.fullmatch(text)
    if match is None or (parse_address(text) and not _FILE.fullmatch(text)):
        return None
    return f"{{static}}{'' if text.startswith('..') else '/'}{match['path']}"


def address_in(text: str) -> str:
    """Return the address of a link or a picture in Markdown, or a text without the quotes around it.

    >>> address_in("![The duel](https://example.org/a.jpg)"), address_in("/a.jpg")
    ('https://example.org/a.jpg', '/a.jpg')
    """
    bare = text.strip(_AROUND)
    link = _LINK.fullmatch(bare)
    return _target(link) if link else bare


def is_short(address: str) -> bool:
    """Whether an address leads to a video that only its provider knows."""
    return _SHORT.match(address) is not None
