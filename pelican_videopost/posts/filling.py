"""Posts filled with what was fetched about their videos, where their authors wrote nothing."""

from collections.abc import Mapping

from pelican_videopost.base.labels import language_name
from pelican_videopost.base.model import Caption, VideoPost
from pelican_videopost.posts.fetched import OWN_FILES, Fetched
from pelican_videopost.posts.pictures import card, page_poster


def with_fetched(post: VideoPost, fetched: Mapping[str, Fetched], own: str = "") -> VideoPost:
    """Return the post with what its author left empty filled from the record of its first video.

    `fetched` holds the records by `watch_url`; if that is a file in the content folder, `own` is its path there. What
    the author wrote, be it poster, duration, chapters or captions, always wins.
    """
    record = fetched.get(OWN_FILES + own if own else post.videos[0].watch_url) if post.videos else None
    if record is None:
        return post
    first, *others = post.videos
    return post._replace(
        videos=(first._replace(aspect_ratio=record.aspect_ratio or first.aspect_ratio), *others),
        poster=post.poster or page_poster(record.posters),
        card=post.card if post.poster else card(record.posters),
        duration_s=post.duration_s or record.duration_s,
        chapters=post.chapters or record.chapters,
        captions=post.captions or _captions(record, post.language),
        description=record.description,
        uploader=record.uploader,
        uploaded=record.uploaded,
        thumbnail_url=record.thumbnail_url,
        width_px=record.width_px,
        height_px=record.height_px,
    )


def _captions(record: Fetched, language: str) -> tuple[Caption, ...]:
    """Return the fetched captions, those in the post's language first."""
    ranked = sorted(record.captions, key=lambda one: one.language != language)
    return tuple(Caption(one.language, language_name(one.language), f"{{static}}/{one.path}") for one in ranked)


def with_poster_at_home(post: VideoPost, fetched: Mapping[str, Fetched]) -> VideoPost:
    """Return the post with the fetched files of its author's own poster, if that lies elsewhere and was fetched."""
    for record in filter(None, (fetched.get(video.watch_url) for video in post.videos)):
        if post.poster and record.posters and record.thumbnail_url == post.poster.url:
            return post._replace(poster=page_poster(record.posters), card=card(record.posters))
    return post
