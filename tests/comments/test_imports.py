"""Comments from elsewhere: who replied to whom is kept, emails are not, and twice is the same as once."""

import http.client
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from pelican_videopost.comments.files import load_comments
from pelican_videopost.comments.manifest import Manifest, Post
from pelican_videopost.comments.thread import build_thread
from pelican_videopost.importing import ImportFailedError, import_comments
from pelican_videopost.importing.isso import read_isso
from pelican_videopost.importing.places import Places
from tests.comments.conftest import Blog, Isso, command, emails_below

POSTS = {name: Post(name, url) for name, url in (("rocky", "/rocky.html"), ("rambo", "/2026/rambo/"))}
MANIFEST = Manifest("https://example.org", POSTS)

_ISSO = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL,
  modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR);
INSERT INTO threads VALUES (1, '/rocky.html', 'Rocky'), (2, '/../../etc/passwd', ''), (3, '/2026/rambo/?x=1', '');
INSERT INTO comments VALUES
  (1, 1, NULL, 1769882700.5, NULL, 1, '192.0.2.0', 'First & **best**', 'Tom &amp; Anna', 'anna@example.org',
   'https://example.org/?a=1&amp;b=2'),
  (1, 2, 1, 1769882800.5, NULL, 1, '192.0.2.0', 'A reply', NULL, 'anna@example.org', 'javascript:alert(1)'),
  (1, 3, 1, 1769882900.5, NULL, 2, '192.0.2.0', 'Pending', 'Ben', '', NULL),
  (1, 4, 3, 1769882900.5, NULL, 1, '192.0.2.0', 'To the pending one', 'Ben', '', NULL),
  (2, 5, NULL, 1769882900.5, NULL, 1, '192.0.2.0', 'Nowhere', 'Ben', '', NULL),
  (3, 6, NULL, 1769882900.5, NULL, 1, '192.0.2.0', 'Elsewhere', 'Ben', '', NULL);
"""

_WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<item><title>Rocky</title><link>https://old.example/?p=7</link><wp:post_name>rocky</wp:post_name>
{comments}
</item>
<item><link>https://old.example/gone/</link><wp:post_name>gone</wp:post_name>{comments}</item>
</channel></rss>"""


def wordpress_comment(
    number: int, parent: int = 0, approved: str = "1", kind: str = "comment", text: str = "Yes"
) -> str:
    """Return a comment as an export has it."""
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        "<wp:comment_author><![CDATA[Anna & Co]]></wp:comment_author>"
        "<wp:comment_author_email>anna@example.org</wp:comment_author_email>"
        "<wp:comment_author_url>https://example.org</wp:comment_author_url><wp:comment_author_IP>192.0.2.1"
        f"</wp:comment_author_IP><wp:comment_date_gmt>2012-03-0{number} 10:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>{approved}"
        f"</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def isso(folder: Path) -> Path:
    """Write a database as Isso has it."""
    path = folder / "isso.db"
    with sqlite3.connect(path) as database:
        database.executescript(_ISSO)
    return path


def staticman(folder: Path) -> Path:
    """Write a folder as Staticman has it."""
    post = folder / "_data" / "rocky"
    post.mkdir(parents=True)
    (post / "comment-1.yml").write_text(
        "_id: 5b6a-1\n_parent: rocky\nname: 'Anna: the first'\nemail: 5658ffccee7f0ebfda2b226238b1eb6e\n"
        "url: https://example.org\nmessage: >-\n  One\n  line\n\n  and another\ndate: 2018-08-08T10:00:00.000Z\n",
        "utf-8",
    )
    (post / "comment-2.json").write_text(
        json.dumps({"_id": "2", "_parent": "5b6a-1", "name": "Ben", "message": "Two", "date": 1533722400}), "utf-8"
    )
    (post / "comment-3.yml").write_text("a: &a [x]\nb: *a\n", "utf-8")
    (post / "comment-4.yml").write_text("!!python/object/apply:os.system ['true']\n", "utf-8")
    (post / "comment-5.json").write_text("[" * 100_000, "utf-8")
    return folder / "_data"


def wordpress(folder: Path) -> Path:
    """Write an export of WordPress."""
    path = folder / "export.xml"
    comments = "".join([
        wordpress_comment(1, text="First <b>and</b> <!DOCTYPE best>"),
        wordpress_comment(2, 1),
        wordpress_comment(3, approved="spam"),
        wordpress_comment(4, 3),
        wordpress_comment(5, kind="pingback"),
    ])  # fmt: skip
    path.write_text(_WORDPRESS.format(comments=comments), "utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "written", "problems", "parents"),
    [
        (isso, 4, 1, {"isso-1": None, "isso-2": "isso-1", "isso-4": None}),
        (staticman, 2, 3, {"staticman-5b6a-1": None, "staticman-2": "staticman-5b6a-1"}),
        (wordpress, 3, 1, {"wp-1": None, "wp-2": "wp-1", "wp-4": None}),
    ],
)
def test_an_import_keeps_threads_and_leaves_emails_out(
    tmp_path: Path, make: object, written: int, problems: int, parents: dict[str, str | None]
) -> None:
    """What was public is in files, under what it answers; what was not, and every email, is not; twice is once."""
    assert callable(make)
    source, content = make(tmp_path), tmp_path / "content"
    first = import_comments(make.__name__, source, content, MANIFEST)
    assert (first.written, first.present, len(first.problems)) == (written, 0, problems), first
    second = import_comments(make.__name__, source, content, MANIFEST)
    assert (second.written, second.present) == (0, written)
    comments, bad = load_comments(content)
    assert bad == ()
    assert {comment.id: comment.parent for comment in comments["rocky"]} == parents
    assert build_thread(comments["rocky"])[1] == ()
    assert emails_below(content) == []


def test_what_isso_escaped_is_as_it_was_written(tmp_path: Path) -> None:
    """Names and websites that Isso keeps escaped are plain again, and checked anew."""
    comments, _ = read_isso(isso(tmp_path), Places(MANIFEST))
    first, second, _ = comments["rocky"]
    assert (first.author, first.website) == ("Tom & Anna", "https://example.org/?a=1&b=2")
    assert (second.author, second.website) == ("Anonymous", None)
    assert comments["rambo"][0].text == "Elsewhere"


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 500])
@pytest.mark.parametrize("source", ["isso", "wordpress"])
def test_what_is_no_source_is_said(tmp_path: Path, source: str, content: bytes) -> None:
    """A file of another kind is an error that names it, and nothing is written."""
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ImportFailedError, match="file"):
        import_comments(source, path, tmp_path / "content", MANIFEST)
    assert path.read_bytes() == content
    assert not (tmp_path / "content").exists()


def test_an_export_cannot_explode(tmp_path: Path) -> None:
    """Entities that grow without end are refused where they are declared."""
    path = tmp_path / "bomb.xml"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(12))
    path.write_text(f"<!DOCTYPE x [{entities}]><rss><channel><item>&e11;</item></channel></rss>", "utf-8")
    with pytest.raises(ImportFailedError, match="document type"):
        import_comments("wordpress", path, tmp_path / "content", MANIFEST)


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("/rocky.html", "rocky"), ("https://example.org/rocky.html#c", "rocky"), ("/rocky/", "rocky"),
        ("/2026/rambo", "rambo"), ("/2026/rambo/index.html?x", "rambo"), ("/old/rambo/", "rambo"),
        ("/../../etc/passwd", None), ("", None), ("/", None), ("http://[", None),
    ],
)  # fmt: skip
def test_an_address_finds_its_post(address: str, slug: str | None) -> None:
    """Addresses are matched however they are written, and lead to posts of the site only."""
    assert Places(MANIFEST).slug_of(address) == slug


def test_the_command_says_what_it_did(blog: Blog, tmp_path: Path) -> None:
    """An import ends with figures, and names what it left out."""
    done = command("isso", str(isso(tmp_path)), group="import", settings=blog.conf())
    assert done.returncode == 0, done.stderr
    assert done.stdout == "3 comments written, 0 here already, 2 problems.\n"
    database = tmp_path / "isso.db"
    said = f"{database}: Isso: uri: /../../etc/passwd: no post of this address; its comments are left out\n"
    assert said in done.stderr


@pytest.fixture
def real_isso(tmp_path: Path) -> Iterator[Isso]:
    """A real Isso on 127.0.0.1."""
    with Isso(tmp_path) as isso:
        yield isso


def test_a_real_isso_is_read_while_it_runs(real_isso: Isso) -> None:
    """Comments that Isso has just taken are read from its database, unescaped, with their parents."""
    port, database = real_isso.port, real_isso.database
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def send(**fields: object) -> int:
        body = json.dumps({"title": "Rocky", "email": "anna@example.org"} | fields)
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{port}"}
        connection.request("POST", f"/new?uri={quote('/rocky.html')}", body, headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
        assert response.status == 201, answer
        return int(answer["id"])

    first = send(text="Is 1 < 2 & **so on**?", author="Tom & <Anna>", website="https://example.org/?a=1&b=2")
    comments, problems = read_isso(database, Places(MANIFEST))
    assert problems == ()
    (comment,) = comments["rocky"]
    assert (comment.author, comment.website) == ("Tom & <Anna>", "https://example.org/?a=1&b=2")
    assert comment.text == "Is 1 < 2 & **so on**?"
    second = send(text="A reply", author="Ben", parent=first)
    comments, _ = read_isso(database, Places(MANIFEST))
    assert [(c.id, c.parent) for c in comments["rocky"]] == [
        (f"isso-{first}", None),
        (f"isso-{second}", f"isso-{first}"),
    ]
