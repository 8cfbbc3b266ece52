"""The commands that bring a site in: `import wordpress`."""

import argparse
import contextlib
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican_videopost.base.conf import ConfError, read_conf
from pelican_videopost.base.writing import write_whole

if TYPE_CHECKING:
    from pelican_videopost.importing.wordpress.comments import Pending
    from pelican_videopost.importing.wordpress.letter import ImportReport

_DONE, _FAILED = 0, 1


def add_import(subparsers: Any) -> None:
    """Add `import` and what it imports from to the subparsers of `argparse`; each sets `run`."""
    about = "bring a site in from elsewhere"
    group = subparsers.add_parser("import", help=about, description=about.capitalize() + ".")
    sources = group.add_subparsers(required=True, metavar="SOURCE")
    about = "posts, pages, comments and media from the exports of a WordPress site"
    parser = sources.add_parser("wordpress", help=about, description=about.capitalize() + ".")
    parser.add_argument("exports", nargs="+", type=Path, metavar="EXPORT.xml", help="all exports of one site")
    parser.add_argument("--content", type=Path, metavar="DIR", help="where to write (default: the settings' PATH)")
    parser.add_argument("--media", type=Path, metavar="DIR", help="a copy of wp-content/uploads, to copy files from")
    parser.add_argument("--redirects", type=Path, metavar="DIR", help="default: redirects, beside the content folder")
    parser.add_argument(
        "--type", action="append", default=[], metavar="NAME", help="bring in posts of this type, too; may be repeated"
    )
    parser.add_argument("--pending", action="store_true", help="put comments that wait into the receiver's queue")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    parser.add_argument("--force", action="store_true", help="overwrite files that were edited since the last import")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report for a program, too")
    parser.add_argument("-s", "--settings", default="pelicanconf.py", help="the site's (default: %(default)s)")
    parser.set_defaults(run=run_wordpress)


def run_wordpress(options: argparse.Namespace) -> int:
    """Move a WordPress site in; return 1 where something of it is not here."""
    if find_spec("markdownify") is None:
        raise ConfError("`import wordpress` needs markdownify: pip install 'pelican-videopost[import]'")
    from pelican_videopost.importing.wordpress.moving import Wishes, move_in

    content = (options.content or _content_of(Path(options.settings))).resolve()
    wishes = Wishes(
        exports=options.exports,
        content=content,
        redirects=options.redirects or content.parent / "redirects",
        uploads=options.media,
        types=frozenset(options.type),
        is_dry=options.dry_run,
        is_forced=options.force,
    )
    letter, pending = move_in(wishes, _bar if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    if options.pending and pending:
        letter.queued = len(pending) if options.dry_run else _queue(pending, options.settings, letter)
    if options.report and not options.dry_run:
        write_whole(options.report.resolve(), letter.as_json().encode())
    elif options.report:
        sys.stderr.write(f"pelican-videopost: {options.report} is not written: --dry-run writes nothing\n")
    sys.stdout.write(str(letter))
    return _FAILED if letter.has_failed else _DONE


def _content_of(settings: Path) -> Path:
    """Return the content folder of a site; `content` where there are no settings yet."""
    if not settings.is_file():
        return Path("content")
    try:
        return Path(read_conf(settings.resolve())["PATH"])
    except ConfError as error:
        raise ConfError(f"{error}; or name the folder with --content") from error


def _bar(read: int, size: int) -> None:
    """Draw how much of a file was read."""
    part = read / size if size else 1
    sys.stderr.write(f"\r[{'#' * round(part * 40):40}] {part:4.0%}")
    sys.stderr.flush()


def _queue(pending: "list[Pending]", settings: str, letter: "ImportReport") -> int:
    """Put comments into the receiver's queue, where they wait as they did; return how many are there now."""
    from pelican_videopost.receiver.database import StoreError
    from pelican_videopost.receiver.settings import ReceiverSettingsError, read_site
    from pelican_videopost.receiver.store import DuplicateError, Store
    from pelican_videopost.receiver.submission import Submission

    queued = 0
    try:
        chosen, _ = read_site(settings)
        store = Store(chosen.store, chosen.busy_seconds)
        for comment, email in pending:
            submission = Submission(comment.slug, comment.text, comment.author, email, comment.website, comment.parent)
            with contextlib.suppress(DuplicateError):  # it was put there by the last import
                store.add(submission, "", created=comment.date)
            queued += 1
    except (StoreError, ReceiverSettingsError, OSError) as error:
        letter.problems.append(f"the queue of comments: {error}")
    return queued
