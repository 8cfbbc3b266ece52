"""A thread for what the receiver does besides answering, such as sending mail."""

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)
AGAIN_S = 60


class Worker(threading.Thread):
    """Does its work whenever `wake` is called, and again after a while, where the work asks for that.

    `work` returns after how many seconds it wants to be called again, None for not before it is woken. It is also
    called once at first, for what an earlier process left.
    """

    def __init__(self, name: str, work: Callable[[], float | None]) -> None:
        """Make the thread; it ends with the process."""
        super().__init__(name=name, daemon=True)
        self._work = work
        self._due = threading.Event()
        self._due.set()

    def wake(self, _name: str = "") -> None:
        """Have a look at what is due."""
        self._due.set()

    def run(self) -> None:
        """Wait and work, until the process ends."""
        pause_s: float | None = None
        while True:
            self._due.wait(pause_s)
            self._due.clear()
            try:
                pause_s = self._work()
            except Exception as error:  # nothing would be done any more if this thread ended; an error may name people
                _log.error("The %s failed: %s", self.name, type(error).__name__)
                pause_s = AGAIN_S
