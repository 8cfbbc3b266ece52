"""Disqus: its export as files of the site, in threads, without emails, whatever stands in it."""

import gzip
from pathlib import Path

import pytest

from pelican_videopost.cli.main import main
from pelican_videopost.comments.files import load_comments
from pelican_videopost.comments.manifest import Manifest, Post
from pelican_videopost.comments.model import Comment
from pelican_videopost.importing import ImportFailedError, import_comments
from pelican_videopost.importing.disqus import read_disqus
from pelican_videopost.importing.places import Places
from tests.comments.conftest import emails_below
from tests.conftest import PLAIN, POST, Site, files
from tests.importing.test_conversion import write_conf

MANIFEST = Manifest("https://example.org", {name: Post(name, f"/{name}.html") for name in ("rocky", "rambo")})


def thread(number: int, link: str, identifier: str = "") -> str:
    """Return a thread as an export has it."""
    return (
        f'<thread dsq:id="{number}"><id>{identifier}</id><forum>f</forum><category dsq:id="1"/><link>{link}</link>'
        "<title>T</title><message/><createdAt>2012-12-12T12:12:12Z</createdAt><author><name>Owner</name>"
        "<email>owner@example.org</email></author></thread>"
    )


def post(number: int, of: int = 1, parent: int = 0, message: str = "<p>Yes</p>", **said: str) -> str:
    """Return a comment as an export has it; `said` changes what its elements say."""
    values = {"createdAt": f"2013-01-0{number % 9 + 1}T10:00:00Z", "isDeleted": "false", "isSpam": "false"} | said
    name = values.pop("name", "Anna")
    above = f'<parent dsq:id="{parent}"/>' if parent else ""
    return (
        f'<post dsq:id="{number}"><id>wp_id=3</id><message><![CDATA[{message}]]></message>'
        + "".join(f"<{key}>{value}</{key}>" for key, value in values.items())
        + f"<author><name>{name}</name><email>anna@example.org</email><isAnonymous>false</isAnonymous>"
        f"<username>anna99</username></author><ipAddress>192.0.2.1</ipAddress>"
        f'<thread dsq:id="{of}"/>{above}</post>'
    )


def export(folder: Path, *parts: str, before: str = '<?xml version="1.0" encoding="utf-8"?>') -> Path:
    """Write an export."""
    path = folder / "export.xml"
    path.write_text(
        f'{before}\n<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">'
        f'<category dsq:id="1"><forum>f</forum><title>General</title></category>{"".join(parts)}</disqus>',
        encoding="utf-8",
    )
    return path


def read(folder: Path, *parts: str) -> tuple[dict[str, Comment], list[str]]:
    """Return the comments on one post by their ids, and what was said of the rest."""
    threads, problems = read_disqus(export(folder, *parts), Places(MANIFEST))
    assert set(threads) <= {"rocky"}
    return {one.id: one for one in threads.get("rocky", ())}, [f"{one.value}: {one.fix}" for one in problems]


ROCKY = thread(1, "https://old.example/2013/rocky.html")


def test_threads_are_kept_and_emails_are_not(tmp_path: Path) -> None:
    """Public comments are files below their posts, each under what it answers; a second import changes nothing."""
    parts = [
        ROCKY,
        thread(2, "http://old.example/rocky/?utm_source=x"),
        thread(3, "http://old.example/?p=7", "rambo"),
        *(post(4), post(5, parent=4), post(6, parent=5, isDeleted="true"), post(7, parent=6), post(8, isSpam="true")),
        *(post(9, of=2), post(10, of=3, name="anna@example.org"), post(11, isApproved="false")),
    ]
    path, content = export(tmp_path, *parts), tmp_path / "content"
    done = import_comments("disqus", path, content, MANIFEST)
    assert (done.written, done.present, done.threads) == (5, 0, {"rocky": 4, "rambo": 1})
    assert [problem.fix for problem in done.problems] == ["not approved, and so left out"]
    comments, bad = load_comments(content)
    assert bad == ()
    parents = {one.id: one.parent for one in comments["rocky"]}
    assert parents == {"disqus-4": None, "disqus-5": "disqus-4", "disqus-7": "disqus-5", "disqus-9": None}
    assert [one.author for one in comments["rambo"]] == ["anna"]
    assert emails_below(content) == []
    before = files(content)
    packed = tmp_path / "export.xml.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert import_comments("disqus", packed, content, MANIFEST).present == 5
    assert files(content) == before


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("<p>Tom &amp; Anna, 2*3*4</p><p>[1]: x</p>", "Tom & Anna, 2\\*3\\*4\n\n\\[1]: x"),
        ("<p>@ben:disqus yes</p>", "@ben yes"),
        (
            '<a href="https://disq.us/url?url=https%3A%2F%2Fb.example%2Fx%3Fa%3D1%3AQoQJ3zYfqwkJ0MVQ6cPq2A8nvRM&amp;cuid=1"'
            ' title="https://b.example/x?a=1">b.example</a>',
            "[b.example](https://b.example/x?a=1)",
        ),
        ("<blockquote><p>a</p><p>b</p></blockquote><pre><code>c &lt; d</code></pre>", "> a\n>\n> b\n\n```\nc < d\n```"),
        ("plain <script>alert(1)</script>", "plain"),
    ],
)
def test_a_comment_keeps_its_words(tmp_path: Path, message: str, text: str) -> None:
    """HTML is Markdown that shows the same; people and links are named as they are, not as Disqus has them."""
    comments, _ = read(tmp_path, ROCKY, post(4, message=message))
    assert comments["disqus-4"].text == text


def test_circles_and_strays_hang_from_the_top(tmp_path: Path) -> None:
    """Comments that answer each other, themselves, or one that is not there or on another post are all kept."""
    parts = [ROCKY, post(4, parent=5), post(5, parent=4), post(6, parent=6), post(7, parent=99)]
    parts += [post(1, parent=2, isDeleted="true"), post(2, parent=1, isDeleted="true"), post(3, parent=2)]
    comments, problems = read(tmp_path, *parts)
    assert {one.id: one.parent for one in comments.values()} == {
        "disqus-4": "disqus-5",
        "disqus-5": "disqus-4",
        "disqus-6": None,
        "disqus-7": None,
        "disqus-3": None,
    }
    assert problems == []


def test_what_cannot_be_used_is_told_of_once(tmp_path: Path) -> None:
    """Threads on no post are named with their comments' number; what lacks a text or a date is counted."""
    parts = [ROCKY, thread(2, "https://old.example/gone/\x07"), thread(3, "http://["), post(4, message=" ")]
    parts += [post(5, createdAt="soon"), post(6, of=2), post(7, of=2), post(8, of=3), post(9, of=77)]
    comments, problems = read(tmp_path, *parts)
    assert comments == {}
    assert problems == [
        "(no address): no post of this address; its comments (1) are left out",
        "http://[: no post of this address; its comments (1) are left out",
        "https://old.example/gone/: no post of this address; its comments (2) are left out",
        "1 comments: without a date, and so left out",
        "1 comments: without a text, and so left out",
    ]


def test_what_stands_before_an_error_is_kept(tmp_path: Path) -> None:
    """A file that breaks off gives what came before, and says so."""
    path = export(tmp_path, ROCKY, post(4), "</broken>", post(5))
    threads, problems = read_disqus(path, Places(MANIFEST))
    assert [one.id for one in threads["rocky"]] == ["disqus-4"]
    assert len(problems) == 1
    assert problems[0].fix.startswith("no export of Disqus that can be read")


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"no XML", b"\x1f\x8bno gzip", b"<rss><channel></channel></rss>", b"\x00" * 500),
        b'<!DOCTYPE x [<!ENTITY a "&b;&b;">]><disqus>&a;</disqus>',
    ],
)
def test_what_is_no_export_is_said(tmp_path: Path, content: bytes) -> None:
    """A file of another kind, and one with entities that grow, is an error, and nothing is written."""
    path = tmp_path / "file.xml"
    path.write_bytes(content)
    with pytest.raises(ImportFailedError, match="no export of Disqus"):
        import_comments("disqus", path, tmp_path / "content", MANIFEST)
    assert not (tmp_path / "content").exists()


def test_the_command_tells_which_comments_are_not_seen(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Comments on a plain article are here, with the setting that shows them; every problem is told, not the first."""
    site.write("rocky.md", POST)
    site.write("plain.md", "Slug: plain\n" + PLAIN)
    site.write("off.md", POST.replace("Slug: rocky", "Slug: off\nComments: off"))
    links = [thread(2, "/plain.html"), thread(3, "/off.html"), thread(4, "/gone-1.html"), thread(5, "/gone-2.html")]
    path = export(site.folder, ROCKY, *links, post(6), *(post(number + 5, of=number) for number in (2, 3, 4, 5)))
    assert main(["import", "disqus", str(path), "-s", str(write_conf(site))]) == 0
    shown = capsys.readouterr()
    assert shown.out == "3 comments written, 0 here already, 4 problems.\n"
    lines = shown.err.splitlines()
    assert any(
        'plain.md: comments: 1 on plain: not shown, as it is no video post; set "comments_on"' in one for one in lines
    )
    assert any("off.md: comments: 1 on off: not shown: the article says" in one for one in lines)
    assert sum("no post of this address" in one for one in lines) == 2
    only = export(site.folder, *links[2:], post(9, of=4), post(10, of=5))
    assert main(["import", "disqus", str(only), "-s", str(write_conf(site))]) == 1
    assert sum("no post of this address" in one for one in capsys.readouterr().err.splitlines()) == 2


def test_wordpress_comments_can_come_alone(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--comments-only`, an export gives its comments to the posts that are here, and no post."""
    site.write("rocky.md", POST)
    path = site.folder / "export.xml"
    comment = (
        "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Ben</wp:comment_author><wp:comment_date_gmt>"
        "2012-03-01 10:00:00</wp:comment_date_gmt><wp:comment_content>Yes</wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved></wp:comment>"
    )
    item = "<item><title>A</title><link>https://old.example/?p=1</link><wp:post_name>rocky</wp:post_name>"
    path.write_text(f"<rss><channel>{item}{comment}</item></channel></rss>", encoding="utf-8")
    before = set(files(site.content))
    assert main(["import", "wordpress", str(path), "--comments-only", "-s", str(write_conf(site))]) == 0
    assert set(files(site.content)) - before == {"comments/rocky/wp-1.md"}
    assert capsys.readouterr().out == "1 comments written, 0 here already, 0 problems.\n"
