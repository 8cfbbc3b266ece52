"""A load of comments: as many as a receiver takes, from several senders at once."""

import http.client
import threading
import time
from urllib.parse import urlencode

from tests.comments.conftest import post

_CLIENTS = 6
_FILLING = "All of it, or nothing. " * 40


def numbered(number: int) -> str:
    """Return a comment that shows whether it is whole."""
    return f"number {number} {_FILLING}end of {number}"


class Hammer:
    """Posts comments as fast as they are taken, and remembers those that were answered."""

    def __init__(self, port: int, total: int) -> None:
        """Be ready to send `total` comments."""
        self.port, self.total = port, total
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
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        while True:
            with self._lock:
                if self.done:
                    return
                self.sent += 1
                text = numbered(self.sent)
            body = urlencode(post(comment=text))
            status = self._answer(connection, body)
            if status is None:
                continue
            with self._lock:
                if status == 303:
                    self.answered.add(text)
                else:
                    self.refused.append(status)

    def _answer(self, connection: http.client.HTTPConnection, body: str) -> int | None:
        """Return the status code of an answer; None where the receiver was killed before it came."""
        while True:
            try:
                connection.request("POST", "/reply", body, {"Content-Type": "application/x-www-form-urlencoded"})
                response = connection.getresponse()
                response.read()
            except ConnectionRefusedError:  # not there again yet: nothing was sent
                connection.close()
                time.sleep(0.02)
            except (OSError, http.client.HTTPException):
                connection.close()
                return None
            else:
                return response.status
