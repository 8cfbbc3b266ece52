"""The example site: everything that a site needs for video posts stands under "Video posts"."""

import os
from pathlib import Path

SITENAME = "High Eighties"
SITESUBTITLE = "Films, songs and the clips that carry them"
SITEURL = ""  # set the address of your site when you publish it
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
RIGHT_TO_LEFT = ["ar"]  # for the theme: of the languages here, those written from the right
DEFAULT_DATE_FORMAT = "%-d %B %Y"
DATE_FORMATS = dict.fromkeys(("ar", "es"), "%d/%m/%Y")

PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["media"]
THEME = str(Path(__file__).parent / "theme")

MENUITEMS = [("Videos", "videos.html"), ("Films", "films.html")]
INTRODUCTION = (
    "The example site of pelican-videopost, which gives Pelican posts that begin with a video. Press play, unfold a"
    " text, read what is said; nothing is loaded from elsewhere before you do. Below each post stands how it was"
    " written."
)


def SOURCE(article):  # noqa: N802  # settings have capitals, and templates are given all of them
    """Return the file of an article, for the theme's "How this page was written"."""
    return Path(article.source_path).read_text(encoding="utf-8")


# The pages work from the disk, without a server.
RELATIVE_URLS = True
ARTICLE_LANG_URL = ARTICLE_LANG_SAVE_AS = "{slug}-{lang}.html"
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": 100, "category": None, "tag": None, "author": None, "video_listing": 12}
FEED_DOMAIN = "https://example.org"
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
DISPLAY_PAGES_ON_MENU = True

# Video posts. The comment form goes to a receiver on this machine, which `make serve` starts beside the site.
PLUGINS = ["pelican_videopost"]
RECEIVER = f"127.0.0.1:{os.environ.get('RECEIVER_PORT', '8001')}"
VIDEOPOST = {"comments": f"http://{RECEIVER}/reply", "receiver": {"listen": RECEIVER}}
