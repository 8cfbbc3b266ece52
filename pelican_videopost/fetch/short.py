"""Short addresses in posts, and the posts once it is known where they lead to."""

from collections.abc import Mapping
from dataclasses import replace

from pelican_videopost.fetch.site import PostFile, Site
from pelican_videopost.posts.addresses import is_short
from pelican_videopost.posts.providers import recognise


def short_lines(site: Site) -> dict[str, tuple[str, ...]]:
    """Return the short addresses in `Video` lines that nobody has resolved, each with its posts."""
    found: dict[str, tuple[str, ...]] = {}
    for post_file in site.posts:
        for line in filter(is_short, post_file.post.unknown):
            found[line] = (*found.get(line, ()), post_file.path)
    return found


def with_resolved(site: Site, leads_to: Mapping[str, str]) -> Site:
    """Return a site in which the short addresses are the videos that they lead to."""
    return replace(site, posts=tuple(_resolved(post_file, leads_to) for post_file in site.posts))


def _resolved(post_file: PostFile, leads_to: Mapping[str, str]) -> PostFile:
    post = post_file.post
    videos = [video for line in post.unknown if (video := recognise(leads_to.get(line, "")))]
    unknown = tuple(line for line in post.unknown if line not in leads_to)
    return (
        replace(post_file, post=post._replace(videos=(*post.videos, *videos), unknown=unknown)) if videos else post_file
    )
