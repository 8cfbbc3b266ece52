"""The built form, sent by a real browser without scripts, against what each form service documents."""

import http.server
import threading
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from ..conftest import POST, PROJECT, Site
from .conftest import Visit

pytestmark = pytest.mark.xdist_group("browser")

SERVICES = tomllib.loads((PROJECT / "tests/data/services.toml").read_text(encoding="utf-8"))
TYPED = {
    "comment": "That **saw**!\r\nAnd the axe.",
    "author": "Ada & Ben",
    "email": "ada@example.org",
    "url": "https://ada.example/?a=1&b=2",
}


class Service(http.server.ThreadingHTTPServer):
    """A site's host and a form service in one, at an origin of 127.0.0.1; `received` is what forms brought."""

    def __init__(self, site: Site, redirect: str) -> None:
        """Serve the site's pages; lead a form on to the address that it gives in its field `redirect`."""
        received: list[tuple[str, str, dict[str, str]]] = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *args: object) -> None:
                super().__init__(*args, directory=str(site.output))  # type: ignore[arg-type]

            def translate_path(self, path: str) -> str:
                found = super().translate_path(path)
                return found if Path(found).exists() else found + ".html"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))
                received.append((self.path, self.headers["Content-Type"], fields))
                self.send_response(303)
                self.send_header("Location", fields[redirect] if redirect else self.path)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing of each request."""

        self.received = received
        super().__init__(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Service]]:
    """A site whose form goes to a service, which is played by this machine."""
    name = request.param
    site = Site(tmp_path / "site")
    site.write("rocky.md", POST)
    with Service(site, SERVICES[name].get("redirect", "")) as server:
        there = {} if name == "netlify" else {"action": server.origin + SERVICES[name]["path"]}
        comments = {"service": name} | SERVICES[name]["settings"] | there
        site.build(SITEURL=server.origin, VIDEOPOST={"comments": comments})
        assert site.warnings == []
        yield name, server
        server.shutdown()


def test_what_a_service_gets(visit: Callable[..., Visit], service: tuple[str, Service]) -> None:
    """What arrives is what the service documents, word for word; the reader is led back, and thanked."""
    name, server = service
    wanted = SERVICES[name]
    page = visit(server.origin, java_script_enabled=False).open("rocky.html")
    for field in wanted["typed"]:
        page.locator(f"#{field}").fill(TYPED[field])
    page.get_by_role("button", name="Post Comment").click()
    page.locator(".videopost-received").wait_for(state="visible")
    ((path, kind, fields),) = server.received
    assert path == wanted["path"]
    assert kind == "application/x-www-form-urlencoded"
    told = {name: TYPED[field] for field, name in wanted["typed"].items()}
    told |= {name: text.replace("{page}", f"{server.origin}/rocky.html") for name, text in wanted["set"].items()}
    told |= {wanted["honeypot"]: ""} if "honeypot" in wanted else {}
    ours = {"comment_post_ID": "rocky", "comment_parent": "0"}  # passed on as they are by those that mail the form
    assert fields == told | ({} if name == "staticman" else ours)


def test_how_netlify_finds_the_form(tmp_path: Path) -> None:
    """Netlify looks for its attributes in the built page, and for the fields that it will take."""
    site = Site(tmp_path / "site")
    site.write("rocky.md", POST)
    site.build(VIDEOPOST={"comments": {"service": "netlify"}})
    form = site.page().select_one("form[name=comments][data-netlify=true]")
    assert form is not None
    assert form["action"] == "/rocky#comment-received"
    assert form.select_one(f"p.videopost-hidden input[name='{form['netlify-honeypot']}']")
