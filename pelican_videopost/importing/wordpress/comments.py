"""The comments of an export: what was public as comments of ours, what waits for a moderator, and how many are left."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from pelican_videopost.base.clean import body, is_blank, name_shown, safe_website
from pelican_videopost.base.markup import plain_text
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.text import render
from pelican_videopost.importing.wordpress.dates import moment
from pelican_videopost.importing.wordpress.export import Item
from pelican_videopost.importing.wordpress.markdown import Writer
from pelican_videopost.importing.wordpress.paragraphs import with_paragraphs
from pelican_videopost.importing.wordpress.preparing import prepare
from pelican_videopost.importing.wordpress.site import NO_DATE, without_email
from pelican_videopost.importing.wordpress.tree import parsed

_COMMENTS = frozenset({"", "comment", "review"})
_PINGS = frozenset({"pingback", "trackback"})
_APPROVED = frozenset({"1", "approve", "approved"})
_WAITING = frozenset({"0", "hold", ""})


class Pending(NamedTuple):
    """A comment that waited for its moderator, with the email that stays in the queue."""

    comment: Comment
    email: str


@dataclass(slots=True)
class Discussed:
    """The comments of an item, sorted; `left` counts what is not brought in, by why."""

    approved: list[Comment] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)


def read_comments_of(item: Item, slug: str, fallback: datetime = NO_DATE) -> Discussed:
    """Return the comments of an item under the slug it gets. `fallback` is the date of one that has none."""
    found = Discussed()
    parents: dict[str, str] = {}
    for fields in item.comments:
        values = {name: value.strip() for name, value in fields.items()}
        parents[values.get("comment_id", "")] = values.get("comment_parent", "")
        kind, approved = values.get("comment_type", ""), values.get("comment_approved", "")
        if kind in _PINGS:
            found.left["pings"] += 1
        elif kind not in _COMMENTS:
            found.left[f"of type {kind}"] += 1
        elif approved not in _APPROVED | _WAITING:
            found.left["spam" if approved == "spam" else "in the trash"] += 1
        elif (comment := _comment(values, slug, fallback)) is None:
            found.left["without a text"] += 1
        elif approved in _APPROVED:
            found.approved.append(comment)
        else:
            found.pending.append(Pending(comment, values.get("comment_author_email", "")))
    _hang(found, parents)
    return found


def _hang(found: Discussed, parents: Mapping[str, str]) -> None:
    """Let each comment answer the nearest of those before it that is public."""
    public: set[str] = set()
    unique = []
    for comment in found.approved:
        if comment.id not in public:
            unique.append(comment)
            public.add(comment.id)
        else:
            found.left["twice in the exports"] += 1
    found.approved = [comment._replace(parent=_nearest(comment, public, parents)) for comment in unique]
    found.pending = [
        one._replace(comment=one.comment._replace(parent=_nearest(one.comment, public, parents)))
        for one in found.pending
    ]


def _nearest(comment: Comment, public: set[str], parents: Mapping[str, str]) -> str | None:
    at, seen = comment.parent or "", {comment.id}
    while at and at not in public and at not in seen:
        seen.add(at)
        above = parents.get(at.removeprefix("wp-"), "")
        at = f"wp-{above}" if _is_number(above) else ""
    return at if at in public and at != comment.id else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) > 0


def _comment(values: Mapping[str, str], slug: str, fallback: datetime) -> Comment | None:
    text = comment_markdown(values.get("comment_content", ""))
    if is_blank(text):
        return None
    number, parent = values.get("comment_id", ""), values.get("comment_parent", "")
    author = without_email(values.get("comment_author", ""))
    date = moment(values.get("comment_date", ""), values.get("comment_date_gmt", "")) or fallback
    if not _is_number(number):
        number = hashlib.sha256(f"{author}\0{date}\0{text}".encode()).hexdigest()[:12]
    return Comment(
        id=f"wp-{number}",
        slug=slug,
        author=name_shown(author),
        date=date,
        text=text,
        website=safe_website(values.get("comment_author_url", "")),
        parent=f"wp-{parent}" if _is_number(parent) else None,
    )


def comment_markdown(html: str) -> str:
    r"""Return a comment's HTML as the Markdown that shows the same words; as escaped text where there is none.

    >>> comment_markdown("2*3*4 &lt; <b>5</b>\n[1]: x")
    '2\\*3\\*4 &lt; **5**\n\\[1]: x'
    """
    soup = parsed(with_paragraphs(body(html)))
    prepare(soup, str)
    for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        heading.name = "strong"
        heading.wrap(soup.new_tag("p"))
    for row in soup.find_all("tr"):
        row.name = "p"
    for cell in soup.find_all(["td", "th"]):
        cell.append(" ")
    for element in soup.find_all(["td", "th", "table", "tbody", "thead", "tfoot", "caption"]):
        element.unwrap()
    for image in soup.find_all("img"):  # the comments of ours show none
        link = soup.new_tag("a", attrs={"href": str(image.get("src") or "")})
        link.string = str(image.get("alt") or image.get("src") or "image")
        image.replace_with(link)
    wanted = plain_text(str(soup))
    try:
        text = body(Writer("\n").process_tag(soup).strip())
    except RecursionError:
        text = ""
    if text and _words(render(text)) == wanted.split():
        return text
    paragraphs = filter(None, (plain_text(str(node)) for node in soup.children))
    return "\n\n".join(map(_escaped, paragraphs))


def _words(rendered: str) -> list[str]:
    return plain_text(rendered).split()


def _escaped(text: str) -> str:
    """Return a text with every character as an entity that Markdown could read as more."""
    return "".join(char if char.isalnum() or char in " \n.,;?!'\"/:@()%" else f"&#{ord(char)};" for char in text)
