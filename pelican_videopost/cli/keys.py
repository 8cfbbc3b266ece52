"""Single keys from a terminal, without Enter; from a pipe, the first letter of a line."""

import os
import sys
from collections.abc import Callable

END = ""
UNKNOWN = "unknown"


def read_key(prompt: str) -> str:
    """Print a prompt and return the key that was pressed, in lower case; END where the input ends.

    What is more than one letter, such as an arrow key or a text pasted by mistake, is UNKNOWN. What was typed before
    the prompt stood there is dropped: nobody decides on what they have not seen.
    """
    sys.stdout.write(prompt)
    sys.stdout.flush()
    press = _press() if sys.stdin.isatty() else None
    if press is None:
        line = sys.stdin.readline()
        return line.strip().lower()[:1] or UNKNOWN if line else END
    pressed = press()
    key = END if pressed in ("\x04", "\x1a") else pressed.lower() if len(pressed) == 1 else UNKNOWN
    sys.stdout.write(f"{key}\n" if key.isprintable() and key != UNKNOWN else "\n")
    sys.stdout.flush()
    return key


def _press() -> Callable[[], str] | None:
    """Return what waits for a key on this system, or None where only lines are to be had."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.getwch
    try:
        import termios
        import tty
    except ImportError:
        return None

    def press() -> str:
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSAFLUSH)  # Ctrl+C still interrupts
            return os.read(terminal, 64).decode(errors="replace")  # a key may be several bytes
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)

    return press
