"""A real browser on the built example site."""

import functools
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route
from werkzeug.serving import BaseWSGIServer, make_server

from ..conftest import build_example

THEMES = ("own", "simple", "notmyidea")
# Whether the file plays from a time that it was set to; what it was set to is noted.
NOTE_TIMES = """video => {
  window.sought = [];
  video.addEventListener("seeking", () => sought.push(video.currentTime));
}"""
PLAYS_FROM = """seconds => {
  const video = document.querySelector("video");
  return !video.paused && video.currentTime > seconds && window.sought.at(-1) === seconds;
}"""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine; returns the origin. Players get the parts of a file that they ask for."""
    servers = []

    def start(folder: Path) -> str:
        site = Flask(__name__, static_folder=folder, static_url_path="")
        site.add_url_rule("/", "front", lambda: site.send_static_file("index.html"))
        server = make_server("127.0.0.1", 0, site, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # it would tell of each request
    yield start
    with ThreadPoolExecutor() as pool:  # each waits for half a second
        list(pool.map(BaseWSGIServer.shutdown, servers))


@pytest.fixture(scope="session")
def example_on(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The example site on a theme, its own or one that Pelican brings; built when it is first asked for."""

    @functools.cache
    def built(theme: str) -> Path:
        return example if theme == "own" else build_example(tmp_path_factory.mktemp(theme), "-t", theme)

    return built


@pytest.fixture(scope="session")
def origin(example: Path, serve: Callable[[Path], str]) -> str:
    """Where the example site is served."""
    return serve(example)


class Visit:
    """A reader's visit: a page, what it asked other hosts for, and what it complained of.

    Other hosts cannot be reached from a test: each of their addresses answers with an empty page.
    """

    def __init__(self, context: BrowserContext, origin: str, also: str = "") -> None:
        """Open an empty page in `context`, for the site at `origin` and its receiver of comments at `also`."""
        self.origin = origin
        self.foreign: list[Request] = []
        self.errors: list[str] = []
        context.route(lambda url: not url.startswith((origin, also or origin)), self._answer)
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _answer(self, route: Route) -> None:
        self.foreign.append(route.request)
        route.fulfill(body="<!doctype html><title>Player</title><button>Pause</button>", content_type="text/html")

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(f"{self.origin}/{path}", wait_until="load")
        return self.page


@pytest.fixture
def visit(chromium: Browser, origin: str) -> Iterator[Callable[..., Visit]]:
    """Begin a visit, with the options of a browser context."""
    contexts = []

    def begin(at: str = origin, also: str = "", **options: object) -> Visit:
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        return Visit(context, at, also)

    yield begin
    for context in contexts:
        context.close()
