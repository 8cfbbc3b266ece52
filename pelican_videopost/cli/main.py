"""The command `pelican-videopost`."""

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from pelican_videopost.base.conf import ConfError
from pelican_videopost.build.reading import read_posts
from pelican_videopost.cli.comments import add_commands
from pelican_videopost.cli.moving_in import add_import
from pelican_videopost.fetch.check import as_json, check, report
from pelican_videopost.fetch.run import Options, fetch

_FAILED, _MISUSED, _INTERRUPTED = 1, 2, 130
_JOBS = range(1, 17)
_TIMEOUT_S = range(1, 3601)


class _MissingError(Exception):
    """A command needs an extra that is not installed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status: 0 for fine, 1 if something failed, 2 if it was not used rightly."""
    sys.stdout.reconfigure(errors="backslashreplace") if hasattr(sys.stdout, "reconfigure") else None
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except (_MissingError, ConfError) as error:
        sys.stderr.write(f"pelican-videopost: {error}\n")
        return _MISUSED
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted. What was fetched is saved; run the command again to go on.\n")
        return _INTERRUPTED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pelican-videopost", description="Video posts for Pelican.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    about = "get posters and metadata of the videos, into files beside the content"
    fetching = commands.add_parser("fetch", help=about, description=about)
    fetching.add_argument("--refresh", action="store_true", help="get what is already there, too")
    fetching.add_argument("--dry-run", action="store_true", help="say what would be fetched; use no network")
    fetching.set_defaults(run=_fetch)
    about = "find videos that are gone, and what is missing or wrong in video posts"
    checking = commands.add_parser("check", help=about, description=about)
    checking.add_argument("--json", action="store_true", help="print the findings for a program to read")
    checking.add_argument("--offline", action="store_true", help="look only at what is on the disk")
    checking.set_defaults(run=_check)
    add_commands(commands)
    add_import(commands)
    for command in (fetching, checking):
        command.add_argument("files", nargs="*", metavar="FILE", help="only these posts (default: all)")
        command.add_argument(
            "--settings", type=Path, default=Path("pelicanconf.py"), metavar="FILE", help="default: %(default)s"
        )
        command.add_argument(
            "--jobs", type=_number(_JOBS), default=4, metavar="N", help="videos at a time (default: %(default)s)"
        )
        command.add_argument(
            "--timeout",
            type=_number(_TIMEOUT_S),
            default=120,
            metavar="S",
            help="seconds that one video may take, with all tries (default: %(default)s)",
        )
    return parser


def _number(legal: range) -> "type[int]":
    """Return a type for argparse: a whole number of a range."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 9 and int(text) in legal:
            return int(text)
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {legal[0]} to {legal[-1]}")

    return read  # type: ignore[return-value]


def _fetch(options: argparse.Namespace) -> int:
    if not options.dry_run:
        _need("fetch", {"yt_dlp": "yt-dlp", "PIL": "Pillow"})
    site = read_posts(options.settings, options.files)
    chosen = Options(options.refresh, options.dry_run, options.jobs, options.timeout)
    return fetch(site, chosen, _say)


def _check(options: argparse.Namespace) -> int:
    if not options.offline:
        _need("check", {"yt_dlp": "yt-dlp"})
    site = read_posts(options.settings, options.files)
    findings = check(site, offline=options.offline, jobs=options.jobs, timeout_s=options.timeout)
    _say(as_json(findings, site, offline=options.offline) if options.json else report(findings, site))
    return _FAILED if any(finding.level == "error" for finding in findings) else 0


def _need(command: str, modules: dict[str, str]) -> None:
    missing = [name for module, name in modules.items() if find_spec(module) is None]
    if missing:
        names = " and ".join(missing)
        raise _MissingError(f'`{command}` needs {names}: pip install "pelican-videopost[fetch]"')


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
