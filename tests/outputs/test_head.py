"""The head of a post's page: one tag of each kind, whatever the theme and other plugins print."""

import io
import os
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from pelican_videopost.outputs.cards import Tag
from pelican_videopost.outputs.page_head import completed
from pelican_videopost.posts.picture_size import picture_size

from ..building import build
from ..conftest import PROJECT, Site
from ..neighbours.neighbours import PACKAGES
from ..packages import NotInstalledError, give_up
from ..themes.themes import THEMES, Theme
from .sites import HOSTILE, RECORD, ROCKY, hostile_post, write_site

PAGE = "https://site.example/rocky.html"
CARD = "https://site.example/media/posters/rocky-1200.jpg"
QUIET = "https://www.youtube-nocookie.com/embed/eRsGyueVLvQ?start=12"
WITH_CARD = RECORD | {"posters": {"media/posters/rocky-1280.webp": 1280, "media/posters/rocky-1200.jpg": 1200}}
SEO = (
    'SEO_ENHANCER = SEO_ENHANCER_OPEN_GRAPH = SEO_ENHANCER_TWITTER_CARDS = True\nLOCALE = ["en_US.UTF-8", "C"]\n'
    'PLUGINS = [*globals().get("PLUGINS", []), "pelican.plugins.seo"]\n'
)
CONF = """\
PATH = "content"
SITEURL = "https://site.example"
SITENAME = "The site"
AUTHOR = "The author"
TIMEZONE = "UTC"
STATIC_PATHS = ["media"]
"""


def tags(page: BeautifulSoup) -> list[tuple[str, str]]:
    """Return what a head says to machines, each tag with its content."""
    found = []
    for tag in page.head.select("meta, link[rel=canonical]"):
        name = tag.get("property") or tag.get("name") or " ".join(tag.get("rel", ()))
        if name.startswith(("og:", "twitter:")) or name in ("description", "canonical"):
            found.append((name, tag.get("content") or tag.get("href") or ""))
    return found


def head_of(site: Site, path: str = "rocky.html") -> dict[str, str]:
    """Return what a page of a site says to machines, once each."""
    html = (site.output / path).read_text(encoding="utf-8")
    found = tags(BeautifulSoup(html, "html5lib"))  # which reads a head as a browser does
    assert len(found) == len(dict(found)), found
    return dict(found)


def test_the_card(site: Site) -> None:
    """A page has all tags of a card with a player, canonical address and description, each once."""
    write_site(site, WITH_CARD)
    site.build(LOCALE=["en_GB.UTF-8"])
    assert head_of(site) == {
        "canonical": PAGE,
        "description": "Nobody sees him run & 1 < 2.",
        "og:type": "video.other",
        "og:title": "Rocky training in Russia [Rocky IV]",
        "og:description": "Nobody sees him run & 1 < 2.",
        "og:url": PAGE,
        "og:site_name": "The site",
        "og:locale": "en_GB",
        "og:image": CARD,
        "og:image:width": "1200",
        "og:image:alt": "Rocky training in Russia [Rocky IV]",
        "og:video": QUIET,
        "og:video:secure_url": QUIET,
        "og:video:type": "text/html",
        "og:video:width": "1920",
        "og:video:height": "1080",
        "twitter:image": CARD,
        "twitter:card": "player",
        "twitter:player": QUIET,
        "twitter:player:width": "1920",
        "twitter:player:height": "1080",
    }


def test_the_card_of_a_file(site: Site) -> None:
    """A file has a large picture for its card, and is named with its type."""
    write_site(site)
    site.build()
    head = head_of(site, "clip.html")
    assert head["twitter:card"] == "summary_large_image"
    assert head["og:image"] == "https://site.example/media/clip.png"
    assert (head["og:video"], head["og:video:type"]) == ("https://site.example/media/clip.webm", "video/webm")
    assert "twitter:player" not in head


@pytest.mark.parametrize(
    ("record", "image"),
    [
        (WITH_CARD, CARD),
        (RECORD, RECORD["thumbnail_url"]),
        (RECORD | {"thumbnail_url": "https://i.example/a.webp"}, "https://site.example/media/posters/rocky-1280.webp"),
        ({"title": "Nothing else"}, None),
    ],
)
def test_the_picture_that_networks_read(site: Site, record: dict[str, object], image: str | None) -> None:
    """The picture is JPEG or PNG where there is one, the site's own before the provider's; else what there is."""
    write_site(site, record)
    site.build()
    assert head_of(site).get("og:image") == image


def picture(kind: str, size: tuple[int, int]) -> bytes:
    """Return a picture of a kind, with a colour profile before its size where the kind has a place for one."""
    file = io.BytesIO()
    options: dict[str, Any] = {"icc_profile": b"x" * 3000} if kind in ("JPEG", "WEBP") else {}
    Image.new("RGB", size).save(file, kind.partition("-")[0], **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_size_of_a_picture(kind: str) -> None:
    """The first bytes of a picture tell its size; damaged, cut or foreign ones tell none, and raise nothing."""
    data = picture(kind, (1200, 631))
    assert picture_size(data) == (1200, 631)
    assert all(picture_size(data[:length]) in (None, (1200, 631)) for length in range(40))
    assert picture_size(b"x" + data) is None
    assert picture_size(b"\xff\xd8" + b"\xff" * 5000) is None
    assert picture_size(b"\xff\xd8" + b"\xff\xe0\x00\x00" * 5000) is None
    assert picture_size(b"<svg width='3' height='4'/>") is None


def test_lossless_and_plain_webp() -> None:
    """The three ways in which WebP says its size are known."""
    for options in ({"lossless": True}, {"lossless": False}):
        file = io.BytesIO()
        Image.new("RGB", (641, 361)).save(file, "WEBP", **options)
        assert picture_size(file.getvalue()) == (641, 361)


def test_a_picture_of_the_site_is_measured(site: Site) -> None:
    """Width and height of a card's picture are those of its file; of one that is no picture nothing is said."""
    write_site(site)
    site.write("media/clip.png", picture("PNG", (1200, 631)))
    site.build()
    head = head_of(site, "clip.html")
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "631")
    site.write("media/clip.png", b"no picture at all")
    site.build()
    assert not {"og:image:width", "og:image:height"} & set(head_of(site, "clip.html"))


def test_an_svg_is_no_picture_for_a_card(site: Site) -> None:
    """No card shows an SVG, which networks do not draw."""
    write_site(site)
    site.write("media/rocky.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.write("bare.md", ROCKY.replace("Slug: rocky", "Slug: bare\nPoster: {static}/media/rocky.svg"))
    site.build()
    assert head_of(site, "bare.html")["og:image"] == RECORD["thumbnail_url"]
    site.write(
        "bare.md",
        ROCKY.replace("eRsGyueVLvQ", "eRsGyueVLvX").replace(
            "Slug: rocky", "Slug: bare\nPoster: {static}/media/rocky.svg"
        ),
    )
    site.build()
    assert "og:image" not in head_of(site, "bare.html")


def test_parts_can_be_turned_off(site: Site) -> None:
    """An owner who wants no cards, or no canonical address, sets one setting."""
    write_site(site)
    site.build(VIDEOPOST={"machines": ["basics"]})
    assert set(head_of(site)) == {"canonical", "description"}
    site.build(VIDEOPOST={"machines": "social"})
    assert not {"canonical", "description"} & set(head_of(site))
    assert head_of(site)["og:type"] == "video.other"
    site.build(VIDEOPOST={"machines": []})
    assert head_of(site) == {}


def test_other_pages_have_none(site: Site) -> None:
    """Listings and plain articles keep the head that the theme gives them."""
    write_site(site)
    site.build()
    for path in ("index.html", "a-plain-article.html", "tag/training.html"):
        assert not [name for name, _ in tags(site.page(path)) if name.startswith(("og:", "twitter:", "canonical"))]


def test_feeds_are_linked(site: Site) -> None:
    """A post's page links to the feeds of video posts, of its own comments and of all comments."""
    write_site(site)
    site.write("comments/rocky/1.md", "Author: Ann\nDate: 2025-12-01T10:00:00+00:00\n\nWell.\n")
    site.build(FEED_ALL_RSS="feeds/all.rss.xml", RELATIVE_URLS=True)
    found = site.page().select("link[rel=alternate][href^='./']")
    links = {link["href"]: link["type"] for link in found}
    assert links == {
        "./feeds/comments/rocky.atom.xml": "application/atom+xml",
        "./feeds/comments.atom.xml": "application/atom+xml",
        "./feeds/videos.atom.xml": "application/atom+xml",
        "./feeds/videos.rss.xml": "application/rss+xml",
    }
    assert all((site.output / link).exists() for link in links)


def test_feeds_are_named_in_the_posts_language(site: Site) -> None:
    """What a feed is called stands in the language of the post that links to it, not of the site."""
    write_site(site)
    site.write("rocky.de.md", ROCKY.replace("Slug: rocky", "Slug: rocky\nLang: de"))
    site.write("comments/rocky/1.md", "Author: Ann\nDate: 2025-12-01T10:00:00+00:00\n\nWell.\n")
    site.build()
    titles = {path: _feed_titles(site, path) for path in ("rocky.html", "rocky-de.html")}
    assert "Comments" in titles["rocky.html"]
    assert "Kommentare" in titles["rocky-de.html"]
    assert "Comments" not in titles["rocky-de.html"]


def _feed_titles(site: Site, path: str) -> set[str]:
    return {link["title"] for link in site.page(path).select("head link[rel=alternate][title]")}


def test_hostile_titles_stay_in_their_attributes(site: Site) -> None:
    """No title ends its attribute, and each comes out as it was written."""
    for number, title in enumerate(HOSTILE):
        site.write(f"hostile-{number}.md", hostile_post(number, title))
    site.build(THEME_TEMPLATES_OVERRIDES=[escaping_theme(site)])
    for number in range(len(HOSTILE)):
        page = site.page(f"hostile-{number}.html")
        assert not page.head.select("img, evil")
        assert [script.get("type") for script in page.head.select("script")] == ["application/ld+json", None]
        assert head_of(site, f"hostile-{number}.html")["og:title"]
    assert head_of(site, "hostile-5.html")["og:title"] == HOSTILE[5]
    assert len(head_of(site, "hostile-7.html")["og:description"]) <= 300


def escaping_theme(site: Site) -> str:
    """Return a folder with a theme's template that escapes what it prints, as Pelican's own does not."""
    folder = site.folder / "overrides"
    folder.mkdir()
    (folder / "article.html").write_text(
        "<html><head><title>{{ article.title|e }}</title></head><body>{{ article.content }}</body></html>"
    )
    return str(folder)


HEADS = {
    '<meta property="og:image" content="">': CARD,
    "<META CONTENT='' PROPERTY='og:image' />": CARD,
    '<meta property="og:image" content="https://site.example/">': CARD,
    '<meta property="og:image" content="images/logo.png">': CARD,
    '<meta name="og:image" content="https://site.example/logo.png">': "https://site.example/logo.png",
    "<meta content=https://site.example/logo.png property=og:image>": "https://site.example/logo.png",
    '<!-- <meta property="og:image" content="https://a.example/b.png"> -->': CARD,
    "<script>\"<meta property='og:image' content='https://a.example/b.png'>\"</script>": CARD,
    '<meta property="og:title" content="a > b"><meta property="og:image" content="https://a.example/&amp;">': "https://a.example/&",
    "<title></head><body></title>": CARD,
    '<meta property="og:image" content="/a.png"><meta property="og:image" content="https://a.example/b.png">'
    '<meta property="og:image" content="https://a.example/c.png">': "https://a.example/b.png",
    "<!-- </head> -->": CARD,
}


@pytest.mark.parametrize("head", HEADS)
def test_a_theme_that_speaks_for_itself(site: Site, head: str) -> None:
    """What a theme says stays the only tag of its kind; what it prints empty, or broken, makes way."""
    write_site(site, WITH_CARD)
    overrides = site.folder / "overrides"
    overrides.mkdir()
    (overrides / "article.html").write_text(f"<html><head>{head}</head><body>{{{{ article.content }}}}</body></html>")
    site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    said = head_of(site)
    assert said["og:image"] == HEADS[head]
    assert ("og:image:width" in said) == (HEADS[head] == CARD)
    assert said["twitter:image"] == CARD


@pytest.mark.parametrize(
    "page", ["{{ article.content }}", "<html><body><p>{{ article.content }}", "<html>{{ article.content }}</html>"]
)
def test_a_theme_without_a_head(site: Site, page: str) -> None:
    """A page that has no head is shown, with no tag in its text; one that only leaves out its tags gets them."""
    write_site(site)
    overrides = site.folder / "overrides"
    overrides.mkdir()
    (overrides / "article.html").write_text(page)
    site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    html = (site.output / "rocky.html").read_text(encoding="utf-8")
    assert html.count('property="og:title"') == ("<body" in page)
    assert "Nobody sees him" in html


def test_a_theme_that_asks_the_article(site: Site) -> None:
    """`article.og_image` is the picture of the card below the site's address, or what its author wrote."""
    write_site(site, WITH_CARD)
    site.write("clip.md", ROCKY.replace("Slug: rocky", "Slug: clip\nOg_Image: media/own.png"))
    overrides = site.folder / "overrides"
    overrides.mkdir()
    asking = (
        '{% if article.og_image %}<meta property="og:image" content="{{ SITEURL }}/{{ article.og_image }}">{% endif %}'
    )
    (overrides / "article.html").write_text(f"<head>{asking}</head>{{{{ article.content }}}}")
    site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    assert head_of(site)["og:image"] == CARD
    assert head_of(site, "clip.html")["og:image"] == "https://site.example/media/own.png"
    assert "og:image" not in head_of(site, "bare.html")
    assert tags(site.page("a-plain-article.html")) == []


def test_looking_at_a_head_is_linear() -> None:
    """A head full of what never ends costs no more than its length."""
    for piece in ("<meta ", "<meta a='", "<!--", "<script>", '<link rel="'):
        head, found = completed(piece * 4000, [[Tag("rel", "canonical", PAGE)]], frozenset(), "")
        assert (head, len(found)) == (piece * 4000, 1)


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Theme, bool], Path]:
    """Builds the site on a theme, alone or beside pelican-seo."""

    @cache
    def built(theme: Theme, seo: bool) -> Path:
        site = Site(tmp_path_factory.mktemp(theme.name) / "site")
        write_site(site, WITH_CARD)
        try:
            homes = [str(theme.wanted.install())] + ([str(PACKAGES.install())] if seo else [])
        except NotInstalledError as error:
            give_up(f"NO THEME {theme.name}: {error}")
        conf = (
            f'{CONF}{theme.conf}\n{SEO if seo else ""}PLUGINS = ["pelican_videopost", *globals().get("PLUGINS", [])]\n'
        )
        search = os.pathsep.join([str(PROJECT), *homes])
        done = build(site.folder, "output", conf, PROJECT, THEME_FOLDER=homes[0], PYTHONPATH=search)
        assert done.worked, done.log
        return done.output

    return built


@pytest.mark.parametrize("seo", [False, True], ids=["alone", "seo"])
@pytest.mark.parametrize(
    "theme", [theme for theme in THEMES if not theme.styles or theme.name == "bulrush"], ids=lambda theme: theme.name
)
def test_one_tag_each_on_every_theme(themed: Callable[[Theme, bool], Path], theme: Theme, seo: bool) -> None:
    """On every theme, with and without pelican-seo, each tag stands once, says something, and leads somewhere."""
    for name in ("rocky", "clip"):
        html = (themed(theme, seo) / f"{name}.html").read_text(encoding="utf-8")
        found = tags(BeautifulSoup(html, "html.parser"))
        counted = Counter(name for name, _ in found)
        assert {name: number for name, number in counted.items() if number > 1} == {}
        said = dict(found)
        for wanted in (
            "canonical",
            "description",
            "og:type",
            "og:title",
            "og:url",
            "og:image",
            "twitter:card",
            "og:video",
        ):
            assert said.get(wanted), wanted
        for address in ("canonical", "og:url", "og:image", "twitter:image"):
            assert said[address].startswith("https://site.example/")
