"""The plugin beside ten others, each alone and all together, in both orders: everybody's work is done, once."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from ..conftest import files
from ..pages import PARTS
from .neighbours import NEIGHBOURS, Neighbour
from .sites import Beside

pytestmark = pytest.mark.xdist_group("neighbours")

SITE = "https://site.example"
POSTS = ("rocky", "bare")
# The moment of the build, also in feeds of nothing, and its folder, which differ from build to build.
PASSING = re.compile(rb"<(?:lastmod|updated|lastBuildDate)>[^<]*|base_directory = .*")


def soup(output: Path, path: str) -> BeautifulSoup:
    """Return a page of a site, parsed."""
    return BeautifulSoup((output / path).read_text(encoding="utf-8"), "html.parser")


def sitemap(beside: Beside) -> None:
    """Every page is listed, video posts among them, and what the plugin adds: its listings, each a page of the site."""
    listed, without = (
        sorted(place.text for place in ElementTree.parse(build.output / "sitemap.xml").findall("{*}url/{*}loc"))
        for build in (beside.plugged, beside.plain)
    )
    added = [
        address
        for address in listed
        if re.search(r"(?<!category)/(?:videos(?:-\w+)?|films|film/[\w-]+)\.html$", address)
    ]
    assert sorted(without + added) == listed
    assert {f"{SITE}/videos.html", f"{SITE}/films.html", f"{SITE}/film/rocky-iv.html"} <= set(added)
    assert all((beside.plugged.output / address.removeprefix(f"{SITE}/")).is_file() for address in added)
    assert {f"{SITE}/{slug}.html" for slug in POSTS} <= set(listed)
    videos = ElementTree.parse(beside.plugged.output / "video-sitemap.xml").findall("{*}url/{*}loc")
    assert {place.text for place in videos} <= set(listed)


def seo(beside: Beside) -> None:
    """A video post has one canonical address and one of each tag, both JSON-LD, and the report is as without us."""
    head = soup(beside.plugged.output, "rocky.html").head
    assert [link["href"] for link in head.select("link[rel=canonical]")] == [f"{SITE}/rocky.html"]
    data = [json.loads(script.string) for script in head.select("script[type='application/ld+json']")]
    kinds = [entry["@type"] for document in data for entry in document.get("@graph", [document])]
    assert sorted(kinds) == ["Article", "BlogPosting", "BreadcrumbList", "VideoObject"]
    assert [tag["content"] for tag in head.select("meta[property='og:url']")] == [f"{SITE}/rocky.html"]
    told = [tag.get("property") or tag.get("name") for tag in head.select("meta[property], meta[name]")]
    assert [name for name in set(told) if told.count(name) > 1] == ["tags"]  # of Pelican's own theme, one for each tag
    for build in (beside.plugged, beside.plain):
        report = (build.output.parent / "seo_report.html").read_text(encoding="utf-8")
        assert "rocky.html" in report
        assert "missing a content title" in report


def search(beside: Beside) -> None:
    """What is searched is the teaser and the full text behind [+]; every post is there once."""
    lines = (beside.plugged.output / "search-index.st").read_text(encoding="utf-8").splitlines()
    (rocky,) = [line for line in lines if line.startswith("/rocky.html Rocky training")]
    for words in ("Nobody sees him run", "The full text begins here", "A page about the film", "Sylvester Stallone"):
        assert rocky.count(words) == 1


def neighbors(beside: Beside) -> None:
    """The pager leads from video post to video post, and to the plain article."""
    pager = soup(beside.plugged.output, "bare.html").select_one("nav.pager")
    assert [(link["rel"], link["href"]) for link in pager.select("a")] == [
        (["prev"], f"{SITE}/plain.html"),
        (["next"], f"{SITE}/rocky.html"),
    ]


def related_posts(beside: Beside) -> None:
    """Its list has all articles that share tags; ours, in the sidebar, has the video posts."""
    page = soup(beside.plugged.output, "rocky.html")
    theirs = {link["href"] for link in page.select("ul.others a")}
    assert theirs == {f"{SITE}/bare.html", f"{SITE}/plain.html"}
    assert [link["href"] for link in page.select(".videopost-related a")] == [f"{SITE}/bare.html"]


def image_process(beside: Beside) -> None:
    """A picture in the text is transformed, on the page, in listings and in feeds; the poster is left alone."""
    output = beside.plugged.output
    small = f"{SITE}/media/derivatives/thumb/log.png"
    with Image.open(output / "media/derivatives/thumb/log.png") as image:
        assert image.size == (100, 75)
    for path in ("rocky.html", "index.html"):
        page = soup(output, path)
        assert page.select_one(".videopost-body img")["src"] == small
        poster = page.select_one(".videopost-player img")
        assert poster["src"] == f"{SITE}/media/posters/rocky-1280.webp"
        assert poster["srcset"].split(", ")[0] == f"{SITE}/media/posters/rocky-640.webp 640w"
    assert f'src="{small}"' in (output / "feeds/all.atom.xml").read_text(encoding="utf-8").replace("&quot;", '"')


def i18n_subsites(beside: Beside) -> None:
    """Each language has a site of its own, with the post's page in it."""
    for language, words in (("es", "Nadie lo ve correr"), ("ar", "لا أحد يراه")):
        page = soup(beside.plugged.output, f"{language}/rocky.html")
        assert page.html["lang"] == language
        assert words in page.select_one(".videopost-teaser").text
        check_page(page)


def webassets(beside: Beside) -> None:
    """The bundle is built and linked, and our style sheet stays out of it."""
    assert soup(beside.plugged.output, "rocky.html").select_one("link[href*='bundle.css']")
    bundle = (beside.plugged.output / "theme/bundle.css").read_text(encoding="utf-8")
    assert re.findall(r"\.\w+", bundle) == [".one", ".two"]


def render_math(beside: Beside) -> None:
    """Formulas are marked in teaser and full text, and their script goes with the text wherever it is shown."""
    for path in ("rocky.html", "index.html"):
        page = soup(beside.plugged.output, path)
        assert page.select_one(".videopost-teaser span.math").text == r"\(E = mc^2\)"
        assert page.select_one(".videopost-body div.math").text.strip().startswith("$$v =")
        scripts = [script for script in page.select(".videopost script") if "mathjaxscript" in script.text]
        assert [script.parent["class"] for script in scripts] == [["videopost-body"]]
    items = ElementTree.parse(beside.plugged.output / "feeds/all.rss.xml").iter("item")
    summaries = {item.findtext("link"): item.findtext("description") for item in items}
    assert summaries[f"{SITE}/rocky.html"] == r"Nobody sees him run, and \(E = mc^2\) holds in Russia, too."


def more_categories(beside: Beside) -> None:
    """Categories have pages with the video post, also those above its own; Details names all that it has."""
    for name in ("films", "films/eighties", "trainings"):
        assert "Nobody sees him run" in soup(beside.plugged.output, f"category/{name}.html").text
    details = soup(beside.plugged.output, "rocky.html").select_one(".videopost-details")
    links = details.select("a[href*='/category/']")
    assert [(link.text, link["href"]) for link in links] == [
        ("Films/Eighties", f"{SITE}/category/films/eighties.html"),
        ("Trainings", f"{SITE}/category/trainings.html"),
    ]


WORK: dict[str, Callable[[Beside], None]] = {
    check.__name__: check
    for check in (
        sitemap,
        seo,
        search,
        neighbors,
        related_posts,
        image_process,
        i18n_subsites,
        webassets,
        render_math,
        more_categories,
    )
}


def check_page(page: BeautifulSoup) -> None:
    """Assert that each part of a post is on its page once, in order, and that the head has what it needs once."""
    (root,) = page.select("div.videopost")
    parts = root.select(",".join(PARTS))
    names = [next(name for selector, name in PARTS.items() if part in page.select(selector)) for part in parts]
    assert names == list(PARTS.values())
    assert len(page.select("head link[href$='videopost.css']")) == 1
    assert len(page.select("script[src$='videopost.js']")) == 1


def test_its_work_is_done(neighbour: Neighbour, company: Beside) -> None:
    """What a neighbour does for articles it does for video posts as well, alone and in company."""
    WORK[neighbour.name](company)


def test_no_warning_and_whole_pages(neighbour: Neighbour, company: Beside) -> None:
    """The site builds without a warning that was not there without the plugin, and the posts' pages are whole."""
    assert neighbour in company.neighbours
    assert company.plain.worked, company.plain.log[-2000:]
    assert company.plugged.worked, company.plugged.log[-2000:]
    assert set(company.plugged.warnings) <= set(company.plain.warnings)
    for slug in POSTS:
        check_page(soup(company.plugged.output, f"{slug}.html"))


def test_the_order_of_plugins_makes_no_difference(sites: Callable[..., Beside]) -> None:
    """All together give the same site, to the byte, whether the plugin comes first or last in `PLUGINS`."""
    last, first = (lasting(sites(NEIGHBOURS, last=order).plugged.output) for order in (True, False))
    assert [name for name in last.keys() | first.keys() if last.get(name) != first.get(name)] == []


def test_a_site_without_video_posts_stays_the_same(sites: Callable[..., Beside]) -> None:
    """With all neighbours, the plugin changes no byte of a site that has no video post."""
    beside = sites(NEIGHBOURS, videos=False)
    with_plugin, without = lasting(beside.plugged.output), lasting(beside.plain.output)
    assert with_plugin.keys() == without.keys()
    assert [name for name in without if with_plugin[name] != without[name]] == []


def lasting(output: Path) -> dict[str, bytes]:
    """Return the files of a site, but for the moment and the place of its build."""
    return {name: PASSING.sub(b"", content) for name, content in files(output).items()}
