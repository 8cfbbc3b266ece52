"""What the templates of comments show: the thread, and the form as its target wants it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit

from pelican_videopost.base.form import Reply
from pelican_videopost.base.labels import Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.settings import Settings
from pelican_videopost.views.published import Article, Published


def comments_context(
    published: Published, settings: Settings, site: Mapping[str, Any], siteurl: str, labels: Labels
) -> dict[str, Any]:
    """Return the variables of `videopost/comments.html` and its parts.

    `site` are Pelican's settings, `siteurl` is the address of the site for links on the page that is written.
    """
    article, discussion = published.article, published.discussion
    reply = _reply(article, settings.comments, str(site.get("SITEURL", "")), labels) if settings.comments else None
    return {
        "discussion": discussion,
        "thread": discussion.thread,
        "feed_url": f"{siteurl}/{discussion.feed_path}",
        "reply": reply,
        "action": reply.action if reply else "",
        "deepest": max(settings.depth, 1),
    }


def _reply(article: Article, reply: Reply, siteurl: str, labels: Labels) -> Reply:
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
