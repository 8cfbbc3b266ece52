"""An article's metadata, read into a post."""

from typing import Any

import pytest

from pelican_videopost.base.model import Chapter, VideoPost
from pelican_videopost.posts.fields import lines
from pelican_videopost.posts.metadata import read_comments, read_post

YOUTUBE = "https://www.youtube.com/watch?v=eRsGyueVLvQ"


def read(**metadata: Any) -> VideoPost:
    """Return the post of metadata in which nothing is wrong."""
    post, problems = read_post({"video": YOUTUBE} | metadata, title="The duel [Sintel]", language="en")
    assert not problems
    return post


@pytest.mark.parametrize("value", ["a\nb", ["a", "b"], "a\n\n  b \n", ["a\nb"]])
def test_lines_of_every_reader(value: object) -> None:
    """Markdown's list and the text of the other readers give the same lines."""
    assert lines(value) == ["a", "b"]


def test_film() -> None:
    """The film is what the metadata say, else what the title ends with in brackets."""
    assert read().films == ("Sintel",)
    assert read(film="Rocky IV; Rocky III").films == ("Rocky IV", "Rocky III")
    post, _ = read_post({"video": YOUTUBE}, title="No [film] here", language="en")
    assert post.films == ()


def test_duration() -> None:
    """A duration is read in each of its spellings."""
    assert {read(duration=text).duration_s for text in ("7:42", "462", "PT7M42S")} == {462}


def test_captions() -> None:
    """A line of captions gives language, name and file; the language's own name is the default."""
    english, brazilian = read(
        captions=["en: {static}/a.vtt", "pt-BR Português do Brasil: https://x.example/b.vtt"]
    ).captions
    assert (english.language, english.label, english.url) == ("en", "English", "{static}/a.vtt")
    assert (brazilian.language, brazilian.label, brazilian.url) == (
        "pt-BR",
        "Português do Brasil",
        "https://x.example/b.vtt",
    )


@pytest.mark.parametrize(
    "line", ["1:35 Title", "[1:35] Title", "1:35 - Title", "(1:35): Title", "95 Title", "1m35s – Title"]
)
def test_chapters(line: str) -> None:
    """A chapter is a time and a title, however they are set apart; chapters come in order of time."""
    assert read(chapters=[line, "0:00 Start"]).chapters == (Chapter(0, "Start"), Chapter(95, "Title"))


def test_several_videos() -> None:
    """Each line is a place to watch the video, in the author's order."""
    post = read(video=[YOUTUBE, "https://vimeo.com/1084537"])
    assert [video.provider for video in post.videos] == ["YouTube", "Vimeo"]


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("video", "https://example.org/page", "no known video address"),
        ("video", "javascript:alert(1)", "no known video address"),
        ("duration", "long", "7:42"),
        ("duration", "0", "7:42"),
        ("captions", "{static}/a.vtt", "en: {static}"),
        ("chapters", "Start 0:00", "1:35 Heart's on Fire"),
    ],
)
def test_wrong_values_name_field_value_and_fix(field: str, value: str, hint: str) -> None:
    """What cannot be used is reported by field and value, with the way to mend it."""
    _, (problem,) = read_post({"video": YOUTUBE} | {field: value}, title="", language="en")
    assert (problem.field.lower(), problem.value) == (field, value)
    assert hint in problem.fix


@pytest.mark.parametrize(("text", "status"), [("Open", "open"), (" closed ", "closed"), ("off", "off"), ("", None)])
def test_what_is_said_of_comments(text: str, status: str | None) -> None:
    """A status is read however it is spelled; nothing said is nothing decided."""
    assert read_comments({"comments": text}) == (status, ())


def test_a_wrong_status_names_the_legal_ones() -> None:
    """Another word is reported, with those that are understood."""
    status, (problem,) = read_comments({"comments": "maybe"})
    assert status is None
    assert (problem.field, problem.value) == ("Comments", "maybe")
    assert "open, closed or off" in problem.fix
