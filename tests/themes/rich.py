"""A rich post, as an author of many words types it, and two more: a site that finds what breaks on a theme."""

from pathlib import Path

from ..building import Build, build
from .sites import ANNA, CONF, ROCKY_CLIP, ROCKY_POSTER
from .themes import Theme

RICH = """\
Title: Die Vermessung der Filmproduktionsgesellschaft: Rocky training in Russia, the whole story [Rocky IV]
Date: 2025-11-27 10:00
Slug: rich
Category: Trainings
Tags: training, snow, Kameraeinstellungen
Poster: {static}/media/rocky-training.svg
Video: https://www.youtube.com/watch?v=eRsGyueVLvQ
    https://vimeo.com/1084537
Duration: 1:03:40
Chapters: 0:00 Into the snow
    0:42 Logs, axes and a sledge, and the two men who watch from their car
    1:35 Up the mountain

Rocky runs up a [mountain](https://mountain.example/) in Russia, where nobody sees him and there is nothing but snow,
logs and an old sledge, a Donaudampfschiff and `a_very_long_name_of_a_function_that_nobody_would_ever_type_twice()`. [+]

The full text begins here. A training of the eighties is a film of its own, with a beginning, a song and an end.

<img src="/media/rocky-training.svg" alt="A wide picture" width="2400" height="1350">

<table><tr><th>Scene</th><th>Place where it was filmed, with its altitude</th><th>Director of photography</th>
<th>Music</th><th>Length</th><th>Remarks</th></tr><tr><td>Sledge</td><td>Grand Teton National Park, Wyoming</td>
<td>Bill Butler</td><td>Vince DiCola</td><td>0:42</td><td>None_whatsoever_that_would_be_worth_a_line</td></tr></table>

    def train(man, mountain): return [step(man, log) for log in mountain.logs if log.weight > man.weight * 0.75]

He carries a log through snow that reaches to his knees.[^1]

[^1]: The log is real.

## More info and movies

- [A page about the film](https://film.example/rocky-iv)
- https://film.example/a/very/long/address/that/no/browser/breaks/by/itself?with=a-query&and=more-of-it-than-anybody-needs
- ![A poster](/media/rocky-training.svg){: width="900" height="506"}

## Details

Director
:   Sylvester Stallone

Director of photography
:   Bill Butler

Filming locations
:   Grand Teton National Park, Wyoming
:   Vancouver

Cinematographers
:   Bill Butler and his Kameraassistenten

Production company
:   Metro-Goldwyn-Mayer
"""
LONG = """\
Title: A very long title of a video without any poster, as it is typed by somebody who likes Filmproduktionen and words
Date: 2025-11-26 10:00
Slug: long
Category: Open films
Tags: snow
Video: https://vimeo.com/1084537

A young woman looks for a small dragon. [+]

Without a poster the full text is here as well.

https://www.youtube.com/watch?v=abcdefghijk
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
CODER = """\
Author: A Coder With A Rather Long Name
Date: 2025-11-28T10:00:00+00:00
Parent: 1
Website: https://coder.example/

With `code_in_a_line_that_is_long_and_does_not_break_where_it_should(because, it, has, no, spaces)`:

    curl --silent --location --header "Accept: application/json" https://coder.example/a/very/long/address/of/an/interface

https://coder.example/a/very/long/address/that/somebody/pasted/into/a/comment/and/that/no/browser/breaks
"""
POSTS = ("rich", "long", "clip")


def write_rich(folder: Path) -> None:
    """Write the posts, their comments and media into a content folder."""
    texts = {"rich": RICH, "long": LONG, "clip": CLIP, "comments/rich/1": ANNA, "comments/rich/2": CODER}
    texts["comments/long/1"] = ANNA
    for name, text in texts.items():
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "media").mkdir()
    for file in (ROCKY_POSTER, ROCKY_CLIP):
        (folder / "media" / file.name).write_bytes(file.read_bytes())


def build_rich(theme: Theme, folder: Path) -> Build:
    """Return the site built below `folder` on a theme."""
    home = theme.wanted.install()
    write_rich(folder / "content")
    conf = f'{CONF}{theme.conf}\nPLUGINS = [*globals().get("PLUGINS", []), "pelican_videopost"]\n'
    return build(folder, "output", conf, home, THEME_FOLDER=str(home))


def listed(theme: Theme) -> int:
    """Return how many posts the theme's first page shows with their players."""
    if theme.index == "summary":
        return len(POSTS)
    return int(theme.index.startswith("summary"))
