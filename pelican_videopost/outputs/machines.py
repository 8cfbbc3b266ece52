"""All that machines are told of one site: the facts of each article, worked out once, in the formats wanted."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urljoin

from feedgenerator import SyndicationFeed
from feedgenerator.django.utils.encoding import iri_to_uri
from markupsafe import Markup

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.settings import Settings
from pelican_videopost.outputs.facts import Facts, FindFile, facts_of
from pelican_videopost.outputs.media_rss import Told, add_media
from pelican_videopost.outputs.people import Roles
from pelican_videopost.outputs.structured import as_script, graph
from pelican_videopost.views.published import Published
from pelican_videopost.views.views import Views

_VIDEO_FEED = "feeds/videos"
# Which of Pelican's own feeds a site must have to have one of video posts, too.
_KINDS = {"atom": ("FEED_ALL_ATOM", "FEED_ATOM"), "rss": ("FEED_ALL_RSS", "FEED_RSS")}


class Machines:
    """Tells machines of the articles of one site. Without an address of its own a site tells them nothing."""

    def __init__(self, settings: Settings, site: Mapping[str, Any], views: Views, find: FindFile) -> None:
        """Take the plugin's settings, Pelican's own, the views, which know plain texts, and what finds files."""
        self._wanted = frozenset(settings.machines)
        self._siteurl = str(site.get("SITEURL") or "").rstrip("/")
        self._views = views
        self._find = find
        self._feeds_url = str(site.get("FEED_DOMAIN") or self._siteurl).rstrip("/")
        # The feeds of video posts alone, by kind, below the output folder.
        self.video_feeds: dict[str, str] = {}
        if self._siteurl and "video_feed" in self._wanted:
            kinds = [kind for kind, names in _KINDS.items() if any(map(site.get, names))]
            self.video_feeds = {kind: f"{_VIDEO_FEED}.{kind}.xml" for kind in kinds}
        self._known: dict[Published, Facts] = {}
        self._by_link: dict[str, Published] = {}
        self._roles: Callable[[str], Roles] = lru_cache(maxsize=None)(
            lambda language: Roles(Labels(language, settings.labels))
        )

    def facts(self, published: Published) -> Facts:
        """Return what machines are told of an article; the site has an address."""
        known = self._known.get(published)
        if known is None:
            is_video = published.post is not None
            title = published.video_post.title if is_video else plain_text(published.article.title)
            title = title or published.article.slug  # one that is nothing but markup
            description = self._views.plain(published) if is_video else ""
            known = self._known[published] = facts_of(published, self._siteurl, title, description, self._find)
        return known

    def structured(self, published: Published) -> Markup:
        """Return the JSON-LD of an article's page: of video posts always, of others where they have comments."""
        is_told = published.post is not None or published.discussion.thread.count
        if not is_told or not self._siteurl or "structured" not in self._wanted:
            return Markup("")
        details = partial(self._views.details, published)
        return as_script(graph(published, self.facts(published), self._roles(published.article.lang), details))

    def feed(self, feed: SyndicationFeed, published: Iterable[Published]) -> None:
        """Have one of Pelican's feeds tell of the videos and comments of the articles that were `published`."""
        if not self._siteurl or "feeds" not in self._wanted:
            return
        if not self._by_link:
            # As Pelican's writer makes the links of a feed's items, which hold nothing else of their articles.
            self._by_link |= {iri_to_uri(urljoin(f"{self._siteurl}/", one.article.url)): one for one in published}
        add_media(feed, lambda link: self._entry(self._by_link.get(link.removesuffix("?ref=feed"))))

    def _entry(self, published: Published | None) -> Told | None:
        if published is None:
            return None
        facts, discussion = self.facts(published), published.discussion
        duration_s = published.post.duration_s if published.post is not None else None
        replies = f"{self._feeds_url}/{discussion.feed_path}" if discussion.feed_path else ""
        return Told(facts.film, duration_s, discussion.thread.count, f"{facts.page}#comments", replies)
