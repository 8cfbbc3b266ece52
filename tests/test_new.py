"""The command `pelican-videopost new`: a post that its author goes on with, whatever a stranger called the video."""

import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from pelican.settings import DEFAULT_CONFIG

from pelican_videopost.base.clean import body, one_line
from pelican_videopost.base.model import Video
from pelican_videopost.cli.main import main
from pelican_videopost.posts.draft import Draft, as_markdown, title_of
from pelican_videopost.posts.fetched import FILE_NAME
from pelican_videopost.posts.providers import recognise

from .conftest import Site
from .provider import CLIP, Provider, Reply, command, write_post
from .provider import provider as provider

HOSTILE = """\
<script>alert(1)</script> &lt;b&gt; [+] *so* `code` {{ 1 }} {% x %} {static}/x [link](javascript:x) ![i](x)
# Heading
====
- list
1. list
> quote
| a | b |
~~~python
!!! note
: definition
[^1]: foot
*[HTML]: abbreviation
https://x.example/a_b_c <https://x.example>
"""


def posts(site: Site) -> dict[str, str]:
    """Return the site's posts by their paths."""
    return {
        str(path.relative_to(site.content)): path.read_text(encoding="utf-8") for path in site.content.rglob("*.md")
    }


def test_without_the_network_the_address_tells(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """The title comes from the address's words, the film from the option; the post is a draft and says so."""
    assert command(site, "new", "https://archive.org/details/sintel_open_movie", "--film", "Sintel", "--offline") == 0
    path = site.content / "sintel-open-movie.md"
    assert capsys.readouterr().out.startswith(f"Written: {path}, a draft.")
    text = path.read_text(encoding="utf-8")
    date = re.search(r"^Date: (.+)$", text, re.MULTILINE)
    assert date is not None
    written = datetime.strptime(date[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - written).total_seconds()) < 120
    assert text.replace(date[0], "Date: …") == (
        "Title: Sintel open movie\nDate: …\nStatus: draft\nFilm: Sintel\n"
        "Video: https://archive.org/details/sintel_open_movie\n\n"
        "What it is about, in a sentence or two. [+]\n\nThe full text.\n"
    )
    assert site.build()
    assert (site.output / "drafts/sintel-open-movie.html").is_file()
    assert site.warnings == []


def test_without_the_extra_it_is_said(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing is installed that could ask, the post is written, and how to get more is said; not if unasked."""
    monkeypatch.setitem(sys.modules, "yt_dlp", None)
    site.write("media/clip.webm", CLIP)
    for number, words in enumerate(
        (["https://vimeo.com/1084537"], ["https://vimeo.com/1084537", "--offline"], ["media/clip.webm"])
    ):
        assert command(site, "new", *words, "--title", f"Number {number}") == 0
        assert ('pip install "pelican-videopost[fetch]"' in capsys.readouterr().out) == (number == 0)
    assert len(posts(site)) == 3


def test_it_is_never_written_over_a_file(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is taken ends with 1 and one line; another title helps."""
    before = site.write("a-night.md", "Mine").read_bytes()
    words = ["new", "https://vimeo.com/1084537", "--offline", "--title"]
    assert command(site, *words, "A night") == 1
    assert "a-night.md is there already; give the post another name with --title" in capsys.readouterr().err
    assert (site.content / "a-night.md").read_bytes() == before
    assert command(site, *words, "Another\nStatus: published") == 0
    assert "Title: Another Status: published\n" in posts(site)["another-status-published.md"]


def test_it_is_named_as_the_others_are(site: Site) -> None:
    """It goes where the settings have articles, and a date leads its name if one leads those of most."""
    conf = site.folder / "pelicanconf.py"
    conf.write_text(f"PATH = {str(site.content)!r}\nARTICLE_PATHS = ['blog', 'old']\nTIMEZONE = 'Nowhere'\n", "utf-8")
    words = ["new", "https://vimeo.com/1084537", "--offline", "-s", str(conf), "--title"]
    assert main([*words, "Žižkov, 1. díl"]) == 0
    site.write("old/2024-01-01-a.md", "")
    assert main([*words, "Two"]) == 0
    for day in range(2, 9):
        site.write(f"old/2024-01-0{day}-b.rst", "")
    assert main([*words, "../../\\etc"]) == 0
    assert main([*words, "?!"]) == 0
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    assert set(posts(site)) == {
        "old/2024-01-01-a.md", "blog/zizkov-1-dil.md", "blog/two.md", f"blog/{today}-etc.md", f"blog/{today}-video.md"
    }  # fmt: skip


def test_comments_and_pages_are_no_examples(site: Site) -> None:
    """How files of comments and pages are named says nothing of posts."""
    site.write("2024-01-01-a.md", "")
    for number in range(3):
        site.write(f"comments/a/{number}.md", "")
        site.write(f"pages/{number}.md", "")
    assert command(site, "new", "https://vimeo.com/1084537", "--offline", "--title", "One") == 0
    assert any(re.fullmatch(r"\d{4}-\d\d-\d\d-one\.md", path) for path in posts(site))


def test_a_file_of_the_site(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file of the content folder, named from here or from there, becomes a `{static}` link that the build finds."""
    path = site.write("media/my 1# clip.webm", CLIP)
    assert command(site, "new", str(path)) == 0
    (text,) = posts(site).values()
    assert text.startswith("Title: My 1# clip\n")
    assert "Video: {static}/media/my 1%23 clip.webm\n" in text
    assert command(site, "check", "--offline", "--json") == 0
    assert '"posts": 1' in capsys.readouterr().out
    for number, typed in enumerate(["media/my 1# clip.webm", "{static}/media/my 1# clip.webm"]):
        assert command(site, "new", typed, "--title", f"Again {number}") == 0
        assert "Video: {static}/media/my 1%23 clip.webm\n" in posts(site)[f"again-{number}.md"]
    (tmp_path / "clip.webm").write_bytes(CLIP)
    assert command(site, "new", str(tmp_path / "clip.webm")) == 2
    assert "is not in the content folder" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["https://example.org/page", "", "no-such-file.webm", "{static}/notes.txt"])
def test_what_is_no_video_is_said(site: Site, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An address that nobody knows ends with 2, and no file is written."""
    assert command(site, "new", address) == 2
    assert "no known address of a video" in capsys.readouterr().err
    assert posts(site) == {}


def test_with_the_network_the_video_tells(site: Site, provider: Provider) -> None:
    """Title and description are the video's, and its poster and metadata are where the build looks for them."""
    url = provider.watch_page("clip", name="A <b>bold</b> & short title", description=HOSTILE)
    assert command(site, "new", url) == 0
    (text,) = posts(site).values()
    assert text.startswith("Title: A &lt;b>bold&lt;/b> & short title\n")
    assert (site.content / FILE_NAME).is_file()
    assert len(list(site.content.rglob("*.webp"))) == 2
    (path,) = site.content.glob("*.md")
    path.write_text(text.replace("Status: draft\n", "Slug: clip\n"), encoding="utf-8")
    site.build()
    assert site.warnings == []
    page = (site.output / "clip.html").read_text(encoding="utf-8")
    teaser = BeautifulSoup(page, "html.parser").select_one(".videopost-teaser")
    assert teaser is not None
    assert {element.name for element in teaser.find_all(True)} <= {"p", "br"}
    assert "<script>alert(1)</script> <b> [+] *so* `code` {{ 1 }} {% x %} {static}/x" in teaser.get_text()


def test_a_video_that_cannot_be_had_is_a_post_all_the_same(
    site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    """The trouble is one line, and the post says what its address tells."""
    url = f"{provider.url}/a-fine-clip.webm"
    assert command(site, "new", url) == 0
    assert capsys.readouterr().err.startswith(f"{url}: dead: ")
    assert posts(site)["a-fine-clip.md"].startswith("Title: A fine clip\n")


def test_the_editor_opens_it(site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`--edit` runs what EDITOR names with the post; without such a program nothing is written."""
    words = ["new", "https://vimeo.com/1084537", "--offline", "--edit"]
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert command(site, *words) == 2
    assert "EDITOR" in capsys.readouterr().err
    assert posts(site) == {}
    editor = site.folder / "an editor.py"
    editor.write_text("import sys\nopen(sys.argv[1], 'a').write('Edited.')\n", encoding="utf-8")
    monkeypatch.setenv("EDITOR", f"{sys.executable} '{editor}'")
    assert command(site, *words) == 0
    assert posts(site)["a-video-on-vimeo.md"].endswith("Edited.")
    monkeypatch.setenv("EDITOR", f"no-such-editor{os.sep}")
    assert command(site, *words, "--title", "Two") == 1


def rendered(text: str) -> BeautifulSoup:
    """Return Markdown as Pelican makes HTML of it."""
    options = DEFAULT_CONFIG["MARKDOWN"]
    markdown = Markdown(
        extensions=list(options["extension_configs"]),
        extension_configs=options["extension_configs"],
        output_format=options["output_format"],
    )
    return BeautifulSoup(markdown.convert("Title: x\n\nBefore.\n\n" + text), "html.parser")


@given(st.text(st.sampled_from("ab1 \n\n#*_-+=~`:|!.[](){}<>&;/\\$^%\"'\t")) | st.text(max_size=60) | st.just(HOSTILE))
def test_a_description_is_words_and_nothing_else(text: str) -> None:
    """However a stranger wrote it, it becomes paragraphs of the same signs, without any markup."""
    found = rendered(as_markdown(text))
    assert {element.name for element in found.find_all(True)} <= {"p", "br"}
    expected = [char for char in as_plain(text) if not char.isspace()]
    assert [char for char in found.get_text() if not char.isspace()] == list("Before.") + expected


def as_plain(text: str) -> str:
    """Return what is to be read of a description: its lines that hold a letter or a digit."""
    lines = [one_line(line) for line in body(text).split("\n")]
    return "\n".join(line for line in lines if any(map(str.isalnum, line)))


def test_a_long_description_is_cut() -> None:
    """Of a long one, the first paragraphs stay; a long paragraph ends at a word."""
    assert as_markdown("word " * 50 + "\n\nmore " * 30 + "\n\n" + "x" * 600).count("more") == 30
    assert as_markdown("a" * 400 + "\n\n" + "b" * 400) == "a" * 400
    cut = as_markdown("word " * 200)
    assert cut.endswith("word…")
    assert len(cut) <= 601


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("https://youtu.be/eRsGyueVLvQ", "A video on YouTube"),
        ("https://vimeo.com/1084537", "A video on Vimeo"),
        ("https://odysee.com/@me:1/the-long-take:a", "The long take"),
        ("https://media.example/a%20clip_one.webm?x=1", "A clip one"),
        ("https://media.example/%3Cbold%3E%0Ax.webm", "<bold> x"),
        ("https://media.example/1.webm", "A video"),
        ("/media/%D0%A0%D0%BE%D0%BA%D0%BA%D0%B8.mp4", "Рокки"),
    ],
)
def test_a_title_from_an_address(address: str, title: str) -> None:
    """Words in an address make a title; numbers and codes do not."""
    video = recognise(address)
    assert isinstance(video, Video)
    assert title_of(video) == title


def test_a_draft_is_its_lines() -> None:
    """No value of the metadata makes a further line."""
    draft = Draft("One\nTwo", datetime(2026, 1, 31, 18, 5, tzinfo=UTC), "https://x.example/a.webm", "A;\nB")
    assert draft.text().splitlines()[:6] == [
        "Title: One Two",
        "Date: 2026-01-31 18:05",
        "Status: draft",
        "Film: A; B",
        "Video: https://x.example/a.webm",
        "",
    ]


def feed(provider: Provider, *items: tuple[str, str]) -> str:
    """Serve a list of videos by their titles and addresses, as yt-dlp reads one anywhere; return its address."""
    entries = "".join(f"<item><title>{title}</title><link>{url}</link></item>" for title, url in items)
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>All</title>{entries}</channel></rss>'
    provider.routes["/feed.xml"] = Reply(text, "application/rss+xml")
    return f"{provider.url}/feed.xml"


def test_a_playlist_is_a_draft_for_each_video(
    site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each video that no post shows gets a draft, never over a file; a second run writes only what is new."""
    known, first, second = (f"{provider.url}/{name}.mp4" for name in ("known", "first", "second"))
    write_post(site, "known", known)
    site.write("the-duel.md", "Title: Mine\nDate: 2026-01-01\n\nMine.\n")
    items = [("Known", known), ("The duel", first), ("The duel", first), ("The duel", second), ("A page", provider.url)]
    address = feed(provider, *items)
    before = posts(site)
    assert command(site, "new", address, "--film", "Sintel") == 0
    told = capsys.readouterr().out
    new = {name: text for name, text in posts(site).items() if before.get(name) != text}
    assert set(new) == {"the-duel-2.md", "the-duel-3.md"}
    assert "Title: The duel\n" in new["the-duel-2.md"]
    assert f"Status: draft\nFilm: Sintel\nVideo: {first}\n" in new["the-duel-2.md"]
    assert f"Video: {second}\n" in new["the-duel-3.md"]
    assert "2 drafts written, 1 of 3 videos have a post already.\n" in told
    feed(provider, *items, ("&lt;script&gt;{% x %}\nStatus: published", f"{provider.url}/third.mp4"))
    assert command(site, "new", address) == 0
    assert "1 drafts written, 3 of 4 videos have a post already.\n" in capsys.readouterr().out
    (hostile,) = (text for text in posts(site).values() if "/third.mp4" in text)
    assert "Status: draft\n" in hostile
    assert "\nStatus: published" not in hostile
    assert "<script" not in hostile
    assert command(site, "new", f"{provider.url}/nothing.html") == 2
    assert "no known address of a video" in capsys.readouterr().err
