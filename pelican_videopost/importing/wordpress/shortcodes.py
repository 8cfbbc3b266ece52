"""WordPress's shortcodes: those of its own as HTML, all others as they stand, told by name.

The grammar is that of https://codex.wordpress.org/Shortcode_API: `[name attr="value"]`, `[name]…[/name]`, and
`[[name]]` for one that is only talked about.
"""

import re
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Callable
from html import escape, unescape
from typing import NamedTuple

from pelican_videopost.base.markup import tokens

_CODE = re.compile(
    r"\[(?P<open>\[?)(?P<slash>/?)(?P<name>[a-zA-Z][\w-]*+)"
    r"(?P<attributes>(?:[^\[\]\"'<>]++|\"[^\"\[\]]*+\"|'[^'\[\]]*+'|[\"'])*+)\](?P<close>\]?)"
)
_EDGE = re.compile(r"\[(?P<slash>/?)(?P<name>[a-zA-Z][\w-]*+)")
_ATTRIBUTE = re.compile(
    r"(?P<name>[\w-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"']+))"
    r"|\"(?P<quoted>[^\"]*)\"|(?P<word>\S+)"
)
# As "SyntaxHighlighter Evolved" documents them; most of these name the language.
_LANGUAGES = frozenset("bash css cpp csharp html java javascript js perl php python ruby shell sql xml".split())
_LITERAL = frozenset({"code", "sourcecode", "highlight", "plain"}) | _LANGUAGES
_LITERAL_START = re.compile(r"(?<!\[)\[(?P<name>[a-z]++)(?=[\s\]=])[^\[\]<>]*+\]")
_PAIRED = frozenset({"caption", "wp_caption", "embed", "video", "audio", "youtube", "vimeo", *_LITERAL})
_SEVERAL_WORDS = re.compile(r"[-_]|\s\w+\s*=")
# WordPress writes quotes in attributes typographically where an editor did.
_CURLY = str.maketrans("“”″‘’", '"""\'\'')


class Shortcode(NamedTuple):
    """A shortcode: its attributes by name, those without one by their number, and what it holds."""

    name: str
    attributes: dict[str, str]
    content: str

    def get(self, *names: str) -> str:
        """Return the first of these attributes that is there; empty if none is."""
        return next((self.attributes[name] for name in names if self.attributes.get(name)), "")


# The HTML for a shortcode; None leaves it as it stands.
Meaning = Callable[[Shortcode], str | None]


def replace_shortcodes(html: str, meaning: Meaning, unknown: Counter[str]) -> str:
    """Return a text with its shortcodes as HTML; others stay, and are counted by name. Code is left alone."""
    return _replaced(html, meaning, unknown, _raw_places(html)) if "[" in html else html


def outside_code(html: str, change: Callable[[str], str]) -> str:
    """Return a fragment with `change` made to what is no code, no script and no comment."""
    pieces: list[str] = []
    position = 0
    for start, end in [*_raw_places(html), (len(html), len(html))]:
        pieces += [change(html[position:start]), html[start:end]]
        position = end
    return "".join(pieces)


def _raw_places(html: str) -> list[tuple[int, int]]:
    """Return where code, scripts and comments are, in order, none within another."""
    places: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for token in tokens(html):
        if token.kind in ("comment", "raw"):
            if not opened and token.name != "iframe":
                places.append((token.start, token.end))
        elif token.name in ("pre", "code") and token.kind == "start":
            opened.append((token.name, token.start))
        elif token.name in ("pre", "code") and token.kind == "end" and opened:
            while opened and opened[-1][0] != token.name and len(opened) > 1:
                opened.pop()
            name, start = opened.pop()
            if not opened and name == token.name:
                places.append((start, token.end))
    return places


def _replaced(text: str, meaning: Meaning, unknown: Counter[str], code: list[tuple[int, int]]) -> str:
    """Return a text with its shortcodes as HTML; none begins or ends within `code`, though code may stand in one."""
    edges: dict[str, list[int]] = {}
    for edge in _EDGE.finditer(text):
        if not _is_within(code, edge.start()):
            edges.setdefault(edge["slash"] + edge["name"], []).append(edge.start())
    pieces: list[str] = []
    position = 0
    for found in _CODE.finditer(text):
        if found.start() < position or _is_within(code, found.start()):
            continue
        if found["open"] and found["close"]:
            pieces += [text[position : found.start()], found[0][1:-1]]
            position = found.end()
            continue
        if found["slash"]:
            continue
        start, end = found.start() + len(found["open"]), found.end() - len(found["close"])
        name, content = found["name"].lower(), ""
        closing = -1
        if not found["attributes"].rstrip().endswith("/"):
            closing = _next(edges.get(f"/{found['name']}", []), end)
        # The next end may belong to a later one of the same name: `[video src="a"] [video]…[/video]`.
        again = -1 if name in _LITERAL else _next(edges.get(found["name"], []), end)
        if closing >= 0 and name in _PAIRED and not 0 <= again < closing:
            content, end = text[end:closing], closing + len(name) + 3
        html = meaning(Shortcode(name, _attributes(found["attributes"]), content))
        if html is None:
            if closing >= 0 or _SEVERAL_WORDS.search(found[0]):
                unknown[found["name"]] += 1
            continue
        pieces += [text[position:start], html]
        position = end
    return "".join([*pieces, text[position:]])


def _next(places: list[int], at: int) -> int:
    """Return the first of these places from one on; -1 where there is none."""
    number = bisect_left(places, at)
    return places[number] if number < len(places) else -1


def _start(place: tuple[int, int]) -> int:
    return place[0]


def _is_within(places: list[tuple[int, int]], at: int) -> bool:
    """Whether a place of a text lies in one of these stretches of it."""
    around = bisect(places, at, key=_start) - 1
    return around >= 0 and at < places[around][1]


def with_code_inert(text: str) -> str:
    """Return a text in whose shortcodes for source code there is no tag and no comment.

    What stands there is shown as it is: `<?php` is no instruction that a browser hides, `<script>` runs nothing.
    """
    starts = [found for found in _LITERAL_START.finditer(text) if found["name"] in _LITERAL]
    places = _raw_places(text) if starts else []
    pieces: list[str] = []
    position = 0
    endless: set[str] = set()
    for start in starts:
        name, at = start["name"], start.end()
        if at < position or name in endless or _is_within(places, start.start()):
            continue
        end = text.find(f"[/{name}]", at)
        if end < 0:
            endless.add(name)
            continue
        pieces += [text[position:at], text[at:end].replace("<", "&lt;")]
        position = end
    return "".join([*pieces, text[position:]])


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    number = 0
    text = unescape(text).translate(_CURLY)
    for match in _ATTRIBUTE.finditer(text.strip().removesuffix("/")):
        value = next((match[group] for group in ("double", "single", "bare") if match[group] is not None), None)
        if value is not None:
            found.setdefault(match["name"].lower(), value.strip())
            continue
        word = match["quoted"] if match["quoted"] is not None else match["word"]
        if word.startswith("="):  # [youtube=https://…], as WordPress.com writes it
            word = word[1:]
        found[str(number)] = word
        number += 1
    return found


def lone_address(address: str) -> str:
    """Return the paragraph that stands for something embedded from an address."""
    return f'\n\n<p data-embed="">{escape(address)}</p>\n\n'


def literal(code: Shortcode) -> str | None:
    """Return the HTML of a shortcode that holds source code; None for any other."""
    if code.name not in _LITERAL or not code.content.strip():
        return None
    language = code.name if code.name in _LANGUAGES else code.get("language", "lang", "0")
    named = f' class="language-{escape(language)}"' if language.replace("-", "").isalnum() else ""
    return f"\n\n<pre><code{named}>{escape(unescape(code.content).strip(chr(10)), quote=False)}</code></pre>\n\n"
