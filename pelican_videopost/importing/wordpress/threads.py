"""The approved comments of an export alone, for a site whose posts are here already."""

from pathlib import Path
from urllib.parse import unquote

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.base.model import Problem
from pelican_videopost.comments.model import Comment
from pelican_videopost.importing.places import Places
from pelican_videopost.importing.wordpress.comments import read_comments_of
from pelican_videopost.importing.wordpress.export import BrokenExportError, Item, read_export


def read_wordpress(path: Path, places: Places) -> tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]:
    """Return the approved comments of an export by the slug of their post, and what could not be used.

    What stands before an error in the file is returned.
    """
    found: dict[str, tuple[Comment, ...]] = {}
    problems: list[Problem] = []
    try:
        for item in read_export(path):
            if isinstance(item, Item) and item.comments:
                _read(item, places, found, problems)
    except BrokenExportError as error:
        problems.append(Problem("WordPress", path.name, str(error)))
    return found, tuple(problems)


def _read(item: Item, places: Places, found: dict[str, tuple[Comment, ...]], problems: list[Problem]) -> None:
    name = unquote(item["post_name"])
    slug = places.slug_of(item["link"]) or places.slug_of(name)
    if slug is None or not is_safe_name(slug):
        problems.append(Problem("WordPress", name or item["link"], "no post of this name; its comments are left out"))
        return
    discussed = read_comments_of(item, slug)
    if discussed.approved:
        found[slug] = (*found.get(slug, ()), *discussed.approved)
    if empty := discussed.left["without a text"]:
        problems.append(Problem("WordPress", f"{empty} comments of {slug}", "they have no text, and are left out"))
