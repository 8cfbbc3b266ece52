"""The command line, made of the table of commands.

By argparse: it comes with Python and so burdens nothing, and shells and documents can be told of what it knows.
"""

import argparse
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pelican_videopost import __version__
from pelican_videopost.cli.console import STATUSES

PROGRAM = "pelican-videopost"
SETTINGS = Path("pelicanconf.py")
_STATUS = "exit status:\n" + "\n".join(f"  {number:<5} {meaning}" for number, meaning in STATUSES.items())

Add = Callable[[argparse.ArgumentParser], object]


class Command(NamedTuple):
    """A command: its name, of one word or two, what it does, an example of its use, and where it is.

    `run` names a module of this folder and a function in it. The function takes the options and returns the exit
    status. `add` gives the parser the command's own arguments. `more` is further sentences for its help.
    """

    name: str
    about: str
    example: str
    run: str
    add: Add | None = None
    of_site: bool = True
    more: str = ""


def make_parser(groups: dict[str, str], commands: tuple[Command, ...]) -> argparse.ArgumentParser:
    """Return the parser of all commands; `groups` says what the first of two words stands for."""
    parser = _Parser(prog=PROGRAM, description="Video posts for Pelican.", epilog=_STATUS)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    _add_settings(parser)
    parser.set_defaults(run=None, settings=SETTINGS, parser=parser)
    floors = {"": parser.add_subparsers(metavar="COMMAND", title="commands")}
    for command in commands:
        group, _, name = command.name.rpartition(" ")
        if group not in floors:
            about = groups[group]
            of_group = floors[""].add_parser(group, help=about, description=_sentence(about), epilog=_STATUS)
            _add_settings(of_group)
            of_group.set_defaults(parser=of_group)
            floors[group] = of_group.add_subparsers(metavar="COMMAND", title="commands")
        _add_command(floors[group], name, command)
    return parser


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield a parser and all those below it, in the order of its help."""
    yield parser
    for action in parser._actions:  # there is no public way to them
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def _add_command(floor: Any, name: str, command: Command) -> None:
    parser = floor.add_parser(
        name,
        help=command.about,
        description="\n\n".join(filter(None, (_sentence(command.about), textwrap.fill(command.more, 79)))),
        epilog=f"example:\n  {PROGRAM} {command.example}\n\n{_STATUS}",
    )
    parser.set_defaults(run=command.run, command=command.name)
    if command.add:
        command.add(parser)
    if command.of_site:
        _add_settings(parser)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    """Add `--settings`, which may stand before or after the command, and so must have no default of its own."""
    parser.add_argument(
        "-s",
        "--settings",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="FILE",
        help=f"the site's settings (default: {SETTINGS})",
    )


def _sentence(about: str) -> str:
    return about[0].upper() + about[1:] + "."


class _Parser(argparse.ArgumentParser):
    """A parser whose epilog is printed line by line; argparse makes those of the commands of the same class."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **options)
