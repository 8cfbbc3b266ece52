"""A WordPress export (WXR, an RSS feed with `wp:comment`): approved comments, without pings."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from pelican_videopost.base.clean import body, is_blank, is_safe_name, one_line, safe_website
from pelican_videopost.base.model import Problem
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.thread import rooted
from pelican_videopost.importing.places import Places


def read_wordpress(path: Path, places: Places) -> tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]:
    """Return the approved comments of an export by the slug of their post, and what could not be used.

    What stands before an error in the file is returned.
    """
    found: dict[str, tuple[Comment, ...]] = {}
    problems: list[Problem] = []
    builder = _Items(lambda item: _read_item(item, places, found, problems))
    parser = ElementTree.XMLParser(target=builder)  # noqa: S314  # it refuses what entities are declared in
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 16):
                parser.feed(chunk)
        parser.close()
    except (ElementTree.ParseError, ValueError, OSError) as error:
        problems.append(Problem("WordPress", path.name, f"no export of WordPress that can be read: {error}"))
    return {slug: rooted(comments) for slug, comments in found.items()}, tuple(problems)


class _Items(ElementTree.TreeBuilder):
    """Hands over each post of an export when it is complete, and forgets it."""

    def __init__(self, take: Callable[[ElementTree.Element], None]) -> None:
        super().__init__()
        self._take = take

    def doctype(self, name: str, pubid: str, system: str) -> None:
        """Refuse the file: an export has no document type, and entities that grow without end need one."""
        raise ValueError(f"it declares a document type, {one_line(name or pubid or system)[:40]}")

    def end(self, tag: str) -> ElementTree.Element:
        """Close an element."""
        element = super().end(tag)
        if tag == "item":
            self._take(element)
            element.clear()
        return element


def _read_item(
    item: ElementTree.Element, places: Places, found: dict[str, tuple[Comment, ...]], problems: list[Problem]
) -> None:
    elements = [child for child in item if _name(child) == "comment"]
    if not elements:
        return
    name, link = _text(item, "post_name"), item.findtext("link") or ""
    slug = places.slug_of(link) or places.slug_of(name)
    if slug is None or not is_safe_name(slug):
        problems.append(Problem("WordPress", name or link, "no post of this name; its comments are left out"))
        return
    for element in elements:
        if _text(element, "comment_approved") != "1" or _text(element, "comment_type") not in ("", "comment"):
            continue
        comment = _comment(element, slug)
        if comment is None:
            what = f"comment {_text(element, 'comment_id')} of {slug}"
            problems.append(Problem("WordPress", what, "it has no number, date or text, and is left out"))
        else:
            found[slug] = (*found.get(slug, ()), comment)


def _comment(element: ElementTree.Element, slug: str) -> Comment | None:
    number, parent = _text(element, "comment_id"), _text(element, "comment_parent")
    author = one_line(_text(element, "comment_author"))
    text = body(_text(element, "comment_content"))
    try:
        date = datetime.fromisoformat(_text(element, "comment_date_gmt")).replace(tzinfo=UTC)
    except ValueError:
        return None
    if not number.isdecimal() or is_blank(text):
        return None
    return Comment(
        id=f"wp-{number}",
        slug=slug,
        author="Anonymous" if is_blank(author) else author,
        date=date,
        text=text,
        website=safe_website(_text(element, "comment_author_url")),
        parent=f"wp-{parent}" if parent.isdecimal() and int(parent) else None,
    )


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: ElementTree.Element, name: str) -> str:
    """Return the text of a child, whatever version of the format its namespace names."""
    return next((child.text or "" for child in element if _name(child) == name), "").strip()
