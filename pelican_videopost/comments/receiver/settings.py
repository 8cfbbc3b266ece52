"""What the owner of a site may choose for its receiver: `VIDEOPOST = {"receiver": {…}}` in `pelicanconf.py`."""

import os
import shlex
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from pelican_videopost.comments.manifest import origin
from pelican_videopost.model import Problem

PASSWORD_VARIABLE = "VIDEOPOST_SMTP_PASSWORD"  # noqa: S105  # the name of a variable


class ReceiverSettingsError(Exception):
    """The receiver cannot work with these settings."""


def _option(read: Callable[[object], Any], meaning: str) -> dict[str, Any]:
    return {"read": read, "help": meaning}


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


def _command(value: object) -> tuple[str, ...]:
    if isinstance(value, str) and value.strip():
        return tuple(shlex.split(value))
    if isinstance(value, (list, tuple)) and value and all(isinstance(word, str) for word in value):
        return tuple(value)
    raise ValueError('a command and its arguments, such as ["make", "site"]')


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail goes out. `security` is `starttls`, `tls`, or `none` for a server on this machine."""

    owner: str
    sender: str
    host: str = "localhost"
    port: int = 25
    security: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    link: str = ""


def _mail(value: object) -> MailSettings:
    names = {option.name for option in fields(MailSettings)}
    if not isinstance(value, Mapping) or set(value) - names or not {"owner", "sender"} <= set(value):
        raise ValueError(f"a dict of owner and sender, and any of {', '.join(sorted(names))}")
    if value.get("security", "none") not in ("starttls", "tls", "none"):
        raise ValueError("security must be 'starttls', 'tls' or 'none'")
    texts: dict[str, Any] = {name: _whole(text) if name == "port" else _text(text) for name, text in value.items()}
    password = os.environ.get(PASSWORD_VARIABLE, texts.get("password", ""))
    return MailSettings(**(texts | {"password": password}))


@dataclass(frozen=True)
class ReceiverSettings:
    """What the receiver works by. Paths are absolute; the first three follow from the site by themselves."""

    store: Path = field(metadata=_option(_text, "the private folder of the queue, outside content and output"))
    content: Path = field(metadata=_option(_text, "the folder that approved comments are written to"))
    manifest: Path = field(metadata=_option(_text, "the file in which the build tells of its posts"))
    site: str = field(default="", metadata=_option(_origin, "the site's address, where SITEURL does not say it"))
    origins: tuple[str, ...] = field(default=(), metadata=_option(_origins, "further sites whose pages hold the form"))
    listen: str = field(default="127.0.0.1:8001", metadata=_option(_text, "where `comments serve` listens"))
    threads: int = field(default=8, metadata=_option(_whole, "requests answered at the same time"))
    honeypot: str = field(default="subject", metadata=_option(_text, "the name of the field that people do not see"))
    require_email: bool = field(default=True, metadata=_option(_switch, "whether name and email must be given"))
    max_bytes: int = field(default=1 << 20, metadata=_option(_whole, "the largest request that is read"))
    max_links: int = field(default=2, metadata=_option(_whole, "links from which on a comment is marked for a look"))
    spam_links: int = field(default=10, metadata=_option(_whole, "links from which on a comment is spam"))
    min_seconds: int = field(default=3, metadata=_option(_whole, "the least time it takes a person to write"))
    flood_posts: int = field(
        default=5, metadata=_option(_whole, "comments that one address may send; 0 for any number")
    )
    flood_seconds: int = field(default=300, metadata=_option(_whole, "and in how many seconds"))
    busy_seconds: int = field(default=5, metadata=_option(_whole, "how long a request waits for a locked queue"))
    trusted_proxies: int = field(
        default=0, metadata=_option(_whole, "proxies in front, whose X-Forwarded-For is believed")
    )
    after: tuple[str, ...] = field(default=(), metadata=_option(_command, "a command to run after an approval"))
    mail: MailSettings | None = field(default=None, metadata=_option(_mail, "how mail goes out; without it none does"))


def read_receiver_settings(
    values: object, *, folder: Path, content: Path, output: Path
) -> tuple[ReceiverSettings, tuple[Problem, ...]]:
    """Return the settings that a dict describes, and what in it was unusable and so left at its default.

    `folder` is the one around the content folder, `content` and `output` are the site's. Raises ReceiverSettingsError
    where the private queue would lie in either of them, and so be published.
    """
    problems: list[Problem] = []
    known: dict[str, Field[Any]] = {option.name: option for option in fields(ReceiverSettings)}
    chosen: dict[str, Any] = {}
    if not isinstance(values, Mapping):
        problems.append(Problem('VIDEOPOST["receiver"]', repr(values), "write a dict, or nothing"))
        values = {}
    for name, value in values.items():
        place = f'VIDEOPOST["receiver"][{name!r}]'
        if name not in known:
            problems.append(Problem(place, repr(name), f"no such option; there are {', '.join(known)}"))
            continue
        try:
            chosen[name] = known[name].metadata["read"](value)
        except ValueError as error:
            shown = "…" if name == "mail" else repr(value)
            problems.append(Problem(place, shown, f"legal is: {error}; the default is used"))
    store = (folder / chosen.get("store", "comments-queue")).resolve()
    for name, public in (("content", content.resolve()), ("output", output.resolve())):
        if store == public or public in store.parents:
            raise ReceiverSettingsError(f"the store {store.name} lies in the {name} folder; choose one outside of it")
    chosen["store"] = store
    chosen["content"] = (
        (folder / chosen["content"]).resolve() if "content" in chosen else content.resolve() / "comments"
    )
    chosen["manifest"] = (folder / chosen["manifest"]).resolve() if "manifest" in chosen else store / "manifest.json"
    return ReceiverSettings(**chosen), tuple(problems)


def read_site(path: Path | str) -> tuple[ReceiverSettings, tuple[Problem, ...]]:
    """Return the receiver's settings of the site with this `pelicanconf.py`, and what in them was unusable."""
    from pelican.settings import read_settings  # slow to import, and only needed here

    path = Path(path).resolve()
    if not path.is_file():
        raise ReceiverSettingsError(f"there is no {path.name}; give the settings of the site with --settings")
    site = read_settings(str(path))
    values = site.get("VIDEOPOST")
    chosen = values.get("receiver", {}) if isinstance(values, Mapping) else {}
    return read_receiver_settings(
        chosen, folder=Path(site["PATH"]).parent, content=Path(site["PATH"]), output=Path(site["OUTPUT_PATH"])
    )
