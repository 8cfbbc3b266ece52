"""The video sitemap of a site, as search engines read it."""

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pelican_videopost.base.model import VideoPost
from pelican_videopost.outputs.facts import Facts, Picture, VideoFacts
from pelican_videopost.outputs.video_sitemap import FILE_NAME, entry, write_sitemap

from ..conftest import PLAIN, Site
from .rules import SITEMAP, VIDEO, sitemap_breaches
from .sites import HOSTILE, RECORD, ROCKY, hostile_post, write_site

SITEURL = "https://site.example"
FILM = VideoFacts(
    name="Training",
    description="Snow.",
    pictures=(Picture(f"{SITEURL}/a.webp"),),
    card=None,
    uploaded=datetime(2011, 5, 6, 7, 8, 9, 123, tzinfo=UTC),
    embed_url="https://player.example/1",
    quiet_url="",
    content_url="",
    content_bytes=None,
    media_type=None,
    is_seekable=False,
    width_px=None,
    height_px=None,
    shape_px=(1280, 720),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A built site of posts of all kinds: hidden, foreign and hostile ones, too."""
    site = Site(tmp_path_factory.mktemp("sitemap") / "site")
    write_site(site)
    for number, title in enumerate(HOSTILE):
        site.write(f"hostile-{number}.md", hostile_post(number, title))
    for status in ("draft", "hidden"):
        site.write(f"{status}.md", ROCKY.replace("Slug: rocky", f"Slug: {status}\nStatus: {status}"))
    site.write("rocky-es.md", ROCKY.replace("Slug: rocky", "Slug: rocky\nLang: es"))
    site.write("odd.md", ROCKY.replace("Slug: rocky", "Slug: odd\nUrl: путь/a b&c.html\nSave_as: odd.html"))
    site.build(RELATIVE_URLS=True)
    return site


def videos(site: Site) -> dict[str, ElementTree.Element]:
    """Return what a site's sitemap says of the video of each page."""
    root = ElementTree.fromstring((site.output / FILE_NAME).read_bytes())
    return {url.findtext(f"{SITEMAP}loc", ""): url[1] for url in root}


def test_it_keeps_the_rules(built: Site) -> None:
    """Every element stands in its order, within its limits, with all that is required, whatever titles hold."""
    assert sitemap_breaches(ElementTree.fromstring((built.output / FILE_NAME).read_bytes())) == []


def test_which_posts_are_in_it(built: Site) -> None:
    """Public posts in all languages are listed by their whole addresses; drafts, hidden and plain ones are not."""
    pages = set(videos(built))
    named = {f"{SITEURL}/{name}.html" for name in ("rocky", "rocky-es", "clip")}
    assert named | {f"{SITEURL}/%D0%BF%D1%83%D1%82%D1%8C/a%20b&c.html"} <= pages
    assert len(pages) == len(named) + 1 + len(HOSTILE)  # the hostile ones show a video that was fetched
    assert f"{SITEURL}/bare.html" not in pages  # without a picture a search engine takes none


def test_what_it_says(built: Site) -> None:
    """A video has all that is known: picture, title, text, player, duration, upload date, tags and uploader."""
    said = [(child.tag.removeprefix(VIDEO), child.text) for child in videos(built)[f"{SITEURL}/rocky.html"]]
    player = dict(said)["player_loc"]
    assert player is not None
    assert player.startswith("https://www.youtube-nocookie.com/embed/eRsGyueVLvQ?")
    assert said == [
        ("thumbnail_loc", f"{SITEURL}/media/posters/rocky-1280.webp"),
        ("title", "Rocky training in Russia [Rocky IV]"),
        ("description", "Nobody sees him run & 1 < 2."),
        ("player_loc", player),
        ("duration", "150"),
        ("publication_date", "2011-05-06T07:08:09+00:00"),
        ("tag", "training"),
        ("tag", "snow"),
        ("uploader", RECORD["uploader"]),
    ]
    clip = videos(built)[f"{SITEURL}/clip.html"]
    assert clip.findtext(f"{VIDEO}content_loc") == f"{SITEURL}/media/clip.webm"
    assert clip.find(f"{VIDEO}player_loc") is None


def test_its_pages_are_those_that_canonical_links_name(built: Site) -> None:
    """It does not contradict a page's own canonical address, which other sitemaps list as well."""
    for name in ("rocky", "rocky-es", "clip"):
        canonical = built.page(f"{name}.html").select_one("link[rel=canonical]")["href"]
        assert canonical in videos(built)


def test_it_can_be_turned_off(site: Site) -> None:
    """A name left out of `machines`, or a site without an address or without video posts, means no sitemap."""
    write_site(site)
    wanted = ["structured", "feeds"]
    for number, settings in enumerate(({"VIDEOPOST": {"machines": wanted}}, {"SITEURL": ""})):
        assert not (site.build(OUTPUT_PATH=str(site.folder / str(number)), **settings) / FILE_NAME).exists()
    other = Site(site.folder / "other")
    other.write("plain.md", PLAIN)
    other.build()
    assert not (other.output / FILE_NAME).exists()


def test_a_file_of_the_site_stays(site: Site) -> None:
    """Where the site has a sitemap of this name already it stays, and one warning says so."""
    write_site(site)
    site.write("extra/mine.xml", "<mine/>")
    site.build(STATIC_PATHS=["media", "extra"], EXTRA_PATH_METADATA={"extra/mine.xml": {"path": FILE_NAME}})
    assert (site.output / FILE_NAME).read_text() == "<mine/>"
    (warning,) = site.warnings
    assert FILE_NAME in warning


def test_a_large_one_is_cut_and_has_an_index(tmp_path: Path) -> None:
    """Beyond the limits of addresses or bytes there are several files, which one index names; nothing is lost."""
    entries = [f"<url><loc>{SITEURL}/{number}</loc></url>\n" for number in range(7)]
    for limits in ({"most_addresses": 3}, {"most_bytes": 300}):
        folder = tmp_path / next(iter(limits))
        assert write_sitemap(entries, folder, SITEURL, **limits) == 7
        index = ElementTree.fromstring((folder / FILE_NAME).read_bytes())
        assert index.tag == f"{SITEMAP}sitemapindex"
        parts = [place.text or "" for place in index.iter(f"{SITEMAP}loc")]
        assert parts == [f"{SITEURL}/video-sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        assert len(parts) > 2
        found = []
        for part in parts:
            path = folder / part.rpartition("/")[2]
            here = [place.text for place in ElementTree.parse(path).iter(f"{SITEMAP}loc")]
            assert path.stat().st_size <= limits.get("most_bytes", 1000)
            assert 0 < len(here) <= limits.get("most_addresses", 7)
            found += here
        assert found == [f"{SITEURL}/{number}" for number in range(7)]
    exactly = tmp_path / "exactly"
    assert write_sitemap(entries[:3], exactly, SITEURL, most_addresses=3) == 3
    assert [path.name for path in exactly.iterdir()] == [FILE_NAME]
    assert write_sitemap(iter(()), tmp_path / "none", SITEURL) == 0
    assert not (tmp_path / "none").exists()


def entry_with(**fields: object) -> str:
    """Return the entry of a video with other facts than those of `FILM`."""
    return entry(Facts(SITEURL, f"{SITEURL}/p.html", "T", FILM._replace(**fields)), VideoPost("T"), ())


@pytest.mark.parametrize(
    "fields",
    [
        {"pictures": ()},
        {"pictures": (Picture("data:image/png;base64,AAAA"),)},
        {"embed_url": ""},
        {"embed_url": f"{SITEURL}/p.html"},
        {"embed_url": "javascript:alert(1)"},
        {"embed_url": "https://player.example/" + "x" * 3000},
    ],
)
def test_what_cannot_be_told_is_left_out(fields: dict[str, object]) -> None:
    """A video without a picture, or without an address of its own that a search engine can follow, is not listed."""
    assert entry_with(embed_url="https://player.example/2")
    assert entry_with(**fields) == ""


def test_what_is_out_of_bounds_is_cut(tmp_path: Path) -> None:
    """More than eight hours are no duration, more than 32 tags are none, and no text is longer than allowed."""
    post = VideoPost("T", duration_s=28_801, uploader="u" * 300)
    film = FILM._replace(name="n" * 200, description="d" * 2048)
    tags = [f"tag {number}" for number in range(50)] + ["tag 1"]
    write_sitemap([entry(Facts(SITEURL, f"{SITEURL}/p.html", "T", film), post, tags)], tmp_path, SITEURL)
    root = ElementTree.parse(tmp_path / FILE_NAME).getroot()
    assert sitemap_breaches(root) == []
    assert root.find(f".//{VIDEO}duration") is None
    assert root.findtext(f".//{VIDEO}publication_date") == "2011-05-06T07:08:09+00:00"
    assert len(root.findall(f".//{VIDEO}tag")) == 32
