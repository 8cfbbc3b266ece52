"""A video site on 127.0.0.1: well-behaved, slow, broken or hostile, as a test wants it."""

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pelican_videopost.cli.main import main

from .conftest import PROJECT, Site

CLIP = (PROJECT / "example_site/content/media/rocky-training.webm").read_bytes()

# Loaded by every worker, as by any Python that finds it: what leaves the machine is stopped and written down.
GUARD = """\
import sys

def guard(event, details):
    host = None
    if event == "socket.getaddrinfo":
        host = details[0]
    elif event == "socket.connect" and isinstance(details[1], tuple):
        host = details[1][0]
    if host is not None and host not in ("127.0.0.1", "localhost", "::1"):
        with open({log!r}, "a") as log:
            log.write(f"{{event}} {{host}}\\n")
        raise OSError("the tests use no network")

sys.addaudithook(guard)
"""


def picture(width_px: int = 1600, height_px: int = 900, kind: str = "JPEG") -> bytes:
    """Return a picture of these pixels."""
    target = io.BytesIO()
    Image.radial_gradient("L").resize((width_px, height_px)).convert("RGB").save(target, kind)
    return target.getvalue()


class Reply:
    """What the server sends for a path: a status, a content type, a body in pieces, and how slowly."""

    def __init__(self, body: bytes | str, content_type: str = "text/html", status: int = 200, **headers: str) -> None:
        """Send `body`, with underscores in the names of `headers` for hyphens."""
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.headers = {"Content-Type": content_type, "Content-Length": str(len(self.body))}
        self.headers |= {name.replace("_", "-"): value for name, value in headers.items()}
        self.endless = False
        self.delay_s = 0.0

    def cut_off(self) -> "Reply":
        """Announce the whole and send half of it."""
        self.body = self.body[: len(self.body) // 2]
        return self

    def without_end(self) -> "Reply":
        """Send the body again and again until nobody listens."""
        self.endless = True
        del self.headers["Content-Length"]
        return self

    def after(self, delay_s: float) -> "Reply":
        """Let the reader wait before the first byte."""
        self.delay_s = delay_s
        return self


Route = Reply | Callable[[int], Reply]


class Provider:
    """The server: what it sends for each path, and what it was asked for."""

    def __init__(self) -> None:
        """Listen on a free port."""
        self.routes: dict[str, Route] = {}
        self.asked: list[str] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        """The address of the site, without a slash at its end."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Send what belongs to the path; a route that is a function is told how often it was asked for before."""
        path = request.path.partition("?")[0]
        route = self.routes.get(path, Reply("gone", status=404))
        reply = route if isinstance(route, Reply) else route(self.asked.count(path))
        self.asked.append(path)
        time.sleep(reply.delay_s)
        try:
            request.send_response(reply.status)
            for name, value in reply.headers.items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(reply.body)
            much = reply.body * (200_000 // max(1, len(reply.body)) + 1)
            while reply.endless:
                request.wfile.write(much)
        except OSError:
            pass

    def watch_page(self, name: str, /, **more: object) -> str:
        """Serve a watch page that yt-dlp reads (schema.org's VideoObject), its clip and its thumbnail."""
        video = {
            "@context": "https://schema.org",
            "@type": "VideoObject",
            "name": f"The title of {name}",
            "description": "First line.\nSecond line.",
            "thumbnailUrl": [f"{self.url}/{name}.jpg"],
            "uploadDate": "2014-03-01T12:00:00+00:00",
            "duration": "PT7M42S",
            "contentUrl": f"{self.url}/{name}.webm",
            "width": 1280,
            "height": 720,
        } | more
        page = f'<html><head><script type="application/ld+json">{json.dumps(video)}</script></head></html>'
        self.routes[f"/{name}.mp4"] = Reply(page)
        self.routes[f"/{name}.webm"] = Reply(CLIP, "video/webm")
        self.routes[f"/{name}.jpg"] = Reply(picture(), "image/jpeg")
        return f"{self.url}/{name}.mp4"

    def oembed_page(self, name: str, /, **more: object) -> str:
        """Serve a watch page that yt-dlp cannot read, with an oEmbed reply and the thumbnail that it names."""
        reply = {
            "version": "1.0",
            "type": "video",
            "title": f"The title of {name}",
            "author_name": "Somebody",
            "thumbnail_url": f"/{name}.jpg",
            "width": 640,
            "height": 480,
        } | more
        link = f'<link rel="alternate" type="application/json+oembed" href="/{name}.json?format=json&amp;x=1">'
        self.routes[f"/{name}.mp4"] = Reply(f"<html><head><title>A page</title>{link}</head><body>Hello</body></html>")
        self.routes[f"/{name}.json"] = Reply(json.dumps(reply), "application/json")
        self.routes[f"/{name}.jpg"] = Reply(picture(), "image/jpeg")
        return f"{self.url}/{name}.mp4"


@contextmanager
def serving(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """Run a provider; in the end, nothing but this machine may have been asked for anything."""
    log = folder / "outside.log"
    (folder / "guard").mkdir()
    (folder / "guard/sitecustomize.py").write_text(GUARD.format(log=str(log)), encoding="utf-8")
    patch.syspath_prepend(folder / "guard")
    provider = Provider()
    thread = threading.Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
    assert not log.exists(), log.read_text(encoding="utf-8")


def write_post(site: Site, name: str, *videos: str, more: str = "") -> None:
    """Write a video post."""
    addresses = "\n    ".join(videos)
    text = (
        f"Title: {name.title()}\nDate: 2025-11-27 10:00\nCategory: Films\n{more}Video: {addresses}\n\nThe teaser. [+]\n"
    )
    site.write(f"{name}.md", text)


def settings_file(site: Site) -> str:
    """Write the site's settings where the command finds them; return the path."""
    path = site.folder / "pelicanconf.py"
    lines = [f"{name} = {value!r}" for name, value in site.settings().items()]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def command(site: Site, *words: str) -> int:
    """Run `pelican-videopost` for the site, in this process; return its exit status."""
    return main([words[0], "--settings", settings_file(site), *words[1:]])


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A video site; in the end, nothing but this machine may have been asked for anything."""
    with serving(tmp_path, monkeypatch) as running:
        yield running
