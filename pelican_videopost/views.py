"""The three views of a post, each a template over the same parts: its page, its listing entry, its feed entry."""

from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, Template
from markupsafe import Markup

from pelican_videopost.anatomy import dissect
from pelican_videopost.article import CommentedArticle, Summary, VideoArticle
from pelican_videopost.details import author_rows
from pelican_videopost.discussions.page import comments_context
from pelican_videopost.discussions.structured import as_script, posting
from pelican_videopost.folding import Folded, Piece, fold, unfold
from pelican_videopost.inline import id_prefix, linked, prefix_ids, replace_lone_addresses, replace_times
from pelican_videopost.labels import DETAILS_TITLE, INFO_TITLE, Labels, direction
from pelican_videopost.markup import plain_text
from pelican_videopost.model import Anatomy, Poster, Problem
from pelican_videopost.parts import PartsExtension, print_quickly
from pelican_videopost.player import Player, player
from pelican_videopost.providers import recognise
from pelican_videopost.providers.address import parse_address
from pelican_videopost.rows import rows_of
from pelican_videopost.settings import Settings
from pelican_videopost.times import format_clock

Report = Callable[[VideoArticle, Problem], None]


class Views:
    """Renders the video posts of one site, with its theme's templates where the theme has its own."""

    def __init__(self, env: Environment, settings: Settings, site: dict[str, Any], report: Report) -> None:
        """Take the theme's Jinja environment, the site's settings, Pelican's own, and where problems are told."""
        # Pelican prints everything unescaped; the plugin's own templates never do.
        self._env = env.overlay(
            autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False, extensions=[PartsExtension]
        )
        self._template = lru_cache(maxsize=None)(self._load_template)
        self._settings = settings
        self._host = urlsplit(site.get("SITEURL", "")).hostname or "localhost"
        self._site = site
        self._report = report
        self._attributes = lru_cache(maxsize=None)(
            partial(_attributes, site_language=str(site.get("DEFAULT_LANG", "en")))
        )
        self._labels = lru_cache(maxsize=None)(partial(Labels, rewordings=settings.labels))
        self._fields = lru_cache(maxsize=None)(self._render_fields)
        self._parts: dict[VideoArticle, tuple[str, tuple[Piece | None, ...]]] = {}
        self._summaries: dict[str, dict[VideoArticle, Folded]] = defaultdict(dict)

    def page(self, article: CommentedArticle, siteurl: str) -> str:
        """Return the article page's view; of a plain article, its own content with the comments below."""
        labels = self._labels(article.lang)
        context = comments_context(article, self._settings, self._site, siteurl, labels)
        context["fields"] = self._fields(article.lang) if context["reply"] else ""
        if not isinstance(article, VideoArticle):
            context |= self._words(article, siteurl, labels) | {"content": Markup(article.content)}
            return self._render(article, siteurl, "commented", context)
        parts = self._anatomy(article)
        context |= self._context(article, siteurl) | {
            "teaser": Markup(self._with_players(article, parts.teaser)),
            "body": Markup(self._with_players(article, parts.body)),
            "collapsed": "page" in self._settings.collapse,
            "info": Markup(parts.info or ""),
            "chapters": self._chapters(article),
            "related": [(other.videopost.title, f"{siteurl}/{other.url}") for other in article.related_articles],
        }
        context |= self._details(article, siteurl, parts.details or "", labels)
        return self._render(article, siteurl, "page", context)

    def head(self, article: CommentedArticle, siteurl: str) -> str:
        """Return what an article page's head says of its comments: their feed, and structured data."""
        discussion = article.discussion
        if not discussion.thread.count:
            return ""
        page = f"{self._site.get('SITEURL') or siteurl}/{article.url}"
        context = self._words(article, siteurl, self._labels(article.lang)) | {
            "discussion": discussion,
            "feed_url": f"{siteurl}/{discussion.feed_path}",
            "structured": as_script(posting(article, page)),
        }
        return self._render(article, siteurl, "page_head", context)

    def summary(self, article: VideoArticle, siteurl: str) -> Summary:
        """Return the view for listings; in text contexts it is the plain teaser, or the author's own summary."""
        written = self._summaries[siteurl]
        if article not in written:
            parts = self._anatomy(article)
            prefix = id_prefix(article.slug)
            context = self._context(article, siteurl) | {
                "teaser": Markup(prefix_ids(self._with_players(article, parts.teaser), prefix)),
                "body": Markup(prefix_ids(self._with_players(article, parts.body), prefix)),
                "collapsed": "listing" in self._settings.collapse,
            }
            html = self._render(article, siteurl, "summary", context)
            content, (teaser, body, *_) = self._parts[article]
            written[article] = Folded.of(html, filter(None, (teaser, body)), content)
        return Summary(str(written[article]), partial(self.plain, article))

    def plain(self, article: VideoArticle) -> str:
        """Return the post in a few words, without markup: the author's own summary, else the teaser."""
        own = article.metadata.get("summary")
        if own and "<script" in own:  # render-math has put its script there, below whatever it took for the summary
            own = article.own_summary
        return plain_text(own or self._anatomy(article).teaser) or article.videopost.title

    def feed(self, article: VideoArticle, siteurl: str) -> str:
        """Return the view for feed readers, and for themes that print whole posts in listings."""
        parts = self._anatomy(article)
        context = self._context(article, siteurl) | {
            "teaser": _with_links(article, parts.teaser),
            "body": _with_links(article, parts.body),
            "info": Markup(parts.info or ""),
            "details": Markup(parts.details or ""),
        }
        return self._render(article, siteurl, "feed", context)

    def _render(self, article: CommentedArticle, siteurl: str, view: str, context: dict[str, Any]) -> str:
        html = self._template(f"videopost/{view}.html").render(context)
        return str(article._update_content(html, siteurl)) if "{" in html or "|" in html else html

    def _render_fields(self, language: str) -> Markup:
        """Return the fields of "Leave a Reply", which in one language are the same on every page."""
        context = {"reply": self._settings.comments, "_": self._labels(language)}
        return Markup(self._template("videopost/fields.html").render(context))

    def _load_template(self, name: str) -> Template:
        template = self._env.get_template(name)
        template.globals = dict(template.globals)  # each rendering copies them, from Jinja's own kind of dict slowly
        print_quickly(template)
        return template

    def _anatomy(self, article: VideoArticle) -> Anatomy:
        """Return the parts of the text, cut once for all views, and again only if another plugin changed it."""
        content, pieces = self._parts.get(article, (None, ()))
        if content is not None and content is article._content:
            teaser, body, info, details = (None if piece is None else unfold(piece, content) for piece in pieces)
            return Anatomy(teaser or "", body or "", info, details)
        content = article._content
        labels = self._labels(article.videopost.language)
        titles = labels.spellings(INFO_TITLE), labels.spellings(DETAILS_TITLE)
        parts, problems = dissect(content, *titles, read_source=partial(_source_of, article))
        for problem in problems:
            self._report(article, problem)
        self._parts[article] = content, tuple(None if text is None else fold(text, content) for text in parts)
        return parts

    def _words(self, article: CommentedArticle, siteurl: str, labels: Labels) -> dict[str, Any]:
        return {
            "_": labels,
            "plural": labels.plural,
            "article": article,
            "url": f"{siteurl}/{article.url}",
            "in_its_language": self._attributes(labels.language),
        }

    def _context(self, article: VideoArticle, siteurl: str) -> dict[str, Any]:
        post = article.videopost
        return self._words(article, siteurl, self._labels(post.language)) | {
            "post": post,
            "player": self._player(article, siteurl),
            "discussion": article.discussion,
            "thread": article.discussion.thread,
            "unknown": [(line, parse_address(line)) for line in post.unknown],
        }

    def _player(self, article: VideoArticle, siteurl: str) -> Player | None:
        post = article.videopost
        if not post.videos:
            return None
        poster = post.poster
        if poster and poster.widths:  # Pelican resolves the links in src, not those in srcset
            widths = [(_resolved(article, siteurl, url), width_px) for url, width_px in poster.widths]
            poster = Poster(poster.url, tuple(widths))
        return player(post.title, post.videos, site_host=self._host, poster=poster, captions=post.captions)

    def _chapters(self, article: VideoArticle) -> list[dict[str, Any]]:
        post = article.videopost
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

    def _with_players(self, article: VideoArticle, html: str) -> str:
        """Return `html` with players for paragraphs that are only an address, and with times that start the player."""
        post = article.videopost
        if post.videos:
            html = replace_times(html, post.videos[0], starts_player=True)
        return replace_lone_addresses(html, partial(self._player_for, post.language))

    def _player_for(self, language: str, address: str) -> str | None:
        video = recognise(address)
        if video is None:
            return None
        labels = self._labels(language)
        title = labels("Video on %(provider)s", provider=video.provider) if video.embed_url else labels("Video")
        template = self._template("videopost/player.html")
        return template.render(player=player(title, [video], site_host=self._host), _=labels, lazy=True)

    def _details(self, article: VideoArticle, siteurl: str, author: str, labels: Labels) -> dict[str, Any]:
        before, after, rows = author_rows(author, rows_of(article, siteurl, labels))
        return {"details_before": Markup(before), "details_after": Markup(after), "rows": rows}


def _attributes(language: str, site_language: str) -> Markup:
    """Return what an element in this language needs on a site in its own; themes seldom say the direction."""
    found = Markup("")
    if language != site_language:
        found += Markup(' lang="{}"').format(language)
    if "rtl" in (direction(language), direction(site_language)):
        found += Markup(' dir="{}"').format(direction(language))
    return found


def _resolved(article: VideoArticle, siteurl: str, link: str) -> str:
    """Return the address that one of Pelican's links stands for on a page of the site."""
    return str(article._update_content(f'<img src="{link}">', siteurl))[10:-2]


def _source_of(article: VideoArticle) -> str:
    """Return an article's file as its author wrote it; empty where there is no such file."""
    try:
        return Path(str(article.source_path)).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""


def _with_links(article: VideoArticle, html: str) -> Markup:
    """Return `html` as a feed reader can use it: its addresses and times in the video are links."""
    videos = article.videopost.videos
    if videos:
        html = replace_times(html, videos[0], starts_player=False)
    return Markup(replace_lone_addresses(html, linked))
