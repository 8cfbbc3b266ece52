"""The files of a site that an article's metadata name."""

import posixpath
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from pelican.contents import Article

from pelican_videopost.base.model import VideoPost
from pelican_videopost.posts.embeds import embeds
from pelican_videopost.posts.fetched import OWN_FILES, Fetched, caption_files, poster_files
from pelican_videopost.posts.files import LINK, located
from pelican_videopost.posts.providers import recognise


def linked_files(article: Article, post: VideoPost, fetched: Mapping[str, Fetched]) -> set[str]:
    """Return the files that an article's `post` and its fetched records name, relative to the content folder.

    One that is missing is told of when the metadata are read, once and by name.
    """
    content = Path(str(article.settings["PATH"]))

    def find(path: str) -> Path | None:
        return next((content / found for found in linked_paths(article, path) if (content / found).is_file()), None)

    links = [video.watch_url for video in post.videos] + [caption.url for caption in post.captions]
    links += [post.poster.url] if post.poster else []
    named = filter(None, (located(link, find) for link in links))
    paths = (path for match in filter(None, map(LINK.match, named)) for path in linked_paths(article, match["path"]))
    files = {path for path in paths if (content / path).is_file()}
    records = [*(video.watch_url for video in post.videos), *(OWN_FILES + path for path in files)]
    return files | poster_files(records, fetched) | caption_files(records[:1], fetched)


def embedded_posters(article: Article, fetched: Mapping[str, Fetched]) -> set[str]:
    """Return the fetched posters of the videos within an article's text, relative to the content folder."""
    found = (recognise(embed.address) for embed in embeds(str(article._content))) if fetched else ()
    return poster_files((video.watch_url for video in found if video), fetched)


def linked_paths(article: Article, path: str) -> list[str]:
    """Return where the path of one of Pelican's `{static}` links may lie, relative to the content folder."""
    folder = "" if path.startswith("/") else article.relative_dir
    spellings = dict.fromkeys((path.lstrip("/"), unquote(path).lstrip("/")))
    return [str(article.get_relative_source_path(posixpath.join(folder, spelling))) for spelling in spellings]
