"""A post's tree made ready to become Markdown: nothing nested where HTML forbids it, files where they will be."""

import json
from collections.abc import Callable

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString

from pelican_videopost.importing.wordpress.paragraphs import MORE
from pelican_videopost.importing.wordpress.tree import FLOW, INLINE, lift, parsed, unlazy

# The place of a footnote's mark in a text that is being converted.
NOTE = "\ufdd1"

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr figure details form section article aside audio".split()
)
_SAY_NOTHING = ["span", "font", "big", "data"]
_FORMATTING = INLINE - {"a"}
_PARTED = _FORMATTING | {"p", "a", "h1", "h2", "h3", "h4", "h5", "h6"}
_ADDRESSES = (
    ("a", "href"),
    ("img", "src"),
    ("audio", "src"),
    ("video", "src"),
    ("video", "poster"),
    ("source", "src"),
    ("track", "src"),
)


def prepare(soup: BeautifulSoup, moved: Callable[[str], str]) -> None:
    """Put a tree in order. `moved` returns the address that a file of the old site has from now on."""
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for image in soup.find_all("img"):
        image["src"] = unlazy(image)
    for link in soup.find_all("a", href=False):
        if not (link.get("id") or link.get("name")):
            link.unwrap()
    for name, attribute in _ADDRESSES:
        for element in soup.find_all(name, attrs={attribute: True}):
            element[attribute] = moved(str(element[attribute]))
    for element in soup.find_all(_SAY_NOTHING):
        if element.find(_BLOCKS):
            element.unwrap()
    _open_frames(soup)
    for block in soup.find_all(_BLOCKS):
        if block.parent is not None and block.parent.name in _FORMATTING | {"p"} and block.find_parent("p"):
            lift(block, soup, _FORMATTING | {"p"})


def _open_frames(soup: BeautifulSoup) -> None:
    """Take what only WordPress's own styles make look right out of its frame: pictures of a gallery, a sound."""
    for group in soup.select("ul.wp-block-gallery, .wp-block-gallery ul, ul.blocks-gallery-grid"):
        for item in group.find_all("li", recursive=False):
            item.unwrap()
        group.name, group.attrs = "div", {}
    for figure in soup.find_all("figure"):
        if figure.find("audio") and not figure.find("img"):
            for caption in figure.find_all("figcaption"):
                caption.name = "div" if caption.find(_BLOCKS) else "p"
            figure.name, figure.attrs = "div", {}


def place_cut(soup: BeautifulSoup) -> bool:
    """Put the first `MORE` into a paragraph of its own between two blocks of the text; whether there is one."""
    texts = soup.find_all(string=lambda text: text is not None and MORE in text)
    for text in texts[1:]:
        text.replace_with(NavigableString(str(text).replace(MORE, "")))
    if not texts:
        return False
    before, _, after = str(texts[0]).partition(MORE)
    marker = soup.new_tag("p")
    marker.string = MORE
    texts[0].replace_with(marker)
    marker.insert_before(NavigableString(before))
    marker.insert_after(NavigableString(after.replace(MORE, "")))
    lift(marker, soup, _PARTED)
    outside = [around for around in marker.parents if around.name not in FLOW]
    if outside:
        outside[-1].insert_after(marker.extract())
    return True


class Notes:
    """The footnotes of WordPress's own block: marks in the text, the words in the post's meta."""

    def __init__(self, soup: BeautifulSoup, meta: str) -> None:
        """Put a `NOTE` in the place of each mark that has a note."""
        self.texts: list[Tag] = []
        known = _notes(meta)
        numbers: dict[str, int] = {}
        for mark in soup.find_all("sup", attrs={"data-fn": True}):
            name = str(mark["data-fn"])
            if name in known:
                number = numbers.setdefault(name, len(numbers) + 1)
                mark.replace_with(NavigableString(f"{NOTE}{number}{NOTE}"))
        order = [*numbers, *(name for name in known if name not in numbers)]
        self.texts = [parsed(known[name]) for name in order]

    def placed(self, text: str, converted: Callable[[Tag], str]) -> str:
        """Return a text in Markdown with its marks and, at its end, the notes."""
        for number, note in enumerate(self.texts, 1):
            text = text.replace(f"{NOTE}{number}{NOTE}", f"[^{number}]")
            lines = converted(note).split("\n")
            mark = f"[^{number}]" if f"[^{number}]" in text else ""
            if not mark:  # a note without its mark is a paragraph
                text += "\n\n" + "\n".join(lines)
                continue
            text += f"\n\n{mark}: " + "\n".join([lines[0], *(f"    {line}" if line else "" for line in lines[1:])])
        return text


def _notes(meta: str) -> dict[str, str]:
    try:
        entries = json.loads(meta) if meta else []
    except (ValueError, RecursionError):
        return {}
    if not isinstance(entries, list):
        return {}
    return {str(one["id"]): str(one.get("content", "")) for one in entries if isinstance(one, dict) and "id" in one}
