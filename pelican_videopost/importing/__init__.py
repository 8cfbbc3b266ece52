"""Comments from elsewhere, as files of the site.

Every source is a small module with one function that reads it into comments and problems, and raises nothing. Ids
follow from those of the source, so that importing twice is the same as once; emails are not even read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pelican_videopost.base.model import Problem
from pelican_videopost.base.writing import settle
from pelican_videopost.comments.files import write_comment
from pelican_videopost.comments.manifest import Manifest
from pelican_videopost.comments.model import Comment
from pelican_videopost.importing.isso import read_isso
from pelican_videopost.importing.places import Places
from pelican_videopost.importing.staticman import read_staticman


class ImportFailedError(Exception):
    """There is nothing to import from, or nothing to import with; `problems` says all that is known of why."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        """Remember both."""
        super().__init__(message)
        self.problems = problems


_Read = Callable[[Path, Places], tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]]
_READERS: dict[str, _Read] = {"isso": read_isso, "staticman": read_staticman}


def _reader(source: str) -> _Read:
    """Return what reads a system's comments; two of them need an extra, since they keep HTML."""
    try:
        if source == "disqus":
            from pelican_videopost.importing.disqus import read_disqus

            return read_disqus
        if source == "wordpress":
            from pelican_videopost.importing.wordpress.threads import read_wordpress

            return read_wordpress
    except ModuleNotFoundError as error:
        raise ImportFailedError(f"{error.name} missing: pip install 'pelican-videopost[import]'") from error
    return _READERS[source]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: comments written, comments that were here already, and what could not be used.

    `threads` counts the comments that are here now by the slug of their post.
    """

    written: int
    present: int
    problems: tuple[Problem, ...]
    threads: Mapping[str, int]


def import_comments(source: str, path: Path, content: Path, manifest: Manifest | None) -> Imported:
    """Write the comments of another system below `content`; those whose file stands already are left alone."""
    if not path.exists():
        raise ImportFailedError(f"there is no {path}")
    comments, problems = _reader(source)(path, Places(manifest))
    if problems and not comments:
        raise ImportFailedError(f"{problems[0].value}: {problems[0].fix}", problems[1:])
    every = (comment for thread in comments.values() for comment in thread)
    results = [write_comment(content, comment, is_one_of_many=True) for comment in every]
    settle()
    threads = {slug: len(thread) for slug, thread in comments.items()}
    return Imported(results.count(True), results.count(False), problems, threads)
