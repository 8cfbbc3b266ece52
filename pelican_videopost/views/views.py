"""The three views of a post, each a template over the same parts: its page, its listing entry, its feed entry."""

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from pelican_videopost.base.labels import DETAILS_TITLE, INFO_TITLE, Labels, direction
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Anatomy, Poster, Problem
from pelican_videopost.base.settings import Settings
from pelican_videopost.base.times import format_clock
from pelican_videopost.posts.anatomy import dissect
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.providers.address import parse_address
from pelican_videopost.views.comments import comments_context
from pelican_videopost.views.details import author_rows, automatic_rows
from pelican_videopost.views.environment import own_environment
from pelican_videopost.views.folding import Folded, Piece, restored, shared
from pelican_videopost.views.inline import id_prefix, linked, prefix_ids, replace_lone_addresses, replace_times
from pelican_videopost.views.player import Player, player
from pelican_videopost.views.published import Article, Published, resolved
from pelican_videopost.views.summary import Summary

TellOf = Callable[[Article, Problem], None]


class Views:
    """Renders the video posts of one site, with its theme's templates where the theme has its own."""

    def __init__(self, env: Environment, settings: Settings, site: dict[str, Any], tell_of: TellOf) -> None:
        """Take the theme's Jinja environment, the site's settings, Pelican's own, and where problems are told."""
        self._env = own_environment(env)
        self._settings = settings
        self._host = urlsplit(site.get("SITEURL", "")).hostname or "localhost"
        self._site = site
        self._tell_of = tell_of
        self._labels = lru_cache(maxsize=None)(partial(Labels, rewordings=settings.labels))
        self._fields = lru_cache(maxsize=None)(self._render_fields)
        self._parts: dict[Article, tuple[str, tuple[Piece | None, ...]]] = {}
        self._summaries: dict[str, dict[Article, Folded]] = defaultdict(dict)

    def page(self, published: Published, siteurl: str) -> str:
        """Return the article page's view; of a plain article, its own content with the comments below."""
        article = published.article
        labels = self._labels(article.lang)
        context = comments_context(published, self._settings, self._site, siteurl, labels)
        context["fields"] = self._fields(article.lang) if context["reply"] else ""
        if published.post is None:
            context |= self._words(article, siteurl, labels) | {"content": Markup(article.content)}
            return self._render(article, siteurl, "commented", context)
        parts = self._anatomy(article)
        context |= self._context(published, siteurl) | {
            "teaser": Markup(self._with_players(published, parts.teaser)),
            "body": Markup(self._with_players(published, parts.body)),
            "collapsed": "page" in self._settings.collapse,
            "info": Markup(parts.info or ""),
            "chapters": _chapters(published),
            "related": [(other.video_post.title, f"{siteurl}/{other.article.url}") for other in published.related],
        }
        before, after, rows = author_rows(parts.details or "", automatic_rows(published, siteurl, labels))
        context |= {"details_before": Markup(before), "details_after": Markup(after), "rows": rows}
        return self._render(article, siteurl, "page", context)

    def head(self, siteurl: str, context: dict[str, Any]) -> str:
        """Return what the head of an article's page is to say besides what the theme says."""
        return self._env.get_template("videopost/page_head.html").render(context, siteurl=siteurl)

    def summary(self, published: Published, siteurl: str) -> Summary:
        """Return the view for listings; in text contexts it is the plain teaser, or the author's own summary."""
        article, written = published.article, self._summaries[siteurl]
        if article not in written:
            parts = self._anatomy(article)
            prefix = id_prefix(article.slug)
            context = self._context(published, siteurl) | {
                "teaser": Markup(prefix_ids(self._with_players(published, parts.teaser), prefix)),
                "body": Markup(prefix_ids(self._with_players(published, parts.body), prefix)),
                "collapsed": "listing" in self._settings.collapse,
            }
            html = self._render(article, siteurl, "summary", context)
            content, (teaser, body, *_) = self._parts[article]
            written[article] = Folded.of(html, filter(None, (teaser, body)), content)
        return Summary(str(written[article]), partial(self.plain, published))

    def plain(self, published: Published) -> str:
        """Return the post in a few words, without markup: the author's own summary, else the teaser."""
        own = published.article.metadata.get("summary")
        if own and "<script" in own:  # render-math has put its script there, below whatever it took for the summary
            own = published.summary
        return plain_text(own or self._anatomy(published.article).teaser) or published.video_post.title

    def details(self, published: Published) -> str:
        """Return what the author wrote under "Details"; empty where there is none."""
        return self._anatomy(published.article).details or ""

    def feed(self, published: Published, siteurl: str) -> str:
        """Return the view for feed readers, and for themes that print whole posts in listings."""
        parts = self._anatomy(published.article)
        context = self._context(published, siteurl) | {
            "teaser": _with_links(published, parts.teaser),
            "body": _with_links(published, parts.body),
            "info": Markup(parts.info or ""),
            "details": Markup(parts.details or ""),
        }
        return self._render(published.article, siteurl, "feed", context)

    def _render(self, article: Article, siteurl: str, view: str, context: dict[str, Any]) -> str:
        html = self._env.get_template(f"videopost/{view}.html").render(context)
        return article._update_content(html, siteurl) if "{" in html or "|" in html else html

    def _render_fields(self, language: str) -> Markup:
        """Return the fields of "Leave a Reply", which in one language are the same on every page."""
        context = {"reply": self._settings.comments, "_": self._labels(language)}
        return Markup(self._env.get_template("videopost/fields.html").render(context))

    def _anatomy(self, article: Article) -> Anatomy:
        """Return the parts of the text, cut once for all views, and again only if another plugin changed it."""
        content, pieces = self._parts.get(article, (None, ()))
        if content is not None and content is article._content:
            teaser, body, info, details = (None if piece is None else restored(piece, content) for piece in pieces)
            return Anatomy(teaser or "", body or "", info, details)
        content = article._content
        labels = self._labels(article.lang)
        titles = labels.spellings(INFO_TITLE), labels.spellings(DETAILS_TITLE)
        parts, problems = dissect(content, *titles, read_source=partial(_source_of, article))
        for problem in problems:
            self._tell_of(article, problem)
        self._parts[article] = content, tuple(None if text is None else shared(text, content) for text in parts)
        return parts

    def _words(self, article: Article, siteurl: str, labels: Labels) -> dict[str, Any]:
        return {
            "_": labels,
            "plural": labels.plural,
            "article": article,
            "url": f"{siteurl}/{article.url}",
            "in_its_language": _attributes(labels.language, str(self._site.get("DEFAULT_LANG", "en"))),
        }

    def _context(self, published: Published, siteurl: str) -> dict[str, Any]:
        post = published.video_post
        return self._words(published.article, siteurl, self._labels(post.language)) | {
            "post": post,
            "player": self._player(published, siteurl),
            "discussion": published.discussion,
            "thread": published.discussion.thread,
            "unknown": [(line, parse_address(line)) for line in post.unknown],
        }

    def _player(self, published: Published, siteurl: str) -> Player | None:
        post = published.video_post
        if not post.videos:
            return None
        poster = post.poster
        if poster and poster.widths:  # Pelican resolves the links in src, not those in srcset
            widths = [(resolved(published.article, siteurl, url), width_px) for url, width_px in poster.widths]
            poster = Poster(poster.url, tuple(widths))
        return player(post.title, post.videos, site_host=self._host, poster=poster, captions=post.captions)

    def _with_players(self, published: Published, html: str) -> str:
        """Return `html` with players for paragraphs that are only an address, and with times that start the player."""
        post = published.video_post
        if post.videos:
            html = replace_times(html, post.videos[0], starts_player=True)
        return replace_lone_addresses(html, partial(self._player_for, post.language))

    def _player_for(self, language: str, address: str) -> str | None:
        video = recognise(address)
        if video is None:
            return None
        labels = self._labels(language)
        title = labels("Video on %(provider)s", provider=video.provider) if video.embed_url else labels("Video")
        template = self._env.get_template("videopost/player.html")
        return template.render(player=player(title, [video], site_host=self._host), _=labels, lazy=True)


def _chapters(published: Published) -> list[dict[str, Any]]:
    post = published.video_post
    return [
        {
            "title": chapter.title,
            "start_s": chapter.start_s,
            "clock": format_clock(chapter.start_s),
            "url": post.videos[0].watch_at(chapter.start_s),
        }
        for chapter in post.chapters
        if post.videos
    ]


def _attributes(language: str, site_language: str) -> Markup:
    """Return what an element in this language needs on a site in its own; themes seldom say the direction."""
    found = Markup("")
    if language != site_language:
        found += Markup(' lang="{}"').format(language)
    if "rtl" in (direction(language), direction(site_language)):
        found += Markup(' dir="{}"').format(direction(language))
    return found


def _with_links(published: Published, html: str) -> Markup:
    """Return `html` as a feed reader can use it: its addresses and times in the video are links."""
    videos = published.video_post.videos
    if videos:
        html = replace_times(html, videos[0], starts_player=False)
    return Markup(replace_lone_addresses(html, linked))


def _source_of(article: Article) -> str:
    """Return an article's file as its author wrote it; empty where there is no such file."""
    try:
        return Path(str(article.source_path)).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
