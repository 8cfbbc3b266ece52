"""An item as the file of a post or page: its metadata, each on one line, and its text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

from pelican_videopost.base.clean import one_line
from pelican_videopost.base.markup import plain_text
from pelican_videopost.importing.wordpress.addresses import Addresses
from pelican_videopost.importing.wordpress.dates import dates_of
from pelican_videopost.importing.wordpress.export import Item
from pelican_videopost.importing.wordpress.media import Library
from pelican_videopost.importing.wordpress.site import NO_DATE, OldSite, Place, without_email
from pelican_videopost.importing.wordpress.texts import Written, summary, write_text
from pelican_videopost.importing.wordpress.videos import Clip
from pelican_videopost.posts.providers import recognise

_LANGUAGE_DOMAINS = frozenset({"language"})
_FORMATS = frozenset({"post-format-video"})
_LONGEST_TITLE = 60
_ENTITY = re.compile(r"&(?=#?\w+;)")


@dataclass(frozen=True, slots=True)
class PostText:
    """A post as it will be written: its path below the content, its text, and why it is not public, if it is not."""

    path: PurePosixPath
    text: str
    title: str
    hidden: str
    written: Written


def make_post(
    item: Item, place: Place, site: OldSite, addresses: Addresses, library: Library, now: datetime
) -> PostText:
    """Return the file of an item."""
    is_video = any(term.domain == "post_format" and term.nicename in _FORMATS for term in item.terms)
    written = write_text(item, site, library.moved, is_video=is_video)
    title = _title(item, written)
    hidden = _hidden(item, place, now)
    headers: list[tuple[str, str | list[str]]] = [("Title", _as_html(title)), *_dates(item)]
    headers += [("Author", _author(item, site)), *_terms(item, place)]
    headers += [("Slug", place.slug), ("Lang", _language(item)), ("Status", "draft" if hidden else "")]
    headers += _address(item, place, addresses, is_hidden=bool(hidden))
    headers += [("Summary", summary(item)), *_video(item, written.clip, site, library)]
    if item["is_sticky"] == "1":
        headers.append(("Sticky", "true"))
    if place.kind == "post" and item["comment_status"] == "closed":
        headers.append(("Comments", "closed"))
    lines = [f"{name}: {text}" for name, value in headers if (text := _value(value))]
    folder = PurePosixPath("pages") if place.kind == "page" else PurePosixPath("posts", f"{place.date.year:04}")
    text = "\n".join([*lines, "", written.text.strip("\n"), ""])
    return PostText(folder / f"{place.slug}.md", text, title, hidden, written)


def _value(value: str | list[str]) -> str:
    """Return a value of metadata: one line, or several of which the further ones cannot be taken for a new name."""
    return "\n    ".join(map(one_line, value)) if isinstance(value, list) else one_line(value)


def _title(item: Item, written: Written) -> str:
    """Return a title as plain text; the first words of the text, or its number, where WordPress has none."""
    title = one_line(plain_text(item["title"]))
    if title:
        return title
    words = one_line(re.sub(r"https?://\S+|[*_`#>\\]|\[\+\]", " ", plain_text(written.text)))
    if len(words) > _LONGEST_TITLE:
        words = words[:_LONGEST_TITLE].rpartition(" ")[0] + "…"
    return words if any(char.isalnum() for char in words) else f"{item['post_type']} {item['post_id']}".strip()


def _as_html(text: str) -> str:
    """Return a text as Pelican's themes print a title: unescaped, so that what would be markup is not."""
    return _ENTITY.sub("&amp;", text).replace("<", "&lt;")


def _hidden(item: Item, place: Place, now: datetime) -> str:
    """Return why an item is not public; empty where it is."""
    if item["post_password"]:
        return "protected by a password"
    if item["status"] == "future":
        return "scheduled" if place.date > now else ""
    return {"private": "private", "pending": "pending"}.get(item["status"], "" if place.is_public else "draft")


def _dates(item: Item) -> list[tuple[str, str]]:
    date, modified = dates_of(item)
    date = date or NO_DATE
    later = modified is not None and modified.astimezone(UTC) > date.astimezone(UTC)
    return [("Date", date.isoformat(" ")), ("Modified", modified.isoformat(" ") if modified and later else "")]


def _author(item: Item, site: OldSite) -> str:
    creator = item["creator"]
    return site.authors.get(creator) or without_email(creator)


def _terms(item: Item, place: Place) -> list[tuple[str, str]]:
    """Return the category, and as tags the tags and any further categories."""
    categories = [one_line(plain_text(term.name)) for term in item.terms if term.domain in ("category", "")]
    tags = [one_line(plain_text(term.name)) for term in item.terms if term.domain in ("post_tag", "tag")]
    categories = list(dict.fromkeys(filter(None, categories)))
    tags = list(dict.fromkeys(filter(None, [*tags, *categories[1:]])))
    if place.kind == "page":
        return [("Tags", _listed(tags))]
    return [("Category", _as_html(categories[0] if categories else "Uncategorized")), ("Tags", _listed(tags))]


def _listed(names: list[str]) -> str:
    """Return names so that Pelican parts them where we do: by semicolons where one of them holds a comma."""
    names = [_ENTITY.sub("&", name).replace(";", ",").replace("<", "‹") for name in names]
    if any("," in name for name in names):
        return "; ".join(names) + ";"
    return ", ".join(names)


def _language(item: Item) -> str:
    """Return the language of an item where a plugin for several says it."""
    for term in item.terms:
        if term.domain in _LANGUAGE_DOMAINS and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", term.nicename):
            return term.nicename.replace("_", "-")
    said = item.meta.get("_wpml_language", "") or item.meta.get("wpml_language", "")
    return said if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", said) else ""


def _address(item: Item, place: Place, addresses: Addresses, *, is_hidden: bool) -> list[tuple[str, str]]:
    """Return the lines that keep an old address which the settings alone would not."""
    url, says_so = addresses.of(place)
    if is_hidden or not (says_so or _language(item)):
        return []
    return [("Url", url), ("Save_as", url + ("index.html" if url.endswith("/") else ""))]


def _video(item: Item, clip: Clip | None, site: OldSite, library: Library) -> list[tuple[str, str | list[str]]]:
    """Return the lines of a post's video, and its featured image, which is a poster whether there is a video or not."""
    thumbnail = site.files.get(item.meta.get("_thumbnail_id", "").strip())
    poster = library.moved(thumbnail.url) if thumbnail and thumbnail.url else ""
    if clip is None:
        return [("Poster", poster)]
    video = recognise(clip.address)
    captions = list(clip.captions) if video and video.is_file else []
    return [("Video", clip.address), ("Poster", clip.poster or poster), ("Captions", captions)]
