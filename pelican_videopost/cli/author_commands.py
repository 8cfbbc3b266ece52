"""The commands that an author uses: `new`, `fetch`, `check`, `convert` and `import`."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

from pelican_videopost.base.labels import LANGUAGE
from pelican_videopost.cli.parser import Command

_JOBS = range(1, 17)
_TIMEOUT_S = range(1, 3601)


def _number(legal: range) -> Callable[[str], int]:
    """Return a type for argparse: a whole number of a range."""

    def read(text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 9 and int(text) in legal:
            return int(text)
        raise ArgumentTypeError(f"{text!r} is no whole number from {legal[0]} to {legal[-1]}")

    return read


def _language(text: str) -> str:
    if not text or LANGUAGE.fullmatch(text):
        return text
    raise ArgumentTypeError(f"{text!r} is no language such as en or pt-BR; put the files before --captions")


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


def _new(parser: ArgumentParser) -> None:
    """Add what a new post is about, and how much to ask for."""
    parser.add_argument("address", metavar="ADDRESS", help="a video's page, a playlist, or a file of the site's own")
    parser.add_argument("--title", metavar="TITLE", help="its title, if not the video's")
    parser.add_argument("--film", metavar="FILM", help="the work that the clip is from")
    parser.add_argument("--offline", action="store_true", help="ask nobody about the video")
    parser.add_argument("--whole", action="store_true", help="of a playlist, one post for all of it")
    parser.add_argument("--edit", action="store_true", help="open the post in the program that EDITOR names")


def _fetch(parser: ArgumentParser) -> None:
    """Add what to get anew."""
    parser.add_argument("--refresh", action="store_true", help="get what is already there, too")
    parser.add_argument("--dry-run", action="store_true", help="say what would be fetched; use no network")
    parser.add_argument(
        "--captions",
        nargs="?",
        const="",
        type=_language,
        metavar="LANG",
        help="get captions, too, which become a transcript: in this language (default: the posts' and the videos' own)",
    )
    parser.add_argument("--machine", action="store_true", help="take a machine's captions where people wrote none")
    _videos(parser)


def _check(parser: ArgumentParser) -> None:
    """Add how to tell, and whom not to ask."""
    parser.add_argument("--json", action="store_true", help="print the findings for a program to read")
    parser.add_argument("--fix", action="store_true", help="put right slips in the metadata that leave no doubt")
    parser.add_argument("--offline", action="store_true", help="look only at what is on the disk")
    _videos(parser)


def _convert(parser: ArgumentParser) -> None:
    """Add which articles to convert."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only these articles, or those in this folder")
    parser.add_argument("--write", action="store_true", help="change the files; without it, the changes are shown")


def _source(parser: ArgumentParser) -> None:
    """Add where the comments are."""
    parser.add_argument("path", type=Path, metavar="PATH", help="where the other system's data lie")


def _wordpress(parser: ArgumentParser) -> None:
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


AUTHOR_COMMANDS = (
    Command(
        "new",
        "write the draft of a post for a video, among the site's articles",
        'new https://vimeo.com/1084537 --film "Big Buck Bunny"',
        "new.write_new",
        _new,
        more="With the extra [fetch], it asks the network for title, description, poster and metadata. Without it, the"
        " title is made of the address. Of a playlist, each video that no post shows gets a draft of its own. A file"
        " that is there is never overwritten.",
    ),
    Command(
        "fetch",
        "get posters and metadata of the videos, into files beside the content",
        "fetch --refresh content/rocky.md",
        "posts.fetch_videos",
        _fetch,
        more="Each video is saved as it arrives. What could not be had is named with its post, the rest goes on, and"
        " the exit status is 1.",
    ),
    Command(
        "check",
        "find videos that are gone, and what is missing or wrong in video posts",
        "check --offline",
        "posts.check_posts",
        _check,
        more="What a build would warn of, and a video that does not play, is an error: the exit status is 1. What is"
        " merely missing, or a provider would not tell, is a warning: the status is 0. With --fix, names of fields that"
        " are off by a little, and lines that lost their indent, are put right and shown; of each file that is changed"
        " a copy is kept, as `convert` does.",
    ),
    Command(
        "convert",
        "turn older embed code, of other plugins or by hand, into players of this plugin",
        "convert content/2012 --write",
        "converting.convert_embeds",
        _convert,
        more="It reads articles in Markdown, reStructuredText and HTML. Where an article begins with a video, that"
        " becomes its Video line; any other becomes an address in a paragraph of its own. All else stays as it is, code"
        " blocks too. A file that is changed is copied to .videopost-backup beside the content folder, unless git has"
        " it as it was.",
    ),
    Command(
        "import disqus",
        "bring in the public comments of Disqus, from the file that it exports",
        "import disqus export.xml.gz",
        "imports.bring_in",
        _source,
    ),
    Command(
        "import isso",
        "bring in the public comments of Isso, from its database",
        "import isso /var/lib/isso/comments.db",
        "imports.bring_in",
        _source,
    ),
    Command(
        "import staticman",
        "bring in the comments of Staticman, from the folder of its files",
        "import staticman _data/comments",
        "imports.bring_in",
        _source,
    ),
    Command(
        "import wordpress",
        "bring in posts, pages, comments and media of WordPress, from the files it exports",
        "import wordpress export.xml --media wp-content/uploads",
        "moving_in.import_wordpress",
        _wordpress,
        more="Nothing private becomes public, no email is published, and a file edited since the last import is left as"
        " it is. What could not be brought in is in the report, and the exit status is 1.",
    ),
)
