"""What is new, on any page of any theme: the newest video posts and comments."""

import re

import pytest
from bs4 import BeautifulSoup

from pelican_videopost.posts.fetched import FILE_NAME, Fetched, save

from .conftest import PLAIN, POST, PROJECT, Site

HOSTILE = '"><script>alert(1)</script>'
INDEX = """\
<html><head></head><body>
<nav>{% include "videopost/recent_videos.html" %}</nav>
{% set videopost_most = 2 %}
<aside>{% include "videopost/recent_comments.html" %}</aside>
<ol>{% for card in videopost.recent_videos %}
<li>{{ card.url }} {{ card.poster.url }} {{ card.clock }}
{%- for url, _ in card.poster.widths %}{{ url }}{% endfor %}</li>
{% endfor %}</ol>
<p>{% for one in videopost.recent_comments %}{{ one.datetime }} {{ one.url }};{% endfor %}</p>
</body></html>
"""


def overridden(site: Site) -> str:
    """Return a folder with a theme's index that asks for what is new."""
    folder = site.folder / "overrides"
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(INDEX, encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with posts, hidden and translated ones, and comments on each, below a theme that asks for them."""
    site = Site(tmp_path_factory.mktemp("recent") / "site")
    site.write("media/p.png", b"png")
    for number in range(7):
        status = {3: "\nStatus: hidden", 4: "\nStatus: draft"}.get(number, "")
        post = POST.replace("Slug: rocky", f"Slug: p{number}\nPoster: {{static}}/media/p.png\nDuration: 7:42{status}")
        site.write(f"{number}.md", post.replace("2025-11-27", f"2025-11-{number + 1:02}"))
        comment = (
            f"Author: Ann {HOSTILE}\nDate: 2025-12-{number + 1:02}T10:00:00+00:00\n\nHello *{number}*, `<b>` & 1 < 2."
        )
        site.write(f"comments/p{number}/1.md", comment)
    site.write("es.md", POST.replace("Slug: rocky", "Slug: p5\nLang: es").replace("Rocky training", "Rocky entrena"))
    site.write("h.md", POST.replace("Slug: rocky", "Slug: h").replace("Rocky training", f"A {HOSTILE} B"))
    site.write("plain.md", PLAIN)
    site.write("media/h.webp", b"webp")
    record = Fetched(posters=(("media/h.webp", 640),))
    save(site.content / FILE_NAME, {"https://www.youtube.com/watch?v=eRsGyueVLvQ": record})
    site.build(THEME_TEMPLATES_OVERRIDES=[overridden(site)])
    return site


def test_recent_videos(built: Site) -> None:
    """`videopost.recent_videos` are the newest public video posts, with addresses below the site's."""
    listed = [item.get_text() for item in built.page("index.html").select("ol li")]
    assert listed[0] == "h.html media/h.webp media/h.webp"
    assert listed[1:] == [f"p{number}.html media/p.png 7:42" for number in (6, 5, 2, 1, 0)]


def test_recent_comments(built: Site) -> None:
    """`videopost.recent_comments` are the newest comments on public posts, once where translations share them."""
    text = built.page("index.html").select_one("p").get_text()
    assert text.split(";") == [
        *(f"2025-12-{number + 1:02}T10:00:00+00:00 p{number}.html#comment-1" for number in (6, 5, 2, 1, 0)),
        "",
    ]


def test_the_includes(built: Site) -> None:
    """Two templates show them as lists of links, as many as a theme says, and nothing in them runs."""
    page = built.page("index.html")
    videos = page.select("nav .videopost-recent > li")
    assert len(videos) == 5
    assert videos[1].a["href"] == "https://site.example/p6.html"
    assert videos[1].time.get_text() == "7:42"
    comments = page.select("aside .videopost-recent > li")
    assert [comment.a["href"][-18:] for comment in comments] == ["/p6.html#comment-1", "/p5.html#comment-1"]
    assert comments[0].b.get_text() == f"Ann {HOSTILE}"
    assert comments[0].span.get_text() == "Hello 6, <b> & 1 < 2."
    assert not page.select("script")


def test_nothing_new(site: Site) -> None:
    """On a site without video posts and comments the lists are empty, and the includes show nothing."""
    site.write("plain.md", PLAIN)
    site.build(THEME_TEMPLATES_OVERRIDES=[overridden(site)])
    page = site.page("index.html")
    assert [part.get_text().strip() for part in page.select("nav, aside, ol, p")] == ["", "", "", ""]


def test_the_examples_of_the_documents(built: Site) -> None:
    """What docs/listings.md shows to theme authors works as it stands."""
    docs = (PROJECT / "docs/listings.md").read_text(encoding="utf-8")
    examples = re.findall(r"```html\+jinja\n(.*?)```", docs, re.DOTALL)
    assert len(examples) == 2
    folder = built.folder / "examples"
    folder.mkdir()
    (folder / "index.html").write_text("<head></head><body>" + "".join(examples), encoding="utf-8")
    built.build(THEME_TEMPLATES_OVERRIDES=[str(folder)], OUTPUT_PATH=str(built.folder / "shown"))
    page = BeautifulSoup((built.folder / "shown/index.html").read_text(encoding="utf-8"), "html.parser")
    assert [len(found.select("li")) for found in page.select(".videopost-recent")] == [3, 3]
    assert len(page.select("p")) == 4
    assert page.select_one("img")["src"] == "https://site.example/media/h.webp"
    assert not page.select("script")
