"""Comments as HTML: a page of the thread, the way to its other pages, and the form as its target wants it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from markupsafe import Markup

from pelican_videopost.base.form import Reply
from pelican_videopost.base.labels import Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.settings import Settings
from pelican_videopost.comments.pages import CommentsPage
from pelican_videopost.comments.thread import walk
from pelican_videopost.views.languages import language_attributes
from pelican_videopost.views.published import Article, Published


class Step(NamedTuple):
    """A way to another page of comments, or the number of the page that shows it, or a gap; both have no `url`.

    `rel` is what the other page is to this one, `prev` or `next`.
    """

    url: str
    text: str
    rel: str = ""
    is_here: bool = False


class CommentsView:
    """Renders the comments of one site, with its theme's templates where the theme has its own."""

    def __init__(
        self, env: Environment, settings: Settings, site: Mapping[str, Any], words: Callable[[str], Labels]
    ) -> None:
        """Take the environment of the plugin's templates, the settings, Pelican's, and the words of a language."""
        self._env = env
        self._settings = settings
        self._site = site
        self._words = words
        self._fields = lru_cache(maxsize=None)(self._render_fields)

    def page(self, published: Published, page: CommentsPage, siteurl: str) -> str:
        """Return a further page of comments, which names the post that it belongs to and leads back to it."""
        article, labels = published.article, self._words(published.article.lang)
        context = {
            **self.context(published, siteurl, page),
            "_": labels,
            "plural": labels.plural,
            "article": article,
            "url": f"{siteurl}/{article.url}",
            "in_its_language": language_attributes(labels.language, str(self._site.get("DEFAULT_LANG", "en"))),
        }
        return self._env.get_template("videopost/comments_page.html").render(context)

    def title(self, published: Published, page: CommentsPage) -> str:
        """Return what a further page of comments is called, as plain text."""
        title = plain_text(published.article.title)
        return f"{self._words(published.article.lang)('Comments on “%(title)s”', title=title)} ({page.number})"

    def context(self, published: Published, siteurl: str, page: CommentsPage | None = None) -> dict[str, Any]:
        """Return the variables of `videopost/comments.html` and its parts, on a page of comments or the post's own.

        `siteurl` is the address of the site for links on the page that is written.
        """
        article, discussion = published.article, published.discussion
        labels, target = self._words(article.lang), self._settings.comments
        reply = _reply(article, target, str(self._site.get("SITEURL", "")), labels) if target else None
        nodes = page.nodes if page else discussion.front
        here = page.url if page else article.url
        places = {
            node.comment.id: f"{siteurl}/{discussion.places[node.comment.id]}"
            for node in (walk(nodes) if discussion.places else ())
            if discussion.places.get(node.comment.id, here) != here
        }
        return {
            "discussion": discussion,
            "thread": discussion.thread,
            "nodes": nodes,
            "answerable": list(walk(nodes)) if reply else (),
            "places": places,
            "steps": self._steps(published, page, siteurl),
            "feed_url": f"{siteurl}/{discussion.feed_path}",
            "reply": reply,
            "action": reply.action if reply else "",
            "deepest": max(self._settings.depth, 1),
            "fields": self._fields(article.lang) if reply else "",
        }

    def _steps(self, published: Published, page: CommentsPage | None, siteurl: str) -> list[Step]:
        """Return the ways to the other pages of a long thread: the one with older comments, some by number, newer ones.

        The newest first, the post's own page stands for the last whole one and for those that came since.
        """
        pages, labels = published.discussion.pages, self._words(published.article.lang)
        if not pages:
            return []
        newest_first, per_page = 1 in pages, self._settings.comments_per_page
        last = len(published.discussion.thread.nodes) // per_page if newest_first else max(pages)
        own = last if newest_first else 1
        here = min(page.number, last) if page else own
        urls = {number: one.url for number, one in pages.items()} | {own: published.article.url}
        older, newer = ("next", "prev") if newest_first else ("prev", "next")
        steps = [Step(urls[here - 1], labels("Older comments"), older)] if here > 1 else []
        before = 0
        for number in sorted({1, last, *range(max(here - 1, 1), min(here + 1, last) + 1)}):
            steps += [Step("", "…")] if number > before + 1 else []
            steps.append(Step("" if number == here else urls[number], str(number), is_here=number == here))
            before = number
        if here < last or (page and here == own):
            steps.append(Step(urls[min(here + 1, last)], labels("Newer comments"), newer))
        return [step._replace(url=f"{siteurl}/{step.url}" if step.url else "") for step in steps]

    def _render_fields(self, language: str) -> Markup:
        """Return the fields of "Leave a Reply", which in one language are the same on every page."""
        context = {"reply": self._settings.comments, "_": self._words(language)}
        return Markup(self._env.get_template("videopost/fields.html").render(context))


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
