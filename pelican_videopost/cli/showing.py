"""A comment of the queue as texts: whole for a moderator, in a line for a list, and for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from pelican_videopost.base.clean import body, is_safe_name, one_line
from pelican_videopost.comments.headers import split_headers
from pelican_videopost.comments.manifest import Manifest
from pelican_videopost.receiver.settings import ReceiverSettings
from pelican_videopost.receiver.store import Entry, Store

# The version of what `--json` prints; it grows when a name in it goes away or changes its meaning.
SCHEMA = 1
_QUOTED_LINES = 12
_LARGEST_BYTES = 1 << 20


def as_text(entry: Entry, store: Store, settings: ReceiverSettings, manifest: Manifest) -> str:
    """Return a comment whole, with its post, what it replies to, and what must never leave the queue."""
    post = next((post for post in manifest.posts.values() if post.slug == entry.slug), None)
    site = settings.site or manifest.site
    facts = {
        "Id": entry.id,
        "State": entry.state,
        "Post": f"{entry.slug}, {post.title}, {site}{post.url}" if post else entry.slug,
        "Reply to": entry.parent,
        "Author": entry.author,
        "Email": entry.email,
        "Website": entry.website,
        "Date": entry.created.isoformat(),
        "Suspicion": entry.suspicion,
    }
    lines = [f"{name}: {text}" for name, value in facts.items() if (text := one_line(value or ""))]
    if entry.parent:
        author, text = _parent(entry.slug, entry.parent, store, settings.content)
        quoted = body(text).split("\n")
        lines += ["", f"{one_line(author)} had written:", *(f"> {line}" for line in quoted[:_QUOTED_LINES])]
        lines += ["> …"] if len(quoted) > _QUOTED_LINES else []
    return "\n".join([*lines, "", body(entry.text), ""])


def as_line(entry: Entry) -> str:
    """Return a comment's id, state, post, author and beginning."""
    first_line = body(entry.text).split("\n", 1)[0]
    shown = first_line if len(first_line) <= 60 else first_line[:59] + "…"
    mark = f" [{entry.suspicion}]" if entry.suspicion else ""
    return f"{entry.id}  {entry.state:8}  {entry.slug}  {one_line(entry.author)}: {shown}{mark}"


def as_document(entries: Iterable[Entry]) -> str:
    """Return comments for a program: `schema`, and under `comments` each with all that is known of it."""
    comments = [asdict(entry) | {"created": entry.created.isoformat()} for entry in entries]
    return json.dumps({"schema": SCHEMA, "comments": comments}, indent=2)


def _parent(slug: str, name: str, store: Store, content: Path) -> tuple[str, str]:
    """Return author and text of the comment that is replied to: from the queue, or from a file of the site."""
    if entry := store.get(name):
        return entry.author, entry.text
    path = content / slug / f"{name}.md"
    if is_safe_name(slug) and is_safe_name(name) and path.is_file() and path.stat().st_size <= _LARGEST_BYTES:
        headers, text = split_headers(path.read_text(encoding="utf-8-sig", errors="replace"))
        return headers.get("author", "Anonymous"), text
    return "Somebody", "(this comment is gone)"
