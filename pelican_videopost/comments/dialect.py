"""The Markdown that comments are written in: Python-Markdown's blocks, and marks within a line that cost what they say.

Its own patterns for code, links and emphasis look through the rest of a paragraph for each mark that is never closed.
Those here do not: each ends at the first mark that it cannot use, so that a line is read in time with its length. What
they do not read is shown as it was typed; there are no headings, pictures, references or titles of links.
"""

import html
import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import (
    ENTITY_RE,
    ESCAPE_RE,
    LINE_BREAK_RE,
    EscapeInlineProcessor,
    HtmlInlineProcessor,
    InlineProcessor,
    Pattern,
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import InlineProcessor as MarksInText
from markdown.util import ETX, STX, AtomicString, Registry, code_escape

# What Markdown itself writes, and what people type by hand; no headings, which belong to the post.
ELEMENTS = frozenset("a b blockquote br code del em hr i kbd li ol p pre q s strong sub sup u ul".split())

# An address that a comment may link to.
LINK = re.compile(r"(?:https?://[^/\s]|mailto:[^\s])\S*", re.IGNORECASE)

_CODE = r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<![\\`])(`++)(.+?)(?<!`)\2(?!`))"
# `[words](address)`; brackets within the words and in the address have their partners.
_INLINE_LINK = (
    r"(?<!!)\[((?:[^\[\]]++|\[[^\[\]]*+\])++)\]"
    r"\(\s*+(<[^<>\s]++>|(?:[^\s()<>]++|\([^\s()<>]*+\))++)\s*+\)"
)
_AUTOLINK = r"<(https?://[^\s<>]++|[^\s<>@]++@[^\s<>@]++)>"
# What Markdown has put aside already stands between two control characters, and is part of no tag and no address.
_TAG_LIKE = r"<[/!?a-zA-Z][^<>\x02]*+>"
# A web address as it is typed into a text: what ends a sentence is not part of it.
_BARE_LINK = r"(?<![\w/@])(https?://[^\s<>\"\x02]*[^\s<>\"\x02.,;:!?'’”)\]}*_])"
# Stars may stand within a word, underscores not. Of the two kinds of emphasis, the strong one is read first.
_STARS = (
    ("strong", r"(\*\*)(?!\s)((?:[^*]++|\*(?![\s*])[^*]++\*)++)(?<!\s)\*\*"),
    ("em", r"(\*)(?![\s*])([^*]++)(?<!\s)\*"),
)
_WITHIN_WORD = r"[^_]++|(?<=\w)_++(?=\w)"
_UNDERSCORES = (
    ("strong", rf"(?<!\w)(__)(?!\s)((?:{_WITHIN_WORD}|(?<!\w)_(?![\s_])(?:{_WITHIN_WORD})++_(?!\w))++)(?<!\s)__(?!\w)"),
    ("em", rf"(?<!\w)(_)(?![\s_])((?:{_WITHIN_WORD})++)(?<!\s)_(?!\w)"),
)
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z]+)(?P<attributes>(?:[\s/]+[\w-]+\s*=.*|[\s/]*))>", re.DOTALL)
# The one attribute that says something, of each element that has one.
_ATTRIBUTES = {"a": "href", "ol": "start"}
_ATTRIBUTE = re.compile(r"[\s/](?P<name>[\w-]+)\s*+=\s*+(?P<value>\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>]++)")


def commenters_markdown() -> Markdown:
    """Return a converter for comments; what it writes is still to be cleaned."""
    markdown = Markdown(extensions=["fenced_code", "nl2br", "sane_lists"], output_format="html")
    markdown.preprocessors.deregister("html_block")
    for name in ("hashheader", "setextheader", "reference"):
        markdown.parser.blockprocessors.deregister(name)
    patterns: Registry[Pattern] = Registry()
    marks = (
        _Code(_CODE),
        EscapeInlineProcessor(ESCAPE_RE, markdown),
        _InlineLink(_INLINE_LINK, markdown),
        _TypedAddress(_AUTOLINK, markdown),
        SubstituteTagInlineProcessor(LINE_BREAK_RE, "br"),
        _KnownElement(_TAG_LIKE, markdown),
        _TypedAddress(_BARE_LINK, markdown),
        HtmlInlineProcessor(ENTITY_RE, markdown),
        *(SimpleTagInlineProcessor(pattern, name) for name, pattern in (*_STARS, *_UNDERSCORES)),
        SubstituteTagInlineProcessor(r"\n", "br"),
    )
    for priority, mark in enumerate(reversed(marks)):
        patterns.register(mark, f"mark-{priority}", priority)
    markdown.inlinePatterns = patterns
    markdown.treeprocessors.register(MarksInText(markdown), "inline", 20)  # the one it had keeps the former patterns
    return markdown


class _Code(InlineProcessor):
    """Makes code of what stands between as many backticks as begin it."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802
        if m.group(1):  # backslashes, each written as two
            return m.group(1).replace("\\\\", f"{STX}{92}{ETX}"), m.start(0), m.end(0)
        code = Element("code")
        code.text = AtomicString(code_escape(m.group(3).strip()))
        return code, m.start(0), m.end(0)


class _InlineLink(InlineProcessor):
    """Makes a link of `[words](address)`; one to where a comment may not link stays as it was typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802
        address = self.unescape(m.group(2).strip("<>"))
        if not LINK.fullmatch(address):
            return None, None, None
        link = Element("a", href=address)
        link.text = m.group(1)
        return link, m.start(0), m.end(0)


class _TypedAddress(InlineProcessor):
    """Makes a link of an address that stands in the text, in angle brackets or not."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802
        address = m.group(1)
        link = Element("a", href=address if "://" in address else f"mailto:{address}")
        link.text = AtomicString(address)
        return link, m.start(0), m.end(0)


class _KnownElement(InlineProcessor):
    """Lets the elements pass that a comment may have; everything else in angle brackets is text.

    Of their attributes, only a link's address and a list's number are passed on. A cleaner, as a browser, opens an
    element again in each paragraph after it, once for every other set of attributes.
    """

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802
        tag = _TAG.fullmatch(m.group(0))
        known = _known(tag) if tag and tag["name"].lower() in ELEMENTS else None
        shown = AtomicString(m.group(0)) if known is None else self.md.htmlStash.store(known)
        return shown, m.start(0), m.end(0)


def _known(tag: re.Match[str]) -> str | None:
    """Return a tag with the attribute that may stay; None for a link to where a comment may not link."""
    name = tag["name"].lower()
    for attribute in _ATTRIBUTE.finditer(tag["attributes"]):
        if attribute["name"].lower() == _ATTRIBUTES.get(name):
            value = html.unescape(attribute["value"].strip("\"'")).strip()
            if name == "a" and not LINK.fullmatch(value):
                return None
            return f'<{tag["slash"]}{name} {_ATTRIBUTES[name]}="{html.escape(value)}">'
    return f"<{tag['slash']}{name}>"
