"""The command `completion`: what a shell needs to know of all commands."""

from argparse import ArgumentParser, Namespace
from importlib.util import find_spec

from pelican_videopost.cli.commands import COMMANDS, GROUPS
from pelican_videopost.cli.console import FINE, MISUSED, CommandError, say
from pelican_videopost.cli.parser import make_parser, parsers

# An argument that the help calls so is a path.
_PATHS = ("FILE", "PATH")


def print_completion(options: Namespace) -> int:
    """Print the completions for a shell, of the parser that reads the command line."""
    if find_spec("shtab") is None:
        raise CommandError('`completion` needs shtab: pip install "pelican-videopost[completion]"', MISUSED)
    import shtab

    parser = make_parser(GROUPS, COMMANDS)
    _mark_paths(parser, shtab.FILE)
    say(shtab.complete(parser, options.shell).rstrip("\n"))
    return FINE


def _mark_paths(parser: ArgumentParser, mark: object) -> None:
    """Tell shtab which arguments are paths, in its own way: an attribute of argparse's objects."""
    for below in parsers(parser):
        for action in below._actions:
            if action.metavar in _PATHS:
                action.complete = mark  # type: ignore[attr-defined]
