"""Whether there is a network at all, found out in seconds, before each video waits for itself."""

import socket
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.parse import urlsplit

from pelican_videopost.posts.providers.address import parse_address

_MOST_HOSTS = 4
_WAIT_S = 4
_PORTS = {"http": 80, "https": 443}


def unreachable_hosts(urls: Iterable[str]) -> tuple[str, ...]:
    """Return the hosts of some of these addresses where none of them can be reached; nothing where one can.

    A host that refuses is one that is there. Behind a proxy nobody is asked: it may reach what this machine does not.
    """
    places = list(dict.fromkeys(place for url in urls if (place := _place(url)) is not None))[:_MOST_HOSTS]
    if not places or urllib.request.getproxies():
        return ()
    executor = ThreadPoolExecutor(len(places))
    try:
        asked = [executor.submit(_is_there, *place) for place in places]
        answered = as_completed(asked, timeout=_WAIT_S + 1)
        if any(one.result() for one in answered):
            return ()
    except TimeoutError:  # a name server that says nothing
        pass
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
    return tuple(dict.fromkeys(host for host, _ in places))


def _place(url: str) -> tuple[str, int] | None:
    """Return the host and the port of a web address."""
    if parse_address(url) is None:
        return None
    parts = urlsplit(url)
    return (parts.hostname, parts.port or _PORTS[parts.scheme]) if parts.hostname and parts.scheme in _PORTS else None


def _is_there(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_WAIT_S):
            return True
    except ConnectionRefusedError:
        return True
    except (OSError, UnicodeError):
        return False
