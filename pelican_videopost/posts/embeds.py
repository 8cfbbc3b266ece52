"""Videos within a text: pasted embed code of any age, and paragraphs that are nothing but addresses of videos."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from pelican_videopost.base.markup import VOID, Token, tokens
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.providers.address import parameters

_ATTRIBUTE = re.compile(r"(?P<name>[^\s\"'=<>/]++)(?:\s*+=\s*+(?P<value>\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?+")
# Texts in small letters without any of these have no need to be read tag by tag.
_ELEMENTS = ("<iframe", "<object", "<embed", "<video", "tiktok-embed")
_PARAGRAPH = re.compile(
    r"<p\b[^<>]*+>\s*+(?:<a\b[^<>]*+>\s*+)?+(?:<img\b|(?:https?:)?//|[{|]static[}|]|[\w-]++(?:\.[\w-]++)++/)"
)
_WORD = re.compile(r"\S+")
_MEDIA = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov|m3u8)(?:[?#]|$)", re.IGNORECASE)

# What people and sites put around a player to give it its shape; it goes with the player where it holds nothing else.
_AROUND = frozenset("p div center span figure strong em b i noscript".split())
_IN_PARAGRAPH = frozenset({"a", "img", "br"})
# Where scripts that load a page's players by and by keep the address.
_SOURCES = ("src", "data-src", "data-lazy-src", "data-litespeed-src")
_PARAMS = frozenset({"movie", "src", "url", "filename"})
_TIKTOK_SCRIPT = re.compile(r"(?:https?:)?//www\.tiktok\.com/embed\.js\b")


class Embed(NamedTuple):
    """A stretch of a fragment that stands for a video: `name` is the element's, `p` of a paragraph of addresses.

    The address is one that a provider knows, unless `name` is an element's: then it may be any, or empty. `before` and
    `after` are the tags that end a paragraph and begin it again, where one goes on around the embed.
    """

    start: int
    end: int
    address: str
    name: str
    before: str = ""
    after: str = ""


def embeds(html: str) -> Iterator[Embed]:
    """Yield what in a fragment stands for a video, in order; none lies within another.

    >>> [found.address for found in embeds('<p>A</p><iframe src="https://www.youtube.com/embed/eRsGyueVLvQ"></iframe>')]
    ['https://www.youtube.com/embed/eRsGyueVLvQ']
    """
    small = html.lower()
    if not any(element in small for element in _ELEMENTS) and not _PARAGRAPH.search(small):
        return
    fragment = _Fragment(html)
    position = 0
    while position < len(fragment.tokens):
        found, last = fragment.at(position)
        yield from found
        position = last + 1


def attributes(token: Token) -> dict[str, str]:
    """Return the attributes of a start tag by their names in lower case, without quotes and entities."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(token.attributes):
        found.setdefault(match["name"].lower(), unescape((match["value"] or "").strip("\"'")).strip())
    return found


class _Fragment:
    """The tags of a fragment, and for each start tag which end tag is its own."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.tokens = [token for token in tokens(html) if token.kind in ("start", "end", "comment")]
        self._ends: dict[int, int] = {}
        self._parents: list[int | None] = []
        opened: list[int] = []
        waiting: dict[str, int] = defaultdict(int)
        for place, token in enumerate(self.tokens):
            self._parents.append(opened[-1] if opened else None)
            if token.kind == "start" and token.name not in VOID and not token.attributes.endswith("/"):
                opened.append(place)
                waiting[token.name] += 1
            elif token.kind == "end" and waiting[token.name]:
                while (last := opened.pop()) >= 0:
                    name = self.tokens[last].name
                    waiting[name] -= 1
                    if name == token.name:
                        self._ends[last] = place
                        break

    def at(self, place: int) -> tuple[list[Embed], int]:
        """Return the embeds that a token begins, and the last token that is done with."""
        token = self.tokens[place]
        if token.kind != "start":
            return [], place
        end = place if token.name == "embed" else self._ends.get(place)
        if end is None:
            return [], place
        if token.name == "p" and (lone := self._paragraph(place, end)):
            return lone, end
        if token.name in ("iframe", "embed", "object", "video"):
            return [self._widened(place, end, _chosen(self._addresses(place, end)))], end
        if token.name == "blockquote" and "tiktok-embed" in token.attributes:
            address = attributes(token).get("cite", "")
            return [self._widened(place, self._script_after(end), address)], end
        return [], place

    def _addresses(self, first: int, last: int) -> Iterator[str]:
        """Yield the addresses that an element and those within it name."""
        for token in self.tokens[first : last + 1]:
            if token.kind != "start":
                continue
            named = attributes(token)
            if token.name == "param":
                yield from _of_param(named)
            elif token.name == "object":
                yield named.get("data", "")
            elif token.name in ("iframe", "embed", "video", "source"):
                yield from (named[name] for name in _SOURCES if named.get(name))

    def _script_after(self, end: int) -> int:
        """Return the end of the script that turns a quotation of TikTok's into a player, if one follows."""
        script = end + 1
        last = self._ends.get(script)
        if last is None or self.tokens[script].name != "script" or not self._is_blank(end, script):
            return end
        return last if _TIKTOK_SCRIPT.match(attributes(self.tokens[script]).get("src", "")) else end

    def _widened(self, first: int, last: int, address: str) -> Embed:
        """Return an embed with all that is around it alone."""
        name = self.tokens[first].name
        while first > 0 and self.tokens[first - 1].name in _AROUND and self._ends.get(first - 1) == last + 1:
            if not self._is_blank(first - 1, first) or not self._is_blank(last, last + 1):
                break
            first, last = first - 1, last + 1
        embed = Embed(self.tokens[first].start, self.tokens[last].end, address, name)
        return self._out_of_paragraph(embed, self._parents[first])

    def _out_of_paragraph(self, embed: Embed, parent: int | None) -> Embed:
        """Return an embed that stands between paragraphs: a player is a block, which none may hold."""
        if parent is None or self.tokens[parent].name != "p" or (end := self._ends.get(parent)) is None:
            return embed
        opening, closing = self.tokens[parent], self.tokens[end]
        if not self.html[opening.end : embed.start].strip():
            embed = embed._replace(start=opening.start, after="<p>")
        elif not self.html[embed.end : closing.start].strip():
            embed = embed._replace(end=closing.end, before="</p>")
        else:
            embed = embed._replace(before="</p>", after="<p>")
        return embed

    def _is_blank(self, before: int, after: int) -> bool:
        return not self.html[self.tokens[before].end : self.tokens[after].start].strip()

    def _paragraph(self, first: int, last: int) -> list[Embed]:
        """Return an embed for each address of a paragraph that is nothing but addresses of videos; else none."""
        places: list[tuple[int, str]] = []
        for before, after in zip(range(first, last), range(first + 1, last + 1), strict=True):
            token = self.tokens[before]
            if before > first and token.name not in _IN_PARAGRAPH:
                return []
            if token.name == "img":
                places.append((token.start, self._pictured(before)))
            start = token.end
            places += [
                (start + word.start(), unescape(word[0]))
                for word in _WORD.finditer(self.html[start : self.tokens[after].start])
            ]
        if not places or not all(address and recognise(address) for _, address in places):
            return []
        starts = [self.tokens[first].start, *(start for start, _ in places[1:]), self.tokens[last].end]
        return [Embed(starts[at], starts[at + 1], address, "p") for at, (_, address) in enumerate(places)]

    def _pictured(self, place: int) -> str:
        """Return the address that a picture stands for: a film shown as one, or where the link around it leads."""
        source = attributes(self.tokens[place]).get("src", "")
        if _MEDIA.search(source):
            return source
        around = self.tokens[place - 1]
        return attributes(around).get("href", "") if around.name == "a" and around.kind == "start" else ""


def _of_param(named: Mapping[str, str]) -> Iterator[str]:
    name, value = named.get("name", "").lower(), named.get("value", "")
    if name in _PARAMS:
        yield value
    elif name == "flashvars":
        yield parameters(value).get("file", "")


def _chosen(addresses: Iterator[str]) -> str:
    """Return the first address that a provider knows, else the first one; empty where there is none."""
    every = [address for address in addresses if address]
    return next((address for address in every if recognise(address)), every[0] if every else "")
