"""What a build does about comments: give each article its discussion, and tell the receiver of the articles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.base.form import is_loopback
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Problem
from pelican_videopost.base.settings import Settings
from pelican_videopost.base.writing import private_folder
from pelican_videopost.build.long_threads import divide
from pelican_videopost.comments.discussion import Discussion, moment_of_closing, status_at
from pelican_videopost.comments.files import holds_comments, load_comments
from pelican_videopost.comments.manifest import Manifest, ManifestError, Post, origin, read_manifest, write_manifest
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.thread import Thread, build_thread
from pelican_videopost.outputs.comment_feeds import has_feeds
from pelican_videopost.views.published import Published

# The folder of approved comments, below the content folder.
COMMENTS = "comments"

_BySlug = dict[str, tuple[Comment, ...]]


class _NamedArticle(NamedTuple):
    """An article under the name that its form calls it by, and what the receiver is told of it."""

    name: str
    published: Published
    post: Post


def has_comment_folder(settings: Settings, content: Path) -> bool:
    """Whether the folder `comments` of a site is one of comments, or will be, and no folder of articles."""
    return settings.receiver is not None or holds_comments(content / COMMENTS)


def discuss(
    published: Sequence[Published],
    settings: Settings,
    site: Mapping[str, Any],
    context: Mapping[str, Any],
    now: datetime,
) -> tuple[Problem, ...]:
    """Give articles their `discussion`, write the manifest if there is a receiver, and return what was wrong.

    `site` are Pelican's settings, `context` is its context. Translations of an article share its comments.
    """
    named = _with_names(published, settings, site, now)
    comments, problems = _comments(settings, site, named)
    if "I18N_SUBSITES" not in site:  # each of those has posts that the others have not
        problems += _without_post(comments, published, settings)
    problems += _join(named, comments, settings, site) + _to_readers_machines(settings, site)
    problems += divide(published, settings, context)
    if settings.receiver is not None:
        problems += _unsafe_slugs(named)
        problems += _tell_receiver(_manifest(named, comments, site), settings.receiver, site)
    return problems


def _is_within(site: Mapping[str, Any]) -> bool:
    """Whether this site is built within another by i18n_subsites: it is in one of the languages that are."""
    return site.get("DEFAULT_LANG") in (site.get("I18N_SUBSITES") or ())


def _with_names(
    published: Sequence[Published], settings: Settings, site: Mapping[str, Any], now: datetime
) -> list[_NamedArticle]:
    """Return the articles with their names: the first one of a slug has the bare slug, others add their language.

    A site within another has its posts beside those of the other, so there all add it.
    """
    seen: set[str] = set()
    named = []
    for one in published:
        article = one.article
        is_first = article.slug not in seen and not _is_within(site)
        seen.add(article.slug)
        name = article.slug if is_first else f"{article.slug}:{article.lang}"
        named.append(_NamedArticle(name, one, _post(one, site, settings.close_after, now)))
    return named


def _post(published: Published, site: Mapping[str, Any], days: int | None, now: datetime) -> Post:
    article, said = published.article, published.comments_said
    closes = moment_of_closing(said, article.date, days)
    return Post(
        slug=article.slug,
        url=f"{urlsplit(site['SITEURL']).path.rstrip('/')}/{article.url.lstrip('/')}",
        title=plain_text(article.title),
        comments=status_at(said, closes, now),
        closes=closes,
        language=article.lang,
    )


def _comments(
    settings: Settings, site: Mapping[str, Any], named: Sequence[_NamedArticle]
) -> tuple[_BySlug, tuple[Problem, ...]]:
    """Return the approved comments by slug: the site's files, and those in Isso's database."""
    content = Path(site["PATH"])
    comments: _BySlug = {}
    problems: tuple[Problem, ...] = ()
    if holds_comments(content / COMMENTS):
        comments, problems = load_comments(content / COMMENTS, named[0].published.article.timezone)
    if settings.comments is not None and settings.comments.database is not None:
        from pelican_videopost.importing.isso import UNKNOWN, read_isso  # few sites need it
        from pelican_videopost.importing.places import Places

        database = content.parent / settings.comments.database
        found, odd = read_isso(database, Places(Manifest(posts={one.name: one.post for one in named})))
        for slug, ones in found.items():
            present = {comment.id for comment in comments.get(slug, ())}  # imported once, and now read in place
            comments[slug] = (*comments.get(slug, ()), *(one for one in ones if one.id not in present))
        # Isso may serve more than this site's posts.
        problems += tuple(problem for problem in odd if problem.field != UNKNOWN)
    return comments, problems


def _without_post(comments: Iterable[str], published: Iterable[Published], settings: Settings) -> tuple[Problem, ...]:
    """Return a problem for each slug that there are comments for and no article."""
    fix = "no article has this slug; name the folder of the comments by the slug of theirs"
    if settings.comments_on == "videos":
        fix = 'no video post has this slug; rename the folder, or set "comments_on": "articles"'
    known = {one.article.slug for one in published}
    return tuple(Problem(f"comments/{slug}", slug, fix) for slug in comments if slug not in known)


def _join(
    named: Iterable[_NamedArticle], comments: _BySlug, settings: Settings, site: Mapping[str, Any]
) -> tuple[Problem, ...]:
    """Give each article its discussion; return what was odd about the threads."""
    problems: tuple[Problem, ...] = ()
    threads: dict[str, Thread] = {}
    for slug, found in comments.items():
        threads[slug], odd = build_thread(found, settings.depth)
        problems += odd
    with_feeds, no_comments = has_feeds(settings, site), Thread()
    for name, published, post in named:
        article = published.article
        thread = no_comments if post.comments == "off" else threads.get(article.slug, no_comments)
        has_feed = with_feeds and thread.count and article.status != "draft"
        feed_path = f"{settings.comment_feeds}/{article.slug}.atom.xml" if has_feed else None
        published.discussion = Discussion(name, post.comments, thread, post.closes, feed_path)
    return problems


def _to_readers_machines(settings: Settings, site: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return a problem where a site that is published has the form that was tried at home."""
    action = settings.comments.action if settings.comments else ""
    host = urlsplit(site["SITEURL"]).hostname or ""
    if not host or is_loopback(host) or not is_loopback(urlsplit(action).hostname or ""):
        return ()
    fix = (
        "this address is each reader's own machine, so no comment arrives; in the settings that you publish with, name"
        " the receiver's address on the web"
    )
    return (Problem('VIDEOPOST["comments"]', action, fix),)


def _unsafe_slugs(named: Iterable[_NamedArticle]) -> tuple[Problem, ...]:
    fix = "the receiver takes no comments for such a slug; use letters, digits and hyphens, or say Comments: off"
    return tuple(
        Problem(f"{post.slug}: Slug", post.slug, fix)
        for _, published, post in named
        if not is_safe_name(post.slug) and published.discussion.is_open
    )


def _manifest(named: Iterable[_NamedArticle], comments: _BySlug, site: Mapping[str, Any]) -> Manifest:
    """Return what the receiver is told: all posts that are no drafts, with the comments already on their pages."""
    root = urlsplit(site["SITEURL"]).path.rstrip("/")
    known = {
        name: post._replace(
            ids=frozenset(comment.id for comment in comments.get(post.slug, ())),
            places={one: f"{root}/{url}" for one, url in published.discussion.places.items()},
        )
        for name, published, post in named
        if published.article.status != "draft" and is_safe_name(post.slug)
    }
    return Manifest(origin(site["SITEURL"]), known)


def _tell_receiver(manifest: Manifest, receiver: Mapping[str, Any], site: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Write the manifest, from which the receiver of comments knows the articles."""
    from pelican_videopost.receiver.settings import (  # few sites need it
        ReceiverSettingsError,
        read_receiver_settings,
    )

    content, output = Path(site["PATH"]), Path(site["OUTPUT_PATH"])
    try:
        settings, problems = read_receiver_settings(receiver, folder=content.parent, content=content, output=output)
        earlier = _earlier(settings.manifest)
        was_published = not is_loopback(urlsplit(earlier.site).hostname or "")
        live = settings.site or (earlier.site if was_published else "")
        if live not in ("", manifest.site):
            manifest = Manifest(live, earlier.posts).joined(manifest)
            problems += () if settings.site else _elsewhere(site["SITEURL"], live)
        elif _is_within(site):
            manifest = Manifest(manifest.site, earlier.posts).joined(manifest)
        private_folder(settings.store)
        write_manifest(settings.manifest, manifest)
    except (ReceiverSettingsError, OSError) as error:
        return (Problem('VIDEOPOST["receiver"]', "no manifest was written", str(error)),)
    return problems


def _earlier(path: Path) -> Manifest:
    """Return what the last build told the receiver; nothing, if that is no use."""
    try:
        return read_manifest(path)
    except ManifestError:
        return Manifest()


def _elsewhere(address: str, live: str) -> tuple[Problem, ...]:
    """Return a problem where a build may be no preview, but for a site that has moved."""
    if not origin(address) or is_loopback(urlsplit(address).hostname or ""):
        return ()
    fix = (
        f"comments are taken for {live} as before, since this may be a preview of it; say where the live site is with"
        ' "site" in VIDEOPOST["receiver"]'
    )
    return (Problem("SITEURL", address, fix),)
