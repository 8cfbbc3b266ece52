"""What is new on a site, for themes to show on any page: its newest video posts, and the newest comments."""

import html
from collections.abc import Iterable
from datetime import datetime
from heapq import nlargest
from typing import NamedTuple

from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Poster
from pelican_videopost.comments.text import plain
from pelican_videopost.views.listing import Card, post_card
from pelican_videopost.views.published import Published

# A theme shows some of them; more would be worked out for nothing.
_MOST = 20


class RecentComment(NamedTuple):
    """A comment: who wrote what, as plain text, when, and where it stands, below the site's address."""

    author: str
    text: str
    date: str
    datetime: str
    url: str
    title: str


def recent_videos(posts: Iterable[Published]) -> list[Card]:
    """Return the newest of these posts; addresses are below the site's, as those of Pelican's articles are."""
    newest = nlargest(_MOST, posts, key=_date)
    return [_below_site(post_card(post, "")) for post in newest]


def recent_comments(published: Iterable[Published]) -> list[RecentComment]:
    """Return the newest comments on these articles. Translations share theirs, which are told of once."""
    first = {one.article.slug: one for one in reversed(list(published))}
    said = [(one, node) for one in first.values() for node in one.discussion.thread.walk()]
    newest = nlargest(_MOST, said, key=lambda pair: (pair[1].comment.date, pair[1].comment.id))
    return [
        RecentComment(
            author=node.comment.author,
            text=html.unescape(plain(node.html)),
            date=node.comment.date.astimezone(one.article.timezone).strftime(one.article.date_format),
            datetime=node.comment.date.isoformat(),
            url=one.url_of(node.comment),
            title=plain_text(one.article.title),
        )
        for one, node in newest
    ]


def _date(post: Published) -> datetime:
    return post.article.date


def _below_site(card: Card) -> Card:
    """Return a card made for a site without an address, with no slash before its paths."""
    films = tuple(film._replace(url=film.url.removeprefix("/")) for film in card.films)
    poster = card.poster
    if poster:
        widths = tuple((url.removeprefix("/"), width_px) for url, width_px in poster.widths)
        poster = Poster(poster.url.removeprefix("/"), widths)
    return card._replace(url=card.url.removeprefix("/"), films=films, poster=poster)
