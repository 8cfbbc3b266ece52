"""What the tests of comments stand on: a site's receiver in a temporary folder, in this process or in its own."""

import contextlib
import dataclasses
import http.client
import io
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import unittest.mock
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from pelican_videopost.cli.main import main
from pelican_videopost.comments.manifest import Manifest, ManifestFile, Post, write_manifest
from pelican_videopost.receiver import create_app
from pelican_videopost.receiver.moderation import Desk
from pelican_videopost.receiver.settings import ReceiverSettings, read_receiver_settings
from pelican_videopost.receiver.store import Store

SITE = "https://example.org"
FORM = {
    "comment": "I ran up those stairs, too.",
    "author": "Anna",
    "email": "anna@example.org",
    "url": "https://example.org/anna",
    "comment_post_ID": "rocky",
    "comment_parent": "0",
    "subject": "",
}


def post(**fields: str) -> dict[str, str]:
    """Return a filled-in form, with some of its fields otherwise."""
    return FORM | fields


class Blog:
    """A site with a receiver: its folders, its settings, and a manifest as the build writes it."""

    def __init__(self, folder: Path) -> None:
        """Make the site below `folder`."""
        self.folder = folder
        self.content = folder / "content"
        self.comments = self.content / "comments"
        self.content.mkdir(parents=True)
        self.settings = self.read()
        self.publish()

    def read(self, **options: Any) -> ReceiverSettings:
        """Return the receiver's settings, without problems."""
        settings, problems = read_receiver_settings(
            options, folder=self.folder, content=self.content, output=self.folder / "output"
        )
        assert not problems
        return settings

    def publish(self, **posts: Post) -> None:
        """Write the manifest of a build."""
        known = {
            "rocky": Post("rocky", "/rocky.html", "Rocky", ids=frozenset({"first"})),
            "shut": Post("shut", "/shut.html", "Shut", comments="closed"),
            "none": Post("none", "/none.html", "None", comments="off"),
        } | posts
        write_manifest(self.settings.manifest, Manifest(SITE, known))

    def client(self, **options: Any) -> FlaskClient:
        """Return a client of a receiver in this process."""
        return create_app(dataclasses.replace(self.settings, **options)).test_client()

    def store(self) -> Store:
        """Return the queue, opened apart from any receiver's."""
        return Store(self.settings.store)

    def desk(self, store: Store | None = None) -> Desk:
        """Return what a moderator works at."""
        return Desk(self.settings, store or self.store(), ManifestFile(self.settings.manifest))

    def conf(self, **receiver: Any) -> Path:
        """Write the site's `pelicanconf.py`."""
        path = self.folder / "pelicanconf.py"
        path.write_text(
            f"PATH = {str(self.content)!r}\nOUTPUT_PATH = {str(self.folder / 'output')!r}\nSITEURL = {SITE!r}\n"
            f"TIMEZONE = 'UTC'\nVIDEOPOST = {{'receiver': {receiver!r}}}\n",
            encoding="utf-8",
        )
        return path


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """A site with a receiver."""
    return Blog(tmp_path / "blog")


COMMAND = [sys.executable, "-m", "pelican_videopost"]


def command(
    *words: str, settings: Path, typed: str = "", group: str = "comments", **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run `comments …`, or a command of another group, in a process of its own."""
    call = [*COMMAND, group, *words, "--settings", str(settings)]
    return subprocess.run(call, input=typed, capture_output=True, text=True, timeout=60, check=False, **options)


def run_here(*words: str, settings: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run `comments …` in this process, which takes a hundredth of the time."""
    said, complained = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
        unittest.mock.patch("sys.stdin", io.StringIO(typed)),
    ):
        call = ["comments", *words, "--settings", str(settings)]
        status = main(call)
    return subprocess.CompletedProcess(call, status, said.getvalue(), complained.getvalue())


def ask(port: int, method: str, path: str, body: Any = None, **headers: str) -> http.client.HTTPResponse:
    """Return the answer of a receiver at a port of 127.0.0.1, read whole; its body is in `body`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): text for name, text in headers.items()})
        response = connection.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
    finally:
        connection.close()
    return response


class Server:
    """`comments serve` in a process of its own, on 127.0.0.1."""

    def __init__(
        self, blog: Blog, limits: Callable[[], None] | None = None, port: int = 0, before: str = "", **options: Any
    ) -> None:
        """Start it and wait until it answers; `before` is Python that its process runs first."""
        self.port = port or free_port()
        start = [
            sys.executable,
            "-c",
            f"{before}\nfrom pelican_videopost.cli.main import main\nraise SystemExit(main())",
        ]
        call = [*(start if before else COMMAND), "comments", "serve", "--settings", str(blog.conf(**options))]
        self.process = subprocess.Popen(
            [*call, "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            preexec_fn=limits,
        )
        deadline = time.monotonic() + 30
        while True:
            try:
                assert self.request("GET", "/").status == 200
            except OSError:
                assert self.process.poll() is None, self.process.communicate()[1].decode()
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> http.client.HTTPResponse:
        """Return an answer, read whole; its body is in `body`."""
        return ask(self.port, method, path, body, **headers)

    def send(self, **fields: str) -> int:
        """Post a form; return the status code of the answer."""
        body = urlencode(post(**fields))
        return self.request("POST", "/reply", body, Content_Type="application/x-www-form-urlencoded").status

    def kill(self) -> None:
        """End it as a loss of power would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def memory_kib(self) -> int:
        """Return how much memory it holds."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0])


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def serve(blog: Blog) -> Iterator[Callable[..., Server]]:
    """Starts receivers of the site, and ends them."""
    servers: list[Server] = []

    def start(**options: Any) -> Server:
        servers.append(Server(blog, **options))
        return servers[-1]

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.kill()


def emails_below(folder: Path) -> list[str]:
    """Return the files of a folder that hold the email address of the form."""
    return [str(path) for path in folder.rglob("*") if path.is_file() and b"anna@example.org" in path.read_bytes()]


class Isso:
    """A real Isso on 127.0.0.1, with its database in a folder; `host` is the site whose pages may use it."""

    def __init__(self, folder: Path, host: str = "", *, moderated: bool = False) -> None:
        """Write its settings; it runs while it is entered."""
        self.port, self.database = free_port(), folder / "isso.db"
        self.origin = f"http://127.0.0.1:{self.port}"
        self._conf = folder / "isso.cfg"
        self._conf.write_text(
            f"[general]\ndbpath = {self.database}\nhost = {host or self.origin}/\n"
            f"[server]\nlisten = {self.origin}/\n[moderation]\nenabled = {str(moderated).lower()}\n"
            "[guard]\nenabled = false\n",
            "utf-8",
        )

    def __enter__(self) -> Self:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from isso import main; main()", "-c", str(self._conf), "run"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5):
                return self
            assert time.monotonic() < deadline
            assert self._process.poll() is None
            time.sleep(0.1)

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def publish(self) -> None:
        """Approve all that waits, as its administration page does."""
        with contextlib.closing(sqlite3.connect(self.database)) as database, database:
            database.execute("UPDATE comments SET mode = 1 WHERE mode = 2")
