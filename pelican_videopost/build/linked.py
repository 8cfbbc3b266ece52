"""The files of a site that an article's metadata name."""

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from pelican.contents import Article

from pelican_videopost.posts.fetched import Fetched, poster_files
from pelican_videopost.posts.files import LINK, located
from pelican_videopost.posts.metadata import read_post


def linked_files(article: Article, fetched: Mapping[str, Fetched]) -> set[str]:
    """Return the files that metadata and fetched records of a video post name, relative to the content folder.

    One that is missing is told of when the metadata are read, once and by name.
    """
    content = Path(str(article.settings["PATH"]))

    def find(path: str) -> Path | None:
        return next((content / found for found in linked_paths(article, path) if (content / found).is_file()), None)

    named = filter(None, (located(link, find) for link in _links(article.metadata)))
    paths = (path for match in filter(None, map(LINK.match, named)) for path in linked_paths(article, match["path"]))
    return {path for path in paths if (content / path).is_file()} | set(poster_files(article.metadata, fetched))


def _links(metadata: Mapping[str, object]) -> Iterator[str]:
    """Yield the addresses that the metadata of a video post name."""
    post, _ = read_post(metadata, title="", language="")
    yield from (video.watch_url for video in post.videos)
    yield from (caption.url for caption in post.captions)
    if post.poster:
        yield post.poster.url


def linked_paths(article: Article, path: str) -> list[str]:
    """Return where the path of one of Pelican's `{static}` links may lie, relative to the content folder."""
    folder = "" if path.startswith("/") else article.relative_dir
    spellings = dict.fromkeys((path.lstrip("/"), unquote(path).lstrip("/")))
    return [str(article.get_relative_source_path(posixpath.join(folder, spelling))) for spelling in spellings]
