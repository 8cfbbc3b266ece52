"""The comments on a page, which has none on the new site: its thread as it was, at the end of its text."""

from collections.abc import Sequence
from html import escape

from pelican_videopost.base.labels import Labels
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.thread import Node, build_thread


def as_section(comments: Sequence[Comment], language: str) -> str:
    """Return comments as a list within lists, in HTML that Markdown leaves alone; empty where there are none."""
    if not comments:
        return ""
    thread, _ = build_thread(comments)
    title = escape(Labels(language or "en", {})["Comments"])
    items = "".join(map(_item, thread.nodes))
    return f'\n\n<section id="comments">\n<h2>{title}</h2>\n<ol>\n{items}</ol>\n</section>\n'


def _item(node: Node) -> str:
    one = node.comment
    name = escape(one.author)
    if one.website:
        name = f'<a href="{escape(one.website)}" rel="ugc external nofollow">{name}</a>'
    replies = f"<ol>\n{''.join(map(_item, node.replies))}</ol>\n" if node.replies else ""
    date = f'<time datetime="{one.date.isoformat()}">{one.date:%Y-%m-%d %H:%M}</time>'
    return f'<li id="{escape(one.anchor)}"><p><strong>{name}</strong>, {date}</p>\n{node.html}\n{replies}</li>\n'
