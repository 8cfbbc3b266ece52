"""Who is asking, from which page, and what a browser may do with the answer."""

import contextlib
import ipaddress

from flask import Response, request

from pelican_videopost.base.labels import LANGUAGES, Labels
from pelican_videopost.comments.manifest import origin
from pelican_videopost.receiver.reception import Receiver, RefusedError
from pelican_videopost.receiver.settings import ReceiverSettings


def wants_json() -> bool:
    """Return whether a script is asking, not a browser that goes to a page."""
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def askers_words() -> Labels:
    """Return the words in the language that the browser asks for, as far as there are any."""
    return Labels(request.accept_languages.best_match(LANGUAGES, "en"), {})


def allowed_origins(receiver: Receiver, label: Labels) -> set[str]:
    """Return the origins whose pages may send comments: the site's, and those of the settings."""
    return {receiver.site(label), *receiver.settings.origins}


def check_origin(receiver: Receiver, label: Labels) -> None:
    """Raise RefusedError where a browser says that the form stands on another site; the receiver's own page may.

    A page whose policy keeps it from saying where it is says `null`, as does a file. Its reader gets the form back, and
    can send it from there.
    """
    sent = request.headers.get("Origin")
    if sent is None or origin(sent).partition("://")[2] == request.host.removesuffix(":443").removesuffix(":80"):
        return
    if sent not in allowed_origins(receiver, label):
        raise RefusedError(403, "forbidden", label("Comments are taken from the site's own pages only."))


def sender(settings: ReceiverSettings) -> str:
    """Return the address of whoever sent the request: of IPv6 the network, since a household has one."""
    text = request.remote_addr or ""
    if settings.trusted_proxies:
        header = request.headers.get("X-Forwarded-For", "")
        told = [part.strip() for part in header.split(",") if part.strip()]
        text = told[-settings.trusted_proxies] if len(told) >= settings.trusted_proxies else text
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def with_headers(receiver: Receiver, response: Response) -> Response:
    """Return an answer that scripts of the site may read, and that no other page may frame or add to."""
    allowed: set[str] = set()
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
