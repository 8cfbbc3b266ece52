"""The files of a site that hold older embeds: what they would become, to be looked at first, and then written."""

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from pelican_videopost.base.writing import write_whole
from pelican_videopost.importing.conversion.marks import Own
from pelican_videopost.importing.conversion.mistakes import without_mistakes
from pelican_videopost.importing.conversion.rewriting import rewritten
from pelican_videopost.importing.conversion.source import KINDS
from pelican_videopost.posts.providers.file import MEDIA_TYPES

BACKUPS = ".videopost-backup"
_SPECIAL = re.compile(r"[\s#?%]")
_GIT_S = 20


class Rewrite(NamedTuple):
    """What becomes of a file, by its path in the content folder; the texts are equal where nothing does.

    `bound` are the embeds that stand where they have to stay; `is_post` says whether the file has a `Video` now.
    """

    path: str
    before: str
    after: str
    videos: int
    addresses: int
    bound: int
    is_post: bool

    @property
    def is_change(self) -> bool:
        """Whether there is anything to write."""
        return self.before != self.after

    def diff(self) -> str:
        """Return the change as `diff -u` shows it."""
        lines = unified_diff(_lines(self.before), _lines(self.after), f"a/{self.path}", f"b/{self.path}")
        whole = (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
        return "".join(whole)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")[:-1]] + list(filter(None, [text.rpartition("\n")[2]]))


def rewrites(content: Path, paths: Iterable[str]) -> Iterator[Rewrite]:
    """Yield what becomes of each of these files; those of a format that is not known here are passed over.

    A byte that is no UTF-8 stays what it is; a file that is no text at all is passed over, too.
    """
    files = OwnFiles(content)
    for path in paths:
        kind = KINDS.get(Path(path).suffix.lower())
        before = (content / path).read_bytes().decode("utf-8", "surrogateescape") if kind else "\0"
        if kind and "\0" not in before:
            done = rewritten(before, kind, files.beside(path))
            yield Rewrite(path, before, done.text, done.videos, done.addresses, done.bound, done.is_post)


def mended_fields(content: Path, paths: Iterable[str]) -> Iterator[Rewrite]:
    """Yield the change of each of these files whose metadata hold a slip that can be put right without a doubt."""
    for path in paths:
        kind = KINDS.get(Path(path).suffix.lower())
        before = (content / path).read_bytes().decode("utf-8", "surrogateescape") if kind else ""
        after = without_mistakes(before, kind) if kind else ""
        if after != before:
            yield Rewrite(path, before, after, 0, 0, 0, is_post=True)


def write_rewrite(content: Path, change: Rewrite) -> Path | None:
    """Put a change in the place of its file; return where a copy of it is now, None where version control has one."""
    target = (content / change.path).resolve()
    before = change.before.encode("utf-8", "surrogateescape")
    backup = None if _is_in_git(target) else _back_up(content.parent / BACKUPS / change.path, before)
    mode = target.stat().st_mode
    write_whole(target, change.after.encode("utf-8", "surrogateescape"))
    target.chmod(mode & 0o7777)
    return backup


def _back_up(place: Path, content: bytes) -> Path:
    """Write a copy beside those of former times; one that is the same serves again."""
    place.parent.mkdir(parents=True, exist_ok=True)
    numbered, number = place, 0
    while numbered.exists() and numbered.read_bytes() != content:
        number += 1
        numbered = place.with_name(f"{place.name}.{number}")
    write_whole(numbered, content)
    return numbered


def _is_in_git(path: Path) -> bool:
    """Whether a file is committed as it stands; other systems are not asked, and a copy harms nobody."""
    for question in (["ls-files", "--error-unmatch"], ["diff", "--quiet", "HEAD"]):
        try:
            command = ["git", *question, "--", path.name]
            done = subprocess.run(command, cwd=path.parent, capture_output=True, timeout=_GIT_S, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            return False
        if done.returncode:
            return False
    return True


class OwnFiles:
    """The files of a site's own, found as authors name them: from the post, from the root, or by their name alone."""

    def __init__(self, content: Path) -> None:
        """Look in a content folder."""
        self._content = content
        self._named: dict[str, str] | None = None

    def beside(self, post: str) -> Own:
        """Return what finds the files that a post names."""
        return lambda path: self._link(post, path)

    def _link(self, post: str, path: str) -> str | None:
        """Return Pelican's link for a path; None where no such file lies in the content folder."""
        for written in dict.fromkeys((path, unquote(path))):
            from_post = [] if written.startswith("/") else [Path(post).parent / written]
            for place in (*from_post, Path(written.lstrip("/"))):
                relative = os.path.normpath(place)
                if not relative.startswith("..") and (self._content / relative).is_file():
                    return _static(relative)
            if "/" not in written and (found := self._by_name().get(written)):
                return _static(found)
        return None

    def _by_name(self) -> dict[str, str]:
        """Return where each film lies whose name no other one has; looked for once."""
        if self._named is None:
            films = [path for path in self._content.rglob("*") if path.suffix.lower() in MEDIA_TYPES]
            often = Counter(path.name for path in films)
            self._named = {
                path.name: path.relative_to(self._content).as_posix() for path in films if often[path.name] == 1
            }
        return self._named


def _static(path: str) -> str:
    return "{static}/" + _SPECIAL.sub(lambda char: quote(char[0]), Path(path).as_posix())
