"""The table of all commands, with their words, examples and arguments. The documents are made of it, too."""

from argparse import ArgumentParser

from pelican_videopost.cli import arguments
from pelican_videopost.cli.parser import Command

GROUPS = {
    "import": "bring in what is elsewhere; what is here already is left alone",
    "comments": "take comments on a machine of one's own, and moderate them",
}
SHELLS = ("bash", "zsh", "fish")
_STATES = ("pending", "approved", "rejected", "spam")


def _serve(parser: ArgumentParser) -> None:
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
    _which(parser)
    parser.add_argument("--json", action="store_true", help="print them for a program to read")


def _ids(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="ID", help="an id, or as much of its beginning as is needed")


def _chosen(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID", help="an id, or as much of its beginning as is needed")
    parser.add_argument("--all", action="store_true", help="instead of ids: all that `list` shows for the same options")
    _which(parser)


def _delete(parser: ArgumentParser) -> None:
    _chosen(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask whether --all is meant")


def _erase(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="the person's address")
    parser.add_argument("--published", action="store_true", help="take their comments out of the site, too")


def _shell(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")


COMMANDS = (
    Command(
        "new",
        "write the draft of a post for a video, among the site's articles",
        'new https://vimeo.com/1084537 --film "Big Buck Bunny"',
        "new.write_new",
        arguments.new_arguments,
        more="With the extra [fetch], title, description, poster and metadata are asked for on the network; without it,"
        " the post says what the address tells. Of a playlist, each video that no post shows gets a draft of its own. A"
        " file that is there is left as it is.",
    ),
    Command(
        "fetch",
        "get posters and metadata of the videos, into files beside the content",
        "fetch --refresh content/rocky.md",
        "posts.fetch_videos",
        arguments.fetch_arguments,
        more="Each video is saved as it arrives. What could not be had is named with its post, the rest goes on, and"
        " the exit status is 1.",
    ),
    Command(
        "check",
        "find videos that are gone, and what is missing or wrong in video posts",
        "check --offline",
        "posts.check_posts",
        arguments.check_arguments,
        more="What a build would warn of, and a video that does not play, is an error: the exit status is 1. What is"
        " merely missing, or a provider would not tell, is a warning: it is 0. With --fix, names of fields that are off"
        " by a little, and lines that lost their indent, are put right and shown; of each file that is changed a copy"
        " is kept, as `convert` does.",
    ),
    Command(
        "convert",
        "make embeds that were written for other plugins and programs what this one plays",
        "convert content/2012 --write",
        "converting.convert_embeds",
        arguments.convert_arguments,
        more="In articles in Markdown, reStructuredText and HTML. The first video of an article that begins with it"
        " becomes its Video line, any other an address in a paragraph by itself; all else stays as it is, and so does"
        " what stands in code. A file that is changed is copied to .videopost-backup beside the content folder, unless"
        " git has it as it was.",
    ),
    Command(
        "import disqus",
        "bring in the public comments of Disqus, from the file that it exports",
        "import disqus export.xml.gz",
        "imports.bring_in",
        arguments.source_arguments,
    ),
    Command(
        "import isso",
        "bring in the public comments of Isso, from its database",
        "import isso /var/lib/isso/comments.db",
        "imports.bring_in",
        arguments.source_arguments,
    ),
    Command(
        "import staticman",
        "bring in the comments of Staticman, from the folder of its files",
        "import staticman _data/comments",
        "imports.bring_in",
        arguments.source_arguments,
    ),
    Command(
        "import wordpress",
        "bring in posts, pages, comments and media of WordPress, from the files it exports",
        "import wordpress export.xml --media wp-content/uploads",
        "moving_in.import_wordpress",
        arguments.wordpress_arguments,
        more="Nothing private becomes public, no email is published, and a file edited since the last import is left as"
        " it is. What could not be brought in is in the report, and the exit status is 1.",
    ),
    Command(
        "comments serve",
        "take comments, until it is ended",
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
        "write comments into the site, and run the command of the settings",
        "comments approve --all --post rocky",
        "moderating.move",
        _chosen,
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
        "send the mails that are due (comments serve does so by itself)",
        "comments notify",
        "serving.notify",
    ),
    Command(
        "completion",
        "print what a shell needs to complete these commands at the tab key",
        "completion bash > ~/.local/share/bash-completion/completions/pelican-videopost",
        "completion.print_completion",
        _shell,
        of_site=False,
    ),
)
