"""A comment's Markdown as HTML that is safe in any page.

Python-Markdown renders, nh3 decides: only the elements named here leave this module, whatever went in.
"""

import html
import re
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor, InlineProcessor
from markdown.util import AtomicString

from pelican_videopost.base.clean import body

# What Markdown itself writes, and what people type by hand; no headings, which belong to the post.
_ELEMENTS = frozenset("a b blockquote br code del em hr i kbd li ol p pre q s strong sub sup u ul".split())
_HEADINGS_AND_PICTURES = ("hashheader", "setextheader"), ("image_link", "image_reference", "short_image_ref")
_REL = "ugc external nofollow noopener"
_LINK = re.compile(r"(?:https?://[^/\s]|mailto:[^\s])\S*", re.IGNORECASE)
# With attributes or without; `a <b and c> d` is neither.
_TAG = re.compile(r"</?([A-Za-z]+)(?:[\s/]+[\w-]+\s*=.*|[\s/]*)>", re.DOTALL)
# A web address as it is typed into a text: what ends a sentence is not part of it, nor is what Markdown has put aside,
# which stands between two control characters.
_BARE_LINK = r"(?<![\w/@])(https?://[^\s<>\"\x02]*[^\s<>\"\x02.,;:!?'’”)\]}*_])"
_DEEPEST_QUOTE = re.compile(r"^((?:[ \t]{0,3}>){6})(?:[ \t]{0,3}>)+", re.MULTILINE)
_MANY_BRACKETS = 500
# What begins one of Pelican's links to a file of the site.
_BRACES = re.compile(r"[{|}]")


def render(text: str) -> str:
    """Return a comment's Markdown as HTML without scripts, pictures, styles, classes, ids or headings.

    Links go to http, https and mailto only, and ask search engines and the linked site to give nothing for them. An
    element that a comment may not have is shown as it was typed.

    >>> render("**Yes**, <u>all</u> of it <script>")
    '<p><strong>Yes</strong>, <u>all</u> of it &lt;script&gt;</p>'
    """
    text = _DEEPEST_QUOTE.sub(r"\1", body(text))
    if text.count("[") > _MANY_BRACKETS:
        return _as_typed(text)
    try:
        return body(clean_html(_markdown().reset().convert(text)))  # Markdown may leave marks of its own behind
    except RecursionError:
        _markdown.cache_clear()  # it was left in the middle of something
        return _as_typed(text)


def clean_html(fragment: str) -> str:
    """Return a fragment of HTML with nothing in it that `render` would not write."""
    return nh3.clean(
        fragment,
        tags=set(_ELEMENTS),
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel=_REL,
    ).strip()


def plain(rendered: str) -> str:
    """Return the words of a comment that `render` has made HTML of, still HTML-escaped, on one line.

    >>> plain(render("**Yes**, [there](https://example.org) & then"))
    'Yes, there &amp; then'
    """
    return " ".join(nh3.clean(rendered, tags=set()).split())


def _attribute(element: str, name: str, value: str) -> str | None:
    if name == "rel":
        return _REL  # nh3 asks about what it adds itself as well
    if (element, name) == ("a", "href"):
        return _BRACES.sub(lambda brace: f"%{ord(brace[0]):02X}", value) if _LINK.fullmatch(value) else None
    return value if value.isdecimal() and len(value) < 6 else None


def _as_typed(text: str) -> str:
    """Return a text without its Markdown, for one that would take Markdown minutes, or more than it can do."""
    return "<p>" + "<br>\n".join(html.escape(line, quote=False) for line in text.splitlines()) + "</p>"


class _KnownElement(HtmlInlineProcessor):
    """Lets the elements pass that a comment may have; everything else in angle brackets is text."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        name = _TAG.fullmatch(m.group(1))
        if name and name[1].lower() in _ELEMENTS:
            return super().handleMatch(m, data)
        return AtomicString(m.group(0)), m.start(0), m.end(0)


class _BareLink(InlineProcessor):
    """Makes a link of a web address that stands in the text."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: ARG002, N802
        link = Element("a", href=m.group(1))
        link.text = AtomicString(m.group(1))
        return link, m.start(0), m.end(0)


@cache
def _markdown() -> Markdown:
    markdown = Markdown(extensions=["fenced_code", "nl2br", "sane_lists"], output_format="html")
    markdown.preprocessors.deregister("html_block")
    blocks, pictures = _HEADINGS_AND_PICTURES
    for name in blocks:
        markdown.parser.blockprocessors.deregister(name)
    for name in pictures:
        markdown.inlinePatterns.deregister(name)
    markdown.inlinePatterns.register(_KnownElement(HTML_RE, markdown), "html", 90)
    markdown.inlinePatterns.register(_BareLink(_BARE_LINK, markdown), "bare_link", 85)
    return markdown
