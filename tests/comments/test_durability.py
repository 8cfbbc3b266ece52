"""An answered comment stays, whatever happens to the receiver."""

import contextlib
import http.client
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from pelican_videopost.comments.files import load_comments
from pelican_videopost.receiver.access import Access
from pelican_videopost.receiver.moderation import approve, withdraw
from pelican_videopost.receiver.submission import Submission
from tests.comments.conftest import Blog, Server, ask, command, post
from tests.comments.hammer import Hammer, Nursery, numbered


@pytest.fixture
def quick_blog(tmp_path: Path) -> Iterator[Blog]:
    """A site in memory, where there is such a folder: a killed process loses no more there, and no disk is awaited."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of its own is made in it
    if not memory.is_dir():
        yield Blog(tmp_path / "blog")
        return
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Blog(Path(folder) / "blog")


def test_no_answered_comment_is_lost_when_the_receiver_is_killed(quick_blog: Blog) -> None:
    """Killed again and again under a load of posts, the receiver has every comment it answered, each of them whole.

    `POSTS` makes it shorter or longer.
    """
    blog, total = quick_blog, int(os.environ.get("POSTS", "4000"))
    chance = random.Random(total)  # noqa: S311  # moments, not secrets
    kills, busy_s = 0, 0.0
    with Nursery(blog, flood_posts=0) as receiver:
        hammer = Hammer(receiver.port, total)
        for thread in hammer.threads:
            thread.start()
        while not hammer.done:
            began = time.monotonic()
            time.sleep(chance.uniform(0.05, 0.8))
            receiver.kill()
            busy_s += time.monotonic() - began
            kills += 1
            receiver.start()
        for thread in hammer.threads:
            thread.join(30)
    kept = {entry.text for entry in blog.store().entries()}
    blog.store().check()
    assert hammer.refused == []
    assert hammer.answered - kept == set()
    for text in kept:
        words = text.split()
        assert text == numbered(int(words[1]))
    rate = len(hammer.answered) / busy_s
    figures = f"{hammer.sent} sent, {len(hammer.answered)} answered, {len(kept)} kept, {kills} kills, {rate:.0f}/s"
    assert kills >= total / 500, figures
    assert len(hammer.answered) > total * 0.8, figures
    sys.stdout.write(figures + "\n")


_APPROVE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from pelican_videopost.base import writing
from pelican_videopost.receiver import moderation
from pelican_videopost.receiver.store import Store
from pelican_videopost.receiver.settings import read_site
moment, queue, conf = sys.argv[1:]
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
class Dying(Store):
    def set_state(self, name, state, **more):
        if moment == "before the mark": die()
        super().set_state(name, state, **more)
if moment == "before the file": moderation.write_comment = die
if moment == "before the rename": writing.os.fsync = die
store = Dying(Path(queue))
desk = moderation.Desk(read_site(conf)[0], store, moderation.ManifestFile(Path("none")))
moderation.approve(desk, store.entries("pending")[0])
"""


@pytest.mark.parametrize("moment", ["before the file", "before the rename", "before the mark"])
def test_an_interrupted_approval_can_be_made_again(blog: Blog, moment: str) -> None:
    """Killed anywhere in an approval, the site has no half-written comment, and approving again completes it."""
    blog.client().post("/reply", data=post())
    call = [sys.executable, "-c", _APPROVE_AND_DIE, moment, str(blog.settings.store), str(blog.conf())]
    assert subprocess.run(call, check=False).returncode == -signal.SIGKILL
    comments, problems = load_comments(blog.comments)
    assert problems == ()
    assert len(comments.get("rocky", ())) == (moment == "before the mark")
    store = blog.store()
    (entry,) = store.entries("pending")
    approve(blog.desk(store), entry)
    assert load_comments(blog.comments)[0]["rocky"] == (entry.comment,)
    assert [left.state for left in store.entries()] == ["approved"]


def _killed_in_moderation(blog: Blog, chance: random.Random) -> bool:
    """Moderate in a process that is killed somewhere within its next few comments; return whether it was."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        store = blog.store()
        for entry in store.entries("pending"):
            if entry.author.endswith(("0", "5")):
                withdraw(blog.desk(store), entry, "rejected")
            else:
                approve(blog.desk(store), entry)
            os.write(writing, b".")
        os._exit(0)
    os.close(writing)
    os.read(reading, 1)  # the first is done; how far it comes after it is left to chance
    time.sleep(chance.uniform(0, 0.01))
    os.kill(child, signal.SIGKILL)
    os.close(reading)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_moderation_leaves_nothing_half_done(quick_blog: Blog) -> None:
    """Killed again and again over 500 comments, the next run goes on: each is there once, and no draft is left."""
    chance = random.Random(500)  # noqa: S311  # moments, not secrets
    blog = quick_blog
    store, kills = blog.store(), 0
    for number in range(500):
        store.add(Submission("rocky", numbered(number), f"Reader {number}", "anna@example.org", None, None), "")
    store.close()
    drafts: set[Path] = set()
    while blog.store().entries("pending"):
        kills += _killed_in_moderation(blog, chance)
        drafts |= set(blog.comments.rglob("*.tmp"))
    assert kills >= 20
    assert drafts, "no kill came between a draft and its name"
    assert list(blog.comments.rglob("*.tmp")) == []
    entries = blog.store().entries()
    assert len(entries) == 500
    assert {comment.text for comment in load_comments(blog.comments)[0]["rocky"]} == {
        entry.text for entry in entries if entry.state == "approved"
    }
    assert [entry for entry in entries if (entry.author[-1] in "05") != (entry.state == "rejected")] == []


def test_a_comment_that_is_refused_leaves_no_draft(blog: Blog) -> None:
    """Whoever rejects a comment whose approval was killed has nothing of it left in the site."""
    blog.client().post("/reply", data=post())
    call = [sys.executable, "-c", _APPROVE_AND_DIE, "before the rename", str(blog.settings.store), str(blog.conf())]
    subprocess.run(call, check=False)
    assert len(list(blog.comments.rglob("*.tmp"))) == 1
    store = blog.store()
    withdraw(blog.desk(store), store.entries("pending")[0], "rejected")
    assert list(blog.comments.rglob("*.tmp")) == []


def test_a_killed_beginning_leaves_no_second_key(blog: Blog) -> None:
    """The draft of a key whose process has ended is cleared by the next that reads the key."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    draft = blog.settings.store / f".secret.{ended.pid}.0a0a0a0a.tmp"
    draft.write_bytes(b"x" * 32)
    blog.client().post("/reply", data=post())
    assert (blog.settings.store / "secret").exists()
    assert not draft.exists()


def _small_files() -> None:
    """Let a process write no file larger than 200 kB: to it, the disk is full then."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_full_disk_is_a_clear_error_and_nothing_is_lost(blog: Blog, serve: Callable[..., Server]) -> None:
    """When the disk is full, comments are refused with their text; those answered before are there, and more later."""
    server = serve(limits=_small_files, flood_posts=0)
    answers = [server.send(comment=f"{number} {numbered(number) * 10}") for number in range(40)]
    assert answers[0] == 303
    assert answers[-1] == 503
    assert set(answers) == {303, 503}
    assert server.request("GET", "/").status == 200
    server.kill()
    kept = {int(entry.text.split()[0]) for entry in blog.store().entries()}
    assert kept >= {number for number, code in enumerate(answers) if code == 303}
    assert serve().send(comment="and now?") == 303


def test_an_approval_on_a_full_disk_is_made_later(blog: Blog) -> None:
    """Where the comment's file cannot be written, the command says so, and the comment still waits."""
    blog.client().post("/reply", data=post(comment="x" * 60_000))
    (entry,) = blog.store().entries()
    conf = blog.conf()

    def tiny() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = command("approve", entry.id, settings=conf, preexec_fn=tiny)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert _files(blog.comments) == 0
    assert not list(blog.comments.rglob("*.tmp"))
    assert command("approve", entry.id, settings=conf).returncode == 0
    assert _files(blog.comments) == 1


def test_two_receivers_share_one_queue(blog: Blog, serve: Callable[..., Server]) -> None:
    """Several processes, as a WSGI host starts them, and the commands beside them, lose nothing to each other."""
    servers = [serve(flood_posts=0), serve(flood_posts=0)]
    answers: list[int] = []

    def send(server: Server, name: str) -> None:
        answers.extend(server.send(comment=f"{name} {number}") for number in range(40))

    threads = [threading.Thread(target=send, args=(server, str(server.port))) for server in servers]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert len(blog.store().entries("pending")) <= 80
    assert answers == [303] * 80
    assert len(blog.store().entries()) == 80


def _kill_at(nursery: "Nursery", folder: Path, goal: int, answered: threading.Event) -> None:
    """Kill the receiver as soon as so many comments are in the site, or it has answered."""
    while not answered.is_set() and _files(folder) < goal:
        pass
    nursery.kill()


def _files(folder: Path) -> int:
    """Return how many comments are in the site."""
    return len(list(folder.rglob("*.md")))


def test_a_moderators_page_that_is_killed_leaves_nothing_half_done(quick_blog: Blog) -> None:
    """Killed while many are approved by one press, the session goes on, and in the end each is in the site once.

    `APPROVALS` makes it shorter or longer.
    """
    chance = random.Random(16)  # noqa: S311  # moments, not secrets
    blog, kills, cookie, total = quick_blog, 0, "", int(os.environ.get("APPROVALS", "100"))
    store = blog.store()
    for number in range(total):
        store.add(Submission("rocky", numbered(number), "Anna", "anna@example.org", None, None), "")
    link, form = Access(store).make_link(), {"Content_Type": "application/x-www-form-urlencoded"}
    with Nursery(blog) as nursery:
        while waiting := store.entries("pending"):
            if not cookie:
                signed_in = ask(nursery.port, "POST", f"/moderate?link={link}", "", **form)
                cookie = signed_in.headers["Set-Cookie"].partition(";")[0]
            token = Access(store).form_token(cookie.partition("=")[2])
            pressed = urlencode({"token": token, "do": "approve", "id": [entry.id for entry in waiting]}, doseq=True)
            goal, answered = _files(blog.comments) + chance.randint(1, 25), threading.Event()
            killer = threading.Thread(target=_kill_at, args=(nursery, blog.comments, goal, answered))
            killer.start()
            with contextlib.suppress(OSError, http.client.HTTPException):
                ask(nursery.port, "POST", "/moderate", pressed, Cookie=cookie, **form)
            answered.set()
            killer.join()
            kills += len(store.entries("pending")) > 0
            nursery.start()
    comments, problems = load_comments(blog.comments)
    assert problems == ()
    assert sorted(comment.text for comment in comments["rocky"]) == sorted(map(numbered, range(total)))
    assert list(blog.comments.rglob(".*.tmp")) == []
    assert kills > 0
    sys.stdout.write(f"{total} approved, {kills} kills\n")
