"""The text of a post, read once for all: its parts, and what its author nearly wrote."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache

from pelican_videopost.base.labels import DETAILS_TITLE, INFO_TITLE, LANGUAGES, Labels, fold
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Anatomy, Problem
from pelican_videopost.posts.anatomy import dissect
from pelican_videopost.posts.embeds import embeds
from pelican_videopost.posts.files import is_foreign
from pelican_videopost.posts.marker import has_marker, stray_marker
from pelican_videopost.posts.outline import UnbalancedError, outline
from pelican_videopost.posts.providers import recognise

# A heading, or what authors write for one: a paragraph that is all bold.
_HEADING = re.compile(
    r"<(?:(?P<heading>h[1-6])\b[^<>]*+>|p\b[^<>]*+>\s*+<(?:strong|b)>)"
    r"(?P<words>(?:[^<>]|<(?!/?(?:h[1-6]|p)\b)[^<>]*+>){0,200}+)</(?:h[1-6]|p)>",
    re.IGNORECASE,
)
_ALIKE = 0.8
_LONGEST_TITLE = 60


def read_text(
    html: str, labels: Labels, *, host: str = "", read_source: Callable[[], str] = str
) -> tuple[Anatomy, tuple[Problem, ...]]:
    """Return the parts of a post's HTML, and what in it deserves a word to its author.

    `labels` are in the post's language, `host` is the site's. `read_source` returns the file as its author wrote it.
    """
    titles = labels.spellings(INFO_TITLE), labels.spellings(DETAILS_TITLE)
    parts, problems = dissect(html, *titles, read_source=read_source)
    return parts, (*problems, *_stray_markers(parts), *_near_titles(parts, labels), *foreign_frames(html, host))


def foreign_frames(html: str, host: str) -> tuple[Problem, ...]:
    """Return what to tell of embed code that is loaded with the page since nobody knows it: all its addresses."""
    unknown = dict.fromkeys(
        found.address for found in embeds(html) if is_foreign(found.address, host) and recognise(found.address) is None
    )
    fix = "embed code of an unknown site stays, and loads with the page, so that site learns of each reader; link to it"
    return (Problem("text", " ".join(unknown), fix),) if unknown else ()


def _stray_markers(parts: Anatomy) -> Iterator[Problem]:
    """Yield the marker that was meant to cut a post, and does not."""
    if parts.body or not has_marker(parts.teaser):
        return
    try:
        marker = stray_marker(parts.teaser, outline(parts.teaser))
    except UnbalancedError:
        return
    if marker:
        fix = "in the middle of a paragraph it is shown as it stands; put it at the end of one, or on a line of its own"
        yield Problem("text", marker, fix)


def _near_titles(parts: Anatomy, labels: Labels) -> Iterator[Problem]:
    """Yield the headings that nearly begin a section which the post does not have."""
    missing = {DETAILS_TITLE: parts.details is None, INFO_TITLE: parts.info is None}
    wanted = [title for title, is_missing in missing.items() if is_missing]
    if not wanted:
        return
    for heading in _HEADING.finditer(parts.teaser + parts.body):
        words = plain_text(heading["words"])
        for title in wanted:
            if fix := _fix(title, fold(words), labels, is_heading=heading["heading"] is not None):
                yield Problem("text", words, fix)


def _fix(title: str, folded: str, labels: Labels, *, is_heading: bool) -> str | None:
    """Return what is nearly right about a heading, by its folded words; None where it is no section's."""
    spellings = labels.spellings(title)
    if folded in spellings and is_heading:
        return "a heading within another block, such as a list, begins no section; begin its line at the margin"
    if folded in spellings:
        return f"bold, but no heading, so it stays in the text; write ## {labels(title)}"
    if not is_heading or len(folded) > _LONGEST_TITLE:
        return None
    if get_close_matches(_without_accents(folded), [*map(_without_accents, spellings)], n=1, cutoff=_ALIKE):
        return f"nearly a section's heading, so it stays in the text; write “{labels(title)}”"
    if language := _elsewhere(title).get(folded):
        return f"a section's heading in another language ({language}); write “{labels(title)}”, or name yours with Lang"
    return None


def _without_accents(text: str) -> str:
    """Return a text in the letters that every keyboard has, as far as there are any.

    >>> _without_accents("szczegóły")
    'szczegoly'
    """
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@cache
def _elsewhere(title: str) -> dict[str, str]:
    """Return the languages in which a section's title is written so, by its folded wordings."""
    return {wording: language for language in LANGUAGES for wording in Labels(language, {}).spellings(title)}
