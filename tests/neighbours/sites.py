"""One site with all that the neighbours work on: formulas, pictures, subcategories, translations."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ..building import Build, build
from .neighbours import PACKAGES, Neighbour

VIDEO = "https://www.youtube.com/watch?v=eRsGyueVLvQ"
CONF = """\
PATH = "content"
SITEURL = "https://site.example"
SITENAME = "High Eighties"
AUTHOR = "The author"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "simple"
STATIC_PATHS = ["media"]
PAGE_PATHS = ["pages"]
ARTICLE_EXCLUDES = ["comments"]
CACHE_PATH = "cache"
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_RSS = "feeds/all.rss.xml"
THEME_TEMPLATES_OVERRIDES = ["templates"]
VIDEOPOST = {"comments": "https://forms.example/send", "receiver": {}}
"""
TEMPLATE = '{% extends "!simple/article.html" %}\n{% block content %}\n{{ super() }}\n'
ROCKY = f"""\
Title: Rocky training in Russia [Rocky IV]
Date: 2025-11-27 10:00
Slug: rocky
Lang: en
Category: Films/Eighties, Trainings
Tags: training, snow
Video: {VIDEO}
Duration: 3:40

Nobody sees him run, and $E = mc^2$ holds in Russia, too. [+]

The full text begins here, with a formula of its own:

$$v = \\frac{{s}}{{t}}$$

![A log]({{static}}/media/log.png){{: .image-process-thumb }}

## More info and movies

- [A page about the film](https://film.example/rocky-iv)

## Details

Director
:   Sylvester Stallone
"""
ROCKY_ES = f"""\
Title: Rocky entrena en Rusia [Rocky IV]
Date: 2025-11-27 10:00
Slug: rocky
Lang: es
Category: Films/Eighties, Trainings
Tags: training, snow
Video: {VIDEO}
Duration: 3:40

Nadie lo ve correr. [+]

El texto completo empieza aquí.

## Más información y películas

- [Una página sobre la película](https://film.example/rocky-iv-es)

## Details

Dirección
:   Sylvester Stallone
"""
ROCKY_AR = f"""\
Title: روكي يتدرب في روسيا [Rocky IV]
Date: 2025-11-27 10:00
Slug: rocky
Lang: ar
Category: Films/Eighties, Trainings
Tags: training, snow
Video: {VIDEO}
Duration: 3:40

لا أحد يراه وهو يركض. [+]

النص الكامل يبدأ هنا.

## مزيد من المعلومات والأفلام

- [صفحة عن الفيلم](https://film.example/rocky-iv-ar)

## التفاصيل

المخرج
:   Sylvester Stallone
"""
BARE = """\
Title: The road after the dragon
Date: 2025-11-26 10:00
Slug: bare
Lang: en
Category: Films
Tags: snow
Video: https://vimeo.com/1084537

A young woman looks for a small dragon. [+]

Without a poster the full text is here as well.
"""
PLAIN = """\
Title: A plain article
Date: 2025-11-25 10:00
Slug: plain
Lang: en
Category: Films/Eighties
Tags: snow

No video here, [+] not even a marker, but $a^2 + b^2$ and a picture:

![A log]({static}/media/log.png){: .image-process-thumb }

## Details

- one
"""
PAGE = """\
Title: About
Slug: about

A page with a [link](https://film.example/).
"""
COMMENT = """\
Author: Anna
Date: 2025-11-28T09:00:00+00:00

I ran up those stairs, too.
"""
VIDEO_POSTS = {"rocky.md": ROCKY, "rocky.es.md": ROCKY_ES, "rocky.ar.md": ROCKY_AR, "bare.md": BARE}
OTHER = {"plain.md": PLAIN, "pages/about.md": PAGE}
# In place of Stork: reads what the plugin tells it to, passes over files that are not there, and writes all words.
STORK = f"""\
#!{sys.executable}
import pathlib, sys, tomllib
from bs4 import BeautifulSoup
source, target = sys.argv[sys.argv.index("--input") + 1], sys.argv[sys.argv.index("--output") + 1]
wanted = tomllib.loads(pathlib.Path(source).read_text())["input"]
with open(target, "w") as index:
    for file in wanted["files"]:
        path = pathlib.Path(wanted["base_directory"], file["path"])
        if path.exists():
            main = BeautifulSoup(path.read_text(), "html.parser").select_one(wanted["html_selector"])
            print(file["url"], file["title"], " ".join(main.get_text().split()), file=index)
"""


@dataclass(frozen=True, slots=True)
class Beside:
    """A site with neighbours and the plugin, and the same without the plugin."""

    neighbours: tuple[Neighbour, ...]
    plugged: Build
    plain: Build


def write_content(folder: Path, texts: dict[str, str]) -> None:
    """Write posts, the pictures they show and all that a build needs beside them into the folder of a site."""
    for name, text in texts.items():
        _write(folder / "content" / name, text)
    media = folder / "content" / "media"
    (media / "posters").mkdir(parents=True)
    Image.new("RGB", (400, 300), "sienna").save(media / "log.png")
    if ROCKY in texts.values():
        for width in (640, 1280):
            Image.new("RGB", (width, width * 9 // 16), "teal").save(media / "posters" / f"rocky-{width}.webp")
        posters = {f"media/posters/rocky-{width}.webp": width for width in (640, 1280)}
        records = {"format": 1, "videos": {VIDEO: {"posters": posters}}}
        _write(folder / "content" / "videopost.json", json.dumps(records))
        _write(folder / "content" / "comments" / "rocky" / "1.md", COMMENT)
    for name in ("one", "two"):
        _write(folder / "content" / "media" / f"{name}.css", f".{name} {{ color: teal }}\n")
    _write(folder / "bin" / "stork", STORK).chmod(0o755)


def build_beside(folder: Path, neighbours: Sequence[Neighbour], texts: dict[str, str], *, last: bool = True) -> Beside:
    """Return the site of these texts with the neighbours, with the plugin and without; `last` in `PLUGINS`, or first.

    Each build has a folder of its own, since one of the neighbours writes into the folder it runs in.
    """
    ours = ["pelican_videopost"]
    theirs = [neighbour.plugin for neighbour in neighbours]
    return Beside(
        tuple(neighbours),
        plugged=_build(folder / "with", neighbours, texts, [*theirs, *ours] if last else [*ours, *theirs]),
        plain=_build(folder / "without", neighbours, texts, theirs),
    )


def _build(folder: Path, neighbours: Sequence[Neighbour], texts: dict[str, str], plugins: list[str]) -> Build:
    write_content(folder, texts)
    template = TEMPLATE + "".join(neighbour.template for neighbour in neighbours) + "{% endblock %}\n"
    _write(folder / "templates" / "article.html", template)
    conf = CONF + "\n".join(neighbour.conf for neighbour in neighbours)
    conf += f"\nWEBASSETS_SOURCE_PATHS = [{str(folder / 'content' / 'media')!r}]\nPLUGINS = {plugins!r}\n"
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return build(folder, "output", conf, PACKAGES.install(), PATH=path)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
