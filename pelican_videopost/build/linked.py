"""The files of a site that an article's metadata name."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from pelican.contents import Article

from pelican_videopost.posts.fetched import Fetched, poster_files
from pelican_videopost.posts.files import LINK
from pelican_videopost.posts.metadata import lines

_FIELDS = ("video", "poster", "captions")


def linked_files(article: Article, fetched: Mapping[str, Fetched]) -> set[str]:
    """Return the files that metadata and fetched records of a video post name, relative to the content folder.

    One that is missing is told of when the metadata are read, once and by name.
    """
    content = Path(str(article.settings["PATH"]))
    named = (line for name in _FIELDS for line in lines(article.metadata.get(name)))
    paths = (path for match in filter(None, map(LINK.search, named)) for path in linked_paths(article, match["path"]))
    return {path for path in paths if (content / path).is_file()} | set(poster_files(article.metadata, fetched))


def linked_paths(article: Article, path: str) -> list[str]:
    """Return where the path of one of Pelican's `{static}` links may lie, relative to the content folder."""
    folder = "" if path.startswith("/") else f"{article.relative_dir}/"
    spellings = dict.fromkeys((path.lstrip("/"), unquote(path).lstrip("/")))
    return [str(article.get_relative_source_path(folder + spelling)) for spelling in spellings]
