"""Comments as files: written so that they last, read whatever is in them."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pelican_videopost.base import clean
from pelican_videopost.comments.files import holds_comments, load_comments, write_comment
from pelican_videopost.comments.model import Comment

COMMENT = Comment("one", "rocky", "Anna", datetime(2026, 1, 31, 18, 5, tzinfo=UTC), "Yes.\n\nIndeed: *yes*.")

names = st.from_regex(r"[\w][\w-]{0,30}", fullmatch=True).filter(clean.is_safe_name)
texts = st.text(max_size=200) | st.text("\r\n\t :-#>*\u2028\u202e\x00Author:", max_size=60)
dates = st.datetimes(
    datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC) | st.just(ZoneInfo("Asia/Tokyo"))
)
comments = st.builds(
    Comment,
    id=names,
    slug=names,
    author=texts.map(clean.one_line).map(lambda text: text or "Anonymous"),
    date=dates,
    text=texts.map(clean.body),
    website=st.none() | st.just("https://example.org/?a=b#c"),
    parent=st.none() | names,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comment=comments)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, comment: Comment) -> None:
    """Every comment comes back from its file as it was."""
    folder = tmp_path_factory.mktemp("site")
    assert write_comment(folder, comment)
    read, problems = load_comments(folder)
    (found,) = read[comment.slug]
    assert found == comment
    assert problems == ()


@settings(max_examples=200, deadline=None)
@given(text=texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """Text that was cleaned once is left as it is, and a header stays on its line."""
    assert clean.body(clean.body(text)) == clean.body(text)
    line = clean.one_line(text)
    assert clean.one_line(line) == line
    assert len(line.splitlines()) <= 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | texts.map(lambda text: f"Author: A\nDate: {text}\n".encode(errors="replace")))
def test_no_file_breaks_the_reading(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever a file holds, it is a comment or a problem."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "rocky").mkdir()
    (folder / "rocky" / "one.md").write_bytes(content)
    read, problems = load_comments(folder)
    assert read or problems


def test_a_file_reads_well_and_is_left_alone(tmp_path: Path) -> None:
    """A file has a header a line and the Markdown below, and an owner's edits survive a second writing."""
    assert write_comment(tmp_path, COMMENT)
    path = tmp_path / "rocky" / "one.md"
    assert path.read_text(encoding="utf-8") == (
        "Author: Anna\nDate: 2026-01-31T18:05:00+00:00\n\nYes.\n\nIndeed: *yes*.\n"
    )
    path.write_text(path.read_text(encoding="utf-8").replace("Yes.", "Edited."), encoding="utf-8")
    assert not write_comment(tmp_path, COMMENT)
    assert "Edited." in path.read_text(encoding="utf-8")
    assert sorted(path.name for path in (tmp_path / "rocky").iterdir()) == ["one.md"]


@pytest.mark.parametrize(
    "name",
    ["..", "../x", "/etc", "a/b", "a\\b", ".hidden", "", "a\nb", "a\x00", "x" * 300, "-rf", "a\u202eb", "con:"],
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Slugs and ids that are no plain file names are refused before anything is written."""
    for slug, number in ((name, "one"), ("rocky", name)):
        with pytest.raises(ValueError, match="cannot name a file"):
            write_comment(tmp_path, Comment(number, slug, "A", COMMENT.date, "x"))
    assert list(tmp_path.iterdir()) == []


def test_the_files_of_pelican_comment_system_are_read(tmp_path: Path) -> None:
    """Files of the older plugins are read as they are: the names of their headers, their parents, and no email."""
    post = tmp_path / "rocky"
    post.mkdir()
    (post / "first-one.md").write_text(
        "Author: Anna\nEmail: anna@example.org\nDate: 2017-02-01 10:00\nwebsite: https://example.org\n\nFirst", "utf-8"
    )
    (post / "2.md").write_text("author: Ben\nDate: 2017-02-02\nreplyto: first-onemd\n\nSecond", "utf-8")
    (post / "3.md").write_text(
        "---\nauthor: Cleo\ndate: Thu, 02 Feb 2017 10:00:00 +0100\nslug: third\n---\nThird", "utf-8"
    )
    (post / "4.md").write_text("author: Dan\ndate: 2017-02-03\nreplyto: third\n\nFourth", "utf-8")
    (post / "5.md").write_text("author: Eve\n    and more\ndate: 2017-02-04\nText at once\n\nand on", "utf-8")
    read, problems = load_comments(tmp_path, timezone(timedelta(hours=2)))
    assert problems == ()
    found = {comment.id: comment for comment in read["rocky"]}
    assert [found[name].parent for name in ("2", "4", "first-one")] == ["first-one", "3", None]
    assert found["first-one"].date == datetime(2017, 2, 1, 8, tzinfo=UTC)
    assert found["3"].date == datetime(2017, 2, 2, 9, tzinfo=UTC)
    assert found["3"].text == "Third"
    assert found["5"].text == "Text at once\n\nand on"
    assert "anna@example.org" not in repr(read)


@pytest.mark.parametrize(
    ("name", "content", "said", "kept"),
    [
        ("one.md", b"Author: A\n\nx", "Date", 0),
        ("one.md", b"Author: A\nDate: soon\n\nx", "Date", 0),
        ("one.md", b"Date: 2026-01-01\n\nx", "Author", 1),
        ("one.md", b"Author: A\nDate: 2026-01-01\nWebsite: javascript:alert(1)\n\nx", "Website", 1),
        ("one.md", b"Author: \xff\nDate: 2026-01-01\n\nx", "UTF-8", 1),
        ("one.md", b"", "Date", 0),
        ("o ne.md", b"Author: A\nDate: 2026-01-01\n\nx", "file's name", 0),
        ("one.rst", b":author: A", "Markdown", 0),
        ("one.md", b"Author: A\nDate: 2026-01-01\n\n" + b"x" * (1 << 20), "1 MB", 0),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, name: str, content: bytes, said: str, kept: int) -> None:
    """A bad file is one warning with its place and the way to mend it; what can be kept is kept."""
    (tmp_path / "rocky").mkdir()
    (tmp_path / "rocky" / name).write_bytes(content)
    (tmp_path / "rocky" / ".one.x.tmp").write_bytes(b"half")
    (tmp_path / "bad name").mkdir()
    read, problems = load_comments(tmp_path)
    assert len(read.get("rocky", ())) == kept
    folder, problem = sorted(problems, key=lambda problem: "rocky" in problem.field)
    assert "bad name" in folder.field
    assert f"comments/rocky/{name}" in problem.field
    assert said in problem.field + problem.fix


def test_a_site_without_comments_has_none(tmp_path: Path) -> None:
    """A missing folder is no problem."""
    assert load_comments(tmp_path / "comments") == ({}, ())


@pytest.mark.parametrize(
    ("website", "kept"),
    [
        ("https://example.org/a?b=c#d", True), ("http://example.org:8080", True), ("https://bücher.example/", True),
        ("javascript:alert(1)", False), ("JAVASCRIPT:alert(1)", False), (" java\nscript:alert(1)", False),
        ("data:text/html,x", False), ("vbscript:x", False), ("//example.org", False), ("ftp://example.org", False),
        ("https://", False), ("https://a@example.org", False), ("https://example.org/\x00", False),
        ("https://example.org/\"onclick=\"x", False), ("https://example.org:99999", False), ("https://[::1", False),
        ("https://example.org/\u202e", False), ("mailto:a@example.org", False), ("", False), (None, False),
    ],
)  # fmt: skip
def test_only_web_addresses_are_linked(website: str | None, kept: bool) -> None:
    """A website is http or https, without a password or characters that deceive, or it is none."""
    assert (clean.safe_website(website) is not None) == kept


@pytest.mark.parametrize(
    ("path", "content", "held"),
    [
        ("rocky/one.md", "Author: A\nDate: 2026-01-01\n\nx", True),
        ("rocky/one.md", "Title: An article\nAuthor: A\nDate: 2026-01-01\n\nx", False),
        ("rocky/one.md", "x", False),
        ("one.md", "Author: A\nDate: 2026-01-01\n\nx", False),
    ],
)
def test_a_folder_of_articles_is_not_taken_for_comments(tmp_path: Path, path: str, content: str, held: bool) -> None:
    """A site whose category happens to be called comments keeps its articles."""
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(content, encoding="utf-8")
    assert holds_comments(tmp_path) == held
