"""All that machines are told of one site: the facts of each article, in the formats wanted."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from feedgenerator import SyndicationFeed
from feedgenerator.django.utils.encoding import iri_to_uri
from markupsafe import Markup

from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.settings import Settings
from pelican_videopost.outputs.cards import Group, Tag, basic_groups, listing_groups, social_groups, written_later
from pelican_videopost.outputs.facts import Facts, facts_of
from pelican_videopost.outputs.media_rss import Told, add_media
from pelican_videopost.outputs.page_head import completed, printed
from pelican_videopost.outputs.structured import as_script, graph
from pelican_videopost.outputs.video_sitemap import entry, write_sitemap
from pelican_videopost.views.published import FindFile, Published
from pelican_videopost.views.views import Views

_VIDEO_FEED = "feeds/videos"
# Which of Pelican's own feeds a site must have to have one of video posts, too.
_KINDS = {"atom": ("FEED_ALL_ATOM", "FEED_ATOM"), "rss": ("FEED_ALL_RSS", "FEED_RSS")}


class Machines:
    """Tells machines of the articles of one site. Without an address of its own a site tells them nothing."""

    def __init__(
        self,
        settings: Settings,
        site: Mapping[str, Any],
        views: Views,
        find: FindFile,
        published: Mapping[Any, Published],
    ) -> None:
        """Take the plugin's settings, Pelican's own, the views, what finds files, and what will be published."""
        self._settings = settings
        self._site = site
        self._published = published
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
        # One article is told of in several formats, one after the other, and the newest ones in several feeds; those
        # of a site of thousands would fill 0.9 KB each until its last page is written.
        self.facts = lru_cache(maxsize=256)(self._facts)

    def _facts(self, published: Published) -> Facts:
        """Return what machines are told of an article; the site has an address."""
        is_video = published.post is not None
        title = published.video_post.title if is_video else plain_text(published.article.title)
        title = title or published.article.slug  # one that is nothing but markup
        description = self._views.plain(published) if is_video else ""
        return facts_of(published, self._siteurl, title, description, self._find)

    def structured(self, published: Published) -> Markup:
        """Return the JSON-LD of an article's page: of video posts always, of others where they have comments."""
        is_told = published.post is not None or published.discussion.thread.count
        if not is_told or not self._siteurl or "structured" not in self._wanted:
            return Markup("")
        roles = self._views.roles(published.article.lang)
        details = self._views.details(published) if published.post is not None else ""
        return as_script(graph(published, self.facts(published), roles, details, self._transcript(published)))

    def _transcript(self, published: Published) -> str:
        """Return what is said in a post's video, in the language of the post if there are several."""
        spoken = self._views.transcripts(published) if published.post is not None else ()
        own = [one for one in spoken if one.caption.language == published.article.lang]
        return next((one.text for one in (*own, *spoken)), "")

    def completed_head(self, published: Published, siteurl: str, head: str) -> str:
        """Return the head of an article's page, as the theme prints it, with all that machines are to read there.

        `siteurl` is the address of the site for links on that page.
        """
        groups: list[Group] = []
        if published.post is not None and self._siteurl and (film := self.facts(published).film):
            if "basics" in self._wanted:
                groups += basic_groups(self.facts(published), film)
            if "social" in self._wanted:
                groups += social_groups(self.facts(published), film, published.article, self._site)
        later = written_later(published.article, self._site)
        head = self._with_tags(head, groups, later, self._feeds(published), siteurl)
        return "".join([head, self.structured(published)])  # `+` would escape the head for the sake of the Markup

    def comments_head(self, published: Published, url: str, siteurl: str, head: str) -> str:
        """Return the head of a page of comments, at this address below the site's: it stands for itself."""
        has_basics = self._siteurl and "basics" in self._wanted
        groups: list[Group] = [[Tag("rel", "canonical", f"{self._siteurl}/{url}")]] if has_basics else []
        later = written_later(published.article, self._site)
        return self._with_tags(head, groups, later, self._feeds(published), siteurl)

    def listing_head(self, head: str, path: str, description: str) -> str:
        """Return the head of a page of a listing, at a path below the site's address, with what it lacks of basics."""
        if not self._siteurl or "basics" not in self._wanted:
            return head
        later = frozenset({"canonical"} if self._site.get("SEO_ENHANCER") else ())
        groups = list(listing_groups(f"{self._siteurl}/{path}", description))
        return self._with_tags(head, groups, later, (), self._siteurl)

    def _with_tags(
        self, head: str, groups: Sequence[Group], later: frozenset[str], feeds: Iterable[tuple[str, str]], siteurl: str
    ) -> str:
        """Return a head with those tags of the groups that it lacks, and links to feeds."""
        head, tags = completed(head, groups, later, self._siteurl) if groups else (head, [])
        return "".join([head, *printed(tags, feeds, siteurl)])

    def card_path(self, published: Published) -> str | None:
        """Return where the picture of a post's card lies below the site's address; None where it has none there."""
        film = self.facts(published).film if self._siteurl and "social" in self._wanted else None
        card = film.card.url if film and film.card else ""
        return card.removeprefix(f"{self._siteurl}/") if card.startswith(f"{self._siteurl}/") else None

    def _feeds(self, published: Published) -> list[tuple[str, str]]:
        """Return the feeds that a page links to, each with its title: of its comments, of all, and of video posts."""
        labels = self._views.words(published.article.lang)
        feeds = []
        if path := published.discussion.feed_path:
            title = plain_text(published.article.title)
            feeds += [(path, labels("Comments on “%(title)s”", title=title))]
        if self._has_comments:
            feeds += [(f"{self._settings.comment_feeds}.atom.xml", labels("Comments"))]
        return feeds + [(path, labels("Videos")) for path in self.video_feeds.values()]

    @cached_property
    def _has_comments(self) -> bool:
        """Whether there is a feed of all comments: one on a hidden article is not in it."""
        return any(one.discussion.feed_path and one.article.status != "hidden" for one in self._published.values())

    @property
    def has_sitemap(self) -> bool:
        """Whether the site is to have a video sitemap, if it has posts for it."""
        return bool(self._siteurl) and "sitemap" in self._wanted

    def write_sitemap(self, posts: Iterable[Published]) -> int:
        """Write the sitemap of these public video posts; return how many of them it holds."""
        entries = (
            entry(self.facts(post), post.video_post, map(str, getattr(post.article, "tags", ()) or ()))
            for post in posts
        )
        return write_sitemap(entries, Path(self._site["OUTPUT_PATH"]), self._siteurl)

    def feed(self, feed: SyndicationFeed) -> None:
        """Have one of Pelican's feeds tell of the videos and comments of its articles."""
        if not self._siteurl or "feeds" not in self._wanted:
            return
        add_media(feed, lambda link: self._entry(self._by_link.get(link.removesuffix("?ref=feed"))))

    @cached_property
    def _by_link(self) -> dict[str, Published]:
        """What is published by the links that Pelican's writer makes: items of a feed hold nothing else."""
        return {iri_to_uri(urljoin(f"{self._siteurl}/", one.article.url)): one for one in self._published.values()}

    def _entry(self, published: Published | None) -> Told | None:
        if published is None:
            return None
        facts, discussion = self.facts(published), published.discussion
        duration_s = published.post.duration_s if published.post is not None else None
        replies = f"{self._feeds_url}/{discussion.feed_path}" if discussion.feed_path else ""
        return Told(facts.film, duration_s, discussion.thread.count, f"{facts.page}#comments", replies)


def _tags(article: Any) -> Iterable[Any]:
    """Return an article's tags; of an attribute of this name that is something else, none."""
    tags = getattr(article, "tags", ())
    return tags if isinstance(tags, (list, tuple)) else ()
