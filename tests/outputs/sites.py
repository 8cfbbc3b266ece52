"""A site with one post of each kind that machines are told of, and what hostile authors put into titles."""

import json
from typing import Any

from ..conftest import PLAIN, Site

WATCH = "https://www.youtube.com/watch?v=eRsGyueVLvQ"
EMBED = "https://www.youtube-nocookie.com/embed/eRsGyueVLvQ"
ROCKY = f"""\
Title: Rocky training in Russia [Rocky IV]
Date: 2025-11-27 10:00
Modified: 2025-11-28 11:00
Slug: rocky
Category: High Eighties
Tags: training, snow
Video: {WATCH}&t=12
    https://vimeo.com/1084537
Chapters: 0:00 Into the snow
    0:42 Logs & axes
    3:00 After the end

Nobody sees him *run* & 1 < 2. [+]

The full text.

https://vimeo.com/22439234

## Details

Director
:   Sylvester Stallone

**Music by**
:   Vince DiCola; Robert Tepper
:   Survivor

Weather
:   Snow
"""
CLIP = """\
Title: Fifteen seconds of winter
Date: 2025-11-26 10:00
Slug: clip
Category: Trainings
Poster: {static}/media/clip.png
Video: {static}/media/clip.webm
    https://media.example/clip.mp4
Captions: en: {static}/media/clip.en.vtt
Duration: 0:15
Chapters: 0:03 Snow

A clip beside the post. [+]

And its text.
"""
BARE = """\
Title: The road after the dragon
Date: 2025-11-25 10:00
Slug: bare
Category: Films
Video: https://vimeo.com/1084537

A young woman looks for a small dragon.
"""
# Titles that break what they are put into: elements, attributes, JSON, XML, addresses; foreign ones, and a long one.
HOSTILE = (
    "</script><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "]]></media:title><evil/> & &amp; &lt;b&gt;",
    "{{ 7 * 7 }} {% raw %} {static}/x |filename|y \\u003c \\",
    "🥊🏔️ training",
    "تدريب روكي في روسيا",
    "\u202eright to left\u202c",
    "long " * 1000,
    "controls \x7f\ufffe",
)
RECORD = {
    "title": "ROCKY IV - Training Montage",
    "description": ["The training.", "All of it."],
    "uploader": "Films & Clips",
    "uploaded": "2011-05-06T07:08:09+00:00",
    "duration_s": 150,
    "width_px": 1920,
    "height_px": 1080,
    "thumbnail_url": "https://i.ytimg.com/vi/eRsGyueVLvQ/maxresdefault.jpg",
    "posters": {"media/posters/rocky-640.webp": 640, "media/posters/rocky-1280.webp": 1280},
}


def write_site(site: Site, record: dict[str, Any] | None = None) -> None:
    """Write posts of each kind, a plain article, and what was fetched for the first one."""
    for name, text in {"rocky": ROCKY, "clip": CLIP, "bare": BARE, "plain": PLAIN}.items():
        site.write(f"{name}.md", text)
    record = record or RECORD
    for path in record.get("posters", ()):
        site.write(path, b"a picture")
    for name in ("clip.png", "clip.webm"):
        site.write(f"media/{name}", b"x" * 1234)
    site.write("media/clip.en.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nSnow.\n")
    site.write("videopost.json", json.dumps({"format": 1, "videos": {WATCH: record}}))


def hostile_post(number: int, title: str) -> str:
    """Return a post of a title, which is its film, its teaser, a chapter and a term as well."""
    line = title
    chapters = f"0:00 {line}\n    1:35 {line}"
    return (
        f"Title: {title}\nDate: 2025-11-{10 + number} 10:00\nSlug: hostile-{number}\nCategory: Hostile\n"
        f"Video: {WATCH}\nFilm: {line}\nDuration: 7:42\nChapters: {chapters}\n\n{title} [+]\n\nText.\n\n"
        f"## Details\n\nDirector\n:   {line}\n"
    )
