"""Captions of a video, of those that yt-dlp's info dict offers: in languages asked for, people's before machines'."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pelican_videopost.base.labels import LANGUAGE
from pelican_videopost.base.model import FetchedCaptions
from pelican_videopost.base.writing import write_whole
from pelican_videopost.fetch.record import Info, web_address
from pelican_videopost.fetch.web import Web, WebError
from pelican_videopost.posts.fetched import CAPTIONS_FOLDER
from pelican_videopost.posts.webvtt import MOST_BYTES, has_cues, is_webvtt

# Where a provider says which of a machine's captions are no translation: "en-orig".
_AS_SPOKEN = "-orig"


class Offered(NamedTuple):
    """A caption file that a provider has: its language, who wrote it, and its address, or itself."""

    language: str
    by_machine: bool
    url: str
    text: str


def offered_captions(info: Info, languages: Iterable[str], base_url: str, *, machines: bool) -> list[Offered]:
    """Return the captions of a video in these languages and in its own, one each; a machine's only with `machines`.

    https://github.com/yt-dlp/yt-dlp/blob/master/yt_dlp/extractor/common.py describes `subtitles` and
    `automatic_captions`: by language, lists of the same in several formats.
    """
    own = info.get("language")
    wanted = [*languages, *([own] if isinstance(own, str) and LANGUAGE.fullmatch(own) else [])]
    found: dict[str, Offered] = {}
    for language in wanted:
        one = _in_language(info.get("subtitles"), language, base_url, by_machine=False)
        if one is None and machines:
            one = _in_language(info.get("automatic_captions"), language, base_url, by_machine=True)
        if one is not None:
            found.setdefault(_main(one.language), one)
    return list(found.values())


def write_captions(web: Web, offered: Iterable[Offered], content: Path, stem: str) -> tuple[FetchedCaptions, ...]:
    """Write captions into the content folder, their names made of `stem`; return what was kept.

    Raises `WebError` where one cannot be had, or is nothing that a transcript could be made of.
    """
    kept = []
    for one in offered:
        text = one.text or web.get(one.url, MOST_BYTES).body.decode("utf-8-sig", "replace")
        if not is_webvtt(text) or not has_cues(text):
            raise WebError(f"its captions in {one.language!r} are no WebVTT with words in it")
        path = f"{CAPTIONS_FOLDER}/{stem}.{one.language}.vtt"
        (content / CAPTIONS_FOLDER).mkdir(parents=True, exist_ok=True)
        write_whole(content / path, text.encode())
        kept.append(FetchedCaptions(path, one.language, one.by_machine))
    return tuple(kept)


def _in_language(listed: object, language: str, base_url: str, *, by_machine: bool) -> Offered | None:
    """Return the captions in a language, or in a variety of it, where there are some in WebVTT."""
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, Mapping) else []
    ranked = sorted((rank, place) for place, name in enumerate(names) if (rank := _rank(name, language)) is not None)
    for _, place in ranked:
        for url, text in _files(listed[names[place]], base_url) if isinstance(listed, Mapping) else ():
            return Offered(language, by_machine, url, text)
    return None


def _rank(name: str, language: str) -> int | None:
    """Return how near a provider's language is to the one asked for, 0 the nearest; None where it is another one."""
    name, language = name.lower(), language.lower()
    if name in (language + _AS_SPOKEN, language):
        return 0 if name.endswith(_AS_SPOKEN) else 1
    return 2 if _main(name) == _main(language) and LANGUAGE.fullmatch(name) else None


def _main(language: str) -> str:
    """Return a language without its region or script."""
    return language.lower().partition("-")[0]


def _files(formats: object, base_url: str) -> Iterator[tuple[str, str]]:
    """Yield address and text, one of both empty, of each file in WebVTT that is one and not a list of pieces."""
    for one in formats if isinstance(formats, list) else ():
        entry: Mapping[str, Any] = one if isinstance(one, Mapping) else {}
        if entry.get("ext") != "vtt" or str(entry.get("protocol", "")).startswith("m3u8"):
            continue
        data = entry.get("data")
        if isinstance(data, str) and len(data) <= MOST_BYTES:
            yield "", data
        elif url := web_address(entry.get("url"), base_url):
            yield url, ""
