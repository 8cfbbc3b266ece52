"""What Disqus exports: all threads of a site, then all comments, in one file of XML, packed by gzip or not.

The format is described at https://docs.disqus.com/developers/export/. Threads and comments know each other by an
attribute `dsq:id`; what a comment answers is its `parent`.
"""

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast
from urllib.parse import parse_qs, urlsplit
from xml.parsers import expat

from bs4 import BeautifulSoup

from pelican_videopost.base.clean import is_blank, is_safe_name, name_shown, one_line, safe_website
from pelican_videopost.base.model import Problem
from pelican_videopost.comments.model import Comment
from pelican_videopost.importing.places import Places
from pelican_videopost.importing.wordpress.comments import comment_markdown
from pelican_videopost.importing.wordpress.dates import moment
from pelican_videopost.importing.wordpress.mending import mended
from pelican_videopost.importing.wordpress.site import without_email
from pelican_videopost.importing.wordpress.tree import parsed
from pelican_videopost.importing.xml import export_parser

_NO_EXPORT = "no export of Disqus that can be read"
_GZIP = b"\x1f\x8b"
_MENTION = re.compile(r"@(?P<name>[\w-]++):disqus\b")
# Through which Disqus sends those who follow a link; what comes after the address is a check sum.
_REDIRECT = re.compile(r"https?://disq\.us/url\?", re.IGNORECASE)
_CHECK_SUM = re.compile(r":[\w-]{16,40}\Z")
_IDENTIFIER = re.compile(r"[\w-]+")


class _Record(NamedTuple):
    """A thread or a comment: its number, and what it says, by the names of the elements in it."""

    kind: str
    number: str
    values: Mapping[str, str]


@dataclass(slots=True)
class _Gathered:
    """What was found of an export until now: the addresses of its threads, and its comments by their posts."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    comments: dict[str, dict[str, Comment]] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


def read_disqus(path: Path, places: Places) -> tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]:
    """Return the public comments of an export by the slug of their post, and what could not be used.

    What stands before an error in the file is returned. Emails and addresses of machines are not even looked at.
    """
    found = _Gathered()
    problems: list[Problem] = []
    try:
        for record in _records(path):
            if record.kind == "thread":
                found.links[record.number] = record.values.get("link", ""), record.values.get("id", "")
            else:
                _take(record, found, places)
    except (expat.ExpatError, ValueError, OSError, EOFError, zlib.error) as error:
        problems.append(Problem("Disqus", path.name, f"{_NO_EXPORT}: {one_line(str(error))}"))
    for link, count in sorted(found.unknown.items()):
        problems.append(Problem("Disqus", link, f"no post of this address; its comments ({count}) are left out"))
    for why, count in sorted(found.left.items()):
        problems.append(Problem("Disqus", f"{count} comments", f"{why}, and so left out"))
    threads = {slug: tuple(_hung(ones, found.parents)) for slug, ones in found.comments.items()}
    return threads, tuple(problems)


def _take(record: _Record, found: _Gathered, places: Places) -> None:
    """Put a comment where it belongs; one that is not public is only passed over by those that answer it."""
    values = record.values
    found.parents[record.number] = values.get("parent id", "")
    if any(values.get(name, "").strip().lower() == "true" for name in ("isDeleted", "isSpam")):
        return
    if values.get("isApproved", "true").strip().lower() == "false":
        found.left["not approved"] += 1
        return
    link, identifier = found.links.get(values.get("thread id", ""), ("", ""))
    slug = places.slug_of(link) or (places.slug_of(identifier) if _IDENTIFIER.fullmatch(identifier) else None)
    if slug is None or not is_safe_name(slug):
        found.unknown[one_line(link) or "(no address)"] += 1
        return
    text = comment_markdown(_mended(values.get("message", "")))
    date = moment("", values.get("createdAt", ""))
    if is_blank(text) or date is None or not _IDENTIFIER.fullmatch(record.number):
        found.left[
            "without a text" if is_blank(text) else "without a date" if date is None else "without a number"
        ] += 1
        return
    name = without_email(values.get("author/name", "") or values.get("author/username", ""))
    found.comments.setdefault(slug, {})[record.number] = Comment(
        id=f"disqus-{record.number}",
        slug=slug,
        author=name_shown(name),
        date=date,
        text=text,
        website=safe_website(values.get("author/link", "")),
    )


def _hung(comments: Mapping[str, Comment], parents: Mapping[str, str]) -> Iterator[Comment]:
    """Yield the comments of a post, each below the nearest of those before it that is public."""
    for number, comment in comments.items():
        above, seen = parents.get(number, ""), {number}
        while above and above not in comments and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        yield comment._replace(parent=f"disqus-{above}" if above in comments and above != number else None)


def _mended(message: str) -> str:
    """Return a comment's HTML with links to where they lead, and people called by their names."""
    message = _MENTION.sub(r"@\g<name>", message)
    if "disq.us/" not in message:
        return message
    soup: BeautifulSoup = parsed(message)
    for link in soup.find_all("a", href=_REDIRECT):
        told = parse_qs(urlsplit(str(link["href"])).query).get("url", [""])[0]
        address = _CHECK_SUM.sub("", told)
        if link.get_text() == str(link["href"]):
            link.string = address
        link["href"] = address
        link.attrs.pop("title", None)
    return str(soup)


def _records(path: Path) -> Iterator[_Record]:
    """Yield threads and comments in their order. It is refused where it declares a document type."""
    reader = _Reader()
    with path.open("rb") as plain:
        packed = plain.read(len(_GZIP)) == _GZIP
        plain.seek(0)
        file = cast("BinaryIO", gzip.GzipFile(fileobj=plain)) if packed else plain
        try:
            for text, _ in mended(file):
                yield from reader.feed(text)
            yield from reader.feed("", is_last=True)
        except (expat.ExpatError, ValueError, OSError, EOFError, zlib.error):
            yield from reader.taken()  # what stands before the error
            raise
    if not reader.is_export:
        raise ValueError("it has no element “disqus” around all others")


class _Reader:
    """Expat, without namespaces, and with no more of the file in memory than the record that it is at."""

    def __init__(self) -> None:
        self.is_export = False
        self._path: list[str] = []
        self._number = ""
        self._values: dict[str, list[str]] = {}
        self._ready: list[_Record] = []
        self._parser = export_parser(self)

    def feed(self, text: str, *, is_last: bool = False) -> list[_Record]:
        self._parser.Parse(text, is_last)
        return self.taken()

    def taken(self) -> list[_Record]:
        """Return what has become whole since it was last asked."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name.rpartition(":")[2])
        number = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        self.is_export |= self._path == ["disqus"]
        if len(self._path) == 2:
            self._number, self._values = number, {}
        elif len(self._path) == 3 and number:
            self._values[f"{self._path[2]} id"] = [number]

    def text(self, text: str) -> None:
        if len(self._path) > 2:
            self._values.setdefault("/".join(self._path[2:4]), []).append(text)

    def end(self, _: str) -> None:
        kind = self._path.pop()
        if len(self._path) == 1 and kind in ("thread", "post"):
            values = {key: "".join(texts).strip() for key, texts in self._values.items()}
            self._ready.append(_Record(kind, self._number, values))
