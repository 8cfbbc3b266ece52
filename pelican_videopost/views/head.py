"""What a page as a whole needs: style sheet and script where it shows something of ours, and what its head lacks."""

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Template

_ROOT = '<div class="videopost'
_CARD = '<figure class="videopost-card'
_PICTURED = re.compile(r'<figure class="videopost-(?:player|card)')
# The end of the head; what stands in comments, scripts and titles is passed over.
_PARTS = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|title)\b.*?(?:</(?P=raw)\s*>|\Z)|(?P<end></head\s*>|<body\b)",
    re.IGNORECASE | re.DOTALL,
)


class WholePage(Template):
    """A template of the theme, which looks once more at each page that it has made.

    Only the finished page tells what it shows: any template may print a post, and many a listing prints only titles.
    """

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the page, completed if it shows a video post or comments."""
        html = super().render(*args, **kwargs)
        start = html.find(_ROOT)
        if start < 0 or (end := end_of_head(html)) < 0:
            return html
        context = dict(*args, **kwargs)
        assets = self.environment.get_template("videopost/head.html").render(context, videopost_cards=_CARD in html)
        return _completed(html[:end], context) + assets + with_eager_player(html[end:])


def _completed(head: str, context: Mapping[str, Any]) -> str:
    """Return the head of an article's page, or of a page of a listing, with what search engines are told there."""
    article, listing = context.get("article"), context.get("listing")
    if complete := getattr(article, "completed_head", None):
        return str(complete(head))
    if complete := getattr(listing, "completed_head", None):
        return str(complete(head, context["videos_page"].url))
    return head


def end_of_head(html: str) -> int:
    """Return where the head of a page ends, -1 where it has none.

    >>> end_of_head("<title></head></title></head>")
    22
    """
    return next((part.start("end") for part in _PARTS.finditer(html) if part["end"]), -1)


def with_eager_player(html: str) -> str:
    """Return a page's body whose first player or card has its poster fetched first; all others wait to be seen."""
    found = _PICTURED.search(html)
    begin = found.start() if found else -1
    end = html.find("</figure>", begin)
    if begin < 0 or end < 0:
        return html
    first = html[begin:end]
    priority = ' fetchpriority="high"' if "<img" in first else ""  # a video has none
    return html[:begin] + first.replace(' loading="lazy"', priority, 1) + html[end:]
