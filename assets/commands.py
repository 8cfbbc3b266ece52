"""Write docs/commands.md, the page of all commands, from the code: `python assets/commands.py`, or `make commands`.

With `--check` nothing is written; the exit status tells whether the page is current.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from pelican_videopost.cli.commands import COMMANDS, GROUPS
from pelican_videopost.cli.console import STATUSES
from pelican_videopost.cli.parser import PROGRAM, SETTINGS, Command, make_parser, parsers

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
INTRODUCTION = f"""\
# Commands

Everything is done by one program, `{PROGRAM}`, which is also `python -m pelican_videopost`. Run it in
the folder of your `{SETTINGS}`, or name that file with `-s FILE` (or `--settings FILE`), before or after any command
that is about a site. `--help` after a command prints what this page says of it, `--version` the version. Called
without a command, the program prints its help and ends with status 2.

Answers go to standard output. What is wrong goes to standard error, a problem in a file as one line,
`FILE: FIELD: VALUE: FIX`. Colours are for terminals only, and not used where `NO_COLOR` is set.

"""


def page() -> str:
    """Return the page."""
    lines = [INTRODUCTION.rstrip("\n"), ""]
    lines += [
        "| Exit status | Meaning |",
        "|---|---|",
        *(f"| {number} | {text} |" for number, text in STATUSES.items()),
        "",
    ]
    of_name = {parser.prog: parser for parser in parsers(make_parser(GROUPS, COMMANDS))}
    group = ""
    for command in COMMANDS:
        first = command.name.rpartition(" ")[0]
        if first != group and first:
            lines += [f"## {first}", "", sentence(GROUPS[first]), ""]
        group = first
        lines += [
            f"##{'#' if first else ''} {command.name}",
            "",
            *section(command, of_name[f"{PROGRAM} {command.name}"]),
        ]
    return "\n".join(lines)


def section(command: Command, parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the lines about one command."""
    yield f"{sentence(command.about)} {command.more}".strip()
    yield ""
    yield "```console"
    yield f"{PROGRAM} {command.example}"
    yield "```"
    yield ""
    rows = [row(action) for action in parser._actions if action.dest not in ("help", "settings")]
    if rows:
        yield from ("| Argument | Meaning |", "|---|---|", *rows, "")


def row(action: argparse.Action) -> str:
    """Return an argument and its meaning."""
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    many = {"*": " …", "+": " …"}.get(str(action.nargs), "")
    name = f"{', '.join(action.option_strings)} {value}".strip() + many
    meaning = str(action.help) % vars(action)
    return f"| `{name}` | {meaning} |"


def sentence(about: str) -> str:
    """Return what a command does, as a sentence."""
    return about[0].upper() + about[1:] + "."


def main(check: bool) -> int:
    """Write the page, or only tell whether it is current; return the exit status."""
    text = page()
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"docs/{PAGE.name}: {'not current; run make commands' if check else 'written'}\n")
    if not check:
        PAGE.write_text(text, encoding="utf-8")
    return int(check)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
