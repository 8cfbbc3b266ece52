"""How many comments the receiver takes, and with how much memory."""

import tempfile
import time
from pathlib import Path

from tests.comments.conftest import Blog, Server
from tests.comments.hammer import Hammer

from .build import peak_mb


def take(comments: int) -> tuple[float, float]:
    """Return how many comments a second a receiver of this machine takes, of so many, and its peak memory in MB.

    The senders run on the same processors, and each answer means that the comment is on the disk.
    """
    with tempfile.TemporaryDirectory() as name:
        server = Server(Blog(Path(name)), flood_posts=0)
        try:
            hammer = Hammer(server.port, comments)
            began = time.monotonic()
            for thread in hammer.threads:
                thread.start()
            for thread in hammer.threads:
                thread.join()
            took_s = time.monotonic() - began
            memory_mb = peak_mb(server.process.pid)
        finally:
            server.kill()
    if len(hammer.answered) < comments:
        raise RuntimeError(f"{comments - len(hammer.answered)} comments were not taken")
    return comments / took_s, memory_mb
