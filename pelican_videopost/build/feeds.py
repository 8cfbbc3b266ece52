"""The feeds of video posts alone, beside those that Pelican writes."""

from typing import Any

from pelican.utils import order_content

from pelican_videopost.base.labels import Labels
from pelican_videopost.build.article import VideoArticle
from pelican_videopost.build.site import Build


def write_video_feeds(generator: Any, writer: Any) -> None:
    """Write the feeds of the site's video posts in all languages, in the order of its articles."""
    build: Build = generator.videopost
    articles = (*generator.articles, *generator.translations)
    posts: list[Any] = [article for article in articles if type(article) is VideoArticle]
    if not posts:
        return
    title = Labels(str(build.site["DEFAULT_LANG"]), build.settings.labels)("Videos")
    order_content(posts, order_by=build.site["ARTICLE_ORDER_BY"])
    for kind, path in build.machines.video_feeds.items():
        writer.write_feed(posts, build.context, path, feed_type=kind, feed_title=title)
