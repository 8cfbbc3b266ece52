"""A whole site moved in: nothing lost, nothing private published, nothing overwritten, and the report is true."""

import json
import shutil
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from pelican_videopost.comments.files import load_comments
from pelican_videopost.comments.thread import build_thread
from pelican_videopost.importing.wordpress.mending import mended
from tests.conftest import files
from tests.importing.conftest import Mover
from tests.importing.exports import HEAD, NO_DATE, TAIL, UPLOADS, YOUTUBE, attachment, comment, item, unforeseen

PAGE = {"type": "page", "terms": []}
FAR = {"status": "future", "date": "2999-01-01 11:00:00"}


def ordinary() -> list[str]:
    """Return the items of a site as there are many."""
    return [
        item(1, "hello", "Hello", comments=[comment(1, "First"), comment(2, "Second", 1), comment(3, "Third", 2)]),
        item(2, "%e4%bd%a0%e5%a5%bd", "Ni hao", title="\u4f60\u597d", comments=[comment(4, "Hao")]),
        item(3, "clip", f"{YOUTUBE}\n\nA clip", meta={"_thumbnail_id": "90"}, sticky=1, excerpt="Short & <b>good</b>"),
        item(4, "later", "In a format", terms=[("post_format", "post-format-video", "Video")]),
        item(5, "about", "About us", link="https://old.example/about/", **PAGE),
        item(6, "team", "The team", link="https://old.example/about/team/", parent=5, **PAGE),
        attachment(90, f"{UPLOADS}/front.jpg", parent=3),
    ]


def test_a_site_comes_with_its_addresses_and_comments(move: Mover) -> None:
    """Posts and pages stand where they stood, threads are what they were, and the build has nothing to say."""
    moved = move(*ordinary())
    output = moved.build()
    assert unforeseen(moved.site) == []
    for path in ("2012/03/hello", "2012/03/\u4f60\u597d", "2012/03/clip", "about", "about/team"):
        assert (output / path / "index.html").is_file(), path
    thread = moved.site.page("2012/03/hello/index.html").select_one("ol.videopost-thread")
    assert thread is not None
    assert [one["id"] for one in thread.select("li li, li")] == ["comment-wp-1", "comment-wp-2", "comment-wp-3"]
    assert moved.site.page("2012/03/\u4f60\u597d/index.html").select("#comment-wp-4")
    assert moved.report["comments"] == {"written": 4}


def test_metadata_is_what_wordpress_knew(move: Mover) -> None:
    """Title, dates with their zone, author, category, tags, excerpt, featured image and the rest are metadata."""
    terms = [("category", "a", "Films &amp; more"), ("category", "b", "Rock, Roll"), ("post_tag", "c", "snow")]
    fields: dict[str, Any] = {"title": "Tom &#038; <em>Jerry</em> &lt;script&gt; [Film]", "comment_status": "closed"}
    moved = move(item(3, "clip", f"{YOUTUBE}\n\nA clip", terms=terms, meta={"_thumbnail_id": "90"}, sticky=1,
                      excerpt="Short & <b>good</b>\n\nTitle: x", modified="2013-01-01 11:00:00", **fields),
                 attachment(90, f"{UPLOADS}/front.jpg"))  # fmt: skip
    assert moved.headers("posts/2012/clip.md") == {
        "Title": "Tom & Jerry &lt;script> [Film]",
        "Date": "2012-03-04 11:00:00+01:00",
        "Modified": "2013-01-01 11:00:00+01:00",
        "Author": "Anna Berg",
        "Category": "Films & more",
        "Tags": "snow; Rock, Roll;",
        "Slug": "clip",
        "Summary": "Short & **good** Title: x",
        "Video": YOUTUBE,
        "Poster": f"{UPLOADS}/front.jpg",
        "Sticky": "true",
        "Comments": "closed",
    }
    moved.build()
    assert unforeseen(moved.site) == []
    assert (
        moved.site.page("2012/03/clip/index.html").select_one("h2").get_text(strip=True)
        == "Tom & Jerry <script> [Film]"
    )  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "fields",
    [{"status": "draft"}, {"status": "pending"}, {"status": "private"}, {"password": "x"}, {"status": "archived"}, FAR],
)
@pytest.mark.parametrize("kind", ["post", "page"])
def test_what_was_not_public_is_not(move: Mover, fields: dict[str, Any], kind: str) -> None:
    """Drafts, what waits, is private, scheduled or behind a password is a draft, and said to be; nothing leads to it."""
    secret = item(7, "secret", "zqsecret", title="zqtitle", type=kind, comments=[comment(9, "zqcomment")], **fields)
    moved = move(*ordinary(), secret)
    output = moved.build(DRAFT_SAVE_AS="", DRAFT_PAGE_SAVE_AS="")
    assert unforeseen(moved.site) == []
    assert len(moved.report["hidden"]) == 1
    assert b"zqsecret" in b"".join(files(moved.site.content).values())
    public = files(output) | files(moved.site.folder / "redirects")
    assert [path for path, text in public.items() if b"zq" in text or b"secret" in text] == []


def test_a_scheduled_post_whose_time_has_come_is_public(move: Mover) -> None:
    """What WordPress would have published since is published, at its date."""
    moved = move(item(1, "due", "Due", status="future"))
    assert "Status" not in moved.headers("posts/2012/due.md")


def test_no_email_is_published(move: Mover) -> None:
    """No address of an author or a commenter is in any file, even where it was given for a name."""
    moved = move(
        item(1, "one", "One", comments=[comment(1, "Hi", author="ben@mail.example"), comment(2, "Ho", author="Ben")]),
        item(2, "two", "Two", creator="someone@mail.example"),
        item(3, "page", "Page", comments=[comment(3, "Hi", author="carl@mail.example")], **PAGE),
        item(4, "wait", "Wait", comments=[comment(4, "Hi", approved=0)]),
    )
    moved.build()
    written = files(moved.site.folder / "content") | files(moved.site.output) | files(moved.site.folder / "redirects")
    assert [path for path, text in written.items() if b"mail.example" in text] == []
    assert "Author: ben\n" in moved.text("comments/one/wp-1.md")
    assert moved.headers("posts/2012/two.md")["Author"] == "someone"
    assert "mail.example" not in str(moved.letter) + moved.letter.as_json()


def test_comments_are_sorted(move: Mover) -> None:
    """Approved ones are files, those that wait are handed over with their email, spam and pings are counted."""
    kinds: list[dict[str, Any]] = [{}, {"approved": 0}, {"approved": "spam"}, {"approved": "trash"}, {"type": "pingback"},
                                   {"type": "trackback"}, {"type": "order_note"}, {"type": ""}]  # fmt: skip
    moved = move(item(1, "one", "One", comments=[comment(n, f"zq{n}", **kind) for n, kind in enumerate(kinds, 1)]))
    assert sorted(path.stem for path in (moved.site.content / "comments/one").iterdir()) == ["wp-1", "wp-8"]
    assert [(one.comment.text, one.email) for one in moved.pending] == [("zq2", "ben@mail.example")]
    assert moved.report["comments_left"] == {"spam": 1, "in the trash": 1, "pings": 2, "of type order_note": 1}
    assert moved.report["pending"] == 1


def test_no_comment_is_detached(move: Mover) -> None:
    """An answer to what was refused hangs from what that answered; circles and missing parents lose nothing."""
    moved = move(
        item(1, "one", "One", comments=[
            comment(1, "a"), comment(2, "b", 1, approved="spam"), comment(3, "c", 2), comment(4, "d", 99),
            comment(5, "e", 6), comment(6, "f", 5), comment(7, "g", 7), comment(8, "h", date_gmt=NO_DATE),
            comment(9, "i", date=NO_DATE), comment(10, "j", date=NO_DATE, date_gmt=NO_DATE), comment("", "k"), comment("", "l"),
        ]),
        attachment(90, f"{UPLOADS}/a.jpg", parent=1, comments=[comment(20, "on a file")]),
    )  # fmt: skip
    comments, problems = load_comments(moved.site.content / "comments")
    assert problems == ()
    thread, _ = build_thread(comments["one"])
    assert thread.count == 12
    assert {one.comment.id: one.comment.parent for one in thread.walk()}["wp-3"] == "wp-1"
    assert len(list(thread.walk())) == 12
    moved.build()
    assert len(moved.site.page("2012/03/one/index.html").select("li[id^=comment-]")) == 12


def test_the_comments_on_a_page_stand_in_its_text(move: Mover) -> None:
    """Pages have no comments here: their thread is kept at the end of their text, as it was."""
    moved = move(item(1, "about", "About", link="https://old.example/about/",
                      comments=[comment(1, "zq1 *x*"), comment(2, "zq2", 1)], **PAGE))  # fmt: skip
    moved.build()
    assert unforeseen(moved.site) == []
    page = moved.site.page("about/index.html")
    assert [one.get_text() for one in page.select("#comment-wp-1 #comment-wp-2 > p")[1:]] == ["zq2"]
    assert "zq1 *x*" in page.get_text()
    assert moved.report["comments_on_pages"] == 2


@pytest.mark.parametrize(
    ("date", "gmt", "expected"),
    [
        ("2012-03-01 11:00:00", "2012-03-01 10:00:00", "2012-03-01 11:00:00+01:00"),
        ("2012-03-01 11:00:00", NO_DATE, "2012-03-01 11:00:00+00:00"),
        (NO_DATE, "2012-03-01 10:00:00", "2012-03-01 10:00:00+00:00"),
        ("2012-03-01 11:00:00", "2012-03-01 16:30:00", "2012-03-01 11:00:00-05:30"),
        ("2012-03-01 11:00:00", "2010-03-01 10:00:00", "2010-03-01 10:00:00+00:00"),
        (NO_DATE, NO_DATE, "1970-01-01 00:00:00+00:00"),
        ("2012-02-30 11:00:00", "", "1970-01-01 00:00:00+00:00"),
    ],
)
def test_a_post_has_a_date_whatever_the_clocks_say(move: Mover, date: str, gmt: str, expected: str) -> None:
    """A date of zeros takes the other one, and a post without any is not lost."""
    moved = move(item(1, "one", "One", date=date, date_gmt=gmt, modified=NO_DATE, modified_gmt=NO_DATE))
    (path,) = moved.report["files"]
    assert moved.headers(path)["Date"] == expected
    moved.build()
    assert unforeseen(moved.site) == []


def test_slugs_name_files_and_are_given_once(move: Mover) -> None:
    """A slug that is missing, taken or no name of a file becomes one; the post that was public keeps its own."""
    moved = move(
        item(1, "one", "a", status="draft"), item(2, "one", "b"), item(3, "ONE", "c"), item(4, "", "d", title="Of words: x/y"),
        item(5, "", "e", title=""), item(6, "../../etc/passwd", "f"), item(7, "one", "g", **PAGE), item(8, "%", "h", title="\u2014"),
        item(9, "x" * 300, "i"), item(10, "one-2", "j"),
    )  # fmt: skip
    names = {moved.text(path).rstrip()[-1]: path for path in moved.report["files"]}
    assert names["b"] == "posts/2012/one.md"
    assert names["g"] == "pages/one.md"
    assert names["d"] == "posts/2012/of-words-x-y.md"
    assert names["e"] == "posts/2012/post-5.md"
    assert names["h"] == "posts/2012/post-8.md"
    assert len({path.casefold() for path in names.values()}) == 10
    assert all(".." not in path and len(path) < 200 for path in names.values())
    assert len(moved.report["renumbered"]) == 3
    moved.build()
    assert [one for one in unforeseen(moved.site) if "alt" not in one] == []


def test_titles_are_never_missing(move: Mover) -> None:
    """A post without a title is named by its first words, or its number: Pelican leaves out what has none."""
    moved = move(
        item(1, "one", "Some words. And more", title=""),
        item(2, "two", "", title=""),
        item(3, "three", YOUTUBE, title=""),
    )
    titles = [moved.headers(path)["Title"] for path in sorted(moved.report["files"])]
    assert titles == ["Some words. And more", "post 3", "post 2"]


def test_nothing_of_an_export_adds_a_line_of_metadata(move: Mover) -> None:
    """Line ends and colons in any field stay within its line."""
    evil = "x\nStatus: hidden\r\nVideo: y\u2028Slug: z"
    moved = move(
        item(
            1,
            "one",
            "One",
            title=evil,
            excerpt=evil,
            creator=evil,
            terms=[("category", "c", evil), ("post_tag", "t", evil)],
        )
    )
    headers = moved.headers("posts/2012/one.md")
    assert set(headers) == {"Title", "Date", "Author", "Category", "Tags", "Slug", "Summary"}
    assert headers["Slug"] == "one"


def test_other_things_are_counted_and_left(move: Mover) -> None:
    """Menu entries, revisions, blocks, what is in the trash and other types are no texts of the site."""
    others = [
        ("nav_menu_item", "publish"),
        ("revision", "inherit"),
        ("wp_block", "publish"),
        ("post", "trash"),
        ("product", "publish"),
    ]
    moved = move(*(item(n, f"x{n}", "zq", type=kind, status=status) for n, (kind, status) in enumerate(others, 1)))
    assert moved.report["files"] == []
    assert moved.report["left"] == {"nav_menu_item": 1, "revision": 1, "wp_block": 1, "post, trash": 1, "product": 1}
    chosen = move(item(5, "x5", "zq", type="product"), types=frozenset({"product"}))
    assert chosen.report["files"] == ["posts/2012/x5.md"]


def test_videos_by_format_wherever_they_are(move: Mover) -> None:
    """The format makes the first video of a text the post's; others stay in place, and without it all do."""
    other = "https://vimeo.com/1084537"
    text = f"Words first.\n\n{YOUTUBE}\n\nMore.\n\n{other}"
    video = [("post_format", "post-format-video", "Video")]
    moved = move(item(1, "one", text, terms=video), item(2, "two", text), item(3, "three", "Words", terms=video, meta={"_format_video_embed": YOUTUBE}),
                 item(4, "four", "Words", terms=video, meta={"enclosure": f"{UPLOADS}/c.mp4\n123\nvideo/mp4\n"}),
                 item(5, "five", "Words", meta={"enclosure": f"{UPLOADS}/c.mp3\n123\naudio/mpeg\n"}))  # fmt: skip
    assert moved.headers("posts/2012/one.md")["Video"] == YOUTUBE
    assert moved.text("posts/2012/one.md").endswith(f"Words first.\n\nMore.\n\n<{other}>\n")
    assert moved.text("posts/2012/two.md").endswith(f"Words first.\n\n<{YOUTUBE}>\n\nMore.\n\n<{other}>\n")
    assert moved.headers("posts/2012/three.md")["Video"] == YOUTUBE
    assert moved.headers("posts/2012/four.md")["Video"] == f"{UPLOADS}/c.mp4"
    assert f"<{UPLOADS}/c.mp3>" in moved.text("posts/2012/five.md")
    assert (moved.report["videos"], moved.report["further_videos"]) == (3, 3)
    moved.build()
    for name in ("one", "two"):  # in the text of any post, as in WordPress
        assert len(moved.site.page(f"2012/03/{name}/index.html").select("figure.videopost-player")) == 2


def test_media_are_copied_and_linked(move: Mover, tmp_path: Path) -> None:
    """Files of the library that texts use lie beside the content; others stay where they are, and are listed."""
    uploads = tmp_path / "uploads"
    for name in ("2012/03/a b.jpg", "2012/03/c.mp4", "2012/03/p.jpg", "2012/03/unused.jpg", "secret.md"):
        (uploads / name).parent.mkdir(parents=True, exist_ok=True)
        (uploads / name).write_bytes(name.encode())
    (tmp_path / "passwd").write_text("zq")
    text = (
        f'<video src="{UPLOADS}/c.mp4" poster="http://www.old.example/wp-content/uploads/2012/03/p.jpg"></video>\n\n<a href="/wp-content/uploads/2012/03/a%20b.jpg">'
        f'<img src="https://i0.wp.com/old.example/wp-content/uploads/2012/03/a%20b.jpg?w=300" alt="x"></a> <img src="{UPLOADS}/gone.jpg" alt="y">'
        '<a href="/wp-content/uploads/../../passwd">z</a> <img src="https://else.example/wp-content/uploads/2012/03/c.mp4" alt="w">'
        f'<a href="https://old.example/wp-content/uploads/secret.md">m</a>\n\n<video src="{UPLOADS}/c.mp4"></video>'
    )
    moved = move(item(1, "one", text), uploads=uploads)
    assert moved.report["media"] == ["media/2012/03/a b.jpg", "media/2012/03/c.mp4", "media/2012/03/p.jpg"]
    assert {path: text.decode() for path, text in files(moved.site.content / "media").items()} == {
        "2012/03/a b.jpg": "2012/03/a b.jpg", "2012/03/c.mp4": "2012/03/c.mp4", "2012/03/p.jpg": "2012/03/p.jpg",
    }  # fmt: skip
    assert moved.report["media_missing"] == [f"{UPLOADS}/gone.jpg", "https://old.example/wp-content/uploads/secret.md"]
    headers = moved.headers("posts/2012/one.md")
    assert (headers["Video"], headers["Poster"]) == ("{static}/media/2012/03/c.mp4", "{static}/media/2012/03/p.jpg")
    output = moved.build(STATIC_PATHS=[])
    assert unforeseen(moved.site) == []
    page = moved.site.page("2012/03/one/index.html")
    image = page.select_one("a > img[alt=x]")
    assert image is not None
    assert (output / str(image["src"]).replace("%20", " ").removeprefix("https://site.example/")).is_file()
    assert len(page.select("video")) == 2


def test_old_addresses_lead_to_the_new(move: Mover) -> None:
    """`?p=`, attachment pages and addresses that cannot stay are redirected, for each kind of server."""
    moved = move(
        *ordinary(),
        item(8, "plain", "x", link="https://old.example/?p=8"),
        item(9, "cat", "x", link="https://old.example/films/cat/"),
    )
    folder = moved.site.folder / "redirects"
    netlify = (folder / "netlify/_redirects").read_text()
    assert "/ p=1 /2012/03/hello/ 301!\n" in netlify
    assert "/ p=8 /2012/03/plain/ 301!\n" in netlify
    assert "/ page_id=6 /about/team/ 301!\n" in netlify
    assert "/file-90/ /2012/03/clip/ 301!\n" in netlify
    assert "/ p=2 /2012/03/%E4%BD%A0%E5%A5%BD/ 301!\n" in netlify
    assert '"/?p=1" "/2012/03/hello/";' in (folder / "nginx/redirects.conf").read_text()
    assert (
        'RewriteCond %{QUERY_STRING} ^p=1$\nRewriteRule "^/?$" "/2012/03/hello/?" [R=301,L,NE]\n'
        in (folder / "apache/.htaccess").read_text()
    )
    assert 'url=/2012/03/clip/"' in (folder / "html/file-90/index.html").read_text()
    assert moved.report["redirects"] == netlify.count("\n")
    output = moved.build()
    assert (output / "films/cat/index.html").is_file()
    targets = {line.split()[-2].lstrip("/") for line in netlify.splitlines()}
    assert all((output / unquote(target) / "index.html").is_file() for target in targets)


def test_twice_is_the_same_as_once(move: Mover) -> None:
    """A second import changes no byte, and says that all is here already."""
    moved = move(*ordinary())
    before = files(moved.site.folder)
    again = move(*ordinary())
    assert files(moved.site.folder) == before
    assert (again.report["posts"], again.report["pages"], again.report["comments"]) == (
        {"present": 4},
        {"present": 2},
        {"present": 4},
    )


def test_an_edited_file_is_left(move: Mover) -> None:
    """What its owner has edited stays, unless it is forced; what was not follows the export."""
    move(item(1, "one", "First"), item(2, "two", "First"))
    site = move.site
    site.write("posts/2012/one.md", "Title: Mine\n\nEdited\n")
    site.write("posts/2012/own.md", "Title: My own\n\nNot of an import\n")
    again = move(item(1, "one", "Second"), item(2, "two", "Second"), item(3, "own", "Second"))
    assert again.text("posts/2012/one.md").endswith("Edited\n")
    assert again.text("posts/2012/own.md").endswith("Not of an import\n")
    assert again.text("posts/2012/two.md").endswith("Second\n")
    assert again.report["edited"] == ["posts/2012/one.md", "posts/2012/own.md"]
    assert again.letter.has_failed
    forced = move(item(1, "one", "Second"), is_forced=True)
    assert forced.text("posts/2012/one.md").endswith("Second\n")


def test_what_a_killed_import_left_is_gone_after_the_next(move: Mover) -> None:
    """A file is whole or not there, and the draft of one that was being written is written over."""
    posts = [item(1, "one", "One", comments=[comment(1, "Yes")])]
    draft = move.site.content / "posts/2012/.one.md.new.tmp"
    draft.parent.mkdir(parents=True)
    draft.write_text("Title: ha", encoding="utf-8")
    moved = move(*posts)
    assert not list(moved.site.content.rglob("*.tmp"))
    assert "\nOne\n" in (moved.site.content / "posts/2012/one.md").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing(move: Mover) -> None:
    """It says what would be done, with the same figures."""
    wet = move(*ordinary()).report
    for path in move.site.content.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(move.site.folder / "redirects")
    dry = move(*ordinary(), is_dry=True)
    assert files(move.site.content) == {}
    assert not (move.site.folder / "redirects").exists()
    assert {**dry.report, "is_dry": False} == wet


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_export_is_read_whatever_is_in_it(move: Mover, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """Control characters, warnings of PHP, undeclared prefixes and entities, and wrong bytes lose no post."""
    for name in ("_HEAD_BYTES", "_CHUNK_BYTES"):
        monkeypatch.setattr(f"pelican_videopost.importing.wordpress.mending.{name}", size)
    strange = item(1, "one", "zq1 \x08&nbsp; \x0czq2 & <b>zq3</b>").replace(
        "<title>", "<itunes:x>&nbsp;&hellip; & &#8;</itunes:x><title>"
    )
    plain = item(2, "two", "zq4 caf\xe9").encode("latin-1")
    raw = (
        b"\r\nWarning: x in y.php\n"
        + HEAD.encode()
        + strange.encode()
        + plain
        + TAIL.encode()
        + b"\n<!-- cached -->trailing"
    )
    moved = move(raw=raw)
    assert moved.letter.problems == []
    assert moved.report["files"] == ["posts/2012/one.md", "posts/2012/two.md"]
    assert "zq4 caf\xe9" in moved.text("posts/2012/two.md")
    assert moved.text("posts/2012/one.md").endswith("zq1 \xa0 zq2 & **zq3**\n")


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "9.9"])
def test_any_version_of_the_format_is_read(move: Mover, version: str) -> None:
    """The namespace of an export does not matter."""
    raw = (HEAD + item(1, "one", "One", comments=[comment(1, "x")]) + TAIL).replace("export/1.2/", f"export/{version}/")
    moved = move(raw=raw)
    assert (moved.report["posts"], moved.report["comments"]) == ({"written": 1}, {"written": 1})


def test_what_stands_before_a_break_is_kept(move: Mover) -> None:
    """An export that breaks off gives what came before, and says so."""
    moved = move(raw=HEAD + item(1, "one", "One") + item(2, "two", "Two")[:300])
    assert moved.report["files"] == ["posts/2012/one.md"]
    assert len(moved.report["problems"]) == 1
    assert moved.letter.has_failed


@pytest.mark.parametrize(
    "raw", ["", "no export", "<html><body>Login</body></html>", "<!DOCTYPE x [<!ENTITY a 'b'>]><rss/>", "\xff\xfe"]
)
def test_what_is_no_export_is_said(move: Mover, raw: str) -> None:
    """Any other file is a problem that names it, and nothing is written."""
    moved = move(raw=raw)
    assert len(moved.report["problems"]) == 1
    assert "export.xml" in moved.report["problems"][0]
    assert files(moved.site.content) == {}


def test_several_exports_are_one_site(move: Mover, tmp_path: Path) -> None:
    """Files in one export are found from another, and what stands in two is brought in once."""
    one, two = tmp_path / "one.xml", tmp_path / "two.xml"
    one.write_text(HEAD + item(1, "one", '[gallery ids="90"]', comments=[comment(1, "x")]) + TAIL, "utf-8")
    two.write_text(
        HEAD + attachment(90, f"{UPLOADS}/a.jpg") + item(1, "one", '[gallery ids="90"]') + item(2, "two", "b") + TAIL,
        "utf-8",
    )
    moved = move(exports=[one, two])
    assert f"![]({UPLOADS}/a.jpg)" in moved.text("posts/2012/one.md")
    assert moved.report["posts"] == {"written": 2}
    assert moved.report["left"] == {"twice in the exports": 1}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://old.example/2012/03/05/{}/", "{date:%Y}/{date:%m}/{date:%d}/{slug}/"),
        ("https://old.example/{}/", "{slug}/"),
        ("https://old.example/2012/{}.html", "{date:%Y}/{slug}.html"),
        ("https://old.example/?p=4", "{slug}/"),
    ],
)
def test_the_settings_keep_the_addresses(move: Mover, link: str, expected: str) -> None:
    """The pattern that most posts follow is what the import ends with."""
    moved = move(item(4, "one", "One", link=link.format("one")))
    assert moved.letter.settings[1].startswith(f'ARTICLE_URL, ARTICLE_SAVE_AS = "{expected}", ')
    assert len(moved.letter.settings) == 3
    assert str(moved.letter).endswith("\n    ".join(["", *moved.letter.settings]) + "\n")
    assert "Url" not in moved.headers("posts/2012/one.md")


def test_languages_are_kept(move: Mover) -> None:
    """A language that a plugin gave a post is its `Lang`, and its address stays."""
    moved = move(item(1, "one", "One", terms=[("language", "de", "Deutsch")]))
    headers = moved.headers("posts/2012/one.md")
    assert (headers["Lang"], headers["Url"], headers["Category"]) == ("de", "2012/03/one/", "Uncategorized")
    assert (moved.build() / "2012/03/one/index.html").is_file()


def hostile(size: int) -> dict[str, str]:
    """Return texts that a careless pattern would take minutes for."""
    return {
        "brackets": "[" * size, "codes": "[gallery " * size, "captions": "[caption]" * size, "comments": "<!-- wp:a " * size,
        "embeds": "<!-- wp:embed {} -->" * size, "tags": "<a b" * size, "spans": "<span>" * size, "lines": "\n" * size + "x",
        "quotes": '[a b="' * size, "stars": "*" * size, "pre": "<pre>" * size, "li": "<li>" * size, "p": "<p>x" * size,
        "words": "word " * size, "divs": "<div>" * size, "more": "<!--more-->" * size, "videos": "<video>" * size,
        "titles": f'<abbr title="{"[" * size}">x</abbr>',
    }  # fmt: skip


@pytest.mark.parametrize("name", hostile(1))
def test_no_text_takes_long(move: Mover, name: str) -> None:
    """The work on a text is about linear in its length, whatever it is made of."""
    took = []
    for size in (1500, 6000):
        begins = time.process_time()
        move(item(1, name, hostile(size)[name], comments=[comment(1, hostile(size)[name])]))
        took.append(time.process_time() - begins)
    assert took[1] < 8 * took[0] + 1, took


def run(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    command = [sys.executable, "-m", "pelican_videopost", "import", "wordpress", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_command_moves_a_site_in(tmp_path: Path) -> None:
    """Figures and lines on the terminal, the report as JSON, the comments that wait in the queue, and only once."""
    (tmp_path / "export.xml").write_text(
        HEAD + "".join([*ordinary(), item(8, "wait", "x", comments=[comment(30, "zq", approved=0)])]) + TAIL, "utf-8"
    )
    (tmp_path / "pelicanconf.py").write_text('PATH = "content"\nVIDEOPOST = {"receiver": {}}\n')
    for _ in range(2):
        done = run("export.xml", "--pending", "--report", "report.json", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        report = json.loads((tmp_path / "report.json").read_text("utf-8"))
        assert (report["pending"], report["queued"]) == (1, 1)
    assert 'VIDEOPOST = {"comments_on": "articles"}\n' in done.stdout
    listed = subprocess.run(
        [sys.executable, "-m", "pelican_videopost", "comments", "list"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert listed.stdout.count("zq") == 1
    assert (tmp_path / "content/posts/2012/hello.md").is_file()
    assert (tmp_path / "redirects/netlify/_redirects").is_file()


def test_the_command_says_what_failed(tmp_path: Path) -> None:
    """A missing export is told in one line, and is a failure."""
    done = run("nothing.xml", "--content", "content", folder=tmp_path)
    assert done.returncode == 1
    assert "nothing.xml" in done.stdout
    assert "Traceback" not in done.stderr


def test_an_entity_across_the_border_of_two_pieces_is_whole() -> None:
    """Wherever a file happens to be cut while it is read, its entities and CDATA stay what they are."""
    text = "&gt;&lt;/xmp&gt; &amp;&#62;<![CDATA[&lt; ]]>&nbsp;&gt;"
    wanted = text.replace("&nbsp;", "&amp;nbsp;")
    for padding in range(1024 - 2 * len(text), 1025):
        pieces = [piece for piece, _ in mended(BytesIO(("<rss>" + "x" * padding + text).encode()))]
        assert "".join(pieces).endswith("x" + wanted), padding
