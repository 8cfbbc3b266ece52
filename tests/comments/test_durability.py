"""An answered comment stays, whatever happens to the receiver."""

import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from pelican_videopost.comments.files import load_comments
from pelican_videopost.receiver.moderation import approve
from tests.comments.conftest import Blog, Server, command, post
from tests.comments.hammer import Hammer, numbered


def hammered(blog: Blog, total: int, longest_s: float) -> None:
    """Kill and restart a receiver under full load until `total` comments were sent, and look what is left."""
    chance = random.Random(total)  # noqa: S311  # moments, not secrets
    server = Server(blog, flood_posts=0)
    hammer = Hammer(server.port, total)
    for thread in hammer.threads:
        thread.start()
    kills, busy_s = 0, 0.0
    while not hammer.done:
        began = time.monotonic()
        time.sleep(chance.uniform(0.05, longest_s))
        server.kill()
        busy_s += time.monotonic() - began
        kills += 1
        server = Server(blog, port=server.port, flood_posts=0)
    for thread in hammer.threads:
        thread.join(30)
    server.kill()
    kept = {entry.text for entry in blog.store().entries()}
    blog.store().check()
    assert hammer.refused == []
    assert hammer.answered - kept == set()
    for text in kept:
        words = text.split()
        assert text == numbered(int(words[1]))
    rate = len(hammer.answered) / busy_s
    figures = f"{hammer.sent} sent, {len(hammer.answered)} answered, {len(kept)} kept, {kills} kills, {rate:.0f}/s"
    assert kills >= 3, figures
    assert len(hammer.answered) > total * 0.8, figures
    sys.stdout.write(figures + "\n")


def test_no_answered_comment_is_lost_when_the_receiver_is_killed(blog: Blog) -> None:
    """Killed again and again under 10,000 posts, the receiver has every comment it answered, each of them whole."""
    hammered(blog, 10_000, 3)


_APPROVE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from pelican_videopost.base import writing
from pelican_videopost.receiver import moderation
from pelican_videopost.receiver.store import Store
moment, queue, content = sys.argv[1:]
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
class Dying(Store):
    def set_state(self, name, state):
        if moment == "before the mark": die()
        super().set_state(name, state)
if moment == "before the file": moderation.write_comment = die
if moment == "before the rename": writing.os.fsync = die
store = Dying(Path(queue))
moderation.approve(store, store.entries("pending")[0], Path(content))
"""


@pytest.mark.parametrize("moment", ["before the file", "before the rename", "before the mark"])
def test_an_interrupted_approval_can_be_made_again(blog: Blog, moment: str) -> None:
    """Killed anywhere in an approval, the site has no half-written comment, and approving again completes it."""
    blog.client().post("/reply", data=post())
    call = [sys.executable, "-c", _APPROVE_AND_DIE, moment, str(blog.settings.store), str(blog.comments)]
    assert subprocess.run(call, check=False).returncode == -signal.SIGKILL
    comments, problems = load_comments(blog.comments)
    assert problems == ()
    assert len(comments.get("rocky", ())) == (moment == "before the mark")
    store = blog.store()
    (entry,) = store.entries("pending")
    approve(store, entry, blog.comments)
    assert load_comments(blog.comments)[0]["rocky"] == (entry.comment,)
    assert [left.state for left in store.entries()] == ["approved"]


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
    assert not list(blog.comments.rglob("*.md"))
    assert not list(blog.comments.rglob("*.tmp"))
    assert command("approve", entry.id, settings=conf).returncode == 0
    assert len(list(blog.comments.rglob("*.md"))) == 1


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
