"""Atom feeds of comments: of each article that has some, and of all. Each comment names what it answers (RFC 4685)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from feedgenerator import Atom1Feed, get_tag_uri

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.settings import Settings
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.thread import Node
from pelican_videopost.views.published import Published

_FEEDS = ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ATOM", "FEED_RSS")
_THREADING = "http://purl.org/syndication/thread/1.0"

Said = tuple[Published, Node]


class _ThreadedFeed(Atom1Feed):  # type: ignore[misc]  # feedgenerator has no annotations
    """An Atom feed whose entries say what they answer."""

    def root_attributes(self) -> dict[str, str]:
        """Return the attributes of the feed's element."""
        return {**super().root_attributes(), "xmlns:thr": _THREADING}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the elements of an entry."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("thr:in-reply-to", "", item["answers"])


def has_feeds(settings: Settings, site: Mapping[str, Any]) -> bool:
    """Whether feeds of comments are to be written: where the site has feeds, and an address for their links."""
    return bool(settings.comment_feeds and feed_base(site) and any(site.get(name) for name in _FEEDS))


def feed_base(site: Mapping[str, Any]) -> str:
    """Return the address of the site for links in feeds, without a slash at its end; empty where it has none."""
    return str(site.get("SITEURL") or site.get("FEED_DOMAIN") or "").rstrip("/")


def write_feeds(published: Iterable[Published], settings: Settings, site: Mapping[str, Any]) -> None:
    """Write the feeds of the comments on these articles below the output folder; nothing where there are none.

    `site` are Pelican's settings; its `FEED_MAX_ITEMS` bounds each feed. Comments on hidden articles are not in the
    feed of all.
    """
    if not has_feeds(settings, site):
        return
    everything: list[Said] = []
    done: set[str] = set()
    for one in published:
        article, path = one.article, one.discussion.feed_path
        if path is None or path in done:  # a translation shares it with its original
            continue
        done.add(path)
        said = [(one, node) for node in one.discussion.thread.walk()]
        everything += [] if article.status == "hidden" else said
        labels = Labels(article.lang, settings.labels)
        title = labels("Comments on “%(title)s”", title=plain_text(article.title))
        _write(path, title, said, labels, site, link=article.url)
    if everything:
        labels = Labels(str(site["DEFAULT_LANG"]), settings.labels)
        title = f"{plain_text(str(site['SITENAME']))}: {labels('Comments')}"
        _write(f"{settings.comment_feeds}.atom.xml", title, everything, labels, site)


def _write(
    path: str, title: str, said: Sequence[Said], labels: Labels, site: Mapping[str, Any], link: str = ""
) -> None:
    base = feed_base(site)
    address = f"{str(site.get('FEED_DOMAIN') or base).rstrip('/')}/{path}"
    feed = _ThreadedFeed(
        title=title,
        link=f"{base}/{link}",
        description="",
        language=labels.language,
        feed_url=address,
        feed_guid=address,  # not the page's, which is that of another feed
    )
    newest = sorted(said, key=lambda pair: (pair[1].comment.date, pair[1].comment.id), reverse=True)
    for one, node in newest[: site.get("FEED_MAX_ITEMS") or None]:
        comment, article = node.comment, one.article
        page = f"{base}/{article.url}"  # a comment is named by the post's, wherever it stands
        feed.add_item(
            title=labels("%(name)s on “%(title)s”", name=comment.author, title=plain_text(article.title)),
            link=f"{base}/{one.url_of(comment)}",
            unique_id=_id(page, comment),
            author_name=comment.author,
            author_link=comment.website,
            description=None,
            content=node.html,
            pubdate=comment.date,
            updateddate=comment.date,
            answers=_answered(one, base, node.reply_to),
        )
    target = Path(site["OUTPUT_PATH"], path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8") as file:
        feed.write(file, "utf-8")


def _answered(one: Published, base: str, comment: Comment | None) -> dict[str, str]:
    """Return what an entry answers: another comment, or the article, by its id in the feeds of articles."""
    page = f"{base}/{one.article.url}"
    if comment is None:
        return {"ref": str(get_tag_uri(page, one.article.date)), "href": page, "type": "text/html"}
    return {"ref": _id(page, comment), "href": f"{base}/{one.url_of(comment)}", "type": "text/html"}


def _id(page: str, comment: Comment) -> str:
    return str(get_tag_uri(f"{page}#{comment.anchor}", comment.date))
