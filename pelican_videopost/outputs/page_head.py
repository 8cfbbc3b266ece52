"""The head of a page as the theme has printed it: what it says already is not said again."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from markupsafe import escape

from pelican_videopost.outputs.cards import Group, Tag

# Comments, scripts and titles hold no tags; one that is not closed reaches to the end.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|title)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?:meta|link)\b(?P<attributes>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>\s*",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<![a-z-])([a-z-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_NAMED = ("property", "name", "rel")
# Nobody can follow these where they are no whole addresses.
_ADDRESSES = frozenset({"canonical", "og:url", "og:image", "og:video", "twitter:image", "twitter:player"})

_Places = dict[str, list[tuple[int, int]]]


def completed(head: str, groups: Iterable[Group], later: frozenset[str], siteurl: str) -> tuple[str, list[Tag]]:
    """Return a theme's head without the tags that are to go, and the tags of `groups` that are to be added to it.

    A group is left out where the head says already, or another plugin will say later, what its first tag says. A tag
    of the theme's goes if something says the same, be it `later`, or if it says nothing and makes way for ours: if it
    is empty, or is meant to lead somewhere and does not.

    >>> completed('<meta property="og:image" content="">', [[Tag("property", "og:image", "https://a.example/b.png")]],
    ...     frozenset(), "https://a.example")
    ('', [Tag(kind='property', name='og:image', content='https://a.example/b.png')])
    """
    said, idle = _read(head, siteurl)
    tags: list[Tag] = []
    removed: list[tuple[int, int]] = []
    for group in groups:
        is_left_out = group[0].name in said or group[0].name in later
        for tag in group:
            there = said.get(tag.name, [])
            if tag.name in later:
                removed += [*there, *idle.get(tag.name, ())]
            elif there or not is_left_out:
                tags += [] if there else [tag]
                removed += [*there[1:], *idle.get(tag.name, ())]
    for start, end in sorted(removed, reverse=True):
        head = head[:start] + head[end:]
    return head, tags


def printed(tags: Iterable[Tag], feeds: Iterable[tuple[str, str]], siteurl: str) -> Iterator[str]:
    """Yield the HTML of tags, and of links to feeds: each has its path below the address of the site, and its title."""
    for tag in tags:
        content = escape(tag.content)
        if tag.kind == "rel":
            yield f'<link rel="{tag.name}" href="{content}">\n'
        else:
            yield f'<meta {tag.kind}="{tag.name}" content="{content}">\n'
    for path, title in feeds:
        kind = "rss" if path.endswith(".rss.xml") else "atom"
        address = escape(f"{siteurl}/{path}")
        yield f'<link rel="alternate" type="application/{kind}+xml" href="{address}" title="{escape(title)}">\n'


def _read(head: str, siteurl: str) -> tuple[_Places, _Places]:
    """Return where the tags stand that say something, by name, and where those that say nothing."""
    said: _Places = {}
    idle: _Places = {}
    for match in _TAG.finditer(head):
        text = match["attributes"]
        if not text:
            continue
        attributes = {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _ATTRIBUTE.finditer(text)}
        name = next((attributes[name].strip().lower() for name in _NAMED if name in attributes), "")
        value = unescape(attributes.get("content", attributes.get("href", ""))).strip()
        says = value and (name not in _ADDRESSES or _leads_somewhere(name, value, siteurl))
        (said if says else idle).setdefault(name, []).append(match.span())
    return said, idle


def _leads_somewhere(name: str, address: str, siteurl: str) -> bool:
    """Whether an address is a whole one, and no picture that is only the site's own address."""
    is_whole = address.startswith(("https://", "http://", "//"))
    return is_whole and not (name.endswith("image") and address.rstrip("/") == siteurl)
