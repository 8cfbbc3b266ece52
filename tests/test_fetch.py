"""The command `pelican-videopost fetch`, against a video site on this machine."""

import io
import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pelican_videopost.base.model import Chapter
from pelican_videopost.cli.main import main
from pelican_videopost.fetch.network import unreachable_hosts
from pelican_videopost.fetch.posters import PosterError, encode
from pelican_videopost.fetch.record import from_info, from_oembed, paragraphs, short_line, thumbnails, web_address
from pelican_videopost.fetch.web import Web, WebError
from pelican_videopost.posts.fetched import FILE_NAME, Fetched, load
from pelican_videopost.posts.providers import recognise

from .conftest import PROJECT, Site, files
from .provider import CLIP, Provider, Reply, command, picture, settings_file, write_post
from .provider import provider as provider


def records(site: Site) -> dict[str, Fetched]:
    """Return what the build will read, which must be without problems."""
    found, problems = load(site.content / FILE_NAME)
    assert problems == ()
    return found


def bomb(width_px: int, height_px: int) -> bytes:
    """Return a PNG that says it has these pixels; its data would unpack to them."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width_px // 8 + 1) * min(height_px, 2000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_first_run_and_the_next(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """All that is known of each video is got; a failure names its post; a second run asks only for what failed."""
    clips = [{"@type": "Clip", "name": "Begin", "startOffset": 0}, {"@type": "Clip", "name": "End", "startOffset": 95}]
    rich, plain = provider.watch_page("rich", hasPart=clips), provider.oembed_page("plain")
    direct, gone = f"{provider.url}/direct.webm", f"{provider.url}/gone.mp4"
    provider.routes["/direct.webm"] = Reply(CLIP, "video/webm")
    write_post(site, "rich", rich)
    write_post(site, "several", plain, direct)
    write_post(site, "sad", gone)
    assert command(site, "fetch", "--jobs", "1") == 1
    told = capsys.readouterr()
    assert f"sad.md: Video: {gone}: dead: " in told.err
    assert told.out == "3 fetched, 0 already there, 1 failed.\n"
    found = records(site)
    assert set(found) == {rich, plain, direct}
    record = found[rich]
    assert record.title == "The title of rich"
    assert record.description == "First line.\nSecond line."
    assert record.uploaded == datetime(2014, 3, 1, 12, tzinfo=UTC)
    assert (record.duration_s, record.aspect_ratio) == (462, (16, 9))
    assert record.chapters == (Chapter(0, "Begin"), Chapter(95, "End"))
    assert (found[plain].title, found[plain].aspect_ratio) == ("The title of plain", (4, 3))
    for one in (record, found[plain]):
        assert [width_px for _, width_px in one.posters] == [640, 1200, 1280]
        for path, width_px in one.posters:
            with Image.open(site.content / path) as poster:
                assert (poster.format, poster.width) == ("JPEG" if width_px == 1200 else "WEBP", width_px)
    provider.asked.clear()
    before = files(site.content)
    assert command(site, "fetch", "--jobs", "1") == 1
    assert set(provider.asked) == {"/gone.mp4"}
    assert files(site.content) == before


def test_refresh_and_dry_run(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """`--dry-run` writes and asks nothing; `--refresh` replaces what is there, and keeps it where nothing comes."""
    url = provider.watch_page("clip")
    write_post(site, "post", url)
    before = files(site.content)
    assert command(site, "fetch", "--dry-run") == 0
    told = capsys.readouterr().out
    assert f"post.md: {url}: would be fetched into {FILE_NAME}, posters media/posters/video-file-" in told
    assert "Nothing was written." in told
    assert files(site.content) == before
    assert provider.asked == []
    assert command(site, "fetch", "--jobs", "1") == 0
    first = records(site)[url]
    provider.watch_page("clip", name="Another title")
    provider.routes["/clip.jpg"] = Reply(picture(900, 500), "image/jpeg")
    capsys.readouterr()
    assert command(site, "fetch", "--refresh") == 0
    second = records(site)[url]
    assert second.title == "Another title"
    assert [width_px for _, width_px in second.posters] == [640, 900, 900]
    assert not (site.content / first.posters[1][0]).exists()
    provider.routes["/clip.mp4"] = Reply("gone", status=404)
    assert command(site, "fetch", "--refresh") == 1
    assert records(site)[url] == second


def test_a_poster_of_the_authors(site: Site, provider: Provider) -> None:
    """A post that brings its own poster gets no other one, but its metadata all the same."""
    url = provider.watch_page("clip")
    write_post(site, "post", url, more="Poster: {static}/media/own.jpg\n")
    assert command(site, "fetch", "--jobs", "1") == 0
    assert records(site)[url].duration_s == 462
    assert "/clip.jpg" not in provider.asked
    assert not (site.content / "media").exists()


def test_a_poster_that_the_author_chose_elsewhere(
    site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    """A poster on another host is brought home in the place of the provider's, and the build is content with it."""
    url = provider.watch_page("clip")
    provider.routes["/mine.png"] = Reply(picture(800, 450, "PNG"), "image/png")
    write_post(site, "post", url, more=f"Poster: {provider.url}/mine.png\n")
    assert command(site, "fetch", "--jobs", "1") == 0
    record = records(site)[url]
    assert record.thumbnail_url == f"{provider.url}/mine.png"
    assert [width_px for _, width_px in record.posters] == [640, 800, 800]
    assert "/clip.jpg" not in provider.asked
    capsys.readouterr()
    assert command(site, "check", "--offline") == 0
    assert command(site, "fetch", "--dry-run") == 0
    assert "1 already there" in capsys.readouterr().out
    del provider.routes["/mine.png"]
    assert command(site, "fetch", "--refresh") == 1
    assert "mine.png gave no poster" in capsys.readouterr().err


def test_videos_within_a_text(site: Site, provider: Provider) -> None:
    """A video in a post's text is fetched like the one above it, with a poster, whatever poster the post has."""
    url, inner = provider.watch_page("clip"), provider.watch_page("inner")
    write_post(site, "post", url, more="Poster: {static}/media/own.jpg\n")
    post = site.content / "post.md"
    post.write_text(f"{post.read_text(encoding='utf-8')}\n\n{inner}\n", encoding="utf-8")
    assert command(site, "fetch", "--jobs", "1") == 0
    assert set(records(site)) == {url, inner}
    assert records(site)[inner].posters
    assert not records(site)[url].posters


def test_only_the_files_named(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """With files named, by a path from here or from the content folder, the other posts are left alone."""
    for name in ("one", "two", "three"):
        write_post(site, name, f"{provider.url}/{name}.webm")
    assert command(site, "fetch", "--dry-run", "one.md", str(site.content / "two.md")) == 0
    told = capsys.readouterr().out
    assert "one.md: " in told
    assert "two.md: " in told
    assert "three.md" not in told
    assert command(site, "fetch", "--dry-run", "four.md") == 2
    assert "four.md: no such file" in capsys.readouterr().err


def test_every_format_and_every_status_is_found(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Posts in each format, drafts too, are found, a file that cannot be read is named, and own files are left out."""
    video = "https://media.example/{}.webm"
    write_post(site, "markdown", video.format(1), more="Status: draft\n")
    site.write("deep/rest.rst", f"Post\n####\n\n:date: 2025-11-27\n:video: {video.format(2)}\n\nText.\n")
    site.write("page.html", f'<html><head><meta name="video" content="{video.format(3)}"></head><body>A</body></html>')
    write_post(site, "own", "{static}/media/clip.webm", "/media/clip.webm")
    site.write("broken.md", b"Title: \xff\xfe\nVideo: https://media.example/9.webm\n\nText")
    site.write("plain.md", "Title: Plain\nDate: 2025-11-27\n\nNo video.")
    assert command(site, "fetch", "--dry-run") == 1
    told = capsys.readouterr()
    assert told.err.startswith("broken.md: cannot be read (UnicodeDecodeError: ")
    assert [line.partition(":")[0] for line in told.out.splitlines()[:-1]] == [
        "deep/rest.rst",
        "markdown.md",
        "page.html",
    ]


def test_hostile_answers(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """No text, name, redirect or thumbnail from outside leads out of the posters' folder, the web, or its own host."""
    script = provider.watch_page(
        "script", name='"><script>alert(1)</script>\x1b[31m\u202e', thumbnailUrl="file:///etc/passwd"
    )
    long = provider.watch_page("long", name="A" * 10_000, description="B\x00" * 20_000, duration="PT99999999H")
    inner = provider.oembed_page("inner", thumbnail_url=f"http://localhost:{provider.server.server_port}/inner.jpg")
    moved = f"{provider.url}/moved.mp4"
    provider.routes["/moved.mp4"] = Reply("", status=302, Location="file:///etc/passwd")
    for name, url in {"script": script, "long": long, "inner": inner, "moved": moved}.items():
        write_post(site, name, url)
    assert command(site, "fetch", "--jobs", "1") == 1
    told = capsys.readouterr().err
    found = records(site)
    assert found[script].title == '"><script>alert(1)</script>[31m'
    assert found[script].posters == ()
    assert found[long].title == "A" * 299 + "…"
    assert found[long].description == "B" * 4999 + "…"
    assert found[long].duration_s is None
    assert f"inner.md: Video: {inner}: no-poster: " in told
    assert "own network" in told
    assert f"moved.md: Video: {moved}: " in told
    assert "root:" not in (site.content / FILE_NAME).read_text(encoding="utf-8")
    assert "/inner.jpg" not in provider.asked
    names = {name for name in files(site.content) if name.endswith(".webp")}
    assert {Path(name).parent.as_posix() for name in names} == {"media/posters"}
    assert all(name.isascii() and " " not in name for name in names)
    assert set(files(site.folder)) == {f"content/{name}" for name in files(site.content)} | {"pelicanconf.py"}


def test_broken_and_huge_answers(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that recovers is tried anew; one that never ends, is no JSON, or is cut off costs one line."""
    page = provider.watch_page("moody")
    good = provider.routes["/moody.mp4"]
    assert isinstance(good, Reply)
    provider.routes["/moody.mp4"] = lambda times: good if times else Reply("busy", status=503)
    endless = provider.oembed_page("endless")
    page_of = provider.routes["/endless.mp4"]
    assert isinstance(page_of, Reply)
    provider.routes["/endless.mp4"] = page_of.without_end()
    provider.routes["/endless.jpg"] = Reply(b"\xff\xd8" + bytes(60_000), "image/jpeg").without_end()
    confused = provider.oembed_page("confused")
    provider.routes["/confused.json"] = Reply('{"title": ', "application/json")
    halved = provider.watch_page("halved")
    provider.routes["/halved.jpg"] = Reply(picture(), "image/jpeg").cut_off()
    for name, url in {"moody": page, "endless": endless, "confused": confused, "halved": halved}.items():
        write_post(site, name, url)
    assert command(site, "fetch", "--jobs", "1") == 1
    said, told = capsys.readouterr()
    found = records(site)
    assert found[page].duration_s == 462
    assert "moody.md" not in told
    assert found[endless].title == "The title of endless"
    assert "20,000,000 bytes" in told
    assert "confused.md: " in told
    assert confused not in found
    assert "halved.md: " in told
    assert "the answer was cut off" in told
    assert provider.asked.count("/halved.jpg") == 3
    assert found[halved].duration_s == 462
    assert said == "1 fetched, 0 already there, 3 failed.\n"


def test_a_server_too_slow(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """A video that takes longer than `--timeout` is given up and named; the others are done."""
    slow, quick = provider.watch_page("slow"), provider.watch_page("quick")
    page = provider.routes["/slow.mp4"]
    assert isinstance(page, Reply)
    page.after(60)
    write_post(site, "slow", slow)
    write_post(site, "quick", quick)
    begun = time.monotonic()
    assert command(site, "fetch", "--timeout", "12", "--jobs", "2") == 1
    assert time.monotonic() - begun < 30
    assert f"slow.md: Video: {slow}: unreachable: " in capsys.readouterr().err
    assert set(records(site)) == {quick}


def test_a_run_that_was_killed_goes_on(site: Site, provider: Provider) -> None:
    """After a kill in the middle, what was fetched is saved, nothing is damaged, and the next run does the rest."""
    first, second = provider.watch_page("a"), provider.watch_page("b")
    page = provider.routes["/b.mp4"]
    assert isinstance(page, Reply)
    page.after(4)
    write_post(site, "a", first)
    write_post(site, "b", second)
    words = [
        sys.executable,
        "-m",
        "pelican_videopost",
        "fetch",
        "--settings",
        settings_file(site),
        "--jobs",
        "1",
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT), *filter(None, sys.path)])}
    with subprocess.Popen(
        [*words, "--timeout", "10"], cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        until = time.monotonic() + 20
        while "/b.mp4" not in provider.asked and time.monotonic() < until:
            time.sleep(0.05)
        running.send_signal(signal.SIGKILL)
    assert set(records(site)) == {first}
    site.write(f".{FILE_NAME}.{running.pid}.x.tmp", "{ what a kill while writing leaves")
    provider.asked.clear()
    page.after(0)
    assert command(site, "fetch", "--jobs", "1") == 0
    assert set(records(site)) == {first, second}
    assert "/a.mp4" not in provider.asked
    assert ".tmp" not in "".join(files(site.content))


def test_without_a_network_it_is_said_once(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no host can be reached, `fetch` and `check` say so in one line after seconds, and do the rest."""
    for number in range(40):
        write_post(site, f"post-{number}", f"https://media{number % 3}.example/clip-{number}.mp4")
    begun = time.monotonic()
    assert command(site, "fetch") == 1
    said = "media0.example, media1.example, media2.example: cannot be reached, so there seems to be no network; "
    told = capsys.readouterr()
    assert (told.err, told.out) == (
        f"{said}nothing was fetched from there\n",
        "0 fetched, 0 already there, 0 failed, 40 not asked for.\n",
    )
    assert command(site, "check") == 0
    told = capsys.readouterr()
    assert told.err == f"{said}only what is on the disk was looked at\n"
    assert "40 warnings: no poster" in told.out
    assert time.monotonic() - begun < 15


def test_a_host_that_refuses_is_there() -> None:
    """One dead host among others keeps none of them from being asked; what is no address is none."""
    assert unreachable_hosts(["https://media.example/clip.mp4", "http://127.0.0.1:9/clip.mp4"]) == ()
    assert unreachable_hosts(["https://media.example/clip.mp4"]) == ("media.example",)
    assert unreachable_hosts(["{static}/a.mp4", "", "https://[/"]) == ()


def test_two_runs_at_a_time_lose_nothing(site: Site, provider: Provider) -> None:
    """Runs over different posts of a site save into one file, and each keeps what the other saved."""
    urls = [provider.watch_page(f"clip{number}") for number in range(4)]
    for number, url in enumerate(urls):
        write_post(site, f"post{number}", url)
        page = provider.routes[f"/clip{number}.mp4"]
        assert isinstance(page, Reply)
        page.after(0.3)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT), *filter(None, sys.path)])}
    words = [sys.executable, "-m", "pelican_videopost", "fetch", "--jobs", "1", "--settings", settings_file(site)]
    halves = [[f"post{number}.md" for number in range(first, 4, 2)] for first in (0, 1)]
    runs = [subprocess.Popen([*words, *half], env=environment, stdout=subprocess.DEVNULL) for half in halves]
    assert [run.wait(60) for run in runs] == [0, 0]
    found = records(site)
    assert set(found) == set(urls)
    assert all(len(record.posters) == 3 for record in found.values())
    assert {path.suffix for path in site.content.iterdir()} == {".md", ".json", ""}


def test_a_damaged_file_is_not_overwritten(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """Metadata that cannot be read, as after a merge, is left for its owner to mend."""
    write_post(site, "post", provider.watch_page("clip"))
    site.write(FILE_NAME, "<<<<<<< HEAD\n{}")
    assert command(site, "fetch", "--jobs", "1") == 1
    assert "nothing was fetched" in capsys.readouterr().err
    assert (site.content / FILE_NAME).read_text() == "<<<<<<< HEAD\n{}"
    assert provider.asked == []


@pytest.mark.parametrize("words", [["fetch"], ["check"]])
def test_without_the_extra(site: Site, words: list[str]) -> None:
    """Without yt-dlp and Pillow the package still imports, and each command says what to install."""
    code = (
        "import sys; sys.modules['yt_dlp'] = sys.modules['PIL'] = None;"
        "from pelican_videopost.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    words = [*words, "--settings", settings_file(site)]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert 'pip install "pelican-videopost[fetch]"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [["fetch", "--jobs", "0"], ["fetch", "--jobs", "two"], ["check", "--timeout", "-1"], ["watch"]]
)
def test_misuse(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A command line that makes no sense ends with status 2 and says what does."""
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 2
    assert "usage: pelican-videopost" in capsys.readouterr().err


def test_settings_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Settings that are missing, or do not load, are named with status 2."""
    assert main(["check", "--offline", "--settings", str(tmp_path / "no.py")]) == 2
    assert "no.py: no such file; name your settings with --settings" in capsys.readouterr().err
    (tmp_path / "bad.py").write_text("PATH = 1 / 0")
    assert main(["check", "--offline", "--settings", str(tmp_path / "bad.py")]) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


# As yt-dlp gives them for YouTube, without what is not read: the names of the fields are the same for every provider.
YOUTUBE: dict[str, Any] = {
    "id": "eRsGyueVLvQ",
    "title": "Sintel - Open Movie by Blender Foundation",
    "description": "Help us making more free/open movies:\nhttps://cloud.blender.org\n\n\n\nMore.",
    "uploader": "Blender",
    "channel": "Blender",
    "duration": 888,
    "timestamp": 1285842000,
    "upload_date": "20100930",
    "extractor": "youtube",
    "availability": "public",
    "playable_in_embed": True,
    "width": 1920,
    "height": 818,
    "chapters": [
        {"start_time": 0.0, "title": "<Untitled Chapter 1>", "end_time": 30.0},
        {"start_time": 95.0, "title": "The dragon", "end_time": 888},
        {"start_time": 30.5, "title": "The snow", "end_time": 95.0},
    ],
    "thumbnail": "https://i.ytimg.com/vi/eRsGyueVLvQ/maxresdefault.jpg",
    "thumbnails": [
        {"url": "https://i.ytimg.com/vi/eRsGyueVLvQ/default.jpg", "preference": -37},
        {"url": "https://i.ytimg.com/vi/eRsGyueVLvQ/hqdefault.jpg", "preference": -7},
        {"url": "https://i.ytimg.com/vi/eRsGyueVLvQ/maxresdefault.jpg", "preference": 0},
    ],
}


def test_what_ytdlp_says_of_a_video() -> None:
    """yt-dlp's fields become a record: times in whole seconds and in order, its own placeholder titles left out."""
    assert from_info(YOUTUBE, "https://www.youtube.com/watch?v=eRsGyueVLvQ") == Fetched(
        title="Sintel - Open Movie by Blender Foundation",
        description="Help us making more free/open movies:\nhttps://cloud.blender.org\n\nMore.",
        uploader="Blender",
        uploaded=datetime(2010, 9, 30, 10, 20, tzinfo=UTC),
        duration_s=888,
        chapters=(Chapter(30, "The snow"), Chapter(95, "The dragon")),
        width_px=1920,
        height_px=818,
        thumbnail_url="https://i.ytimg.com/vi/eRsGyueVLvQ/maxresdefault.jpg",
    )


def test_thumbnails_best_first() -> None:
    """The best thumbnail is tried first; a playlist without one shows that of its first video."""
    names = [Path(url).stem for url in thumbnails(YOUTUBE, "https://www.youtube.com/")]
    assert names == ["maxresdefault", "hqdefault", "default"]
    playlist = {"_type": "playlist", "title": "All", "entries": [YOUTUBE]}
    assert thumbnails(playlist, "https://www.youtube.com/") == thumbnails(YOUTUBE, "https://www.youtube.com/")
    assert from_info(playlist, "https://www.youtube.com/").duration_s is None


@pytest.mark.parametrize(
    "value", [None, "", [], {}, -1, True, float("nan"), float("inf"), 10**30, "x" * 10, [None, 3, {}]]
)
def test_a_field_of_any_kind(value: object) -> None:
    """Whatever stands in a field of yt-dlp's or of an oEmbed reply, nothing is raised and nothing absurd is kept."""
    for name in ("description", "uploader", "duration", "timestamp", "width", "height", "chapters", "thumbnails"):
        record = from_info({"title": "T", name: value}, "https://a.example/")
        assert record.title == "T"
        assert record.duration_s is None
        assert record.uploaded is None
        assert record.aspect_ratio is None
        from_oembed({"type": value, name: value, "thumbnail_url": value}, "https://a.example/")
    assert from_info({"title": value, "upload_date": value}, "https://a.example/").uploaded is None


# An address of each provider as an author may write it, and which of yt-dlp's extractors has to take it.
EXTRACTORS = {
    "youtu.be/eRsGyueVLvQ?t=95": "youtube",
    "https://www.youtube.com/shorts/eRsGyueVLvQ": "youtube",
    "https://www.youtube.com/playlist?list=PLFgquLnL59alCl_2TQvOiD5Vgm1hCaGSI": "youtube:tab",
    "https://player.vimeo.com/video/76979871": "vimeo",
    "https://vimeo.com/event/5116195": "vimeo:event",
    "dai.ly/x5kesuj": "dailymotion",
    "https://framatube.org/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d": "PeerTube",
    "https://www.twitch.tv/videos/635475444": "twitch:vod",
    "https://clips.twitch.tv/FaintLightGullWholeWheat": "twitch:clips",
    "https://archive.org/details/Sintel": "archive.org",
    "https://www.bilibili.com/video/BV1GJ411x7h7": "BiliBili",
    "https://odysee.com/@Odysee:8/odysee-dev-update:f": "lbry",
    "https://www.tiktok.com/@scout2015/video/6718335390845095173": "TikTok",
    "https://streamable.com/e/dnd1": "Streamable",
    "https://www.loom.com/share/43d05f362f734614a2e81b4694a3a523": "loom",
    "https://commons.wikimedia.org/wiki/File:Big_Buck_Bunny_4K.webm": "wikimedia.org",
    "https://media.example/clip.webm": "generic",
}


def test_ytdlp_knows_the_addresses() -> None:
    """The address that is asked about goes to the extractor that yt-dlp has for the provider, not to its guesses."""
    from yt_dlp.extractor import gen_extractor_classes

    from pelican_videopost.fetch.source import address_for_ytdlp

    known = list(gen_extractor_classes())
    for address, expected in EXTRACTORS.items():
        video = recognise(address)
        assert video is not None, address
        asked = address_for_ytdlp(video.watch_url)
        assert next(one.IE_NAME for one in known if one.suitable(asked)) == expected, asked


def test_placeholder_titles_are_none() -> None:
    """The title that yt-dlp makes up for a video without one is not kept."""
    info = {"title": "youtube video #eRsGyueVLvQ", "extractor": "youtube", "id": "eRsGyueVLvQ"}
    assert from_info(info, "https://a.example/").title is None


def test_texts_are_cleaned() -> None:
    """Control characters, marks of direction and lone surrogates go; joiners, which words need, stay."""
    assert short_line("a\x00\x07\u202eb\ud800 \n c\u2028d") == "ab c d"
    assert short_line("👩\u200d🚀") == "👩\u200d🚀"
    assert paragraphs("a\r\nb\r\r\n\n\n\n c\x1b") == "a\nb\n\nc"


@pytest.mark.parametrize(
    "value",
    ["file:///etc/passwd", "javascript:alert(1)", "data:image/png;base64,AA", "http://", "http://a b/", "http://[", ""],
)
def test_addresses_outside_the_web(value: str) -> None:
    """An address that is not http(s) is no address of a thumbnail or of an oEmbed reply."""
    assert web_address(value, "https://a.example/x") is None


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((2560, 1440), ["640.webp", "1200.jpg", "1280.webp"]),
        ((1000, 500), ["640.webp", "1000.jpg", "1000.webp"]),
        ((480, 360), ["480.jpg", "480.webp"]),
        ((640, 360), ["640.jpg", "640.webp"]),
    ],
)
def test_posters_are_never_enlarged(size: tuple[int, int], widths: list[str]) -> None:
    """A poster is at most as wide as its thumbnail, keeps its shape, and is a JPEG as well, for cards."""
    pictures = encode(picture(*size, kind="PNG"))
    assert [one.ending for one in pictures] == widths
    for one in pictures:
        with Image.open(io.BytesIO(one.data)) as poster:
            assert poster.size == (one.width_px, round(one.width_px * size[1] / size[0]))
            assert poster.format == {"webp": "WEBP", "jpg": "JPEG"}[one.ending.rpartition(".")[2]]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"\n<?xml version='1.0'?><!DOCTYPE svg SYSTEM 'file:///etc/passwd'><svg/>",
        b"<!doctype html><title>404</title>",
        bomb(60_000, 60_000),
        bomb(12_000, 12_000),
        bomb(9_000, 9_000),
        b"GIF89a\xff\xff\xff\xff\x80\x00\x00" + bytes(100),
        picture()[:3000],
        picture(2000, 100),
        picture(40, 20),
        picture(kind="TIFF"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 640 360\n",
    ],
    ids=[
        "none",
        "svg",
        "xml",
        "page",
        "bomb-60000",
        "bomb-12000",
        "bomb-9000",
        "gif",
        "cut",
        "flat",
        "tiny",
        "tiff",
        "eps",
    ],
)
def test_pictures_that_are_refused(data: bytes) -> None:
    """What is no picture, or one of too many pixels, is refused before it is unpacked."""
    with pytest.raises(PosterError):
        encode(data)


def test_posters_carry_nothing_but_pixels() -> None:
    """Transparency becomes black, and what a thumbnail's file says of cameras and places is not passed on."""
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "a secret"
    Image.new("RGBA", (640, 360), (255, 0, 0, 0)).save(target, "PNG", exif=exif)
    for one in encode(target.getvalue()):
        assert b"secret" not in one.data
        with Image.open(io.BytesIO(one.data)) as poster:
            assert poster.mode == "RGB"
            assert max(poster.getpixel((5, 5))) < 10  # type: ignore[arg-type]


def test_downloads_are_bounded(provider: Provider) -> None:
    """A download ends at its limit, at a wrong type, after a few tries and redirects, and never leaves the web."""
    web = Web("127.0.0.1", 5)
    provider.routes |= {
        "/large": Reply(bytes(5000), "image/png"),
        "/round": Reply("", status=302, Location="/round"),
        "/ftp": Reply("", status=302, Location="ftp://127.0.0.1/x"),
        "/inner": Reply("", status=302, Location=f"http://localhost:{provider.server.server_port}/large"),
        "/busy": Reply("", status=500),
        "/later": lambda times: Reply("here", "text/plain") if times else Reply("", status=429, Retry_After="1"),
    }
    for path in ("/large", "/round", "/ftp", "/inner", "/busy", "/none"):
        with pytest.raises(WebError):
            web.get(provider.url + path, 1000)
    with pytest.raises(WebError, match="image/png instead of text/html"):
        web.get(provider.url + "/large", 10_000, types=("text/html",))
    for url in ("file:///etc/passwd", "ftp://a.example/", "http:///", "http://[::1", "http://localhost/"):
        with pytest.raises(WebError):
            web.get(url, 1000)
    assert web.get(provider.url + "/large", 1000, cut=True).body == bytes(1000)
    assert web.get(provider.url + "/later", 1000).body == b"here"
    assert provider.asked.count("/busy") == 3
    assert provider.asked.count("/none") == 1
