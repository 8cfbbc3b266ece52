"""What an author of many words types, which finds what breaks on a theme: a rich post, and a comment."""

RICH = """\
Title: Die Vermessung der Filmproduktionsgesellschaft: Rocky training in Russia, the whole story [Rocky IV]
Date: 2025-11-23 10:00
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

Rocky runs up a [mountain](https://mountain.example/) in Russia, where nobody watches him and there is nothing but snow,
logs and an old sledge, a Donaudampfschiff and `a_very_long_name_of_a_function_that_nobody_would_ever_type_twice()`. [+]

The whole text begins here. A training of the eighties is a film of its own, with a beginning, a song and an end.

<img src="/media/rocky-training.svg" alt="A wide picture" width="2400" height="1350">

<table><tr><th>Scene</th><th>Place where it was filmed, with its altitude</th><th>Director of photography</th>
<th>Music</th><th>Length</th><th>Remarks</th></tr><tr><td>Sledge</td><td>Grand Teton National Park, Wyoming</td>
<td>Bill Butler</td><td>Vince DiCola</td><td>0:42</td><td>None_whatsoever_that_would_be_worth_a_line</td></tr></table>

    def train(man, mountain): return [step(man, log) for log in mountain.logs if log.weight > man.weight * 0.75]

https://www.youtube.com/watch?v=abcdefghijk

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
CODER = """\
Author: A Coder With A Rather Long Name
Date: 2025-11-28T10:00:00+00:00
Parent: 1
Website: https://coder.example/

With `code_in_a_line_that_is_long_and_does_not_break_where_it_should(because, it, has, no, spaces)`:

    curl --silent --location --header "Accept: application/json" https://coder.example/a/very/long/address/of/an/interface

https://coder.example/a/very/long/address/that/somebody/pasted/into/a/comment/and/that/no/browser/breaks
"""
