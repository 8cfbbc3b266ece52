"""The receiver when its queue, its manifest or its disk is not as it should be."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from werkzeug.urls import iri_to_uri

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.comments.files import load_comments
from pelican_videopost.comments.manifest import Post, read_manifest
from pelican_videopost.receiver.app import make_app
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.moderation import approve, withdraw
from tests.comments.conftest import SITE, Blog, command, emails_below, post
from tests.comments.test_receiver import JSON, page


def test_the_queue_is_private(blog: Blog) -> None:
    """Only its owner can read the queue, no version control takes it up, and it cannot lie in content or output."""
    blog.client().post("/reply", data=post())
    for path in blog.settings.store.iterdir():
        if path.name.startswith(("comments", "secret")):
            assert path.stat().st_mode & 0o077 == 0, path
    assert "*" in (blog.settings.store / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert emails_below(blog.content) == []


def _locked(blog: Blog) -> sqlite3.Connection:
    database = sqlite3.connect(blog.settings.store / "comments.sqlite3", isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    return database


def test_several_users_of_a_queue_do_not_unlock_it_for_each_other(blog: Blog) -> None:
    """A second connection of the same process takes no lock away from the first."""
    blog.client().post("/reply", data=post())
    first, second = blog.store(), blog.store()
    with first.connection.transaction():
        second.entries()
        code = (
            f"import sqlite3; sqlite3.connect({str(first.folder / 'comments.sqlite3')!r}, 0).execute('BEGIN IMMEDIATE')"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "locked" in done.stderr


def test_a_locked_queue_is_a_clear_error_and_nothing_is_lost(blog: Blog) -> None:
    """Whoever meets a locked queue is asked to come again, with the text still there; then it is taken."""
    client = blog.client(busy_seconds=0.2)
    client.post("/reply", data=post(comment="before"))
    other = _locked(blog)
    response = client.post("/reply", data=post(comment="during"))
    assert response.status_code == 503
    assert "Retry-After" in response.headers
    area = page(response).textarea
    assert area is not None
    assert area.text.strip() == "during"
    other.execute("ROLLBACK")
    assert client.post("/reply", data=post(comment="during")).status_code == 303
    assert [entry.text for entry in blog.store().entries()] == ["before", "during"]


def test_a_damaged_queue_is_a_clear_error(blog: Blog) -> None:
    """A file that is no database gives a 503 with the text, is left as it is, and a good one is taken up again."""
    path = blog.settings.store / "comments.sqlite3"
    path.write_bytes(b"This is no database. " * 500)
    client = blog.client()
    response = client.post("/reply", data=post(), headers=JSON)
    assert response.status_code == 503
    assert (response.json or {})["status"] == "unavailable"
    assert path.read_bytes().startswith(b"This is no database.")
    path.unlink()
    assert client.post("/reply", data=post()).status_code == 303


def test_a_folder_that_cannot_be_written_is_a_clear_error(blog: Blog) -> None:
    """Where the queue's folder cannot be made, a comment is refused with its text."""
    blocked = blog.folder / "blocked"
    blocked.write_text("a file", encoding="utf-8")
    assert blog.client(store=blocked / "queue").post("/reply", data=post()).status_code == 503


def _moved_away(blog: Blog) -> None:
    blog.settings.store.rename(blog.folder / "away")
    blog.publish()


def _removed(blog: Blog) -> None:
    shutil.rmtree(blog.settings.store)
    blog.publish()


def _database_moved(blog: Blog) -> None:
    (blog.settings.store / "comments.sqlite3").rename(blog.folder / "away.sqlite3")


def _database_replaced(blog: Blog) -> None:
    path = blog.settings.store / "comments.sqlite3"
    copy = path.with_name("copy")
    with contextlib.closing(sqlite3.connect(copy)) as database:
        database.execute("VACUUM")
    copy.replace(path)


def _log_removed(blog: Blog) -> None:
    for path in blog.settings.store.glob("comments.sqlite3-*"):
        path.unlink()


@pytest.mark.parametrize("replace", [_moved_away, _removed, _database_moved, _database_replaced, _log_removed])
def test_a_queue_replaced_under_the_receiver_keeps_what_is_answered(
    blog: Blog, replace: Callable[[Blog], None]
) -> None:
    """Whatever stands in the queue's place, a comment that is answered is in it, for everybody to find."""
    client = blog.client(flood_posts=0)
    assert client.post("/reply", data=post(comment="before")).status_code == 303
    replace(blog)
    assert client.post("/reply", data=post(comment="after")).status_code == 303
    assert client.post("/reply", data=post(comment="later")).status_code == 303
    done = command("list", settings=blog.conf())
    assert "Anna: after" in done.stdout
    assert "Anna: later" in done.stdout


def test_a_queue_replaced_between_the_writing_and_the_answer(blog: Blog) -> None:
    """A comment whose queue is gone when it is written is not answered as kept: the text comes back."""
    client = blog.client()
    store = client.application.extensions["videopost"].store
    with pytest.raises(StoreError, match="replaced"), store.connection.transaction():
        _database_moved(blog)
    assert client.post("/reply", data=post()).status_code == 303
    assert len(blog.store().entries()) == 1


@pytest.mark.parametrize("manifest", [None, "elsewhere.json"])
def test_a_queue_that_is_gone_is_not_made_again(blog: Blog, manifest: str | None) -> None:
    """Where the folder was removed, nothing of the receiver's makes it: the text comes back until a build has."""
    blog.settings = blog.read(manifest=manifest) if manifest else blog.settings
    blog.publish()
    client = blog.client()
    assert client.post("/reply", data=post(comment="before")).status_code == 303
    shutil.rmtree(blog.settings.store)
    response = client.post("/reply", data=post())
    assert response.status_code == 503
    assert post()["comment"] in response.get_data(as_text=True)
    assert client.get("/unsubscribe?id=x&token=y").status_code == 503
    assert client.post("/unsubscribe?id=x&token=y").status_code == 503
    assert not blog.settings.store.exists()
    blog.settings.store.mkdir()
    blog.publish()
    assert client.post("/reply", data=post()).status_code == 303
    assert [entry.text for entry in blog.store().entries()] == [post()["comment"]]


def _manifest(site: object = SITE, **fields: object) -> bytes:
    """Return a manifest of one post, some of whose fields are otherwise."""
    return json.dumps({"site": site, "posts": {"rocky": {"url": "/rocky.html", "comments": "open"} | fields}}).encode()


BAD_MANIFESTS = {
    "none": None,
    "empty": b"",
    "a list": b"[]",
    "cut off": _manifest()[:-5],
    "no text": b"\xff\xfe\xfa",
    "zeros": bytes(4096),
    "a hundred thousand lists": b"[" * 100_000,
    "a hundred thousand objects": b'{"site":' * 100_000,
    "a long number": b'{"site": "https://example.org", "posts": ' + b"1" * 5000 + b"}",
    "not a number": b"NaN",
    "nothing": b"null",
    "no posts": b'{"site": "https://example.org"}',
    "posts in a list": b'{"site": "https://example.org", "posts": [1]}',
    "posts that are nothing": b'{"site": "https://example.org", "posts": null}',
    "a post that is nothing": b'{"site": "https://example.org", "posts": {"rocky": null}}',
    "a site that is a number": _manifest(site=1),
    "half a character in the site": _manifest(site="https://ex\ud800ample.org"),
    "an empty site": _manifest(site=""),
    "half a character in an address": _manifest(url="/\ud800.html"),
    "an address that is a number": _manifest(url=5),
    "an address that is none": _manifest(url="http://["),
    "an address with an impossible port": _manifest(url="https://example.org:99999/x"),
    "an address elsewhere": _manifest(url="https://evil.example/"),
    "an address elsewhere without its scheme": _manifest(url="//evil.example/x"),
    "an address elsewhere behind a tab": _manifest(url="\t//evil.example/"),
    "a script as an address": _manifest(url="javascript:alert(1)"),
    "comments in a list": _manifest(comments=["open"]),
    "comments that are neither": _manifest(comments="perhaps"),
    "closes at a number": _manifest(closes=5),
    "closes at no date": _manifest(closes="soon"),
    "ids that are a number": _manifest(ids=5),
    "ids that are lists": _manifest(ids=[[[]]]),
    "a slug that is a list": _manifest(slug=["rocky"]),
    "a title that is an object": _manifest(title={}),
    "half a character as a language": _manifest(language="\ud800"),
}


@pytest.mark.parametrize("text", BAD_MANIFESTS.values(), ids=BAD_MANIFESTS)
def test_without_a_manifest_comments_are_refused_for_now(blog: Blog, text: bytes | None) -> None:
    """With a missing or broken manifest the form comes back with its text; the next build mends it."""
    path = blog.settings.manifest
    path.unlink() if text is None else path.write_bytes(text)
    client = blog.client()
    response = client.post("/reply", data=post())
    assert response.status_code == 503
    area = page(response).textarea
    assert area is not None
    assert area.text.strip() == post()["comment"]
    blog.publish()
    assert client.post("/reply", data=post()).status_code == 303


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: path.symlink_to(path)])
def test_a_manifest_that_is_no_file_is_no_manifest(blog: Blog, make: Callable[[Path], None]) -> None:
    """A pipe, a folder or a link to itself in its place gives the text back, and nothing waits for it."""
    blog.settings.manifest.unlink()
    make(blog.settings.manifest)
    response = blog.client().post("/reply", data=post())
    assert response.status_code == 503
    assert post()["comment"] in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/rocky.html", "/rocky.html"),
        ("rocky.html", "/rocky.html"),
        ("", "/"),
        ("https://example.org/blog/rocky/?a=b", "/blog/rocky/?a=b"),
        ("/\\evil.example/", "/%5Cevil.example/"),
        ("///evil.example/", "/evil.example/"),
        ("/a\r\nSet-Cookie: b", "/aSet-Cookie:%20b"),
        ("https://evil.example@example.org/x", "/x"),
    ],
)
def test_a_manifest_leads_nowhere_but_to_the_site(blog: Blog, url: str, path: str) -> None:
    """Whatever a manifest calls a post's address, a reader is sent to one of the site."""
    blog.settings.manifest.write_bytes(_manifest(url=url))
    client = blog.client()
    page = client.get("/" + client.post("/reply", data=post()).headers["Location"]).get_data(as_text=True)
    assert iri_to_uri(str(BeautifulSoup(page, "html.parser").select_one("a")["href"])) == f"{SITE}{path}"


def test_a_manifest_names_no_file_outside(blog: Blog) -> None:
    """A post of a manifest whose slug would lead out of the folder of comments is none."""
    posts = {slug: {"slug": slug, "url": "/x.html", "comments": "open"} for slug in ("../../etc", "a/b", ".x", "fine")}
    blog.settings.manifest.write_text(json.dumps({"site": SITE, "posts": posts}), encoding="utf-8")
    client = blog.client()
    codes = [client.post("/reply", data=post(comment_post_ID=slug)).status_code for slug in posts]
    assert codes == [404, 404, 404, 303]


@pytest.mark.parametrize(
    "forge",
    [
        lambda name, token: f"id={name}&token={token[:-1]}",
        lambda name, token: f"id={name}&token={token.upper()}",
        lambda name, token: f"id={name}&token={token}0",
        lambda name, token: f"id={name}&token={token}%20",
        lambda name, _: f"id={name}&token=",
        lambda name, _: f"id={name}",
        lambda name, _: f"id={name}&token=%ff%00é",
        lambda name, _: f"id={name}&token={'a' * 100_000}",
        lambda name, token: f"id={name}%00&token={token}",
        lambda _, token: f"id=other&token={token}",
        lambda _, token: f"id=&token={token}",
        lambda _, token: f"token={token}",
    ],
)
def test_a_forged_link_ends_nothing(blog: Blog, forge: Callable[[str, str], str]) -> None:
    """A link that is not the one of the mail, however like it, changes nothing; nor does a look at the true one."""
    client = blog.client()
    client.post("/reply", data=post(notify="1"))
    store = blog.store()
    (entry,) = store.entries()
    token = store.sign("unsubscribe", entry.id).hex()
    forged = forge(entry.id, token)
    assert client.get(f"/unsubscribe?{forged}").status_code == 404
    assert client.post(f"/unsubscribe?{forged}").status_code == 404
    assert client.get(f"/unsubscribe?id={entry.id}&token={token}").status_code == 200
    assert store.get(entry.id) == entry
    other = store.sign("address", entry.id).hex()
    assert client.post(f"/unsubscribe?id={entry.id}&token={other}").status_code == 404
    (blog.settings.store / "secret").write_bytes(b"another")  # as of another queue, or an older one
    assert client.post(f"/unsubscribe?id={entry.id}&token={token}").status_code == 404
    assert store.get(entry.id) == entry


_BUILDS = """
import sys
from pathlib import Path
from pelican_videopost.comments.manifest import Manifest, Post, write_manifest
for number in range(40):
    posts = {f"p{n}": Post(f"p{n}", f"/{sys.argv[2]}/{number}") for n in range(200)}
    write_manifest(Path(sys.argv[1]), Manifest("https://example.org", posts))
"""


def test_two_builds_at_once_leave_one_whole_manifest(blog: Blog) -> None:
    """However builds meet, the receiver reads what one of them wrote, whole, and nothing is left over."""
    path = blog.settings.manifest
    builds = [subprocess.Popen([sys.executable, "-c", _BUILDS, str(path), name]) for name in "ab"]
    while any(build.poll() is None for build in builds):
        posts = list(read_manifest(path).posts.values())
        assert len({post.url for post in posts if post.slug.startswith("p")}) <= 1
    assert [build.returncode for build in builds] == [0, 0]
    assert {post.url for post in read_manifest(path).posts.values()} <= {"/a/39", "/b/39"}
    assert list(path.parent.glob(".*.tmp")) == []


def test_a_folder_that_leads_out_of_the_site(blog: Blog) -> None:
    """A link in a file's place is replaced, or removed, itself: what it leads to stays as it is."""
    blog.client().post("/reply", data=post())
    store = blog.store()
    (entry,) = store.entries()
    outside = blog.folder / "outside"
    link = blog.comments / "rocky" / f"{entry.id}.md"
    link.parent.mkdir(parents=True)
    link.symlink_to(outside)  # to nothing
    assert approve(blog.desk(store), entry)
    assert not outside.exists()
    assert not link.is_symlink()
    link.unlink()
    outside.write_text("mine", encoding="utf-8")
    link.symlink_to(outside)
    assert withdraw(blog.desk(store), entry, "rejected")
    assert outside.read_text(encoding="utf-8") == "mine"
    assert not link.is_symlink()


@pytest.mark.parametrize(
    "slug",
    ["रॉकी", "ロッキー", "рокки", "روكي", "洛奇", "Rocky", "ROCKY", "straße",
     "e\u0301", "\u00e9", "x" * 200, "con-air", "🥊"],
)  # fmt: skip
def test_names_in_any_script(blog: Blog, slug: str) -> None:
    """A post may be named in any script, and in capitals: its comments come back from their files under its name."""
    assert is_safe_name(slug)
    blog.publish(**{slug: Post(slug, "/x.html")})
    assert blog.client().post("/reply", data=post(comment_post_ID=slug)).status_code == 303
    store = blog.store()
    (entry,) = store.entries()
    assert approve(blog.desk(store), entry)
    found, problems = load_comments(blog.comments)
    assert (list(found), problems) == ([slug], ())


@pytest.mark.parametrize(
    "slug", ["con", "NUL", "aux.x", "Com1", "lpt9", "x" * 201, "é" * 101, "a.", "~a", "-a", "a\u202eb"]
)
def test_names_that_no_file_can_have_everywhere(slug: str) -> None:
    """What is a device or has no file on some system names none on any."""
    assert not is_safe_name(slug)


def test_a_queue_that_may_only_be_read(blog: Blog, caplog: pytest.LogCaptureFixture) -> None:
    """Where the database cannot be written, the text comes back, and the owner is told whose folder to look at."""
    blog.client().post("/reply", data=post())
    client = blog.client()
    read_only = client.application.extensions["videopost"].store.connection
    with read_only.reading() as database:
        database.execute("PRAGMA query_only = ON")
    response = client.post("/reply", data=post(comment="kept in the page"))
    assert response.status_code == 503
    assert "kept in the page" in response.get_data(as_text=True)
    assert "who owns the folder" in caplog.text


def test_under_a_path_of_the_site_the_form_still_finds_its_way(blog: Blog) -> None:
    """Behind a proxy or as CGI, the pages link to nothing but what stands beside them."""
    app = make_app(blog.settings)
    response = app.test_client().post(
        "/reply", data=post(comment=""), environ_base={"SCRIPT_NAME": "/cgi-bin/comments"}
    )
    form = page(response).form
    assert form is not None
    assert form["action"] == "reply"
    assert app.test_client().get("/reply.css").mimetype == "text/css"
