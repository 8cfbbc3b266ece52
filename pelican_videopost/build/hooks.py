"""Where the plugin meets Pelican: each function answers one signal."""

from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader
from pelican.generators import Generator

from pelican_videopost.build.article import CONTEXT_NAME
from pelican_videopost.build.comment_pages import CommentPages
from pelican_videopost.build.feeds import write_video_feeds
from pelican_videopost.build.listings import VideoListings
from pelican_videopost.build.site import Build
from pelican_videopost.build.sitemap import write_video_sitemap
from pelican_videopost.outputs.comment_feeds import write_feeds
from pelican_videopost.views.environment import TEMPLATES
from pelican_videopost.views.head import WholePage
from pelican_videopost.views.view import View, marked_safe


def add_templates(generator: Generator) -> None:
    """`generator_init`: offer the plugin's templates, last in line so that a theme's own win; see each page made."""
    loader = generator.env.loader
    if isinstance(loader, ChoiceLoader):
        loader.loaders = [*loader.loaders, FileSystemLoader(str(TEMPLATES))]
    generator.env.template_class = WholePage
    generator.env.filters["safe"] = marked_safe


def add_pages(pelican: Any) -> tuple[type[Generator], ...]:  # noqa: ARG001  # the signal sends it
    """`get_generators`: write the plugin's own pages after all else: listings, and long threads of comments."""
    return VideoListings, CommentPages


def begin(generator: Any) -> None:
    """`article_generator_init`: read the settings and what was fetched, anew at each build."""
    generator.videopost = Build(generator)


def announce_files(generator: Any) -> None:
    """`article_generator_finalized`: the articles are read and in Pelican's cache; name the files they need."""
    generator.videopost.announce_files()


def publish(generators: list[Any]) -> None:
    """`all_generators_finalized`: all files are known, so posts can be read, related and shown.

    Not before, since Pelican's caches hold whole contexts, with all their articles: a build whose cache names a class
    of ours would end where that class has moved, or the plugin was taken away.
    """
    for generator in generators:
        if isinstance(build := getattr(generator, "videopost", None), Build):
            build.publish()


def complete_feed(context: dict[str, Any], feed: Any) -> None:
    """`feed_generated`: put the plain teaser where an item's summary is a listing's view, and tell of the videos."""
    for item in feed.items:
        if isinstance(item["description"], View):
            item["description"] = item["description"].__html__()
    if isinstance(build := context.get(CONTEXT_NAME), Build):
        build.machines.feed(feed)


def write_files(generator: Any, writer: Any) -> None:
    """`article_writer_finalized`: write what stands beside Pelican's pages and feeds."""
    build: Build = generator.videopost
    write_feeds(build.published.values(), build.settings, build.site)
    write_video_feeds(generator, writer)
    write_video_sitemap(build)
