"""The commands `import isso`, `staticman` and `wordpress`."""

from argparse import Namespace

from pelican_videopost.cli.comments import open_desk
from pelican_videopost.cli.console import FINE, CommandError, complain, say, tell
from pelican_videopost.comments.manifest import ManifestError, read_manifest
from pelican_videopost.importing import ImportFailedError, import_comments


def bring_in(options: Namespace) -> int:
    """Write the comments of another system into the site, as files that its next build reads."""
    source = options.command.removeprefix("import ")
    with open_desk(options) as desk:
        try:
            manifest = read_manifest(desk.settings.manifest)
        except ManifestError as error:
            complain(f"{error}. Without it, posts are told by their addresses alone")
            manifest = None
        try:
            done = import_comments(source, options.path, desk.settings.content, manifest)
        except ImportFailedError as error:
            raise CommandError(str(error)) from error
    for problem in done.problems:
        tell(options.path, problem)
    say(f"{done.written} comments written, {done.present} here already, {len(done.problems)} problems.")
    return FINE
