"""What an export says of its site as a whole, gathered before the first post is written: names, files, addresses."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pelican_videopost.base.clean import is_safe_name, one_line
from pelican_videopost.base.markup import plain_text
from pelican_videopost.importing.wordpress.dates import dates_of
from pelican_videopost.importing.wordpress.export import BrokenExportError, ChannelPart, Item, Progress, read_export
from pelican_videopost.importing.wordpress.meanings import Attachment
from pelican_videopost.importing.wordpress.media import host_of

# What is never public on the old site, and so is not on the new one.
PRIVATE = frozenset({"draft", "pending", "private", "auto-draft"})
_LEFT_STATUSES = frozenset({"trash", "auto-draft", "inherit"})
_UNSAFE = re.compile(r"[^\w.-]+")
_SLUG_BYTES = 120
# For a text that says no date at all: Pelican leaves out what has none.
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
_AFTER_NAME = re.compile(r"(?<=[^\s@<>()\"])@[^\s@<>()\"]++")


class Place(NamedTuple):
    """Where an item goes: the slug it gets, and what its old address was, below the root of the old site."""

    kind: str
    number: str
    slug: str
    path: str
    date: datetime
    is_public: bool


@dataclass(slots=True)
class OldSite:
    """A site as its exports have it."""

    title: str = ""
    url: str = ""
    language: str = ""
    hosts: set[str] = field(default_factory=set)
    authors: dict[str, str] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)
    files_of: dict[str, list[str]] = field(default_factory=dict)
    reusable: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str, str], Place] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    renumbered: list[tuple[str, str, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The path of the site's root: empty, or as in `/blog`."""
        return urlsplit(self.url).path.rstrip("/")

    def attached(self, number: str) -> list[Attachment]:
        """Return the files that belong to a post."""
        return [self.files[one] for one in self.files_of.get(number, ())]


def read_old_site(exports: Iterable[Path], types: frozenset[str], progress: Progress | None = None) -> OldSite:
    """Return what the exports of one site say of it; what cannot be read stands in `broken`."""
    site = OldSite()
    for path in exports:
        try:
            for part in read_export(path, progress):
                if isinstance(part, ChannelPart):
                    _note(site, part)
                else:
                    _gather(site, part, types)
        except BrokenExportError as error:
            site.broken.append(str(error))
    site.hosts |= {host for one in site.files.values() if (host := host_of(one.url)).endswith(".files.wordpress.com")}
    _give_slugs(site)
    return site


def is_imported(item: Item, types: frozenset[str]) -> bool:
    """Whether an item becomes a text of the new site: a post or page that is not in the trash."""
    return item["post_type"] in types and item["status"] not in _LEFT_STATUSES


def key_of(item: Item) -> tuple[str, str, str]:
    """Return what tells an item from others, also where several exports hold it."""
    return item["post_type"], item["post_id"], "" if item["post_id"] else item["link"] + item["title"]


def without_email(name: str) -> str:
    """Return a name on one line; of an address of email that it holds only what stands before the @.

    >>> without_email("anna@example.org"), without_email("anna@b@example.org @home")
    ('anna', 'anna home')
    """
    return _AFTER_NAME.sub("", one_line(plain_text(name) if "<" in name or "&" in name else name)).replace("@", "")


def _note(site: OldSite, part: ChannelPart) -> None:
    if part.name == "author":
        login = part.values.get("author_login", "").strip()
        site.authors[login] = without_email(part.values.get("author_display_name", "") or login)
    elif part.name == "title":
        site.title = site.title or one_line(plain_text(part.text))
    elif part.name in ("base_blog_url", "link", "base_site_url"):
        site.url = part.text if part.name == "base_blog_url" else site.url or part.text
        site.hosts |= {host_of(part.text)} - {""}
    elif part.name == "language":
        site.language = site.language or one_line(part.text)


def _gather(site: OldSite, item: Item, types: frozenset[str]) -> None:
    kind, number, status = item["post_type"], item["post_id"], item["status"]
    if is_imported(item, types):
        if key_of(item) in site.places:
            site.left["twice in the exports"] += 1
        else:
            date = dates_of(item)[0] or NO_DATE
            kind = "page" if kind == "page" else "post"
            site.places[key_of(item)] = Place(kind, number, _slug(item), _path(site, item), date, _is_public(item))
        return
    if kind == "attachment" and status != "trash":
        url = item["attachment_url"] or item["guid"]
        caption, alt = item["excerpt:encoded"], item.meta.get("_wp_attachment_image_alt", "")
        site.files[number] = Attachment(
            number, url, one_line(plain_text(item["title"])), caption, one_line(alt), item["post_parent"], item["link"]
        )
        site.files_of.setdefault(item["post_parent"], []).append(number)
        return
    if kind == "wp_block" and status not in PRIVATE | _LEFT_STATUSES and not item["post_password"]:
        site.reusable[number] = item["content:encoded"]
    site.left[f"{kind or 'no type'}, {status}" if status in _LEFT_STATUSES - {"inherit"} else kind or "no type"] += 1


def _give_slugs(site: OldSite) -> None:
    """Let no two texts have one slug: the later gets a number. What is public goes first."""
    taken: set[tuple[str, str]] = set()
    for key, place in sorted(site.places.items(), key=lambda pair: not pair[1].is_public):
        slug, number = place.slug, 1
        while (place.kind, slug.casefold()) in taken:
            number += 1
            slug = f"{place.slug}-{number}"
        if slug != place.slug:
            site.renumbered.append((place.path or f"{place.kind} {place.number}", place.slug, slug))
        taken.add((place.kind, slug.casefold()))
        site.places[key] = place._replace(slug=slug)


def _is_public(item: Item) -> bool:
    return item["status"] in ("publish", "") and not item["post_password"]


def _path(site: OldSite, item: Item) -> str:
    """Return the path and query of an item's old address below the site's root, as the export has it."""
    try:
        parts = urlsplit(item["link"])
    except ValueError:
        return ""
    path = parts.path
    if site.root and path.startswith(f"{site.root}/"):
        path = path[len(site.root) :]
    return path + (f"?{parts.query}" if parts.query else "")


def _slug(item: Item) -> str:
    """Return the slug that an item had; made of its title or its number where it had none that names a file."""
    for text in (unquote(item["post_name"]), plain_text(item["title"]).lower()):
        slug = _UNSAFE.sub("-", one_line(text)).strip("-._~")
        while len(slug.encode()) > _SLUG_BYTES:
            slug = slug[:-1]
        if slug and is_safe_name(slug):
            return slug
    return f"{_UNSAFE.sub('', item['post_type']) or 'post'}-{_UNSAFE.sub('', item['post_id']) or 'without-number'}"
