"""The settings of a site: `VIDEOPOST = {…}` in `pelicanconf.py`, each option declared once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pelican_videopost.base.form import Reply, read_reply, texts, to_receiver
from pelican_videopost.base.model import Problem
from pelican_videopost.base.options import option, read_options

PLACES = ("listing", "page")
COMMENTED = ("videos", "articles")
# What is filled into a label, such as `%(title)s`.
_FILLED_IN = re.compile(r"%\((\w+)\)s")


def _places(value: object) -> tuple[str, ...]:
    chosen = (value,) if isinstance(value, str) else value
    if isinstance(chosen, (list, tuple, set, frozenset)) and all(place in PLACES for place in chosen):
        return tuple(place for place in PLACES if place in chosen)
    raise ValueError("any of " + ", ".join(repr(place) for place in PLACES))


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 50:
        return value
    raise ValueError("a whole number from 0 to 50")


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


def _commented(value: object) -> str:
    if value in COMMENTED:
        return str(value)
    raise ValueError(" or ".join(repr(name) for name in COMMENTED))


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
        _places, "where the full text is folded behind “[+]”: `listing`, `page`, both, or `[]` for nowhere", PLACES
    )
    comments: Reply | None = option(
        read_reply,
        "where “Leave a Reply” sends: an `https://` or `mailto:` address, or a dict, see"
        " [Other ways](#other-ways-to-take-comments); without it no form is drawn",
        None,
    )
    comments_on: str = option(
        _commented, "which articles have comments: `videos`, the video posts; or `articles`, all", "videos"
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
        "how `pelican-videopost comments serve` works, see [Comments](#comments); `{}` for all defaults",
        None,
    )
    depth: int = option(_count, "how deep replies to comments are nested; deeper ones stand on the last level", 3)
    related: int = option(_count, "how many related posts “More info and movies” adds by itself; 0 for none", 4)
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
