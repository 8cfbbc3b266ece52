"""Runs the command `pelican-videopost`."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from pelican_videopost.base.conf import ConfError
from pelican_videopost.cli.commands import COMMANDS, GROUPS
from pelican_videopost.cli.console import FAILED, INTERRUPTED, MISUSED, CommandError, bear_any_text, complain
from pelican_videopost.cli.parser import make_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status, one of `console.STATUSES`.

    Called without a command it prints its help, as an error: whoever wrote a command that came out empty must know.
    """
    bear_any_text()
    options = make_parser(GROUPS, COMMANDS).parse_args(arguments)
    if options.run is None:
        options.parser.print_help(sys.stderr)
        return MISUSED
    module, _, function = options.run.partition(".")
    try:
        status: int = getattr(import_module(f"pelican_videopost.cli.{module}"), function)(options)
        sys.stdout.flush()
    except CommandError as error:
        complain(str(error))
        return error.status
    except ConfError as error:
        complain(str(error))
        return MISUSED
    except BrokenPipeError:  # whoever read the output wanted no more of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python empties its buffer in the end
        return FAILED
    except OSError as error:
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        complain("interrupted; what was done until now stays done")
        return INTERRUPTED
    return status
