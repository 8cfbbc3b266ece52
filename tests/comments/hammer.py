"""A load of comments: as many as a receiver takes, from several senders at once, while it is killed and started."""

import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Self
from urllib.parse import urlencode

from tests.comments.conftest import Blog, free_port, post

_CLIENTS = 6
_TAKEN = (201, 202, 303)  # Isso's answers, and ours
_FILLING = "All of it, or nothing. " * 40

# Forks a process that serves for each line it reads, and kills it for the next one: all imports are done by then.
_NURSERY = """
import json, os, signal, sys
import pelican_videopost.cli.serving, pelican_videopost.receiver.app, pelican_videopost.receiver.server
from pelican_videopost.cli.main import main
for line in sys.stdin:
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        sys.exit(main(json.loads(line)))
    sys.stdin.readline()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("killed", flush=True)
"""


def numbered(number: int) -> str:
    """Return a comment that shows whether it is whole."""
    return f"number {number} {_FILLING}end of {number}"


class Nursery:
    """`comments serve` in one process after the other, on the same port of 127.0.0.1."""

    def __init__(self, blog: Blog, **options: int) -> None:
        """Do what has to be done once."""
        self.port = free_port()
        words = ["comments", "serve", "-s", str(blog.conf(**options)), "--listen", f"127.0.0.1:{self.port}"]
        self._line = json.dumps(words) + "\n"
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __enter__(self) -> Self:
        """Start the first one."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the last one as all before."""
        self.kill()
        self._process.communicate()

    def start(self) -> None:
        """Start a receiver, and wait until it listens."""
        self._say(self._line)
        deadline = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5):
                return
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def kill(self) -> None:
        """End it as a loss of power would."""
        self._say("kill\n")
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "killed\n"

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line)


def form_request(text: str) -> bytes:
    """Return a request that sends a comment as the form of a post does."""
    return request("/reply", "application/x-www-form-urlencoded", urlencode(post(comment=text)).encode())


def request(path: str, kind: str, body: bytes) -> bytes:
    """Return a request that sends a body of this kind to an address of the receiver."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class Hammer:
    """Posts comments as fast as they are taken, and remembers those that were answered.

    `asked` makes the request of a text. With `one_each`, each comes over a connection of its own, as readers' do.
    """

    def __init__(
        self, port: int, total: int, *, asked: Callable[[str], bytes] = form_request, one_each: bool = False
    ) -> None:
        """Be ready to send `total` comments."""
        self.port, self.total, self._asked, self._one_each = port, total, asked, one_each
        self.sent = 0
        self.answered: set[str] = set()
        self.refused: list[int] = []
        self._lock = threading.Lock()
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(_CLIENTS)]

    @property
    def done(self) -> bool:
        """Whether everything was sent."""
        return self.sent >= self.total

    def _work(self) -> None:
        connection: socket.socket | None = None
        while True:
            with self._lock:
                if self.done:
                    return
                self.sent += 1
                text = numbered(self.sent)
            connection = connection or self._connected()
            status = _answer(connection, self._asked(text))
            if status is None or self._one_each:
                connection.close()
                connection = None
            if status is None:
                continue
            with self._lock:
                if status in _TAKEN:
                    self.answered.add(text)
                else:
                    self.refused.append(status)

    def _connected(self) -> socket.socket:
        """Return a connection to the receiver that is there, or will be again."""
        while True:
            with contextlib.suppress(OSError):
                return socket.create_connection(("127.0.0.1", self.port), timeout=10)
            time.sleep(0.01)


def _answer(connection: socket.socket, sent: bytes) -> int | None:
    """Return the status code of an answer; None where the receiver was killed before it came whole."""
    answer = b""
    try:
        connection.sendall(sent)
        while b"\r\n\r\n" not in answer:
            if not (received := connection.recv(65536)):
                return None
            answer += received
        fields, _, rest = answer.partition(b"\r\n\r\n")
        length = int(fields.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(rest) < length:
            if not (received := connection.recv(65536)):
                return None
            rest += received
    except OSError:
        return None
    return int(fields.split()[1])
