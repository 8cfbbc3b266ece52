"""A comment's Markdown as HTML that is safe in any page, made in a time that its length bounds.

Python-Markdown renders, nh3 decides: only the elements that `dialect` names leave this module, whatever went in.
"""

import html
import re
from functools import cache

import nh3
from markdown import Markdown

from pelican_videopost.base.clean import body, is_blank
from pelican_videopost.comments.dialect import ELEMENTS, LINK, commenters_markdown

_REL = "ugc external nofollow noopener"
_DEEPEST_QUOTE = re.compile(r"^((?:[ \t]{0,3}>){6})(?:[ \t]{0,3}>)+", re.MULTILINE)
# What Markdown does something about, some 50 microseconds each: marks within a line, lines, and quotes and lists that
# begin with it. A README of 21 KB, dense with code and tables, has 1,000 of them.
_MARK = re.compile(r"[*_`\[<&\\\n]|https?:", re.IGNORECASE)
_NESTING = re.compile(r"(?:[ \t]*+(?:>|[-*+][ \t]|\d{1,9}\.[ \t]))*+")
_MOST_MARKS = 2500
_DEEPEST = 20
# What begins and ends a block of code. Markdown looks through the rest of the text for each, and all pairs of spaces.
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,}) *+\.?[\w#.+-]*+ *+")
_FENCE_START = ("```", "~~~")
_MANY_SPACES = " " * 50
_MOST_FENCES = 80
# What begins one of Pelican's links to a file of the site.
_BRACES = re.compile(r"[{|}]")


def render(text: str) -> str:
    """Return a comment's Markdown as HTML without scripts, pictures, styles, classes, ids or headings.

    Links go to http, https and mailto only, and ask search engines and the linked site to give nothing for them. An
    element that a comment may not have is shown as it was typed, as is a link to elsewhere, and a whole comment of
    which nothing would be seen, or which has more marks than anybody writes. So no text of 64 KB takes longer than some
    0.2 seconds.

    >>> render("**Yes**, <u>all</u> of it <script>")
    '<p><strong>Yes</strong>, <u>all</u> of it &lt;script&gt;</p>'
    """
    text = _DEEPEST_QUOTE.sub(r"\1", body(text))
    if _is_costly(text):
        return _as_typed(text)
    try:
        rendered = body(clean_html(_markdown().reset().convert(text)))  # Markdown may leave marks of its own behind
    except RecursionError:
        _markdown.cache_clear()  # it was left in the middle of something
        return _as_typed(text)
    vanished = is_blank(html.unescape(plain(rendered))) and "<hr" not in rendered
    return _as_typed(text) if vanished and text else rendered


def clean_html(fragment: str) -> str:
    """Return a fragment of HTML with nothing in it that `render` would not write."""
    return nh3.clean(
        fragment,
        tags=set(ELEMENTS),
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
        return _BRACES.sub(lambda brace: f"%{ord(brace[0]):02X}", value) if LINK.fullmatch(value) else None
    return value if value.isdecimal() and len(value) < 10 else None


def _as_typed(text: str) -> str:
    """Return a text without its Markdown: for one that says nothing in it, or that Markdown would take too long for."""
    return "<p>" + "<br>\n".join(html.escape(line, quote=False) for line in text.splitlines()) + "</p>"


def _is_costly(text: str) -> bool:
    """Whether a text has more marks than anybody writes; code between fences costs nothing, whatever is in it."""
    marks = fences = since_fence = 0
    opened = ""
    for line in text.split("\n"):
        nesting = _NESTING.match(line)
        depth = len(nesting[0].split()) if nesting else 0
        if depth > _DEEPEST or (line.startswith(_FENCE_START) and _MANY_SPACES in line):
            return True
        fence = _FENCE.fullmatch(line)
        fences += fence is not None
        found = 1 + depth + len(_MARK.findall(line))
        if opened and line.rstrip(" ") == opened:
            opened, since_fence = "", 0
        elif opened:
            since_fence += found
        elif fence:
            opened = fence["fence"]
        marks += 0 if opened else found
    return marks + since_fence > _MOST_MARKS or fences > _MOST_FENCES


@cache
def _markdown() -> Markdown:
    return commenters_markdown()
