"""Approved comments as files of the site, on its pages; and what the build tells the receiver."""

import json

from .conftest import PLAIN, POST, Site

FORM = {"comments": "https://forms.example/send"}
FIRST = (
    "Author: Ada\nDate: 2025-12-01T10:00:00+00:00\nWebsite: https://ada.example/\n\nThat **saw**! <script>x</script>\n"
)
SECOND = "Author: Ben\nDate: 2025-12-02T10:00:00+00:00\nParent: first\n\nAnd the axe.\n"


def write(site: Site) -> None:
    """Write a post with a comment and a reply to it."""
    site.write("rocky.md", POST)
    site.write("plain.md", PLAIN)
    site.write("comments/rocky/first.md", FIRST)
    site.write("comments/rocky/second.md", SECOND)


def test_the_thread(site: Site) -> None:
    """Approved comments stand on the page, nested, dated and safe, and each can be replied to without a script."""
    write(site)
    site.build(VIDEOPOST=FORM)
    assert site.warnings == []
    page = site.page()
    first = page.select_one("ol.videopost-thread > li#comment-first")
    assert first.select_one("article a[href='https://ada.example/']")["rel"] == [
        "ugc",
        "external",
        "nofollow",
        "noopener",
    ]
    assert first.select_one(".videopost-said strong").get_text() == "saw"
    assert not page.select(".videopost-said script")
    assert first.select_one("a[href='#comment-first'] time[datetime='2025-12-01T10:00:00+00:00']")
    assert first.select_one("ol.children > li#comment-second")
    assert [link.get_text() for link in page.select("a[data-reply]")] == ["Reply to Ada", "Reply to Ben"]
    assert page.select_one("#comments-title").get_text() == "2 comments"
    choices = page.select("form select[name=comment_parent] option")
    assert [choice["value"] for choice in choices] == ["0", "first", "second"]
    assert site.page("index.html").select_one(".videopost-count a")["href"].endswith("rocky.html#comments")


def test_comments_are_no_articles(site: Site) -> None:
    """Pelican does not take comment files for articles without a title."""
    write(site)
    site.build(VIDEOPOST=FORM)
    assert site.warnings == []
    assert not list(site.output.rglob("*first*"))


def test_articles_in_a_folder_called_comments(site: Site) -> None:
    """A site that keeps articles in a folder of this name loses none of them."""
    site.write("comments/2025/plain.md", PLAIN)
    site.write("rocky.md", POST)
    site.build()
    assert site.warnings == []
    assert (site.output / "a-plain-article.html").exists()


def test_closed_and_off(site: Site) -> None:
    """Closed comments stay to be read; with comments off nothing is shown."""
    write(site)
    site.write("rocky.md", POST.replace("Video:", "Comments: closed\nVideo:"))
    site.build(VIDEOPOST=FORM)
    assert site.page().select("#comment-second")
    assert not site.page().select("form, a[data-reply]")
    site.write("rocky.md", POST.replace("Video:", "Comments: off\nVideo:"))
    site.build(VIDEOPOST=FORM)
    assert not site.page().select("#comments")


def test_a_damaged_comment_is_told_and_the_site_built(site: Site) -> None:
    """A comment file that cannot be used costs a warning that names it."""
    write(site)
    site.write("comments/rocky/third.md", b"\xff\xfe")
    site.write("comments/rocky/orphan.md", SECOND.replace("first", "nobody"))
    site.build(VIDEOPOST=FORM)
    assert any("third" in warning for warning in site.warnings)
    assert any("orphan" in warning and "nobody" in warning for warning in site.warnings)
    assert site.page().select_one("#comments-title").get_text() == "3 comments"


def test_the_manifest(site: Site) -> None:
    """The build tells the receiver its posts, outside of content and output."""
    write(site)
    site.write("draft.md", POST.replace("Slug: rocky", "Slug: draft\nStatus: draft"))
    site.build(VIDEOPOST=FORM | {"receiver": {"store": "queue"}})
    assert site.warnings == []
    manifest = json.loads((site.folder / "queue/manifest.json").read_text())
    assert manifest["site"] == "https://site.example"
    assert list(manifest["posts"]) == ["rocky"]
    post = manifest["posts"]["rocky"]
    assert (post["url"], post["comments"], post["ids"]) == ("/rocky.html", "open", ["first", "second"])


def test_a_store_that_would_be_published_is_refused(site: Site) -> None:
    """The private queue cannot be put where it would be published."""
    write(site)
    site.build(VIDEOPOST=FORM | {"receiver": {"store": "content/queue"}})
    (warning,) = site.warnings
    assert "receiver" in warning
    assert not (site.content / "queue").exists()
