"""Who is asking, from which page, and what a browser may do with the answer."""

import contextlib
import ipaddress
import re
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Response, request

from pelican_videopost.base.labels import LANGUAGES, Labels
from pelican_videopost.comments.manifest import origin
from pelican_videopost.receiver.reception import Receiver, RefusedError, words
from pelican_videopost.receiver.settings import ReceiverSettings


def wants_json() -> bool:
    """Return whether a script is asking, not a browser that goes to a page."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def askers_words() -> Labels:
    """Return the words in the language that the browser asks for, as far as there are any."""
    return words(request.accept_languages.best_match(LANGUAGES, "en"))


def allowed_origins(receiver: Receiver, label: Labels) -> frozenset[str]:
    """Return the origins whose pages may send comments: the site's, with and without `www.`, and those of settings."""
    return _spelled(receiver.site(label), receiver.settings.origins)


@lru_cache(maxsize=16)
def _spelled(site: str, origins: tuple[str, ...]) -> frozenset[str]:
    named = {site, *origins}
    return frozenset(named | {_other_spelling(name) for name in named})


def _other_spelling(named: str) -> str:
    """Return an origin with `www.` if it has none, and without if it has; one of a machine or an address stays."""
    scheme, _, host = named.partition("://")
    if host.startswith("www."):
        return f"{scheme}://{host.removeprefix('www.')}"
    return f"{scheme}://www.{host}" if re.search(r"\.[a-z-]{2,}(?::\d+)?$", host) else named


def check_page(receiver: Receiver, label: Labels) -> None:
    """Raise RefusedError where a browser says that the form stands on another site; the receiver's own page may.

    A page whose policy keeps it from saying where it is says `null`, as does a file. Its reader gets the form back, and
    can send it from there.
    """
    sent = request.headers.get("Origin")
    if _is_asked_by_name(receiver, label):
        here = request.host.removesuffix(":443").removesuffix(":80")
        if sent is None or origin(sent).partition("://")[2] == here or sent in allowed_origins(receiver, label):
            return
    raise RefusedError(403, "forbidden", label("Comments are taken from the site's own pages only."))


def _is_asked_by_name(receiver: Receiver, label: Labels) -> bool:
    """Return whether a request was sent to a name of the receiver's: the site's, or one of this machine.

    Another site can have its own name lead here (DNS rebinding), and its page then passes for the receiver's own: its
    Origin is the Host. What names no Host is no browser.
    """
    sent = request.headers.get("Host")
    if sent is None:
        return True
    name, settings = _host_name(sent), receiver.settings
    if name and (name in ("localhost", _host_name(settings.listen)) or _is_own_address(name, settings.listen)):
        return True
    own = {*allowed_origins(receiver, label), *([settings.mail.link] if settings.mail else [])}
    return name in {urlsplit(known).hostname for known in own}


def _is_own_address(name: str, listen: str) -> bool:
    """Return whether a name is an address of this machine; where it listens on all it has, any may be one."""
    try:
        address = ipaddress.ip_address(name)
        return address.is_loopback or ipaddress.ip_address(_host_name(listen)).is_unspecified
    except ValueError:
        return False


def _host_name(host: str) -> str:
    """Return the name in a `Host`, without its port; empty where it is none.

    >>> _host_name("Example.org.:8001"), _host_name("[::1]:8001"), _host_name("a@example.org")
    ('example.org', '::1', '')
    """
    found = re.fullmatch(r"(?:\[([0-9a-f:.]+)\]|([^\s:/?#@\[\]\\]+))(?::\d*)?", host.lower())
    return (found[1] or found[2].rstrip(".")) if found else ""


def sender(settings: ReceiverSettings) -> str:
    """Return the address of whoever sent the request: of IPv6 the network, since a household has one.

    A proxy that is believed and names no address has all whom it lets in counted as one.
    """
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if 0 < settings.trusted_proxies <= len(told):
        # Some proxies add the port, which is another one for each connection.
        named = re.fullmatch(r"\[(.+)\](?::\d+)?|([\d.]+):\d+|(.+)", told[-settings.trusted_proxies])
        if named and (address := _counted("".join(part or "" for part in named.groups()))):
            return address
    return _counted(request.remote_addr or "") or request.remote_addr or ""


def _counted(text: str) -> str:
    """Return the address that a limit counts by; empty where a text is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


def with_headers(receiver: Receiver, response: Response) -> Response:
    """Return an answer that scripts of the site may read, and that no other page may frame or add to."""
    allowed: frozenset[str] = frozenset()
    with contextlib.suppress(RefusedError):
        allowed = allowed_origins(receiver, askers_words())
    sent = request.headers.get("Origin", "")
    response.vary.update(("Origin", "Accept"))
    if sent in allowed:
        response.headers["Access-Control-Allow-Origin"] = sent
    # The page that a form's answer leads to must be named as well, for browsers that check redirects.
    targets = " ".join(["'self'", *sorted(allowed)])
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'self'; form-action {targets}; frame-ancestors 'none'; base-uri 'none'",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
