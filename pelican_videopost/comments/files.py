"""Comments as files of the site: `content/comments/SLUG/ID.md`.

A file has header lines, a blank line, and the comment in Markdown:

    Author: Anna
    Date: 2026-01-31T18:05:00+00:00
    Website: https://example.org/
    Parent: 20260131-101500-5f0e

    I ran up those stairs, too.

The files of pelican-comment-system and minchin's static-comments are read as well: their `replyto` is a `Parent` that
names the other file by its slug, which is its file name without the dot. An `Email` is never kept.
"""

import contextlib
import os
import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from pathlib import Path

from pelican_videopost.base.clean import body, is_safe_name, one_line, safe_website
from pelican_videopost.base.model import Problem
from pelican_videopost.base.writing import sync_folder, write_many, write_whole
from pelican_videopost.comments.headers import read_date, split_headers
from pelican_videopost.comments.model import Comment

_ENDINGS = (".md", ".markdown", ".mkd", ".mdown")
_OTHER_ENDINGS = (".rst", ".html", ".htm", ".txt", ".yml", ".yaml", ".json")
_LARGEST_BYTES = 1 << 20
_HEAD_CHARACTERS = 4096


def format_comment(comment: Comment) -> str:
    r"""Return a comment as the text of its file.

    >>> from datetime import datetime
    >>> format_comment(Comment("1", "rocky", "Anna", datetime(2026, 1, 31, tzinfo=UTC), "Yes!"))
    'Author: Anna\nDate: 2026-01-31T00:00:00+00:00\n\nYes!\n'
    """
    headers = {
        "Author": comment.author,
        "Date": comment.date.isoformat(),
        "Website": comment.website or "",
        "Parent": comment.parent or "",
    }
    lines = [f"{name}: {text}" for name, value in headers.items() if (text := one_line(value))]
    return "\n".join([*lines, "", body(comment.text), ""])


def write_comment(folder: Path, comment: Comment, *, is_one_of_many: bool = False) -> bool:
    """Write a comment below the comments folder, whole or not at all; return False where its file stands already.

    A file that stands is left alone: its owner may have edited it. For `is_one_of_many` nobody waits for the disk.
    Raises ValueError where slug or id cannot name a file, OSError where the disk refuses.
    """
    for name in (comment.slug, comment.id):
        if not is_safe_name(name):
            raise ValueError(f"{name!r} cannot name a file")
    target = folder / comment.slug / f"{comment.id}.md"
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    content = format_comment(comment).encode()
    if is_one_of_many:
        write_many(target, content)
        return True
    write_whole(target, content)
    sync_folder(folder)
    return True


def replace_text(path: Path, text: str) -> None:
    """Give a comment's file another text below the header lines that it has; raises OSError."""
    whole = body(path.read_text(encoding="utf-8-sig", errors="replace"))
    _, former = split_headers(whole)
    write_whole(path, f"{whole.removesuffix(former).rstrip()}\n\n{body(text)}\n".encode())


def find_files(folder: Path, name: str, *, is_written: bool = False) -> tuple[Path, ...]:
    """Return the files of the comment with this id below the comments folder, whatever post's folder each lies in.

    An owner may have renamed the folder with its post, or copied it. A link is found, too, wherever it leads. One that
    `is_written` and yet in no post's folder is looked for in all folders within: the build does not read those, but
    the file comes back with them.
    """
    if not is_safe_name(name):
        return ()
    try:
        posts = sorted(post.name for post in folder.iterdir() if not post.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    # As texts: for some thousand posts, paths would take ten times as long.
    paths = (f"{folder}/{post}/{name}{ending}" for post in posts for ending in _ENDINGS)
    found = tuple(Path(path) for path in paths if os.path.lexists(path) and not Path(path).is_dir())
    if is_written and not found:
        return tuple(path for path in sorted(folder.rglob(f"{name}.*")) if path.suffix in _ENDINGS and path.is_file())
    return found


def load_comments(folder: Path, timezone: tzinfo = UTC) -> tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]:
    """Return the comments below a folder by the slug of their post, and what there could not be used.

    Dates without a zone are taken to be in `timezone`. Nothing is raised: a file that cannot be used is a `Problem`.
    """
    problems: list[Problem] = []
    comments: dict[str, tuple[Comment, ...]] = {}
    for post in _listed(folder, problems):
        if not post.is_dir():
            if post.suffix.lower() in (*_ENDINGS, *_OTHER_ENDINGS):
                fix = "not read: a comment lies in a folder named by its post's slug, and an article in another folder"
                problems.append(Problem(f"comments/{post.name}", post.name, fix))
            continue
        if not is_safe_name(post.name):
            problems.append(Problem(f"comments/{post.name}", post.name, "name the folder by the slug of its post"))
            continue
        if found := _of_post(post, timezone, problems):
            comments[post.name] = found
    return comments, tuple(problems)


def holds_comments(folder: Path) -> bool:
    """Return whether a folder is one of comments, not of articles, which may well be called the same.

    A comment's file lies in a folder of its post and has an author and a date, but no title, which an article needs.
    """
    for path in folder.glob("*/*"):
        if path.suffix.lower() in _ENDINGS and not path.name.startswith(".") and path.is_file():
            with contextlib.suppress(OSError), path.open(encoding="utf-8-sig", errors="replace") as file:
                headers, _ = split_headers(file.read(_HEAD_CHARACTERS))
                if {"author", "date"} <= set(headers) and "title" not in headers:
                    return True
    return False


def _listed(folder: Path, problems: list[Problem]) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(Problem(f"comments: {folder.name}", folder.name, f"cannot be listed: {error.strerror}"))
        return []


def _of_post(folder: Path, timezone: tzinfo, problems: list[Problem]) -> tuple[Comment, ...]:
    """Return the comments of one post, each parent given by its id however the file names it."""
    comments: dict[str, Comment] = {}
    aliases: dict[str, str] = {}
    for path in _listed(folder, problems):
        if path.suffix.lower() in _ENDINGS and path.is_file():
            found = _read(path, timezone, problems)
            if found is None:
                continue
            comment, alias = found
            if comment.id in comments:
                problems.append(Problem(_place(path), path.name, "another file has this name; rename one of them"))
                continue
            comments[comment.id] = comment
            for name in (comment.id, alias, _pelican_slug(path.name)):
                aliases.setdefault(name, comment.id)
        elif path.is_dir() and any(one.suffix.lower() in _ENDINGS for one in _listed(path, problems)):
            fix = "not read: the comments of a post lie in one folder; move these up, or away"
            problems.append(Problem(_place(path), path.name, fix))
        elif path.suffix.lower() in _OTHER_ENDINGS:
            problems.append(Problem(_place(path), path.name, "write a comment in Markdown, in a file ending in .md"))
    return tuple(_with_parent(comment, aliases) for comment in comments.values())


def _with_parent(comment: Comment, aliases: Mapping[str, str]) -> Comment:
    parent = comment.parent
    if parent is None or aliases.get(parent) == parent:
        return comment
    known = aliases.get(parent) or aliases.get(_pelican_slug(parent)) or parent
    return comment._replace(parent=known)


def _pelican_slug(name: str) -> str:
    """Return what pelican-comment-system makes of a file's name: `first-one.md` becomes `first-onemd`."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", name).strip().lower())


def _place(path: Path) -> str:
    return f"comments/{path.parent.name}/{path.name}"


def _read(path: Path, timezone: tzinfo, problems: list[Problem]) -> tuple[Comment, str] | None:
    """Return the comment in a file and the slug its header gives it; None, with a problem, where there is none."""
    place = _place(path)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            problems.append(Problem(place, path.name, "larger than 1 MB, and so left out"))
            return None
        raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(place, path.name, f"cannot be read: {error.strerror}"))
        return None
    text = raw.decode("utf-8-sig", errors="replace")
    if "\ufffd" in text and b"\xef\xbf\xbd" not in raw:
        problems.append(Problem(place, path.name, "not in UTF-8; save it as UTF-8"))
    if not is_safe_name(path.stem):
        problems.append(Problem(place, path.name, "use letters, digits and hyphens in the file's name"))
        return None
    headers, rest = split_headers(text)
    date = read_date(headers.get("date", ""), timezone)
    if date is None:
        problems.append(Problem(f"{place}: Date", headers.get("date", ""), "left out; write Date: 2026-01-31 18:05"))
        return None
    author = headers.get("author", "")
    if not author:
        problems.append(Problem(f"{place}: Author", "", "shown as Anonymous; write Author: and a name"))
    website = safe_website(headers.get("website"))
    if headers.get("website") and website is None:
        problems.append(Problem(f"{place}: Website", headers["website"], "not linked; write an http or https address"))
    parent = headers.get("parent") or headers.get("replyto")
    comment = Comment(path.stem, path.parent.name, author or "Anonymous", date, rest, website, parent)
    return comment, headers.get("slug", path.stem)
