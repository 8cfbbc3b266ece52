"""The rows of "Details" that an article's metadata fill by themselves."""

from collections.abc import Sequence
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from pelican_videopost.article import VideoArticle
from pelican_videopost.details import Row, Value
from pelican_videopost.labels import Labels
from pelican_videopost.model import Video
from pelican_videopost.times import format_clock, format_iso8601


def rows_of(article: VideoArticle, siteurl: str, labels: Labels) -> list[Row]:
    """Return the rows that the metadata alone can fill, empty ones included."""
    post = article.videopost
    seconds = post.duration_s
    duration = [Value(format_clock(seconds), datetime=format_iso8601(seconds))] if seconds else []
    # more-categories gives an article several.
    many = getattr(article, "categories", None)
    categories = many if isinstance(many, list) else [article.category] if hasattr(article, "category") else []
    sources = [Value(_source(video, labels), video.watch_url) for video in post.videos]
    row = partial(_row, labels)
    return [
        row("Film", [Value(film) for film in post.films]),
        row("Date", [Value(article.locale_date, datetime=article.date.isoformat())]),
        row("Duration", duration),
        row("Category", [Value(str(category), f"{siteurl}/{category.url}") for category in categories if category]),
        row("Tags", [Value(str(tag), f"{siteurl}/{tag.url}") for tag in getattr(article, "tags", [])]),
        row("Source", sources),
    ]


def _source(video: Video, labels: Labels) -> str:
    """Return what to call the place a video comes from; of a file, with its kind."""
    if not video.is_file:
        return video.provider
    kind = PurePosixPath(urlsplit(video.watch_url).path).suffix[1:].upper()
    return f"{labels('Video file')} ({kind})"


def _row(labels: Labels, term: str, values: Sequence[Value]) -> Row:
    return Row(labels(term), tuple(values), labels.spellings(term))
