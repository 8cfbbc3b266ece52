"""Which constructs of a post are videos: each becomes a paragraph that is nothing but its address."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from pelican_videopost.base.clean import one_line
from pelican_videopost.importing.wordpress.tree import FLOW, INLINE, is_blank_node, lift, unlazy, words_of
from pelican_videopost.posts.providers import recognise

_ADDRESS = re.compile(r"(?:https?:)?//[^\s<>\"]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MOVIES = ("movie", "src", "filename", "url")
# Where a player may stand, and has to come out of to stand alone.
_AROUND = INLINE | frozenset("p h1 h2 h3 h4 h5 h6 pre address".split())


class Clip(NamedTuple):
    """A video of a post, the paragraph that stands for it, and what its element said of it."""

    paragraph: Tag
    address: str
    is_known: bool
    poster: str = ""
    captions: tuple[str, ...] = ()


def find_clips(soup: BeautifulSoup) -> list[Clip]:
    """Put a lone address in the place of each video and of each frame, and return them in order."""
    clips: list[Clip] = []
    for element in soup.find_all(["video", "iframe", "object", "embed", "p", "div", "figure"]):
        if element.decomposed or element.parent is None:
            continue
        clip = _clip(element, soup)
        if clip is not None:
            clips.append(clip)
    for figure in soup.find_all("figure"):
        if any(clip.paragraph.find_parent("figure") is figure for clip in clips):
            _open(figure)
    return clips


def _clip(element: Tag, soup: BeautifulSoup) -> Clip | None:
    if element.name in ("p", "div", "figure"):
        return _lone(element)
    addresses = list(dict.fromkeys(filter(None, map(_whole, _addresses(element)))))
    address = next((one for one in addresses if recognise(one)), addresses[0] if addresses else "")
    if not address:
        return None
    known = recognise(address)
    shown = known.watch_at(known.start_s) if known and element.name != "video" else address
    poster, captions = (str(element.get("poster") or ""), _captions(element)) if element.name == "video" else ("", ())
    paragraph = soup.new_tag("p", attrs={"data-embed": ""})
    paragraph.string = shown
    fallback = [] if known else _fallback(element)
    element.insert_after(paragraph)
    for node in reversed(fallback):
        paragraph.insert_after(node)
    element.decompose()
    lift(paragraph, soup, _AROUND)
    return Clip(paragraph, shown, known is not None, poster, captions)


def _lone(element: Tag) -> Clip | None:
    """Return the clip of a paragraph that is an address, or of the wrapper that WordPress puts around one."""
    classes = " ".join(str(name) for name in element.get_attribute_list("class"))
    is_wrapper = "wp-block-embed__wrapper" in classes or "jetpack-videopress" in classes
    if (element.name != "p" and not is_wrapper) or any(child.name != "br" for child in element.find_all(True)):
        return None
    text = words_of(element)
    if not _ADDRESS.fullmatch(text):
        return None
    known = recognise(text) is not None
    if not known and "data-embed" not in element.attrs and not is_wrapper:
        return None
    element.name = "p"
    element.attrs = {"data-embed": ""}
    element.string = _whole(text)
    return Clip(element, _whole(text), known)


def _addresses(element: Tag) -> Iterator[str]:
    """Yield the addresses that an element may play, in its order."""
    if element.name == "object":
        yield str(element.get("data") or "")
        for parameter in element.find_all("param"):
            if str(parameter.get("name") or "").lower() in _MOVIES:
                yield str(parameter.get("value") or "")
    yield unlazy(element)
    for inner in element.find_all(["source", "embed", "iframe"]):
        yield unlazy(inner)


def _whole(address: str) -> str:
    address = one_line(address)
    if address.startswith("//"):
        address = "https:" + address
    if " " in address and recognise(whole := address.replace(" ", "%20")):
        return whole
    return "" if " " in address or address.startswith(("about:", "data:", "javascript:")) else address


def _fallback(element: Tag) -> list[PageElement]:
    """Return what an element shows where it cannot be played, if that says anything."""
    return [node.extract() for node in list(element.children) if not is_blank_node(node) and words_of(node)]


def _captions(element: Tag) -> tuple[str, ...]:
    """Return the lines of `Captions` for the tracks of a video."""
    found = []
    for track in element.find_all("track"):
        language = str(track.get("srclang") or "en")
        kind = str(track.get("kind") or "subtitles")
        address = _whole(str(track.get("src") or ""))
        if kind not in ("captions", "subtitles") or not address or not _LANGUAGE.fullmatch(language):
            continue
        label = re.sub(r"[:{]", "", one_line(str(track.get("label") or ""))).strip()
        found.append(f"{language} {label}: {address}" if label else f"{language}: {address}")
    return tuple(found)


def _open(figure: Tag) -> None:
    """Leave a figure's video and caption as paragraphs of their own."""
    for caption in figure.find_all("figcaption"):
        caption.name = "p"
        caption.attrs = {}
    figure.name = "div"


def begins_with(soup: BeautifulSoup, clip: Clip) -> bool:
    """Whether a clip is the first thing that a reader sees of a text."""
    for node in soup.descendants:
        if node is clip.paragraph:
            return True
        if isinstance(node, Tag):
            if node.name in ("img", "hr", "audio", "table", "script"):
                return False
        elif not is_blank_node(node) and str(node).strip("\ufdd0 \n\t\xa0"):
            return False
    return False


def take_out(clip: Clip) -> None:
    """Take a clip out of its text, with what is left empty around it."""
    around = clip.paragraph.parent
    clip.paragraph.decompose()
    while (
        around is not None and around.name in FLOW - {"[document]"} and not words_of(around) and not around.find(True)
    ):
        outer = around.parent
        around.decompose()
        around = outer
