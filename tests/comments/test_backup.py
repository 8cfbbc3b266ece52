"""The queue in one file, and back from it; a queue of an earlier version."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from pelican_videopost.receiver.backup import back_up, restore
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.schema import STEPS, NewerQueueError, bring_up_to_date
from tests.comments.conftest import Blog, Server, post


def texts(blog: Blog) -> list[str]:
    """Return the texts in the queue."""
    return [entry.text for entry in blog.store().entries()]


def test_a_copy_made_while_the_receiver_runs_is_whole(blog: Blog, serve: Callable[..., Server]) -> None:
    """All that was answered is in one file, for its owner's eyes only; put back, the receiver goes on with it."""
    server = serve(flood_posts=0)
    for number in range(30):
        assert server.send(comment=str(number)) == 303
    target = blog.folder / "copy.sqlite3"
    assert back_up(blog.settings.store, target) == 30
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in blog.folder.glob("copy*")) == ["copy.sqlite3"]
    token = blog.store().sign("unsubscribe", "x")
    assert server.send(comment="after the copy") == 303
    count, kept = restore(blog.settings.store, target)
    assert count == 30
    assert server.send(comment="after it was put back") == 303
    assert sorted(texts(blog)) == sorted([*map(str, range(30)), "after it was put back"])
    assert blog.store().sign("unsubscribe", "x") == token
    assert kept is not None
    assert restore(blog.settings.store, kept)[0] == 31
    assert "after the copy" in texts(blog)


def test_a_queue_moves_to_another_machine(blog: Blog) -> None:
    """A copy put into an empty place is the queue, with the key that the links of mails are signed with."""
    blog.client().post("/reply", data=post())
    back_up(blog.settings.store, blog.folder / "copy")
    other = Blog(blog.folder / "other")
    assert restore(other.settings.store, blog.folder / "copy") == (1, None)
    assert texts(other) == texts(blog)
    assert other.store().sign("x", "y") == blog.store().sign("x", "y")
    assert (other.settings.store / "secret").stat().st_mode & 0o777 == 0o600
    assert other.client().post("/reply", data=post()).status_code == 409


def test_a_damaged_queue_is_put_aside(blog: Blog) -> None:
    """What is no database gives way to the copy, and is kept."""
    client = blog.client()
    client.post("/reply", data=post())
    back_up(blog.settings.store, blog.folder / "copy")
    client.application.extensions["videopost"].store.close()
    path = blog.settings.store / "comments.sqlite3"
    path.write_bytes(b"This is no database. " * 500)
    count, kept = restore(blog.settings.store, blog.folder / "copy")
    assert (count, texts(blog)) == (1, [post()["comment"]])
    assert kept is not None
    assert kept.read_bytes().startswith(b"This is no database.")
    assert client.post("/reply", data=post(comment="later")).status_code == 303
    assert len(texts(blog)) == 2


def _of_a_later_version(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {len(STEPS) + 1}")


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "no file"),
        (lambda path: path.write_bytes(b""), "no copy"),
        (lambda path: path.write_bytes(b"no database" * 900), "no copy"),
        (lambda path: sqlite3.connect(path).execute("DROP TABLE key").connection.close(), "no copy"),
        (_cut_off, "no copy|not whole"),
        (_of_a_later_version, "later version"),
    ],
)
def test_what_is_no_copy_is_not_put_back(blog: Blog, spoil: Callable[[Path], object], said: str) -> None:
    """A file that is no whole copy is refused with a sentence, and the queue is as it was."""
    client = blog.client(flood_posts=0)
    for number in range(20):
        client.post("/reply", data=post(comment=f"{number} {'x' * 900}"))
    copy = blog.folder / "copy"
    back_up(blog.settings.store, copy)
    spoil(copy)
    before = texts(blog)
    with pytest.raises(StoreError, match=said):
        restore(blog.settings.store, copy)
    assert texts(blog) == before
    assert list(blog.settings.store.glob("before-*")) == []


def test_no_file_is_copied_over(blog: Blog) -> None:
    """A copy never takes the place of a file, and without a queue there is none."""
    taken = blog.folder / "taken"
    taken.write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="no queue"):
        back_up(blog.settings.store, blog.folder / "new")
    blog.client().post("/reply", data=post())
    with pytest.raises(FileExistsError):
        back_up(blog.settings.store, taken)
    assert taken.read_text(encoding="utf-8") == "mine"
    assert not (blog.folder / "new").exists()


_NEXT = (
    *STEPS,
    "ALTER TABLE comments ADD COLUMN trusted INTEGER NOT NULL DEFAULT 0; CREATE INDEX t ON comments (trusted)",
)


def _database(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


@pytest.mark.parametrize("version", range(len(STEPS) + 1))
def test_an_earlier_queue_gets_what_is_new(tmp_path: Path, version: int) -> None:
    """From each version, a queue comes to the newest, with the comments in it; the second time nothing is done."""
    with contextlib.closing(_database(tmp_path / "queue")) as database:
        bring_up_to_date(database, STEPS[:version])
        if version:
            row = ("a", "rocky", None, "Anna", "a@example.org", None, "Hi", 1.0, "pending", "", 0, b"", b"")
            columns = (
                "id, slug, parent, author, email, website, text, created, state, suspicion, notify, address, digest"
            )
            database.execute(f"INSERT INTO comments ({columns}) VALUES ({','.join('?' * 13)})", row)  # noqa: S608
        for _ in range(2):
            bring_up_to_date(database, _NEXT)
        assert database.execute("PRAGMA user_version").fetchone() == (len(_NEXT),)
        assert database.execute("SELECT text, trusted FROM comments").fetchall() == [("Hi", 0)] * bool(version)


def test_a_step_that_fails_leaves_the_queue_as_it_was(tmp_path: Path) -> None:
    """Half a step is none: the version and the tables are those of before, and the next try does all of it."""
    bad = (*STEPS, "ALTER TABLE comments ADD COLUMN trusted INTEGER; CREATE NONSENSE")
    with contextlib.closing(_database(tmp_path / "queue")) as database:
        bring_up_to_date(database)
        with pytest.raises(sqlite3.OperationalError):
            bring_up_to_date(database, bad)
        assert database.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
        bring_up_to_date(database, _NEXT)


def test_a_later_queue_is_left_alone(blog: Blog) -> None:
    """An earlier package does not write into what it does not know: the text comes back, and the owner is told."""
    blog.client().post("/reply", data=post())
    path = blog.settings.store / "comments.sqlite3"
    _of_a_later_version(path)
    with contextlib.closing(_database(path)) as database, pytest.raises(NewerQueueError):
        bring_up_to_date(database)
    assert blog.client().post("/reply", data=post(comment="new")).status_code == 503
    with pytest.raises(StoreError, match="later version of pelican-videopost"):
        blog.store().entries()
