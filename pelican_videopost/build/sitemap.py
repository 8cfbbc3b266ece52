"""The video sitemap of a site, beside that of its pages, which pelican-sitemap writes."""

import logging

from pelican_videopost.base.model import Problem
from pelican_videopost.build.site import Build
from pelican_videopost.build.telling import tell_of_site
from pelican_videopost.outputs.video_sitemap import FILE_NAME

logger = logging.getLogger(__name__)


def write_video_sitemap(build: Build) -> None:
    """Write the sitemap of the public video posts in all languages of this site, and name it in the log.

    A file or page of the site's own at its address stays.
    """
    if not build.machines.has_sitemap or not build.published:
        return
    there = (build.context["generated_content"], build.context["static_content"])
    if any(content.save_as == FILE_NAME for contents in there for content in contents.values()):
        fix = "a file of the site has this name, so there is no video sitemap; rename it, or leave `sitemap` out of"
        tell_of_site([Problem('VIDEOPOST["machines"]', FILE_NAME, f"{fix} `machines`")])
        return
    written = build.machines.write_sitemap(build.listed_posts)
    if written:
        address = f"{str(build.site['SITEURL']).rstrip('/')}/{FILE_NAME}"
        logger.info("%d videos in %s; the line for robots.txt: Sitemap: %s", written, FILE_NAME, address)
