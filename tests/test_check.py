"""The command `pelican-videopost check`, against a video site on this machine."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pelican_videopost.fetch.check import Finding, Level, report
from pelican_videopost.fetch.site import Site as Videos
from pelican_videopost.fetch.source import trouble_of
from pelican_videopost.fetch.trouble import CODES, read_trouble
from pelican_videopost.fetch.web import Web
from pelican_videopost.posts.fetched import FILE_NAME, Fetched, save

from .conftest import Site
from .provider import CLIP, Provider, Reply, command, write_post
from .provider import provider as provider


def found(output: str) -> dict[tuple[str, str], str]:
    """Return the level of each finding of `--json` by file and code."""
    return {(one["file"], one["code"]): one["level"] for one in json.loads(output)["findings"]}


def test_what_is_on_the_disk(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the network: unknown addresses, missing and wrong files, missing posters and captions, bad values."""
    write_post(site, "unknown", "https://example.org/a-page")
    write_post(site, "absent", "{static}/media/none.webm", more="Poster: {static}/media/none.jpg\n")
    write_post(site, "bare", "https://vimeo.com/1084537")
    write_post(site, "silent", "{static}/media/clip.webm", more="Poster: {static}/media/clip.webm\nDuration: soon\n")
    write_post(site, "wrong", "{static}/media/clip.webm", more="Captions: en: {static}/media/wrong.vtt\n")
    write_post(site, "fetched", "https://youtu.be/eRsGyueVLvQ")
    site.write("media/clip.webm", CLIP)
    site.write("media/wrong.vtt", "1\n00:00 --> 00:01\nHello\n")
    site.write("media/posters/a.webp", b"WebP")
    record = Fetched(posters=(("media/posters/a.webp", 640),))
    save(site.content / FILE_NAME, {"https://www.youtube.com/watch?v=eRsGyueVLvQ": record})
    assert command(site, "check", "--offline", "--json") == 1
    assert found(capsys.readouterr().out) == {
        ("unknown.md", "unknown-address"): "error",
        ("absent.md", "missing-file"): "error",
        ("absent.md", "missing-poster"): "error",
        ("absent.md", "no-captions"): "warning",
        ("bare.md", "no-poster"): "warning",
        ("bare.md", "missed-by-search"): "warning",
        ("absent.md", "missed-by-search"): "warning",
        ("silent.md", "missed-by-search"): "warning",
        ("wrong.md", "missed-by-search"): "warning",
        ("fetched.md", "missed-by-search"): "warning",
        ("silent.md", "bad-value"): "error",
        ("silent.md", "no-captions"): "warning",
        ("wrong.md", "bad-captions"): "error",
        ("wrong.md", "no-poster"): "warning",
    }


def test_a_site_in_order(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings alone end with status 0, each kind said once; a site with nothing to say says so in one line."""
    write_post(site, "bare", "https://vimeo.com/1084537")
    assert command(site, "check", "--offline") == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 warning: missed by search",
        "  search engines will miss how long it is (Duration), and when it was uploaded (the post's own date stands for"
        " it), and a picture, without which they show no video (Poster); run `pelican-videopost fetch`, or name it in"
        " the post",
        "    bare.md",
        "",
        "1 warning: no poster",
        "  none, so a placeholder is drawn; run `pelican-videopost fetch`, or name a picture",
        "    bare.md",
        "",
        "1 post, 1 video elsewhere: 0 errors, 2 warnings.",
    ]
    fetched = Fetched(uploaded=datetime(2011, 5, 6, tzinfo=UTC))
    save(site.content / FILE_NAME, {"https://vimeo.com/1084537": fetched})
    write_post(site, "bare", "https://vimeo.com/1084537", more="Poster: /a.jpg\nDuration: 7:42\n")
    assert command(site, "check", "--offline") == 0
    assert capsys.readouterr().out == "1 post, 1 video elsewhere: 0 errors, 0 warnings.\n"


def test_a_damaged_file_of_metadata(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Damaged metadata is an error that names the file, and hides no other finding."""
    write_post(site, "bare", "https://vimeo.com/1084537")
    site.write(FILE_NAME, "{")
    assert command(site, "check", "--offline", "--json") == 1
    assert set(found(capsys.readouterr().out)) == {
        (FILE_NAME, "damaged-metadata"),
        ("bare.md", "no-poster"),
        ("bare.md", "missed-by-search"),
    }


def test_videos_that_are_gone(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """A dead, a closed, a silent and a mistaken address are errors, each in its post; a good one is none."""
    provider.routes["/good.webm"] = Reply(CLIP, "video/webm")
    provider.routes["/closed.webm"] = Reply("no", status=403)
    provider.watch_page("page")
    more = "Poster: /a.jpg\nDuration: 7:42\nCaptions: en: https://example.org/a.vtt\n"
    for name in ("good.webm", "dead.webm", "closed.webm", "page.mp4"):
        write_post(site, name.partition(".")[0], f"{provider.url}/{name}", more=more)
    write_post(site, "silent", "http://127.0.0.1:9/clip.webm", more=more)
    assert command(site, "check", "--json", "--jobs", "3") == 1
    output = capsys.readouterr().out
    assert found(output) == {
        ("dead.md", "dead"): "error",
        ("closed.md", "private"): "error",
        ("page.md", "not-a-file"): "error",
        ("silent.md", "unreachable"): "error",
    }
    document = json.loads(output)
    assert list(document) == ["schema", "offline", "posts", "videos", "errors", "warnings", "findings"]
    assert (document["schema"], document["posts"], document["videos"]) == (1, 5, 5)
    assert (document["errors"], document["warnings"], document["offline"]) == (4, 0, False)
    assert all(list(one) == ["level", "code", "file", "field", "value", "fix"] for one in document["findings"])
    assert {one["value"] for one in document["findings"] if one["file"] == "dead.md"} == {f"{provider.url}/dead.webm"}


@pytest.mark.parametrize(
    ("watch", "status", "code"),
    [
        ("watch", 200, None),
        ("watch", 401, "not-embeddable"),
        ("watch", 404, "not-embeddable"),
        ("oembed", 200, None),
        ("oembed", 403, "private"),
        ("oembed", 404, "dead"),
        ("oembed", 500, "not-checked"),
    ],
)
def test_what_oembed_says_of_a_player(provider: Provider, watch: str, status: int, code: str | None) -> None:
    """A provider whose oEmbed reply refuses a video forbids to embed it, whether or not yt-dlp can read its page."""
    url = provider.oembed_page("clip")
    if watch == "watch":
        link = f'<link type="application/json+oembed" href="{provider.url}/clip.json">'
        provider.watch_page("clip")
        page = provider.routes["/clip.mp4"]
        assert isinstance(page, Reply)
        provider.routes["/clip.mp4"] = Reply(page.body.replace(b"</head>", link.encode() + b"</head>"))
    if status != 200:
        provider.routes["/clip.json"] = Reply("no", status=status)
    trouble = trouble_of(url, Web("127.0.0.1", 5), is_file=False)
    assert (trouble.code if trouble else None) == code


# What yt-dlp says, as its extractors spell it.
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ERROR: [youtube] eRsGyueVLvQ: Video unavailable", "dead"),
        ("[youtube] x: Video unavailable. This video has been removed by the uploader", "dead"),
        ("[youtube] x: This video is no longer available because the account has been terminated.", "dead"),
        ("[youtube] x: Private video. Sign in if you've been granted access to this video", "private"),
        ("[youtube] x: Join this channel to get access to members-only content like this video", "private"),
        ("[youtube] x: Sign in to confirm you’re not a bot. Use --cookies-from-browser", "not-checked"),
        ("[youtube] x: Sign in to confirm your age. This video may be inappropriate for some users.", "not-embeddable"),
        ("[youtube] x: The uploader has not made this video available in your country", "not-checked"),
        ("[vimeo] 1: This video is protected by a password, use the --video-password option", "private"),
        ("[vimeo] 1: Cannot download embed-only video without embedding URL", "not-checked"),
        ("[twitch:stream] someone: The channel is not currently live", "not-checked"),
        ("[generic] x: Unable to download webpage: [Errno 111] Connection refused", "unreachable"),
        ("[generic] x: Unable to download webpage: timed out", "unreachable"),
        ("Unsupported URL: https://example.org/", "not-checked"),
        ("", "not-checked"),
    ],
)
def test_what_refusals_mean(said: str, code: str) -> None:
    """What yt-dlp says is sorted by what an author can do about it; what is about the asker is no fault of a post."""
    assert read_trouble(said).code == code


@pytest.mark.parametrize(
    ("status", "code"), [(404, "dead"), (410, "dead"), (403, "private"), (429, "not-checked"), (502, "unreachable")]
)
def test_what_a_status_means(status: int, code: str) -> None:
    """An HTTP status counts for more than the words around it."""
    assert read_trouble("Unable to download webpage: HTTP Error", status).code == code


def test_every_code_says_what_to_do() -> None:
    """Every code a video may get has its advice, and a finding is one line, whatever a server said."""
    for code in CODES:
        assert CODES[code]
    trouble = read_trouble("[generic] x: \x1b[31mBad\nnews; please report this issue on https://example.org", None)
    finding = Finding("error", trouble.code, "a.md", "Video", "https://example.org/\x1b[2Jx", trouble.fix)
    lines = report((finding,), Videos(Path(), ()), lambda text, _: text).splitlines()
    assert len(lines) == 5
    assert all(line.isprintable() and "please report" not in line for line in lines)


def findings(level: Level, code: str, *fixes: str) -> tuple[Finding, ...]:
    """Return findings of one kind, in posts that are numbered."""
    return tuple(Finding(level, code, f"{number}.md", "Video", "", fix) for number, fix in enumerate(fixes, 1))


def test_a_report_says_each_kind_once() -> None:
    """Errors come first, then what is found most; what all of a kind share is said once, the rest beside its post."""
    found = (
        *findings("warning", "no-captions", "none for a; name a file", "none for b; name a file"),
        *findings("warning", "no-poster", *["none; fetch one"] * 12),
        *findings("error", "dead", "dead: Gone; give another", "dead: Removed; by; give another"),
        *findings("error", "bad-value", "write 7:42"),
        Finding("error", "bad-value", "2.md", "Chapters", "x", "write a time"),
    )
    painted = report(found, Videos(Path(), ()), lambda text, kind: f"{kind}>{text}")
    assert painted.splitlines() == [
        "error>2 errors: bad value", "    1.md: Video: write 7:42", "    2.md: Chapters: x: write a time", "",
        "error>2 errors: dead", "  give another", "    1.md: Gone", "    2.md: Removed; by", "",
        "warning>12 warnings: no poster", "  none; fetch one", *(f"    {number}.md" for number in range(1, 11)),
        "    … and 2 more; --json names them all", "",
        "warning>2 warnings: no captions", "  name a file", "    1.md: none for a", "    2.md: none for b", "",
        "0 posts, 0 videos elsewhere: 4 errors, 14 warnings.",
    ]  # fmt: skip


def test_colour_is_for_a_terminal(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """What goes into a file or a pipe has no colour."""
    write_post(site, "bare", "https://vimeo.com/1084537")
    command(site, "check", "--offline")
    assert "\x1b" not in capsys.readouterr().out
