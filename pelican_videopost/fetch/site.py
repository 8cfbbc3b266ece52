"""The site's video posts, found by Pelican's own readers and settings, so in every format that it reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.contents import Article
from pelican.generators import ArticlesGenerator
from pelican.settings import read_settings

from pelican_videopost.article import VideoArticle
from pelican_videopost.fetch.record import one_line
from pelican_videopost.metadata import lines, read_post
from pelican_videopost.model import Problem, Video, VideoPost

# Nothing is rendered, so any theme does; and nothing is to be written, so no cache either.
_OVERRIDES = {"THEME": "simple", "CACHE_CONTENT": False, "LOAD_CONTENT_CACHE": False}


class SiteError(Exception):
    """The site cannot be read as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class PostFile:
    """A video post: its file's path in the content folder, what its metadata say, and what in them is unusable.

    `find` returns the file for the path of a `{static}` link, or None where there is none.
    """

    path: str
    post: VideoPost
    problems: tuple[Problem, ...]
    find: Callable[[str], Path | None]

    @property
    def remote_videos(self) -> tuple[Video, ...]:
        """The videos that lie on somebody's server: all but the site's own files."""
        return tuple(video for video in self.post.videos if video.watch_url.startswith(("http://", "https://")))


@dataclass(frozen=True, slots=True)
class Site:
    """The content folder, its video posts in the order of their paths, and what could not be read, by path."""

    content: Path
    posts: tuple[PostFile, ...]
    unreadable: tuple[tuple[str, Problem], ...] = ()


def read_site(settings_path: Path, files: Sequence[str] = ()) -> Site:
    """Return the site's video posts, or only those of `files`: paths from here or from the content folder.

    Raises `SiteError` for settings that do not load and for a file that is none of the site's.
    """
    generator = _generator(settings_path)
    content = Path(generator.settings["PATH"])
    if files:
        paths = sorted({_within(content, file, generator) for file in files})
    else:
        settings = generator.settings
        found = generator.get_files(settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"])
        paths = sorted(Path(path).as_posix() for path in found)
    posts = []
    unreadable = []
    for path in paths:
        try:
            article = generator.readers.read_file(
                base_path=str(content), path=path, content_class=Article, context=generator.context
            )
        except Exception as error:  # whatever a reader of the site's choice raises, the other posts go on
            reason = one_line(f"cannot be read ({type(error).__name__}: {error})")
            unreadable.append((path, Problem("", "", reason)))
            continue
        if isinstance(article, Article) and lines(article.metadata.get("video")):
            posts.append(_post_file(article, path, content))
    return Site(content, tuple(posts), tuple(unreadable))


def _generator(settings_path: Path) -> Any:
    """Return Pelican's generator of articles, with the readers that the site's plugins bring."""
    if not settings_path.is_file():
        raise SiteError(f"{settings_path}: no such file; name your settings with --settings")
    try:
        settings = read_settings(str(settings_path), override=dict(_OVERRIDES))
        Pelican(settings)  # type: ignore[no-untyped-call]
        context = settings | {"generated_content": {}, "static_links": set(), "static_content": {}, "localsiteurl": ""}
        return ArticlesGenerator(  # type: ignore[no-untyped-call]
            context=context,
            settings=settings,
            path=settings["PATH"],
            theme=settings["THEME"],
            output_path=settings["OUTPUT_PATH"],
        )
    except Exception as error:  # the settings are a program of the site's own
        raise SiteError(f"{settings_path}: cannot be loaded ({type(error).__name__}: {error})") from error


def _within(content: Path, file: str, generator: Any) -> str:
    found = next((path for path in (Path(file), content / file) if path.is_file()), None)
    if found is None:
        raise SiteError(f"{file}: no such file")
    if found.suffix[1:] not in generator.readers.extensions:
        raise SiteError(f"{file}: none of the formats that this site reads")
    try:
        return found.resolve().relative_to(content.resolve()).as_posix()
    except ValueError as error:
        raise SiteError(f"{file}: not in the content folder, {content}") from error


def _post_file(article: Article, path: str, content: Path) -> PostFile:
    if not isinstance(article, VideoArticle):
        VideoArticle.adopt(article)

    def find(link: str) -> Path | None:
        assert isinstance(article, VideoArticle)  # noqa: S101 (adopted above)
        spellings = (content / relative for relative in article.linked_paths(link))
        return next((spelling for spelling in spellings if spelling.is_file()), None)

    title = str(getattr(article, "title", path))
    post, problems = read_post(article.metadata, title=title, language=str(article.lang))
    return PostFile(path, post, problems, find)
