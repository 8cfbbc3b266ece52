"""What the build tells the receiver: which posts there are, and which of them take comments.

The manifest is a JSON file outside content and output:

    {
      "site": "https://example.org",
      "posts": {
        "rocky": {
          "slug": "rocky",
          "url": "/rocky.html",
          "title": "Rocky training in Russia",
          "language": "en",
          "comments": "open",
          "closes": "2026-12-24T10:00:00+00:00",
          "ids": ["20260131-180500-5f0e"],
          "places": {}
        }
      }
    }

A post stands under the name that its form calls it by. `site` is an origin, without a path; a `url` begins at its root,
or is absolute and of that origin. `comments` is `open`, `closed` or `off`, `closes` the moment from which it is closed,
or null. `ids` are the comments already on the page; `places` are the addresses of those that stand on another one.
"""

import json
import stat
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, get_args
from urllib.parse import urljoin, urlsplit

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.base.model import CommentStatus
from pelican_videopost.base.writing import write_whole
from pelican_videopost.comments.headers import read_date


class ManifestError(Exception):
    """The manifest is missing or is none."""


class Post(NamedTuple):
    """A post as the receiver knows it. `url` begins with a slash: it is a path on the site.

    A translation has the slug and the comments of its original, and an address and a language of its own.
    """

    slug: str
    url: str
    title: str = ""
    comments: CommentStatus = "open"
    closes: datetime | None = None
    ids: frozenset[str] = frozenset()
    language: str = "en"
    places: Mapping[str, str] = {}

    def address_of(self, *names: str) -> str:
        """Return the address of the page with the first of these comments that is known; the post's own, if none is."""
        return next((self.places[name] for name in names if name in self.places), self.url)

    def takes_comments(self, now: datetime) -> bool:
        """Whether a comment that arrives `now` is taken."""
        return self.comments == "open" and (self.closes is None or now < self.closes)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The origin of a site, such as `https://example.org`, and its posts by name."""

    site: str = ""
    posts: Mapping[str, Post] = field(default_factory=dict)

    def joined(self, other: "Manifest") -> "Manifest":
        """Return this manifest with the posts that another one has beside it."""
        return Manifest(self.site, {**other.posts, **self.posts})


def origin(url: str) -> str:
    """Return the origin of an address, empty where it has none.

    >>> origin("https://Example.org:443/blog/"), origin("/blog/")
    ('https://example.org', '')
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if usual else f":{port}")


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest, whole or not at all; a file that says the same already is left as it is."""
    posts = {
        name: {
            "slug": post.slug,
            "url": post.url,
            "title": post.title,
            "language": post.language,
            "comments": post.comments,
            "closes": post.closes.isoformat() if post.closes else None,
            "ids": sorted(post.ids),
            "places": dict(sorted(post.places.items())),
        }
        for name, post in sorted(manifest.posts.items())
    }
    text = json.dumps({"site": manifest.site, "posts": posts}, ensure_ascii=False, indent=1) + "\n"
    if path.exists() and path.read_bytes() == text.encode():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in a file; raises ManifestError where there is none or it cannot be understood."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # reading from a pipe never ends
            raise ValueError("no file")
        values = json.loads(path.read_bytes())
        site = origin(_text(values["site"]))
        posts = {name: _post(name, value, site) for name, value in values["posts"].items()}
    except FileNotFoundError as error:
        raise ManifestError(f"{path.name} is missing: build the site once, with comments switched on") from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ManifestError(f"{path.name} cannot be used ({error}): build the site again") from error
    return Manifest(site, {name: post for name, post in posts.items() if is_safe_name(post.slug)})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.80} is no text")
    value.encode()  # JSON can name halves of characters, which nothing can be written with
    return value


def _post(name: str, value: Mapping[str, Any], site: str) -> Post:
    status = value.get("comments", "open")
    if status not in get_args(CommentStatus):
        raise ValueError(f"comments of {name} is {status!r}")
    closes = value.get("closes")
    date = read_date(closes) if closes else None
    if closes and date is None:
        raise ValueError(f"closes of {name} is {closes!r:.80}")
    return Post(
        slug=_text(value.get("slug", name)),
        url=_path(_text(value["url"]), name, site),
        title=_text(value.get("title", name)),
        comments=status,
        closes=date,
        ids=frozenset(map(_text, value.get("ids", ()))),
        language=_text(value.get("language") or "en"),
        places={_text(one): _path(_text(url), name, site) for one, url in value.get("places", {}).items()},
    )


def _path(address: str, name: str, site: str) -> str:
    """Return the path of an address of a post; raises ValueError where it is not on the site."""
    root = site or "http://site.invalid"
    url = urljoin(root + "/", address)
    if origin(url) != root:
        raise ValueError(f"the address of {name} is not on the site")
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class ManifestFile:
    """A manifest that is read again whenever the build has written it."""

    def __init__(self, path: Path) -> None:
        """Remember where it is; it need not be there yet."""
        self._path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._manifest = Manifest()

    def current(self) -> Manifest:
        """Return the manifest as it is now; raises ManifestError."""
        try:
            status = self._path.stat()
        except OSError as error:
            raise ManifestError(f"{self._path.name} is missing: build the site once") from error
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        with self._lock:
            if stamp != self._stamp:
                self._manifest = read_manifest(self._path)
                self._stamp = stamp
            return self._manifest
