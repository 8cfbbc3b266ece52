"""What commands print, and what they end with: answers on standard output, what went wrong on standard error."""

import os
import sys
from typing import Any

from pelican_videopost.base.clean import one_line
from pelican_videopost.base.model import Problem

FINE, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130
STATUSES = {
    FINE: "fine",
    FAILED: "something failed",
    MISUSED: "the command line or the settings cannot be used",
    INTERRUPTED: "interrupted by Ctrl+C",
}
_COLOURS = {"error": "31", "warning": "33", "strong": "1"}


class CommandError(Exception):
    """A command cannot go on; the message says why, and `status` is what it ends with."""

    def __init__(self, message: str, status: int = FAILED) -> None:
        """Remember both."""
        super().__init__(message)
        self.status = status


def say(text: str = "") -> None:
    """Print an answer, at once, so that it stands before what comes after it even in a pipe."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Print what is wrong with the command as a whole."""
    sys.stderr.write(f"pelican-videopost: {one_line(text)}\n")


def tell(file: object, problem: Problem) -> None:
    """Print a problem in one line, `FILE: FIELD: VALUE: FIX`, without the parts that are empty."""
    parts = (str(file), problem.field, problem.value, problem.fix)
    sys.stderr.write(": ".join(filter(None, map(one_line, parts))) + "\n")


def coloured(text: str, kind: str) -> str:
    """Return a text as a terminal shows errors, warnings or what is strong; unchanged where no terminal reads it."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return text if plain or os.name == "nt" else f"\x1b[{_COLOURS[kind]}m{text}\x1b[0m"


def bear_any_text() -> None:
    """Have both outputs print what their encoding lacks as an escape, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a test's, or a host's, may be no file
            reconfigure(errors="backslashreplace")
