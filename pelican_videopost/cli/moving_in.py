"""The command `import wordpress`, which brings a whole site in."""

import contextlib
import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pelican_videopost.base.conf import read_conf
from pelican_videopost.base.writing import write_whole
from pelican_videopost.cli.console import FAILED, FINE, MISUSED, CommandError, complain
from pelican_videopost.cli.imports import bring_in_from
from pelican_videopost.cli.parser import SETTINGS

if TYPE_CHECKING:
    from pelican_videopost.importing.wordpress.comments import Pending
    from pelican_videopost.importing.wordpress.letter import ImportReport


def import_wordpress(options: Namespace) -> int:
    """Move a WordPress site in; return 1 where something of it is not here."""
    if find_spec("markdownify") is None:
        raise CommandError("`import wordpress` needs markdownify: pip install 'pelican-videopost[import]'", MISUSED)
    if options.comments_only:
        return bring_in_from("wordpress", options.exports, options.settings)
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
        complain(f"{options.report} is not written: --dry-run writes nothing")
    sys.stdout.write(str(letter))
    return FAILED if letter.has_failed else FINE


def _content_of(settings: Path) -> Path:
    """Return the content folder of a site; `content` where a site is only to be and has no settings yet."""
    if settings == SETTINGS and not settings.is_file():
        return Path("content")
    return Path(read_conf(settings.resolve())["PATH"])


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
