"""Articles that have more to show: comments below them, or a video post. They stay the objects that Pelican knows."""

from typing import TYPE_CHECKING, Any, Self

from jinja2 import Template
from markupsafe import escape
from pelican.contents import Article

from pelican_videopost.base.model import VideoPost
from pelican_videopost.comments.discussion import Discussion
from pelican_videopost.comments.pages import CommentsPage
from pelican_videopost.views.published import Published
from pelican_videopost.views.view import View

if TYPE_CHECKING:
    from pelican_videopost.build.site import Build

TEMPLATE = "video_post"  # it shows an article as `on_its_page`
# Where articles, templates and other plugins find the build in Pelican's context.
CONTEXT_NAME = "videopost"


class CommentedArticle(Article):
    """A Pelican article with comments. Its class is switched, so that every plugin keeps the object it knows.

    What the build knows about it is kept there: with attributes that others of Pelican's articles have not, each
    would take 1.3 KB more memory.
    """

    title: str
    lang: str
    slug: str
    _context: dict[str, Any]

    @classmethod
    def adopt(cls, article: Article, context: dict[str, Any]) -> Self:
        """Make an article that Pelican has read one of this class, and return it."""
        article.__class__ = cls
        assert isinstance(article, cls)  # noqa: S101  # as of the line above
        article._context = context  # an article from Pelican's cache still holds the last build's
        article.template = TEMPLATE
        return article

    def get_url_setting(self, key: str) -> str:
        """Return the article's `url` or `save_as`, worked out once: themes ask for them dozens of times a post.

        It saves 6 % of plain Pelican's work.
        """
        addresses = self.published.addresses
        known = addresses.get(key)
        if known is None or hasattr(self, f"override_{key}"):
            known = addresses[key] = str(super().get_url_setting(key))
        return known

    @property
    def build(self) -> "Build":
        """The build that publishes it."""
        build: Build = self._context[CONTEXT_NAME]
        return build

    @property
    def base(self) -> Template:
        """The theme's template of its page."""
        return self.published.base

    @property
    def published(self) -> Published:
        """What the build publishes of it."""
        return self.build.published[self]

    @property
    def discussion(self) -> Discussion:
        """Its comments, and whether more may come; themes may ask for it."""
        return self.published.discussion

    def completed_head(self, head: str) -> str:
        """Return the head of its page, as the theme prints it, with what it lacks."""
        return self.build.machines.completed_head(self.published, self.get_siteurl(), head)

    @property
    def on_its_page(self) -> "PageView":
        """The article as its own page shows it."""
        return PageView.of(self)


class _PictureForCards:
    """Answers themes that ask an article for the picture of its card, where its author gave none.

    Only `og_image` is answered: themes show the pictures of other names, and the player shows the poster already.
    What an author wrote stands in the article itself, which Python asks before this.
    """

    def __get__(self, article: "VideoArticle", owner: type) -> str:
        """Return the path of the picture below the site's address, before which themes put that."""
        path = article.build.machines.card_path(article.published)
        if path is None:
            raise AttributeError("og_image")
        return path


class VideoArticle(CommentedArticle):
    """A Pelican article with a `Video` line."""

    og_image = _PictureForCards()

    @property
    def videopost(self) -> VideoPost:
        """What its metadata say of its video; themes may ask for it."""
        return self.published.video_post

    @property
    def on_its_page(self) -> "VideoPageView":
        """The post as its own page shows it."""
        return VideoPageView.of(self)

    @property
    def content(self) -> str:
        """The listing's view: templates that print an article's content elsewhere than on its page list articles."""
        return self.summary

    def get_content(self, siteurl: str) -> str:
        """Return the whole post without anything that needs a script or a style: for feeds, and for other plugins."""
        return self.build.views.feed(self.published, siteurl)

    def get_summary(self, siteurl: str) -> str:
        """Return the listing's view: player, teaser and the full text behind [+]."""
        return self.build.views.summary(self.published, siteurl)

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
    def published(self) -> Published:
        """What the build publishes of the article."""
        return self._article.published

    @property
    def content(self) -> str:
        """The whole page: of a video post player, teaser, [+] with the full text and sidebars; and the comments."""
        return self.build.views.page(self.published, self.get_siteurl())


class CommentsPageView(PageView):
    """A further page of the comments on an article: all of that, but its own title, address and content."""

    __slots__ = ("_page",)
    _page: CommentsPage

    @classmethod
    def of_page(cls, article: CommentedArticle, page: CommentsPage) -> Self:
        """Return the view of a page of the comments on an article."""
        view = cls.of(article)
        title = article.build.views.comments.title(article.published, page)
        view.__dict__ = article.__dict__ | {"title": str(escape(title))}
        view._page = page
        return view

    def get_url_setting(self, key: str) -> str:
        """Return the page's own `url` or `save_as`."""
        return self._page.url if key == "url" else self._page.save_as

    @property
    def content(self) -> str:
        """The comments, for the page being written."""
        return self.build.views.comments.page(self.published, self._page, self.get_siteurl())

    def get_summary(self, siteurl: str) -> str:  # noqa: ARG002  # it holds no address
        """Return its title, for the page's head: no words of the post stand on it."""
        return self.title

    @property
    def on_its_page(self) -> Self:
        """The page itself."""
        return self

    def completed_head(self, head: str) -> str:
        """Return the head of the page, as the theme prints it, with what it lacks."""
        return self.build.machines.comments_head(self.published, self.url, self.get_siteurl(), head)


class VideoPageView(PageView, VideoArticle):
    """A video post as its own page shows it."""

    __slots__ = ()

    def get_summary(self, siteurl: str) -> str:  # noqa: ARG002  # it holds no address
        """Return the plain teaser, for the page's head or its lead: player and full text stand there already."""
        plain = self.build.views.plain(self.published)
        return View(str(escape(plain)), lambda: plain)
