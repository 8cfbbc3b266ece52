"""What a build does about comments: give each article its discussion, and tell the receiver of the articles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican_videopost.article import CommentedArticle
from pelican_videopost.comments.clean import is_safe_name
from pelican_videopost.comments.discussion import Discussion, moment_of_closing, status_at
from pelican_videopost.comments.files import holds_comments, load_comments
from pelican_videopost.comments.manifest import Manifest, ManifestError, Post, origin, read_manifest, write_manifest
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.thread import Thread, build_thread
from pelican_videopost.markup import plain_text
from pelican_videopost.model import Problem
from pelican_videopost.settings import Settings

# The folder of approved comments, below the content folder.
COMMENTS = "comments"

_FEEDS = ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ATOM", "FEED_RSS")


def has_comment_folder(settings: Settings, content: Path) -> bool:
    """Whether the folder `comments` of a site is one of comments, or will be, and no folder of articles."""
    return settings.receiver is not None or holds_comments(content / COMMENTS)


def discuss(
    articles: Sequence[CommentedArticle], settings: Settings, site: Mapping[str, Any], now: datetime
) -> tuple[Problem, ...]:
    """Give articles their `discussion`, write the manifest if there is a receiver, and return what was wrong.

    `site` are Pelican's settings. Translations of an article share its comments.
    """
    # A site within another, in another language, has its posts beside those of the other: they need names of their own.
    within = bool(site.get("VIDEOPOST_WITHIN"))
    named = _named(articles, always_with_language=within)
    posts = {name: _post(article, site, settings.close_after, now) for name, article in named}
    comments, problems = _comments(settings, site, posts, named[0][1].timezone)
    if not within and "I18N_SUBSITES" not in site:  # each of those has posts that the others have not
        problems += _homeless(comments, articles, settings)
    threads: dict[str, Thread] = {}
    none = Thread()
    for slug, found in comments.items():
        threads[slug], odd = build_thread(found, settings.depth)
        problems += odd
    with_feeds = has_feeds(settings, site)
    for name, article in named:
        thread = none if posts[name].comments == "off" else threads.get(article.slug, none)
        has_feed = with_feeds and thread.count and article.status != "draft"
        feed_path = f"{settings.comment_feeds}/{article.slug}.atom.xml" if has_feed else None
        article.discussion = Discussion(name, posts[name].comments, thread, posts[name].closes, feed_path)
    if settings.receiver is not None:
        fix = "the receiver takes no comments for such a slug; use letters, digits and hyphens, or say Comments: off"
        problems += tuple(
            Problem(f"{article.slug}: Slug", article.slug, fix)
            for _, article in named
            if not is_safe_name(article.slug) and article.discussion.is_open
        )
        known = {
            name: posts[name]._replace(ids=frozenset(comment.id for comment in comments.get(article.slug, ())))
            for name, article in named
            if article.status != "draft" and is_safe_name(article.slug)
        }
        problems += _tell_receiver(Manifest(origin(site["SITEURL"]), known), settings.receiver, site, within=within)
    return problems


def _homeless(comments: Iterable[str], articles: Iterable[CommentedArticle], settings: Settings) -> tuple[Problem, ...]:
    """Return a problem for each slug that there are comments for and no article."""
    fix = "no article has this slug; name the folder of the comments by the slug of theirs"
    if settings.comments_on == "videos":
        fix = 'no video post has this slug; rename the folder, or set "comments_on": "articles"'
    known = {article.slug for article in articles}
    return tuple(Problem(f"comments/{slug}", slug, fix) for slug in comments if slug not in known)


def has_feeds(settings: Settings, site: Mapping[str, Any]) -> bool:
    """Whether feeds of comments are to be written: where the site has feeds, and an address for their links."""
    return bool(settings.comment_feeds and feed_base(site) and any(site.get(name) for name in _FEEDS))


def feed_base(site: Mapping[str, Any]) -> str:
    """Return the address of the site for links in feeds, without a slash at its end; empty where it has none."""
    return str(site.get("SITEURL") or site.get("FEED_DOMAIN") or "").rstrip("/")


def _named(articles: Sequence[CommentedArticle], *, always_with_language: bool) -> list[tuple[str, CommentedArticle]]:
    """Return the articles with the names of their discussions; otherwise the first one of a slug has the bare slug."""
    firsts: dict[str, CommentedArticle] = {}
    for article in articles:
        firsts.setdefault(article.slug, article)
    bare = {id(article) for article in firsts.values()} if not always_with_language else set()
    names = [one.slug if id(one) in bare else f"{one.slug}:{one.lang}" for one in articles]
    return list(zip(names, articles, strict=True))


def _post(article: CommentedArticle, site: Mapping[str, Any], days: int | None, now: datetime) -> Post:
    closes = moment_of_closing(article.comments_said, article.date, days)
    return Post(
        slug=article.slug,
        url=f"{urlsplit(site['SITEURL']).path.rstrip('/')}/{article.url.lstrip('/')}",
        title=plain_text(article.title),
        comments=status_at(article.comments_said, closes, now),
        closes=closes,
        language=article.lang,
    )


def _comments(
    settings: Settings, site: Mapping[str, Any], posts: Mapping[str, Post], timezone: Any
) -> tuple[dict[str, tuple[Comment, ...]], tuple[Problem, ...]]:
    """Return the approved comments by slug: the site's files, and those in Isso's database."""
    content = Path(site["PATH"])
    comments: dict[str, tuple[Comment, ...]] = {}
    problems: tuple[Problem, ...] = ()
    if holds_comments(content / COMMENTS):
        comments, problems = load_comments(content / COMMENTS, timezone)
    if settings.comments is not None and settings.comments.database is not None:
        from pelican_videopost.comments.imports.isso import UNKNOWN, read_isso  # few sites need it
        from pelican_videopost.comments.imports.places import Places

        database = content.parent / settings.comments.database
        found, odd = read_isso(database, Places(Manifest(posts=posts)))
        for slug, ones in found.items():
            present = {comment.id for comment in comments.get(slug, ())}  # imported once, and now read in place
            comments[slug] = (*comments.get(slug, ()), *(one for one in ones if one.id not in present))
        # Isso may serve more than this site's posts.
        problems += tuple(problem for problem in odd if problem.field != UNKNOWN)
    return comments, problems


def _tell_receiver(
    manifest: Manifest, receiver: Mapping[str, Any], site: Mapping[str, Any], *, within: bool
) -> tuple[Problem, ...]:
    """Write the manifest, from which the receiver of comments knows the articles; `within` another site, add to it."""
    from pelican_videopost.comments.receiver.settings import (  # few sites need it
        ReceiverSettingsError,
        read_receiver_settings,
    )

    content, output = Path(site["PATH"]), Path(site["OUTPUT_PATH"])
    try:
        settings, problems = read_receiver_settings(receiver, folder=content.parent, content=content, output=output)
        if within and settings.manifest.exists():
            manifest = read_manifest(settings.manifest).joined(manifest)
        write_manifest(settings.manifest, manifest)
    except (ReceiverSettingsError, ManifestError, OSError) as error:
        return (Problem('VIDEOPOST["receiver"]', "no manifest was written", str(error)),)
    return problems
