"""What happens to a post's HTML on its way to a page: lone addresses, times in the video, ids that must be unique."""

import re
from collections.abc import Callable

from markupsafe import escape

from pelican_videopost.model import Video
from pelican_videopost.times import parse_seconds

# A paragraph that is nothing but an address, linked or bare.
_LONE_ADDRESS = re.compile(
    r"<p>\s*(?:<a\b[^>]*>)?\s*((?:https?:)?//[^\s<>\"]+|[{|]static[}|][^\s<>\"]+)\s*(?:</a>)?\s*</p>"
)
# The target of a link to a time of the post's own video: #t=95, #t=1:35, #t=1m35s.
_TIME_LINK = re.compile(r"(?<=\s)href=[\"']#t=([\w:.]+)[\"']")
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
# Attributes that hold an id, and those that hold a link to one on the same page.
_ID = re.compile(r"(\s(?:id|name)\s*=\s*[\"'])([^\"'\s]+)")
_REFERENCES = re.compile(
    r"(\s(?:for|headers|list|aria-(?:labelledby|describedby|controls|owns|details))\s*=\s*[\"'])([^\"']+)"
)
_FRAGMENT = re.compile(r"(\s(?:href|usemap)\s*=\s*[\"'])#([^\"'\s]+)")


def replace_lone_addresses(html: str, replacement: Callable[[str], str | None]) -> str:
    """Return `html` with what `replacement` gives for the address of each paragraph that is nothing else.

    Where it gives None the paragraph stays as it is.
    """
    return _LONE_ADDRESS.sub(lambda paragraph: replacement(paragraph[1]) or paragraph[0], html)


def linked(address: str) -> str:
    """Return a paragraph that is a link to an address, which is already escaped."""
    return f'<p><a href="{address}">{address}</a></p>'


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

    return _TIME_LINK.sub(at_time, html)


def prefix_ids(html: str, prefix: str) -> str:
    """Return `html` with a prefix to its ids and to what refers to them: a listing shows many posts on one page."""
    if "id=" not in html and "name=" not in html:
        return html
    own = {match[2] for tag in _TAG.finditer(html) for match in _ID.finditer(tag[0])}

    def in_reference(match: re.Match[str]) -> str:
        return match[1] + " ".join(prefix + name if name in own else name for name in match[2].split())

    def in_fragment(match: re.Match[str]) -> str:
        return f"{match[1]}#{prefix if match[2] in own else ''}{match[2]}"

    def in_tag(tag: re.Match[str]) -> str:
        text = _ID.sub(rf"\g<1>{prefix}\g<2>", tag[0])
        return _FRAGMENT.sub(in_fragment, _REFERENCES.sub(in_reference, text))

    return _TAG.sub(in_tag, html)
