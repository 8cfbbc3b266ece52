"""A video as search engines want it: https://schema.org/VideoObject, with its parts."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pelican_videopost.base.model import Caption, VideoPost
from pelican_videopost.base.times import format_iso8601
from pelican_videopost.outputs.facts import Facts, VideoFacts
from pelican_videopost.views.published import Link

Properties = dict[str, Any]

_SEEK = "seek_to_second_number"
# Search engines show parts of videos that are at least this long.
_SHORTEST_WITH_PARTS_S = 30


def video_object(
    facts: Facts,
    film: VideoFacts,
    post: VideoPost,
    films: Iterable[Link],
    people: dict[str, list[str]],
    absolute: Callable[[str], str],
) -> Properties:
    """Return the main video of a page with every property that is known; absent ones are left out.

    `films` are the works that it is from, `people` names by property, and `absolute` gives the address that a link of
    the post stands for.
    """
    properties: Properties = {
        "@type": "VideoObject",
        "@id": f"{facts.page}#video",
        "name": film.name,
        "description": film.description,
        "thumbnailUrl": [picture.url for picture in film.pictures],
        "uploadDate": film.uploaded.isoformat(),
        "duration": format_iso8601(post.duration_s) if post.duration_s else None,
        "contentUrl": film.content_url,
        "embedUrl": film.embed_url,
        "encodingFormat": film.media_type,
        "width": film.width_px,
        "height": film.height_px,
        "inLanguage": post.language,
        "creditText": post.uploader,
        "isPartOf": [_movie(link, facts.siteurl) for link in films],
        "caption": [_caption(caption, absolute) for caption in post.captions if film.content_url],
        "mainEntityOfPage": facts.page,
    }
    for name, names in people.items():
        properties[name] = [{"@type": "Person", "name": person} for person in names]
    return properties | (_parts(facts, post) if film.is_seekable else {})


def _parts(facts: Facts, post: VideoPost) -> Properties:
    """Return the chapters, and that the page takes any second."""
    return {
        "hasPart": list(_clips(facts, post)),
        "potentialAction": {
            "@type": "SeekToAction",
            "target": facts.at(f"{{{_SEEK}}}"),
            "startOffset-input": f"required name={_SEEK}",
        },
    }


def _movie(film: Link, siteurl: str) -> Properties:
    page = {"url": f"{siteurl}/{film.url}"} if film.url else {}
    return {"@type": "Movie", "name": film.text} | page


def _caption(caption: Caption, absolute: Callable[[str], str]) -> Properties:
    return {
        "@type": "MediaObject",
        "contentUrl": absolute(caption.url),
        "inLanguage": caption.language,
        "encodingFormat": "text/vtt",
    }


def _clips(facts: Facts, post: VideoPost) -> Iterator[Properties]:
    """Yield the chapters that lie within the video; each ends where the next one begins, the last with the video."""
    end_s = post.duration_s
    if end_s is not None and end_s < _SHORTEST_WITH_PARTS_S:
        return
    chapters = [chapter for chapter in post.chapters if end_s is None or chapter.start_s < end_s]
    ends = [*(chapter.start_s for chapter in chapters[1:]), end_s]
    for chapter, to_s in zip(chapters, ends, strict=False):
        clip = {
            "@type": "Clip",
            "name": chapter.title,
            "startOffset": chapter.start_s,
            "url": facts.at(chapter.start_s),
        }
        yield clip | ({"endOffset": to_s} if to_s else {})
