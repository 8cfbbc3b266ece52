"""`fetch` and what is not a page of a provider: films of one's own, and short addresses."""

import subprocess
import sys
from pathlib import Path

import av
import pytest
from PIL import Image, ImageStat

from pelican_videopost.fetch.films import FilmError, probe
from pelican_videopost.fetch.resolving import resolve
from pelican_videopost.fetch.web import Web
from pelican_videopost.posts.fetched import FILE_NAME, Fetched, load, save

from .conftest import PROJECT, Site, files
from .provider import CLIP, Provider, Reply, command, settings_file, write_post
from .provider import provider as provider

TIKTOK = "https://www.tiktok.com/@scout2015/video/6718335390845095173"
SHORT = "http://vm.tiktok.com/ZMabc/"


def _frame(picture: Image.Image) -> av.VideoFrame:
    return av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call,no-any-return]


def film(path: Path, *, seconds: int = 10, black_s: float = 0, size: tuple[int, int] = (320, 180)) -> Path:
    """Write a film of a growing gradient, which is black at first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    black = Image.new("RGB", size)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4" if path.suffix == ".mp4" else "libvpx", rate=5)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.gop_size = 5
        for number in range(seconds * 5):
            picture = black if number < black_s * 5 else Image.linear_gradient("L").resize(size).convert("RGB")
            container.mux(stream.encode(_frame(picture)))
        container.mux(stream.encode())
    return path


def records(site: Site) -> dict[str, Fetched]:
    """Return what the build will read, which must be without problems."""
    found, problems = load(site.content / FILE_NAME)
    assert problems == ()
    return found


def test_a_film_of_ones_own_gets_what_it_says_of_itself(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Duration, size and a picture that shows something come from the file, wherever its post names it from."""
    film(site.content / "media/a clip.mp4", black_s=5)
    film(site.content / "sub/b.webm", seconds=3, size=(200, 360))
    write_post(site, "one", "{static}/media/a clip.mp4")
    write_post(site, "two", "{static}/media/a%20clip.mp4", more="Poster: {static}/media/own.png\n")
    site.write("sub/three.md", "Title: Three\nDate: 2026-01-01\nVideo: {static}b.webm\n\nWords. [+]\n")
    assert command(site, "fetch") == 0
    assert capsys.readouterr().out == "2 fetched, 0 already there, 0 failed.\n"
    found = records(site)
    assert set(found) == {"{static}/media/a clip.mp4", "{static}/sub/b.webm"}
    record = found["{static}/media/a clip.mp4"]
    assert (record.duration_s, record.width_px, record.height_px) == (10, 320, 180)
    assert found["{static}/sub/b.webm"].aspect_ratio == (5, 9)
    assert [Path(path).suffix for path, _ in record.posters] == [".jpg", ".webp"]
    with Image.open(site.content / record.posters[0][0]) as poster:
        assert ImageStat.Stat(poster.convert("L")).stddev[0] > 40
    before = files(site.content)
    assert command(site, "fetch") == 0
    assert files(site.content) == before
    assert capsys.readouterr().out == "0 fetched, 2 already there, 0 failed.\n"
    assert command(site, "check", "--offline", "--json") in (0, 1)
    assert '"no-poster"' not in capsys.readouterr().out
    site.write("media/own.png", b"png")
    site.build(STATIC_PATHS=["media", "sub"], SLUGIFY_SOURCE="basename", PATH_METADATA="")
    assert site.warnings == []
    for name, own in (("one", record.posters[1][0]), ("three", found["{static}/sub/b.webm"].posters[1][0])):
        (video,) = site.page(f"{name}.html").select("video")
        assert str(video["poster"]).endswith(own)
        assert (site.output / own).is_file()
    assert "0:10" in site.page("one.html").get_text()


@pytest.mark.parametrize("content", [b"", b"no film", CLIP[:600], b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"])
def test_what_is_no_film_is_named(site: Site, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read is told of with its post; the others go on."""
    site.write("media/a.mp4", content)
    film(site.content / "media/b.mp4", seconds=1)
    write_post(site, "a", "{static}/media/a.mp4")
    write_post(site, "b", "{static}/media/b.mp4")
    assert command(site, "fetch") == 1
    told = capsys.readouterr()
    assert told.err.startswith("a.md: Video: {static}/media/a.mp4: failed: no")
    assert told.out == "1 fetched, 0 already there, 1 failed.\n"


def test_a_sound_has_a_length_and_no_picture(tmp_path: Path) -> None:
    """A file without a picture gives what it has; one of no sensible shape gives no poster."""
    with av.open(str(tmp_path / "a.webm"), "w") as container:
        stream = container.add_stream("libopus", rate=48000)
        for _ in range(100):
            frame = av.AudioFrame("s16", "mono", 960)
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            frame.rate = 48000
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    assert probe(tmp_path / "a.webm", tmp_path, "a", wants_poster=True) == Fetched(duration_s=2)
    with pytest.raises(FilmError, match="no picture of a video"):
        probe(film(tmp_path / "b.mp4", seconds=1, size=(16, 16)), tmp_path, "b", wants_poster=True)
    assert not (tmp_path / "media").exists()


def test_without_pyav_films_are_told_of(site: Site) -> None:
    """Where PyAV is missing that is said once, with what to install, and the rest is fetched."""
    film(site.content / "media/a.mp4", seconds=1)
    for name in ("one", "two"):
        write_post(site, name, "{static}/media/a.mp4")
    code = (
        "import sys; sys.modules['av'] = None; import importlib.util as u; find = u.find_spec;"
        "u.find_spec = lambda name, *more: None if name == 'av' else find(name, *more);"
        "from pelican_videopost.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    words = [sys.executable, "-c", code, "fetch", "--settings", settings_file(site)]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)
    said = "one.md, two.md: films of your own get no poster and no duration without PyAV: pip install"
    assert [line.startswith(said) for line in done.stderr.splitlines()] == [True]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("reply", "leads_to"),
    [
        (Reply("", status=301, Location=f"{TIKTOK}?_t=8abc&_r=1"), TIKTOK),
        (Reply("", status=302, Location="/further"), "https://vimeo.com/1084537"),
        (Reply('<link href="https://youtu.be/eRsGyueVLvQ?t=9" rel="canonical">'), None),
        (
            Reply('<head><link rel="canonical" href="https://www.youtube.com/watch?v=eRsGyueVLvQ&amp;t=9">'),
            "https://www.youtube.com/watch?v=eRsGyueVLvQ&t=9s",
        ),
        (Reply("<p>Nothing</p>"), None),
        (Reply("", status=302, Location="http://10.0.0.1/"), None),
        (Reply("", status=302, Location="file:///etc/passwd"), None),
        (Reply("gone", status=404), None),
    ],
)
def test_a_short_address_is_followed_to_a_video(provider: Provider, reply: Reply, leads_to: str | None) -> None:
    """It is followed to the first address of a video, which itself is not asked; into no inner network, to no file."""
    provider.routes["/s"] = reply
    provider.routes["/further"] = Reply("", status=302, Location="https://vimeo.com/1084537")
    record, trouble = resolve(f"{provider.url}/s", Web("127.0.0.1", 5))
    if leads_to is None and b"youtu.be" not in reply.body:
        assert (record, trouble is not None) == (None, True)
    else:
        assert record == Fetched(leads_to=leads_to or "https://www.youtube.com/watch?v=eRsGyueVLvQ&t=9s")


def test_a_short_address_is_resolved_once(
    site: Site, provider: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`fetch` keeps where it leads to, and the build plays that; until then it is a link, and is told of."""
    monkeypatch.setenv("http_proxy", provider.url)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    target = provider.watch_page("clip")
    provider.routes[SHORT] = Reply("", status=301, Location=target)
    write_post(site, "post", SHORT)
    site.build()
    assert "run `pelican-videopost fetch`" in "".join(site.warnings)
    assert command(site, "fetch", "--dry-run") == 0
    assert f"post.md: {SHORT}: would be resolved\n" in capsys.readouterr().out
    assert command(site, "fetch", "--jobs", "1") == 0
    found = records(site)
    assert found[SHORT] == Fetched(leads_to=target)
    assert found[target].duration_s == 462
    assert capsys.readouterr().out == "1 fetched, 0 already there, 0 failed.\n"
    provider.asked.clear()
    assert command(site, "fetch") == 0
    assert provider.asked == []
    site.build()
    assert site.warnings == []
    assert f'"{target}"' in str(site.page("post.html").select_one("figure.videopost-player"))
    # The name of the short host was looked up by the check against inner networks, before the proxy was asked.
    (tmp_path / "outside.log").unlink(missing_ok=True)


def test_a_record_that_leads_elsewhere_is_still_checked(site: Site) -> None:
    """Whatever a record says, only an address of a known video plays."""
    save(site.content / FILE_NAME, {SHORT: Fetched(leads_to='javascript:alert("x")')})
    write_post(site, "post", SHORT)
    site.build()
    assert "short address" in "".join(site.warnings)
    assert not site.page("post.html").select("[href^=javascript], video, iframe")
