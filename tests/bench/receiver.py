"""What the receiver can do: comments a second beside Isso's, its memory, and what moderating costs."""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from pelican_videopost.receiver.access import Access
from pelican_videopost.receiver.moderation import approve
from pelican_videopost.receiver.store import Store
from pelican_videopost.receiver.submission import Submission
from tests.comments.conftest import Blog, Isso, Server
from tests.comments.hammer import Hammer, form_request, numbered, request

from .build import peak_mb

_LOOKS = 7


class Taken(NamedTuple):
    """How fast comments were taken, what each cost the processors, and how much memory the process ever had."""

    per_second: float
    cpu_ms: float
    peak_mb: float


class Moderated(NamedTuple):
    """What an approval took, and pages of a long queue: the first one, the last one, and one of a search."""

    approval_ms: float
    page_ms: tuple[float, float, float]


def take(comments: int) -> Taken:
    """Have a receiver of this machine take so many comments, each on the disk when it is answered.

    The senders run on the same processors.
    """
    with tempfile.TemporaryDirectory() as name:
        server = Server(Blog(Path(name)), flood_posts=0)
        try:
            hammer = Hammer(server.port, comments, asked=form_request, one_each=True)
            return _measured(hammer, server.process.pid)
        finally:
            server.kill()


def isso_take(comments: int) -> Taken:
    """Have Isso take as many of the same ones, to be moderated as well."""
    with tempfile.TemporaryDirectory() as name, Isso(Path(name), moderated=True) as isso:
        return _measured(Hammer(isso.port, comments, asked=_isso_request, one_each=True), isso.pid)


def _isso_request(text: str) -> bytes:
    said = {"text": text, "author": "Anna", "email": "anna@example.org", "title": "Rocky"}
    return request("/new?uri=/rocky.html", "application/json", json.dumps(said).encode())


def _measured(hammer: Hammer, process: int) -> Taken:
    before_s, began = _cpu_s(process), time.monotonic()
    for thread in hammer.threads:
        thread.start()
    for thread in hammer.threads:
        thread.join()
    took_s, cpu_s = time.monotonic() - began, _cpu_s(process) - before_s
    if len(hammer.answered) < hammer.total:
        raise RuntimeError(f"{hammer.total - len(hammer.answered)} comments were not taken: {set(hammer.refused)}")
    return Taken(hammer.total / took_s, cpu_s / hammer.total * 1e3, peak_mb(process))


def _cpu_s(process: int) -> float:
    """Return the processors' time that a process has had, also within the system."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def sync_ms(times: int = 200) -> float:
    """Return what this machine's disk takes to have 4 KB on it, which each answer waits for once."""
    with tempfile.NamedTemporaryFile() as file:
        began = time.monotonic()
        for _ in range(times):
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        return (time.monotonic() - began) / times * 1e3


def moderate(approvals: int, waiting: int) -> Moderated:
    """Approve so many comments, each on the disk, and look at the page of a queue in which so many wait."""
    with tempfile.TemporaryDirectory() as name:
        blog = Blog(Path(name))
        store = blog.store()
        _fill(store, waiting)
        pages = tuple(_look(blog, query) for query in ("", f"?page={waiting // 20}", "?q=number+4711"))
        entries = store.entries("pending")[:approvals]
        with _clock() as took_s:
            for entry in entries:
                approve(blog.desk(store), entry)
        return Moderated(took_s[0] / approvals * 1e3, pages)  # type: ignore[arg-type]  # three of them


def _fill(store: Store, waiting: int) -> None:
    """Have so many comments wait, without awaiting the disk for each."""
    store.fact("")  # opens it
    with store.connection.reading() as database:
        database.execute("PRAGMA synchronous = OFF")
    for number in range(waiting):
        store.add(Submission("rocky", numbered(number), f"Anna {number}", "anna@example.org", None, None), "")
    store.close()


def _look(blog: Blog, query: str) -> float:
    """Return the usual time of a page, in milliseconds."""
    client = blog.client()
    client.set_cookie("videopost_moderator", Access(blog.store()).open_session())
    times = []
    for _ in range(_LOOKS):
        with _clock() as took_s:
            answer = client.get(f"/moderate{query}")
        if answer.status_code != 200:
            raise RuntimeError(f"{query} was answered with {answer.status_code}")
        times.append(took_s[0] * 1e3)
    return median(times)


@contextmanager
def _clock() -> Iterator[list[float]]:
    """Measure a block: afterwards, its seconds are in the list."""
    took_s: list[float] = []
    began = time.monotonic()
    yield took_s
    took_s.append(time.monotonic() - began)
