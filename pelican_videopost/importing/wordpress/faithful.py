"""A post's HTML as Markdown, of which every word, link and picture is checked against what it was made of.

What Markdown has no word for stays as HTML, and so does each block that Python-Markdown, set up as Pelican does it,
would not read as the same words: nothing is lost to a slip of a conversion.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement
from markdown import Markdown

from pelican_videopost.base.markup import plain_text, tokens
from pelican_videopost.importing.wordpress.markdown import Writer
from pelican_videopost.importing.wordpress.tree import FLOW, INLINE, is_blank_node, is_inline

_PLAIN = INLINE | frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table thead tbody tr th td".split())
# What Python-Markdown takes for the beginning of raw HTML; anything else is put into a `div`.
_RAW_BLOCKS = frozenset(
    "address blockquote details div dl fieldset figure form h1 h2 h3 h4 h5 h6 hr noscript ol p pre script style table"
    " ul video iframe object canvas math".split()
)
_LISTS = frozenset({"ul", "ol"})
_LINKED = re.compile(r"\s(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_REFERENCES = re.compile(r"#([\w:.%-]+)")
_MOST_UNCLOSED = 300


@dataclass(slots=True)
class Conversion:
    """A text in Markdown, and how often each element was kept as HTML."""

    text: str
    kept: Counter[str] = field(default_factory=Counter)


def to_markdown(soup: BeautifulSoup) -> Conversion:
    """Return the Markdown of a tree, in which `MORE` still stands where it stood."""
    anchors = frozenset(
        name
        for link in soup.find_all("a", href=True)
        for name in _REFERENCES.findall(unquote(str(link["href"])) if str(link["href"]).startswith("#") else "")
    )
    writer = Writer(anchors=anchors)
    blocks = list(_blocks(soup, soup))
    kept = [None if _is_plain(block) else block.name for block in blocks]
    texts = [
        raw_html(block) if name else writer.process_tag(block).strip("\n")
        for block, name in zip(blocks, kept, strict=True)
    ]
    if not same_words(" ".join(map(str, blocks)), _text(blocks, texts)):
        for number, block in enumerate(blocks):
            if not kept[number] and not same_words(str(block), texts[number]):
                kept[number], texts[number] = block.name, raw_html(block)
        if not same_words(" ".join(map(str, blocks)), _text(blocks, texts)):
            kept, texts = [block.name for block in blocks], list(map(raw_html, blocks))
    return Conversion(_text(blocks, texts), Counter(filter(None, kept)))


def _blocks(parent: Tag, soup: BeautifulSoup) -> Iterator[Tag]:
    """Yield the blocks of a text, out of the elements that only group; a line of its own becomes a paragraph."""
    line: list[PageElement] = []
    for node in [*parent.children, None]:
        if node is not None and is_inline(node):
            line.append(node)
            continue
        if any(not is_blank_node(one) for one in line):
            paragraph = soup.new_tag("p")
            line[0].insert_before(paragraph)
            for one in line:
                paragraph.append(one.extract())
            yield paragraph
        line = []
        if isinstance(node, Tag):
            if node.name in FLOW:
                yield from _blocks(node, soup)
            elif node.name == "figure" and not _has_words_of_its_own(node):
                node.name = "div"
                yield from _blocks(node, soup)
            else:
                yield node


def _has_words_of_its_own(figure: Tag) -> bool:
    """Whether a figure is more than the frame around a picture, a table or other blocks, such as further figures."""
    if figure.find("figure") and not figure.find("figcaption", recursive=False):
        return False
    return figure.find(["figcaption", "audio", "svg", "script"]) is not None


def _is_plain(block: Tag) -> bool:
    """Whether Markdown has words for all of a block, and Python-Markdown reads them there."""
    inner = [element.name for element in block.find_all(True)]
    if block.name not in _PLAIN or not _PLAIN.issuperset(inner):
        return False
    if block.name == "pre":
        return set(inner) <= {"code"} and "\t" not in block.get_text() and not _is_verse(block)
    if block.name == "table":
        return _is_plain_table(block, inner)
    if block.name in _LISTS | {"blockquote"}:
        return not {"pre", "table", "hr"} & set(inner) and all(map(_counts_from_one, [block, *block.find_all("ol")]))
    return not set(inner) - INLINE


def _is_verse(block: Tag) -> bool:
    classes = " ".join(str(name) for name in block.get_attribute_list("class"))
    return "verse" in classes or "preformatted" in classes


def _counts_from_one(block: Tag) -> bool:
    return not any(block.get(name) for name in ("start", "reversed", "type")) or block.get("start") == "1"


def _is_plain_table(table: Tag, inner: list[str]) -> bool:
    """Whether a table has a head, and in each row as many cells as there, of one line each."""
    rows = table.find_all("tr")
    if not rows or set(inner) - INLINE - {"thead", "tbody", "tr", "th", "td"}:
        return False
    cells = [row.find_all(["td", "th"]) for row in rows]
    if any(cell.name != "th" for cell in cells[0]) or any(cell.name != "td" for row in cells[1:] for cell in row):
        return False
    spans = any(cell.get("colspan") or cell.get("rowspan") for row in cells for cell in row)
    return len(cells[0]) > 1 and not spans and len({len(row) for row in cells}) == 1


def raw_html(block: Tag) -> str:
    """Return a block as HTML that Markdown leaves alone."""
    for element in [block, *block.find_all(True)]:
        for name in ("markdown", "srcset", "sizes", "data-embed"):
            element.attrs.pop(name, None)
        if element.name in ("audio", "video") and element.get("preload") != "none":
            element["preload"] = "none"
    html = str(block).replace("\t", "&#9;").strip()
    return html if block.name in _RAW_BLOCKS else f"<div>{html}</div>"


def _text(blocks: list[Tag], texts: list[str]) -> str:
    """Return the blocks as one text; lists and quotes that follow each other are kept apart."""
    pieces: list[str] = []
    before = ""
    for block, text in zip(blocks, texts, strict=True):
        if not text.strip():
            continue
        kind = "list" if block.name in _LISTS else block.name
        if kind == before and kind in ("list", "blockquote"):
            pieces.append("<!-- -->")
        pieces.append(text)
        before = kind
    return "\n\n".join(pieces)


def same_words(html: str, markdown: str) -> bool:
    """Whether Markdown has the words, the links and the pictures of the HTML that it was made of.

    A text with very many brackets that begin no link is not even tried: Python-Markdown seeks the end of each.
    """
    unclosed = markdown.count("[") - markdown.count(r"\[") - markdown.count("](")
    if unclosed > _MOST_UNCLOSED:
        return False
    rendered = _markdown().reset().convert(markdown)
    return plain_text(html, footnote_marks=True) == plain_text(rendered, footnote_marks=True) and _links(
        html
    ) == _links(rendered)


def _links(html: str) -> Counter[str]:
    found: Counter[str] = Counter()
    empty = re.sub(r"<a\b[^<>]*+>\s*+</a>", "", html)
    for token in tokens(empty):
        if token.kind == "start" and token.name in ("a", "img"):
            found.update(unquote(unescape("".join(match))).strip() for match in _LINKED.findall(token.attributes)[:1])
    return found


@cache
def _markdown() -> Markdown:
    """Return what reads Markdown as Pelican's default settings have it, but without the colours of code."""
    return Markdown(extensions=["markdown.extensions.extra"], output_format="html")
