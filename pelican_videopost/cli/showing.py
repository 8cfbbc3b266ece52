"""A comment of the queue as texts: whole for a moderator, in a line for a list, and for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from pelican_videopost.base.clean import body, one_line
from pelican_videopost.receiver.entry import Entry
from pelican_videopost.receiver.moderation import Desk, parent_of

# The version of what `--json` prints; it grows when a name in it goes away or changes its meaning.
SCHEMA = 1
_QUOTED_LINES = 12


def as_text(entry: Entry, desk: Desk) -> str:
    """Return a comment whole, with its post, what it replies to, and what must never leave the queue."""
    post = desk.post_of(entry.slug, entry.page)
    site = desk.settings.site or desk.manifest.site
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
        author, text = parent_of(entry, desk) or ("Somebody", "(this comment is gone)")
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
