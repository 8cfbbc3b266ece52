"""The receiver when its queue, its manifest or its disk is not as it should be."""

import json
import sqlite3
import subprocess
import sys

import pytest

from pelican_videopost.receiver.app import make_app
from tests.comments.conftest import SITE, Blog, emails_below, post
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
    with first._transaction():
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


@pytest.mark.parametrize("text", [None, "", "[]", "{", '{"site": 1, "posts": []}', '{"site": "https://example.org"}'])
def test_without_a_manifest_comments_are_refused_for_now(blog: Blog, text: str | None) -> None:
    """A missing or broken manifest is a 503, not a lost comment; the next build mends it."""
    path = blog.settings.manifest
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    client = blog.client()
    assert client.post("/reply", data=post()).status_code == 503
    blog.publish()
    assert client.post("/reply", data=post()).status_code == 303


def test_a_manifest_leads_nowhere_but_to_the_site(blog: Blog) -> None:
    """Whatever a manifest says, a reader is never sent to another site."""
    entry = {"url": "https://evil.example/", "comments": "open"}
    blog.settings.manifest.write_text(json.dumps({"site": SITE, "posts": {"rocky": entry}}), encoding="utf-8")
    assert blog.client().post("/reply", data=post()).status_code == 503
    entry["url"] = "//evil.example/x"
    blog.settings.manifest.write_text(json.dumps({"site": SITE, "posts": {"rocky": entry}}), encoding="utf-8")
    assert blog.client().post("/reply", data=post()).status_code == 503


def test_a_manifest_names_no_file_outside(blog: Blog) -> None:
    """A post of a manifest whose slug would lead out of the folder of comments is none."""
    posts = {slug: {"slug": slug, "url": "/x.html", "comments": "open"} for slug in ("../../etc", "a/b", ".x", "fine")}
    blog.settings.manifest.write_text(json.dumps({"site": SITE, "posts": posts}), encoding="utf-8")
    client = blog.client()
    codes = [client.post("/reply", data=post(comment_post_ID=slug)).status_code for slug in posts]
    assert codes == [404, 404, 404, 303]


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
