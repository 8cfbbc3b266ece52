"""Isso's database, read while Isso runs (tables `threads` and `comments`; mode 1 is public)."""

import html
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pelican_videopost.base.clean import body, is_safe_name, name_shown, one_line, safe_website
from pelican_videopost.base.model import Problem
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.thread import rooted
from pelican_videopost.importing.places import Places

# The field of the problem with comments on something that is no post.
UNKNOWN = "Isso: uri"

_QUERY = """
SELECT threads.uri, comments.id, comments.parent, comments.created, comments.author, comments.website, comments.text
FROM comments JOIN threads ON threads.id = comments.tid WHERE comments.mode = 1 ORDER BY comments.id
"""


def read_isso(path: Path, places: Places) -> tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]:
    """Return Isso's public comments by the slug of their post, and what could not be used.

    The file is opened for reading only, and never written to. Isso keeps names and websites HTML-escaped.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as database:
            rows = database.execute(_QUERY).fetchall()
    except (sqlite3.Error, OSError) as error:
        return {}, (Problem("Isso", path.name, f"no database of Isso that can be read: {error}"),)
    found: dict[str, list[Comment]] = {}
    problems: list[Problem] = []
    unknown: set[str] = set()
    for uri, number, parent, created, author, website, text in rows:
        slug = places.slug_of(str(uri))
        if slug is None or not is_safe_name(slug):
            unknown.add(str(uri))
            continue
        try:
            date = datetime.fromtimestamp(int(float(created)), UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            problems.append(Problem(f"Isso: {number}", repr(created), "no date; the comment is left out"))
            continue
        name = one_line(html.unescape(str(author or "")))
        comment = Comment(
            id=f"isso-{number}",
            slug=slug,
            author=name_shown(name),
            date=date,
            text=body(str(text or "")),
            website=safe_website(html.unescape(str(website or ""))),
            parent=f"isso-{parent}" if parent else None,
        )
        found.setdefault(slug, []).append(comment)
    problems += [Problem(UNKNOWN, uri, "no post of this address; its comments are left out") for uri in sorted(unknown)]
    return {slug: rooted(comments) for slug, comments in found.items()}, tuple(problems)
