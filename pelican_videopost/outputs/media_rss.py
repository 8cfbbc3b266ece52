"""Videos in feeds: Media RSS as video sites' own feeds have it, files as enclosures, and where the comments are.

https://www.rssboard.org/media-rss, https://www.rfc-editor.org/rfc/rfc4685 and the `slash` module of RSS.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from feedgenerator import Atom1Feed, Enclosure, SyndicationFeed

from pelican_videopost.outputs.facts import VideoFacts
from pelican_videopost.outputs.texts import printable
from pelican_videopost.views.player import STREAM_TYPE

NAMESPACES = {
    "xmlns:media": "http://search.yahoo.com/mrss/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:thr": "http://purl.org/syndication/thread/1.0",
}
_ATOM = "application/atom+xml"


class Told(NamedTuple):
    """What a feed is to say of an article, besides what Pelican says: its video, and its comments where there are some.

    `comments_url` is where they stand, `replies_url` their feed.
    """

    film: VideoFacts | None
    duration_s: int | None = None
    comments: int = 0
    comments_url: str = ""
    replies_url: str = ""


class _WithMedia:
    """What the class of a feed gets to know. Its items may have an `entry`."""

    def root_attributes(self) -> dict[str, str]:
        """Return the attributes of an Atom feed's first element, or of an RSS channel."""
        attributes: dict[str, str] = super().root_attributes()  # type: ignore[misc]
        return attributes | NAMESPACES if isinstance(self, Atom1Feed) else attributes

    def rss_attributes(self) -> dict[str, str]:
        """Return the attributes of an RSS feed's first element."""
        return super().rss_attributes() | NAMESPACES  # type: ignore[misc,no-any-return]

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the elements of an item, and those of its video and its comments."""
        super().add_item_elements(handler, item)  # type: ignore[misc]
        entry: Told | None = item.get("entry")
        if entry is None:
            return
        link = "link" if isinstance(self, Atom1Feed) else "atom:link"
        if entry.film is not None:
            if link == "link" and (enclosure := _enclosure(entry.film)) and not item["enclosures"]:
                handler.addQuickElement(link, "", {"rel": "enclosure"} | enclosure)
            _add_media(handler, entry.film, entry.duration_s)
        if entry.replies_url:
            count = str(entry.comments)
            replies = {"rel": "replies", "type": _ATOM, "href": entry.replies_url, "thr:count": count}
            handler.addQuickElement(link, "", replies)
            handler.addQuickElement("slash:comments", count)


def add_media(feed: SyndicationFeed, find: Callable[[str], Told | None]) -> None:
    """Have a feed say what `find` knows of the articles that its items link to; one without videos stays as it is."""
    entries = [find(item["link"]) for item in feed.items]
    if not any(entry is not None and entry.film for entry in entries):
        return
    for item, entry in zip(feed.items, entries, strict=True):
        if entry is None:
            continue
        item["entry"] = entry
        for name in ("title", "description", "content"):
            item[name] = printable(item[name]) if item[name] else item[name]
        if entry.replies_url and not isinstance(feed, Atom1Feed):
            item["comments"] = entry.comments_url
        if not isinstance(feed, Atom1Feed) and not item["enclosures"]:
            enclosure = _enclosure(entry.film) if entry.film else {}
            if enclosure:  # RSS wants a length, and 0 where it is not known
                item["enclosures"] = (Enclosure(enclosure["href"], enclosure.get("length", "0"), enclosure["type"]),)
    feed.__class__ = type("FeedWithMedia", (_WithMedia, type(feed)), {})


def _enclosure(film: VideoFacts) -> dict[str, str]:
    """Return the attributes of a link to the file of a video; none where there is no file to be had as a whole."""
    if not film.content_url or film.media_type in (None, STREAM_TYPE):
        return {}
    length = {"length": str(film.content_bytes)} if film.content_bytes is not None else {}
    return {"href": film.content_url, "type": str(film.media_type)} | length


def _add_media(handler: Any, film: VideoFacts, duration_s: int | None) -> None:
    """Write the group of elements that tell of a video."""
    width_px, height_px = (film.width_px or film.shape_px[0], film.height_px or film.shape_px[1])
    size = {"width": str(width_px), "height": str(height_px)}
    # Always with a type: pelican-image-process looks for one in whatever is called `content`.
    kind = film.media_type or ("text/html" if film.quiet_url else "application/octet-stream")
    content = {"type": kind, "medium": "video"} | size | ({"duration": str(duration_s)} if duration_s else {})
    handler.startElement("media:group", {})
    handler.addQuickElement("media:title", film.name, {"type": "plain"})
    if film.content_url:
        file = {"url": film.content_url}
        length = {"fileSize": str(film.content_bytes)} if film.content_bytes is not None else {}
        handler.addQuickElement("media:content", "", file | length | content)
    else:
        handler.startElement("media:content", content)
        handler.addQuickElement("media:player", "", {"url": film.quiet_url} | size)
        handler.endElement("media:content")
    if film.pictures:
        widest = film.pictures[-1]
        width = {"width": str(widest.width_px)} if widest.width_px else {}
        handler.addQuickElement("media:thumbnail", "", {"url": widest.url} | width)
    handler.addQuickElement("media:description", film.description, {"type": "plain"})
    handler.endElement("media:group")
