"""The moments of a video that a page leads to: its chapters."""

from typing import Any

from pelican_videopost.base.times import format_clock
from pelican_videopost.views.published import Published


def chapters(published: Published) -> list[dict[str, Any]]:
    """Return the chapters of a post's first video, each with where it is watched from there."""
    post = published.video_post
    return [
        {
            "title": chapter.title,
            "start_s": chapter.start_s,
            "clock": format_clock(chapter.start_s),
            "url": post.videos[0].watch_at(chapter.start_s),
        }
        for chapter in post.chapters
        if post.videos
    ]
