"""What search engines are told of a page's comments: schema.org's `BlogPosting` with its `Comment`s, as JSON-LD."""

import html
import json
from typing import Any

from markupsafe import Markup

from pelican_videopost.base.markup import plain_text
from pelican_videopost.comments.text import plain
from pelican_videopost.comments.thread import Node
from pelican_videopost.views.published import Published

_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def posting(published: Published, page: str) -> dict[str, Any]:
    """Return an article with its comments as https://schema.org/BlogPosting; `page` is its full address."""
    article, thread = published.article, published.discussion.thread
    author = getattr(article, "author", None)
    facts = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": page,
        "url": page,
        "headline": plain_text(article.title),
        "datePublished": article.date.isoformat(),
        "inLanguage": article.lang,
        "author": {"@type": "Person", "name": str(author)} if author else None,
        "commentCount": thread.count,
        "comment": [_comment(node, page) for node in thread.nodes],
    }
    return {name: value for name, value in facts.items() if value}


def _comment(node: Node, page: str) -> dict[str, Any]:
    comment = node.comment
    address = f"{page}#{comment.anchor}"
    facts = {
        "@type": "Comment",
        "@id": address,
        "url": address,
        "text": html.unescape(plain(node.html)),
        "datePublished": comment.date.isoformat(),
        "author": {"@type": "Person", "name": comment.author} | ({"url": comment.website} if comment.website else {}),
        "comment": [_comment(reply, page) for reply in node.replies],
    }
    return {name: value for name, value in facts.items() if value}


def as_script(facts: dict[str, Any]) -> Markup:
    r"""Return an object as a JSON-LD element in which nothing can end the element, whatever the texts hold.

    >>> str(as_script({"text": "</script>"}))
    '<script type="application/ld+json">{"text": "\\u003c/script\\u003e"}</script>'
    """
    text = json.dumps(facts, ensure_ascii=False).translate(_ESCAPES)
    return Markup(f'<script type="application/ld+json">{text}</script>')
