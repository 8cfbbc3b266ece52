"""`fetch --captions`, against a video site on this machine, and what the next build makes of it."""

from typing import Any

import pytest

from pelican_videopost.base.model import FetchedCaptions
from pelican_videopost.fetch.captions import Offered, offered_captions
from pelican_videopost.posts.fetched import FILE_NAME, load

from .conftest import Site
from .provider import CLIP, Provider, Reply, command, write_post
from .provider import provider as provider

SPOKEN = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n"
BASE = "https://videos.example/watch"


def captioned_page(provider: Provider, name: str, **captions: str) -> str:
    """Serve a watch page whose player has caption files: language to what each file holds."""
    tracks = "".join(
        f'<track kind="captions" srclang="{language}" src="/{name}.{language}.vtt">' for language in captions
    )
    video = f'<video width="640" height="360"><source src="/{name}.webm" type="video/webm">{tracks}</video>'
    provider.routes[f"/{name}.mp4"] = Reply(f"<html><head><title>A clip</title></head><body>{video}</body></html>")
    provider.routes[f"/{name}.webm"] = Reply(CLIP, "video/webm")
    for language, text in captions.items():
        provider.routes[f"/{name}.{language}.vtt"] = Reply(text, "text/vtt")
    return f"{provider.url}/{name}.mp4"


def captions_of(site: Site, url: str) -> tuple[FetchedCaptions, ...]:
    """Return the captions that the record of a video names; the file must be without problems."""
    records, problems = load(site.content / FILE_NAME)
    assert problems == ()
    return records[url].captions


def test_captions_become_a_transcript(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """Captions come only when asked for, in the post's language and further ones; the next build shows what is said."""
    url = captioned_page(provider, "clip", en=SPOKEN.format("Up the mountain"), es=SPOKEN.format("Montaña arriba"))
    own = captioned_page(provider, "own", en=SPOKEN.format("Never"))
    write_post(site, "post", url, more="Lang: es\n")
    write_post(site, "own", own, more="Captions: en: {static}/media/own.vtt\n")
    site.write("media/own.vtt", SPOKEN.format("My own"))
    assert command(site, "fetch", "--jobs", "1") == 0
    assert captions_of(site, url) == ()
    assert not [path for path in provider.asked if path.endswith(".vtt")]
    assert command(site, "fetch", "--captions") == 0
    (spanish,) = captions_of(site, url)
    assert (spanish.language, spanish.by_machine) == ("es", False)
    assert spanish.path.startswith("media/captions/video-file-")
    assert command(site, "fetch", "--captions", "en") == 0
    assert [one.language for one in captions_of(site, url)] == ["en", "es"]
    provider.asked.clear()
    assert command(site, "fetch", "--captions") == 0
    assert provider.asked == []
    assert captions_of(site, own) == ()
    capsys.readouterr()
    command(site, "check", "--offline")
    assert "no captions" not in capsys.readouterr().out
    site.build()
    assert site.warnings == []
    page = site.page("post-es.html")
    said = [one.get_text(" ", strip=True) for one in page.select(".videopost-transcript p")]
    assert said == ["0:01 Montaña arriba", "0:01 Up the mountain"]
    for track in page.select("track"):
        assert (site.output / track["src"].removeprefix("https://site.example/")).is_file()
    assert "My own" in site.page("own.html").select_one(".videopost-transcript").get_text()


def test_captions_that_cannot_be_used(site: Site, provider: Provider, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no WebVTT, or gone, is told of with its post; the rest is kept, and so is what was there."""
    url = captioned_page(provider, "clip", en=SPOKEN.format("Up the mountain"))
    write_post(site, "post", url)
    assert command(site, "fetch", "--captions") == 0
    before = captions_of(site, url)
    for reply in (Reply("<html>Sign in</html>"), Reply("WEBVTT\n\nNOTE nothing", "text/vtt"), Reply("", status=404)):
        provider.routes["/clip.en.vtt"] = reply
        capsys.readouterr()
        assert command(site, "fetch", "--captions", "--refresh") == 1
        assert "post.md: Video: " in (told := capsys.readouterr().err)
        assert "no-captions: " in told
        assert captions_of(site, url) == before
        assert "Up the mountain" in (site.content / before[0].path).read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("--captions", "../x"), ("--captions", "post.md"), ("--machine",)])
def test_mistakes(site: Site, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """What is no language is refused, and so is a machine's work where no captions are asked for."""
    with pytest.raises(SystemExit) if len(words) > 1 else pytest.MonkeyPatch.context():
        assert command(site, "fetch", *words) == 2
    assert "--captions" in capsys.readouterr().err


def listed(*names: str, **more: object) -> dict[str, list[dict[str, object]]]:
    """Return captions as yt-dlp lists them: of each language a file in a format that is not read, and one that is."""
    return {
        name: [{"ext": "json3", "url": f"/{name}.json3"}, {"ext": "vtt", "url": f"/{name}.vtt", **more}]
        for name in names
    }


@pytest.mark.parametrize(
    ("info", "languages", "machines", "expected"),
    [
        ({"subtitles": listed("en", "es")}, ["es"], False, [("es", False, "es")]),
        ({"subtitles": listed("en-GB", "en-US")}, ["en"], False, [("en", False, "en-GB")]),
        ({"subtitles": listed("en-GB", "en")}, ["en"], False, [("en", False, "en")]),
        (
            {"subtitles": listed("ja", "en"), "language": "ja"},
            ["en"],
            False,
            [("en", False, "en"), ("ja", False, "ja")],
        ),
        ({"subtitles": listed("en"), "language": "en-US"}, ["en"], False, [("en", False, "en")]),
        ({"automatic_captions": listed("en", "en-orig")}, ["en"], False, []),
        ({"automatic_captions": listed("en", "en-orig")}, ["en"], True, [("en", True, "en-orig")]),
        ({"subtitles": listed("en"), "automatic_captions": listed("en")}, ["en"], True, [("en", False, "en")]),
        ({"subtitles": listed("english", "eng_US", "en_1", "../../en")}, ["en"], False, []),
        ({"subtitles": listed("en", protocol="m3u8_native")}, ["en"], False, []),
        ({"subtitles": listed("en", url="file:///etc/passwd")}, ["en"], False, []),
        ({"subtitles": {"en": "x", "es": [None, 7], 3: []}, "language": "../../x"}, ["en", "es"], True, []),
        ({"subtitles": [1], "automatic_captions": None, "language": 7}, ["en"], True, []),
        ({}, [], True, []),
    ],
)
def test_which_are_taken(info: dict[str, Any], languages: list[str], machines: bool, expected: list[Any]) -> None:
    """One in each language of the posts and the video: people's first, a machine's only if wanted, as it heard it."""
    found = offered_captions(info, languages, BASE, machines=machines)
    assert found == [
        Offered(language, by_machine, f"https://videos.example/{name}.vtt", "")
        for language, by_machine, name in expected
    ]


def test_captions_within_the_answer() -> None:
    """Some providers send the captions themselves in the place of their address."""
    found = offered_captions({"subtitles": {"en": [{"ext": "vtt", "data": "WEBVTT"}]}}, ["en"], BASE, machines=False)
    assert found == [Offered("en", False, "", "WEBVTT")]
