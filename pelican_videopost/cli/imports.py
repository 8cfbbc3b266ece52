"""The commands `import isso`, `staticman` and `disqus`: comments alone, for posts that are here."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pelican_videopost.base.model import Problem
from pelican_videopost.build.reading import ReadAddress, read_addresses
from pelican_videopost.cli.console import FINE, MISUSED, CommandError, say, tell
from pelican_videopost.comments.manifest import Manifest, ManifestError, Post, read_manifest
from pelican_videopost.importing import ImportFailedError, import_comments
from pelican_videopost.receiver.settings import ReceiverSettings, ReceiverSettingsError, read_site


def bring_in(options: Namespace) -> int:
    """Write the comments of another system into the site, as files that its next build reads."""
    return bring_in_from(options.command.removeprefix("import "), [options.path], options.settings)


def bring_in_from(source: str, paths: Iterable[Path], settings_path: Path) -> int:
    """Write the comments of these files or folders into the site; all that could not be used is named."""
    try:
        settings, _ = read_site(settings_path)
    except ReceiverSettingsError as error:
        raise CommandError(str(error), MISUSED) from error
    articles = read_addresses(settings_path)
    written = present = told = 0
    threads: dict[str, int] = {}
    for path in paths:
        try:
            done = import_comments(source, path, settings.content, _manifest(settings, articles))
        except ImportFailedError as error:
            for problem in error.problems:
                tell(path, problem)
            raise CommandError(str(error)) from error
        for problem in done.problems:
            tell(path, problem)
        written, present, told = written + done.written, present + done.present, told + len(done.problems)
        for slug, count in done.threads.items():
            threads[slug] = threads.get(slug, 0) + count
    for file, problem in _unseen(threads, articles):
        tell(file, problem)
        told += 1
    say(f"{written} comments written, {present} here already, {told} problems.")
    return FINE


def _manifest(settings: ReceiverSettings, articles: Iterable[ReadAddress]) -> Manifest:
    """Return the posts of the site, as the last build told of them, and those that it told nothing of."""
    here = Manifest(posts={one.slug: Post(one.slug, one.url) for one in articles})
    try:
        return read_manifest(settings.manifest).joined(here)
    except ManifestError:  # there is none without a receiver
        return here


def _unseen(threads: Mapping[str, int], articles: Iterable[ReadAddress]) -> Iterator[tuple[str, Problem]]:
    """Yield each article that has comments now, and will show none of them."""
    for one in articles:
        if one.slug in threads and one.hides_comments:
            yield one.path, Problem("comments", f"{threads[one.slug]} on {one.slug}", one.hides_comments)
