"""All that machines are told of one site: the facts of each article, worked out once, in the formats wanted."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

from markupsafe import Markup

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.settings import Settings
from pelican_videopost.outputs.facts import Facts, facts_of
from pelican_videopost.outputs.people import Roles
from pelican_videopost.outputs.structured import as_script, graph
from pelican_videopost.views.published import Published
from pelican_videopost.views.views import Views


class Machines:
    """Tells machines of the articles of one site. Without an address of its own a site tells them nothing."""

    def __init__(self, settings: Settings, site: Mapping[str, Any], views: Views) -> None:
        """Take the plugin's settings, Pelican's own, and the views that know each post's plain text."""
        self._wanted = frozenset(settings.machines)
        self._siteurl = str(site.get("SITEURL") or "").rstrip("/")
        self._views = views
        self._known: dict[Published, Facts] = {}
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
            known = self._known[published] = facts_of(published, self._siteurl, title, description)
        return known

    def structured(self, published: Published) -> Markup:
        """Return the JSON-LD of an article's page: of video posts always, of others where they have comments."""
        is_told = published.post is not None or published.discussion.thread.count
        if not is_told or not self._siteurl or "structured" not in self._wanted:
            return Markup("")
        details = partial(self._views.details, published)
        return as_script(graph(published, self.facts(published), self._roles(published.article.lang), details))
