"""The text of an item, from what WordPress keeps to Markdown, with its videos found and its cut in place."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup

from pelican_videopost.base.clean import body, one_line
from pelican_videopost.base.markup import plain_text
from pelican_videopost.importing.wordpress.blocks import Editor, Noticed, plain_html
from pelican_videopost.importing.wordpress.export import Item
from pelican_videopost.importing.wordpress.faithful import Conversion, same_words, to_markdown
from pelican_videopost.importing.wordpress.meanings import meanings
from pelican_videopost.importing.wordpress.paragraphs import MORE, with_paragraphs
from pelican_videopost.importing.wordpress.preparing import Notes, place_cut, prepare
from pelican_videopost.importing.wordpress.site import OldSite
from pelican_videopost.importing.wordpress.tree import link_paragraph, parsed
from pelican_videopost.importing.wordpress.videos import Clip, begins_with, find_clips, take_out

# Where themes and plugins put the video of a post whose format is one.
_VIDEO_META = ("_format_video_embed", "_video_embed", "video_embed", "video_url", "_video_url")
_MARKER, _COMMENT = "[+]", "<!--more-->"
# A paragraph of plain words, onto whose last line a marker can be put.
_WORDS = re.compile(r"[^\W\d_][^\n]*(?:\n[^\n]+)*[^>`}\s]|[*“\"'(\[][^\n]*(?:\n[^\n]+)*[^>`}\s]")


@dataclass(slots=True)
class Written:
    """A text as it will be written, its video, how many further ones stand in it, and what the report says of it."""

    text: str
    clip: Clip | None = None
    kept: Counter[str] = field(default_factory=Counter)
    found: Noticed = field(default_factory=Noticed)
    links: list[str] = field(default_factory=list)
    further: int = 0


def write_text(item: Item, site: OldSite, moved: Callable[[str], str], *, is_video: bool) -> Written:
    """Return the Markdown of an item. `is_video` says that its format is one, so that any video in it is the post's.

    `moved` returns the address that a file of the old site has from now on.
    """
    found = Noticed()
    editor = Editor(
        lambda number: site.reusable.get(number, ""), meanings(site.files.get, site.attached(item["post_id"]))
    )
    html = plain_html(body(item["content:encoded"]), editor, found)
    soup = parsed(html)
    prepare(soup, moved)
    clips = find_clips(soup)
    clip = next((one for one in clips if one.is_known and (is_video or begins_with(soup, one))), None)
    if clip is None and is_video:
        clip = _elsewhere(item)
    elif clip is not None:
        take_out(clip)
    _add_enclosure(item, soup, html, moved, clip)
    notes = Notes(soup, item.meta.get("footnotes", ""))
    has_cut = place_cut(soup)
    for one in soup.find_all("p", attrs={"data-embed": True}):
        link_paragraph(one, soup)
    conversion = _converted(soup, html)
    text = notes.placed(conversion.text, lambda note: to_markdown(parsed(with_paragraphs(str(note)))).text)
    links = [one.address for one in clips if not one.is_known]
    text = _with_cut(text, is_post=clip is not None) if has_cut else text
    if clip is not None:
        text = text.replace(r"\[+]", r"\[&#43;]")  # one that was only text is no marker
    further = sum(one is not clip for one in clips)
    return Written(text, clip, conversion.kept, found, links, further)


def _converted(soup: BeautifulSoup, html: str) -> Conversion:
    try:
        return to_markdown(soup)
    except RecursionError:  # nested deeper than any author nests
        words = plain_text(html)
        return Conversion("<div>" + words.replace("&", "&amp;").replace("<", "&lt;") + "</div>", Counter({"div": 1}))


def _elsewhere(item: Item) -> Clip | None:
    """Return the video that a post's format, or what is enclosed, names outside of its text."""
    enclosure = item.meta.get("enclosure", "").strip().split("\n")
    said = [item.meta.get(name, "") for name in _VIDEO_META]
    if len(enclosure) > 2 and enclosure[2].strip().startswith("video/"):
        said.append(enclosure[0])
    for value in filter(None, map(str.strip, said)):
        soup = parsed(value if "<" in value else f'<p data-embed="">{value}</p>')
        known = [clip for clip in find_clips(soup) if clip.is_known]
        if known:
            return known[0]
    return None


def _add_enclosure(item: Item, soup: BeautifulSoup, html: str, moved: Callable[[str], str], clip: Clip | None) -> None:
    """Put a link to an enclosed sound or film that the text does not have at its end."""
    address = one_line(item.meta.get("enclosure", "").strip().split("\n")[0])
    if not address.startswith(("http://", "https://")) or " " in address or address in html:
        return
    if clip is None or clip.address != address:
        paragraph = soup.new_tag("p", attrs={"data-embed": ""})
        paragraph.string = moved(address)
        soup.append(paragraph)


def _with_cut(text: str, *, is_post: bool) -> str:
    """Return a text with the cut as a video post's marker, at the end of the words before it where they allow it.

    In any other post it is the comment that it was: a marker there would be read as words.
    """
    before, _, after = text.partition(MORE)
    if not is_post:
        return f"{before}{_COMMENT}{after}"
    before = before.rstrip()
    space = " " if _WORDS.fullmatch(before.rpartition("\n\n")[2]) else "\n\n"
    return f"{before}{space}{_MARKER}{after}".lstrip()


def summary(item: Item) -> str:
    """Return an excerpt as one line of Markdown; empty where there is none."""
    excerpt = body(item["excerpt:encoded"])
    if not plain_text(excerpt):
        return ""
    soup = parsed(with_paragraphs(excerpt))
    prepare(soup, str)
    for name in ("img", "iframe", "video", "script", "style"):
        for element in soup.find_all(name):
            element.decompose()
    for line_end in soup.find_all("br"):
        line_end.replace_with(" ")
    html = str(soup)
    text = one_line(to_markdown(soup).text)
    if same_words(html, text):
        return text
    return one_line("".join(c if c.isalnum() or c in " .,;?!'\"/()%" else f"&#{ord(c)};" for c in plain_text(html)))
