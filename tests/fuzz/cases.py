"""A case of each kind: it makes its input with the dice it is given, and asserts what must hold of it."""

import contextlib
import json
import random
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docutils.core import publish_parts
from markdown import Markdown

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.base.labels import DETAILS_TITLE, INFO_TITLE, Labels
from pelican_videopost.base.markup import plain_text, tokens
from pelican_videopost.base.model import Caption, Chapter, Video, VideoPost
from pelican_videopost.comments.files import format_comment
from pelican_videopost.comments.headers import read_date, split_headers
from pelican_videopost.comments.manifest import Manifest, ManifestError, Post, read_manifest, write_manifest
from pelican_videopost.comments.model import Comment
from pelican_videopost.comments.text import render
from pelican_videopost.importing.places import Places
from pelican_videopost.importing.wordpress.threads import read_wordpress
from pelican_videopost.posts.anatomy import dissect
from pelican_videopost.posts.fetched import DamagedError, Fetched, from_json, read_records, save, to_json
from pelican_videopost.posts.files import check_files
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.providers.address import parse_address
from pelican_videopost.posts.transcript import read_transcript
from pelican_videopost.views.inline import id_prefix, prefix_ids, replace_embeds, replace_times

from . import pieces

Dice = random.Random

_WORDS = Labels("en", {})
_TITLES = _WORDS.spellings(INFO_TITLE), _WORDS.spellings(DETAILS_TITLE)
_VIDEO = Video("x", "https://x.example/", "https://x.example/e", watch_time="#t={}")
_COMMENT_ELEMENTS = frozenset("a b blockquote br code del em hr i kbd li ol p pre q s strong sub sup u ul".split())


def words(text: str) -> list[str]:
    """Return the numbered words of a text, in order of their numbers."""
    return sorted(re.findall(r"word\d+x", text))


def seen(html: str) -> list[str]:
    """Return the numbered words of a fragment but those in tags and comments: a text of nothing else is none."""
    pieces_, position = [], 0
    for token in tokens(html):
        if token.kind in ("start", "end", "comment"):
            pieces_.append(html[position : token.start])
            position = token.end
    return words("".join(pieces_) + html[position:])


def scripts(html: str) -> int:
    """Return how many scripts a fragment begins."""
    return sum(token.kind == "start" and token.name == "script" for token in tokens(html))


def post(dice: Dice) -> None:
    """A post in any format loses no word when it is cut, nor in a listing, and gains no script."""
    kind = dice.choice(("markdown", "html", "rest"))
    if kind == "rest":
        source = pieces.numbered(dice, pieces.REST, "\n\n")
        settings = {"report_level": 5, "halt_level": 5, "file_insertion_enabled": False, "raw_enabled": False}
        html = str(publish_parts(source, writer_name="html", settings_overrides=settings)["body"])
    else:
        source = pieces.numbered(dice, pieces.MARKDOWN if kind == "markdown" else pieces.HTML, "\n\n")
        html = Markdown(extensions=["extra"]).convert(source) if kind == "markdown" else source
    anatomy, _ = dissect(html, *_TITLES, read_source=lambda: source)
    parts = [anatomy.teaser, anatomy.body, anatomy.info or "", anatomy.details or ""]
    assert seen("\n".join(parts)) == seen(html), "a word is lost or doubled"
    assert scripts("\n".join(parts)) <= scripts(html), "a script is new"
    for part in parts:
        listed = prefix_ids(replace_times(part, _VIDEO, starts_player=True), id_prefix('x"><script>'))
        shown = replace_embeds(listed, lambda _: None)
        assert words(shown) == words(part), "a listing loses a word"
        assert scripts(shown) == scripts(part), "a listing has a script of its own"
        plain_text(part)


def comment(dice: Dice) -> None:
    """A comment keeps its words, shows nothing that can act, and comes out of its file as it went in."""
    text = pieces.numbered(dice, pieces.COMMENTS, "")
    html = render(text)
    in_tags = set(words(" ".join(re.findall(r"<[a-zA-Z/][^<>]*>|^[ ]*(?:```|~~~).*$", text, re.MULTILINE))))
    assert {word for word in words(text) if word not in html} <= in_tags, "a word is lost"
    assert {token.name for token in tokens(html) if token.kind in ("start", "end")} <= _COMMENT_ELEMENTS
    for token in tokens(html):
        assert token.kind in ("start", "end"), "a comment, a raw text or a stray"
        assert re.fullmatch(r'(?: (?:href|start|rel)="[^"<>]*")*\s*/?', token.attributes), token.attributes
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(10**8))
    written = Comment("1", "rocky", pieces.line(dice) or "x", moment, text)
    headers, body = split_headers(format_comment(written))
    assert (words(headers.get("author", "")), words(body)) == (words(written.author), words(text))
    assert read_date(headers["date"]) == moment
    assert set(headers) <= {"author", "date"}, "a header of a commenter's own"


def address(dice: Dice) -> None:
    """Any address is read or refused; what a player is given is one of the web, and harmless in an attribute."""
    text = pieces.address(dice)
    parse_address(text)
    video = recognise(text)
    if video is None:
        return
    for url in filter(None, (video.watch_at(95), video.play_url)):
        assert not re.search(r"[\s\"'<>`]", url.replace("{static}", "").replace("|static|", "")), url
        assert re.match(r"https?://|[{|](?:static|attach|filename)[}|]|/", url), url
    again = recognise(video.watch_url)
    if again is None:  # an author means no video by these addresses, but a player of one leads there
        assert re.search(r"dailymotion\.com/playlist/|/live$", video.watch_url), (
            f"{video.watch_url} is recognised no more"
        )
        return
    # An end or a clip is told to the player only.
    played = [(one.provider, (one.embed_url or "").partition("?")[0]) for one in (again, video)]
    assert played[0] == played[1], f"{video.watch_url} plays another video"


def captions(dice: Dice) -> None:
    """Any file of captions is taken, or told of, and never ends a build; what can be read is a transcript."""
    content = pieces.captions(dice)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a.vtt")
        file.write_bytes(content)
        found = VideoPost(
            "x", videos=(recognise("/a.mp4") or _VIDEO,), captions=(Caption("en", "x", "{static}/a.vtt"),)
        )
        _, problems = check_files(found, lambda _: file, "")
        spoken = read_transcript(file)
    try:
        good = re.match(r"\ufeff?WEBVTT(?:[ \t\r\n]|$)", content.decode()) is not None
    except UnicodeDecodeError:
        good = False
    assert good or problems
    assert not good or bool(spoken) is not bool(problems), problems
    assert all(paragraph.text.strip() and "\n" not in paragraph.text for paragraph in spoken)


def shown(html: str) -> list[str]:
    """Return the numbered words that WordPress shows of a comment: none in tags, comments, scripts and the like."""
    pieces_, position = [], 0
    for token in tokens(html):
        if token.kind != "stray":
            pieces_.append(html[position : token.start])
            position = token.end
    return words(" ".join([*pieces_, html[position:]]))


def export(dice: Dice) -> None:
    """Any export is read as far as it can be; a whole one gives its approved comments, with all words shown."""
    texts = [pieces.numbered(dice, pieces.COMMENTS, " ", f"{number}0") for number in range(dice.randrange(1, 6))]
    approved = [dice.random() < 0.8 for _ in texts]
    items = "".join(
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{escape(pieces.line(dice))}"
        f"</wp:comment_author><wp:comment_date_gmt>2026-01-01 10:00:00</wp:comment_date_gmt><wp:comment_approved>"
        f"{int(approved[number - 1])}</wp:comment_approved><wp:comment_content>{escape(pieces.xml_text(text))}"
        f"</wp:comment_content><wp:comment_parent>{dice.randrange(7)}</wp:comment_parent></wp:comment>"
        for number, text in enumerate(texts, 1)
    )
    xml = f'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><link>https://x.example/rocky.html</link>{items}'
    whole = xml + "</item></channel></rss>"
    broken = dice.random() < 0.5
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "export.xml")
        file.write_text(pieces.broken(dice, whole) if broken else whole, encoding="utf-8", errors="replace")
        found, _ = read_wordpress(file, Places())
    comments = [one for thread in found.values() for one in thread]
    assert all(is_safe_name(one.id) and is_safe_name(one.slug) for one in comments)
    if not broken:
        wanted = [
            word for text, is_approved in zip(texts, approved, strict=True) if is_approved for word in shown(text)
        ]
        assert set(wanted) <= set(words(" ".join(one.text for one in comments))), "a word is lost"


def record(dice: Dice) -> None:
    """Any JSON is a record or refused; a record comes out of its file as it went in."""
    value = pieces.json_value(dice, 3)
    try:
        found = from_json(
            {name: pieces.json_value(dice, 2) for name in Fetched.__dataclass_fields__}
            | (value if isinstance(value, dict) else {})
        )
        assert from_json(json.loads(json.dumps(to_json(found)))) == found
    except ValueError:
        pass
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "videopost.json")
        chapters = tuple(
            Chapter(at, pieces.line(dice) or "x") for at in sorted(dice.sample(range(9999), dice.randrange(4)))
        )
        kept = {
            f"https://x.example/{number}": Fetched(title=pieces.line(dice) or None, chapters=chapters)
            for number in range(3)
        }
        save(file, kept)
        assert read_records(file)[0] == kept
        file.write_text(pieces.broken(dice, file.read_text(encoding="utf-8")), encoding="utf-8", errors="replace")
        with contextlib.suppress(DamagedError):
            read_records(file)


def manifest(dice: Dice) -> None:
    """A manifest comes out of its file as it went in; a broken one is refused, and with nothing but its own error."""
    posts: dict[str, Any] = {
        f"post-{number}": Post(
            f"post-{number}", f"/{number}.html", pieces.line(dice), ids=frozenset({str(dice.random())})
        )
        for number in range(dice.randrange(5))
    }
    kept = Manifest("https://x.example", posts)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "manifest.json")
        write_manifest(file, kept)
        assert read_manifest(file) == kept
        file.write_text(pieces.broken(dice, file.read_text(encoding="utf-8")), encoding="utf-8", errors="replace")
        with contextlib.suppress(ManifestError):
            read_manifest(file)


CASES: dict[str, Callable[[Dice], None]] = {
    "posts": post,
    "comments": comment,
    "addresses": address,
    "captions": captions,
    "exports": export,
    "records": record,
    "manifests": manifest,
}
