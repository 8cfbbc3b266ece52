"""What an author meant by metadata that are nearly right: names that are off by a little, lines that lost their indent.

Readers of Markdown take a line that is not indented for a field of its own: of `https://…` it is called `https`, of the
chapter `1:35 Title` it is called `1`, of the captions `en: …` it is called `en`.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from pelican_videopost.base.model import Problem
from pelican_videopost.base.times import clock_seconds
from pelican_videopost.posts.addresses import addresses, own_path
from pelican_videopost.posts.fields import FIELDS, lines
from pelican_videopost.posts.providers import recognise

# A time, in brackets or not, and a title, with a dash between them or not.
CHAPTER = re.compile(
    r"[\[(]?(?P<time>\d[\d:.,hms]*+)[\])]?+(?:\s++[-–—:.|](?=\s)|[-–—:.|])?\s++(?P<title>\S.*)", re.IGNORECASE
)
CAPTION = re.compile(
    r"(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*+)(?:\s++(?P<label>[^\s:{][^:{]*+))?\s*+:\s*+(?P<url>\S.*)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PICTURE = re.compile(r"(?:https?:)?//\S+|\S.*\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#].*)?", re.IGNORECASE | re.DOTALL)
_FILE = re.compile(r"\.\w")
_SLUGS = re.compile(r"[\w-]+(?:\s*;\s*[\w-]+)*")

# Other names for the same thing.
_SYNONYMS = {
    **dict.fromkeys("videos vidoe vedio viedo video_url video_link youtube vimeo clip".split(), "video"),
    **dict.fromkeys(("films", "movie", "movies"), "film"),
    **dict.fromkeys(
        ("thumbnail", "thumb", "image", "cover", "picture", "preview", "poster_image", "featured_image"), "poster"
    ),
    **dict.fromkeys(("length", "runtime", "running_time", "duration_s"), "duration"),
    **dict.fromkeys(("timestamps", "timecodes"), "chapters"),
    **dict.fromkeys(("subtitles", "subtitle", "subs"), "captions"),
    **dict.fromkeys(("see_also", "related_posts"), "related"),
}
# Names that themes and other plugins use for something else: what does not read as ours is theirs.
_SHARED = frozenset(
    "image cover picture preview movie movies clip caption subtitle see_also related_posts youtube vimeo".split()
)
_LONGEST_NAME = 40
# How alike names must be: "caption" and "poste" are near misses, "posted" and "options" are not.
_NEAR = 0.84


class Meant(NamedTuple):
    """The fields of a video post, each as its lines, and what about them deserves a word to the author."""

    fields: dict[str, list[str]]
    problems: tuple[Problem, ...]


def as_meant(metadata: Mapping[str, object]) -> Meant:
    """Return the fields of a video post as their author meant them.

    >>> as_meant({"video": "youtu.be/eRsGyueVLvQ", "length": "7:42"}).fields["duration"]
    ['7:42']
    """
    fields = {name: lines(metadata[name]) for name in FIELDS if name in metadata}
    problems: list[Problem] = []
    for written in metadata:
        name = field_meant(written)
        if name is None or name == "comments" or not (value := lines(metadata[written])):
            continue
        reads = _reads(name, value)
        if reads and (name == "video" or not fields.get(name)):
            fields[name] = fields.get(name, []) + value
        elif written not in _SHARED:
            why = f"there is a {name.title()} line, too; put this into it" if reads else f"did you mean {name.title()}?"
            problems.append(Problem(written.capitalize(), "; ".join(value), f"no field of a video post; {why}"))
    for name, line in _unindented(metadata):
        if name in fields:
            fields[name].append(line)
    problems += _lost(metadata)
    found = addresses(fields.get("video", ()))
    fields["video"] = list(found.addresses)
    fix = "no address, so left out; write only addresses here, one a line"
    problems += (Problem("Video", words, fix) for words in found.words)
    return Meant(fields, tuple(problems))


def is_video_post(metadata: Mapping[str, object]) -> bool:
    """Whether an article says where its video is: in a `Video` line, or in lines below one that lost their indent."""
    if "video" not in metadata:
        return False
    return bool(lines(metadata["video"])) or any(name == "video" for name, _ in _unindented(metadata))


def missed_video(metadata: Mapping[str, object]) -> Problem | None:
    """Return what to tell the author of a plain article that clearly wants to be a video post."""
    if "video" in metadata:
        empty = "empty, so this stays a plain article; give an address behind the colon, or drop the line"
        return None if is_video_post(metadata) else Problem("Video", "", f"{empty}. Further lines are indented by four")
    for written in metadata:
        if written not in _SHARED and field_meant(written) == "video" and _reads("video", lines(metadata[written])):
            value = "; ".join(lines(metadata[written]))
            return Problem(written.capitalize(), value, "no such field, so this stays a plain article; write Video")
    return None


@lru_cache(maxsize=1024)
def field_meant(written: str) -> str | None:
    """Return the field whose name was nearly written; None for a field's own name, and for any other."""
    name = written.lower().replace("-", "_")
    if name in FIELDS or len(name) > _LONGEST_NAME:
        return None
    if name in _SYNONYMS:
        return _SYNONYMS[name]
    return next(iter(get_close_matches(name, FIELDS, n=1, cutoff=_NEAR)), None)


def renamings(metadata: Mapping[str, object]) -> dict[str, str]:
    """Return the fields whose names are surely a mistake, each with what it is to be called.

    Their values can be read, there is no field of the right name, and nobody else's is called so. An article without a
    video has none.

    >>> renamings({"vidoe": "https://youtu.be/eRsGyueVLvQ", "length": "7:42"})
    {'vidoe': 'video', 'length': 'duration'}
    """
    found: dict[str, str] = {}
    for written, value in metadata.items():
        name = field_meant(written)
        if name is None or name == "comments" or name in metadata or name in found.values() or written in _SHARED:
            continue
        if lines(value) and _reads(name, lines(value)):
            found[written] = name
    return found if is_video_post(metadata) or "video" in found.values() else {}


def continued_field(written: str, value: str) -> str | None:
    """Return the field that a line without its indent belongs to, which a reader takes for a field of its own."""
    return next((name for name, _ in _unindented({written: value})), None)


def _reads(name: str, value: list[str]) -> bool:
    """Whether lines can be nothing else than those of a field."""
    match name:
        case "video":
            return all(map(recognise, addresses(value).addresses))
        case "poster":
            return len(value) == 1 and (own_path(value[0]) is not None or _PICTURE.fullmatch(value[0]) is not None)
        case "duration":
            return len(value) == 1 and bool(clock_seconds(value[0]))
        case "chapters":
            return all(map(CHAPTER.fullmatch, value))
        case "captions":
            return all((match := CAPTION.fullmatch(line)) and _FILE.search(match["url"]) for line in value)
        case "film":
            return not any("://" in line for line in value)
        case "related":
            return all(map(_SLUGS.fullmatch, value))
    return True


def _unindented(metadata: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the lines of fields that a reader took for fields of their own, each with the field that it belongs to."""
    for written, value in metadata.items():
        if written in ("http", "https"):
            whole = (f"{written}:{line}" for line in lines(value))
            yield from (("video", line) for line in whole if recognise(line))
        elif written.isdecimal() and len(written) <= 3:
            whole = (f"{written}:{line}" for line in lines(value))
            yield from (("chapters", line) for line in whole if CHAPTER.fullmatch(line))
        elif _LANGUAGE.fullmatch(written):
            yield from (("captions", f"{written}: {line}") for line in lines(value) if line.lower().endswith(".vtt"))


def _lost(metadata: Mapping[str, object]) -> Iterator[Problem]:
    fix = "a line that is not indented is a field of its own; indent it by four spaces"
    for scheme in ("http", "https"):
        whole = (f"{scheme}:{line}" for line in lines(metadata.get(scheme)) if line.startswith("//"))
        yield from (Problem("Video", line, fix) for line in whole if not recognise(line))
