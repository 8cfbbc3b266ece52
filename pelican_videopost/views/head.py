"""What a page as a whole needs: style sheet and script where it shows something of ours, its first poster at once."""

import re
from typing import Any

from jinja2 import Template

_ROOT = '<div class="videopost'
_PLAYER = '<figure class="videopost-player'
_END_OF_HEAD = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)


class WholePage(Template):
    """A template of the theme, which looks once more at each page that it has made.

    Only the finished page tells what it shows: any template may print a post, and many a listing prints only titles.
    """

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the page, completed if it shows a video post or comments."""
        html = super().render(*args, **kwargs)
        start = html.find(_ROOT)
        if start < 0:
            return html
        head = self.environment.get_template("videopost/head.html").render(*args, **kwargs)
        return with_head(with_eager_player(html, start), head)


def with_head(html: str, head: str) -> str:
    """Return a page with `head` at the end of its own; a page without a head stays as it is.

    >>> with_head("<head><title>A</title></HEAD>", "<link>")
    '<head><title>A</title><link></HEAD>'
    """
    end = _END_OF_HEAD.search(html)
    return html[: end.start()] + head + html[end.start() :] if end else html


def with_eager_player(html: str, start: int) -> str:
    """Return a page whose first player after `start` has its poster fetched first; all others wait to be seen."""
    begin = html.find(_PLAYER, start)
    end = html.find("</figure>", begin)
    if begin < 0 or end < 0:
        return html
    first = html[begin:end]
    priority = ' fetchpriority="high"' if "<img" in first else ""  # a video has none
    return html[:begin] + first.replace(' loading="lazy"', priority, 1) + html[end:]
