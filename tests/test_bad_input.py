"""Posts with mistakes and posts with malice: the site is built, the author is told, nothing is lost or let through."""

import re
from urllib.parse import unquote

import pytest

from .conftest import POST, Site

HOSTILE = "\"><script>alert(1)</script>'</title><img src=x onerror=alert(1)>"


def build(site: Site, post: str, count: int = 1) -> str:
    """Build a site of one post; return the only warning, which names the file."""
    site.write("rocky.md", post)
    site.build(VIDEOPOST={"comments": "https://forms.example/send"})
    assert len(site.warnings) == count, site.warnings
    assert all("rocky.md" in warning for warning in site.warnings)
    text = site.page().get_text() + site.page("index.html").get_text()
    assert text.count("The teaser of the post.") == text.count("The full text.") == 2
    return " ".join(site.warnings)


def test_an_unknown_provider_is_a_plain_link(site: Site) -> None:
    """An address that nobody knows is shown as a link to itself, on every page and in the feed."""
    warning = build(site, re.sub("Video: .*", "Video: https://example.org/watch?a=1&b=2", POST))
    assert "Video: 'https://example.org/watch?a=1&b=2'" in warning
    for page in (site.page(), site.page("index.html"), site.feed()):
        assert page.select_one("a[href='https://example.org/watch?a=1&b=2']")
        assert not page.select("figure, iframe")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", 'x" onclick="alert(1)', "<script>x</script>"]
)
def test_a_hostile_address_is_text(site: Site, address: str) -> None:
    """What is no web address becomes no link at all."""
    build(site, re.sub("Video: .*", lambda _: f"Video: {address}", POST))
    (shown,) = site.page().select(".videopost-unknown")
    assert shown.get_text() == address
    assert not shown.select("*")


def test_an_empty_video_makes_no_video_post(site: Site) -> None:
    """An empty line is told, and the article stays what it would be without it."""
    site.write("rocky.md", re.sub("Video: .*", "Video:", POST))
    site.build()
    (warning,) = site.warnings
    assert "rocky.md: Video" in warning
    assert not site.page().select(".videopost")
    assert "The full text." in site.page().get_text()


def test_a_wrong_duration(site: Site) -> None:
    """A duration that cannot be read is told and left out."""
    assert "Duration: 'ages'" in build(site, POST.replace("Video:", "Duration: ages\nVideo:"))
    assert "Duration" not in [term.get_text() for term in site.page().select("dt")]


def test_a_missing_poster(site: Site) -> None:
    """A poster that is not there is told once, and the player draws its own."""
    warning = build(site, POST.replace("Video:", "Poster: {static}/media/none.jpg\nVideo:"))
    assert "Poster: '{static}/media/none.jpg': no such file" in warning
    assert site.page().select_one("figure .videopost-placeholder")
    assert not site.page().select("figure img")


def test_a_missing_video_file(site: Site) -> None:
    """A video file that is not there is told, and no player is drawn that cannot play."""
    assert "no such file" in build(site, re.sub("Video: .*", "Video: {static}/media/none.webm", POST))
    assert not site.page().select("video")


def test_two_markers(site: Site) -> None:
    """The first marker counts, the second is shown and told."""
    assert "second marker" in build(site, POST.replace("## More", "One more. [+]\n\n## More"))
    assert "One more. [+]" in site.page().select_one(".videopost-body").get_text()


def test_a_marker_in_code(site: Site) -> None:
    """A marker in code is code."""
    build(site, POST.replace("The teaser", "`[+]`\n\n    [+]\n\nThe teaser"), count=0)
    assert [code.get_text().strip() for code in site.page().select(".videopost-teaser code")] == ["[+]", "[+]"]


def test_an_unclosed_tag(site: Site) -> None:
    """An unclosed tag does not swallow the sidebars and the form."""
    build(site, POST.replace("The full text.", "<div><b>The full text."))
    root = site.page().select_one(".videopost")
    assert root.select_one(":scope > .videopost-columns > .videopost-sidebars > .videopost-details")
    assert root.select_one(":scope > .videopost-columns > #comments")


def test_an_unclosed_comment(site: Site) -> None:
    """An unclosed comment does not hide the rest of the page."""
    build(site, POST.replace("The full text.", "<div><!-- oh\n</div>\n\nThe full text."))
    assert site.page().select_one("#commentform button")


@pytest.mark.parametrize("opening", ["<style>", "<script>", "<textarea>", "<title>", "<!-- oh", "<![CDATA[ oh"])
def test_text_after_something_unclosed(site: Site, opening: str) -> None:
    """What is never closed hides nothing: page, listing and feed have every word, and the author is told the line."""
    text = f"The full text.\n\n<div>\n{opening}\n</div>\n\nLast words."
    warning = build(site, POST.replace("The full text.", text))
    tag = opening.removesuffix(" oh")
    assert f"text: '{tag}" in warning
    assert "line 13" in warning
    for page in (site.page(), site.page("index.html"), site.feed()):
        assert "Last words." in page.get_text()
        assert tag in page.get_text()
    assert site.page().select_one("#commentform button")


@pytest.mark.parametrize("slug", ['"><script>alert(1)</script>', "rocky\\iv", "rocky\\1", "a b"])
def test_a_slug_that_is_no_name(site: Site, slug: str) -> None:
    """Any slug builds, and in a listing the ids it begins are inert, with their links leading to them."""
    site.write("rocky.md", POST.replace("Slug: rocky", f"Slug: {slug}").replace("text.", "text.[^1]\n\n[^1]: Note."))
    site.build(ARTICLE_SAVE_AS="rocky.html", ARTICLE_URL="rocky.html")
    page = site.page("index.html")
    assert not page.select(".videopost script")
    assert len(page.select(".videopost [id]")) == 2
    for link in page.select(".videopost a[href^='#']"):
        assert page.find(id=link["href"][1:]) is not None


def test_a_section_in_the_teaser(site: Site) -> None:
    """A section heading before the marker is a section; teaser and full text stay whole."""
    post = POST.replace("The teaser", "## Details\n\nYear\n:   1985\n\n## On\n\nThe teaser").replace(
        "\n## Details\n\nD", "\nD"
    )
    build(site, post, count=0)
    assert "1985" in site.page().select_one(".videopost-details").get_text()


def test_a_marker_within_a_section(site: Site) -> None:
    """A marker below a section's heading ends that section, and the author is told."""
    site.write(
        "rocky.md", POST.replace("The teaser", "## Details\n\nThe teaser").replace("\n## Details\n\nDir", "\nDir")
    )
    site.build()
    (warning,) = site.warnings
    assert "rocky.md" in warning
    assert "marker stands within a section" in warning
    assert "The teaser of the post." in site.page().select_one(".videopost-details").get_text()
    assert site.page().select_one("details.videopost-more").get_text().count("The full text.") == 1


def test_hostile_metadata_is_inert(site: Site) -> None:
    """Markup in a title, film, caption or slug of related posts runs nowhere: page, listing or feed."""
    extra = (
        f"Film: {HOSTILE}\nDuration: {HOSTILE}\nCaptions: en {HOSTILE}: /a.vtt\nRelated: {HOSTILE}\nPoster: {HOSTILE}\n"
    )
    post = POST.replace("Rocky training in Russia [Rocky IV]", f"Rocky {HOSTILE}").replace("Video:", extra + "Video:")
    site.write("rocky.md", post.replace("[A link](https://example.org/more)", ""))
    site.write("other.md", POST.replace("Slug: rocky", "Slug: other\nRelated: rocky"))
    site.build(VIDEOPOST={"comments": "mailto:a@example.org"})
    for page in (site.page(), site.page("index.html"), site.page("other.html"), site.feed()):
        for part in page.select(".videopost") or [page]:
            assert not part.select("script, [onerror], [onclick], img[src=x]")


def test_captions_that_are_not_utf8(site: Site) -> None:
    """A caption file in another encoding is told by name, and still offered."""
    site.write("media/clip.webm", b"webm")
    site.write("media/clip.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nÉtait".encode("latin-1"))
    captions = "Video: {static}/media/clip.webm\nCaptions: fr: {static}/media/clip.vtt"
    warning = build(site, re.sub("Video: .*", captions, POST))
    assert "Captions: '{static}/media/clip.vtt': not UTF-8" in warning
    assert site.page().select_one("track[srclang=fr]")


def test_captions_that_are_no_webvtt(site: Site) -> None:
    """A file that browsers would ignore is told by name."""
    site.write("media/clip.webm", b"webm")
    site.write("media/clip.srt", "1\n00:00:00,000 --> 00:00:01,000\nHello")
    captions = "Video: {static}/media/clip.webm\nCaptions: en: {static}/media/clip.srt"
    assert "not WebVTT" in build(site, re.sub("Video: .*", captions, POST))


def test_wrong_comments_status(site: Site) -> None:
    """An unknown status is told and read as open; closed and off do what they say."""
    assert "Comments: 'perhaps'" in build(site, POST.replace("Video:", "Comments: perhaps\nVideo:"))
    assert site.page().select("#commentform")
    build(site, POST.replace("Video:", "Comments: closed\nVideo:"), count=0)
    assert "Comments are closed." in site.page().select_one("#comments").get_text()
    assert not site.page().select("form")
    build(site, POST.replace("Video:", "Comments: off\nVideo:"), count=0)
    assert not site.page().select("#comments")


@pytest.mark.parametrize("name", ['a"b.png', "a<b>c.png", "a'b & c.png"])
def test_a_poster_whose_name_is_no_attribute(site: Site, name: str) -> None:
    """A file may have any name: it is copied, shown, and no part of it becomes a tag or an attribute."""
    site.write(f"media/{name}", b"\x89PNG")
    site.write("rocky.md", POST.replace("Video:", f"Poster: {{static}}/media/{name}\nVideo:"))
    site.build()
    assert site.warnings == []
    for page in (site.page(), site.page("index.html")):
        poster = page.select_one(".videopost-player img")
        assert poster is not None
        assert unquote(poster["src"]) == f"https://site.example/media/{name}"
    assert (site.output / "media" / name).is_file()
