"""The settings of a site: `VIDEOPOST = {…}` in `pelicanconf.py`, each option declared once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any

from pelican_videopost.comments.form import Reply, read_reply, texts, to_receiver
from pelican_videopost.model import Problem

PLACES = ("listing", "page")
COMMENTED = ("videos", "articles")


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
    return texts(value, "labels")


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


def _option(read: Callable[[object], Any], meaning: str) -> dict[str, Any]:
    """Return what an option carries beside its default: how its value is read, and the README's words for it."""
    return {"read": read, "help": meaning}


@dataclass(frozen=True)
class Settings:
    """What `VIDEOPOST` may hold. Nothing needs to be set."""

    collapse: tuple[str, ...] = field(
        default=PLACES,
        metadata=_option(
            _places, "where the full text is folded behind “[+]”: `listing`, `page`, both, or `[]` for nowhere"
        ),
    )
    comments: Reply | None = field(
        default=None,
        metadata=_option(
            read_reply,
            "where “Leave a Reply” sends: an `https://` or `mailto:` address, or a dict, see"
            " [Other ways](#other-ways-to-take-comments); without it no form is drawn",
        ),
    )
    comments_on: str = field(
        default="videos",
        metadata=_option(_commented, "which articles have comments: `videos`, the video posts; or `articles`, all"),
    )
    close_after: int | None = field(
        default=None,
        metadata=_option(
            _days,
            "how many days after its date a post takes no more comments; one that says `Comments: open` always does",
        ),
    )
    comment_feeds: str | None = field(
        default="feeds/comments",
        metadata=_option(
            _feeds,
            "where the Atom feeds of comments go, without the ending: of all, and in a folder of this name of each"
            " post; written where the site has feeds",
        ),
    )
    receiver: Mapping[str, Any] | None = field(
        default=None,
        metadata=_option(
            _receiver, "how `pelican-videopost comments serve` works, see [Comments](#comments); `{}` for all defaults"
        ),
    )
    depth: int = field(
        default=3,
        metadata=_option(_count, "how deep replies to comments are nested; deeper ones stand on the last level"),
    )
    related: int = field(
        default=4, metadata=_option(_count, "how many related posts “More info and movies” adds by itself; 0 for none")
    )
    labels: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_option(
            _labels,
            'other words for the plugin\'s own, such as `{"More info and movies": "See also"}`; headings in posts are'
            " then recognised by them too",
        ),
    )

    @classmethod
    def read(cls, values: object) -> tuple["Settings", tuple[Problem, ...]]:
        """Return the settings that `values` describe, and what in them was unusable and so left at its default."""
        if isinstance(values, Settings):
            return values, ()
        if not isinstance(values, Mapping):
            return cls(), (Problem("VIDEOPOST", repr(values), 'write a dict: VIDEOPOST = {"related": 4}'),)
        known = {option.name: option for option in fields(cls)}
        chosen: dict[str, Any] = {}
        problems = []
        for name, value in values.items():
            if name not in known:
                near = get_close_matches(str(name), known, n=1)
                hint = f"did you mean {near[0]}? " if near else ""
                problems.append(Problem("VIDEOPOST", repr(name), f"no such option; {hint}there are {', '.join(known)}"))
                continue
            try:
                chosen[name] = known[name].metadata["read"](value)
            except ValueError as error:
                problems.append(Problem(f'VIDEOPOST["{name}"]', repr(value), f"legal is: {error}; the default is used"))
        chosen["comments"] = to_receiver(chosen.get("comments"), chosen.get("receiver"))
        return cls(**chosen), tuple(problems)
