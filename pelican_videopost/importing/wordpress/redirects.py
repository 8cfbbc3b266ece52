"""Old addresses that are no more, and where each leads now: for Netlify, nginx and Apache, and as pages that forward.

What else a new address is made of, the lines of `pelicanconf.py` say that an import ends with.
"""

import re
from collections.abc import Mapping
from html import escape
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, quote, urlsplit

from pelican_videopost.importing.wordpress.addresses import Addresses, old_address
from pelican_videopost.importing.wordpress.media import safe_path
from pelican_videopost.importing.wordpress.site import OldSite

_LONGEST_NAME = 64


def find_redirects(site: OldSite, addresses: Addresses, hidden: frozenset[str]) -> dict[str, str]:
    """Return the new path for each old path or query of the site's root, as a browser sends them.

    `hidden` are the numbers of texts that are not public; nothing leads to them.
    """
    found: dict[str, str] = {}
    new_of: dict[str, str] = {}
    for place in site.places.values():
        if place.number in hidden:
            continue
        url = "/" + quote(addresses.of(place)[0], safe="/-._~%:@!$&'()*+,;=")
        new_of[place.number] = url
        if place.number.isdecimal():
            found[f"/?{'page_id' if place.kind == 'page' else 'p'}={place.number}"] = url
        old = _sent(place.path)
        if old and old != url and old_address(place) is None and old not in ("/", "/?"):
            found.setdefault(old, url)
    for one in site.files.values():
        try:
            link = urlsplit(one.link)
        except ValueError:
            continue
        old = _sent(link.path.removeprefix(site.root) + (f"?{link.query}" if link.query else ""))
        new = new_of.get(one.parent) or urlsplit(one.url).path
        if len(old) > 1 and new and old != new:
            found.setdefault(old, new)
    return {old: new for old, new in found.items() if old not in new_of.values()}


def redirect_files(redirects: Mapping[str, str]) -> dict[PurePosixPath, str]:
    """Return the files for the servers, and the pages for one that takes no rules, by their paths."""
    if not redirects:
        return {}
    files = {
        PurePosixPath("netlify", "_redirects"): "".join(map(_netlify, redirects, redirects.values())),
        PurePosixPath("nginx", "redirects.conf"): _nginx(redirects),
        PurePosixPath("apache", ".htaccess"): "RewriteEngine On\n"
        + "".join(map(_apache, redirects, redirects.values())),
    }
    for old, new in redirects.items():
        parts = safe_path(old) if "?" not in old else None
        if parts:
            is_file = re.search(r"\.html?$", parts[-1])
            files[PurePosixPath("html", *parts, *([] if is_file else ["index.html"]))] = _page(new)
    return files


def _sent(path: str) -> str:
    """Return a path as a browser sends it: percent-encoded, nothing in it that ends a word of a server's rules."""
    return quote(path, safe="/-._~%:@!&'()*+,;=?") if path.startswith("/") else ""


def _netlify(old: str, new: str) -> str:
    path, _, query = old.partition("?")
    asked = "".join(f" {quote(name)}={quote(value)}" for name, value in parse_qsl(query))
    return f"{path}{asked} {new} 301!\n"


def _nginx(redirects: Mapping[str, str]) -> str:
    longest = max(_LONGEST_NAME, *(1 << (len(old) - 1).bit_length() for old in redirects))
    lines = "".join(f'    "{old}" "{new}";\n' for old, new in redirects.items())
    return (
        "# Within http { … }:\n"
        f"map_hash_bucket_size {longest * 4};\nmap_hash_max_size {1 << max(11, (len(redirects) * 2).bit_length())};\n"
        "map $request_uri $moved_to {\n"
        + lines
        + "}\n\n# Within server { … }:\n# if ($moved_to) { return 301 $moved_to; }\n"
    )


def _apache(old: str, new: str) -> str:
    from urllib.parse import unquote

    path, _, query = old.partition("?")
    condition = f"RewriteCond %{{QUERY_STRING}} ^{re.escape(query)}$\n" if query else ""
    pattern = re.escape(unquote(path).strip("/")).replace('"', "")
    # What a rule would read as a variable or a backreference is written otherwise.
    target = new.replace("%", r"\%").replace("$", r"\$")
    return f'{condition}RewriteRule "^{pattern}/?$" "{target}{"?" if query else ""}" [R=301,L,NE]\n'


def _page(new: str) -> str:
    url = escape(new)
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{url}</title><link rel="canonical" href="{url}">'
        f'<meta http-equiv="refresh" content="0; url={url}"></head>\n<body><a href="{url}">{url}</a></body></html>\n'
    )
