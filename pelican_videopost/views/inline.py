"""What happens to a post's HTML on its way to a page: lone addresses, times in the video, ids that must be unique."""

import re
from collections.abc import Callable

from markupsafe import escape

from pelican_videopost.base.markup import in_tags, tokens
from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.embeds import Embed, embeds

# The target of a link to a time of the post's own video: #t=95, #t=1:35, #t=1m35s.
_TIME_LINK = re.compile(r"(?<=\s)href=[\"']#t=([\w:.]{1,40})[\"']")
_ATTRIBUTE = re.compile(
    r"(?<![^\s\"'=<>/])(?P<name>[^\s\"'=<>/]++)(?P<sign>\s*+=\s*+)(?P<value>\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++)"
)
# Attributes that hold an id, lists of ids, or a link to one on the same page.
_IDS = frozenset({"id", "name"})
_REFERENCES = frozenset(
    "for headers list aria-labelledby aria-describedby aria-controls aria-owns aria-details".split()
)
_FRAGMENTS = frozenset({"href", "usemap"})
_HAS_ID = re.compile(r"\s(?:id|name)\s*=", re.IGNORECASE)
_NO_ID = re.compile(r"[^\w.-]+")


def replace_embeds(html: str, replacement: Callable[[Embed], str | None]) -> str:
    """Return `html` with what `replacement` gives for each of its embeds; where it gives None, one stays as it is."""
    pieces: list[str] = []
    position, pending = 0, ""
    for embed in embeds(html):
        instead = replacement(embed)
        if instead is None:
            continue
        gap = html[position : embed.start]
        if gap.strip() or not (pending and embed.before):  # else an empty paragraph would stand between two players
            pieces += [pending, gap, embed.before]
        pieces.append(instead)
        position, pending = embed.end, embed.after
    return "".join([*pieces, pending, html[position:]])


def linked(address: str) -> str:
    """Return a paragraph that is a link to an address."""
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'


def replace_times(html: str, video: Video, *, starts_player: bool) -> str:
    """Return `html` with its links to times (`#t=1:35`) leading to the video's own page at that time.

    With `starts_player` they also carry the seconds for the script that starts the player there.
    """
    if "#t=" not in html:
        return html

    def at_time(link: re.Match[str]) -> str:
        start_s = parse_seconds(link[1])
        if start_s is None:
            return link[0]
        href = f'href="{escape(video.watch_at(start_s))}"'
        return f'{href} data-start="{start_s}"' if starts_player else href

    return in_tags(html, lambda tag: _TIME_LINK.sub(at_time, tag))


def id_prefix(slug: str) -> str:
    """Return how the ids of a post begin where a page shows many: its slug, without what an attribute cannot hold.

    >>> id_prefix('rocky"><iv')
    'rocky-iv-'
    """
    return _NO_ID.sub("-", slug) + "-"


def prefix_ids(html: str, prefix: str) -> str:
    """Return `html` with a prefix to its ids and to what refers to them: a listing shows many posts on one page.

    `prefix` is one of `id_prefix`.
    """
    if not _HAS_ID.search(html):
        return html
    own = {
        attribute["value"].strip("\"'")
        for token in tokens(html)
        if token.kind == "start"
        for attribute in _ATTRIBUTE.finditer(token.attributes)
        if attribute["name"].lower() in _IDS
    }
    if not own:
        return html

    def with_prefix(attribute: re.Match[str]) -> str:
        name, sign, value = attribute["name"].lower(), attribute["sign"], attribute["value"]
        quote = value[0] if value[0] in "\"'" else ""
        text = value.strip("\"'")
        if name in _IDS:
            text = prefix + text
        elif name in _REFERENCES:
            text = " ".join(prefix + one if one in own else one for one in text.split())
        elif name in _FRAGMENTS and text.startswith("#") and text[1:] in own:
            text = f"#{prefix}{text[1:]}"
        else:
            return attribute[0]
        return f"{attribute['name']}{sign}{quote}{text}{quote}"

    return in_tags(html, lambda tag: _ATTRIBUTE.sub(with_prefix, tag))
