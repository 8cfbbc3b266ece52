"""What the owner of a site may choose for its receiver: `VIDEOPOST = {"receiver": {…}}` in `pelicanconf.py`."""

import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from pelican_videopost.base.conf import ConfError, read_conf
from pelican_videopost.base.model import Problem
from pelican_videopost.base.options import option, read_options
from pelican_videopost.base.settings import Settings
from pelican_videopost.comments.manifest import origin

PASSWORD_VARIABLE = "VIDEOPOST_SMTP_PASSWORD"  # noqa: S105  # the name of a variable


class ReceiverSettingsError(Exception):
    """The receiver cannot work with these settings."""


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip() and "\n" not in value:
        return value.strip()
    raise ValueError("a text of one line")


def _origin(value: object) -> str:
    if found := origin(value if isinstance(value, str) else ""):
        return found
    raise ValueError("an address such as https://example.org")


def _origins(value: object) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(map(_origin, value))
    raise ValueError("a list of addresses such as https://example.org")


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("a whole number, 0 or more")


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("True or False")


def _one_of(*legal: str) -> Callable[[object], str]:
    """Return what reads an option with a few values."""

    def read(value: object) -> str:
        if isinstance(value, str) and value in legal:
            return value
        raise ValueError(" or ".join(map(repr, legal)))

    return read


def _command(value: object) -> tuple[str, ...]:
    if isinstance(value, str) and value.strip():
        return tuple(shlex.split(value))
    if isinstance(value, (list, tuple)) and value and all(isinstance(word, str) for word in value):
        return tuple(value)
    raise ValueError('a command and its arguments, such as ["make", "site"]')


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail goes out."""

    owner: str = option(_text, "who gets the mails about comments")
    sender: str = option(_text, "the address that mails come from")
    host: str = option(_text, "the mail server", "localhost")
    port: int = option(_whole, "its port: most often 587 with `starttls`, 465 with `tls`", 25)
    security: str = option(
        _one_of("starttls", "tls", "none"), "`starttls`, `tls`, or `none` for a server on this machine", "none"
    )
    user: str = option(_text, "the name to sign in with; without one, none is given", "")
    password: str = option(_text, "its password", "", is_secret=True)
    link: str = option(_text, "where the receiver is on the web; with it, readers can ask for mail about replies", "")
    reply_to: bool = option(_switch, "whether you answer a commenter by answering the mail", False)
    digest: str = option(_one_of("hour", "day"), "`hour` or `day`, for one mail about all that waits", "")


def _mail(value: object) -> MailSettings:
    names = {option.name for option in fields(MailSettings)}
    if not isinstance(value, Mapping) or set(value) - names or not {"owner", "sender"} <= set(value):
        raise ValueError(f"a dict of owner and sender, and any of {', '.join(sorted(names))}")
    texts: dict[str, Any] = {}
    for one in fields(MailSettings):
        if one.name in value:
            try:
                texts[one.name] = one.metadata["read"](value[one.name])
            except ValueError as error:
                raise ValueError(f"mail's {one.name} must be {error}") from None
    password = os.environ.get(PASSWORD_VARIABLE, texts.get("password", ""))
    return MailSettings(**(texts | {"password": password}))


@dataclass(frozen=True)
class ReceiverSettings:
    """What the receiver works by. Paths are absolute; the first three follow from the site by themselves."""

    store: Path = option(_text, "the private folder of the queue, outside content and output")
    content: Path = option(_text, "the folder that approved comments are written to")
    manifest: Path = option(_text, "the file in which the build tells of its posts")
    site: str = option(_origin, "the site's address, where SITEURL does not say it", "")
    origins: tuple[str, ...] = option(_origins, "further sites whose pages hold the form", ())
    listen: str = option(_text, "where `comments serve` listens", "127.0.0.1:8001")
    threads: int = option(_whole, "requests answered at the same time", 8)
    honeypot: str = option(_text, "the name of the field that people do not see", "subject")
    require_email: bool = option(_switch, "whether name and email must be given", True)
    max_bytes: int = option(_whole, "the largest request that is read", 1 << 20)
    max_links: int = option(_whole, "links from which on a comment is marked for a look", 2)
    spam_links: int = option(_whole, "links from which on a comment is spam", 10)
    min_seconds: int = option(_whole, "seconds within which a comment is marked for a look", 3)
    flood_posts: int = option(_whole, "comments that one address may send; 0 for any number", 5)
    flood_seconds: int = option(_whole, "and in how many seconds", 300)
    busy_seconds: int = option(_whole, "how long a request waits for a locked queue", 5)
    trusted_proxies: int = option(_whole, "proxies in front, whose X-Forwarded-For is believed", 0)
    after: tuple[str, ...] = option(_command, "a command to run whenever comments in the site changed", ())
    forget_days: int = option(_whole, "days until emails of rejected comments and spam are forgotten; 0 for never", 30)
    mail: MailSettings | None = option(_mail, "how mail goes out; without it none does", None, is_secret=True)
    # Not for owners to set here: the site's folder, where `after` runs; where the receiver's own pages are on the web;
    # and the site's own words.
    folder: Path = field(default=Path(), kw_only=True)
    address: str = field(default="", kw_only=True)
    labels: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)


def read_receiver_settings(
    values: object, *, folder: Path, content: Path, output: Path
) -> tuple[ReceiverSettings, tuple[Problem, ...]]:
    """Return the settings that a dict describes, and what in it was unusable and so left at its default.

    `folder` is the one around the content folder, `content` and `output` are the site's. Raises ReceiverSettingsError
    where the private queue would lie in either of them, and so be published.
    """
    chosen, problems = read_options(ReceiverSettings, values, 'VIDEOPOST["receiver"]', '"receiver": {"threads": 8}')
    store = (folder / chosen.get("store", "comments-queue")).resolve()
    for name, public in (("content", content.resolve()), ("output", output.resolve())):
        if store == public or public in store.parents:
            raise ReceiverSettingsError(f"the store {store.name} lies in the {name} folder; choose one outside of it")
    chosen["store"] = store
    chosen["content"] = (
        (folder / chosen["content"]).resolve() if "content" in chosen else content.resolve() / "comments"
    )
    chosen["manifest"] = (folder / chosen["manifest"]).resolve() if "manifest" in chosen else store / "manifest.json"
    return ReceiverSettings(**chosen, folder=folder), tuple(problems)


def read_site(path: Path | str) -> tuple[ReceiverSettings, tuple[Problem, ...]]:
    """Return the receiver's settings of the site with this `pelicanconf.py`, and what in them was unusable.

    Raises ReceiverSettingsError where the receiver cannot work with them.
    """
    try:
        site = read_conf(Path(path).resolve())
    except ConfError as error:
        raise ReceiverSettingsError(str(error)) from error
    values = site.get("VIDEOPOST")
    values = values if isinstance(values, Mapping) else {}
    content = Path(site["PATH"])
    settings, problems = read_receiver_settings(
        values.get("receiver", {}), folder=content.parent, content=content, output=Path(site["OUTPUT_PATH"])
    )
    form = values.get("comments")
    action = str(form.get("action") if isinstance(form, Mapping) else form)
    link = settings.mail.link if settings.mail else ""
    address = action.removesuffix("/reply") if origin(action) and action.endswith("/reply") else link.rstrip("/")
    # Where the form sends is a name of the receiver's, which need not be the site's.
    origins = (*settings.origins, origin(action)) if origin(action) else settings.origins
    folder = Path(path).resolve().parent
    labels = tuple(Settings.read(values)[0].labels.items())  # what is wrong with them, the build tells
    return replace(settings, origins=origins, folder=folder, address=address, labels=labels), problems
