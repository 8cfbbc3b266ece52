"""An address as somebody pasted it, taken apart once for all providers."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

# Hosts as browsers accept them: labels of letters, digits and hyphens, at least one dot, a top level of letters; or the
# names of one's own machine, where a media file may be tried out.
_HOST = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})|localhost|\d{1,3}(?:\.\d{1,3}){3}",
)
# What begins like a host and goes on like an address, or ends there: `youtu.be/…`, `//vimeo.com`.
_SCHEMELESS = re.compile(r"(?://)?(?=[a-z0-9_-]+(?:\.[a-z0-9_-]+)+\.?(?:[/?#:]|$))", re.IGNORECASE)
_ALL_ENCODED = re.compile(r"https?%3A%2F%2F", re.IGNORECASE)
# An ampersand as HTML writes it, and as WordPress and twice-escaped feeds do.
_AMPERSAND = re.compile(r"&(?:(?:amp|#0*38|#x26);)+", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s\"'<>`\\^{|}]")

_LONGEST = 4096
# Marks of direction, joiners and byte order marks that come along when text is copied.
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_QUOTES = "\"'`*“”‘’«»‹›"
_OPENING = _QUOTES + "<([（「『【《"
_TRAILING = (*_QUOTES, *">)].,;:!?。、，；：！？）」』】》", "%20")
_PARTNER = {")": "(", "]": "[", "）": "（"}
_DEFAULT_PORTS = (None, 80, 443)


class Address(NamedTuple):
    """The parts of an http(s) address that tell a video.

    `url` is the whole, with its scheme, without what surrounded it, and safe in an attribute; `origin` is the site as
    a browser reaches it over https; `host` is for looking up: in lower case, without `www.` or `m.`, and with a port
    only where that is none of the web's own. `path` holds the decoded segments without empty ones, `query` the first
    value of each name, and `fragment` what follows the `#`, decoded.
    """

    url: str
    origin: str
    host: str
    path: tuple[str, ...]
    query: Mapping[str, str]
    fragment: str

    def parameter(self, *names: str) -> str:
        """Return the value of the first of these names in the query, then in the fragment; empty if there is none."""
        for values in (self.query, parameters(self.fragment)):
            for name in names:
                if values.get(name):
                    return values[name]
        return ""

    def unglued(self) -> "Address":
        """Return this address with the parameters that stick to its path, as in `/ID&t=95`, moved to the query."""
        if not self.path or not (glue := re.search("[?&]", self.path[-1])):
            return self
        last, stuck = self.path[-1][: glue.start()], self.path[-1][glue.end() :]
        path = (*self.path[:-1], last) if last else self.path[:-1]
        return self._replace(path=path, query=parameters(stuck) | dict(self.query))


def parse_address(text: str) -> Address | None:
    """Return the parts of a pasted web address, or None where `text` is none.

    A missing scheme is read as https; quotes, brackets and punctuation around the address are dropped.

    >>> parse_address("<//WWW.YouTube.com/watch?v=eRsGyueVLvQ>.").host
    'youtube.com'
    """
    if len(text) > _LONGEST:
        return None
    text = _bare(text)
    if _SCHEMELESS.match(text):
        text = "https://" + text.removeprefix("//")
    if not text.isprintable() or " " in text or "\\" in text:  # of all spaces, only this one is printable
        return None
    try:
        parts = urlsplit(text)
        site = _site(parts)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or parts.username is not None or not site:
        return None
    return Address(
        url=escaped(text),
        origin=f"https://{site}",
        host=site[4:] if site.startswith("www.") else site.removeprefix("m."),
        path=tuple(unquote(segment) for segment in parts.path.split("/") if segment),
        query=parameters(parts.query if "=" in parts.query else unquote(parts.query)),
        fragment=unquote(parts.fragment),
    )


def parameters(query: str) -> dict[str, str]:
    """Return the first value of each name in a query; a second `?`, as people write it, separates like a `&`.

    >>> parameters("v=eRsGyueVLvQ?t=95&v=")
    {'v': 'eRsGyueVLvQ', 't': '95'}
    """
    found: dict[str, str] = {}
    for name, value in parse_qsl(query.replace("?", "&"), keep_blank_values=True):
        found[name] = found.get(name) or value
    return found


def escaped(url: str) -> str:
    """Return `url` with everything percent-encoded that could end an attribute or stand for something else in text."""
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), url)


def _bare(text: str) -> str:
    """Return `text` without what people put around an address, but with every bracket that has its partner inside.

    An ellipsis stays: what it ends was cut short, and half an id is another video's.
    """
    text = _AMPERSAND.sub("&", text.strip().strip(_INVISIBLE).lstrip(_OPENING))
    while text.endswith(_TRAILING) and not text.endswith(".."):
        if text.endswith("%20"):
            text = text.removesuffix("%20")
            continue
        partner = _PARTNER.get(text[-1])
        if partner and text.count(partner) >= text.count(text[-1]):
            break
        text = text[:-1]
    return unquote(text) if _ALL_ENCODED.match(text) else text


def _site(parts: SplitResult) -> str:
    """Return the host, with its port where that is an unusual one, as a browser writes it; empty if it is no host."""
    written = (parts.hostname or "").removesuffix(".")
    host = written if written.isascii() else written.encode("idna").decode("ascii").lower()
    # Full-width letters and the like become plain ones here: a name that only pretends to be another one.
    if not _HOST.fullmatch(host) or (not written.isascii() and "xn--" not in host):
        return ""
    return host if parts.port in _DEFAULT_PORTS else f"{host}:{parts.port}"
