"""The moments of a video that a page leads to: its chapters, and what is said in it."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from pelican_videopost.base.model import Caption, Video
from pelican_videopost.base.times import format_clock
from pelican_videopost.posts.files import LINK
from pelican_videopost.posts.transcript import Paragraph, read_transcript
from pelican_videopost.views.languages import language_attributes
from pelican_videopost.views.published import FindFile, Published


class Transcript(NamedTuple):
    """What is said in a video, in the language of one of its caption files."""

    caption: Caption
    paragraphs: list[Paragraph]

    @property
    def text(self) -> str:
        """All of it, one paragraph a line."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def chapters(published: Published) -> list[dict[str, Any]]:
    """Return the chapters of a post's first video, each with where it is watched from there."""
    post = published.video_post
    return [
        {
            "title": chapter.title,
            "start_s": chapter.start_s,
            "clock": format_clock(chapter.start_s),
            "url": post.videos[0].watch_at(chapter.start_s),
        }
        for chapter in post.chapters
        if post.videos
    ]


def transcripts(published: Published, find: FindFile) -> tuple[Transcript, ...]:
    """Return what is said in a post's first video, for each of its caption files that can be read.

    `find` returns the file that a link in an article leads to. What lies on somebody's server is not asked for.
    """
    found = []
    for caption in published.video_post.captions if published.video_post.videos else ():
        file = find(published.article, caption.url) if LINK.match(caption.url) else None
        if file and (spoken := read_transcript(file)):
            found.append(Transcript(caption, spoken))
    return tuple(found)


def shown_transcripts(published: Published, spoken: Iterable[Transcript]) -> list[dict[str, Any]]:
    """Return transcripts of a post as its page shows them; `#t=95` leads to what the first one says then."""
    video = published.video_post.videos[0] if published.video_post.videos else None
    return [
        {
            "label": one.caption.label,
            "in_its_language": language_attributes(one.caption.language, published.article.lang),
            "html": Markup("\n").join(_lines(one.paragraphs, video, with_ids=not place)),
        }
        for place, one in enumerate(spoken)
        if video
    ]


def _lines(paragraphs: Iterable[Paragraph], video: Video, *, with_ids: bool) -> Iterator[Markup]:
    """Yield the paragraphs of a transcript, each beginning with its time, from which the player above plays.

    Hours of speech have many hundreds of them: they are put together here, since in a template they take ten times as
    long.
    """
    last_s = -1
    for one in paragraphs:
        name = Markup(' id="t={}"').format(one.start_s) if with_ids and one.start_s != last_s else ""
        last_s = one.start_s
        yield Markup('<p{}><a href="{}" data-start="{}">{}</a> {}</p>').format(
            name,
            video.watch_at(one.start_s),
            one.start_s,
            format_clock(one.start_s),
            Markup("<b>{}:</b> {}").format(one.speaker, one.text) if one.speaker else one.text,
        )
