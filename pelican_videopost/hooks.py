"""Where the plugin meets Pelican: each function answers one signal, fetches, calls what is pure, and attaches."""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, TemplateNotFound
from pelican.contents import Article, Content
from pelican.generators import ArticlesGenerator, Generator, PelicanTemplateNotFound

from pelican_videopost.article import CommentedArticle, Summary, VideoArticle
from pelican_videopost.discussions.build import COMMENTS, discuss, has_comment_folder
from pelican_videopost.discussions.feeds import write_feeds
from pelican_videopost.fetched import FILE_NAME, Fetched, load, with_fetched
from pelican_videopost.files import check_files
from pelican_videopost.head import HeadExtension
from pelican_videopost.markup import plain_text
from pelican_videopost.metadata import lines, read_comments, read_post
from pelican_videopost.model import Problem
from pelican_videopost.parts import TEMPLATES
from pelican_videopost.related import Entry, RelatedPosts
from pelican_videopost.settings import Settings
from pelican_videopost.views import Views

logger = logging.getLogger(__name__)

_PACKAGE = Path(__file__).parent
STATIC_FOLDER = str(_PACKAGE / "static")


def read_settings(pelican: Any) -> None:
    """`initialized`: read `VIDEOPOST` once, and tell what in it is wrong."""
    # i18n_subsites builds one site within another, with a copy of its settings.
    pelican.settings["VIDEOPOST_WITHIN"] = "VIDEOPOST_WITHIN" in pelican.settings
    settings, problems = Settings.read(pelican.settings.get("VIDEOPOST", {}))
    pelican.settings["VIDEOPOST"] = settings
    _warn(problems)
    if has_comment_folder(settings, Path(pelican.settings["PATH"])):  # no articles in there
        for name in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "STATIC_EXCLUDES"):
            pelican.settings[name] = [*(path for path in pelican.settings[name] if path != COMMENTS), COMMENTS]


def add_templates(generator: Generator) -> None:
    """`generator_init`: offer the plugin's templates, last in line so that a theme's own win."""
    loader = generator.env.loader
    if isinstance(loader, ChoiceLoader):
        loader.loaders = [*loader.loaders, FileSystemLoader(str(TEMPLATES))]
    generator.env.add_extension(HeadExtension)


def read_fetched(generator: ArticlesGenerator) -> None:
    """`article_generator_init`: read what was fetched about videos, anew at each build."""
    fetched, problems = load(Path(generator.settings["PATH"]) / FILE_NAME)
    generator.settings["VIDEOPOST_FETCHED"] = fetched
    _warn(problems)


def adopt_article(content: Content) -> None:
    """`content_object_init`: an article with a `Video` line becomes a video post."""
    if type(content) is not Article or "video" not in content.metadata:
        return
    if lines(content.metadata["video"]):
        VideoArticle.adopt(content)
    else:
        _report(
            content, Problem("Video", "", "empty, so this stays a plain article; give an address, or drop the line")
        )


def finish_posts(generators: list[Generator]) -> None:
    """`all_generators_finalized`: all files are known; read metadata, relate posts, attach views."""
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            _finish(generator)


def clean_feed(context: dict[str, Any], feed: Any) -> None:  # noqa: ARG001  # the signal sends it
    """`feed_generated`: where an item's summary is a listing's view, put the plain teaser."""
    for item in feed.items:
        if isinstance(item["description"], Summary):
            item["description"] = item["description"].__html__()


def write_comment_feeds(generator: ArticlesGenerator, writer: Any) -> None:  # noqa: ARG001  # the signal sends it
    """`article_writer_finalized`: write the feeds of comments beside those of articles."""
    articles = [
        article
        for group in (generator.articles, generator.translations, generator.hidden_articles)
        for article in group
        if isinstance(article, CommentedArticle)
    ]
    write_feeds(articles, generator.settings["VIDEOPOST"], generator.settings)


def _finish(generator: ArticlesGenerator) -> None:
    settings: Settings = generator.settings["VIDEOPOST"]
    public = [*generator.articles, *generator.translations]
    hidden = [*generator.hidden_articles, *generator.hidden_translations]
    everything = [*public, *hidden, *generator.drafts, *generator.drafts_translations]
    _read_comment_status(everything, settings)
    articles = [article for article in everything if isinstance(article, CommentedArticle)]
    posts = [article for article in articles if isinstance(article, VideoArticle)]
    _ship_assets(generator, bool(articles))
    if not articles:
        return
    if settings.comments is None:
        logger.info('No comment form is drawn: set VIDEOPOST = {"comments": "https://…" or "mailto:…"} to have one')
    generator.context["has_videoposts"] = True  # for the head's template
    views = Views(generator.env, settings, generator.settings, _report)
    for article in articles:
        article._context = generator.context  # an article from Pelican's cache still holds the last build's
        _check_template(article, generator)
        article.views = views
    for post in posts:
        _read_metadata(post, generator.settings["VIDEOPOST_FETCHED"])
    _relate(posts, [article for article in public if isinstance(article, VideoArticle)], settings.related)
    _warn(discuss(articles, settings, generator.settings, datetime.now(UTC)))


def _read_comment_status(articles: Iterable[Article], settings: Settings) -> None:
    """Read what the articles say about comments, and let every one have some if the settings say so."""
    for article in articles:
        if not isinstance(article, VideoArticle) and settings.comments_on != "articles":
            continue
        said, problems = read_comments(article.metadata)
        for problem in problems:
            _report(article, problem)
        if type(article) is Article and said != "off":
            CommentedArticle.adopt(article)
        if said and isinstance(article, CommentedArticle):
            article.comments_said = said


def _ship_assets(generator: Generator, wanted: bool) -> None:
    """Have style sheet and script copied, only into a site that has a use for them."""
    others = [path for path in generator.settings["THEME_STATIC_PATHS"] if path != STATIC_FOLDER]
    generator.settings["THEME_STATIC_PATHS"] = [*others, STATIC_FOLDER] if wanted else others


def _read_metadata(article: VideoArticle, fetched: Mapping[str, Fetched]) -> None:
    post, unreadable = read_post(article.metadata, title=plain_text(article.title), language=article.lang)
    post, missing = check_files(post, lambda path: _find(article, path))
    article.videopost = with_fetched(post, fetched)
    for problem in unreadable + missing:
        _report(article, problem)


def _find(article: VideoArticle, path: str) -> Path | None:
    """Return the file that Pelican's static generator found for the path of a `{static}` link of an article."""
    for relative in article.linked_paths(path):
        static = article._context["static_content"].get(relative)
        if static is not None:
            return Path(str(article.settings["PATH"]), static.source_path)
    return None


def _check_template(article: CommentedArticle, generator: Any) -> None:
    """Fall back to `article` where a post asks for a template that does not exist: that would end the build."""
    try:
        article.base = generator.get_template(article.base_template)
    except (TemplateNotFound, PelicanTemplateNotFound):
        fix = "the theme has no such template; the post is shown with `article`"
        _report(article, Problem("Template", article.base_template, fix))
        article.base = generator.get_template("article")


def _relate(posts: list[VideoArticle], public: list[VideoArticle], number: int) -> None:
    """Give each post the public ones that belong to it: those its author names, else those that fit best."""
    entries = {article: _entry(article) for article in posts}
    index = RelatedPosts(entries[article] for article in public)
    for article in posts:
        slugs = article.videopost.related
        named = index.named(article.lang, slugs)
        for slug, found in zip(slugs, named, strict=True):
            if found is None:
                _report(article, Problem("Related", slug, "no video post in this language has this slug"))
        chosen = [found for found in named if found is not None] if slugs else index.of(entries[article], number)
        article.related_articles = tuple(other for other in chosen if other is not article)


def _entry(article: VideoArticle) -> Entry[VideoArticle]:
    tags = tuple(str(tag) for tag in getattr(article, "tags", ()))
    return Entry(article, article.slug, article.lang, article.date, article.videopost.films, tags)


def _report(content: Content, problem: Problem) -> None:
    where = content.get_relative_source_path() or content.source_path
    logger.warning("%s: %s: %r: %s", where, problem.field, problem.value, problem.fix)


def _warn(problems: Iterable[Problem]) -> None:
    """Tell of problems that belong to the site, not to one post."""
    for problem in problems:
        logger.warning("%s: %s: %s", problem.field, problem.value, problem.fix)
