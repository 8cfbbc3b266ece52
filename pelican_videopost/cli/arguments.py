"""The arguments of the commands that an author uses: `new`, `fetch`, `check`, `convert` and `import`."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

_JOBS = range(1, 17)
_TIMEOUT_S = range(1, 3601)


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


def new_arguments(parser: ArgumentParser) -> None:
    """Add what a new post is about, and how much to ask for."""
    parser.add_argument("address", metavar="ADDRESS", help="a video's page, a playlist, or a file of the site's own")
    parser.add_argument("--title", metavar="TITLE", help="its title, if not the video's")
    parser.add_argument("--film", metavar="FILM", help="the work that the clip is from")
    parser.add_argument("--offline", action="store_true", help="ask nobody about the video")
    parser.add_argument("--whole", action="store_true", help="of a playlist, one post for all of it")
    parser.add_argument("--edit", action="store_true", help="open the post in the program that EDITOR names")


def fetch_arguments(parser: ArgumentParser) -> None:
    """Add what to get anew."""
    parser.add_argument("--refresh", action="store_true", help="get what is already there, too")
    parser.add_argument("--dry-run", action="store_true", help="say what would be fetched; use no network")
    _videos(parser)


def check_arguments(parser: ArgumentParser) -> None:
    """Add how to tell, and whom not to ask."""
    parser.add_argument("--json", action="store_true", help="print the findings for a program to read")
    parser.add_argument("--fix", action="store_true", help="put right slips in the metadata that leave no doubt")
    parser.add_argument("--offline", action="store_true", help="look only at what is on the disk")
    _videos(parser)


def convert_arguments(parser: ArgumentParser) -> None:
    """Add which articles to convert."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only these articles, or those in this folder")
    parser.add_argument("--write", action="store_true", help="change the files; without it, the changes are shown")


def source_arguments(parser: ArgumentParser) -> None:
    """Add where the comments are."""
    parser.add_argument("path", type=Path, metavar="PATH", help="where the other system's data lie")


def wordpress_arguments(parser: ArgumentParser) -> None:
    """Add where a site comes from, where it goes, and how."""
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
