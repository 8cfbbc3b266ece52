"""The receiver on waitress, with limits that keep it up when many come at once, slowly, or with too much."""

import logging
import signal
import time
from collections.abc import Callable
from typing import Any, NoReturn
from urllib.parse import urlsplit

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from pelican_videopost.receiver.settings import ReceiverSettings, ReceiverSettingsError

_CONNECTIONS = 2000
_SPARE_FILES = 64
_SILENCE_S = 20
_WHOLE_REQUEST_S = 60
# Connections that are told to end are there until waitress has looked at them again.
_ENDING = 32


class BoundedChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no annotations
    """A connection that cannot be held for long by sending slowly, nor keep others out.

    A request must be there as a whole within a time, however many bytes come of it. When all places are taken, whoever
    was let in first and has not sent a whole request goes: a reader's comes within a moment.
    """

    waiting_since = 0.0

    def __init__(self, server: Any, *rest: Any, **more: Any) -> None:
        """Take a place, of somebody else's if there is no other."""
        super().__init__(server, *rest, **more)
        self.waiting_since = time.monotonic()
        if len(server.active_channels) > server.adj.connection_limit - _ENDING:
            channels = server.active_channels.values()
            idle = (one for one in channels if one is not self and not one.will_close and one.is_waiting())
            if slowest := next(idle, None):  # they stand in the order in which they came
                slowest.will_close = True

    def is_waiting(self) -> bool:
        """Return whether nothing is being done here: the next request is not whole yet, the last one was answered."""
        return not self.requests and not self.total_outbufs_len

    def received(self, data: bytes) -> bool:
        """Take what was sent, if the request that it belongs to is not too long on its way."""
        now = time.monotonic()
        if self.request is None:
            self.waiting_since = now
        elif now - self.waiting_since > _WHOLE_REQUEST_S:
            self.will_close = True
            return False
        taken: bool = super().received(data)
        return taken


def bind(app: Flask, settings: ReceiverSettings) -> Callable[[], None]:
    """Listen, and return what answers requests until the process ends; it is then told by SIGTERM or Ctrl+C.

    Raises ReceiverSettingsError where the address cannot be listened on. Requests are read whole before a thread takes
    them up, so that whoever sends slowly keeps nobody waiting.
    """
    host, port = address(settings.listen)
    sockets: dict[int, Any] = {}
    try:
        server = create_server(
            app,
            map=sockets,
            host=host,
            port=port,
            threads=max(settings.threads, 1),
            connection_limit=_connections(),
            asyncore_use_poll=True,  # select() ends at 1024 files
            backlog=1024,
            channel_timeout=_SILENCE_S,
            cleanup_interval=5,
            # A little too much gets a page of the receiver's own; far too much is refused before it is read.
            max_request_body_size=settings.max_bytes * 2,
            max_request_header_size=32 << 10,
            ident="",
            clear_untrusted_proxy_headers=False,
        )
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ReceiverSettingsError(f"cannot listen on {settings.listen}: {reason}") from error
    for listener in sockets.values():  # a name may stand for several addresses
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class = BoundedChannel
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _end)
    run: Callable[[], None] = server.run
    return run


def _end(*_: object) -> NoReturn:
    """End as with Ctrl+C: what is being answered is, and the queue is closed, all of it in one file."""
    raise SystemExit


def address(listen: str) -> tuple[str, int]:
    """Return host and port of `127.0.0.1:8001` or `[::1]:8001`; raises ReceiverSettingsError.

    >>> address("127.0.0.1:8001")
    ('127.0.0.1', 8001)
    """
    try:
        parts = urlsplit(f"//{listen}")
        if parts.hostname and parts.port:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise ReceiverSettingsError(f"{listen!r} is not an address to listen on; write 127.0.0.1:8001")


def _connections() -> int:
    """Return how many connections may stand at once, a file each: the operating system limits those."""
    try:
        import resource
    except ImportError:  # Windows
        return _CONNECTIONS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(min(_CONNECTIONS, soft - _SPARE_FILES), 2 * _ENDING) if soft > 0 else _CONNECTIONS
