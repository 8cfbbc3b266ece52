"""The receiver as docs/moderating.md puts it on a server: the blocks for nginx and systemd, as they stand there."""

import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from pelican_videopost.receiver.access import Access
from tests.comments.conftest import Blog, Server, ask, free_port, post
from tests.comments.test_documents import block
from tests.packages import needed
from tests.system import NGINX, SYSTEMD

_FORM = "application/x-www-form-urlencoded"
_FLOOD = 3


class Live(NamedTuple):
    """A site on a server: nginx at a port, the receiver behind it."""

    port: int
    blog: Blog
    receiver: Server

    def send(self, sent_from: str = "127.0.0.1", **fields: str) -> tuple[int, str]:
        """Send a comment over nginx as a browser does, from an address of this machine; return status and target.

        The sender claims to be another one each time.
        """
        body = urlencode(post(**fields))
        head = (
            "POST /comments/reply HTTP/1.1\r\nHost: example.org\r\nOrigin: https://example.org\r\nConnection: close\r\n"
            f"X-Forwarded-For: 192.0.2.{len(fields['comment']) % 250}\r\n"
            f"Content-Type: {_FORM}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        )
        with socket.create_connection(("127.0.0.1", self.port), 10, (sent_from, 0)) as connection:
            connection.sendall(head.encode())
            answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
        found = re.search(r"^Location: (.*)\r$", answer, re.M)
        return int(answer.split()[1]), found[1] if found else ""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The document's nginx in front of a receiver, both on this machine; of the block, only names are others."""
    nginx = needed(NGINX, tmp_path_factory.getbasetemp().parent)
    folder = tmp_path_factory.mktemp("server")
    blog = Blog(folder / "site")
    output = blog.folder / "output"
    output.mkdir()
    (output / "rocky.html").write_text("<h1>Rocky</h1>", encoding="utf-8")
    receiver = Server(blog, trusted_proxies=1, flood_posts=_FLOOD)
    port = free_port()
    site = block("location / {").replace("/srv/site/output", str(output))
    site = site.replace("127.0.0.1:8001", f"127.0.0.1:{receiver.port}")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = folder / "nginx.conf"
    conf.write_text(
        f"daemon off; user root; pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        f"http {{ access_log off; {temporary}\nserver {{ listen 127.0.0.1:{port};\n{site}\n}} }}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([nginx, "-c", str(conf), "-p", str(folder), "-e", f"{folder}/errors"])
    try:
        deadline = time.monotonic() + 10
        while True:
            with contextlib.suppress(OSError):
                ask(port, "GET", "/rocky.html")
                break
            assert process.poll() is None, (folder / "errors").read_text(encoding="utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield Live(port, blog, receiver)
    finally:
        process.terminate()
        process.wait()
        receiver.kill()


def test_a_comment_comes_over_nginx_and_its_sender_is_counted_by_nginx(live: Live) -> None:
    """It gets a page of its own; whatever a sender claims about its address, nginx's word counts, and no other's."""
    status, location = live.send(comment="over nginx")
    assert (status, location.partition("=")[0]) == (303, "comment?id")
    assert live.send(comment="x" * 65_000)[0] == 303
    assert live.send(comment="third")[0] == 303
    assert live.send(comment="fourth and too many")[0] == 429
    assert live.send("127.0.0.2", comment="from somebody else")[0] == 303
    kept = {entry.text for entry in live.blog.store().entries("pending")}
    assert kept >= {"over nginx", "x" * 65_000, "third", "from somebody else"}
    assert "fourth and too many" not in kept


def test_a_moderator_signs_in_over_nginx(live: Live) -> None:
    """The cookie is for the folder that nginx has the receiver in, and opens the page there; nothing is kept."""
    link = Access(live.blog.store()).make_link()
    path = f"/comments/moderate?link={link}"
    origin = {"Host": "example.org", "Origin": "https://example.org", "Content_Type": _FORM}
    answer = ask(live.port, "POST", path, "", **origin)
    assert (answer.status, answer.headers["Location"]) == (303, "moderate")
    cookie, *rules = answer.headers["Set-Cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Strict", "Secure"} <= set(rules)
    assert not any(rule.startswith("Path") for rule in rules)
    page = ask(live.port, "GET", "/comments/moderate", Host="example.org", Cookie=cookie)
    assert page.status == 200
    assert b'name="token"' in page.body  # type: ignore[attr-defined]
    assert page.headers["Cache-Control"] == "no-store"
    assert ask(live.port, "GET", "/comments/moderate.css", Host="example.org").status == 200


def test_a_browser_asks_whether_a_page_has_new_comments(live: Live) -> None:
    """A page is kept by the browser, which asks each time whether it is still the same."""
    page = ask(live.port, "GET", "/rocky.html")
    assert page.headers["Cache-Control"] == "no-cache"
    assert ask(live.port, "GET", "/rocky.html", If_None_Match=page.headers["ETag"]).status == 304


def test_far_too_much_is_refused_by_nginx(live: Live) -> None:
    """What is larger than any comment does not reach the receiver; a little too much gets a page of its own."""
    answer = ask(live.port, "POST", "/comments/reply", b"x" * (3 << 20), Content_Type=_FORM)
    assert answer.status == 413
    answer = ask(live.port, "POST", "/comments/reply", b"x" * (3 << 19), Content_Type=_FORM)
    assert answer.status == 413
    assert b"too much for a comment" in answer.body  # type: ignore[attr-defined]


def test_who_sends_slowly_over_nginx_holds_no_place_of_the_receiver(live: Live) -> None:
    """Half a request is nginx's alone: the receiver has no more connections than before, and answers others."""
    before = _connections(live.receiver)
    with contextlib.ExitStack() as stack:
        for _ in range(50):
            slow = stack.enter_context(socket.create_connection(("127.0.0.1", live.port), 10))
            head = f"POST /comments/reply HTTP/1.1\r\nHost: example.org\r\nContent-Type: {_FORM}\r\n"
            slow.sendall(f"{head}Content-Length: 1000\r\n\r\ncom".encode())
        began = time.monotonic()
        assert live.send("127.0.0.3", comment="meanwhile")[0] == 303
        assert time.monotonic() - began < 2
        assert _connections(live.receiver) <= before + 1


def _connections(receiver: Server) -> int:
    """Return how many sockets a receiver has open."""
    files = Path(f"/proc/{receiver.process.pid}/fd")
    return sum("socket:" in str(file.readlink()) for file in files.iterdir() if file.is_symlink())


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All its words are known, in their places, with values that mean something."""
    analyze = needed(SYSTEMD, tmp_path_factory.getbasetemp().parent)
    folder = tmp_path_factory.mktemp("unit")
    unit = block("[Unit]").replace("/srv/site/venv/bin/pelican-videopost", sys.executable)
    done = _verified(analyze, folder / "videopost.service", unit)
    assert done == (0, "")
    assert _verified(analyze, folder / "wrong.service", unit.replace("ProtectHome=yes", "ProtectHouse=yes"))[1]


def _verified(analyze: str, path: Path, unit: str) -> tuple[int, str]:
    """Return what systemd says of a unit: the status, and the lines that name it."""
    path.write_text(unit, encoding="utf-8")
    call = [analyze, "verify", "--man=no", str(path)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, "\n".join(line for line in done.stderr.splitlines() if path.name in line)
