"""The build of a site: one object that holds its settings, what was fetched, its posts and their views."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Template, TemplateNotFound
from pelican.contents import Article
from pelican.generators import ArticlesGenerator, PelicanTemplateNotFound

from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import CommentStatus, Problem, VideoPost
from pelican_videopost.base.settings import Settings
from pelican_videopost.build.article import CONTEXT_NAME, CommentedArticle, VideoArticle
from pelican_videopost.build.discussions import COMMENTS, discuss, has_comment_folder
from pelican_videopost.build.embedding import EmbeddingArticle
from pelican_videopost.build.linked import embedded_posters, linked_files, linked_paths
from pelican_videopost.build.relations import relate
from pelican_videopost.build.taxonomies import Film, Person, Taxonomy
from pelican_videopost.build.telling import tell_of, tell_of_site
from pelican_videopost.outputs.machines import Machines
from pelican_videopost.posts.embeds import embeds
from pelican_videopost.posts.fetched import FILE_NAME, load, resolved_addresses
from pelican_videopost.posts.files import LINK, check_files
from pelican_videopost.posts.filling import with_fetched, with_poster_at_home
from pelican_videopost.posts.meant import is_video_post, missed_video
from pelican_videopost.posts.metadata import read_comments, read_post
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.reading import foreign_frames
from pelican_videopost.views.listing import Card, ListingView
from pelican_videopost.views.published import Published
from pelican_videopost.views.recent import RecentComment, recent_comments, recent_videos
from pelican_videopost.views.views import Views

STATIC_FOLDER = str(Path(__file__).parent.parent / "views" / "static")

Said = tuple[VideoPost, tuple[Problem, ...]]

_EXCLUDES = ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "STATIC_EXCLUDES")

logger = logging.getLogger(__name__)


class Build:
    """What is known while one site is built. `site` are Pelican's settings, `published` has each adopted article."""

    def __init__(self, generator: ArticlesGenerator) -> None:
        """Read the settings and what was fetched, and tell what in them is wrong."""
        self._generator = generator
        self.site: dict[str, Any] = generator.settings
        self.context: dict[str, Any] = generator.context
        self._host = urlsplit(self.site["SITEURL"]).hostname or ""
        self.settings, problems = Settings.read(self.site.get("VIDEOPOST", {}))
        self.fetched, unreadable = load(Path(self.site["PATH"]) / FILE_NAME)
        self._resolved = resolved_addresses(self.fetched)
        tell_of_site((*problems, *unreadable))
        self.views = Views(generator.env, self.settings, self.site, self.fetched, tell_of, self._linked)
        self.listings = ListingView(self.views.env, self.views.words)
        self.taxonomies: tuple[Taxonomy, ...] = ()
        self.published: dict[CommentedArticle, Published] = {}
        self.machines = Machines(self.settings, self.site, self.views, self._linked, self.published)
        self._summaries: dict[Article, str | None] = {}
        # What metadata say is asked twice, since files must be announced early; other plugins may change them between.
        self._said: dict[Article, tuple[object, Said]] = {}
        if has_comment_folder(self.settings, Path(self.site["PATH"])):  # no articles in there
            for name in _EXCLUDES:
                self.site[name] = [*(path for path in self.site[name] if path != COMMENTS), COMMENTS]

    def announce_files(self) -> None:
        """Have the files copied that the metadata of video posts name: Pelican itself looks at texts only.

        What their authors wrote as `Summary` is kept: plugins put other things there later.
        """
        for article in self._articles():
            if _is_video_post(article):
                self.context["static_links"].update(linked_files(article, self._post(article)[0], self.fetched))
                self.context["static_links"].update(embedded_posters(article, self.fetched))
                self._summaries[article] = article.metadata.get("summary")
            elif self._holds_videos(article):
                self.context["static_links"].update(embedded_posters(article, self.fetched))

    def publish(self) -> None:
        """Adopt articles, read their metadata, relate posts and join comments: all content is read."""
        self.context[CONTEXT_NAME] = self
        articles = list(self._wanted())
        wanted = [path for path in self.site["THEME_STATIC_PATHS"] if path != STATIC_FOLDER]
        self.site["THEME_STATIC_PATHS"] = [*wanted, STATIC_FOLDER] if articles else wanted
        if not articles:
            return
        if self.settings.comments is None:
            logger.info('No comment form is drawn: set VIDEOPOST = {"comments": "https://…" or "mailto:…"} to have one')
        for kind, article, said in articles:
            base, summary = self.template(article), self._summaries.pop(article, None)
            adopted = kind.adopt(article, self.context)
            one = self.published[adopted] = Published(adopted, base, said, summary)
            if isinstance(adopted, VideoArticle):
                one.post = self._read(adopted)
        self._join_taxonomies()
        relate(self.published.values(), self.settings.related, tell_of)
        tell_of_site(discuss(list(self.published.values()), self.settings, self.site, self.context, datetime.now(UTC)))

    @cached_property
    def recent_videos(self) -> list[Card]:
        """The newest public video posts, for themes; ready once all content is read."""
        return recent_videos(self.public_posts)

    @cached_property
    def recent_comments(self) -> list[RecentComment]:
        """The newest comments on public articles, for themes; ready once all content is read."""
        return recent_comments(one for one in self.published.values() if one.article.status == "published")

    @property
    def public_posts(self) -> list[Published]:
        """The video posts that listings show, the newest first: no drafts, hidden posts or translations."""
        return [self.published[one] for one in self._generator.articles if isinstance(one, VideoArticle)]

    @property
    def listed_posts(self) -> list[Published]:
        """The public video posts in all languages, the newest first: no drafts and no hidden posts."""
        articles = sorted(
            [*self._generator.articles, *self._generator.translations], key=attrgetter("date"), reverse=True
        )
        return [self.published[article] for article in articles if isinstance(article, VideoArticle)]

    def posts_by_language(self) -> dict[str, list[Published]]:
        """Return the public posts of each language, translations included; nothing where there is only one."""
        found: dict[str, list[Published]] = {}
        for post in self.listed_posts:
            found.setdefault(post.article.lang, []).append(post)
        return dict(sorted(found.items())) if len(found) > 1 else {}

    def template(self, article: Article) -> Template:
        """Return the template that an article asks for; `article`, where the theme has none of this name."""
        try:
            return self.theme_template(article.template)
        except (TemplateNotFound, PelicanTemplateNotFound):
            fix = "the theme has no such template; the post is shown with `article`"
            tell_of(article, Problem("Template", article.template, fix))
            return self.theme_template("article")

    def theme_template(self, name: str) -> Template:
        """Return a template of the theme as the site's articles use it, so that none is compiled again."""
        template: Template = self._generator.get_template(name)  # type: ignore[no-untyped-call]
        return template

    def _join_taxonomies(self) -> None:
        """Give each post the films that it is from, and its people if the site wants that, with their pages."""
        posts, public, site = [one for one in self.published.values() if one.post], self.public_posts, self.site
        films = Taxonomy.of(Film, public, lambda post: post.video_post.films, site)
        tell_of_site(films.problems)
        self.taxonomies = (films,)
        for post in posts:
            post.films = films.links(post.video_post.films, site)
        if not self.settings.people:
            return
        names = {post: self.views.people(post) for post in posts}
        people = Taxonomy.of(Person, public, names.__getitem__, site)
        tell_of_site(people.problems)
        self.taxonomies = films, people
        for post, of_post in names.items():
            post.people = people.links(of_post, site)

    def _articles(self) -> Iterator[Article]:
        generator = self._generator
        for group in (
            *(generator.articles, generator.translations, generator.hidden_articles, generator.hidden_translations),
            *(generator.drafts, generator.drafts_translations),
        ):
            yield from group

    def _wanted(self) -> Iterator[tuple[type[CommentedArticle], Article, CommentStatus | None]]:
        """Yield the class and each article that becomes one of it, with what its author says of comments."""
        for article in self._articles():
            is_video = _is_video_post(article)
            if not is_video:
                self._tell_of_plain(article)
            holds_videos = not is_video and self._holds_videos(article)
            has_comments = is_video or (self.settings.comments_on == "articles" and type(article) is Article)
            if not has_comments and not holds_videos:
                continue
            said, problems = read_comments(article.metadata) if has_comments else ("off", ())
            for problem in problems:
                tell_of(article, problem)
            if is_video:
                yield VideoArticle, article, said
            elif holds_videos:
                yield EmbeddingArticle, article, said
            elif said != "off":
                yield CommentedArticle, article, said

    def _tell_of_plain(self, article: Article) -> None:
        """Tell the author of an article that is no video post what keeps it from being one, and what loads in it."""
        problem = missed_video(article.metadata)
        frames = foreign_frames(article._content, self._host) if self.settings.embeds_on == "articles" else ()
        for one in (*filter(None, [problem]), *frames):
            tell_of(article, one)

    def _holds_videos(self, article: Article) -> bool:
        """Whether an article is to have players in its text though it is no video post."""
        if self.settings.embeds_on != "articles" or type(article) is not Article:
            return False
        return any(recognise(embed.address) for embed in embeds(article._content))

    def _read(self, article: VideoArticle) -> VideoPost:
        post, unreadable = self._post(article)
        self._said.pop(article, None)
        post = with_poster_at_home(post, self.fetched)
        post, missing = check_files(post, lambda path: self._find(article, path), self._host)
        for problem in unreadable + missing:
            tell_of(article, problem)
        first = self._linked(article, post.videos[0].watch_url) if post.videos else None
        own = first.relative_to(self.site["PATH"]).as_posix() if first else ""
        return with_fetched(post, self.fetched, own)

    def _post(self, article: Any) -> Said:
        """Return what the metadata of an article say about its video, and what in them could not be used."""
        asked = article.title, article.lang, dict(article.metadata)
        before, said = self._said.get(article, (None, None))
        if said is None or before != asked:
            words = {"title": plain_text(article.title), "language": article.lang}
            said = read_post(article.metadata, **words, leads_to=self._resolved)
            self._said[article] = asked, said
        return said

    def _linked(self, article: Any, link: str) -> Path | None:
        """Return the file of the site that one of Pelican's links in an article leads to."""
        match = LINK.match(link)
        return self._find(article, match["path"]) if match else None

    def _find(self, article: Article, path: str) -> Path | None:
        """Return the file that Pelican's static generator found for the path of a `{static}` link of an article."""
        for relative in linked_paths(article, path):
            static = self.context["static_content"].get(relative)
            if static is not None:
                return Path(str(self.site["PATH"]), static.source_path)
        return None


def _is_video_post(article: Article) -> bool:
    """Whether an article has a `Video` line with something in it."""
    return type(article) is Article and is_video_post(article.metadata)
