"""Articles that have more to show: comments below them, or a video post. They stay the objects that Pelican knows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, Self, SupportsIndex
from urllib.parse import unquote

from jinja2 import Template
from markupsafe import escape
from pelican.contents import Article

from pelican_videopost.comments.discussion import Discussion
from pelican_videopost.fetched import poster_files
from pelican_videopost.files import LINK
from pelican_videopost.metadata import lines
from pelican_videopost.model import CommentStatus, VideoPost

TEMPLATE = "video_post"  # it shows an article as `on_its_page`
_FIELDS_WITH_FILES = ("video", "poster", "captions")


class Summary(str):
    """A listing's view of a post, which turns into its plain teaser wherever a theme strips or escapes it.

    Jinja prints it as it is; `striptags` and `escape` ask for `__html__`, which is fit for an attribute.
    """

    __slots__ = ("plain",)

    plain: Callable[[], str]

    def __new__(cls, html: str, plain: Callable[[], str]) -> Self:
        """Return `html` as a text that knows how to get its `plain` form, unescaped."""
        summary = super().__new__(cls, html)
        summary.plain = plain
        return summary

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        """Return a piece of the plain teaser: a theme that cuts the summary must not cut a tag in two.

        All of it has a space at its end: Jinja's `truncate` drops the last word of what it has cut.
        """
        plain = self.plain()
        return str(escape(plain[key])) + (" " if plain[key] == plain else "")

    def __html__(self) -> str:
        return str(escape(self.plain()))

    def __str__(self) -> Self:
        """Return this very text: it is still to be told from others when it has become a feed's description."""
        return self


class Views(Protocol):
    """What an article asks of whoever renders it: its views, for the address of the site on the page written."""

    def page(self, article: "CommentedArticle", siteurl: str, /) -> str:
        """Return the article page's view."""

    def head(self, article: "CommentedArticle", siteurl: str, /) -> str:
        """Return what the page's head says of its comments."""

    def summary(self, article: "VideoArticle", siteurl: str, /) -> str:
        """Return the listing's view."""

    def plain(self, article: "VideoArticle", /) -> str:
        """Return the post in a few words, without markup."""

    def feed(self, article: "VideoArticle", siteurl: str, /) -> str:
        """Return the view for feeds and full-text listings."""


class CommentedArticle(Article):
    """A Pelican article with comments. Its class is switched, so that every plugin keeps the object it knows.

    `base_template` names the template the article would have had and `base` is that template. `views` renders the
    page once all content is read. `comments_said` is what its author says of comments, and `discussion` what there are.
    """

    title: str
    lang: str
    slug: str
    base_template: str
    base: Template
    views: "Views | None" = None
    comments_said: CommentStatus | None = None
    discussion: Discussion

    @classmethod
    def adopt(cls, article: Article) -> None:
        """Make an article that Pelican has read one of this class."""
        article.__class__ = cls
        # Attributes of a switched class need a dict of their own. Copied, it has room for some more of them; grown by
        # Python, for three times as many, which on a large site is a tenth of all memory.
        article.__dict__ = dict(article.__dict__)
        if isinstance(article, cls):
            article.base_template = article.template
            article.template = TEMPLATE
            article.views = None  # whatever a line of this name in the metadata set

    def get_url_setting(self, key: str) -> str:
        """Return the article's `url` or `save_as`, worked out once: a theme asks for them dozens of times a post."""
        known = self.__dict__
        if self.views is None or f"override_{key}" in known:
            return str(super().get_url_setting(key))
        written: str | None = known.get(f"_written_{key}")
        if written is None:
            written = known[f"_written_{key}"] = str(super().get_url_setting(key))
        return written

    @property
    def head(self) -> str:
        """What the head of its page says of its comments."""
        return "" if self.views is None else self.views.head(self, self.get_siteurl())

    @property
    def on_its_page(self) -> "PageView":
        """The article as its own page shows it."""
        return PageView.of(self)


class VideoArticle(CommentedArticle):
    """A Pelican article with a `Video` line; `related_articles` are the posts that belong to it.

    `own_summary` is what its author, or a plugin, had for a summary when it was read.
    """

    videopost: VideoPost
    own_summary: str | None = None
    related_articles: tuple["VideoArticle", ...] = ()

    @classmethod
    def adopt(cls, article: Article) -> None:
        """Make a video post of an article that Pelican has read."""
        super().adopt(article)
        if isinstance(article, cls):
            article.own_summary = article.metadata.get("summary")

    @property
    def on_its_page(self) -> "VideoPageView":
        """The post as its own page shows it."""
        return VideoPageView.of(self)

    def get_static_links(self) -> set[str]:
        """Return the files of the site to copy: those linked in the text, and those that the metadata name."""
        links: set[str] = super().get_static_links()
        named = (line for name in _FIELDS_WITH_FILES for line in lines(self.metadata.get(name)))
        for match in filter(None, map(LINK.search, named)):
            # A file that is missing is told about when the metadata are read, once and by name.
            content = Path(str(self.settings["PATH"]))
            links.update(path for path in self.linked_paths(match["path"]) if (content / path).is_file())
        fetched: Any = self.settings.get("VIDEOPOST_FETCHED", {})
        links.update(poster_files(self.metadata, fetched))
        return links

    def linked_paths(self, path: str) -> list[str]:
        """Return where the path of one of Pelican's `{static}` links may lie, relative to the content folder."""
        folder = "" if path.startswith("/") else f"{self.relative_dir}/"
        spellings = dict.fromkeys((path.lstrip("/"), unquote(path).lstrip("/")))
        return [str(self.get_relative_source_path(folder + spelling)) for spelling in spellings]

    def get_content(self, siteurl: str) -> str:
        """Return the whole post without anything that needs a script or a style: for feeds and full-text listings."""
        if self.views is None:  # asked too early: nothing is known yet of files and related posts
            return str(self._update_content(self._content, siteurl))
        return self.views.feed(self, siteurl)

    def get_summary(self, siteurl: str) -> str:
        """Return the listing's view: player, teaser and the full text behind [+]."""
        if self.views is None:
            return str(super().get_summary(siteurl))
        return self.views.summary(self, siteurl)

    @property
    def summary(self) -> str:
        """The listing's view for the page being written."""
        return self.get_summary(self.get_siteurl())

    @summary.setter
    def summary(self, value: str) -> None:
        """Accept what Pelican's metadata loop assigns; the view reads the metadata itself."""


class PageView(CommentedArticle):
    """An article as its own page shows it: all of it, for it shares its attributes, but another `content`."""

    __slots__ = ("_article",)
    _article: CommentedArticle

    @classmethod
    def of(cls, article: CommentedArticle) -> Self:
        """Return the view of an article."""
        view = cls.__new__(cls)
        view.__dict__ = article.__dict__
        view._article = article
        return view

    def __eq__(self, other: object) -> bool:
        return self._article is (other._article if isinstance(other, PageView) else other)

    def __hash__(self) -> int:
        return hash(self._article)

    @property
    def content(self) -> str:
        """The whole page: of a video post player, teaser, [+] with the full text and sidebars; and the comments."""
        article = self._article
        if self.views is None:
            return article.content
        return self.views.page(article, self.get_siteurl())


class VideoPageView(PageView, VideoArticle):
    """A video post as its own page shows it."""

    __slots__ = ()

    def get_summary(self, siteurl: str) -> str:
        """Return the plain teaser, for the page's head or its lead: player and full text stand there already."""
        if self.views is None:
            return super().get_summary(siteurl)
        plain = self.views.plain(self)
        return Summary(str(escape(plain)), lambda: plain)
