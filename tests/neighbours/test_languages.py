"""One post in three languages: as Pelican's translations, and in a site for each language by i18n_subsites."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import Tag

from .neighbours import NEIGHBOURS
from .sites import Beside
from .test_neighbours import SITE, check_page, soup

pytestmark = pytest.mark.xdist_group("neighbours")

Sites = Callable[..., Beside]
SUBSITES = next(neighbour for neighbour in NEIGHBOURS if neighbour.name == "i18n_subsites")
# What a page says in its language: the play button, what [+] opens, the sidebars, a row of Details, and the form.
WORDS = {
    "en": ("Play", "Read the full text", "More info and movies", "Details", "Duration", "Post Comment"),
    "es": ("Reproducir", "Leer el texto", "Más información y películas", "Detalles", "Duración", "Publicar"),
    "ar": ("تشغيل", "اقرأ النص الكامل", "مزيد من المعلومات", "التفاصيل", "المدة", "إرسال التعليق"),
}
PLACES = (
    ".videopost-play",
    ".videopost-more > summary",
    ".videopost-info h2",
    ".videopost-details h2",
    ".videopost-details dl",
    "#commentform button",
)
# The page of each language, as Pelican's translation and in a site of its own.
PAGES = {
    "translation": {"en": "rocky.html", "es": "rocky-es.html", "ar": "rocky-ar.html"},
    "site": {"en": "rocky.html", "es": "es/rocky.html", "ar": "ar/rocky.html"},
}
NEIGHBOURS_OF = {"translation": (), "site": (SUBSITES,)}


@pytest.fixture(params=PAGES)
def way(request: pytest.FixtureRequest) -> str:
    """The two ways to have a post in several languages."""
    return str(request.param)


@pytest.mark.parametrize("language", WORDS)
def test_the_post_decides_about_the_language(sites: Sites, way: str, language: str) -> None:
    """Labels are in the language of the post, sections are known by their titles in it or in English."""
    page = soup(sites(NEIGHBOURS_OF[way]).plugged.output, PAGES[way][language])
    check_page(page)
    for place, words in zip(PLACES, WORDS[language], strict=True):
        assert words in page.select_one(place).text
    assert {"en": "Director", "es": "Dirección", "ar": "المخرج"}[language] in page.select_one("dt").text


def test_direction_and_language_where_the_site_has_others(sites: Sites) -> None:
    """A post says its language where the site has another, and its direction where one of both is written leftwards."""
    output = sites(()).plugged.output
    found = {language: root(output, path) for language, path in PAGES["translation"].items()}
    assert {language: (view.get("lang"), view.get("dir")) for language, view in found.items()} == {
        "en": (None, None),
        "es": ("es", None),
        "ar": ("ar", "rtl"),
    }
    listed = {view.get("lang"): view.get("dir") for view in soup(output, "tag/snow.html").select(".videopost")}
    assert listed == {None: None}
    arabic = root(sites((SUBSITES,)).plugged.output, "ar/index.html")
    assert (arabic.get("lang"), arabic.get("dir")) == (None, "rtl")
    entries = ElementTree.parse(output / "feeds/all.atom.xml").findall("{*}entry")
    contents = [entry.findtext("{*}content", "") for entry in entries if "روكي" in entry.findtext("{*}title", "")]
    assert [re.match(r"<div[^>]*>", content).group() for content in contents] == ['<div lang="ar" dir="rtl">']


def test_each_site_has_a_video_sitemap_of_its_own(sites: Sites) -> None:
    """Of sites within a site each lists its own pages in a file of its own; of translations one lists all."""
    output = sites((SUBSITES,)).plugged.output
    for folder in ("", "es/", "ar/"):
        places = ElementTree.parse(output / f"{folder}video-sitemap.xml").findall("{*}url/{*}loc")
        listed = {place.text for place in places}
        assert f"{SITE}/{folder}rocky.html" in listed
        assert all((output / place.removeprefix(f"{SITE}/")).is_file() for place in listed)
    places = ElementTree.parse(sites(()).plugged.output / "video-sitemap.xml").findall("{*}url/{*}loc")
    assert {f"{SITE}/{path}" for path in PAGES["translation"].values()} <= {place.text for place in places}


def root(output: Path, path: str) -> Tag:
    """Return the post on a page."""
    return soup(output, path).select_one("div.videopost")


def test_every_link_of_a_post_leads_somewhere(sites: Sites, way: str) -> None:
    """Links, posters, style sheet and script that a page has of the plugin are files of the site."""
    output = sites(NEIGHBOURS_OF[way]).plugged.output
    for path in PAGES[way].values():
        page = soup(output, path)
        for address in [*addresses(page.select_one("div.videopost")), *addresses(page.head, "videopost")]:
            where = urlsplit(urljoin(f"{SITE}/{path}", address))
            if where.netloc == "site.example":
                assert (output / where.path.lstrip("/")).is_file(), address


def addresses(part: Tag, holding: str = "") -> list[str]:
    """Return the addresses in a part of a page that hold a word."""
    plain = [str(tag[name]) for name in ("href", "src", "poster") for tag in part.select(f"[{name}]")]
    sets = [source.split()[0] for tag in part.select("[srcset]") for source in str(tag["srcset"]).split(", ")]
    return [address for address in plain + sets if holding in address]


@pytest.mark.parametrize("language", WORDS)
def test_comments_belong_to_the_post_in_all_languages(sites: Sites, way: str, language: str) -> None:
    """The thread stands below each translation, and each form names the post and, of a translation, its language."""
    page = soup(sites(NEIGHBOURS_OF[way]).plugged.output, PAGES[way][language])
    name = "rocky" if language == "en" else f"rocky:{language}"
    assert [comment["id"] for comment in page.select(".videopost-comment")] == ["comment-1"]
    assert page.select_one("#commentform [name=comment_post_ID]")["value"] == name


def test_the_receiver_knows_the_posts_of_all_sites(sites: Sites, way: str) -> None:
    """The manifest of a build holds every post in every language, with the address that a reader is sent back to."""
    site = sites(NEIGHBOURS_OF[way]).plugged.output.parent
    manifest = json.loads((site / "comments-queue" / "manifest.json").read_text(encoding="utf-8"))
    assert {name: (post["url"], post["language"]) for name, post in manifest["posts"].items()} == {
        "bare": ("/bare.html", "en"),
        "rocky": ("/rocky.html", "en"),
        "rocky:es": (f"/{PAGES[way]['es']}", "es"),
        "rocky:ar": (f"/{PAGES[way]['ar']}", "ar"),
    }


def test_style_sheet_and_script_are_shipped_once(sites: Sites) -> None:
    """Sites that share a theme share them; a site with a theme of its own has them of its own."""
    shared = sites((SUBSITES,)).plugged.output
    assert sorted(shared.rglob("videopost.*")) == [shared / "theme" / f"videopost.{kind}" for kind in ("css", "js")]
    conf = SUBSITES.conf.replace('{"SITENAME": "Ochenteros"', '{"THEME": "notmyidea", "SITENAME": "Ochenteros"')
    own = sites((replace(SUBSITES, conf=conf),)).plugged
    assert own.warnings == []
    page = soup(own.output, "es/rocky.html")
    (link,) = page.select("head link[href$='videopost.css']")
    assert link["href"] == f"{SITE}/es/theme/videopost.css"
    assert (own.output / "es/theme/videopost.css").read_bytes() == (shared / "theme/videopost.css").read_bytes()
