"""The settings of a site: `VIDEOPOST = {…}` in `pelicanconf.py`, each option declared once."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from pelican_videopost.model import Problem

PLACES = ("listing", "page")
FORM_FIELDS = ("comment", "author", "email", "url", "comment_post_ID", "comment_parent")


class BadValueError(ValueError):
    """A setting's value cannot be used; its message lists the legal ones."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a comment form sends what was typed into it.

    `fields` gives the name the receiver wants for each of WordPress's, `hidden` what is sent along unseen, and
    `honeypot` names a field that people never see and programs fill in.
    """

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    honeypot: str | None = None

    @property
    def by_mail(self) -> bool:
        """Whether the reader's mail program sends the comment."""
        return self.action.startswith("mailto:")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _action(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    parts = urlsplit(text)
    by_mail = parts.scheme == "mailto" and "@" in parts.path
    by_web = parts.scheme == "https" and parts.hostname
    if by_mail or by_web or (parts.scheme == "http" and _is_loopback(parts.hostname or "")):
        return text
    raise BadValueError("the form's action must be an https:// address, http:// on this machine, or mailto:")


def _texts(value: object, name: str) -> dict[str, str]:
    if isinstance(value, Mapping) and all(isinstance(text, str) for pair in value.items() for text in pair):
        return dict(value)
    raise BadValueError(f"{name} must be a dict of text to text")


def _reply(value: object) -> Reply | None:
    if value is None or isinstance(value, Reply):
        return value
    if isinstance(value, str):
        return Reply(_action(value))
    if not isinstance(value, Mapping):
        raise BadValueError("an address, or a dict with action, fields, hidden and honeypot")
    if unknown := set(value) - {"action", "fields", "hidden", "honeypot"}:
        raise BadValueError(
            f"no such key: {', '.join(sorted(map(str, unknown)))}; there are action, fields, hidden, honeypot"
        )
    names = _texts(value.get("fields", {}), "fields")
    if unknown := set(names) - set(FORM_FIELDS):
        raise BadValueError(f"fields cannot name {', '.join(sorted(unknown))}; the form has {', '.join(FORM_FIELDS)}")
    honeypot = value.get("honeypot")
    if honeypot is not None and not (isinstance(honeypot, str) and honeypot):
        raise BadValueError("honeypot must be the name of a field")
    return Reply(_action(value.get("action")), names, _texts(value.get("hidden", {}), "hidden"), honeypot)


def _places(value: object) -> tuple[str, ...]:
    chosen = (value,) if isinstance(value, str) else value
    if isinstance(chosen, (list, tuple, set, frozenset)) and all(place in PLACES for place in chosen):
        return tuple(place for place in PLACES if place in chosen)
    raise BadValueError("any of " + ", ".join(repr(place) for place in PLACES))


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 50:
        return value
    raise BadValueError("a whole number from 0 to 50")


def _receiver(value: object) -> Mapping[str, Any] | None:
    if value is None or isinstance(value, Mapping):
        return value
    raise BadValueError("a dict")


def _labels(value: object) -> Mapping[str, str]:
    return _texts(value, "labels")


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
            _reply,
            "where “Leave a Reply” sends: an `https://` or `mailto:` address, or a dict of `action`, `fields`,"
            " `hidden` and `honeypot`; without it no form is drawn",
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
            except BadValueError as error:
                problems.append(Problem(f'VIDEOPOST["{name}"]', repr(value), f"legal is: {error}; the default is used"))
        return cls(**chosen), tuple(problems)
