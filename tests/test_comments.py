"""Approved comments as files of the site, on its pages; and what the build tells the receiver."""

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pelican_videopost.comments.discussion import moment_of_closing, status_at
from pelican_videopost.comments.manifest import read_manifest
from pelican_videopost.outputs.structured import as_script

from .conftest import PLAIN, POST, PROJECT, Site, files

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
    choices = page.select("form input[type=radio][name=comment_parent]")
    assert [choice["value"] for choice in choices] == ["0", "first", "second"]
    assert [choice["value"] for choice in choices if choice.has_attr("checked")] == ["0"]
    assert [label["for"] for label in page.select("li label")] == ["reply-first", "reply-second"]
    assert site.page("index.html").select_one(".videopost-count a")["href"].endswith("rocky.html#comments")


def test_a_theme_asks_for_the_number_of_comments(site: Site) -> None:
    """A theme's own listing can say how many comments an article has; of one that can have none it says nothing."""
    (site.folder / "templates").mkdir()
    counted = (
        "{% if article.discussion is defined %}{{ article.slug }}: {{ article.discussion.thread.count }}{% endif %}"
    )
    counted = f"{{% for article in articles %}}<b>{counted}</b>{{% endfor %}}"
    (site.folder / "templates" / "archives.html").write_text(counted, encoding="utf-8")
    site.write("rocky.md", POST)
    site.write("plain.md", PLAIN)
    site.write("comments/rocky/a.md", "Author: Ada\nDate: 2025-12-01T10:00:00+00:00\n\nHello.\n")
    site.build(THEME_TEMPLATES_OVERRIDES=[str(site.folder / "templates")])
    said = [item.get_text() for item in site.page("archives.html").select("b")]
    assert said == ["rocky: 1", ""]


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
    site.build(VIDEOPOST=FORM, OUTPUT_PATH=str(site.folder / "fresh"))
    site.output = site.folder / "fresh"
    assert not [path for path, content in files(site.output).items() if b"And the axe" in content]


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


@pytest.mark.parametrize(
    ("preview", "warnings"),
    [("", 0), ("http://localhost:8000", 0), ("http://127.0.0.1:8000/x", 0), ("https://preview.example/x", 1)],
)
def test_a_preview_stops_no_comments(site: Site, preview: str, warnings: int) -> None:
    """A build beside the live site, as `pelicanconf.py` makes it, leaves the receiver what it needs."""
    write(site)
    settings = {"VIDEOPOST": FORM | {"receiver": {"store": "queue"}}}
    site.build(SITEURL="https://site.example/blog", **settings)
    live = read_manifest(site.folder / "queue/manifest.json")
    (site.content / "rocky.md").unlink()
    site.write("next.md", POST.replace("Slug: rocky", "Slug: next"))
    site.write("comments/next/one.md", FIRST)
    site.build(SITEURL=preview, OUTPUT_PATH=str(site.folder / "preview"), DELETE_OUTPUT_DIRECTORY=False, **settings)
    assert sum("https://site.example" in warning for warning in site.warnings) == warnings
    manifest = read_manifest(site.folder / "queue/manifest.json")
    assert manifest.site == "https://site.example"
    assert manifest.posts["rocky"] == live.posts["rocky"]
    assert "next" in manifest.posts
    site.build(SITEURL="https://site.example/blog", **settings)
    manifest = read_manifest(site.folder / "queue/manifest.json")
    assert {name: post.url for name, post in manifest.posts.items()} == {"next": "/blog/next.html"}


def test_a_form_that_was_tried_at_home_is_not_published_unseen(site: Site) -> None:
    """An address of one's own machine is fine in a preview; in a build for the web it costs a warning."""
    write(site)
    for siteurl, warnings in (("", 0), ("http://localhost:8000", 0), ("https://site.example", 1)):
        site.build(SITEURL=siteurl, VIDEOPOST={"comments": "http://127.0.0.1:8001/reply"})
        assert sum("each reader's own machine" in warning for warning in site.warnings) == warnings
    site.build(SITEURL="https://site.example", VIDEOPOST={"comments": "https://site.example/reply"})
    assert site.warnings == []


def test_the_receivers_settings_say_which_site_is_live(site: Site) -> None:
    """A site whose receiver names it has its manifest for it, whichever address a build has; a move is said there."""
    write(site)
    for live in ("https://site.example", "https://new.example"):
        site.build(SITEURL="https://old.example", VIDEOPOST=FORM | {"receiver": {"store": "queue", "site": live}})
        assert site.warnings == []
        assert read_manifest(site.folder / "queue/manifest.json").site == live


@pytest.mark.parametrize("first", ["", "http://localhost:8000"])
def test_a_first_preview_gives_way_to_what_is_published(site: Site, first: str) -> None:
    """Before anything was published, a build on one's own machine tells its posts; a published one takes over."""
    write(site)
    settings = {"VIDEOPOST": FORM | {"receiver": {"store": "queue"}}}
    for address, known in (
        (first, first),
        ("https://site.example", "https://site.example"),
        ("", "https://site.example"),
    ):
        site.build(SITEURL=address, **settings)
        assert not any("comments are taken for" in warning for warning in site.warnings)
        manifest = read_manifest(site.folder / "queue/manifest.json")
        assert (manifest.site, set(manifest.posts)) == (known, {"rocky"})


def test_a_manifest_that_is_broken_is_written_anew(site: Site) -> None:
    """The next build mends what the receiver cannot read."""
    write(site)
    path = site.folder / "queue/manifest.json"
    path.parent.mkdir()
    path.write_text("[" * 100_000, encoding="utf-8")
    site.build(VIDEOPOST=FORM | {"receiver": {"store": "queue"}})
    assert site.warnings == []
    assert read_manifest(path).site == "https://site.example"


def test_the_queue_is_private_whoever_makes_it(site: Site) -> None:
    """The folder that a build makes for the receiver is for its owner's eyes only, and in no version control."""
    write(site)
    before = os.umask(0)
    try:
        site.build(VIDEOPOST=FORM | {"receiver": {"store": "queue", "manifest": "posts.json"}})
    finally:
        os.umask(before)
    assert (site.folder / "queue").stat().st_mode & 0o777 == 0o700
    assert "*" in (site.folder / "queue/.gitignore").read_text(encoding="utf-8").splitlines()
    assert (site.folder / "posts.json").exists()


def test_a_store_that_would_be_published_is_refused(site: Site) -> None:
    """The private queue cannot be put where it would be published."""
    write(site)
    site.build(VIDEOPOST=FORM | {"receiver": {"store": "content/queue"}})
    (warning,) = site.warnings
    assert "receiver" in warning
    assert not (site.content / "queue").exists()


def article(days_ago: float, more: str = "") -> str:
    """Return the post as it was written some days ago."""
    date = datetime.now(UTC) - timedelta(days=days_ago)
    return POST.replace("2025-11-27 10:00", f"{date:%Y-%m-%d %H:%M}").replace("Video:", f"{more}Video:")


@pytest.mark.parametrize(
    ("days_ago", "more", "is_open"),
    [
        (29.9, "", True),
        (30.1, "", False),
        (30.1, "Comments: open\n", True),
        (1, "Comments: closed\n", False),
    ],
)
def test_posts_close_after_some_days(site: Site, days_ago: float, more: str, is_open: bool) -> None:
    """A post takes comments for as long as the settings say, unless its author says otherwise; the receiver knows."""
    write(site)
    site.write("rocky.md", article(days_ago, more))
    site.build(VIDEOPOST=FORM | {"close_after": 30, "receiver": {"store": "queue"}})
    assert site.warnings == []
    page = site.page()
    assert bool(page.select("#commentform")) == bool(page.select("a[data-reply]")) == is_open
    assert ("Comments are closed." in page.select_one("#comments").get_text()) == (not is_open)
    post = json.loads((site.folder / "queue/manifest.json").read_text())["posts"]["rocky"]
    assert post["comments"] == ("open" if is_open else "closed")
    assert bool(post["closes"]) == ("Comments: open" not in more)


def test_a_page_is_closed_from_its_very_moment_on() -> None:
    """A page built at the moment of closing has no form any more; one built just before it has."""
    written = datetime(2026, 1, 31, 10, tzinfo=UTC)
    closes = moment_of_closing(None, written, 30)
    assert closes == written + timedelta(days=30)
    assert status_at(None, closes, closes) == "closed"
    assert status_at(None, closes, closes - timedelta(microseconds=1)) == "open"
    assert status_at("off", closes, written) == "off"


@pytest.mark.parametrize("date", ["9999-12-30 10:00", "2025-11-27 10:00"])
def test_no_date_ends_a_build(site: Site, date: str) -> None:
    """A post of the last days of the calendar, or days without end, never closes."""
    site.write("rocky.md", POST.replace("2025-11-27 10:00", date))
    site.build(VIDEOPOST=FORM | {"close_after": 10**9}, WITH_FUTURE_DATES=True)
    assert site.page().select("#commentform")


def test_slugs_and_addresses_for_the_receiver(site: Site) -> None:
    """A slug that no file can have is told of, and an address that begins with a slash is the same without it."""
    site.write("rocky.md", POST)
    site.write("odd.md", POST.replace("Slug: rocky", "Slug: films/rocky"))
    receiver = {"comments": "https://site.example/reply", "receiver": {"store": "queue"}}
    site.build(VIDEOPOST=receiver, ARTICLE_URL="/posts/{slug}/", ARTICLE_SAVE_AS="posts/{slug}/index.html")
    (warning,) = site.warnings
    assert "films/rocky" in warning
    manifest = read_manifest(site.folder / "queue/manifest.json")
    assert {name: post.url for name, post in manifest.posts.items()} == {"rocky": "/posts/rocky/"}


def test_comments_on_any_article(site: Site) -> None:
    """Where the settings say so, plain articles have thread and form, and are otherwise as they were."""
    write(site)
    plain = PLAIN.replace("Tags:", "Slug: plain\nTags:")
    site.write("plain.md", plain)
    site.write("quiet.md", plain.replace("Slug: plain", "Slug: quiet\nComments: off"))
    site.write("pages/about.md", "Title: About\n\nA page.\n")
    site.write("comments/plain/one.md", FIRST)
    site.build(OUTPUT_PATH=str(site.folder / "before"))
    site.build(VIDEOPOST=FORM | {"comments_on": "articles", "receiver": {"store": "queue"}})
    assert site.warnings == []
    page = site.page("plain.html")
    assert "not even a marker" in page.get_text()
    section = page.select_one(".videopost > section#comments")
    assert section.select_one("li#comment-one .videopost-said strong")
    assert section.select_one("form input[name=comment_post_ID]")["value"] == "plain"
    assert len(page.select("head link[href$='videopost.css']")) == len(page.select("head script[src]")) == 1
    assert set(json.loads((site.folder / "queue/manifest.json").read_text())["posts"]) == {"rocky", "plain"}
    before, after = files(site.folder / "before"), files(site.output)
    changed = {path for path in before if after.get(path) != before[path]}
    assert {path for path in changed if not path.startswith("feeds/")} == {"plain.html", "rocky.html"}
    told = changed - {"plain.html", "rocky.html", "feeds/comments.atom.xml"}
    assert all(b'rel="replies"' in after[path] and b"comments/plain.atom.xml" in after[path] for path in told)


def test_a_translation_shares_the_comments(site: Site) -> None:
    """A translation shows its original's comments in its own words, and its form leads back to itself."""
    write(site)
    site.write("es.md", POST.replace("Slug: rocky", "Slug: rocky\nLang: es"))
    site.build(VIDEOPOST=FORM | {"receiver": {"store": "queue"}})
    assert site.warnings == []
    for path, name, words in (("rocky.html", "rocky", "2 comments"), ("rocky-es.html", "rocky:es", "2 comentarios")):
        page = site.page(path)
        assert page.select_one("#comments-title").get_text() == words
        assert page.select_one("input[name=comment_post_ID]")["value"] == name
    manifest = read_manifest(site.folder / "queue/manifest.json")
    assert {name: (post.slug, post.url) for name, post in manifest.posts.items()} == {
        "rocky": ("rocky", "/rocky.html"),
        "rocky:es": ("rocky", "/rocky-es.html"),
    }


def test_feeds_of_comments(site: Site) -> None:
    """Each post with comments has an Atom feed of them, and the site one of all; replies say what they answer."""
    write(site)
    site.write("other.md", POST.replace("Slug: rocky", "Slug: other"))
    site.write("silent.md", POST.replace("Slug: rocky", "Slug: silent"))
    site.write("comments/other/third.md", FIRST.replace("Ada", "Cy & <Co>"))
    site.build(VIDEOPOST=FORM)
    assert site.warnings == []
    assert files(site.output / "feeds").keys() >= {
        "comments.atom.xml",
        "comments/rocky.atom.xml",
        "comments/other.atom.xml",
    }
    assert not (site.output / "feeds/comments/silent.atom.xml").exists()
    feed = atom(site.output / "feeds/comments/rocky.atom.xml")
    assert feed["title"] == "Comments on “Rocky training in Russia [Rocky IV]”"
    assert feed["self"] == "https://site.example/feeds/comments/rocky.atom.xml"
    second, first = feed["entries"]
    assert (second["author"], second["link"]) == ("Ben", "https://site.example/rocky.html#comment-second")
    assert second["answers"] == first["id"]
    assert first["content"] == "<p>That <strong>saw</strong>! &lt;script&gt;x&lt;/script&gt;</p>"
    everything = atom(site.output / "feeds/comments.atom.xml")
    assert {entry["author"] for entry in everything["entries"]} == {"Ada", "Ben", "Cy & <Co>"}
    for path, number in (("rocky.html", 2), ("silent.html", 0)):
        own = "a[href$='.atom.xml'], link[href*='feeds/comments/']"
        links = [link["href"] for link in site.page(path).select(own)]
        assert links == ["https://site.example/feeds/comments/rocky.atom.xml"] * number
        assert (
            site.page(path).select_one("link[href='https://site.example/feeds/comments.atom.xml']")["title"]
            == "Comments"
        )


def test_what_feeds_of_comments_leave_out(site: Site) -> None:
    """Drafts have no feed, hidden posts one apart from the feed of all, and none is longer than the site allows."""
    write(site)
    for status in ("draft", "hidden"):
        site.write(f"{status}.md", POST.replace("Slug: rocky", f"Slug: {status}\nStatus: {status}"))
        site.write(f"comments/{status}/one.md", FIRST.replace("Ada", status))
    for limit, authors in ((None, ["Ben", "Ada"]), (1, ["Ben"])):
        site.build(FEED_MAX_ITEMS=limit)
        assert site.warnings == []
        assert [entry["author"] for entry in atom(site.output / "feeds/comments.atom.xml")["entries"]] == authors
    assert {path.name for path in (site.output / "feeds/comments").iterdir()} == {"rocky.atom.xml", "hidden.atom.xml"}
    assert not site.page("drafts/draft.html").select(".videopost-follow")


@pytest.mark.parametrize(
    "settings",
    [
        {"VIDEOPOST": {"comment_feeds": None}},
        {"FEED_ALL_ATOM": None, "CATEGORY_FEED_ATOM": None},
        {"SITEURL": ""},
    ],
)
def test_no_feeds_of_comments(site: Site, settings: dict[str, Any]) -> None:
    """Without feeds in the site, an address for their links, or the wish for them, none is written or linked."""
    write(site)
    site.build(**settings)
    assert not [path for path in files(site.output) if "feeds/comments" in path]
    assert not site.page().select(".videopost-follow, link[href*='feeds/comments']")


def test_comments_in_the_structured_data(site: Site) -> None:
    """Search engines get the comments as schema.org has them, and no text can break out of the element."""
    write(site)
    site.write("rocky.md", POST.replace("Rocky training", "</script><b>Rocky & training"))
    site.write("comments/rocky/first.md", FIRST.replace("That", "</script><script>alert(1)</script> That"))
    site.build(VIDEOPOST=FORM)
    (element,) = site.page().select("head script[type='application/ld+json']")
    posting, _ = json.loads(element.string)["@graph"]
    assert (posting["@type"], posting["@id"], posting["commentCount"]) == (
        "BlogPosting",
        "https://site.example/rocky.html",
        2,
    )
    second, first = posting["comment"]
    assert (first["@type"], first["@id"]) == ("Comment", "https://site.example/rocky.html#comment-first")
    assert first["text"] == "</script><script>alert(1)</script> That saw! <script>x</script>"
    assert first["author"] == {"@type": "Person", "name": "Ada", "url": "https://ada.example/"}
    assert second["author"]["name"] == "Ben"
    assert second["parentItem"] == {"@id": first["@id"]}


@pytest.mark.parametrize("text", ["</script><script>", "<!--", "a & b", "a\u2028b\u2029c", "]]>", '"\\'])
def test_no_text_leaves_the_structured_data(text: str) -> None:
    """Whatever a text holds, it neither ends the element nor a line of script, and is the same when it is read."""
    element = str(as_script({"text": text}))
    content = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(content) == {"text": text}
    assert not set(content) & set("<>&\u2028\u2029")


def test_comments_have_the_time_of_the_site(site: Site) -> None:
    """A comment of the evening shows the day it was where the site is, and says the moment itself to machines."""
    write(site)
    site.write("comments/rocky/first.md", FIRST.replace("T10:00:00+00:00", "T23:30:00+00:00"))
    site.build(TIMEZONE="Europe/Rome", DEFAULT_DATE_FORMAT="%Y-%m-%d %H:%M", VIDEOPOST=FORM)
    time = site.page().select_one("#comment-first time")
    assert (time["datetime"], time.get_text()) == ("2025-12-01T23:30:00+00:00", "2025-12-02 00:30")


def test_a_system_of_its_own(site: Site) -> None:
    """A template of the theme's brings a comment system with an interface of its own; by default nothing is there."""
    site.write("rocky.md", POST)
    site.build()
    assert not site.page().select("#comments")
    overrides = site.folder / "overrides"
    (overrides / "videopost").mkdir(parents=True)
    (overrides / "videopost/comment_system.html").write_text('<div id="own" data-post="{{ article.slug }}"></div>')
    for more, shown in (("", 1), ("Comments: off\n", 0)):
        site.write("rocky.md", POST.replace("Video:", f"{more}Video:"))
        site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)])
        assert site.warnings == []
        assert (
            len(site.page().select("section#comments[aria-labelledby=comments-title] > #own[data-post=rocky]")) == shown
        )


def atom(path: Path) -> dict[str, Any]:
    """Return what an Atom feed says, in the words of the tests."""
    ns, thr = "{http://www.w3.org/2005/Atom}", "{http://purl.org/syndication/thread/1.0}"
    root = ElementTree.fromstring(path.read_bytes())
    entries = []
    for entry in root.iter(f"{ns}entry"):
        answers = entry.find(f"{thr}in-reply-to")
        entries.append(
            {
                "id": entry.findtext(f"{ns}id"),
                "author": entry.findtext(f"{ns}author/{ns}name"),
                "link": entry.find(f"{ns}link").attrib["href"],
                "content": entry.findtext(f"{ns}content"),
                "answers": None if answers is None else answers.attrib["ref"],
            }
        )
    own = root.find(f"{ns}link[@rel='self']").attrib["href"]
    return {"title": root.findtext(f"{ns}title"), "self": own, "entries": entries}


@pytest.mark.parametrize("content", [None, b"no database", b"SQLite format 3\0" + b"x" * 5000])
def test_a_database_of_isso_that_cannot_be_read(site: Site, content: bytes | None) -> None:
    """Without its database the site is built with the comments it has in files, and a warning names the file."""
    write(site)
    if content is not None:
        (site.folder / "isso.db").write_bytes(content)
    site.build(VIDEOPOST={"comments": {"service": "isso", "action": "https://isso.example", "database": "isso.db"}})
    (warning,) = site.warnings
    assert "isso.db: no database of Isso that can be read" in warning
    assert len(site.page().select(".videopost-comment")) == 2
    assert (site.folder / "isso.db").exists() == (content is not None)


def test_no_email_address_is_published(example: Path) -> None:
    """Nothing of the example site, built or written, holds an email address."""
    published = files(example) | files(PROJECT / "example_site/content")
    assert len(published) > 50
    found = {path for path, content in published.items() if re.search(rb"[\w.+-]+@[\w-]+\.[a-z]{2,}", content)}
    assert {path for path in found if not path.endswith((".webm", ".mp4"))} == set()


def test_comments_and_articles_that_would_be_lost(site: Site) -> None:
    """What lies where neither a comment nor an article is looked for costs a warning that says where it belongs."""
    write(site)
    site.write("comments/plain.md", PLAIN)
    site.write("comments/gone/first.md", FIRST)
    site.write("comments/a-plain-article/first.md", FIRST)
    site.build()
    lost, *homeless = site.warnings
    assert "comments/plain.md: plain.md: not read" in lost
    assert [warning.partition(":")[0] for warning in homeless] == ["comments/a-plain-article", "comments/gone"]
    assert all('"comments_on": "articles"' in warning for warning in homeless)
    site.build(VIDEOPOST={"comments_on": "articles"})
    assert [warning.partition(":")[0] for warning in site.warnings] == ["comments/plain.md", "comments/gone"]


def test_metadata_called_as_the_plugin_calls_things(site: Site) -> None:
    """Whatever words an author uses for metadata, sites without video posts stay the same, and those with them work."""
    names = "Videopost Discussion Views Head Base Thread Own_Summary On_Its_Page Comments_Said".split()
    words = "".join(f"{name}: a word\n" for name in names)
    site.write("plain.md", PLAIN.replace("Tags:", f"{words}Comments: yes\nTags:"))
    site.build(PLUGINS=[], OUTPUT_PATH=str(site.folder / "without"))
    site.build()
    assert files(site.output) == files(site.folder / "without")
    site.write("rocky.md", POST.replace("Tags:", f"{words}Tags:"))
    site.build(VIDEOPOST=FORM)
    assert site.warnings == []
    assert site.page().select(".videopost-player, .videopost-more, #commentform")
