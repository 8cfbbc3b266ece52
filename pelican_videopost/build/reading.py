"""A site's video posts for the commands, read by Pelican's own readers and settings, so in every format they know."""

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pelican import Pelican
from pelican.contents import Article
from pelican.generators import ArticlesGenerator
from pelican.settings import read_settings

from pelican_videopost.base.clean import one_line
from pelican_videopost.base.conf import ConfError
from pelican_videopost.base.labels import Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Problem, VideoPost
from pelican_videopost.base.settings import Settings
from pelican_videopost.build.linked import linked_paths
from pelican_videopost.fetch.site import PostFile, Site
from pelican_videopost.posts.embeds import embeds
from pelican_videopost.posts.fetched import FILE_NAME, load, resolved_addresses
from pelican_videopost.posts.files import LINK
from pelican_videopost.posts.meant import is_video_post, missed_video
from pelican_videopost.posts.metadata import read_comments, read_post
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.reading import foreign_frames, read_text

# Nothing is rendered, so any theme does; and nothing is to be written, so no cache either.
_OVERRIDES = {"THEME": "simple", "CACHE_CONTENT": False, "LOAD_CONTENT_CACHE": False}


def read_posts(settings_path: Path, files: Sequence[str] = ()) -> Site:
    """Return the site's video posts, or only those of `files`: paths from here or from the content folder.

    Raises `ConfError` for settings that do not load and for a file that is none of the site's.
    """
    generator = _generator(settings_path)
    content = Path(generator.settings["PATH"])
    if files:
        paths = sorted({_within(content, file, generator) for file in files})
    else:
        settings = generator.settings
        found = generator.get_files(settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"])
        paths = sorted(Path(path).as_posix() for path in found)
    leads_to = resolved_addresses(load(content / FILE_NAME)[0])
    posts = []
    unreadable = []
    missed = []
    for path in paths:
        article = _article(generator, path)
        if isinstance(article, Exception):
            reason = one_line(f"cannot be read ({type(article).__name__}: {article})")
            unreadable.append((path, Problem("", "", reason)))
            continue
        if not isinstance(article, Article):
            continue
        settings, _ = Settings.read(article.settings.get("VIDEOPOST", {}))
        post_file = _post_file(article, path, content, settings, leads_to)
        is_post = is_video_post(article.metadata)
        if is_post or (settings.embeds_on == "articles" and (post_file.embedded or post_file.problems)):
            posts.append(post_file)
        if not is_post and (problem := missed_video(article.metadata)):
            missed.append((path, problem))
    return Site(content, tuple(posts), tuple(unreadable), tuple(missed))


class Articles(NamedTuple):
    """The files of a site's articles, by their paths in the content folder, and whether addresses play in all."""

    content: Path
    files: tuple[str, ...]
    plays_everywhere: bool


def read_articles(settings_path: Path, paths: Sequence[str] = ()) -> Articles:
    """Return where the site's articles are, or only those of `paths`: files or folders, from here or the content.

    Nothing in them is read. Raises `ConfError` for settings that do not load and for a path without an article.
    """
    generator = _generator(settings_path)
    settings, content = generator.settings, Path(generator.settings["PATH"])
    found = generator.get_files(settings["ARTICLE_PATHS"], exclude=settings["ARTICLE_EXCLUDES"])
    files = sorted(Path(path).as_posix() for path in found)
    chosen: set[str] = set()
    for path in paths:
        places = {Path(os.path.abspath(place)) for place in (path, content / path)}  # noqa: PTH100  # links stay
        within = {file for file in files if places & {content / file, *(content / file).parents}}
        if not within:
            raise ConfError(f"{path}: no article of this site, and no folder with any")
        chosen |= within
    options, _ = Settings.read(settings.get("VIDEOPOST", {}))
    return Articles(content, tuple(sorted(chosen) if paths else files), options.embeds_on == "articles")


class ReadAddress(NamedTuple):
    """An article by its file, slug and address; `hides_comments` says why it shows none, and is empty if it does."""

    path: str
    slug: str
    url: str
    hides_comments: str


def read_addresses(settings_path: Path) -> tuple[ReadAddress, ...]:
    """Return the addresses of all of a site's articles that can be read. Raises `ConfError`."""
    generator = _generator(settings_path)
    found = generator.get_files(generator.settings["ARTICLE_PATHS"], exclude=generator.settings["ARTICLE_EXCLUDES"])
    root = urlsplit(generator.settings["SITEURL"]).path.rstrip("/")
    addresses = []
    for path in sorted(Path(one).as_posix() for one in found):
        article = _article(generator, path)
        if isinstance(article, Article):
            settings, _ = Settings.read(article.settings.get("VIDEOPOST", {}))
            url = f"{root}/{article.url.lstrip('/')}"
            addresses.append(ReadAddress(path, article.slug, url, _hides_comments(article, settings)))
    return tuple(addresses)


def _hides_comments(article: Article, settings: Settings) -> str:
    if read_comments(article.metadata)[0] == "off":
        return "not shown: the article says “Comments: off”; take that out, or write closed"
    if settings.comments_on == "videos" and not is_video_post(article.metadata):
        return 'not shown, as it is no video post; set "comments_on": "articles" in VIDEOPOST'
    return ""


def _article(generator: Any, path: str) -> object:
    """Return what a reader makes of a file; the error where it makes nothing of it, so that the others go on."""
    try:
        return generator.readers.read_file(
            base_path=generator.settings["PATH"], path=path, content_class=Article, context=generator.context
        )
    except Exception as error:  # whatever a reader of the site's choice raises
        return error


def _generator(settings_path: Path) -> Any:
    """Return Pelican's generator of articles, with the readers that the site's plugins bring."""
    if not settings_path.is_file():
        raise ConfError(f"{settings_path}: no such file; name your settings with --settings")
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
        raise ConfError(f"{settings_path}: cannot be loaded ({type(error).__name__}: {error})") from error


def _within(content: Path, file: str, generator: Any) -> str:
    found = next((path for path in (Path(file), content / file) if path.is_file()), None)
    if found is None:
        raise ConfError(f"{file}: no such file")
    if found.suffix[1:] not in generator.readers.extensions:
        raise ConfError(f"{file}: none of the formats that this site reads")
    try:
        return found.resolve().relative_to(content.resolve()).as_posix()
    except ValueError as error:
        raise ConfError(f"{file}: not in the content folder, {content}") from error


def _post_file(article: Article, path: str, content: Path, settings: Settings, leads_to: Mapping[str, str]) -> PostFile:
    def find(link: str) -> Path | None:
        spellings = (content / relative for relative in linked_paths(article, link))
        return next((spelling for spelling in spellings if spelling.is_file()), None)

    title, language, html = plain_text(str(getattr(article, "title", path))), str(article.lang), str(article._content)
    host = urlsplit(str(article.settings["SITEURL"])).hostname or ""
    embedded = tuple(filter(None, (recognise(embed.address) for embed in embeds(html))))
    if not is_video_post(article.metadata):
        return PostFile(path, VideoPost(title, language), foreign_frames(html, host), find, embedded, host)
    post, problems = read_post(article.metadata, title=title, language=language, leads_to=leads_to)
    files = ((video.watch_url, LINK.match(video.watch_url)) for video in post.videos)
    own = {url: found.relative_to(content).as_posix() for url, link in files if link and (found := find(link["path"]))}
    _, odd = read_comments(article.metadata)
    source = partial((content / path).read_text, "utf-8-sig", "replace")
    _, mistaken = read_text(html, Labels(language, settings.labels), host=host, read_source=source)
    return PostFile(path, post, (*problems, *odd, *mistaken), find, embedded, host, own)
