"""The receiver on waitress, with limits that keep it up when many come at once, slowly, or with too much."""

import logging
from urllib.parse import urlsplit

from flask import Flask
from waitress.server import create_server

from pelican_videopost.receiver.settings import ReceiverSettings, ReceiverSettingsError

_CONNECTIONS = 2000
_SPARE_FILES = 64
_SILENCE_S = 60


def serve(app: Flask, settings: ReceiverSettings) -> None:
    """Answer requests until the process ends. Raises ReceiverSettingsError where the address cannot be listened on.

    Requests are read whole before a thread takes them up, so that whoever sends slowly keeps nobody waiting.
    """
    host, port = address(settings.listen)
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=max(settings.threads, 1),
            connection_limit=_connections(),
            asyncore_use_poll=True,  # select() ends at 1024 files
            backlog=1024,
            channel_timeout=_SILENCE_S,
            cleanup_interval=10,
            # A little too much gets a page of the receiver's own; far too much is refused before it is read.
            max_request_body_size=settings.max_bytes * 2,
            max_request_header_size=32 << 10,
            ident="",
            clear_untrusted_proxy_headers=False,
        )
    except OSError as error:
        raise ReceiverSettingsError(f"cannot listen on {settings.listen}: {error.strerror}") from error
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server.run()


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
    return max(min(_CONNECTIONS, soft - _SPARE_FILES), 16) if soft > 0 else _CONNECTIONS
