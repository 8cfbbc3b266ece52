"""What any template of a theme may do with a post, and what the plugin makes of the whole page then."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from ..conftest import PLAIN, POST, Site
from .browsing import reader
from .sites import SITEURL
from .themes import THEMES

Show = Callable[..., BeautifulSoup]
PAGE = "<!doctype html><html><head><title>A page</title></head><body>{}</body></html>"


@pytest.fixture
def show(site: Site) -> Show:
    """Build a site whose theme's index, or another template, is of the given words; return that page."""
    site.write("rocky.md", POST)
    site.write("plain.md", PLAIN)
    overrides = site.folder / "templates"
    overrides.mkdir()

    def shown(words: str, template: str = "index.html", path: str = "", **settings: object) -> BeautifulSoup:
        (overrides / template).write_text(PAGE.format(words), encoding="utf-8")
        site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)], **settings)
        assert site.warnings == []
        return site.page(path or template)

    return shown


def loads(page: BeautifulSoup) -> tuple[int, int]:
    """Return how often a page's head loads the style sheet and the script."""
    return len(page.select("head > link[href$='videopost.css']")), len(
        page.select("head > script[src$='videopost.js']")
    )


EACH = "{% for article in articles %}<h2>{{ article.title }}</h2>WORDS{% endfor %}"


def test_content_in_a_listing(show: Show, site: Site) -> None:
    """A template that prints the content of a list's articles gets the listing's view; the feed keeps the whole."""
    page = show(EACH.replace("WORDS", "{{ article.content }}"), FEED_ALL_ATOM="feeds/all.atom.xml")
    (view,) = page.select("div.videopost--listed")
    assert view.select_one("figure.videopost-player")
    assert view.select_one("details.videopost-more")
    assert not page.select(".videopost-details, form")
    assert "not even a marker" in page.get_text()
    assert not site.feed().select("figure, details")
    assert "Sylvester Stallone" in site.feed().get_text()


@pytest.mark.parametrize(
    ("words", "times"), [("{{ article.summary }}", 1), ("{{ article.summary|striptags }}", 0), ("", 0)]
)
def test_style_sheet_and_script_where_they_serve(show: Show, words: str, times: int) -> None:
    """A list loads style sheet and script once where it shows a post, and never where it shows only titles."""
    assert loads(show(EACH.replace("WORDS", words))) == (times, times)


def test_a_template_page(show: Show) -> None:
    """A page of TEMPLATE_PAGES that prints a summary has what it needs, and one of them that prints none stays bare."""
    words = "{% for article in articles[:1] %}{{ article.summary }}{% endfor %}"
    page = show(words, "home.html", TEMPLATE_PAGES={"home.html": "home.html"})
    assert page.select_one(".videopost-player")
    assert loads(page) == (1, 1)
    assert loads(show("Nothing", "home.html", TEMPLATE_PAGES={"home.html": "home.html"})) == (0, 0)


def test_a_head_in_two_templates(show: Show) -> None:
    """A theme whose page holds another end of a head, in an example or a frame, loads nothing twice."""
    page = show("{{ article.content }}<template></head></template>", "article.html", "rocky.html")
    assert loads(page) == (1, 1)


@pytest.mark.parametrize("template", ["article.html", "index.html"])
def test_marked_as_safe(show: Show, template: str) -> None:
    """`|safe` changes nothing: content and summary are their views, not the plain words."""
    words = (
        "{{ article.content|safe }}"
        if template == "article.html"
        else EACH.replace("WORDS", "{{ article.summary|safe }}")
    )
    page = show(words, template, "rocky.html" if template == "article.html" else "")
    assert len(page.select("figure.videopost-player")) == 1


@pytest.mark.parametrize("filters", ["striptags|truncate(30)", "striptags", "e", "striptags|e"])
def test_a_page_described_by_its_content(show: Show, filters: str) -> None:
    """Where a theme strips, escapes or cuts the content of a page, it gets the author's words from the first on."""
    words = f'<p id="cut" title="{{{{ article.content|{filters} }}}}"></p>'
    said = str(show(words, "article.html", "rocky.html").select_one("#cut")["title"])
    assert said.startswith("The teaser of the post.")
    assert not set(said) & set("<>[")
    assert "YouTube" not in said
    assert ("The full text." in said) == ("truncate" not in filters)


def test_a_content_that_is_cut_as_it_is(show: Show) -> None:
    """Where a theme cuts the content without stripping it, no tag is cut in two."""
    page = show('{{ article.content|truncate(30) }}<b id="after"></b>', "article.html", "rocky.html")
    assert page.body.get_text().startswith("The teaser")
    assert [tag.name for tag in page.body.find_all(True)] == ["b"]


def test_a_described_article_with_comments(show: Show) -> None:
    """A plain article with comments is described by its own words, not by those of the form."""
    settings = {"comments": "mailto:comments@site.example", "comments_on": "articles"}
    page = show("<i>{{ article.content|striptags }}</i>", "article.html", "a-plain-article.html", VIDEOPOST=settings)
    assert page.select_one("i").get_text().strip() == "No video here, [+] not even a marker."


def test_the_first_player_is_eager(show: Show, site: Site) -> None:
    """On each page the first poster is fetched first, and all others when they come into sight."""
    site.write("media/1.jpg", "a picture")
    for slug, date in (("one", "2025-11-28"), ("two", "2025-11-24")):
        post = POST.replace("Slug: rocky", f"Slug: {slug}").replace("2025-11-27", date)
        site.write(f"{slug}.md", post.replace("Video:", "Poster: {static}/media/1.jpg\nVideo:"))
    page = show(EACH.replace("WORDS", "{{ article.summary }}"))
    pictures = [(picture.get("loading"), picture.get("fetchpriority")) for picture in page.select("figure img")]
    assert pictures == [(None, "high"), ("lazy", None)]
    for slug in ("one", "two"):
        (picture,) = site.page(f"{slug}.html").select("figure img")
        assert (picture.get("loading"), picture.get("fetchpriority")) == (None, "high")


def test_a_list_of_links(show: Show, site: Site, chromium: Browser) -> None:
    """Where a theme puts the summary into a link, the player is one link around its picture, and no link is empty."""
    show(EACH.replace("WORDS", '<a href="{{ SITEURL }}/{{ article.url }}"><p>{{ article.summary }}</p></a>'))
    with reader(chromium, site.output, THEMES[0]) as page:
        page.goto(f"{SITEURL}/index.html")
        assert page.evaluate("[...document.querySelectorAll('figure > a')].map(link => link.host)") == [
            "www.youtube.com"
        ]
        assert page.locator("figure > a .videopost-placeholder").is_visible()
        empty = "[...document.querySelectorAll('.videopost a:empty')].filter(link => link.checkVisibility()).length"
        assert page.evaluate(empty) == 0
        page.locator(".videopost-more > summary").click()
        assert page.locator(".videopost-body").is_visible()
