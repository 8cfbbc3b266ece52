"""Downloads within bounds: how long, how large, how often, and from where."""

import http.client
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

from pelican_videopost import __version__

TRIES = 3
_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 10.0
_CHUNK = 64 * 1024
_HEADERS = {
    "User-Agent": f"Mozilla/5.0 (compatible; pelican-videopost/{__version__})",
    "Accept-Encoding": "identity",
}
# Machines of one's own network. A page on the web has no business sending this one there.
_INNER = [
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.168.0.0/16", "224.0.0.0/3", "64:ff9b:1::/48", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
]
# IPv6 networks whose addresses lead to an IPv4 address that they hold, and how many bits follow it there: compatible
# and mapped ones (RFC 4291), NAT64 (RFC 6052), and 6to4 (RFC 3056).
_HOLD_IPV4 = [
    (ipaddress.IPv6Network(network), bits)
    for network, bits in {"::/96": 0, "::ffff:0:0/96": 0, "64:ff9b::/96": 0, "2002::/16": 80}.items()
]


class WebError(Exception):
    """Nothing usable came; `status` is what the server answered, if it did, and `transient` whether it may later."""

    def __init__(self, text: str, *, status: int | None = None, transient: bool = False, pause_s: float = 0) -> None:
        """Say what went wrong; `pause_s` is how long the server wants to be left alone."""
        super().__init__(text)
        self.status = status
        self.transient = transient
        self.pause_s = pause_s


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent, and the address it came from in the end."""

    url: str
    content_type: str
    body: bytes


def check_address(url: str, own_host: str) -> None:
    """Raise `WebError` for an address that is not http(s), or lies in the machine's own network.

    `own_host`, the host that the author named, may lie there.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise WebError(f"no usable address ({error})") from error
    if parts.scheme not in ("http", "https") or not host:
        raise WebError("the address is not http or https")
    if host == own_host:
        return
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return  # the request itself will say so, or a proxy knows the name
    for *_, place in found:
        if _is_inner(str(place[0]).partition("%")[0]):
            raise WebError(f"{host} lies in this machine's own network")


def _is_inner(text: str) -> bool:
    """Whether an IP address, or the IPv4 address within it, is one of the machine's own network.

    >>> [_is_inner(text) for text in ("::ffff:127.0.0.1", "64:ff9b::808:808")]
    [True, False]
    """
    address = ipaddress.ip_address(text)
    held = (int(address) >> bits & 0xFFFF_FFFF for network, bits in _HOLD_IPV4 if address in network)
    meant = (address, *map(ipaddress.IPv4Address, held))
    return any(one in network for one in meant for network in _INNER)


class _ArrivedError(Exception):
    """A redirect leads to where the way is to end."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, none of them out of the web."""

    max_redirections = 5

    def __init__(self, own_host: str) -> None:
        self.own_host = own_host
        self.until: Callable[[str], bool] | None = None

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message | http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if self.until is not None and self.until(newurl):
            raise _ArrivedError(newurl)
        check_address(newurl, self.own_host)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class Web:
    """Gets what one video needs. `wait_s` bounds each wait for a server."""

    def __init__(self, own_host: str, wait_s: float) -> None:
        """Get things for a video of `own_host`."""
        self.own_host = own_host
        self.wait_s = wait_s
        # Without the handlers for files, FTP and data that urllib adds by itself.
        self._opener = urllib.request.OpenerDirector()
        self._redirects = _Redirects(own_host)
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            self._redirects,
        ):
            self._opener.add_handler(handler)

    def get(
        self,
        url: str,
        limit: int,
        *,
        types: tuple[str, ...] = (),
        cut: bool = False,
        until: Callable[[str], bool] | None = None,
    ) -> Answer:
        """Return what is at `url`, tried anew where that may help. Raises `WebError`.

        `limit` bounds the bytes: what is longer is cut off there (`cut`), or refused. `types` are the content types
        wanted; anything else is not even read. A redirect to an address that `until` is true of is not followed: the
        answer is empty, and from there.
        """
        check_address(url, self.own_host)
        self._redirects.until = until
        for tried in range(1, TRIES + 1):
            try:
                return self._get(url, limit, types, cut)
            except WebError as error:
                if not error.transient or tried == TRIES:
                    raise
                pause(tried, error.pause_s)
        raise AssertionError("the last try returns or raises")

    def _get(self, url: str, limit: int, types: tuple[str, ...], cut: bool) -> Answer:
        try:
            request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310 (check_address has seen it)
            with self._opener.open(request, timeout=self.wait_s) as response:
                content_type = response.headers.get_content_type()
                if types and content_type not in types:
                    raise WebError(f"{content_type} instead of {types[0]}")
                return Answer(response.url, content_type, _body(response, limit, cut))
        except _ArrivedError as arrived:
            return Answer(arrived.url, "", b"")
        except urllib.error.HTTPError as error:
            with error:
                busy = error.code == 429 or error.code >= 500
                text = f"the server answered {error.code} {error.reason}"
                wanted_s = _retry_after(error.headers)
                raise WebError(text, status=error.code, transient=busy, pause_s=wanted_s) from error
        except TimeoutError as error:
            raise WebError("the server took too long", transient=True) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise WebError(f"no connection ({reason})", transient=not isinstance(error, ValueError)) from error


def pause(tried: int, wanted_s: float = 0) -> None:
    """Wait before another try: twice as long each time, and as long as the server asks within reason."""
    time.sleep(min(max(_PAUSE_S * 2 ** (tried - 1), wanted_s), _LONGEST_PAUSE_S))


def _body(response: http.client.HTTPResponse, limit: int, cut: bool) -> bytes:
    announced = response.length
    if not cut and announced is not None and announced > limit:
        raise WebError(f"{announced:,} bytes, more than the {limit:,} that are sensible")
    body = bytearray()
    while len(body) <= limit and (chunk := response.read1(_CHUNK)):
        body += chunk
    if len(body) > limit:
        if not cut:
            raise WebError(f"more than the {limit:,} bytes that are sensible")
        return bytes(body[:limit])
    if announced is not None and len(body) < announced:
        raise WebError("the answer was cut off", transient=True)
    return bytes(body)


def _retry_after(headers: Message) -> float:
    value = headers.get("Retry-After") or ""
    return float(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
