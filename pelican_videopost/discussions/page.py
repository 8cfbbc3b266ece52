"""What the templates of comments show: the thread, and the form as its target wants it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from pelican_videopost.article import CommentedArticle
from pelican_videopost.comments.form import Reply
from pelican_videopost.comments.text import render
from pelican_videopost.labels import Labels
from pelican_videopost.markup import plain_text
from pelican_videopost.settings import Settings


def comments_context(
    article: CommentedArticle, settings: Settings, site: Mapping[str, Any], siteurl: str, labels: Labels
) -> dict[str, Any]:
    """Return the variables of `videopost/comments.html` and its parts.

    `site` are Pelican's settings, `siteurl` is the address of the site for links on the page that is written.
    """
    discussion = article.discussion
    reply = _reply(article, settings.comments, str(site.get("SITEURL", "")), labels) if settings.comments else None
    return {
        "discussion": discussion,
        "thread": discussion.thread,
        "feed_url": f"{siteurl}/{discussion.feed_path}",
        "reply": reply,
        "action": reply.action if reply else "",
        "said": lambda text: Markup(render(text)),
        "said_before": [node.comment for node in discussion.thread.walk()],
        "deepest": max(settings.depth, 1),
    }


def _reply(article: CommentedArticle, reply: Reply, siteurl: str, labels: Labels) -> Reply:
    """Return the form for one article: its own address in the values it sends along, its title in a mail's subject."""
    if reply.is_for_any_post:
        return reply
    path = f"{urlsplit(siteurl).path.rstrip('/')}/{article.url}"
    subject = labels("Comment on “%(title)s”", title=plain_text(article.title))
    if reply.by_mail:
        return reply if "?" in reply.action else replace(reply, action=f"{reply.action}?subject={quote(subject)}")
    if reply.kind == "isso":  # which knows a page by its path, as a browser gives it
        return replace(reply, action=f"{reply.action.rstrip('/')}/new?uri={quote(path, safe='')}")
    return reply.for_post(
        page=f"{siteurl}/{article.url}" if siteurl else "",
        path=path.removesuffix(".html"),  # the address that Netlify, for one, gives a page
        slug=article.slug,
        subject=subject,
    )
