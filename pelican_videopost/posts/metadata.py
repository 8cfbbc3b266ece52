"""The metadata of an article, read into a `VideoPost`. Nothing here raises: what is unusable becomes a `Problem`."""

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from pelican_videopost.base.labels import language_name
from pelican_videopost.base.model import Caption, Chapter, CommentStatus, Poster, Problem, Video, VideoPost
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.series import series_in_title, series_said

# What an author may write, with its meaning: the table of the README is checked against this one.
FIELDS = {
    "video": "the address of a video's page, its embed address, or a file; one a line: the first plays, the rest are"
    " “Also on” sources",
    "film": "the work the clip is from; several separated by `;`",
    "poster": "the picture shown before playing",
    "duration": "`7:42`, `1:02:03`, seconds, or `PT7M42S`",
    "chapters": "the parts of the video, one a line: `1:35 Heart's on Fire`",
    "captions": "WebVTT files for a video file, one a line: `en: {static}/media/clip.en.vtt`",
    "series": "the series that the post is a part of, and its place: `Rocky in Russia; 2`",
    "people": "who is in it or made it, separated by `;`, with a role in brackets",
    "related": "slugs of related posts, separated by `;`",
    "comments": "`open`, `closed` (no form any more) or `off`",
}

_FILM_IN_TITLE = re.compile(r"\[([^\[\]]+)\]\s*$")
_ROLE = re.compile(r"[(\[][^()\[\]]*[)\]]\Z")
_CAPTION = re.compile(
    r"(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)(?:\s+(?P<label>[^:{]+?))?\s*:\s+(?P<url>\S.*)"
)
# A time, in brackets or not, and a title, with a dash between them or not.
_CHAPTER = re.compile(r"[\[(]?(?P<time>[\d:.hms]+)[\])]?\s*[-–—:.]?\s+(?P<title>\S.*)", re.IGNORECASE)


def lines(value: object) -> list[str]:
    """Return the non-empty lines of a metadata value: readers give a text, a text of lines, or a list of texts."""
    if not value:
        return []
    texts = value if isinstance(value, list | tuple) else [value]
    return [line.strip() for text in texts if isinstance(text, str) for line in text.splitlines() if line.strip()]


def read_post(metadata: Mapping[str, object], *, title: str, language: str) -> tuple[VideoPost, tuple[Problem, ...]]:
    """Return what an article's metadata say about its video, and what in them could not be used.

    >>> read_post({"video": "youtu.be/eRsGyueVLvQ"}, title="The duel [Sintel]", language="en")[0].films
    ('Sintel',)
    """
    problems: list[Problem] = []
    videos: list[Video] = []
    unknown: list[str] = []
    for line in lines(metadata.get("video")):
        video = recognise(line)
        if video is not None:
            videos.append(video)
            continue
        unknown.append(line)
        fix = "no known video address; it is shown as it stands. Give a video's page, or a file with its ending"
        problems.append(Problem("Video", line, fix))
    post = VideoPost(
        title=title,
        language=language,
        videos=tuple(videos),
        unknown=tuple(unknown),
        films=_films(metadata, title),
        poster=next(map(Poster, lines(metadata.get("poster"))), None),
        duration_s=_duration(metadata, problems),
        chapters=_chapters(metadata, problems),
        captions=tuple(_captions(metadata, problems)),
        related=tuple(_separated(metadata.get("related"))),
        series=series_said(" ".join(lines(metadata.get("series")))) or series_in_title(title),
        people=tuple(map(_without_role, _separated(metadata.get("people")))),
    )
    return post, tuple(problems)


def _separated(value: object) -> list[str]:
    return [part.strip() for line in lines(value) for part in line.split(";") if part.strip()]


def _without_role(person: str) -> str:
    """Return a name without the role that stands in brackets behind it."""
    return _ROLE.sub("", person).rstrip() or person


def _films(metadata: Mapping[str, object], title: str) -> tuple[str, ...]:
    if films := _separated(metadata.get("film")):
        return tuple(films)
    in_title = _FILM_IN_TITLE.search(title)
    return (in_title.group(1).strip(),) if in_title else ()


def _duration(metadata: Mapping[str, object], problems: list[Problem]) -> int | None:
    text = " ".join(lines(metadata.get("duration")))
    if not text:
        return None
    seconds = parse_seconds(text)
    if not seconds:
        problems.append(Problem("Duration", text, "write 7:42, 1:02:03, seconds, or PT7M42S"))
    return seconds or None


def _chapters(metadata: Mapping[str, object], problems: list[Problem]) -> tuple[Chapter, ...]:
    """Return the chapters in order of their starts, each start once."""
    chapters: dict[int, Chapter] = {}
    for line in lines(metadata.get("chapters")):
        match = _CHAPTER.fullmatch(line)
        start_s = parse_seconds(match["time"]) if match else None
        if match is None or start_s is None:
            problems.append(Problem("Chapters", line, "write a time and a title: 1:35 Heart's on Fire"))
        elif start_s in chapters:
            problems.append(Problem("Chapters", line, "another chapter begins at this time; give it a time of its own"))
        else:
            chapters[start_s] = Chapter(start_s, match["title"].strip())
    return tuple(chapters[start_s] for start_s in sorted(chapters))


def _captions(metadata: Mapping[str, object], problems: list[Problem]) -> Iterator[Caption]:
    for line in lines(metadata.get("captions")):
        match = _CAPTION.fullmatch(line)
        if match is None:
            problems.append(Problem("Captions", line, "write a language, a colon and a file: en: {static}/clip.en.vtt"))
            continue
        language = match["language"]
        yield Caption(language, match["label"] or language_name(language), match["url"])


def read_comments(metadata: Mapping[str, object]) -> tuple[CommentStatus | None, tuple[Problem, ...]]:
    """Return what an article says about its comments, None where it says nothing that can be used.

    >>> read_comments({"comments": "Closed"})
    ('closed', ())
    """
    text = " ".join(lines(metadata.get("comments"))).lower()
    for status in get_args(CommentStatus):
        if text == status:
            return status, ()
    fix = "write open, closed or off; it is taken as if it were not there"
    return None, (Problem("Comments", text, fix),) if text else ()
