"""The file of fetched metadata, and what the build makes of it."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pelican_videopost.base.model import Chapter, FetchedCaptions, Poster, Video, VideoPost
from pelican_videopost.posts.fetched import (
    FILE_NAME,
    Fetched,
    from_json,
    load,
    poster_files,
    save,
    to_json,
)
from pelican_videopost.posts.filling import with_fetched

WATCH = "https://www.youtube.com/watch?v=eRsGyueVLvQ"
RECORD = Fetched(
    title="Sintel",
    description="One line.\n\nAnother “line”.",
    uploader="Blender",
    uploaded=datetime(2010, 9, 30, 8, 0, tzinfo=UTC),
    duration_s=888,
    chapters=(Chapter(0, "The snow"), Chapter(95, "The dragon")),
    width_px=1920,
    height_px=818,
    thumbnail_url="https://i.ytimg.com/vi/eRsGyueVLvQ/maxresdefault.jpg",
    posters=(("media/posters/youtube-1-640.webp", 640), ("media/posters/youtube-1-1280.webp", 1280)),
    captions=(FetchedCaptions("media/captions/youtube-1.pt-BR.vtt", "pt-BR", by_machine=True),),
)
POST = VideoPost("Sintel", videos=(Video("YouTube", WATCH, "https://www.youtube-nocookie.com/embed/eRsGyueVLvQ"),))


def keep(folder: Path, records: dict[str, Fetched]) -> Path:
    """Save records, and posters beside them."""
    for record in records.values():
        for name in [*(poster for poster, _ in record.posters), *(captions.path for captions in record.captions)]:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(b"a file")
    save(folder / FILE_NAME, records)
    return folder / FILE_NAME


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """A record comes back as it was saved, whatever it holds."""
    records = {WATCH: RECORD, "https://vimeo.com/1084537": Fetched()}
    assert load(keep(tmp_path, records)) == (records, ())


def test_the_file_reads_well_and_changes_little(tmp_path: Path) -> None:
    """The file is sorted, UTF-8, a value a line; another title changes one line, and the order of videos none."""
    path = keep(tmp_path, {WATCH: RECORD, "https://vimeo.com/1084537": Fetched(title="Ünïcode")})
    before = path.read_text(encoding="utf-8").splitlines()
    assert '        "1:35 The dragon"' in before
    assert "Ünïcode" in path.read_text(encoding="utf-8")
    assert path.read_bytes().endswith(b"}\n")
    save(path, {"https://vimeo.com/1084537": Fetched(title="Another"), WATCH: RECORD})
    after = path.read_text(encoding="utf-8").splitlines()
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


def test_a_missing_file_holds_nothing(tmp_path: Path) -> None:
    """A site that never fetched anything has no records and no problems."""
    assert load(tmp_path / FILE_NAME) == ({}, ())


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"format"',
        b"\xff\xfe",
        b'{"format": 1}',
        b'{"format": true, "videos": []}',
        b'{"format": 1, "videos": [1]}',
        b'{"format": 99, "videos": {}}',
        b"[" * 100_000,
        b'<<<<<<< HEAD\n{"format": 1, "videos": {}}\n=======',
        b'{"format": 1' + b"1" * 9000 + b"}",
    ],
)
def test_a_damaged_file_is_a_problem_that_names_it(tmp_path: Path, text: bytes) -> None:
    """Whatever stands in the file, reading it raises nothing, and says which file it is and how to mend it."""
    (tmp_path / FILE_NAME).write_bytes(text)
    records, (problem,) = load(tmp_path / FILE_NAME)
    assert records == {}
    assert problem.field == FILE_NAME
    assert "pelican-videopost" in problem.fix


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    """A folder in the place of the file is a problem, not an exception."""
    (tmp_path / FILE_NAME).mkdir()
    assert load(tmp_path / FILE_NAME)[1][0].fix.startswith("cannot be read")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", 1),
        ("title", "\ud800"),
        ("width_px", 10**400),
        ("description", "text"),
        ("duration_s", -1),
        ("duration_s", True),
        ("uploaded", "yesterday"),
        ("uploaded", "2020-01-01T00:00:00"),
        ("chapters", ["soon The snow"]),
        ("chapters", [1]),
        ("posters", ["a.webp"]),
        ("posters", {"../../etc/passwd": 640}),
        ("posters", {"/etc/passwd": 640}),
        ("posters", {'media/a"onerror="pwned().webp': 640}),
        ("posters", {"media/a b.webp": 640}),
        ("posters", {"media/{static}.webp": 640}),
        ("posters", {"media/.hidden/a.webp": 640}),
        ("posters", {"media\\..\\x.webp": 640}),
        ("posters", {"media/a.webp": "640"}),
        ("captions", ["a.vtt"]),
        ("captions", {"../../etc/passwd": {"language": "en"}}),
        ("captions", {"media/a.vtt": "en"}),
        ("captions", {"media/a.vtt": {"language": 'en"><script>'}}),
        ("captions", {"media/a.vtt": {"by_machine": True}}),
    ],
)
def test_a_damaged_record_leaves_the_others(tmp_path: Path, field: str, value: object) -> None:
    """A record that cannot be read is told by its video and its field; the other records stay."""
    document: dict[str, Any] = {
        "format": 1,
        "videos": {"https://a.example/x.mp4": {"title": "A"}, WATCH: {field: value}},
    }
    (tmp_path / FILE_NAME).write_text(json.dumps(document))
    records, (problem,) = load(tmp_path / FILE_NAME)
    assert list(records) == ["https://a.example/x.mp4"]
    assert problem.value == WATCH
    assert field in problem.fix


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


def test_cards_have_pictures_of_their_own() -> None:
    """A JPEG among the posters is for cards, not for the page, and none is where the author names a poster."""
    jpeg = ("media/posters/youtube-1-1200.jpg", 1200)
    record = replace(RECORD, posters=(*RECORD.posters, jpeg))
    filled = with_fetched(POST, {WATCH: record})
    assert filled.poster == with_fetched(POST, {WATCH: RECORD}).poster
    assert filled.card == Poster(f"{{static}}/{jpeg[0]}", ((f"{{static}}/{jpeg[0]}", 1200),))
    assert with_fetched(POST._replace(poster=Poster("own.webp")), {WATCH: record}).card is None
    assert with_fetched(POST, {WATCH: replace(RECORD, posters=(jpeg,))}).poster == filled.card


@given(st.dictionaries(st.sampled_from(list(to_json(RECORD))), _JSON | st.dictionaries(st.text(), _JSON, max_size=3)))
@settings(max_examples=150, deadline=None)
def test_a_record_is_read_or_refused(value: dict[str, object]) -> None:
    """Any JSON in the place of a record is read, or refused with a ValueError."""
    try:
        record = from_json(value)
    except ValueError:
        return
    assert from_json(to_json(record)) == record


def test_missing_files_are_left_out(tmp_path: Path) -> None:
    """A poster or captions that are not there are named, with the command that gets them again, and no page asks."""
    path = keep(tmp_path, {WATCH: RECORD})
    lost = RECORD.captions[0].path, RECORD.posters[1][0]
    for name in lost:
        (tmp_path / name).unlink()
    records, problems = load(path)
    assert (records[WATCH].posters, records[WATCH].captions) == (RECORD.posters[:1], ())
    assert tuple(problem.value for problem in problems) == lost
    assert all("pelican-videopost fetch" in problem.fix for problem in problems)


def test_a_save_cut_off_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where writing fails half-way, the old file is still whole, and the next save goes through."""
    path = keep(tmp_path, {WATCH: RECORD})

    def full(_: int) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="no space"):
            save(path, {})
    assert load(path)[0] == {WATCH: RECORD}
    save(path, {})
    assert load(path) == ({}, ())
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == [FILE_NAME]


def test_an_empty_post_is_filled() -> None:
    """Poster in its widths, duration, chapters and shape come from the record of the first video."""
    filled = with_fetched(POST, {WATCH: RECORD})
    assert filled.poster == Poster(
        "{static}/media/posters/youtube-1-1280.webp",
        (
            ("{static}/media/posters/youtube-1-640.webp", 640),
            ("{static}/media/posters/youtube-1-1280.webp", 1280),
        ),
    )
    assert filled.duration_s == 888
    assert filled.chapters == RECORD.chapters
    assert filled.videos[0].aspect_ratio == (960, 409)


def test_the_author_wins() -> None:
    """What an author wrote stays, whatever was fetched."""
    written = VideoPost(
        "Sintel",
        videos=POST.videos,
        poster=Poster("{static}/media/own.jpg"),
        duration_s=10,
        chapters=(Chapter(0, "Mine"),),
    )
    filled = with_fetched(written, {WATCH: RECORD})
    assert (filled.poster, filled.duration_s, filled.chapters) == (written.poster, 10, written.chapters)
    assert filled.title == "Sintel"


@pytest.mark.parametrize("videos", [(), (Video("Vimeo", "https://vimeo.com/1084537"), *POST.videos)])
def test_only_the_first_video_counts(videos: tuple[Video, ...]) -> None:
    """A record of a further video, or of none of the post's, changes nothing."""
    post = VideoPost("Sintel", videos=videos)
    assert with_fetched(post, {WATCH: RECORD}) == post


@pytest.mark.parametrize("size", [(None, None), (1920, None), (1, 20000), (20000, 1)])
def test_a_shape_that_is_none_is_ignored(size: tuple[int | None, int | None]) -> None:
    """Without a believable width and height a video keeps the shape that its provider usually has."""
    record = Fetched(width_px=size[0], height_px=size[1])
    assert with_fetched(POST, {WATCH: record}).videos[0].aspect_ratio == (16, 9)


def test_the_posters_of_a_post() -> None:
    """The build learns which posters to copy for a post: those of its videos."""
    assert poster_files([WATCH], {WATCH: RECORD}) == {path for path, _ in RECORD.posters}
    assert poster_files([WATCH], {}) == set()
    assert poster_files((), {WATCH: RECORD}) == set()
