"""Where the pages of a long thread go: beside the post's own page, named as that is, and over no other file."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from pelican_videopost.base.model import Problem
from pelican_videopost.base.settings import Settings
from pelican_videopost.comments.pages import CommentsPage, cut
from pelican_videopost.comments.thread import Node, walk
from pelican_videopost.views.published import Published


def divide(published: Iterable[Published], settings: Settings, context: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Give each discussion what stands on which page; return what had to stay on one.

    `context` is Pelican's, which knows the files of all articles, pages and copied files.
    """
    problems: list[Problem] = []
    taken: set[str] = set()
    newest_first = settings.comments_order == "newest"
    for one in published:
        nodes = one.discussion.thread.nodes
        front, further = cut(nodes, settings.comments_per_page, newest_first=newest_first)
        if further:
            taken = taken or _files(context)
            pages = _placed(one, further)
            clash = next((page.save_as for page in pages.values() if page.save_as in taken), None)
            if clash:
                fix = "another file of the site, where a page of comments would go; so all of them stand on one page"
                problems.append(Problem(f"{one.article.slug}: comments_per_page", clash, fix))
                front, pages = cut(nodes, 0, newest_first=newest_first)[0], {}
            taken.update(page.save_as for page in pages.values())
            places = {node.comment.id: page.url for page in pages.values() for node in walk(page.nodes)}
            one.discussion = one.discussion._replace(front=front, pages=pages, places=places)
        else:
            one.discussion = one.discussion._replace(front=front)
    return tuple(problems)


def _files(context: Mapping[str, Any]) -> set[str]:
    """Return the files, below the output folder, that Pelican will write for what it has read."""
    contents = (*context["generated_content"].values(), *context["static_content"].values())
    return {str(content.save_as) for content in contents if content is not None}


def _placed(published: Published, pages: Mapping[int, tuple[Node, ...]]) -> dict[int, CommentsPage]:
    url, save_as = published.article.url, published.article.save_as
    return {number: CommentsPage(number, nodes, *beside(url, save_as, number)) for number, nodes in pages.items()}


def beside(url: str, save_as: str, number: int) -> tuple[str, str]:
    """Return address and file of a page of comments, in the manner of those of its post.

    The file is no folder of the post's name: where a server leaves out `.html`, it would stand in the post's way.

    >>> beside("rocky.html", "rocky.html", 2)
    ('rocky-comments-2.html', 'rocky-comments-2.html')
    >>> beside("2025/rocky/", "2025/rocky/index.html", 2)
    ('2025/rocky/comments-2/', '2025/rocky/comments-2/index.html')
    >>> beside("rocky", "rocky.html", 2)
    ('rocky-comments-2', 'rocky-comments-2.html')
    """
    own, name = PurePosixPath(save_as), f"comments-{number}"
    is_folder = own.stem == "index"
    page = own.parent / name / own.name if is_folder else own.with_stem(f"{own.stem}-{name}")
    manners = {str(own): str(page), str(own.with_suffix("")): str(page.with_suffix(""))}
    if is_folder:
        manners |= {f"{own.parent}/": f"{page.parent}/", str(own.parent): str(page.parent)}
    return manners.get(url, str(page)), str(page)
