"""A long thread on several pages: what stands where, and that every link to a comment leads to it."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from pelican_videopost.comments.manifest import read_manifest
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.pages import cut
from pelican_videopost.comments.thread import build_thread
from tests.conftest import PLAIN, POST, Site

HOSTILE = '"><script>alert(1)</script>'
NAMES = ("Ada", HOSTILE, "عائشة", "Ben")
TIME = datetime(2025, 12, 1, tzinfo=UTC)
FORM: dict[str, Any] = {"comments": "https://site.example/comments/reply", "receiver": {}, "comments_per_page": 3}


def say(site: Site, count: int, slug: str = "rocky") -> None:
    """Write so many comments at the top of a thread, an hour apart, each with a reply written after all of them."""
    for number in range(count):
        date = f"2025-12-{number // 24 + 1:02}T{number % 24:02}"
        name = NAMES[number % len(NAMES)]
        site.write(f"comments/{slug}/c{number}.md", f"Author: {name}\nDate: {date}:00:00+00:00\n\nNumber {number}.\n")
        reply = f"Author: Carl\nDate: 2026-01-{number // 24 + 1:02}T{number % 24:02}:00:00+00:00\nParent: c{number}\n"
        site.write(f"comments/{slug}/r{number}.md", f"{reply}\nTo number {number}.\n")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Site]:
    """Builds a site of one post with eleven comments, replies not counted; once for each of its settings."""
    known: dict[str, Site] = {}

    def build(order: str = "oldest", **settings: Any) -> Site:
        key = repr((order, settings))
        if key not in known:
            known[key] = site = Site(tmp_path_factory.mktemp("long") / "site")
            site.write("rocky.md", POST.replace("[Rocky IV]", f"{HOSTILE} [Rocky IV]"))
            say(site, 11)
            site.build(VIDEOPOST=FORM | {"comments_order": order}, **settings)
            assert site.warnings == []
        return known[key]

    return build


def tops(page: BeautifulSoup) -> list[int]:
    """Return the numbers of the comments at the top of the thread on a page, as they stand there."""
    return [int(one["id"].removeprefix("comment-c")) for one in page.select("ol.videopost-thread > li")]


def steps(page: BeautifulSoup) -> list[tuple[str, str, str]]:
    """Return the ways from a page to others: what each says, where it leads, and what that is to the page."""
    shown = page.select("[role=navigation].videopost-steps > *")
    return [
        (one.get_text(), urldefrag(urlsplit(one.get("href", "")).path)[0], " ".join(one.get("rel", [])))
        for one in shown
    ]


def test_the_oldest_first(built: Callable[..., Site]) -> None:
    """The post's page begins the thread, numbered pages go on; a reply stays with what it answers, however late."""
    site = built()
    assert tops(site.page()) == [0, 1, 2]
    assert tops(site.page("rocky-comments-2.html")) == [3, 4, 5]
    assert tops(site.page("rocky-comments-4.html")) == [9, 10]
    assert not (site.output / "rocky-comments-5.html").exists()
    assert site.page("rocky-comments-2.html").select_one("#comment-c4 > ol.children > #comment-r4")
    assert site.page().select_one("#comments-title").get_text() == "22 comments"
    assert steps(site.page()) == [
        ("1", "", ""),
        ("2", "/rocky-comments-2.html", ""),
        ("…", "", ""),
        ("4", "/rocky-comments-4.html", ""),
        ("Newer comments", "/rocky-comments-2.html", "next"),
    ]
    assert steps(site.page("rocky-comments-2.html"))[:3] == [
        ("Older comments", "/rocky.html", "prev"),
        ("1", "/rocky.html", ""),
        ("2", "", ""),
    ]
    assert [words for words, _, _ in steps(site.page("rocky-comments-4.html"))] == ["Older comments", *"1…34"]


def test_the_newest_first(built: Callable[..., Site]) -> None:
    """The post's page ends the thread, with a page's worth at least; each comment has its lasting page already."""
    site = built("newest")
    assert tops(site.page()) == [10, 9, 8, 7, 6]
    assert tops(site.page("rocky-comments-2.html")) == [5, 4, 3]
    assert tops(site.page("rocky-comments-1.html")) == [2, 1, 0]
    assert tops(site.page("rocky-comments-4.html")) == [10, 9]
    assert ("Older comments", "/rocky-comments-2.html", "next") in steps(site.page())
    assert ("Newer comments", "/rocky.html", "prev") in steps(site.page("rocky-comments-2.html"))
    assert not [one for one in steps(site.page()) if "Newer" in one[0]]
    for number in (3, 4):  # where permalinks of comments lead that the post's page shows, too
        assert ("Newer comments", "/rocky.html", "prev") in steps(site.page(f"rocky-comments-{number}.html"))
    permalink = site.page().select_one("#comment-c10 .videopost-permalink")
    assert permalink["href"] == "https://site.example/rocky-comments-4.html#comment-c10"
    assert site.page("rocky-comments-4.html").select_one("#comment-c10 .videopost-permalink")["href"] == "#comment-c10"


def test_a_comment_stays_on_its_page() -> None:
    """However many comments follow, a numbered page that is full keeps what it has; no comment is on none or on two."""
    for newest_first in (False, True):
        earlier: dict[int, set[int]] = {}
        for count in range(30):
            front, pages = cut(range(count), 5, newest_first=newest_first)  # type: ignore[arg-type]
            shown = {number: set(page) for number, page in pages.items()}
            assert {one for page in (front, *pages.values()) for one in page} == set(range(count))  # type: ignore[comparison-overlap]
            assert sum(map(len, pages.values())) + len(front) * (not newest_first) == count * bool(
                pages or not newest_first
            )
            assert all(page <= shown[number] for number, page in earlier.items())
            earlier = shown


def links(site: Site) -> Iterator[tuple[str, str]]:
    """Yield every link to a comment, as page and id: of pages, the feeds, the structured data and the manifest."""
    root = "https://site.example/"
    for path in site.output.rglob("*.html"):
        here = urljoin(root, path.relative_to(site.output).as_posix())
        for link in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("a[href*='#comment-']"):
            yield urldefrag(urljoin(here, str(link["href"])))
        for found in re.findall(r'"url": "([^"]+#comment-[^"]+)"', path.read_text(encoding="utf-8")):
            yield urldefrag(found)
    for path in site.output.rglob("comments*.xml"):
        for found in re.findall(r'href="([^"]+#comment-[^"]+)"', path.read_text(encoding="utf-8")):
            yield urldefrag(unescape(found))
    for path in site.folder.rglob("manifest.json"):
        post = read_manifest(path).posts["rocky"]
        assert set(post.places) <= post.ids
        for one in post.ids:
            yield urljoin(root, post.address_of(one)), f"comment-{one}"


@pytest.mark.parametrize(
    ("order", "settings"),
    [
        ("oldest", {}),
        ("newest", {}),
        ("oldest", {"ARTICLE_SAVE_AS": "{slug}/index.html", "ARTICLE_URL": "{slug}/"}),
        ("newest", {"ARTICLE_SAVE_AS": "a/{slug}.html", "ARTICLE_URL": "a/{slug}"}),
        ("newest", {"RELATIVE_URLS": True, "ARTICLE_SAVE_AS": "a/{slug}.html", "ARTICLE_URL": "a/{slug}.html"}),
    ],
    ids=["oldest", "newest", "folders", "no ending", "relative"],
)
def test_every_link_to_a_comment_leads_to_it(built: Callable[..., Site], order: str, settings: dict[str, Any]) -> None:
    """From pages, feeds, structured data and the receiver's manifest, wherever a site has its articles."""
    site = built(order, **settings)
    seen = set()
    for page, anchor in links(site):
        path = urlsplit(page).path.lstrip("/")
        file = next(
            file
            for file in (site.output / path, site.output / path / "index.html", site.output / f"{path}.html")
            if file.is_file()
        )
        assert f'id="{anchor}"' in file.read_text(encoding="utf-8"), (page, anchor)
        seen.add(anchor)
    assert len(seen) == 22


def test_a_page_of_comments(built: Callable[..., Site]) -> None:
    """It names its post, leads back, stands for itself before search engines, has a form, and no more of the post."""
    site = built()
    text = (site.output / "rocky-comments-3.html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert page.select_one(".videopost p a[href='https://site.example/rocky.html']")
    assert "Comments on “Rocky training in Russia" in page.select_one("title").get_text()
    assert [one["href"] for one in page.select("link[rel=canonical]")] == ["https://site.example/rocky-comments-3.html"]
    assert page.select_one("#commentform input[name=comment_post_ID]")["value"] == "rocky"
    assert page.select_one("a[href='#respond']")
    assert len(page.select("link[href$='videopost.css'], script[src$='videopost.js']")) == 2
    assert not page.select(".videopost-player, .videopost-teaser, .videopost-info, script:not([src])")
    assert "The full text" not in text
    assert "<script>alert" not in text


def test_a_file_that_is_there_already(site: Site) -> None:
    """No page of comments is written over another file: all comments stand on the post's page then, which is said."""
    site.write("rocky.md", POST)
    site.write("other.md", PLAIN.replace("Tags:", "Slug: rocky-comments-2\nTags:"))
    say(site, 7)
    site.build(VIDEOPOST=FORM)
    assert [message for message in site.warnings if "rocky-comments-2.html" in message] == site.warnings != []
    assert tops(site.page()) == list(range(7))
    assert "No video here" in (site.output / "rocky-comments-2.html").read_text(encoding="utf-8")
    assert not (site.output / "rocky-comments-3.html").exists()


def test_a_file_that_another_plugin_writes(site: Site) -> None:
    """Nor over what only the writer knows of."""
    site.write("rocky.md", POST)
    say(site, 7)
    site.build(VIDEOPOST=FORM, ARCHIVES_SAVE_AS="rocky-comments-2.html")
    assert any("rocky-comments-2.html" in message for message in site.warnings)
    assert not site.page("rocky-comments-2.html").select("#comments")


def test_all_articles_drafts_and_a_post_without_more(site: Site) -> None:
    """Plain articles, drafts and closed discussions have pages, too; a short thread, or one with 0 a page, has none."""
    site.write("rocky.md", POST)
    site.write("plain.md", PLAIN.replace("Tags:", "Slug: plain\nStatus: draft\nComments: closed\nTags:"))
    say(site, 3)
    say(site, 4, "plain")
    site.build(VIDEOPOST=FORM | {"comments_on": "articles"})
    assert site.warnings == []
    assert sorted(path.name for path in site.output.rglob("*comments-*.html")) == ["plain-comments-2.html"]
    assert site.page("drafts/plain-comments-2.html").select_one(".videopost-closed")
    assert not site.page().select(".videopost-steps")
    site.build(VIDEOPOST=FORM | {"comments_per_page": 0, "comments_order": "newest"}, OUTPUT_PATH=f"{site.output}2")
    assert tops(BeautifulSoup(Path(f"{site.output}2", "rocky.html").read_text(encoding="utf-8"), "html.parser")) == [
        2,
        1,
        0,
    ]


def test_a_post_with_an_address_of_its_own(site: Site) -> None:
    """Where an author says where a post goes, its pages of comments go beside it, and stand for themselves."""
    site.write("rocky.md", POST.replace("Slug:", "Save_as: own/index.html\nUrl: own/\nSlug:"))
    say(site, 4)
    site.build(VIDEOPOST=FORM)
    page = site.page("own/comments-2/index.html")
    assert [one["href"] for one in page.select("link[rel=canonical]")] == ["https://site.example/own/comments-2/"]
    assert page.select_one("h2 > a")["href"] == "https://site.example/own/comments-2/"
    assert tops(page) == [3]


def test_a_thousand_comments(site: Site) -> None:
    """The first page of a thousand comments stays within 40 KB."""
    site.write("rocky.md", POST)
    words = Path(__file__).read_text(encoding="utf-8").split()
    for number in range(1000):
        said = " ".join(words[number % 200 : number % 200 + 30]).replace("`", "'")
        date = f"2025-{number // 90 + 1:02}-{number % 28 + 1:02}T10:{number % 60:02}:00+00:00"
        parent = f"Parent: {number - number % 10}\n" if number % 10 > 5 else ""
        site.write(f"comments/rocky/{number}.md", f"Author: {words[number]}\nDate: {date}\n{parent}\n{said}\n")
    site.build(VIDEOPOST=FORM | {"comments_per_page": 50})
    assert len(gzip.compress((site.output / "rocky.html").read_bytes())) <= 40 * 1024
    data = site.page().select_one("script[type='application/ld+json']").get_text()
    assert len(json.loads(data)["@graph"][0]["comment"]) == 20


def test_deep_threads_stay_whole() -> None:
    """Many comments that each answer the one before are one thread, which no page cuts."""
    comments = [
        Comment(str(number), "rocky", "Ada", TIME, "Yes.", parent=str(number - 1) if number else None)
        for number in range(1500)
    ]
    thread, problems = build_thread(comments)
    assert problems == ()
    assert cut(thread.nodes, 50) == (thread.nodes, {})
