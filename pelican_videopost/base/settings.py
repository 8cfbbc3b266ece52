"""The settings of a site: `VIDEOPOST = {…}` in `pelicanconf.py`, each option declared once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from pelican_videopost.base.form import Reply, read_reply, texts, to_receiver
from pelican_videopost.base.model import Problem
from pelican_videopost.base.options import option, read_options

PLACES = ("listing", "page")
ARTICLES = ("videos", "articles")
ORDERS = ("oldest", "newest")
# What a listing shows of a post, besides its text.
LOOKS = ("player", "card", "text")
# What programs read: search engines, feed readers, and those that draw a card for a link.
MACHINES = ("structured", "sitemap", "feeds", "video_feed", "social", "basics")
ROWS = ("film", "people", "date", "duration", "category", "tags", "source")
# What is filled into a label, such as `%(title)s`.
_FILLED_IN = re.compile(r"%\((\w+)\)s")


def _some_of(names: tuple[str, ...], value: object) -> tuple[str, ...]:
    chosen = (value,) if isinstance(value, str) else value
    if isinstance(chosen, (list, tuple, set, frozenset)) and all(name in names for name in chosen):
        return tuple(name for name in names if name in chosen)
    raise ValueError("any of " + ", ".join(map(repr, names)))


def _rows(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, (list, tuple)) and all(row in ROWS for row in value):
        return tuple(row for row in ROWS if row in value)
    raise ValueError("a list of any of " + ", ".join(repr(row) for row in ROWS) + ", or None")


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 50:
        return value
    raise ValueError("a whole number from 0 to 50")


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("a whole number, 0 or more")


def _receiver(value: object) -> Mapping[str, Any] | None:
    if value is None or isinstance(value, Mapping):
        return value
    raise ValueError("a dict")


def _labels(value: object) -> Mapping[str, str]:
    """Return the texts; raises ValueError for one that cannot be filled in as the text it replaces is."""
    labels = texts(value, "labels")
    for message, text in labels.items():
        if names := _FILLED_IN.findall(message):
            try:
                text % dict.fromkeys(names, "")
            except (KeyError, TypeError, ValueError):
                places = ", ".join(f"%({name})s" for name in names)
                fix = f"with no other percent sign than in {places}, or as %%"
                raise ValueError(f"for {message!r} a text {fix}; not {text!r}") from None
    return labels


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("True or False")


def _one_of(names: tuple[str, ...], value: object) -> str:
    if isinstance(value, str) and value in names:
        return value
    raise ValueError(" or ".join(map(repr, names)))


def _days(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    raise ValueError("a whole number of days, or None")


def _feeds(value: object) -> str | None:
    if value is None:
        return None
    path = PurePosixPath(value) if isinstance(value, str) else PurePosixPath()
    if path.parts and not path.is_absolute() and ".." not in path.parts:
        return str(path)
    raise ValueError("a path below the output folder, without an ending, or None")


@dataclass(frozen=True)
class Settings:
    """What `VIDEOPOST` may hold. Nothing needs to be set."""

    collapse: tuple[str, ...] = option(
        partial(_some_of, PLACES),
        "where the full text is folded behind “[+]”: `listing`, `page`, both, or `[]` for nowhere",
        PLACES,
    )
    listing: str = option(
        partial(_one_of, LOOKS),
        "what the theme's listings show of a post above its text: the `player`; a `card`, the poster with a link to the"
        " post's page; or nothing, `text`",
        "player",
    )
    comments: Reply | None = option(
        read_reply,
        "where “Leave a Reply” sends: an `https://` or `mailto:` address, or a dict, see"
        " [Other ways](comments.md#other-ways-to-take-comments); without it no form is drawn",
        None,
    )
    comments_on: str = option(
        partial(_one_of, ARTICLES),
        "which articles have comments: `videos`, the video posts; or `articles`, all",
        "videos",
    )
    close_after: int | None = option(
        _days,
        "how many days after its date a post takes no more comments; one that says `Comments: open` always does",
        None,
    )
    comment_feeds: str | None = option(
        _feeds,
        "where the Atom feeds of comments go, without the ending: of all, and in a folder of this name of each"
        " post; written where the site has feeds",
        "feeds/comments",
    )
    receiver: Mapping[str, Any] | None = option(
        _receiver,
        "how `pelican-videopost comments serve` works, see [its options](moderating.md); `{}` for all defaults",
        None,
    )
    depth: int = option(_count, "how deep replies to comments are nested; deeper ones stand on the last level", 3)
    comments_per_page: int = option(
        _number,
        "how many comments, with the replies to them, stand on one page, see [Long threads](comments.md#long-threads);"
        " 0 for all",
        50,
    )
    comments_order: str = option(
        partial(_one_of, ORDERS),
        "which comments come first: the `oldest` or the `newest`; replies always follow in the order of their dates",
        "oldest",
    )
    related: int = option(_count, "how many related posts “More info and movies” adds by itself; 0 for none", 4)
    machines: tuple[str, ...] = option(
        partial(_some_of, MACHINES),
        "what machines are told of video posts, see [What machines see](found.md); `[]` for nothing",
        MACHINES,
    )
    embeds_on: str = option(
        partial(_one_of, ARTICLES),
        "where embed code and addresses alone in a paragraph become players that wait for a click: `videos`, in video"
        " posts; or `articles`, in all articles",
        "videos",
    )
    details: tuple[str, ...] | None = option(
        _rows,
        "which rows “Details” gets by itself: any of `film`, `people`, `date`, `duration`, `category`, `tags`,"
        " `source`; without it all, but none of `date`, `category` and `tags` that the theme's own page of an article"
        " prints",
        None,
    )
    people: bool = option(
        _yes_or_no,
        "whether the people in `People`, and under “Details” by the terms that are known, have pages of their own, see"
        " [Listings](listings.md)",
        False,
    )
    labels: Mapping[str, str] = option(
        _labels,
        'other words for the plugin\'s own, such as `{"More info and movies": "See also"}`; headings in posts are'
        " then recognised by them too",
        {},
    )

    @classmethod
    def read(cls, values: object) -> tuple["Settings", tuple[Problem, ...]]:
        """Return the settings that `values` describe, and what in them was unusable and so left at its default."""
        chosen, problems = read_options(cls, values, "VIDEOPOST", 'VIDEOPOST = {"related": 4}')
        chosen["comments"] = to_receiver(chosen.get("comments"), chosen.get("receiver"))
        return cls(**chosen), tuple(problems)
