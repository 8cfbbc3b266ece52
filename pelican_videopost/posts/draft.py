"""A new post, as text: what is known of a video, written as its author would write it in Markdown."""

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from pelican_videopost.base.clean import body, one_line
from pelican_videopost.base.model import Video

_TEASER_LENGTH = 600
_TO_FILL_IN = "What it is about, in a sentence or two."
# What begins an element of HTML, of a template or of Markdown, wherever in a line: none of it is meant by a stranger.
_MARKS = str.maketrans({char: f"&#{ord(char)};" for char in "&<>{}$"} | {char: f"\\{char}" for char in "\\`*_[]"})
# What means something only where a line begins with it, after a number or not: lists, headings, fences, definitions.
_AT_START = re.compile(r"\A(\d*)([-+=~:/.^%!#|])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Draft(NamedTuple):
    """What a new post is made of; `film` may be empty, and `description` is its uploader's, or empty."""

    title: str
    date: datetime
    video: str
    film: str = ""
    description: str = ""

    def text(self) -> str:
        """Return the file of the post: a draft, so that nothing is published before its author has read it."""
        metadata = {
            "Title": self.title,
            "Date": f"{self.date:%Y-%m-%d %H:%M}",
            "Status": "draft",
            "Film": self.film,
            "Video": self.video,
        }
        lines = [f"{name}: {text}" for name, value in metadata.items() if (text := one_line(value))]
        teaser = as_markdown(self.description) or _TO_FILL_IN
        return "\n".join([*lines, "", f"{teaser} [+]", "", "The full text.", ""])


def as_markdown(text: str) -> str:
    r"""Return the beginning of a stranger's plain text as Markdown that says the same and does nothing else.

    >>> as_markdown("1. A <b> & *c*\n----\nd\n\n\n- e")
    '1&#46; A &#60;b&#62; &#38; \\*c\\*\nd\n\n&#45; e'
    """
    text = body(text)
    beginning = text if len(text) <= _TEASER_LENGTH else _at_its_end(text[:_TEASER_LENGTH])
    # Lines of signs alone are there for the eye, and could make headings and tables.
    lines = [line for line in map(one_line, beginning.split("\n")) if not line or any(map(str.isalnum, line))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(map(_inert, lines))).strip()


def as_title(text: str) -> str:
    """Return a stranger's plain text as a title, which Pelican takes for HTML.

    >>> as_title("Tom & Jerry <3 &lt;")
    'Tom & Jerry &lt;3 &amp;lt;'
    """
    return _ENTITY.sub("&amp;", one_line(text)).replace("<", "&lt;")


def title_of(video: Video) -> str:
    """Return the words in a video's address, or else who plays it.

    >>> title_of(Video("Odysee", "https://odysee.com/@me:1/my-great-video:a"))
    'My great video'
    """
    name = PurePosixPath(unquote(urlsplit(video.watch_url).path)).name.partition(":")[0]
    words = re.split(r"[-_+.\s]+", name.removesuffix(PurePosixPath(name).suffix) if video.is_file else name)
    if len(_WORD.findall(" ".join(words))) > (0 if video.is_file else 1):
        title = one_line(" ".join(words))
        return title[:1].upper() + title[1:]
    return "A video" if video.is_file else f"A video on {video.provider}"


def _inert(line: str) -> str:
    return _AT_START.sub(lambda match: f"{match[1]}&#{ord(match[2])};", line.translate(_MARKS), count=1)


def _at_its_end(text: str) -> str:
    """Return a text that was cut off without the part of a paragraph that begins late in it, or else of a word."""
    whole, found, _ = text.rpartition("\n\n")
    if found and len(whole) > len(text) // 2:
        return whole
    return text.rpartition(" ")[0].rstrip() + "…"
