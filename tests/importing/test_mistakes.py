"""`check --fix`: slips in metadata that leave no doubt are put right, and nothing else in a file is touched."""

import pytest

from pelican_videopost.cli.main import main
from pelican_videopost.importing.conversion.files import BACKUPS
from pelican_videopost.importing.conversion.mistakes import without_mistakes
from pelican_videopost.importing.conversion.source import Kind
from tests.conftest import Site, files
from tests.importing.test_conversion import write_conf

PAGE, VIMEO = "https://www.youtube.com/watch?v=eRsGyueVLvQ", "https://vimeo.com/1084537"


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("markdown", f"Title: A\nVidoe: {PAGE}\n\nx\n", f"Title: A\nVideo: {PAGE}\n\nx\n"),
        ("markdown", f"title: A\r\nvidoe:   {PAGE}\r\n\r\nx", f"title: A\r\nvideo:   {PAGE}\r\n\r\nx"),
        ("markdown", f"\ufeffVidoe: {PAGE}\nTitle: A\n\nx", f"\ufeffVideo: {PAGE}\nTitle: A\n\nx"),
        (
            "markdown",
            f"Video: {PAGE}\nLength: 7:42\nThumbnail: a.jpg\nTitle: A\n\nx\n",
            f"Video: {PAGE}\nDuration: 7:42\nPoster: a.jpg\nTitle: A\n\nx\n",
        ),
        ("markdown", f"Video: {PAGE}\n{VIMEO}\nTitle: A\n\nx", f"Video: {PAGE}\n    {VIMEO}\nTitle: A\n\nx"),
        (
            "markdown",
            f"Video: {PAGE}\nChapters: 0:00 A\n1:35 B\n  2:00 C\nTitle: A\n\nx",
            f"Video: {PAGE}\nChapters: 0:00 A\n    1:35 B\n    2:00 C\nTitle: A\n\nx",
        ),
        ("markdown", f"---\ntitle: A\nvidoe: {PAGE}\n---\nx", f"---\ntitle: A\nvideo: {PAGE}\n---\nx"),
        ("rest", f"A\n=\n\n:vidoe: {PAGE}\n:date: 2026-01-01\n\nx", f"A\n=\n\n:video: {PAGE}\n:date: 2026-01-01\n\nx"),
    ],
)
def test_a_slip_is_put_right(kind: Kind, before: str, after: str) -> None:
    """A name that is off by a little, and a line that lost its indent, are as they were meant; again changes nothing."""
    assert without_mistakes(before, kind) == after
    assert without_mistakes(after, kind) == after


@pytest.mark.parametrize(
    "text",
    [
        f"Title: A\nVideo: {PAGE}\nVidoe: {VIMEO}\n\nx",
        "Title: A\nVidoe: no address\n\nx",
        "Title: A\nLength: 7:42\n\nA plain article.",
        f"Video: {PAGE}\nImage: a.jpg\nCover: b.jpg\n\nx",
        f"Video: {PAGE}\nDuration: 7:42\nLength: 120 pages\n\nx",
        f"Title: A\n{VIMEO}\n\nx",
        f"Title: A\n\nVidoe: {PAGE}\n",
        f"---\nvideo: {PAGE}\n{VIMEO}\n---\nx",
        "",
        "\n",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    """What can be read in another way, belongs to a theme, or stands in the text, is left to its author."""
    for kind in ("markdown", "rest", "html"):
        assert without_mistakes(text, kind) == text


def test_check_puts_slips_right(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """`--fix` shows what it changes, keeps a copy, and reports what is left; without it nothing is written."""
    site.write("a.md", f"Title: A\nDate: 2026-01-01\nVidoe: {PAGE}\nLength: 7:42\n\nWords.\n")
    site.write("b.md", f"Title: B\nDate: 2026-01-01\nVideo: {PAGE}\n\nWords.\n")
    before, conf = files(site.content), str(write_conf(site))
    assert main(["check", "--offline", "-s", conf]) == 1
    assert files(site.content) == before
    capsys.readouterr()
    assert main(["check", "--offline", "--fix", "-s", conf]) == 0
    shown = capsys.readouterr().out
    assert f"\n-Vidoe: {PAGE}\n" in shown
    assert f"\n+Video: {PAGE}\n" in shown
    after = files(site.content)
    assert [name for name in before if before[name] != after[name]] == ["a.md"]
    assert b"Duration: 7:42" in after["a.md"]
    assert (site.folder / BACKUPS / "a.md").read_bytes() == before["a.md"]
    assert main(["check", "--fix", "--json", "-s", conf]) == 2
