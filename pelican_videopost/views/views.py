"""The three views of a post, each a template over the same parts: its page, its listing entry, its feed entry."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Anatomy, Problem
from pelican_videopost.base.settings import ROWS, Settings
from pelican_videopost.posts.credits import Roles
from pelican_videopost.posts.fetched import Fetched
from pelican_videopost.posts.providers.address import parse_address
from pelican_videopost.posts.reading import read_text
from pelican_videopost.posts.teaser import Length, listed
from pelican_videopost.views.comments import CommentsView
from pelican_videopost.views.details import Row, author_rows, automatic_rows, categories_of, with_links
from pelican_videopost.views.embedded import Embedded, resolved_poster
from pelican_videopost.views.environment import own_environment
from pelican_videopost.views.inline import id_prefix, prefix_ids
from pelican_videopost.views.languages import language_attributes
from pelican_videopost.views.moments import chapters, shown_transcripts, transcripts
from pelican_videopost.views.packing import Kept, Piece, restored, shared
from pelican_videopost.views.player import Player, player
from pelican_videopost.views.printed import printed_rows
from pelican_videopost.views.published import Article, FindFile, Published
from pelican_videopost.views.view import View

TellOf = Callable[[Article, Problem], None]


class Views:
    """Renders the video posts of one site, with its theme's templates where the theme has its own."""

    def __init__(
        self,
        env: Environment,
        settings: Settings,
        site: dict[str, Any],
        fetched: Mapping[str, Fetched],
        tell_of: TellOf,
        find: FindFile,
    ) -> None:
        """Take the theme's environment, the site's settings, Pelican's own, what was fetched, and where to tell.

        `find` returns the file of the site that a link in an article leads to.
        """
        self.env = own_environment(env)
        self._settings = settings
        self._host = urlsplit(site.get("SITEURL", "")).hostname or "localhost"
        self._embedded = Embedded(self.env, fetched, self._host)
        self._site = site
        self._tell_of = tell_of
        self.words = lru_cache(maxsize=None)(partial(Labels, rewordings=settings.labels))
        # A page is told of to readers and to machines one after the other, and its captions may be long.
        self.transcripts = lru_cache(maxsize=4)(partial(transcripts, find=find))
        self.roles = lru_cache(maxsize=None)(lambda language: Roles(self.words(language)))
        self.comments = CommentsView(self.env, settings, site, self.words)
        self._printed = lru_cache(maxsize=None)(partial(printed_rows, env))
        self._parts: dict[Article, tuple[str, tuple[Piece | None, ...]]] = {}
        self._summaries, self._feeds = Kept(), Kept()

    def page(self, published: Published, siteurl: str) -> View:
        """Return the article page's view; of a plain article, its own content with the comments below.

        In text contexts it is the post's own words, without those of player, sidebars and comments.
        """
        article = published.article
        labels = self.words(article.lang)
        context = self.comments.context(published, siteurl)
        if published.post is None:
            context |= self._words(article, siteurl, labels) | {"content": Markup(article.content)}
            html = self._render(article, siteurl, "commented", context)
            return View(html, lambda: plain_text(article.content))
        parts = self._anatomy(article)
        context |= self._context(published, siteurl) | {
            "teaser": Markup(self._embedded.players(published, parts.teaser, labels, siteurl).strip()),
            "body": Markup(self._embedded.players(published, parts.body, labels, siteurl).strip()),
            "collapsed": "page" in self._settings.collapse,
            "info": Markup(self._embedded.players(published, parts.info or "", labels, siteurl, lone=False)),
            "chapters": chapters(published),
            "transcripts": shown_transcripts(published, self.transcripts(published)),
            "related": [
                (label, other.video_post.title, f"{siteurl}/{other.article.url}")
                for label, other in _related(published, labels)
            ],
        }
        details = self._embedded.players(published, parts.details or "", labels, siteurl, lone=False)
        details = with_links(details, [(link.text, f"{siteurl}/{link.url}") for link in published.people if link.url])
        before, after, rows = author_rows(details, self._rows(published, siteurl, labels))
        context |= {"details_before": Markup(before), "details_after": Markup(after), "rows": rows}
        words = partial(plain_text, f"{parts.teaser} {parts.body}")
        return View(self._render(article, siteurl, "page", context), words)

    def summary(self, published: Published, siteurl: str) -> View:
        """Return the view for listings; in text contexts it is the plain teaser, or the author's own summary."""
        html = self._summaries.get(published.article, siteurl, partial(self._summary, published, siteurl))
        return View(html, partial(self.plain, published))

    def _summary(self, published: Published, siteurl: str) -> tuple[str, Iterable[str]]:
        teaser, body = self._listed(published)
        article = published.article
        prefix, labels = id_prefix(article.slug), self.words(article.lang)
        context = self._context(published, siteurl) | {
            "teaser": Markup(prefix_ids(self._embedded.players(published, teaser, labels, siteurl), prefix)),
            "body": Markup(prefix_ids(self._embedded.players(published, body, labels, siteurl).strip(), prefix)),
            "collapsed": "listing" in self._settings.collapse,
            "look": self._settings.listing,
        }
        return self._render(article, siteurl, "summary", context), (teaser, body)

    def plain(self, published: Published) -> str:
        """Return the post in a few words, without markup: the author's own summary, else the teaser."""
        own = published.article.metadata.get("summary")
        if own and "<script" in own:  # render-math has put its script there, below whatever it took for the summary
            own = published.summary
        return plain_text(own or self._listed(published)[0]) or published.video_post.title

    def details(self, published: Published) -> str:
        """Return what the author wrote under "Details"; empty where there is none."""
        return self._anatomy(published.article).details or ""

    def people(self, published: Published) -> list[str]:
        """Return everybody whom a post's metadata and "Details" name."""
        return self.roles(published.article.lang).people(self.details(published), published.video_post.people)

    def feed(self, published: Published, siteurl: str) -> str:
        """Return the view for feed readers: most posts stand in two feeds or more."""
        return self._feeds.get(published.article, siteurl, partial(self._feed, published, siteurl))

    def _feed(self, published: Published, siteurl: str) -> tuple[str, Iterable[str]]:
        parts = self._anatomy(published.article)
        texts = {"teaser": parts.teaser, "body": parts.body, "info": parts.info or "", "details": parts.details or ""}
        context = self._context(published, siteurl)
        context |= {name: Markup(self._embedded.links(published, text)) for name, text in texts.items()}
        return self._render(published.article, siteurl, "feed", context), texts.values()

    def playing(self, published: Published, html: str, siteurl: str) -> str:
        """Return a text of a plain article with players for the videos in it."""
        article = published.article
        html = self._embedded.players(published, html, self.words(article.lang), siteurl)
        return article._update_content(html, siteurl)

    def links(self, published: Published, html: str) -> str:
        """Return a text of a plain article with links to the videos in it."""
        return self._embedded.links(published, html)

    def _render(self, article: Article, siteurl: str, view: str, context: dict[str, Any]) -> str:
        html = self.env.get_template(f"videopost/{view}.html").render(context)
        return article._update_content(html, siteurl) if "{" in html or "|" in html else html

    def _anatomy(self, article: Article) -> Anatomy:
        """Return the parts of the text, cut once for all views, and again only if another plugin changed it."""
        content, pieces = self._parts.get(article, (None, ()))
        if content is not None and content is article._content:
            teaser, body, info, details = (None if piece is None else restored(piece, content) for piece in pieces)
            return Anatomy(teaser or "", body or "", info, details)
        content = article._content
        parts, problems = read_text(
            content, self.words(article.lang), host=self._host, read_source=partial(_source_of, article)
        )
        for problem in problems:
            self._tell_of(article, problem)
        self._parts[article] = content, tuple(None if text is None else shared(text, content) for text in parts)
        return parts

    def _listed(self, published: Published) -> tuple[str, str]:
        """Return what a listing shows of the text, and what [+] opens there, if anything is folded."""
        parts = self._anatomy(published.article)
        is_folded = "listing" in self._settings.collapse
        length = Length(self._site["SUMMARY_MAX_LENGTH"], self._site.get("SUMMARY_MAX_PARAGRAPHS"))
        return listed(parts, published.summary, length if is_folded else Length(None))

    def _rows(self, published: Published, siteurl: str, labels: Labels) -> list[Row]:
        """Return the automatic rows of Details: those of the settings, else what the theme's page does not print."""
        wanted = self._settings.details
        if wanted is None:
            printed = self._printed(published.base.name)
            if len(categories_of(published.article)) > 1 and "categories" not in printed:
                printed -= {"category"}
            wanted = tuple(row for row in ROWS if row not in printed)
        return automatic_rows(published, siteurl, labels, wanted)

    def _words(self, article: Article, siteurl: str, labels: Labels) -> dict[str, Any]:
        return {
            "_": labels,
            "plural": labels.plural,
            "article": article,
            "url": f"{siteurl}/{article.url}",
            "in_its_language": language_attributes(labels.language, str(self._site.get("DEFAULT_LANG", "en"))),
        }

    def _context(self, published: Published, siteurl: str) -> dict[str, Any]:
        post = published.video_post
        return self._words(published.article, siteurl, self.words(post.language)) | {
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
        poster = resolved_poster(published.article, siteurl, post.poster) if post.poster else None
        return player(
            post.title,
            post.videos,
            site_host=self._host,
            poster=poster,
            captions=post.captions,
            duration_s=post.duration_s,
        )


def _related(published: Published, labels: Labels) -> list[tuple[str, Published]]:
    """Return the posts that belong to one, those of its series first and said to be so."""
    parts = [(labels("Previous part"), published.previous), (labels("Next part"), published.next)]
    return [(label, other) for label, other in parts if other] + [("", other) for other in published.related]


def _source_of(article: Article) -> str:
    """Return an article's file as its author wrote it; empty where there is no such file."""
    try:
        return Path(str(article.source_path)).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
