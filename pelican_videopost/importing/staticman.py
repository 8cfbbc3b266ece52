"""Staticman's files, `SLUG/ID.yml` or `.json`, with `_id`, `_parent`, and the fields that a site's form has."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pelican_videopost.base.clean import body, is_blank, is_safe_name, name_shown, one_line, safe_website
from pelican_videopost.base.model import Problem
from pelican_videopost.comments.headers import read_date
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.thread import rooted
from pelican_videopost.importing.places import Places

_LARGEST_BYTES = 1 << 20
# What sites call these fields; Staticman itself names none.
_NAMES = {
    "author": ("name", "author"),
    "website": ("url", "website", "site"),
    "text": ("message", "comment", "text", "body"),
    "parent": ("_parent", "replying_to_uid", "reply_to", "replyTo", "parent", "replying_to"),
    "date": ("date", "timestamp", "created_at"),
}


def read_staticman(folder: Path, places: Places) -> tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]:
    """Return the comments below a folder of Staticman's by the slug of their post, and what could not be used.

    YAML needs PyYAML, which the extra `[comments]` brings.
    """
    found: dict[str, list[Comment]] = {}
    problems: list[Problem] = []
    paths = (path for path in folder.rglob("*") if path.suffix in (".yml", ".yaml", ".json") and path.is_file())
    for path in sorted(paths):
        slug = places.slug_of(path.parent.name)
        place = f"{path.parent.name}/{path.name}"
        if slug is None:
            problems.append(Problem("Staticman", place, f"there is no post {path.parent.name}"))
            continue
        try:
            comment = _comment(path, slug)
        except (OSError, ValueError, RecursionError) as error:
            problems.append(Problem("Staticman", place, f"left out: {error}"))
            continue
        found.setdefault(slug, []).append(comment)
    return {slug: rooted(comments) for slug, comments in found.items()}, tuple(problems)


def _comment(path: Path, slug: str) -> Comment:
    """Return the comment in a file; raises ValueError or OSError where there is none."""
    if path.stat().st_size > _LARGEST_BYTES:
        raise ValueError("larger than 1 MB")
    values = _values(path)
    author = one_line(_first(values, "author"))
    moment = _date(_raw(values, "date"))
    text = body(_first(values, "text"))
    if moment is None or is_blank(text):
        raise ValueError("it has no date" if moment is None else "it has no text")
    return Comment(
        id=_id(str(values.get("_id") or path.stem)),
        slug=slug,
        author=name_shown(author),
        date=moment,
        text=text,
        website=safe_website(_first(values, "website")),
        parent=_id(parent) if (parent := _first(values, "parent")) not in ("", "0") else None,
    )


def _values(path: Path) -> Mapping[str, Any]:
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".json":
        values = json.loads(text)
    else:
        try:
            import yaml
        except ImportError:
            raise ValueError("YAML needs PyYAML: pip install 'pelican-videopost[comments]'") from None
        try:
            # One document, though it may be fenced as front matter; aliases could grow without end.
            if re.search(r"(?m)^[^'\"#]*[:\-]\s+[&*]\w", text):
                raise ValueError("aliases are not read")
            values = next(iter(yaml.safe_load_all(text)), None)
        except yaml.YAMLError as error:
            raise ValueError(f"no YAML: {str(error).splitlines()[0]}") from error
    if not isinstance(values, Mapping):
        raise ValueError("not a comment")
    return values


def _raw(values: Mapping[str, Any], name: str) -> object:
    return next((values[key] for key in _NAMES[name] if values.get(key) not in (None, "")), "")


def _first(values: Mapping[str, Any], name: str) -> str:
    value = _raw(values, name)
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _date(value: object) -> datetime | None:
    """Return the moment that YAML has read already, or that is written as text or in Unix seconds."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    text = str(value)
    if text.isdecimal() and len(text) < 14:
        number = int(text)
        return datetime.fromtimestamp(number / 1000 if number > 10**11 else number, UTC).replace(microsecond=0)
    return read_date(text)


def _id(name: str) -> str:
    safe = f"staticman-{name}"
    if not is_safe_name(safe):
        raise ValueError(f"{name!r} cannot name a file")
    return safe
