"""The arguments of the commands."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

_JOBS = range(1, 17)
_TIMEOUT_S = range(1, 3601)
SHELLS = ("bash", "zsh", "fish")
_STATES = ("pending", "approved", "rejected", "spam")


def _number(legal: range) -> Callable[[str], int]:
    """Return a type for argparse: a whole number of a range."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 9 and int(text) in legal:
            return int(text)
        raise ArgumentTypeError(f"{text!r} is no whole number from {legal[0]} to {legal[-1]}")

    return read


def _videos(parser: ArgumentParser) -> None:
    """Add which posts to take, and how hard to try."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="only these posts (default: all)")
    parser.add_argument(
        "--jobs", type=_number(_JOBS), default=4, metavar="N", help="videos at a time (default: %(default)s)"
    )
    parser.add_argument(
        "--timeout",
        type=_number(_TIMEOUT_S),
        default=120,
        metavar="S",
        help="seconds that one video may take, with all tries (default: %(default)s)",
    )


def of_new(parser: ArgumentParser) -> None:
    """Add the arguments of `new`."""
    parser.add_argument("address", metavar="ADDRESS", help="a video's page, a playlist, or a file of the site's own")
    parser.add_argument("--title", metavar="TITLE", help="its title, if not the video's")
    parser.add_argument("--film", metavar="FILM", help="the work that the clip is from")
    parser.add_argument("--offline", action="store_true", help="ask nobody about the video")
    parser.add_argument("--whole", action="store_true", help="of a playlist, one post for all of it")
    parser.add_argument("--edit", action="store_true", help="open the post in the program that EDITOR names")


def of_fetch(parser: ArgumentParser) -> None:
    """Add the arguments of `fetch`."""
    parser.add_argument("--refresh", action="store_true", help="get what is already there, too")
    parser.add_argument("--dry-run", action="store_true", help="say what would be fetched; use no network")
    _videos(parser)


def of_check(parser: ArgumentParser) -> None:
    """Add the arguments of `check`."""
    parser.add_argument("--json", action="store_true", help="print the findings for a program to read")
    parser.add_argument("--fix", action="store_true", help="put right slips in the metadata that leave no doubt")
    parser.add_argument("--offline", action="store_true", help="look only at what is on the disk")
    _videos(parser)


def of_convert(parser: ArgumentParser) -> None:
    """Add the arguments of `convert`."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only these articles, or those in this folder")
    parser.add_argument("--write", action="store_true", help="change the files; without it, the changes are shown")


def of_source(parser: ArgumentParser) -> None:
    """Add the arguments of `source`."""
    parser.add_argument("path", type=Path, metavar="PATH", help="where the other system's data lie")


def of_wordpress(parser: ArgumentParser) -> None:
    """Add the arguments of `wordpress`."""
    parser.add_argument("exports", nargs="+", type=Path, metavar="EXPORT.xml", help="all exports of one site")
    parser.add_argument("--content", type=Path, metavar="DIR", help="where to write (default: the settings' PATH)")
    parser.add_argument("--media", type=Path, metavar="DIR", help="a copy of wp-content/uploads, to copy files from")
    parser.add_argument("--redirects", type=Path, metavar="DIR", help="default: redirects, beside the content folder")
    parser.add_argument(
        "--type", action="append", default=[], metavar="NAME", help="posts of this type, too; repeatable"
    )
    parser.add_argument(
        "--comments-only", action="store_true", help="bring in approved comments for posts that are here"
    )
    parser.add_argument("--pending", action="store_true", help="put comments that wait into the receiver's queue")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
    parser.add_argument("--force", action="store_true", help="overwrite files that were edited since the last import")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report for a program, too")


def of_serve(parser: ArgumentParser) -> None:
    """Add the arguments of `serve`."""
    parser.add_argument("--listen", metavar="HOST:PORT", help="listen there, not where the settings say")
    parser.add_argument("--site", metavar="ORIGIN", help="where the site is, if not at its SITEURL")


def _which(parser: ArgumentParser) -> None:
    """Add which comments are meant, for `list` and for all that takes `--all`."""
    parser.add_argument(
        "--state",
        choices=[*_STATES, "all"],
        default="pending",
        metavar="STATE",
        help="pending, approved, rejected or spam, or all (default: %(default)s)",
    )
    parser.add_argument("--post", metavar="SLUG", help="only those on this post")
    parser.add_argument("--email", metavar="EMAIL", help="only those of this person")


def of_list(parser: ArgumentParser) -> None:
    """Add the arguments of `list`."""
    _which(parser)
    parser.add_argument("--json", action="store_true", help="print them for a program to read")


def of_ids(parser: ArgumentParser) -> None:
    """Add the arguments of `ids`."""
    parser.add_argument("ids", nargs="+", metavar="ID", help="an id, or as much of its beginning as is needed")


def of_chosen(parser: ArgumentParser) -> None:
    """Add the arguments of `chosen`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="an id, or as much of its beginning as is needed")
    parser.add_argument("--all", action="store_true", help="instead of ids: all that `list` shows for the same options")
    _which(parser)


def of_delete(parser: ArgumentParser) -> None:
    """Add the arguments of `delete`."""
    of_chosen(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask whether --all is meant")


def of_erase(parser: ArgumentParser) -> None:
    """Add the arguments of `erase`."""
    parser.add_argument("email", metavar="EMAIL", help="the person's address")
    parser.add_argument("--published", action="store_true", help="take their comments out of the site, too")


def of_shell(parser: ArgumentParser) -> None:
    """Add the arguments of `shell`."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")
