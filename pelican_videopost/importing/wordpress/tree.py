"""The tree of a post's HTML: what is a block in it, and how an element is brought to where it can stand alone."""

import warnings

from bs4 import BeautifulSoup, Comment, MarkupResemblesLocatorWarning, Tag
from bs4.element import NavigableString, PageElement

from pelican_videopost.base.markup import VOID, tokens
from pelican_videopost.posts.outline import repair

# Elements that hold blocks and say nothing themselves: Markdown has no word for them, and needs none.
FLOW = frozenset("[document] div section article main center header footer hgroup aside body html".split())
INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark q rp rt ruby s samp small"
    " span strike strong sub sup time tt u var wbr".split()
)

_OPTIONAL = frozenset("p li dt dd td th tr thead tbody tfoot".split())
_NOTHING: frozenset[str] = frozenset()
_P = frozenset({"p"})
# Which open elements a start tag ends, if one of them is the innermost.
_ENDED_BY = {
    **dict.fromkeys(
        "address article aside blockquote div dl fieldset figure form h1 h2 h3 h4 h5 h6 hr ol p pre".split(), _P
    ),
    **dict.fromkeys("section table ul details figcaption header footer main nav".split(), _P),
    "li": _P | {"li"},
    **dict.fromkeys(("dt", "dd"), _P | {"dt", "dd"}),
    **dict.fromkeys(("td", "th"), _P | {"td", "th"}),
    "tr": _P | {"td", "th", "tr"},
    **dict.fromkeys(("tbody", "tfoot"), _P | {"td", "th", "tr", "thead", "tbody"}),
}
_NEAR = 50
_DEEPEST = 100


def parsed(html: str) -> BeautifulSoup:
    """Return the tree of a fragment, every word of it, whether its tags match up or not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)  # a text that is an address is a text
        return BeautifulSoup(_with_ends(repair(html)), "html.parser")


def _with_ends(html: str) -> str:
    """Return a fragment with the end tags that HTML lets an author leave out, which the parser of the tree needs.

    Tags deeper than anybody nests are left out, what is in them is not.
    """
    pieces: list[str] = []
    opened: list[str] = []
    position = 0

    def close() -> None:
        name = opened.pop()
        if len(opened) < _DEEPEST:
            pieces.append(f"</{name}>")

    for token in tokens(html):
        if token.kind not in ("start", "end") or token.attributes.endswith("/"):
            continue
        ended = _ENDED_BY.get(token.name, _NOTHING) if token.kind == "start" else _NOTHING
        pieces.append(html[position : token.start])
        position = token.start
        while opened and (opened[-1] in ended or (token.kind == "end" and _is_implied(opened, token.name))):
            close()
        if token.kind == "start":
            if len(opened) >= _DEEPEST:
                position = token.end
            if token.name not in VOID:
                opened.append(token.name)
        elif opened and opened[-1] == token.name:
            close()
            position = token.end
    pieces.append(html[position:])
    while opened:
        close()
    return "".join(pieces)


def _is_implied(opened: list[str], name: str) -> bool:
    """Whether the innermost open element ends with one around it, without an end tag of its own."""
    return opened[-1] != name and opened[-1] in _OPTIONAL and name in opened[-_NEAR:]


def is_inline(node: PageElement) -> bool:
    """Whether a node is a text or an element within a line, and holds only such."""
    if not isinstance(node, Tag):
        return True
    return node.name in INLINE and all(child.name in INLINE for child in node.find_all(True))


def is_blank_node(node: PageElement) -> bool:
    """Whether a node is a comment or nothing but space."""
    return isinstance(node, Comment) or (isinstance(node, NavigableString) and not node.strip())


def words_of(node: PageElement) -> str:
    """Return the text of a node on one line."""
    text = node.get_text() if isinstance(node, Tag) else "" if isinstance(node, Comment) else str(node)
    return " ".join(text.split())


def lift(node: PageElement, soup: BeautifulSoup, within: frozenset[str]) -> None:
    """Bring a node out of the elements of these names around it, each of which is parted in two at its place."""
    while (around := node.parent) is not None and around.name in within:
        after = soup.new_tag(around.name, attrs={})
        after.attrs = {key: value for key, value in around.attrs.items() if key != "id"}
        for follower in list(node.next_siblings):
            after.append(follower.extract())
        node.extract()
        around.insert_after(node)
        if any(not is_blank_node(child) for child in after.children):
            node.insert_after(after)
        if not any(not is_blank_node(child) for child in around.children):
            around.decompose()


def unlazy(element: Tag) -> str:
    """Return the address that an element shows, where a plugin has put it aside to load it late."""
    address = str(element.get("src") or "").strip()
    if address and not address.startswith(("about:", "data:")):
        return address
    for name in ("data-src", "data-lazy-src", "data-litespeed-src", "data-orig-file", "data-original"):
        if late := str(element.get(name) or "").strip():
            return late
    return address


def link_paragraph(paragraph: Tag, soup: BeautifulSoup) -> None:
    """Make a paragraph that is an address a link to it, or a player where that is a file of the site's own."""
    address = words_of(paragraph)
    is_own = address.startswith("{static}")
    name = "video" if is_own else "a"
    element = soup.new_tag(name, attrs={"controls": "", "src": address} if is_own else {"href": address})
    paragraph.clear()
    paragraph.append(element)
    if is_own:
        paragraph.unwrap()
    else:
        element.string = address
