"""What a build publishes of an article: the article itself, its video post and its comments, ready for every view."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from jinja2 import Template

from pelican_videopost.base.model import CommentStatus, VideoPost
from pelican_videopost.comments.discussion import NO_DISCUSSION, Discussion
from pelican_videopost.comments.model import Comment


class Article(Protocol):
    """What views and outputs ask of Pelican's articles. Some have more: `author`, `category`, `categories`, `tags`."""

    metadata: dict[str, Any]
    settings: dict[str, Any]
    _content: str

    @property
    def title(self) -> str:
        """The title, which may hold markup."""

    @property
    def slug(self) -> str:
        """The name of the article, the same in all its languages."""

    @property
    def lang(self) -> str:
        """Its language, a BCP 47 tag."""

    @property
    def date(self) -> datetime:
        """When it was published, aware."""

    @property
    def locale_date(self) -> str:
        """The date as the site writes it."""

    @property
    def date_format(self) -> str:
        """How the site writes dates, for `strftime`."""

    @property
    def timezone(self) -> tzinfo:
        """The site's."""

    @property
    def save_as(self) -> str:
        """Its file, below the output folder."""

    @property
    def status(self) -> str:
        """`published`, `draft` or `hidden`."""

    @property
    def url(self) -> str:
        """Its address, below the site's."""

    @property
    def content(self) -> str:
        """Its text, as Pelican made it, with links that work on the page being written."""

    @property
    def source_path(self) -> str | None:
        """Its file."""

    def _update_content(self, content: str, siteurl: str, /) -> str:
        """Return HTML with Pelican's links resolved."""


# What would end the attribute or the tag in which Pelican looks for links.
_QUOTED = str.maketrans({'"': "%22", "<": "%3C", ">": "%3E"})


def resolved(article: Article, siteurl: str, link: str) -> str:
    """Return the address that one of Pelican's links stands for on a page of the site, unescaped."""
    if link[:1] not in ("{", "|"):
        return link
    return article._update_content(f'<img src="{link.translate(_QUOTED)}">', siteurl)[10:-2]


# Returns the file of the site that one of Pelican's links in an article leads to.
FindFile = Callable[[Article, str], Path | None]


class Link(NamedTuple):
    """A link to a listing: its words, its address below the site's, empty where there is none, and how many posts."""

    text: str
    url: str = ""
    posts: int = 0


@dataclass(slots=True, eq=False)
class Published:
    """An article with its comments; of a video post, also what its metadata say, and the posts that belong to it.

    `previous` and `next` are the parts before and after it in its series, `films` the works it is from, and `people`
    those who are in it or made it, if they have pages.

    `base` is the theme's template of its page, `comments_said` what its author says of comments, `summary` the
    `Summary` that they wrote, and `addresses` holds its `url` and `save_as` as Pelican worked them out.
    """

    article: Article
    base: Template
    comments_said: CommentStatus | None = None
    summary: str | None = None
    post: VideoPost | None = None
    addresses: dict[str, str] = field(default_factory=dict)
    discussion: Discussion = NO_DISCUSSION
    related: tuple["Published", ...] = ()
    previous: "Published | None" = None
    next: "Published | None" = None
    films: tuple[Link, ...] = ()
    people: tuple[Link, ...] = ()

    def url_of(self, comment: Comment) -> str:
        """Return where a comment stands, below the address of the site."""
        return f"{self.discussion.places.get(comment.id, self.article.url)}#{comment.anchor}"

    @property
    def video_post(self) -> VideoPost:
        """The video post; only asked for where there is one."""
        assert self.post is not None  # noqa: S101  # the views of video posts are for video posts
        return self.post
