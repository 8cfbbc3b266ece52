"""The commands of `comments`."""

from argparse import ArgumentParser
from pathlib import Path

from pelican_videopost.cli.parser import Command

_STATES = ("pending", "approved", "rejected", "spam")


def _serve(parser: ArgumentParser) -> None:
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


def _list(parser: ArgumentParser) -> None:
    """Add the arguments of `list`."""
    _which(parser)
    parser.add_argument("--json", action="store_true", help="print them for a program to read")


def _ids(parser: ArgumentParser) -> None:
    """Add the arguments of `ids`."""
    parser.add_argument("ids", nargs="+", metavar="ID", help="an id, or as much of its beginning as is needed")


def _chosen(parser: ArgumentParser) -> None:
    """Add the arguments of `chosen`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="an id, or as much of its beginning as is needed")
    parser.add_argument("--all", action="store_true", help="instead of ids: all that `list` shows for the same options")
    _which(parser)


def _approve(parser: ArgumentParser) -> None:
    """Add the arguments of `approve`."""
    _chosen(parser)
    parser.add_argument("--to", metavar="SLUG", default="", help="put them under this post, if theirs has another slug")


def _delete(parser: ArgumentParser) -> None:
    """Add the arguments of `delete`."""
    _chosen(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask whether --all is meant")


def _erase(parser: ArgumentParser) -> None:
    """Add the arguments of `erase`."""
    parser.add_argument("email", metavar="EMAIL", help="the person's address")
    parser.add_argument("--published", action="store_true", help="take their comments out of the site, too")


def _file(parser: ArgumentParser) -> None:
    """Add the arguments of `file`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the copy")


COMMENT_COMMANDS = (
    Command(
        "comments serve",
        "take comments, until you press Ctrl+C",
        "comments serve --site http://127.0.0.1:8000",
        "serving.take_comments",
        _serve,
    ),
    Command(
        "comments list",
        "list the comments that wait, or those in another state, on one post or of one person",
        "comments list --state spam",
        "comments.list_comments",
        _list,
    ),
    Command("comments show", "show a comment whole", "comments show 20260131-1805", "comments.show", _ids),
    Command(
        "comments moderate",
        "look the waiting comments through, one by one, then those taken for spam",
        "comments moderate",
        "moderating.moderate",
    ),
    Command(
        "comments approve",
        "write comments into the site, and run the command in `after`",
        "comments approve --all --post rocky",
        "moderating.move",
        _approve,
        more="A comment on a post that the last build does not know of is left as it is, and the exit status is 1: its"
        " post was renamed or deleted, and nobody would see it. A command in `after` that failed is run again by the"
        " next of these commands.",
    ),
    Command(
        "comments reject",
        "refuse comments; those in the site are taken out of it",
        "comments reject 20260131-1805",
        "moderating.move",
        _chosen,
    ),
    Command("comments spam", "mark comments as spam", "comments spam 20260131-1805", "moderating.move", _chosen),
    Command(
        "comments delete",
        "delete comments for good, from the queue and the site",
        "comments delete --all --state spam",
        "moderating.move",
        _delete,
    ),
    Command(
        "comments erase",
        "delete all that the queue knows of a person; what was published stays, without the email",
        "comments erase anna@example.org --published",
        "moderating.erase_person",
        _erase,
    ),
    Command(
        "comments notify",
        "send mails and run the command in `after`, if they are due (comments serve does so by itself)",
        "comments notify",
        "serving.notify",
    ),
    Command(
        "comments password",
        "set the password of the receiver's page for moderators, and end the sessions there",
        "comments password",
        "keeping.set_password",
        more="The page is `moderate`, beside the `reply` that forms send to. It is there once there is a password: this"
        " one, of which only a salted hash is kept, or one in the variable VIDEOPOST_MODERATOR_PASSWORD.",
    ),
    Command(
        "comments link",
        "print a link to sign in to that page with, once, within a quarter of an hour",
        "comments link",
        "keeping.print_link",
    ),
    Command(
        "comments backup",
        "copy the whole queue into one new file, while the receiver runs",
        "comments backup comments-2026-01-31.sqlite3",
        "keeping.back_up_queue",
        _file,
        more="The file has email addresses, and the key that links in mails are signed with: only you can read it.",
    ),
    Command(
        "comments restore",
        "put the queue back that a backup has; what was there is kept in a file beside it",
        "comments restore comments-2026-01-31.sqlite3",
        "keeping.restore_queue",
        _file,
    ),
)
