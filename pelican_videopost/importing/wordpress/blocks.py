"""The text of a post as WordPress's editors keep it, as plain HTML: block comments go, what they wrap stays."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Any

from pelican_videopost.base.markup import tokens
from pelican_videopost.importing.wordpress.paragraphs import MORE, with_paragraphs
from pelican_videopost.importing.wordpress.shortcodes import (
    Meaning,
    Shortcode,
    lone_address,
    outside_code,
    replace_shortcodes,
    with_code_inert,
)
from pelican_videopost.posts.providers import recognise

_BLOCK = re.compile(r"<!--\s++(?P<slash>/?)wp:(?P<name>[a-z][\w-]*+(?:/[a-z][\w-]*+)?+)\s++(?P<rest>.*)-->", re.DOTALL)
_MORE = re.compile(r"<!--\s*more\b")
_NEXT_PAGE = re.compile(r"<!--\s*nextpage\s*-->")
_LONE_LINE = re.compile(r"^[^\S\n]*(https?://[^\s<>\"\[\]]+)[^\S\n]*$", re.MULTILINE)
_DEEPEST_REUSE = 5
_LONGEST_EMBED = 20_000
# Their markup is all there is to them; what others hold that are empty was drawn by WordPress.
_QUIET = frozenset("more nextpage spacer separator block footnotes paragraph columns column group list".split())


@dataclass(slots=True)
class Noticed:
    """What a post holds that has no place in its text, counted by name."""

    drawn: Counter[str] = field(default_factory=Counter)
    shortcodes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Editor:
    """What the text of a post refers to: `reuse` gives a reusable block by its number, `meaning` a shortcode's HTML."""

    reuse: Callable[[str], str]
    meaning: Meaning


def plain_html(text: str, editor: Editor, found: Noticed, *, depth: int = 0) -> str:
    """Return the HTML of a post's text. `MORE` stands where its author cut it, a `<hr>` at the end of each page."""
    text = with_code_inert(text.replace("\r\n", "\n").replace("\r", "\n"))
    if "<!--" not in text:
        return _classic(text, editor, found)
    pieces: list[tuple[str, str]] = []  # the block around, or "" for none, and the text
    stack: list[str] = []
    position = 0
    has_blocks = False
    for token in tokens(text):
        if token.kind != "comment":
            continue
        comment = text[token.start : token.end]
        pieces.append((stack[-1] if stack else "", text[position : token.start]))
        position = token.end
        if block := _BLOCK.fullmatch(comment):
            has_blocks = True
            _take(block, text, token.end, stack, pieces, editor, found, depth)
        elif _MORE.match(comment):
            pieces.append((stack[-1] if stack else "", MORE))
        elif _NEXT_PAGE.match(comment):
            pieces.append((stack[-1] if stack else "", "\n\n<hr>\n\n"))
    pieces.append((stack[-1] if stack else "", text[position:]))
    return _joined(pieces, has_blocks, editor, found)


def _take(
    block: re.Match[str],
    text: str,
    end: int,
    stack: list[str],
    pieces: list[tuple[str, str]],
    editor: Editor,
    found: Noticed,
    depth: int,
) -> None:
    """Note the beginning or the end of a block, and the HTML of one that keeps all it says in its attributes."""
    name = block["name"].removeprefix("core/")
    if block["slash"]:
        if name in stack:
            del stack[len(stack) - 1 - stack[::-1].index(name) :]
        return
    rest = block["rest"].strip()
    is_void = rest.endswith("/")
    attributes = _json(rest.removesuffix("/").strip())
    if name == "block" and depth < _DEEPEST_REUSE:
        said = plain_html(editor.reuse(str(attributes.get("ref", ""))), editor, found, depth=depth + 1)
    elif name == "gallery" and is_void:
        ids = attributes.get("ids")
        numbers = ",".join(map(str, ids)) if isinstance(ids, list) else ""
        said = editor.meaning(Shortcode("gallery", {"ids": numbers}, "")) or ""
    else:
        said = _said(name, attributes, "" if is_void else _inner(text, block["name"], end))
    if said:
        pieces.append(("said", said))
    elif is_void and name not in _QUIET:
        found.drawn[name] += 1
    if not is_void:
        stack.append(name)


def _inner(text: str, name: str, start: int) -> str:
    """Return what stands in a block that may keep its address in its attributes; of other blocks nothing."""
    if "embed" not in name and "video" not in name and "audio" not in name:
        return ""
    end = text.find(f"<!-- /wp:{name}", start, start + _LONGEST_EMBED)
    return text[start:end] if end >= 0 else text[start : start + _LONGEST_EMBED]


def _json(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text) if text.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _said(name: str, attributes: dict[str, Any], inner: str) -> str:
    """Return the HTML of what stands in a block's attributes alone."""
    address = str(attributes.get("url") or attributes.get("src") or "")
    if name in ("videopress/video", "jetpack/videopress"):
        guid = str(attributes.get("guid", ""))
        address = f"https://videopress.com/v/{guid}" if guid.isalnum() else address
        if guid and f"/{guid}" in inner:
            return ""
    elif name == "video" or name == "audio":
        if address and "src=" not in inner and "<source" not in inner:
            return f'<{name} controls src="{escape(address)}"></{name}>'
        return ""
    elif not (name == "embed" or name.startswith("core-embed/")):
        return ""
    is_there = address in inner or escape(address) in inner or address.replace("&", "&#038;") in inner
    return "" if not address or is_there else lone_address(address)


def _joined(pieces: list[tuple[str, str]], has_blocks: bool, editor: Editor, found: Noticed) -> str:
    """Return the pieces as one text; what belongs to no block is a classic text."""
    if not has_blocks:
        return _classic("".join(piece for _, piece in pieces), editor, found)
    done: list[str] = []
    waiting: list[str] = []
    kind = "?"
    for around, piece in [*pieces, ("", "")]:
        now = (
            "classic" if around in ("", "freeform", "shortcode") else "html" if around in ("code", "said") else "block"
        )
        if now != kind and waiting:
            done.append(_piece(kind, "".join(waiting), editor, found))
            waiting = []
        kind = now
        waiting.append(piece)
    done.append(_piece(kind, "".join(waiting), editor, found))
    return "".join(done)


def _piece(kind: str, text: str, editor: Editor, found: Noticed) -> str:
    if kind == "html" or not text.strip():
        return text
    if kind == "classic":
        return _classic(text, editor, found)
    return replace_shortcodes(text, editor.meaning, found.shortcodes)


def _classic(text: str, editor: Editor, found: Noticed) -> str:
    """Return the HTML of a classic text, in which the address of a video in a line of its own is that video."""
    text = outside_code(text, lambda part: _LONE_LINE.sub(_isolated, part)) if "//" in text else text
    return with_paragraphs(replace_shortcodes(text, editor.meaning, found.shortcodes))


def _isolated(line: re.Match[str]) -> str:
    address = unescape(line[1])
    return lone_address(address) if recognise(address) else line[0]
