"""What search engines are told of an article's page, as JSON-LD: the posting, its video, its comments."""

import html
import json
import re
from heapq import nlargest
from typing import Any

from markupsafe import Markup

from pelican_videopost.comments.text import plain
from pelican_videopost.comments.thread import Node
from pelican_videopost.outputs.facts import Facts
from pelican_videopost.outputs.texts import printable, shortened
from pelican_videopost.outputs.video_object import video_object
from pelican_videopost.posts.credits import Roles
from pelican_videopost.views.published import Published, resolved

# A search engine needs no more of them to know that there are comments; a thousand would weigh half a megabyte.
MOST_COMMENTS = 20

_LONGEST_TRANSCRIPT = 5_000

_UNSAFE = re.compile("[<>&\u2028\u2029]")


def graph(published: Published, facts: Facts, roles: Roles, details: str, transcript: str) -> dict[str, Any]:
    """Return what a page is about: https://schema.org/BlogPosting and, of a video post, the video.

    `details` is the HTML that the author wrote under "Details", `transcript` what is said in the video; of hours only
    the beginning is told, since all of it stands on the page.
    """
    things = [_posting(published, facts)]
    if facts.film is not None:
        post = published.video_post

        def absolute(link: str) -> str:
            return resolved(published.article, facts.siteurl, link)

        people = roles.of(details, post.people)
        video = video_object(facts, facts.film, post, published.films, people, absolute)
        things.append(video | {"transcript": shortened(printable(transcript), _LONGEST_TRANSCRIPT)})
    return {"@context": "https://schema.org", "@graph": [_filled(thing) for thing in things]}


def as_script(facts: dict[str, Any]) -> Markup:
    r"""Return an object as a JSON-LD element in which nothing can end the element, whatever the texts hold.

    >>> str(as_script({"text": "</script>"}))
    '<script type="application/ld+json">{"text": "\\u003c/script\\u003e"}</script>'
    """
    text = _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(facts, ensure_ascii=False))
    return Markup(f'<script type="application/ld+json">{text}</script>')


def _posting(published: Published, facts: Facts) -> dict[str, Any]:
    article, thread, film = published.article, published.discussion.thread, facts.film
    modified = getattr(article, "modified", None)
    return {
        "@type": "BlogPosting",
        "@id": facts.page,
        "url": facts.page,
        "headline": facts.title,
        "datePublished": article.date.isoformat(),
        "dateModified": modified.isoformat() if modified else None,
        "inLanguage": article.lang,
        "author": [_author(author, facts.siteurl) for author in _authors(article)],
        "image": [picture.url for picture in film.pictures] if film else None,
        "video": {"@id": f"{facts.page}#video"} if film else None,
        "commentCount": thread.count,
        "comment": _newest(published, facts),
    }


def _authors(article: Any) -> list[Any]:
    one = getattr(article, "author", None)
    return list(getattr(article, "authors", None) or ([one] if one else []))


def _author(author: Any, siteurl: str) -> dict[str, str]:
    person = {"@type": "Person", "name": str(author)}
    return person | ({"url": f"{siteurl}/{author.url}"} if getattr(author, "save_as", "") else {})


def _newest(published: Published, facts: Facts) -> list[dict[str, Any]]:
    nodes = published.discussion.thread.walk()
    newest = nlargest(MOST_COMMENTS, nodes, key=lambda node: (node.comment.date, node.comment.id))
    return [_filled(_comment(node, facts.page, f"{facts.siteurl}/{published.url_of(node.comment)}")) for node in newest]


def _comment(node: Node, page: str, url: str) -> dict[str, Any]:
    """Return what is told of a comment: it keeps its name on the post's `page`, wherever its `url` is."""
    comment = node.comment
    return {
        "@type": "Comment",
        "@id": f"{page}#{comment.anchor}",
        "url": url,
        "text": html.unescape(plain(node.html)),
        "datePublished": comment.date.isoformat(),
        "author": {"@type": "Person", "name": comment.author} | ({"url": comment.website} if comment.website else {}),
        "parentItem": {"@id": f"{page}#{node.reply_to.anchor}"} if node.reply_to else None,
    }


def _filled(thing: dict[str, Any]) -> dict[str, Any]:
    """Return a thing without the properties that nothing is known of."""
    return {name: value for name, value in thing.items() if value}
