"""Articles that are no video posts, on sites where their embeds play only on a click (`embeds_on`: `articles`)."""

from copy import copy
from functools import partial

from pelican.contents import Article

from pelican_videopost.base.markup import plain_text
from pelican_videopost.build.article import CommentedArticle, PageView
from pelican_videopost.views.view import View


class EmbeddingArticle(CommentedArticle):
    """An article with videos in its text: players for its readers, links in feeds, and all else as Pelican made it."""

    _with_links: tuple[str, Article]

    def _linked(self) -> Article:
        """Return the article as it would be if its author had linked each video; made again where its text changed."""
        known = self.__dict__.get("_with_links")
        if known is None or known[0] is not self._content:
            linked: Article = copy(self)
            linked.__class__ = Article
            linked._content = self.build.views.links(self.published, self._content)
            self._with_links = known = self._content, linked
        return known[1]

    def get_content(self, siteurl: str) -> str:
        """Return the text with links: for feeds, and for other plugins."""
        return str(self._linked().get_content(siteurl))

    @property
    def content(self) -> str:
        """The text with players, for the page being written."""
        siteurl = self.get_siteurl()
        return self.build.views.playing(self.published, self.get_content(siteurl), siteurl)

    def get_summary(self, siteurl: str) -> str:
        """Return what Pelican makes the summary of the text with links: players would be cut, and their words count."""
        return self.build.views.links(self.published, str(self._linked().get_summary(siteurl)))

    @property
    def summary(self) -> str:
        """The summary with players, for the page being written; its plain words for feeds and descriptions."""
        siteurl = self.get_siteurl()
        linked = self.get_summary(siteurl)
        return View(self.build.views.playing(self.published, linked, siteurl), partial(plain_text, linked))

    @summary.setter
    def summary(self, value: str) -> None:
        """Accept what Pelican's metadata loop assigns, as its own class does."""

    @property
    def on_its_page(self) -> "EmbeddingPageView":
        """The article as its own page shows it, with comments below."""
        return EmbeddingPageView.of(self)


class EmbeddingPageView(PageView, EmbeddingArticle):
    """Such an article on its own page."""

    __slots__ = ()
