"""What feed readers get: videos, posters, files and comments in feeds of every kind."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from ..conftest import PLAIN, Site, files
from .rules import ATOM, MEDIA_RSS, breaches
from .sites import HOSTILE, RECORD, WATCH, hostile_post, write_site

FEEDS = {
    "FEED_ALL_RSS": "feeds/all.rss.xml",
    "CATEGORY_FEED_RSS": "feeds/{slug}.rss.xml",
    "TAG_FEED_ATOM": "feeds/tag-{slug}.atom.xml",
    "TAG_FEED_RSS": "feeds/tag-{slug}.rss.xml",
    "AUTHOR_FEED_RSS": "feeds/{slug}.rss.xml",
    "TRANSLATION_FEED_ATOM": "feeds/all-{lang}.atom.xml",
    "TRANSLATION_FEED_RSS": "feeds/all-{lang}.rss.xml",
}
COMMENT = "Author: Ann\nDate: 2025-12-01T10:00:00+00:00\n\nWell.\n"
ANSWER = "Author: Bert\nDate: 2025-12-02T10:00:00+00:00\nParent: 1\n\nIndeed.\n"


def entries(path: Path) -> dict[str, Any]:
    """Return the entries of a feed by the file that they link to, as an independent reader finds them."""
    parsed = feedparser.parse(path.read_bytes())
    assert not parsed.bozo, (path, parsed.get("bozo_exception"))
    return {entry.link.rpartition("/")[2]: entry for entry in parsed.entries}


@pytest.mark.parametrize(
    "path",
    [
        *("feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/all-en.atom.xml", "feeds/all-en.rss.xml"),
        *("feeds/high-eighties.atom.xml", "feeds/high-eighties.rss.xml", "feeds/the-author.rss.xml"),
        *("feeds/tag-training.atom.xml", "feeds/tag-training.rss.xml", "feeds/videos.atom.xml", "feeds/videos.rss.xml"),
    ],
)
def test_every_feed_shows_the_video(site: Site, path: str) -> None:
    """Poster, duration, size, player, title and description of a video stand in feeds of every kind."""
    write_site(site)
    site.build(**FEEDS)
    entry = entries(site.output / path)["rocky.html"]
    assert entry.media_thumbnail == [{"url": "https://site.example/media/posters/rocky-1280.webp", "width": "1280"}]
    assert entry.media_content == [
        {"type": "text/html", "medium": "video", "width": "1920", "height": "1080", "duration": "150"}
    ]
    assert entry.media_player["url"] == "https://www.youtube-nocookie.com/embed/eRsGyueVLvQ?start=12"
    group = ElementTree.parse(site.output / path).getroot().find(".//{*}group")
    assert [group.findtext(f"{{*}}{name}") for name in ("title", "description")] == [
        "Rocky training in Russia [Rocky IV]",
        "Nobody sees him run & 1 < 2.",
    ]
    assert not entry.enclosures


@pytest.mark.parametrize("path", ["feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/trainings.rss.xml"])
def test_a_file_is_an_enclosure(site: Site, path: str) -> None:
    """A file of the site's own is enclosed, with its type and its length in bytes."""
    write_site(site)
    site.build(**FEEDS)
    entry = entries(site.output / path)["clip.html"]
    (enclosure,) = entry.enclosures
    assert (enclosure.href, enclosure.type, enclosure.length) == (
        "https://site.example/media/clip.webm",
        "video/webm",
        "1234",
    )
    (content,) = entry.media_content
    assert (content["url"], content["type"], content["filesize"], content["duration"]) == (
        "https://site.example/media/clip.webm",
        "video/webm",
        "1234",
        "15",
    )


def test_a_file_elsewhere(site: Site) -> None:
    """Of a file elsewhere the length is not known: Atom leaves it out, RSS has to say 0; a stream is no file."""
    for name, video in {"file": "https://media.example/a.mp4", "stream": "https://media.example/a.m3u8"}.items():
        site.write(f"{name}.md", f"Title: A\nDate: 2025-11-27\nSlug: {name}\nVideo: {video}\n\nText.\n")
    site.build(**FEEDS)
    for path, length in (("feeds/all.atom.xml", None), ("feeds/all.rss.xml", "0")):
        found = entries(site.output / path)
        (enclosure,) = found["file.html"].enclosures
        assert (enclosure.href, enclosure.get("length")) == ("https://media.example/a.mp4", length)
        assert not found["stream.html"].enclosures
        assert found["stream.html"].media_content[0]["url"] == "https://media.example/a.m3u8"


def test_the_text_of_rss(site: Site) -> None:
    """RSS holds the plain teaser, or with `RSS_FEED_SUMMARY_ONLY = False` poster and whole text, as Atom does."""
    write_site(site)
    site.build(**FEEDS)
    assert entries(site.output / "feeds/all.rss.xml")["rocky.html"].summary == "Nobody sees him run &amp; 1 &lt; 2."
    site.build(RSS_FEED_SUMMARY_ONLY=False, **FEEDS)
    whole = entries(site.output / "feeds/all.rss.xml")["rocky.html"].summary
    assert whole == entries(site.output / "feeds/all.atom.xml")["rocky.html"].content[0].value
    assert "rocky-1280.webp" in whole


def test_feeds_without_videos_stay_as_they_are(site: Site) -> None:
    """A feed that holds no video post is byte for byte Pelican's, on a site that has some and on commented articles."""
    words = PLAIN.replace("Category: High Eighties", "Slug: words\nCategory: Words").replace("Tags: snow\n", "")
    site.write("words.md", words)
    site.build(PLUGINS=[], OUTPUT_PATH=str(site.folder / "without"), **FEEDS)
    write_site(site)
    site.write("comments/words/1.md", COMMENT)
    site.build(VIDEOPOST={"comments_on": "articles"}, **FEEDS)
    for kind in ("atom", "rss"):
        path = f"feeds/words.{kind}.xml"
        assert (site.output / path).read_bytes() == (site.folder / "without" / path).read_bytes()


def test_nothing_of_pelican_disappears(site: Site) -> None:
    """Every element and attribute that Pelican writes into a feed is still there, in its order."""
    write_site(site)
    site.build(**FEEDS)
    told = {path: content for path, content in files(site.output / "feeds").items() if "videos" not in path}
    site.build(VIDEOPOST={"machines": []}, OUTPUT_PATH=str(site.folder / "untold"), **FEEDS)
    untold = files(site.folder / "untold" / "feeds")
    assert set(told) == set(untold)
    assert told != untold
    for path, content in untold.items():
        position = 0
        for element in content.split(b">")[2:]:  # after the declaration and the root
            found = told[path].find(element.strip(), position)
            assert found >= position, (path, element)
            position = found


def test_a_feed_of_videos_alone(site: Site) -> None:
    """Video posts in all languages have a feed of their own, newest first, without drafts and hidden ones."""
    write_site(site)
    site.write("rocky.es.md", f"Title: Rocky\nDate: 2025-11-28\nSlug: rocky\nLang: es\nVideo: {WATCH}\n\nTexto.\n")
    for status in ("draft", "hidden"):
        text = f"Title: {status}\nDate: 2025-11-28\nSlug: {status}\nStatus: {status}\nVideo: {WATCH}\n\nText.\n"
        site.write(f"{status}.md", text)
    site.build()
    assert list(entries(site.output / "feeds/videos.atom.xml")) == [
        "rocky-es.html",
        "rocky.html",
        "clip.html",
        "bare.html",
    ]
    assert not (site.output / "feeds/videos.rss.xml").exists()
    assert feedparser.parse((site.output / "feeds/videos.atom.xml").read_bytes()).feed.title == "The site - Videos"


def test_no_feed_of_videos(site: Site) -> None:
    """Without video posts, without feeds of the site, and where it is not wanted, there is none."""
    site.write("plain.md", PLAIN)
    site.build()
    assert not (site.output / "feeds/videos.atom.xml").exists()
    write_site(site)
    for settings in ({"FEED_ALL_ATOM": None}, {"VIDEOPOST": {"machines": ["structured", "feeds"]}}):
        site.build(**settings)
        assert not (site.output / "feeds/videos.atom.xml").exists()


def test_replies(site: Site) -> None:
    """An entry says how many comments its post has, and where their feed is; comments name what they answer."""
    write_site(site)
    site.write("comments/rocky/1.md", COMMENT)
    site.write("comments/rocky/2.md", ANSWER)
    site.build(**FEEDS)
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        found = entries(site.output / path)
        assert found["rocky.html"].slash_comments == "2"
        (replies,) = [link for link in found["rocky.html"].links if link.rel == "replies"]
        assert (replies.href, replies.type, replies["thr:count"]) == (
            "https://site.example/feeds/comments/rocky.atom.xml",
            "application/atom+xml",
            "2",
        )
        assert not {"slash_comments", "comments"} & set(found["clip.html"])
    assert (
        entries(site.output / "feeds/all.rss.xml")["rocky.html"].comments == "https://site.example/rocky.html#comments"
    )
    posting = entries(site.output / "feeds/all.atom.xml")["rocky.html"].id
    root = ElementTree.parse(site.output / "feeds/comments/rocky.atom.xml").getroot()
    answered = [one.attrib for one in root.iter("{http://purl.org/syndication/thread/1.0}in-reply-to")]
    first = root.findall(f"{ATOM}entry")[1].findtext(f"{ATOM}id")
    assert answered == [
        {"ref": first, "href": "https://site.example/rocky.html#comment-1", "type": "text/html"},
        {"ref": posting, "href": "https://site.example/rocky.html", "type": "text/html"},
    ]


@pytest.mark.parametrize(
    "settings", [{}, {"FEED_APPEND_REF": True}, {"RELATIVE_URLS": True}, {"SITEURL": "https://s.example/b"}]
)
def test_feeds_keep_to_the_rules(site: Site, settings: dict[str, Any]) -> None:
    """Whatever posts hold and however links are made, feeds keep the rules of each namespace, with every video."""
    write_site(site)
    for number, title in enumerate((*HOSTILE, "controls \x01\x0b\x1f\x7f\ufffe")):
        site.write(f"hostile-{number}.md", hostile_post(number, title))
    site.write("comments/rocky/1.md", COMMENT)
    site.build(**FEEDS, RSS_FEED_SUMMARY_ONLY=False, **settings)
    paths = sorted((site.output / "feeds").rglob("*.xml"))
    assert len(paths) > 15
    for path in paths:
        root = ElementTree.fromstring(path.read_bytes())
        assert breaches(root, MEDIA_RSS) == [], path
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/videos.rss.xml"):
        root = ElementTree.fromstring((site.output / path).read_bytes())
        assert len(list(root.iter("{http://search.yahoo.com/mrss/}group"))) == len(HOSTILE) + 1 + 3


def test_another_plugin_has_enclosures(site: Site) -> None:
    """An enclosure that is there already stays the only one."""
    plugin = site.folder / "enclose.py"
    plugin.write_text(
        "from feedgenerator import Enclosure\nfrom pelican import signals\n"
        "def enclose(context, feed):\n    for item in feed.items:\n"
        "        item['enclosures'] = (Enclosure('https://media.example/a.mp3', '7', 'audio/mpeg'),)\n"
        "def register():\n    signals.feed_generated.connect(enclose)\n"
    )
    write_site(site, RECORD)
    site.build_apart(PLUGINS=["enclose", "pelican_videopost"], PLUGIN_PATHS=[str(site.folder)], **FEEDS)
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        (enclosure,) = entries(site.output / path)["clip.html"].enclosures
        assert enclosure.href == "https://media.example/a.mp3"
