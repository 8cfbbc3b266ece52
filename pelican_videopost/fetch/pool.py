"""Several videos at a time, each in a worker process that is stopped when the video's time is up."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from queue import SimpleQueue
from typing import NamedTuple

from pelican_videopost.fetch.trouble import Trouble
from pelican_videopost.posts.fetched import Fetched, from_json

_LONGEST_WAIT_S = 20


@dataclass(frozen=True, slots=True)
class Request:
    """What a worker is to do with a video.

    `task` is `fetch` or `check`; of a playlist it is `list`, of a short address `resolve`, of a file of the site's own
    `probe`.

    With `posters` it writes them into the folder `content`, in files whose names begin with `stem`; they are made of
    `picture` where that is not empty, else of the provider's thumbnail. Captions are written where there are
    `languages`, which may be none besides the video's own; a machine's only with `machines`.
    """

    task: str
    url: str
    is_file: bool
    content: str = ""
    stem: str = ""
    posters: bool = False
    picture: str = ""
    languages: tuple[str, ...] | None = None
    machines: bool = False


class ListedVideo(NamedTuple):
    """A video of a playlist: its address, and its title, which may be empty."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker found. A `partial` record lacks what only yt-dlp knows; `entries` are those of a playlist."""

    record: Fetched | None = None
    partial: bool = False
    trouble: Trouble | None = None
    entries: tuple[ListedVideo, ...] = ()


def answers(requests: Sequence[Request], jobs: int, timeout_s: int) -> Generator[tuple[Request, Outcome], None, None]:
    """Yield each request with its answer as soon as that is there, with `jobs` workers at a time.

    Every video has `timeout_s` seconds. What still runs is stopped when nobody wants more answers.
    """
    workers = [_Worker() for _ in range(min(jobs, len(requests)))]
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def ask(request: Request) -> Outcome:
        worker = idle.get()
        try:
            return worker.ask(request, timeout_s)
        finally:
            idle.put(worker)

    executor = ThreadPoolExecutor(jobs)
    try:
        futures = {executor.submit(ask, request): request for request in requests}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.stop()


class _Worker:
    """A process that answers one request after the other, started when it is needed, and anew after it ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def ask(self, request: Request, timeout_s: int) -> Outcome:
        """Return the worker's answer, or what kept it from one."""
        wait_s = max(1, min(_LONGEST_WAIT_S, timeout_s // 3))
        question = json.dumps(asdict(request) | {"timeout_s": timeout_s, "wait_s": wait_s})
        process = self._running()
        assert process.stdin is not None  # noqa: S101 (both are pipes)
        assert process.stdout is not None  # noqa: S101
        begun = time.monotonic()
        timer = threading.Timer(timeout_s, process.kill)
        timer.start()
        try:
            process.stdin.write(question.encode() + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = b""
        finally:
            timer.cancel()
        if answer:
            return _read(answer)
        process.kill()
        process.wait()
        late = time.monotonic() - begun >= timeout_s
        return Outcome(
            trouble=Trouble("unreachable", f"not done within {timeout_s} seconds")
            if late
            else Trouble("failed", "its worker stopped")
        )

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or (self._process.poll() is not None and not self._stopped):
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pelican_videopost.fetch.worker"],
                # The worker finds what this process finds, and nothing that happens to lie in the current folder.
                env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process


def _read(output: bytes) -> Outcome:
    try:
        answer = json.loads(output)
        trouble = Trouble(**answer["trouble"]) if answer.get("trouble") else None
        record = from_json(answer["record"]) if answer.get("record") else None
        entries = tuple(ListedVideo(**entry) for entry in answer.get("entries", ()))
        return Outcome(record, bool(answer.get("partial")), trouble, entries)
    except (ValueError, KeyError, TypeError) as error:
        return Outcome(trouble=Trouble("failed", f"its worker's answer cannot be read ({error})"))
