"""Comments from elsewhere, as files of the site.

Every source is a small module with one function that reads it into comments and problems, and raises nothing. Ids
follow from those of the source, so that importing twice is the same as once; emails are not even read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pelican_videopost.base.model import Problem
from pelican_videopost.comments.files import write_comment
from pelican_videopost.comments.manifest import Manifest
from pelican_videopost.comments.model import Comment
from pelican_videopost.importing.isso import read_isso
from pelican_videopost.importing.places import Places
from pelican_videopost.importing.staticman import read_staticman


class ImportFailedError(Exception):
    """There is nothing to import from, or nothing to import with."""


def _read_wordpress(path: Path, places: Places) -> tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]:
    try:
        from pelican_videopost.importing.wordpress.threads import read_wordpress  # it needs an extra
    except ModuleNotFoundError as error:
        raise ImportFailedError(f"{error.name} missing: pip install 'pelican-videopost[import]'") from error
    return read_wordpress(path, places)


_Read = Callable[[Path, Places], tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]]
_READERS: dict[str, _Read] = {"isso": read_isso, "staticman": read_staticman, "wordpress": _read_wordpress}
SOURCES = tuple(_READERS)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: comments written, comments that were here already, and what could not be used."""

    written: int
    present: int
    problems: tuple[Problem, ...]


def import_comments(source: str, path: Path, content: Path, manifest: Manifest | None) -> Imported:
    """Write the comments of another system below `content`; those whose file stands already are left alone."""
    if not path.exists():
        raise ImportFailedError(f"there is no {path}")
    comments, problems = _READERS[source](path, Places(manifest))
    if problems and not comments:
        raise ImportFailedError(f"{problems[0].value}: {problems[0].fix}")
    results = [write_comment(content, comment) for thread in comments.values() for comment in thread]
    return Imported(results.count(True), results.count(False), problems)
