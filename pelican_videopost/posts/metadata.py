"""The metadata of an article, read into a `VideoPost`. Nothing here raises: what is unusable becomes a `Problem`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import cast, get_args

from pelican_videopost.base.labels import LANGUAGE_NAMES, language_name
from pelican_videopost.base.model import Caption, Chapter, CommentStatus, Credit, Poster, Problem, Video, VideoPost
from pelican_videopost.base.times import clock_seconds
from pelican_videopost.posts.addresses import address_in, is_short, own_path
from pelican_videopost.posts.fields import lines
from pelican_videopost.posts.meant import CAPTION, CHAPTER, as_meant
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.series import series_in_title, series_said

_UNKNOWN = "no known video address; it is shown as it stands. Give a video's page, or a file with its ending"
NOTHING: Mapping[str, str] = MappingProxyType({})
_SHORT = "a short address, which only its provider can resolve; run `pelican-videopost fetch`, or give the address of"
_SHORT += " the page that it leads to. Until then it is a link"
_FILM_IN_TITLE = re.compile(r"\[([^\[\]]+)\]\s*$")
_WORD = re.compile(r"[^\s,/|&;+-]+")
# What many blogs of other systems say for "as everywhere on this site", and for "none here".
_YES = frozenset({"true", "yes", "on", "1", "enabled"})
_NO = frozenset({"false", "no", "none", "0", "disabled"})
# What else people put in brackets behind a title.
_LANGUAGES = frozenset(
    "ar cn cs da de el en es fi fr he hi hr hu it ja jp ko kr nl no pl pt ro ru sr sv tr ua uk us zh ara deu eng esp"
    " fra fre ger ita jpn kor pol por rus spa ukr".split()
)
_QUALITIES = frozenset(
    "hd fhd uhd sd 4k 8k 2k hq lq hdr 3d 360p 480p 720p 1080p 1440p 2160p 50fps 60fps video clip official full"
    " remastered sub subs subbed dub dubbed subtitles subtitled nsfw".split()
)
_NAMES = frozenset(name.casefold() for name in LANGUAGE_NAMES.values())
_ROLE = re.compile(r"[(\[][^()\[\]]*[)\]]\Z")


def read_post(
    metadata: Mapping[str, object], *, title: str, language: str, leads_to: Mapping[str, str] = NOTHING
) -> tuple[VideoPost, tuple[Problem, ...]]:
    """Return what an article's metadata say about its video, and what in them could not be used.

    `leads_to` names the address behind each short one that is known.

    >>> read_post({"video": "youtu.be/eRsGyueVLvQ"}, title="The duel [Sintel]", language="en")[0].films
    ('Sintel',)
    """
    fields, found = as_meant(metadata)
    problems = list(found)
    videos: list[Video] = []
    unknown: list[str] = []
    for line in fields["video"]:
        video = recognise(leads_to.get(line, line))
        if video is None:
            unknown.append(line)
            problems.append(Problem("Video", line, _SHORT if is_short(line) else _UNKNOWN))
        elif video not in videos:
            videos.append(video)
    post = VideoPost(
        title=title,
        language=language,
        videos=tuple(videos),
        unknown=tuple(unknown),
        films=tuple(_separated(fields.get("film", ()))) or _film_in(title),
        poster=next((Poster(own_path(line) or address_in(line)) for line in fields.get("poster", ())), None),
        duration_s=_duration(fields.get("duration", ()), problems),
        chapters=_chapters(fields.get("chapters", ()), problems),
        captions=tuple(_captions(fields.get("captions", ()), problems)),
        related=tuple(_separated(fields.get("related", ()))),
        series=series_said(" ".join(fields.get("series", ()))) or series_in_title(title),
        people=tuple(map(_credit, _separated(fields.get("people", ())))),
    )
    return post, tuple(problems)


def _separated(written: Iterable[str]) -> list[str]:
    return [part.strip() for line in written for part in line.split(";") if part.strip()]


def _credit(written: str) -> Credit:
    """Return who is named, with the role that stands in brackets behind the name."""
    role = _ROLE.search(written)
    name = written[: role.start()].rstrip() if role else ""
    return Credit(name, role[0][1:-1].strip()) if role and name else Credit(written)


def _film_in(title: str) -> tuple[str, ...]:
    """Return the film that a title ends with in brackets; what stands there may also be a language or a quality."""
    in_title = _FILM_IN_TITLE.search(title)
    if in_title is None or all(is_no_film(word) for word in _WORD.findall(in_title[1])):
        return ()
    return (in_title[1].strip(),)


def is_no_film(word: str) -> bool:
    """Whether a word says in what language or quality a video is. "It" is a film, "IT" and "it" are Italian.

    >>> [is_no_film(word) for word in ("HD", "Ru", "It", "IT", "Rocky")]
    [True, True, False, True, False]
    """
    folded = word.casefold()
    return folded in _QUALITIES or folded in _NAMES or (folded in _LANGUAGES and word not in ("It", "Us"))


def _duration(written: Sequence[str], problems: list[Problem]) -> int | None:
    text = " ".join(written)
    if not text:
        return None
    seconds = clock_seconds(text)
    if not seconds:
        problems.append(Problem("Duration", text, "write 7:42, 1:02:03, seconds, or PT7M42S"))
    return seconds or None


def _chapters(written: Iterable[str], problems: list[Problem]) -> tuple[Chapter, ...]:
    """Return the chapters in order of their starts, each start once."""
    chapters: dict[int, Chapter] = {}
    for line in written:
        match = CHAPTER.fullmatch(line)
        start_s = clock_seconds(match["time"].rstrip(".,:")) if match else None
        if match is None or start_s is None:
            problems.append(Problem("Chapters", line, "write a time and a title: 1:35 Heart's on Fire"))
        elif start_s in chapters:
            problems.append(Problem("Chapters", line, "another chapter begins at this time; give it a time of its own"))
        else:
            chapters[start_s] = Chapter(start_s, match["title"].strip())
    return tuple(chapters[start_s] for start_s in sorted(chapters))


def _captions(written: Iterable[str], problems: list[Problem]) -> Iterator[Caption]:
    for line in written:
        match = CAPTION.fullmatch(line)
        if match is None:
            problems.append(Problem("Captions", line, "write a language, a colon and a file: en: {static}/clip.en.vtt"))
            continue
        language, label = match["language"], (match["label"] or "").strip()
        url = own_path(match["url"]) or address_in(match["url"])
        yield Caption(language, label or language_name(language), url)


def read_comments(metadata: Mapping[str, object]) -> tuple[CommentStatus | None, tuple[Problem, ...]]:
    """Return what an article says about its comments, None where it says nothing that can be used.

    >>> read_comments({"comments": "Closed"})
    ('closed', ())
    """
    said = metadata.get("comments")
    text = str(said).lower() if isinstance(said, bool) else " ".join(lines(said)).lower()
    if text in get_args(CommentStatus):
        return cast("CommentStatus", text), ()
    if text in _YES:
        return None, ()
    if text in _NO:
        return "off", ()
    fix = "write open, closed or off; it is taken as if it were not there"
    return None, (Problem("Comments", text, fix),) if text else ()
