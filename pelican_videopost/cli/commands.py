"""The table of all commands, with their words, examples and arguments. The documents are made of it, too."""

from argparse import ArgumentParser

from pelican_videopost.cli.author_commands import AUTHOR_COMMANDS
from pelican_videopost.cli.comment_commands import COMMENT_COMMANDS
from pelican_videopost.cli.parser import Command

GROUPS = {
    "import": "bring in posts and comments from another system; files that are here already stay",
    "comments": "take comments on a machine of your own, and moderate them",
}
SHELLS = ("bash", "zsh", "fish")


def _shell(parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")


COMMANDS = (
    *AUTHOR_COMMANDS,
    *COMMENT_COMMANDS,
    Command(
        "completion",
        "print what a shell needs to complete these commands at the tab key",
        "completion bash > ~/.local/share/bash-completion/completions/pelican-videopost",
        "completion.print_completion",
        _shell,
        of_site=False,
    ),
)
