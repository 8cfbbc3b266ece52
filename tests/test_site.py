"""Real sites, built by Pelican: the three views, and the sites and posts that a plugin meets."""

import json
import re
import tempfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from pelican_videopost.base.model import Chapter
from pelican_videopost.posts.fetched import FILE_NAME, Fetched, save

from .conftest import PLAIN, POST, Site, files
from .test_anatomy import BLOCKS, numbered, words

COMMENTS = {"comments": "https://forms.example/send"}


def test_the_article_page(site: Site) -> None:
    """The page has player, teaser, [+] with the full text, both sidebars and the form, once each and in this order."""
    site.write("rocky.md", POST)
    site.build(VIDEOPOST=COMMENTS)
    assert site.warnings == []
    page = site.page()
    (root,) = page.select("article div.videopost")
    parts = root.select(
        "figure.videopost-player, div.videopost-teaser, details.videopost-more > summary, section.videopost-info,"
        " section.videopost-details, section#comments.videopost-comments > div#respond > form#commentform"
    )
    assert [" ".join(part.get("class", [part.get("id", part.name)])) for part in parts] == [
        "videopost-player",
        "videopost-teaser",
        "summary",
        "videopost-info",
        "videopost-details",
        "commentform",
    ]
    assert root.select_one("figure a[href='https://www.youtube.com/watch?v=eRsGyueVLvQ']")
    summary = root.select_one("summary")
    assert summary is not None
    assert summary.get_text().startswith("[+] ")
    assert "Rocky training in Russia" in summary.get_text()
    assert len(page.select("head link[href$='videopost.css']")) == len(page.select("head script[defer]")) == 1
    assert not page.select("iframe")


def test_the_listing(site: Site) -> None:
    """A listing shows player, teaser and [+] with the full text, and nothing of the sidebars or the form."""
    site.write("rocky.md", POST)
    site.build(VIDEOPOST=COMMENTS)
    for path in ("index.html", "category/high-eighties.html", "tag/training.html", "author/the-author.html"):
        page = site.page(path)
        (root,) = page.select("div.videopost")
        assert root.select_one("figure.videopost-player")
        assert "The full text." in root.select_one("details").get_text()
        assert not root.select("section, form")
        assert "Stallone" not in page.get_text()
        assert len(page.select("head link[href$='videopost.css']")) == 1


def test_the_feeds(site: Site) -> None:
    """A feed has the linked poster and every word, and nothing that a feed reader would break or drop."""
    site.write("rocky.md", POST.replace("Video:", "Poster: {static}/media/p.svg\nVideo:"))
    site.write("media/p.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.build(FEED_ALL_RSS="feeds/all.rss.xml", RSS_FEED_SUMMARY_ONLY=False, VIDEOPOST=COMMENTS)
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        entry = site.feed(path)
        assert entry.select_one("a[href*='youtube.com/watch'] > img[src='https://site.example/media/p.svg']")
        for text in ("The teaser of the post.", "The full text.", "A link", "Sylvester Stallone"):
            assert entry.get_text().count(text) == 1
        assert not entry.select("details, form, script, iframe, video")
        assert "[+]" not in entry.get_text()
    atom = (site.output / "feeds/all.atom.xml").read_text(encoding="utf-8")
    assert '<summary type="html">The teaser of the post.</summary>' in atom


def test_plain_forms_of_the_summary(site: Site) -> None:
    """Where a theme strips, cuts or escapes the summary it gets the plain teaser, fit for an attribute."""
    site.write("rocky.md", POST.replace("The teaser of", 'The <em>teaser</em> "of" & 1 &lt; 2'))
    site.write("own.md", POST.replace("Slug: rocky", "Slug: own\nSummary: My *own* words"))
    overrides = site.folder / "templates"
    overrides.mkdir()
    forms = "[{{ a.summary|striptags|e }}|{{ a.summary|e }}|{{ a.summary|striptags|truncate(9) }}]"
    (overrides / "index.html").write_text("{% for a in articles %}" + forms + "{% endfor %}")
    site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    index = (site.output / "index.html").read_text(encoding="utf-8")
    escaped = "The teaser &#34;of&#34; &amp; 1 &lt; 2 the post."
    assert f"[{escaped}|{escaped}|The..." in index
    assert "[My own words|My own words|" in index


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("truncate(400)", "The &lt;b&gt; teaser of the post...."),  # Jinja cuts what is longer with its markup
        ("truncate(400, True)", "The &lt;b&gt; teaser of the post. ..."),
        ("truncate(17, False, '…', 0)", "The &lt;b&gt; teaser…"),
        ("truncate(12, True, '', 0)", "The &lt;b&gt; teas"),
    ],
)
def test_a_listing_that_cuts_the_summary_itself(site: Site, form: str, expected: str) -> None:
    """Jinja's `truncate` cuts the plain teaser between words, and of one that fits loses none."""
    site.write("rocky.md", POST.replace("The teaser", "The &lt;b&gt; teaser"))
    overrides = site.folder / "templates"
    overrides.mkdir()
    (overrides / "index.html").write_text("{% for a in articles %}[{{ a.summary|" + form + " }}]{% endfor %}")
    site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    assert (site.output / "index.html").read_text(encoding="utf-8") == f"[{expected}]"


def test_collapse_setting(site: Site) -> None:
    """A site chooses where the full text is folded away."""
    site.write("rocky.md", POST)
    for places, listing, page in (("listing", 1, 0), ("page", 0, 1), ([], 0, 0)):
        site.build(VIDEOPOST={"collapse": places})
        assert len(site.page("index.html").select("details")) == listing
        assert len(site.page().select("details")) == page
        assert "The full text." in site.page("index.html").get_text()
        assert "The full text." in site.page().get_text()


def test_details(site: Site) -> None:
    """The author's rows come first, the automatic ones follow in the same list, and none is there twice."""
    own = "Director\n:   Sylvester Stallone\n\nFilm\n:   The fourth one"
    site.write(
        "rocky.md", POST.replace("Director\n:   Sylvester Stallone", own).replace("Tags:", "Duration: 7:42\nTags:")
    )
    site.build()
    (rows,) = site.page().select(".videopost-details dl")
    assert [term.get_text() for term in rows.select("dt")] == ["Director", "Film", "Duration", "Source"]
    assert "The fourth one" in rows.get_text()
    assert "Rocky IV" not in rows.get_text()
    duration = rows.select_one("time[datetime='PT7M42S']")
    assert duration is not None
    assert duration.get_text() == "7:42"


def test_the_rows_of_details(site: Site) -> None:
    """Details have the rows that the settings name; without them all but those that the theme's page prints."""
    overrides = site.folder / "templates"
    overrides.mkdir()
    bare = "{% extends 'base.html' %}{% block content %}{{ article.content }}{% include 'about.html' %}{% endblock %}"
    (overrides / "article.html").write_text(bare)
    site.write("rocky.md", POST)

    def terms(about: str, **settings: object) -> list[str]:
        (overrides / "about.html").write_text(about)
        site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)], VIDEOPOST=settings)
        assert site.warnings == []
        return [term.get_text() for term in site.page().select(".videopost-details dt")]

    assert terms("") == ["Director", "Film", "Date", "Category", "Tags", "Source"]
    assert terms("{{ article.category }} {{ article.locale_date }}") == ["Director", "Film", "Tags", "Source"]
    assert terms("{{ article.tags }}", details=["tags", "film"]) == ["Director", "Film", "Tags"]
    assert terms("", details=[]) == ["Director"]


def test_details_without_a_section(site: Site) -> None:
    """A post whose author wrote no sections has the rows that are known, and no sidebar that says nothing."""
    site.write("rocky.md", POST.partition("## More info")[0])
    site.build()
    assert site.page().select_one(".videopost-details dl dt").get_text() == "Film"
    assert not site.page().select(".videopost-info")


def test_related_posts(site: Site) -> None:
    """The same film comes first, then the most shared tags; drafts, other languages and the post itself never."""
    post = POST.partition("## More info")[0]

    def write(slug: str, title: str, tags: str, extra: str = "") -> None:
        changed = post.replace("Slug: rocky", f"Slug: {slug}\n{extra}".strip())
        site.write(
            f"{slug}.md", changed.replace("Rocky training in Russia [Rocky IV]", title).replace("training, snow", tags)
        )

    site.write("rocky.md", post)
    write("film", "Same film [rocky iv]", "other")
    write("two", "Two tags", "training, snow")
    write("one", "One tag", "snow")
    write("none", "No tag", "other")
    write("draft", "Draft [Rocky IV]", "snow", "Status: draft")
    write("spanish", "Español [Rocky IV]", "snow", "Lang: es")
    write("named", "Named", "other", "Related: one; nobody")
    site.build()
    links = [link.get_text() for link in site.page().select(".videopost-related a")]
    assert links == ["Same film [rocky iv]", "Two tags", "One tag"]
    assert [link.get_text() for link in site.page("named.html").select(".videopost-related a")] == ["One tag"]
    assert site.page("drafts/draft.html").select(".videopost-related a")
    (warning,) = site.warnings
    assert "named.md" in warning
    assert "'nobody'" in warning
    site.build(VIDEOPOST={"related": 1})
    assert len(site.page().select(".videopost-related a")) == 1


def test_a_post_does_not_relate_to_itself(site: Site) -> None:
    """A post that names itself in `Related` has the other ones, and no link to its own page."""
    site.write("rocky.md", POST.replace("Video:", "Related: rocky; other\nVideo:"))
    site.write("other.md", POST.replace("Slug: rocky", "Slug: other\nRelated: other").replace("Rocky", "Other"))
    site.build()
    assert site.warnings == []
    links = [link["href"] for link in site.page().select(".videopost-related a")]
    assert links == ["https://site.example/other.html"]
    assert not site.page("other.html").select(".videopost-related")


def test_a_post_with_an_address_of_its_own(site: Site) -> None:
    """A post that says `URL` and `Save_as` is linked there from listings, related posts, feeds and its comments."""
    own = "Slug: rocky\nURL: films/iv/\nSave_as: films/iv/index.html"
    site.write("rocky.md", POST.replace("Slug: rocky", own))
    site.write("other.md", POST.replace("Slug: rocky", "Slug: other\nRelated: rocky").replace("Rocky", "Other"))
    site.write("comments/rocky/first.md", "Author: Ada\nDate: 2025-12-01T10:00:00+00:00\n\nA saw.\n")
    receiver = {"comments": "https://site.example/reply", "receiver": {"store": "queue"}}
    site.build(FEED_ALL_RSS="feeds/all.rss.xml", VIDEOPOST=receiver)
    assert site.warnings == []
    address = "https://site.example/films/iv/"
    page = site.page("films/iv/index.html")
    assert page.select_one(".videopost-player")
    facts = json.loads(page.select_one("script[type='application/ld+json']").string)["@graph"]
    assert facts[0]["url"] == address
    assert [link["href"] for link in site.page("other.html").select(".videopost-related a")] == [address]
    assert site.page("index.html").select(f"h2 a[href='{address}']")
    for feed in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        assert address in (site.output / feed).read_text(encoding="utf-8")
    for feed in ("feeds/comments.atom.xml", "feeds/comments/rocky.atom.xml"):
        assert f'href="{address}#comment-first"' in (site.output / feed).read_text(encoding="utf-8")
    manifest = json.loads((site.folder / "queue/manifest.json").read_text(encoding="utf-8"))
    assert manifest["posts"]["rocky"]["url"] == "/films/iv/"
    wrong = [name for name, text in files(site.output).items() if b"/rocky.html" in text]
    assert wrong == []
    assert not (site.output / "rocky.html").exists()


def test_a_title_with_markup(site: Site) -> None:
    """Of a title's markup and entities, player, film, [+] and related posts keep the words."""
    site.write("rocky.md", POST.replace("Rocky training in Russia [Rocky IV]", "The <em>duel</em> [Q &amp; A]"))
    site.write("other.md", POST.replace("[Rocky IV]", "[Q & A]").replace("Slug: rocky", "Slug: other"))
    site.build()
    page = site.page()
    assert page.select_one("figure")["data-title"] == "The duel [Q & A]"
    assert page.select_one(".videopost-more summary").get_text().endswith("The duel [Q & A]")
    assert page.find("dt", string="Film").find_next("dd").get_text() == "Q & A"
    links = site.page("other.html").select(".videopost-related a")
    assert [link.decode_contents() for link in links] == ["The duel [Q &amp; A]"]


def test_several_videos(site: Site) -> None:
    """The first plays, the others are named with their links; further files are sources of the first."""
    site.write("media/a.webm", b"webm")
    site.write("media/a.mp4", b"mp4")
    video = "Video: {static}/media/a.webm\n    {static}/media/a.mp4\n    https://vimeo.com/1084537"
    site.write("rocky.md", re.sub("Video: .*", video, POST))
    site.build()
    assert site.warnings == []
    player = site.page().select_one("figure video[controls][preload=none]")
    assert player is not None
    assert [(source["src"], source["type"]) for source in player.select("source")] == [
        ("https://site.example/media/a.webm", "video/webm"),
        ("https://site.example/media/a.mp4", "video/mp4"),
    ]
    elsewhere = site.page().select(".videopost-elsewhere a")
    assert [(link.get_text(), link["href"]) for link in elsewhere] == [("Vimeo", "https://vimeo.com/1084537")]
    assert (site.output / "media/a.webm").exists()


@pytest.mark.parametrize("folder", ["posts/", ""])
def test_files_outside_the_static_paths_are_copied(site: Site, folder: str) -> None:
    """What the metadata link with {static} reaches the output, wherever it lies."""
    for name in ("clip.webm", "clip.en.vtt", "clip.svg"):
        site.write(f"{folder}{name}", "WEBVTT\n\n00:01.000 --> 00:02.000\nSnow.\n" if name.endswith("vtt") else "x")
    video = f"Video: {{static}}clip.webm\nPoster: {{static}}clip.svg\nCaptions: en: {{static}}/{folder}clip.en.vtt"
    site.write(f"{folder}rocky.md", re.sub("Video: .*", video, POST))
    site.build()
    assert site.warnings == []
    player = site.page().video
    assert player["poster"] == f"https://site.example/{folder}clip.svg"
    assert player.track["src"] == f"https://site.example/{folder}clip.en.vtt"
    assert (player.track["srclang"], player.track["label"]) == ("en", "English")
    assert {"clip.webm", "clip.en.vtt", "clip.svg"} <= {path.name for path in (site.output / folder).iterdir()}


def test_a_paragraph_that_is_an_address_becomes_a_player(site: Site) -> None:
    """An address alone in a paragraph plays, in the full text too; in a sentence, in code or for a page it stays."""
    text = (
        "The full text.\n\nhttps://vimeo.com/1084537\n\n<https://youtu.be/eRsGyueVLvQ?t=9>\n\n"
        "See https://vimeo.com/1 .\n\n"
        "    https://vimeo.com/2\n\nhttps://example.org/\n\n`https://vimeo.com/3`"
    )
    site.write("rocky.md", POST.replace("The full text.", text))
    site.build()
    links = [link["href"] for link in site.page().select(".videopost-body figure > a")]
    assert links == ["https://vimeo.com/1084537", "https://www.youtube.com/watch?v=eRsGyueVLvQ&t=9s"]
    body = site.page().select_one(".videopost-body").get_text()
    for kept in ("https://vimeo.com/1", "https://vimeo.com/2", "https://vimeo.com/3", "https://example.org/"):
        assert kept in body


def test_chapters_and_times_in_the_text(site: Site) -> None:
    """Chapters and times in the text are links to the provider at that time, for readers without a script."""
    post = POST.replace("Video:", "Chapters: 0:00 Start\n    [1:35] - Heart's on Fire\nVideo:")
    site.write(
        "rocky.md", post.replace("The full text.", "The full text. [Then](#t=1m35s), [never](#t=soon), [x](#top)")
    )
    site.build()
    assert site.warnings == []
    page = site.page()
    watch = "https://www.youtube.com/watch?v=eRsGyueVLvQ"
    assert [
        (link["href"], link["data-start"], " ".join(link.get_text().split()))
        for link in page.select("[role=navigation] a[data-start]")
    ] == [
        (watch, "0", "0:00 Start"),
        (watch + "&t=95s", "95", "1:35 Heart's on Fire"),
    ]
    for view in (page, site.page("index.html")):
        assert view.select_one(f".videopost-body a[data-start='95'][href='{watch}&t=95s']")
        assert view.select_one(".videopost-body a[href='#t=soon'], .videopost-body a[href$='soon']")
    assert site.page("index.html").select(".videopost-chapters") == []
    assert site.feed().select_one(f"a[href='{watch}&t=95s']")
    assert not site.feed().select("[data-start]")


def test_what_was_fetched_fills_what_the_author_left_empty(site: Site) -> None:
    """A fetched poster, duration and chapters are used, in all their widths; the author's own always win."""
    url = "https://www.youtube.com/watch?v=eRsGyueVLvQ"
    posters = (("media/posters/sintel-640.webp", 640), ("media/posters/sintel-1280.webp", 1280))
    for path, _ in posters:
        site.write(path, b"webp")
    record = Fetched(duration_s=888, chapters=(Chapter(95, "Fetched"),), width_px=9, height_px=16, posters=posters)
    save(site.content / FILE_NAME, {url: record})
    site.write("rocky.md", POST)
    site.write("own.md", POST.replace("Slug: rocky", "Slug: own\nDuration: 1:00\nChapters: 0:05 Own\nPoster: /own.png"))
    site.build(STATIC_PATHS=[], RELATIVE_URLS=True)
    assert site.warnings == []
    page = site.page()
    image = page.select_one("figure.videopost-player--portrait img")
    assert image["src"] == "./media/posters/sintel-1280.webp"
    assert image["srcset"] == "./media/posters/sintel-640.webp 640w, ./media/posters/sintel-1280.webp 1280w"
    assert "14:48" in page.select_one(".videopost-details").get_text()
    assert "Fetched" in page.select_one(".videopost-chapters").get_text()
    assert all((site.output / path).exists() for path, _ in posters)
    own = site.page("own.html")
    assert own.select_one("figure img")["src"] == "/own.png"
    assert "1:00" in own.select_one(".videopost-details").get_text()
    assert "Own" in own.select_one(".videopost-chapters").get_text()


def test_a_stream_says_what_it_is(site: Site) -> None:
    """An HLS stream comes with its address, for browsers that do not play it."""
    site.write("rocky.md", re.sub("Video: .*", "Video: https://streams.example/x.m3u8", POST))
    site.build()
    figure = site.page().select_one("figure.videopost-player")
    assert figure.video.source["type"] == "application/vnd.apple.mpegurl"
    assert "HLS" in figure.figcaption.get_text()
    assert figure.figcaption.a["href"] == "https://streams.example/x.m3u8"


def test_ids_do_not_collide_in_a_listing(site: Site) -> None:
    """Two posts with the same footnotes can stand on one page: every id is there once, every link lands."""
    text = POST.replace("The full text.", "Full[^1] text.\n\n## Part {: #part }\n\n[To the part](#part)\n\n[^1]: Note.")
    site.write("a.md", text.replace("Slug: rocky", "Slug: a"))
    site.write("b.md", text.replace("Slug: rocky", "Slug: b"))
    site.build()
    page = site.page("index.html")
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    local = [link["href"][1:] for link in page.select(".videopost a[href^='#']")]
    assert len(local) == 6
    assert set(local) <= set(ids)


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_a_site_without_video_posts_is_the_same_to_the_byte(site: Site, theme: str) -> None:
    """The plugin leaves a site alone that has no video posts."""
    site.write("plain.md", PLAIN)
    site.write("empty.md", PLAIN.replace("plain", "second"))
    site.write("pages/page.md", "Title: A page\nVideo: https://vimeo.com/1084537\n\nText [+]\n")
    with_plugin = site.build_apart(THEME=theme, OUTPUT_PATH=str(site.folder / "with"))
    without = site.build_apart(THEME=theme, OUTPUT_PATH=str(site.folder / "without"), PLUGINS=[])
    assert files(with_plugin) == files(without)


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_plain_articles_beside_video_posts_are_the_same_to_the_byte(site: Site, theme: str) -> None:
    """A plain article does not change because another one has a video."""
    site.write("plain.md", PLAIN)
    site.write("rocky.md", POST)
    with_plugin = site.build_apart(THEME=theme, OUTPUT_PATH=str(site.folder / "with"))
    without = site.build_apart(THEME=theme, OUTPUT_PATH=str(site.folder / "without"), PLUGINS=[])
    name = "a-plain-article.html"
    assert (with_plugin / name).read_bytes() == (without / name).read_bytes()


@pytest.mark.parametrize("layer", ["reader", "generator"])
def test_a_second_build_from_the_cache_is_the_same(site: Site, layer: str) -> None:
    """Pelican's caches do not change what is built."""
    site.write("rocky.md", POST.replace("Video:", "Poster: {static}/media/p.svg\nVideo:"))
    site.write("media/p.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    caching = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True, "CONTENT_CACHING_LAYER": layer}
    first, second, third = (
        files(site.build_apart(OUTPUT_PATH=str(site.folder / name), VIDEOPOST=COMMENTS, **caching)) for name in "abc"
    )
    assert first == second == third


def test_relative_urls(site: Site) -> None:
    """With RELATIVE_URLS every link is right for the depth of the page it stands on."""
    site.write("rocky.md", POST.replace("Video:", "Poster: {static}/media/p.svg\nVideo:"))
    site.write("other.md", POST.replace("Slug: rocky", "Slug: other"))
    site.write("media/p.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.build(RELATIVE_URLS=True, ARTICLE_URL="posts/{slug}/", ARTICLE_SAVE_AS="posts/{slug}/index.html")
    pages = sorted(
        path for path in site.output.rglob("*.html") if 'class="videopost' in path.read_text(encoding="utf-8")
    )
    assert len(pages) >= 6
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        own = page.select("head link[href*=videopost], .videopost img, .videopost-related a, head script[src]")
        for element in own:
            address = element.get("href") or element["src"]
            assert (path.parent / address).resolve().exists(), (path, address)


def test_drafts_hidden_posts_and_translations(site: Site) -> None:
    """Every kind of article gets the whole page."""
    site.write("draft.md", POST.replace("Slug: rocky", "Slug: draft\nStatus: draft"))
    site.write("hidden.md", POST.replace("Slug: rocky", "Slug: hidden\nStatus: hidden"))
    site.write("rocky.md", POST)
    site.write("rocky-es.md", POST.replace("Slug: rocky", "Slug: rocky\nLang: es").replace("## Details", "## Detalles"))
    site.build(VIDEOPOST=COMMENTS)
    assert site.warnings == []
    for path in ("drafts/draft.html", "hidden.html", "rocky.html", "rocky-es.html"):
        page = site.page(path)
        for part in (".videopost-player", ".videopost-more", ".videopost-details", "#commentform"):
            assert len(page.select(part)) == 1, (path, part)
        assert page.select("head link[href$='videopost.css']")
    spanish = site.page("rocky-es.html")
    assert spanish.select_one("#reply-title").get_text() == "Deja una respuesta"
    assert spanish.select_one(".videopost-details h2").get_text() == "Detalles"
    assert "Sylvester Stallone" in spanish.select_one(".videopost-details").get_text()


def test_template_metadata(site: Site) -> None:
    """A post may have a template of its own; one that does not exist costs a warning."""
    overrides = site.folder / "templates"
    overrides.mkdir()
    (overrides / "wide.html").write_text("<html><head></head><body class=wide>{{ article.content }}</body></html>")
    site.write("rocky.md", POST.replace("Slug:", "Template: wide\nSlug:"))
    site.write("other.md", POST.replace("Slug: rocky", "Slug: other\nTemplate: nowhere"))
    site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    assert site.page().select_one("body.wide .videopost-details")
    assert site.page().select_one("head link[href$='videopost.css']")
    assert site.page("other.html").select_one("article .videopost-details")
    (warning,) = site.warnings
    assert "other.md: Template: 'nowhere'" in warning


def test_articles_keep_their_attributes(site: Site) -> None:
    """A post has the attributes that Pelican gives it and no others: each article with one more takes 1.3 KB more."""
    overrides = site.folder / "templates"
    overrides.mkdir()
    keys = "{% for article in articles %}{{ article.summary }}<pre>{{ article.__dict__ | sort }}</pre>{% endfor %}"
    (overrides / "index.html").write_text(f"<html><head></head><body>{keys}</body></html>")
    site.write("rocky.md", POST)
    found = []
    for plugins in (["pelican_videopost"], []):
        site.build_apart(VIDEOPOST=COMMENTS, PLUGINS=plugins, THEME_TEMPLATES_OVERRIDES=[str(overrides)])
        found.append(site.page("index.html").pre.get_text())
    assert found[0] == found[1]
    assert "template" in found[0]


def test_a_theme_replaces_a_part(site: Site) -> None:
    """A template of the same name in a theme or in the overrides wins."""
    overrides = site.folder / "templates"
    (overrides / "videopost").mkdir(parents=True)
    (overrides / "videopost/form.html").write_text(
        "<p id='mine'>Write to {{ _('Name') }} about {{ article.title }}</p>"
    )
    site.write("rocky.md", POST)
    site.build(VIDEOPOST=COMMENTS, THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    assert site.page().select_one("#respond #mine").get_text().startswith("Write to Name about Rocky")


def test_a_theme_builds_upon_a_part(site: Site) -> None:
    """A theme's part may itself extend a template and include the plugin's parts, in a page as in a listing."""
    overrides = site.folder / "templates"
    (overrides / "videopost").mkdir(parents=True)
    (overrides / "framed.html").write_text("<div class='frame'>{% block inner %}{% endblock %}</div>")
    (overrides / "videopost/text.html").write_text(
        '{% extends "framed.html" %}{% block inner %}{{ teaser }}{% include "videopost/info.html" %}{% endblock %}'
    )
    site.write("rocky.md", POST)
    site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    page = site.page()
    assert page.select_one(".frame").get_text().startswith("The teaser of the post.")
    assert page.select_one(".frame > .videopost-info").a["href"] == "https://example.org/more"
    assert page.select_one(".videopost-columns > .frame + .videopost-sidebars > .videopost-details")
    assert site.page("index.html").select_one(".videopost--listed > .frame")


def test_another_plugin_may_change_the_content(site: Site) -> None:
    """What a plugin does to an article's text before the pages are written is seen in every view."""
    plugin = site.folder / "shout.py"
    plugin.write_text(
        "from pelican import signals\n"
        "def shout(generators):\n"
        "    for article in generators[0].articles:\n"
        "        article._content = article._content.replace('full text', 'FULL TEXT')\n"
        "def register():\n"
        "    signals.all_generators_finalized.connect(shout)\n"
    )
    site.write("rocky.md", POST)
    site.build_apart(PLUGINS=["pelican_videopost", "shout"], PLUGIN_PATHS=[str(site.folder)])
    for path in ("rocky.html", "index.html", "feeds/all.atom.xml"):
        assert "The FULL TEXT." in (site.output / path).read_text(encoding="utf-8")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.sampled_from(BLOCKS), max_size=12), min_size=6, max_size=6))
def test_no_word_is_lost_on_any_page(posts: list[list[str]]) -> None:
    """Every word of the source is once in the page and in the feed; those of teaser and full text in the listing."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "site")
        for number, blocks in enumerate(posts):
            head = f"Title: Post {number}\nDate: 2025-01-0{number + 1}\nSlug: p{number}\nVideo: https://vimeo.com/1084537\n\n"
            site.write(f"p{number}.md", head + numbered(blocks))
        site.build(FEED_ALL_ATOM="feeds/all.atom.xml")
        entries = site.entries()
        index = words((site.output / "index.html").read_text(encoding="utf-8"))
        for number, blocks in enumerate(posts):
            source = words(Markdown(extensions=["extra"]).convert(numbered(blocks)))
            page = (site.output / f"p{number}.html").read_text(encoding="utf-8")
            page = re.sub(r"<script type=.application/ld.json.>.*?</script>", "", page)  # says it to machines
            assert words(page) == source
            assert words(entries[f"Post {number}"]) == source
            text = BeautifulSoup(page, "html.parser").select_one(".videopost-text")
            assert set(words(str(text))) <= set(index)


def test_the_parts_of_a_series(site: Site) -> None:
    """Parts stand before related posts, and say which is the one before and which the one after."""
    post = POST.partition("## More info")[0]
    for number in (1, 2, 3):
        title = f"Training in the snow, part {number}"
        text = post.replace("Rocky training in Russia [Rocky IV]", title).replace("Slug: rocky", f"Slug: part-{number}")
        site.write(f"{number}.md", text)
    site.write("other.md", post.replace("Slug: rocky", "Slug: other"))
    site.build()
    items = [item.get_text() for item in site.page("part-2.html").select(".videopost-related li")]
    assert items[:2] == ["Previous part: Training in the snow, part 1", "Next part: Training in the snow, part 3"]
    assert items[2:] == ["Rocky training in Russia [Rocky IV]"]
