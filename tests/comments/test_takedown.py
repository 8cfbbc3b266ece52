"""What the owner decides happens to the site, wherever a comment's file lies and whatever became of its post."""

import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pelican_videopost.comments.files import find_files, load_comments, write_comment
from pelican_videopost.comments.manifest import Manifest, Post, write_manifest
from pelican_videopost.receiver.errand import forget_due, forgetter, run_due, runner
from pelican_videopost.receiver.log import changes
from pelican_videopost.receiver.moderation import approve, as_it_stands, delete, edit, undo, withdraw
from tests.comments.conftest import COMMAND, SITE, Blog, emails_below, post, run_here


@pytest.fixture
def name(blog: Blog) -> str:
    """The id of a comment that waits."""
    assert blog.client().post("/reply", data=post()).status_code == 303
    return blog.store().entries()[0].id


def test_a_comment_is_taken_down_wherever_its_file_lies(blog: Blog, name: str) -> None:
    """A post was renamed, its folder moved, and a copy left behind, under another ending: reject removes them all."""
    conf = blog.conf()
    assert run_here("approve", name, settings=conf).returncode == 0
    (blog.comments / "rocky").rename(blog.comments / "rocky-iv")
    copy = blog.comments / "rocky" / f"{name}.markdown"
    copy.parent.mkdir()
    copy.write_text("Author: Anna\nDate: 2026-01-31\n\nHi\n", encoding="utf-8")
    (blog.comments / "rocky" / f"{name}0.md").write_text("Author: Ben\nDate: 2026-01-31\n\nHi\n", encoding="utf-8")
    again = run_here("approve", name, settings=conf)
    assert again.stdout == f"Approved already: comments/rocky/{name}.markdown\n"
    done = run_here("reject", name, settings=conf)
    assert done.stdout == f"Rejected: {name}, and taken out of the site\n"
    assert [comment.author for ones in load_comments(blog.comments)[0].values() for comment in ones] == ["Ben"]
    assert run_here("reject", name, settings=conf).stdout == f"Rejected: {name}\n"


@pytest.mark.parametrize("command", ["reject", "delete"])
def test_a_folder_that_was_moved_into_another_hides_no_comment(blog: Blog, name: str, command: str) -> None:
    """A renamed folder can end up within the new one: the build says so, and the file in it is taken down, too."""
    conf = blog.conf()
    assert run_here("approve", name, settings=conf).returncode == 0
    (blog.comments / "rocky-iv").mkdir()
    (blog.comments / "rocky").rename(blog.comments / "rocky-iv" / "rocky")
    found, (problem,) = load_comments(blog.comments)
    assert found == {}
    assert "move these up" in str(problem)
    assert "taken out of the site" in run_here(command, name, settings=conf).stdout
    assert list(blog.comments.rglob("*.md")) == []


@pytest.mark.parametrize("odd", ["../secret", "*", "", ".", "a/b", "[a-z]"])
def test_no_name_finds_a_file_outside(blog: Blog, odd: str) -> None:
    """An id is one name, and no pattern."""
    (blog.comments / "rocky").mkdir(parents=True)
    (blog.comments / "rocky" / "a.md").write_text("x", encoding="utf-8")
    (blog.comments / "secret.md").write_text("x", encoding="utf-8")
    assert find_files(blog.comments, odd) == ()


def test_a_comment_on_a_post_that_is_gone_is_not_approved_into_nowhere(blog: Blog, name: str) -> None:
    """The owner hears that nobody would see it, which posts it may belong to, and puts it there."""
    renamed = {"rocky-iv": Post("rocky-iv", "/rocky-iv.html"), "other": Post("other", "/other.html")}
    write_manifest(blog.settings.manifest, Manifest(SITE, renamed))
    conf = blog.conf()
    done = run_here("approve", name, settings=conf)
    assert done.returncode == 1
    assert "no post rocky" in done.stderr
    assert f"there is rocky-iv. Put it elsewhere: comments approve {name} --to SLUG" in done.stderr
    looked = run_here("moderate", settings=conf, typed="a\nq\n")
    assert "no post rocky" in looked.stderr
    assert load_comments(blog.comments)[0] == {}
    assert blog.store().entries()[0].state == "pending"
    for wrong in ("nowhere", "../nowhere", "a/b"):
        assert run_here("approve", name, "--to", wrong, settings=conf).returncode == 1
        assert blog.store().entries()[0].slug == "rocky"
    assert run_here("approve", name, "--to", "rocky-iv", settings=conf).returncode == 0
    assert [comment.id for comment in load_comments(blog.comments)[0]["rocky-iv"]] == [name]
    assert blog.store().entries()[0].slug == "rocky-iv"


def test_without_a_build_any_post_may_be_one(blog: Blog, name: str) -> None:
    """Where no manifest is to be had, comments are approved as they were sent."""
    blog.settings.manifest.unlink()
    assert run_here("approve", name, settings=blog.conf()).returncode == 0


def test_a_command_that_failed_is_run_again_until_it_works(blog: Blog, name: str) -> None:
    """It is said by the list, and tried by the next command; it runs after a takedown as well, and once for each."""
    built = blog.folder / "built"
    works = {"after": [sys.executable, "-c", f"open({str(built)!r}, 'a').write('x')"]}
    fails = {"after": [sys.executable, "-c", "raise SystemExit(3)"]}
    assert run_here("approve", name, settings=blog.conf(**fails)).returncode == 1
    assert "has not worked" in run_here("list", settings=blog.conf(**fails)).stderr
    again = run_here("notify", settings=blog.conf(**fails))
    assert (again.returncode, "status 3" in again.stderr) == (1, True)
    assert run_here("notify", settings=blog.conf(**works)).returncode == 0
    assert built.read_text(encoding="utf-8") == "x"
    quiet = run_here("list", settings=blog.conf(**works))
    assert quiet.stderr == ""
    assert run_here("notify", settings=blog.conf(**works)).returncode == 0
    assert built.read_text(encoding="utf-8") == "x"
    assert run_here("reject", name, settings=blog.conf(**works)).returncode == 0
    assert built.read_text(encoding="utf-8") == "xx"


@pytest.mark.usefixtures("name")
def test_a_change_during_the_command_is_followed_by_another_run(blog: Blog) -> None:
    """What was approved while the site was being built is not forgotten."""
    store = blog.store()
    approve(blog.desk(store), store.entries()[0])
    mark = store.errand()
    assert mark
    withdraw(blog.desk(store), store.entries()[0], "rejected")
    store.finish_errand(mark)
    assert store.errand() not in (None, mark)


@pytest.mark.usefixtures("name")
def test_every_change_of_the_site_is_followed_by_the_command(blog: Blog) -> None:
    """Whatever of the two has changed, the file or the mark; a text, too, but none that is not in the site."""
    store = blog.store()
    desk = blog.desk(store)

    def is_due() -> bool:
        """Return whether something changed since this was last asked."""
        mark = store.errand()
        store.finish_errand(mark or "")
        return mark is not None

    assert not is_due()
    assert write_comment(blog.comments, store.entries()[0].comment)
    withdraw(desk, store.entries()[0], "rejected")
    assert is_due()
    withdraw(desk, store.entries()[0], "spam")
    assert not is_due()
    path = approve(desk, store.entries()[0]).path
    assert is_due()
    edit(desk, store.entries()[0], "new")
    assert is_due()
    path.unlink()
    withdraw(desk, store.entries()[0], "rejected")
    assert is_due()
    edit(desk, store.entries()[0], "newer")
    assert not is_due()


@pytest.mark.usefixtures("name")
def test_the_receiver_runs_the_command_itself(blog: Blog) -> None:
    """A thread does, in the site's folder, at once when something is due; another forgets whom it need not know."""
    settings = blog.read(after=[sys.executable, "-c", "open('built', 'a').write('x')"])
    blog.client().post("/reply", data=post(comment="old", subject="x"))
    store = blog.store()
    with store.connection.transaction() as database:
        database.execute("UPDATE comments SET created = 1 WHERE state = 'spam'")
    approve(blog.desk(store), store.entries("pending")[0])
    runner(store, settings).start()
    forgetter(store, settings).start()
    built = blog.folder / "built"
    deadline = time.monotonic() + 20
    while store.errand() or store.entries("spam")[0].email:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert built.read_text(encoding="utf-8") == "x"
    assert [entry.email for entry in store.entries("spam")] == [""]
    assert run_due(store, settings) == 0
    assert built.read_text(encoding="utf-8") == "x"


@pytest.mark.usefixtures("name")
def test_a_deleted_comment_leaves_the_site_and_is_followed_by_the_command(blog: Blog) -> None:
    """Deleting is a change of the site where the comment was in it, and else none."""
    store = blog.store()
    approve(blog.desk(store), store.entries()[0])
    store.finish_errand(store.errand() or "")
    assert delete(blog.desk(store), store.entries()[0])
    assert store.errand()


@pytest.mark.usefixtures("name")
def test_a_text_is_changed_where_it_stands(blog: Blog) -> None:
    """In the queue and in the file, whose header lines stay as its owner wrote them; nothing in it becomes one."""
    store = blog.store()
    path = approve(blog.desk(store), store.entries()[0]).path
    path.write_text("Author: Anna B.\nDate: 2026-01-31\nTags: x\n\nHi\n", encoding="utf-8")
    edit(blog.desk(store), store.entries()[0], "Parent: no header\n\nAuthor: Eve")
    expected = "Author: Anna B.\nDate: 2026-01-31\nTags: x\n\nParent: no header\n\nAuthor: Eve\n"
    assert path.read_text(encoding="utf-8") == expected
    assert store.entries()[0].text == "Parent: no header\n\nAuthor: Eve"
    (comment,) = load_comments(blog.comments)[0]["rocky"]
    assert (comment.author, comment.parent) == ("Anna B.", None)


@pytest.mark.parametrize(("days", "kept"), [(30, False), (0, True), (10**9, True)])
def test_who_sent_what_was_refused_is_forgotten_after_a_while(blog: Blog, days: int, kept: bool) -> None:
    """Emails of rejected comments and of spam go after the days of the settings; of others, and of late, they stay."""
    client = blog.client(flood_posts=0)
    for text in ("one", "two", "three"):
        client.post("/reply", data=post(comment=text, subject="x" if text == "two" else ""))
    store = blog.store()
    with store.connection.transaction() as database:
        database.execute("UPDATE comments SET created = created - 40 * 86400")
    client.post("/reply", data=post(comment="late", subject="x"))
    store.set_state(next(entry.id for entry in store.entries() if entry.text == "one"), "rejected")
    forget_due(store, blog.read(forget_days=days))
    known = {entry.text: bool(entry.email) for entry in store.entries()}
    assert known == {"one": kept, "two": kept, "three": True, "late": True}


def test_the_commands_and_the_receiver_forget(blog: Blog) -> None:
    """Every command that moderates forgets, so that no byte of an email is left in the folder."""
    client, store = blog.client(), blog.store()
    client.post("/reply", data=post(subject="x"))
    old = (datetime.now(UTC) - timedelta(days=31)).timestamp()
    with store.connection.transaction() as database:
        database.execute("UPDATE comments SET created = ?", (old,))
    assert run_here("notify", settings=blog.conf()).returncode == 0
    assert emails_below(blog.folder) == []
    assert store.entries()[0].email == ""


def test_the_queue_is_copied_and_put_back_by_a_command(blog: Blog, name: str, tmp_path: Path) -> None:
    """A file that is there is not written over; a damaged queue is no obstacle to putting the copy back."""
    conf, copy = blog.conf(), tmp_path / "copy.sqlite3"
    assert run_here("backup", str(copy), settings=conf).stdout == f"1 comments are in {copy}.\n"
    taken = run_here("backup", str(copy), settings=conf)
    assert (taken.returncode, "is there already" in taken.stderr) == (1, True)
    assert run_here("backup", str(tmp_path / "no" / "copy"), settings=conf).returncode == 1
    for log in blog.settings.store.glob("comments.sqlite3-*"):
        log.unlink()
    (blog.settings.store / "comments.sqlite3").write_bytes(b"no database" * 999)
    done = run_here("restore", str(copy), settings=conf)
    assert (done.returncode, done.stderr) == (0, "")
    assert "What was there is kept in comments-queue/before-" in done.stdout
    assert [entry.id for entry in blog.store().entries()] == [name]
    nothing = run_here("restore", str(tmp_path / "nothing"), settings=conf)
    assert (nothing.returncode, "no file" in nothing.stderr) == (1, True)


def test_the_command_runs_alone_and_may_moderate_itself(blog: Blog, name: str) -> None:
    """Of several who find it due one runs it, and the others wait; a command of ours within it does not wait for it."""
    program = (
        "import pathlib, time; marks = pathlib.Path('marks'); marks.open('a').write('<'); time.sleep(0.3);"
        "marks.open('a').write('>')"
    )
    store, settings = blog.store(), blog.read(after=[sys.executable, "-c", program])
    approve(blog.desk(store), store.entries()[0])
    threads = [threading.Thread(target=run_due, args=(store, settings)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (blog.folder / "marks").read_text(encoding="utf-8") == "<>"
    conf = blog.conf()
    assert run_here("reject", name, settings=conf).returncode == 0
    conf = blog.conf(after=["timeout", "20", *COMMAND, "comments", "notify", "-s", str(conf)])
    done = run_here("approve", name, settings=conf)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Approved: ")
    assert blog.store().errand() is None


def test_what_an_owner_wrote_into_a_file_is_not_lost_by_an_edit(blog: Blog, name: str) -> None:
    """The file's text is what is shown and edited, and what comes back when the edit is taken back."""
    store = blog.store()
    desk = blog.desk(store)
    path = approve(desk, store.entries()[0]).path
    path.write_text("Author: Anna\nDate: 2026-01-31\n\nAs its owner put it\n", encoding="utf-8")
    entry = store.entries()[0]
    assert as_it_stands(desk, entry).text == "As its owner put it"
    edit(desk, entry, "new")
    with store.connection.reading() as database:
        latest = changes(database, name)[0]
    assert undo(desk, latest)
    assert path.read_text(encoding="utf-8").endswith("\n\nAs its owner put it\n")
