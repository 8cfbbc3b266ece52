"""What an import did, as a letter to the site's owner and as JSON; both say the same figures."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from itertools import islice

from pelican_videopost.importing.wordpress.ledger import Fate
from pelican_videopost.importing.wordpress.posts import PostText

_MOST_NAMED = 20


@dataclass(slots=True)
class ImportReport:
    """The figures of an import. `posts` and `pages` count the files by what became of them."""

    is_dry: bool = False
    site: str = ""
    posts: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    files: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    videos: int = 0
    further_videos: int = 0
    links: list[tuple[str, str]] = field(default_factory=list)
    kept_as_html: Counter[str] = field(default_factory=Counter)
    shortcodes: Counter[str] = field(default_factory=Counter)
    drawn_blocks: Counter[str] = field(default_factory=Counter)
    comments: Counter[str] = field(default_factory=Counter)
    comments_on_pages: int = 0
    comments_left: Counter[str] = field(default_factory=Counter)
    pending: int = 0
    queued: int = 0
    library: int = 0
    media: list[str] = field(default_factory=list)
    media_missing: list[str] = field(default_factory=list)
    redirects: int = 0
    redirects_folder: str = ""
    renumbered: list[tuple[str, str, str]] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)

    @property
    def has_failed(self) -> bool:
        """Whether something that should be on the new site is not, or stands there otherwise."""
        return bool(self.problems or self.edited)

    def note(self, post: PostText, kind: str, fate: Fate, status: str) -> None:  # noqa: ARG002
        """Count a text by its kind and by what became of its file."""
        (self.pages if kind == "page" else self.posts)[fate] += 1
        path = str(post.path)
        if fate == "unwritable":
            self.problems.append(f"{path}: cannot be written")
            return
        if fate == "edited":
            self.edited.append(path)
            return
        self.files.append(path)
        if post.hidden:
            self.hidden[path] = post.hidden
        self.videos += post.written.clip is not None
        self.further_videos += post.written.further
        self.links += [(path, address) for address in post.written.links]
        self.kept_as_html += post.written.kept
        self.shortcodes += post.written.found.shortcodes
        self.drawn_blocks += post.written.found.drawn

    def as_json(self) -> str:
        """Return the report for a program to read."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        figures = {name: dict(+value) if isinstance(value, Counter) else value for name, value in values.items()}
        return json.dumps(figures, indent=2, ensure_ascii=False) + "\n"

    def __str__(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        would = "would be" if self.is_dry else "are"
        posts, pages = self.posts, self.pages
        yield f"{self.site or 'The site'}: {len(self.files)} texts {would} in the content folder."
        yield f"  posts: {_fates(posts)}"
        yield f"  pages: {_fates(pages)}"
        yield f"  of them {self.videos} are video posts; {self.further_videos} more videos stand in the texts."
        yield f"  comments: {self.comments['written']} written, {self.comments['present']} here already" + (
            f", {self.comments_on_pages} at the end of pages, which have no comments of their own"
            if self.comments_on_pages
            else ""
        )
        if self.pending:
            yield f"  comments that wait for a moderator: {self.pending}; {self.queued} of them {would} in the queue"
        if +self.comments_left:
            yield f"  comments left out: {_counted(self.comments_left)}"
        yield from self._hidden_lines()
        yield from self._text_lines()
        yield from self._file_lines()
        if +self.left:
            yield f"Left out, since they are no posts or pages: {_counted(self.left)}."
        yield from _named("Problems:", self.problems)
        yield ""
        yield "Put these lines into pelicanconf.py:"
        yield from (f"    {line}" for line in self.settings)

    def _hidden_lines(self) -> Iterator[str]:
        lines = [f"{path} ({why})" for path, why in self.hidden.items()]
        yield from _named(f"{len(lines)} are drafts, since they were not public:", lines)
        if lines:
            yield '  Pelican writes drafts into drafts/ of the output; DRAFT_SAVE_AS = "" keeps them out of it.'

    def _text_lines(self) -> Iterator[str]:
        yield from _named(
            "Not overwritten, since they were edited, or not written by an import (--force overwrites them):",
            self.edited,
        )
        slugs = [f"{old}: {slug} is taken, so it is {new}" for old, slug, new in self.renumbered]
        yield from _named("Slugs that were used twice:", slugs)
        yield from _named(
            "Embedded from sites that no player here knows; they are links now:", [f"{p}: {a}" for p, a in self.links]
        )
        if self.kept_as_html:
            yield f"Kept as HTML, since Markdown cannot say it: {_counted(self.kept_as_html)}."
        if self.shortcodes:
            yield f"Shortcodes of plugins, left in the texts as they are: {_counted(self.shortcodes)}."
        if self.drawn_blocks:
            yield f"Left out, since WordPress filled them in for each reader: {_counted(self.drawn_blocks)}."

    def _file_lines(self) -> Iterator[str]:
        if self.media:
            copied = "would be copied" if self.is_dry else "are copied"
            yield f"Media: {len(self.media)} files that the texts use {copied}; the library lists {self.library}."
        yield from _named(
            "Media still linked on the old site; a copy of its uploads, named with --media, brings home what it has:",
            self.media_missing,
        )
        if self.redirects:
            yield f"Redirects from {self.redirects} old addresses: in the folder {self.redirects_folder}/."


def _fates(counted: Counter[str]) -> str:
    words = {"written": "written", "updated": "written anew", "present": "here already", "edited": "left as edited"}
    parts = [f"{counted[fate]} {word}" for fate, word in words.items() if counted[fate] or fate == "written"]
    return ", ".join([*parts, *([f"{counted['unwritable']} could not be written"] if counted["unwritable"] else [])])


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} ({number})" for name, number in counter.most_common() if number)


def _named(title: str, lines: list[str]) -> Iterator[str]:
    """Yield a title and what it is about, the first of many; nothing where there is nothing."""
    if not lines:
        return
    yield title
    yield from (f"  {line}" for line in islice(lines, _MOST_NAMED))
    if len(lines) > _MOST_NAMED:
        yield f"  … and {len(lines) - _MOST_NAMED} more; --report FILE.json names all."
