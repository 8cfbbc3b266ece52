"""One site with every kind of post, built on a theme with the plugin and without it."""

from dataclasses import dataclass
from pathlib import Path

from ..building import Build, build
from ..packages import PROJECT
from .rich import CODER, RICH
from .themes import Theme

SITEURL = "https://site.example"
ROCKY_CLIP = PROJECT / "example_site/content/media/rocky-training.webm"
ROCKY_POSTER = PROJECT / "example_site/artwork/posters/rocky-training.svg"
CONF = """\
PATH = "content"
SITEURL = "https://site.example"
SITENAME = "High Eighties"
SITESUBTITLE = "Films and songs"
AUTHOR = "The author"
TIMEZONE = "UTC"
STATIC_PATHS = ["media"]
PAGE_PATHS = ["pages"]
ARTICLE_EXCLUDES = ["comments"]
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_RSS = "feeds/all.rss.xml"
DISPLAY_PAGES_ON_MENU = True
VIDEOPOST = {"comments": "mailto:comments@site.example", "comments_per_page": 1}
"""
ROCKY = """\
Title: Rocky training in Russia [Rocky IV]
Date: 2025-11-27 10:00
Slug: rocky
Category: Trainings
Tags: training, snow
Poster: {static}/media/rocky-training.svg
Video: https://www.youtube.com/watch?v=eRsGyueVLvQ
    https://vimeo.com/1084537
Duration: 3:40
Chapters: 0:00 Into the snow
    0:42 Logs, axes and a sledge
    1:35 Up the mountain

Rocky runs up a mountain in Russia, where nobody sees him and there is nothing but snow, logs and a "stable" & an old
sledge. It is the song that one remembers, and then the beard. [+]

The full text begins here. A training of the eighties is a film of its own, with a beginning, a song and an end. This
one has two songs, and a second man who trains among machines.

He carries a log through snow that reaches to his knees.[^1]

[^1]: The log is real.

## More info and movies

- [A page about the film](https://film.example/rocky-iv)
- [All trainings, in order of their height in metres above the sea](https://film.example/trainings)

## Details

Director
:   Sylvester Stallone

Music
:   Vince DiCola, Robert Tepper, Survivor
"""
ANNA = """\
Author: Anna
Date: 2025-11-28T09:00:00+00:00
Website: https://anna.example/

I ran up those stairs, too. There were more of them than in the film:

- seventy-two, to be exact
"""
BERT = """\
Author: Bert
Date: 2025-11-28T10:00:00+00:00
Parent: 1

With the log?
"""
BARE = """\
Title: A very long title of a video without any poster, as it is typed by somebody who likes Filmproduktionen and words
Date: 2025-11-26 10:00
Slug: bare
Category: Open films
Tags: snow
Video: https://vimeo.com/1084537

A young woman looks for a small dragon. [+]

Without a poster the full text is here as well.
"""
CLIP = """\
Title: Fifteen seconds of winter
Date: 2025-11-25 10:00
Slug: clip
Category: Trainings
Tags: snow
Poster: {static}/media/rocky-training.svg
Duration: 0:15
Video: {static}/media/rocky-training.webm

A clip that lies beside the post. [+]

And the full text of the clip.
"""
PLAIN = """\
Title: A plain article
Date: 2025-11-24 10:00
Slug: plain
Category: Words
Tags: words

No video here, [+] not even a marker.

## Details

- one
"""
VIDEO_POSTS = 4
PAGE = """\
Title: About
Slug: about

A page with a [link](https://film.example/).
"""


@dataclass(frozen=True, slots=True)
class Themed:
    """The site on a theme, with the plugin and without it."""

    theme: Theme
    plugged: Build
    plain: Build


def listed(theme: Theme) -> int:
    """Return how many posts the theme's first page shows with their players."""
    return VIDEO_POSTS if theme.index == "summary" else int(theme.index.startswith("summary"))


def write_content(folder: Path) -> None:
    """Write posts, page and media into a content folder."""
    texts = {
        "rocky": ROCKY,
        "bare": BARE,
        "clip": CLIP,
        "rich": RICH,
        "plain": PLAIN,
        "pages/about": PAGE,
    }
    texts |= {"comments/rocky/1": ANNA, "comments/rocky/2": BERT, "comments/clip/1": ANNA}
    texts["comments/clip/2"] = BERT.replace("Parent: 1\n", "")
    texts |= {"comments/rich/1": ANNA, "comments/rich/2": CODER, "comments/bare/1": ANNA}
    for name, text in texts.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "media").mkdir()
    for file in (ROCKY_POSTER, ROCKY_CLIP):
        (folder / "media" / file.name).write_bytes(file.read_bytes())


def build_themed(theme: Theme, folder: Path) -> Themed:
    """Return the site built below `folder` on a theme, twice, each time in a process of its own."""
    home = theme.wanted.install()
    write_content(folder / "content")

    def built(name: str, plugins: list[str]) -> Build:
        conf = f'{CONF}{theme.conf}\nPLUGINS = [*globals().get("PLUGINS", []), *{plugins}]\n'
        return build(folder, name, conf, home, THEME_FOLDER=str(home))

    return Themed(theme, plugged=built("with", ["pelican_videopost"]), plain=built("without", []))
