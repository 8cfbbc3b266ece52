"""Embed code of every age within a text: a player of ours in its place, and nobody asked before a click."""

import time

import pytest

from pelican_videopost.posts.embeds import embeds
from pelican_videopost.posts.fetched import FILE_NAME, Fetched, save

from .conftest import PLAIN, POST, Site, files

VIMEO = "https://vimeo.com/1084537"
PLAYER = "https://player.vimeo.com/video/1084537"
OLD = "http://www.youtube.com/v/M7lc1UVf-VE?fs=1&amp;hl=en"
OTHER = "https://www.youtube.com/watch?v=M7lc1UVf-VE"
TIKTOK = "https://www.tiktok.com/@scout2015/video/6718335390845095173"
FILE = "https://media.example/clip.mp4"

# Embed code as sites hand it out, or as blogs have kept it for twenty years, and the page of its video.
CODES = {
    "iframe": (f'<iframe src="{PLAYER}?h=1&amp;dnt=1" width="640" allowfullscreen></iframe>', VIMEO),
    "iframe without a scheme": (f'<iframe src="{PLAYER[6:]}"></iframe>', VIMEO),
    "iframe without quotes": (f"<IFRAME SRC={PLAYER} frameborder=0></IFRAME>", VIMEO),
    "iframe in boxes": (
        f'<div style="padding:56.25% 0 0 0;position:relative;"><div>\n<iframe src="{PLAYER}"></iframe>\n</div></div>',
        VIMEO,
    ),
    "iframe in the middle": (f'<center><iframe src="{PLAYER}"></iframe></center>', VIMEO),
    "iframe by and by": (f'<iframe src="about:blank" data-src="{PLAYER}"></iframe>', VIMEO),
    "iframe by and by, twice": (
        f'<iframe data-src="{PLAYER}"></iframe><noscript><iframe src="{PLAYER}"></iframe></noscript>',
        VIMEO,
    ),
    "iframe in a sentence": (f'See <iframe src="{PLAYER}"></iframe> there.', VIMEO),
    "object": (
        f'<object width="425"><param name="movie" value="{OLD}"></param><param name="wmode" value="x"></param>'
        f'<embed src="{OLD}" type="application/x-shockwave-flash"></embed></object>',
        OTHER,
    ),
    "object with data": (f'<object data="{OLD}" type="application/x-shockwave-flash">No Flash</object>', OTHER),
    "embed": (f'<embed src="{OLD}" width="425" height="350">', OTHER),
    "Flash player": (
        f'<object data="/player.swf"><param name="flashvars" value="file={FILE}&amp;autostart=0"></object>',
        FILE,
    ),
    "video": (f'<video src="{FILE}" controls poster="https://media.example/a.jpg"></video>', FILE),
    "video with sources": (f'<video autoplay><source src="{FILE}" type="video/mp4"><p>No video</p></video>', FILE),
    "TikTok": (
        f'<blockquote class="tiktok-embed" cite="{TIKTOK}" data-video-id="6718335390845095173"><section>'
        '<a href="https://www.tiktok.com/@scout2015">@scout2015</a> Scramble up your name</section></blockquote>'
        ' <script async src="https://www.tiktok.com/embed.js"></script>',
        TIKTOK,
    ),
    "two lines": (f"{VIMEO}\n{OTHER}", VIMEO),
    "two lines with breaks": (f"{VIMEO}<br>\n<{OTHER}>", VIMEO),
    "no scheme": ("vimeo.com/1084537", VIMEO),
    "link around a picture": (f"[![The clip]({{static}}/media/t.png)]({VIMEO})", VIMEO),
    "picture that is a film": (f"![The clip]({FILE})", FILE),
}


@pytest.mark.parametrize("name", CODES)
def test_embed_code_becomes_a_player(site: Site, name: str) -> None:
    """On page and listing each embed is a player like any other, in a feed a link; the text around it stays."""
    code, watch = CODES[name]
    site.write("media/t.png", b"png")
    site.write("rocky.md", POST.replace("The full text.", f"The full text.\n\n{code}\n\nLast words."))
    site.build(MARKDOWN={"extension_configs": {"markdown.extensions.extra": {}}, "output_format": "html5"})
    assert site.warnings == []
    for page in (site.page(), site.page("index.html")):
        body = page.select_one(".videopost-body")
        assert body is not None
        found = [player.find("a", href=True)["href"] for player in body.select("figure.videopost-player")]
        assert found == ([watch, OTHER] if "two lines" in name else [watch])
        assert not body.select("iframe, object, embed, script, noscript, video[src], p figure, p:empty, [poster]")
        assert all(video["preload"] == "none" for video in body.select("video"))
        assert body.get_text().split()[:3] == ["The", "full", "text."]
        assert "Last words." in body.get_text()
    assert site.feed().select_one(f"p > a[href='{watch}']")
    assert not site.feed().select("iframe, object, embed, video, script")


def test_the_address_of_the_video_line(site: Site) -> None:
    """The very video of the `Video` line plays above the text and nowhere else; at another time it is another one."""
    same = '<iframe src="https://www.youtube.com/embed/eRsGyueVLvQ?rel=0"></iframe>'
    text = f"The full text.\n\nhttps://youtu.be/eRsGyueVLvQ\n\n{same}\n\nhttps://youtu.be/eRsGyueVLvQ?t=9"
    site.write("rocky.md", POST.replace("The full text.", text))
    site.build()
    for page in (site.page(), site.page("index.html")):
        links = [link["href"] for link in page.select("figure > a")]
        assert links == [f"https://www.youtube.com/watch?v=eRsGyueVLvQ{time}" for time in ("", "&t=9s")]
        assert not page.select("iframe")
    assert len(site.feed().select("a[href='https://www.youtube.com/watch?v=eRsGyueVLvQ']")) == 1


def test_a_full_text_that_is_only_the_video(site: Site) -> None:
    """Where nothing else stands behind the marker, there is nothing to open."""
    site.write("rocky.md", POST.replace("The full text.", "https://youtu.be/eRsGyueVLvQ"))
    site.build()
    assert not site.page().select(".videopost-more")
    assert not site.page("index.html").select(".videopost-more")


def test_unknown_embed_code_stays_and_is_told(site: Site) -> None:
    """Embed code that nobody knows stays as it is, and one warning names all of it; the site's own is its own."""
    code = (
        '<iframe src="https://maps.example/a"></iframe><iframe src="//widgets.example/b"></iframe>'
        '<iframe src="/own.html"></iframe><iframe src="https://site.example/own.html"></iframe>'
    )
    site.write("rocky.md", POST.replace("The full text.", f"The full text.\n\n<div>{code}</div>"))
    site.build()
    (warning,) = site.warnings
    assert "rocky.md: text: 'https://maps.example/a //widgets.example/b'" in warning
    assert [frame["src"] for frame in site.page().select("iframe")] == [
        "https://maps.example/a",
        "//widgets.example/b",
        "/own.html",
        "https://site.example/own.html",
    ]


def test_a_film_of_the_sites_own_stays(site: Site) -> None:
    """A `<video>` with a file of the site's own is the author's, with all that they gave it."""
    site.write("media/a.webm", b"webm")
    code = '<video controls loop src="{static}/media/a.webm"></video><video src="https://site.example/b.mp4"></video>'
    site.write("rocky.md", POST.replace("The full text.", f"The full text.\n\n<div>{code}</div>"))
    site.build()
    assert site.warnings == []
    assert [video["src"] for video in site.page().select(".videopost-body video")] == [
        "https://site.example/media/a.webm",
        "https://site.example/b.mp4",
    ]


def test_embeds_in_the_sections(site: Site) -> None:
    """Embed code in a sidebar is a player too; an address there stays a link of its list."""
    code = f'<iframe src="{PLAYER}"></iframe>\n\n<{OTHER}>'
    site.write("rocky.md", POST.replace("- [A link]", f"{code}\n\n- [A link]"))
    site.build()
    info = site.page().select_one(".videopost-info")
    assert info is not None
    assert [link["href"] for link in info.select("figure > a")] == [VIMEO]
    assert info.select_one(f"p > a[href='{OTHER}']")


@pytest.mark.parametrize(
    "address", ["https://media.example/a.jpg", "//media.example/a.jpg", "HTTPS://media.example/a.jpg"]
)
def test_a_poster_of_another_host(site: Site, address: str) -> None:
    """A picture of another host is not linked anywhere; the placeholder is drawn, and the build says what to do."""
    site.write("rocky.md", POST.replace("Video:", f"Poster: {address}\nVideo:"))
    site.build()
    (warning,) = site.warnings
    assert f"rocky.md: Poster: '{address}'" in warning
    assert "pelican-videopost fetch" in warning
    for path in ("rocky.html", "index.html", "feeds/all.atom.xml"):
        assert "media.example" not in (site.output / path).read_text(encoding="utf-8")
    assert site.page().select_one("figure .videopost-placeholder")


def test_a_poster_of_the_sites_own_host(site: Site) -> None:
    """A whole address of the site itself is no other host's."""
    site.write("rocky.md", POST.replace("Video:", "Poster: https://site.example/a.jpg\nVideo:"))
    site.build()
    assert site.warnings == []
    assert site.page().select_one("figure img[src='https://site.example/a.jpg']")


def test_what_was_fetched_of_a_video_in_the_text(site: Site) -> None:
    """A player in the text has the title, the shape and the poster that were fetched for it, on pages of any depth."""
    posters = (("media/posters/a-640.webp", 640), ("media/posters/a-1280.webp", 1280))
    for path, _ in posters:
        site.write(path, b"webp")
    save(site.content / FILE_NAME, {VIMEO: Fetched(title='The "clip"', width_px=9, height_px=16, posters=posters)})
    site.write("rocky.md", POST.replace("The full text.", f"The full text.\n\n{VIMEO}"))
    site.build(STATIC_PATHS=[], RELATIVE_URLS=True)
    assert site.warnings == []
    for path, root in (("rocky.html", "."), ("category/high-eighties.html", "..")):
        figure = site.page(path).select_one(".videopost-body figure.videopost-player--portrait")
        assert figure is not None
        assert figure["data-title"] == 'The "clip"'
        image = figure.select_one("img")
        assert image is not None
        assert image["src"] == f"{root}/media/posters/a-1280.webp"
        assert image["srcset"] == ", ".join(f"{root}/{path} {width_px}w" for path, width_px in posters)
    assert all((site.output / path).exists() for path, _ in posters)


def test_a_poster_that_was_brought_home(site: Site) -> None:
    """An author's poster of another host is shown from the files that were fetched of it, without a warning."""
    site.write("media/posters/a-640.webp", b"webp")
    url, poster = "https://www.youtube.com/watch?v=eRsGyueVLvQ", "https://media.example/a.jpg"
    save(site.content / FILE_NAME, {url: Fetched(thumbnail_url=poster, posters=(("media/posters/a-640.webp", 640),))})
    site.write("rocky.md", POST.replace("Video:", f"Poster: {poster}\nVideo:"))
    site.build()
    assert site.warnings == []
    assert site.page().select_one("figure img[src='https://site.example/media/posters/a-640.webp']")


EXTENTS = [
    ("<p>a <iframe src=//x.example></iframe> b</p>", "<iframe src=//x.example></iframe>", "</p>", "<p>"),
    ("<p><iframe src=//x.example></iframe> b</p>", "<p><iframe src=//x.example></iframe>", "", "<p>"),
    ("<p>a <iframe src=//x.example></iframe></p>", "<iframe src=//x.example></iframe></p>", "</p>", ""),
    ("<p><b><iframe src=//x.example></iframe></b></p>", "<p><b><iframe src=//x.example></iframe></b></p>", "", ""),
    ("<li><iframe src=//x.example></iframe></li>", "<iframe src=//x.example></iframe>", "", ""),
    ("<div>a<iframe src=//x.example></iframe></div>", "<iframe src=//x.example></iframe>", "", ""),
]


@pytest.mark.parametrize(("html", "extent", "before", "after"), EXTENTS)
def test_what_goes_with_an_embed(html: str, extent: str, before: str, after: str) -> None:
    """What holds nothing else goes with it, and a paragraph that goes on is ended and begun again."""
    (embed,) = embeds(html)
    assert (html[embed.start : embed.end], embed.before, embed.after) == (extent, before, after)


@pytest.mark.parametrize(
    "html",
    [
        f'<p><a href="{VIMEO}">See this</a></p>', f"<p>{VIMEO} and more</p>", f"<pre>{VIMEO}</pre>",
        f"<p><code>{VIMEO}</code></p>", f"<!-- <iframe src={PLAYER}></iframe> -->", f"<p>{VIMEO}\nhttps://x.example/</p>",
        f"<textarea><iframe src={PLAYER}></iframe></textarea>", f"<li>{VIMEO}</li>", "<p>e.g. node.js</p>",
        f"<p><img src='a.png' alt='{VIMEO}'></p>", "<blockquote cite='https://x.example'>a</blockquote>", "<p></p>",
    ],
)  # fmt: skip
def test_what_is_no_embed(html: str) -> None:
    """A named link, a sentence, code and comments are what they are."""
    assert list(embeds(html)) == []


@pytest.mark.parametrize(
    "piece",
    ["<object>", "<object></object>", "<p>", f"<p>{VIMEO} ", "<iframe>", "<iframe src=x></iframe>",
     "<video><source src=a>",
     "<div><iframe></iframe>", '<p><a href="//x"><img>', "<p><a><br>",
     "<blockquote class=tiktok-embed>", "<p>a.", "</p>"],
)  # fmt: skip
def test_hostile_texts_are_searched_at_once(piece: str) -> None:
    """A text made to be slow is searched in time that grows with its length."""
    for html in (piece * 10_000, "<p>" + piece[3:] * 10_000 + "</p>"):
        begun = time.process_time()
        for _ in embeds(html):
            pass
        assert time.process_time() - begun < 4


def test_hostile_addresses_are_inert(site: Site) -> None:
    """What an embed names reaches no page as a tag or an address that runs."""
    code = "".join(
        f"<iframe src='{address}'></iframe>"
        for address in (
            'https://youtu.be/eRsGyueVLvX"><script>alert(1)</script>',
            "javascript:alert(1)//.mp4",
            "data:x",
        )
    )
    site.write("rocky.md", POST.replace("The full text.", f"The full text.\n\n<div>{code}</div>"))
    site.build()
    body = site.page().select_one(".videopost-body")
    assert body is not None
    assert not body.select("script, a[href^=javascript], source")


def test_a_plain_article_keeps_its_embeds(site: Site) -> None:
    """Without the setting an article that is no video post is byte for byte what it is without the plugin."""
    text = "\n\n".join(code for code, _ in CODES.values())
    site.write("plain.md", f"{PLAIN}\n{text}\n")
    site.write("media/t.png", b"png")
    site.build(PLUGINS=[], OUTPUT_PATH=str(site.folder / "without"))
    site.build()
    assert site.warnings == []
    assert files(site.output) == files(site.folder / "without")


def test_every_articles_embeds(site: Site) -> None:
    """With `embeds_on` an article is the same but for its embeds: players for readers, links in feeds."""
    text = f'First words.\n\n<iframe src="{PLAYER}"></iframe>\n\nSee <{OTHER}>.\n\n{OTHER}\n\nLast words.'
    site.write("plain.md", PLAIN.replace("No video here, [+] not even a marker.", text))
    site.write("other.md", PLAIN.replace("A plain article", "Another one"))
    site.build(PLUGINS=[], OUTPUT_PATH=str(site.folder / "without"))
    site.build(VIDEOPOST={"embeds_on": "articles"})
    assert site.warnings == []
    for path in ("a-plain-article.html", "index.html", "category/high-eighties.html"):
        page = site.page(path)
        assert [link["href"] for link in page.select("div.videopost > figure > a")] == [VIMEO, OTHER]
        assert not page.select("iframe")
        assert page.find("p", string="Last words.")
    assert len(site.page("a-plain-article.html").select("head link[href$='videopost.css']")) == 1
    assert not site.page("a-plain-article.html").select("#comments, .videopost-more")
    entry = site.entries()["A plain article"]
    assert f'<p><a href="{VIMEO}">' in entry
    assert "<iframe" not in entry
    assert "videopost" not in entry
    before, after = files(site.folder / "without"), files(site.output)
    changed = {path for path in before if before[path] != after[path]}
    assert "another-one.html" not in changed
    assert set(after) - set(before) == {f"theme/videopost{end}" for end in (".css", ".js", "-listing.css")}
    page = after["a-plain-article.html"].decode()
    for word in before["a-plain-article.html"].decode().replace(f'<iframe src="{PLAYER}"></iframe>', "").split("\n"):
        assert word.strip() in page or OTHER in word


def test_a_long_article_with_an_embed(site: Site) -> None:
    """A summary is cut as Pelican cuts it, and no player in it is cut in two."""
    words = "word " * 60
    site.write(
        "plain.md", PLAIN.replace("No video here, [+] not even a marker.", f"One.\n\n{VIMEO}\n\n{words}\n\n{OTHER}")
    )
    site.build(VIDEOPOST={"embeds_on": "articles"}, FEED_ALL_RSS="feeds/all.rss.xml")
    assert [link["href"] for link in site.page("index.html").select("figure > a")] == [VIMEO]
    assert site.page("index.html").select_one("figure figcaption")
    assert site.page("index.html").get_text().count("word") == 45  # of 50: Pelican takes an address for four
    assert len(site.page("a-plain-article.html").select("figure")) == 2
    assert "figure" not in next(iter(site.entries("feeds/all.rss.xml").values()))


def test_embeds_and_comments_in_every_article(site: Site) -> None:
    """An article may have both players and a form; its page's description is of its words."""
    site.write("plain.md", PLAIN.replace("No video here,", f"No video here,\n\n{VIMEO}\n\n"))
    site.build(VIDEOPOST={"embeds_on": "articles", "comments_on": "articles", "comments": "https://forms.example/"})
    page = site.page("a-plain-article.html")
    assert len(page.select("figure")) == len(page.select("form#commentform")) == 1


def test_unknown_embed_code_in_every_article(site: Site) -> None:
    """With the setting, build and check name what nobody knows in any article."""
    site.write("plain.md", PLAIN.replace("No video here,", '<iframe src="https://maps.example/a"></iframe>\n\n'))
    site.build(VIDEOPOST={"embeds_on": "articles"})
    (warning,) = site.warnings
    assert "plain.md: text: 'https://maps.example/a'" in warning


def test_the_cache_of_a_site_with_embeds(site: Site) -> None:
    """Built again from Pelican's cache, a site is the same."""
    site.write("plain.md", PLAIN.replace("No video here,", f"No video here,\n\n{VIMEO}\n\n"))
    options = {"VIDEOPOST": {"embeds_on": "articles"}, "CACHE_CONTENT": True, "CONTENT_CACHING_LAYER": "generator"}
    first = files(site.build(**options, LOAD_CONTENT_CACHE=True))
    assert files(site.build(**options, LOAD_CONTENT_CACHE=True)) == first
