"""The receiver in a process of its own, and what it stands up to."""

import contextlib
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlencode

from tests.comments.conftest import Blog, Server, command, emails_below, post

Serve = Callable[..., Server]
_HEAD = "POST /reply HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def connect(server: Server, stack: ExitStack) -> socket.socket:
    """Return a connection that ends with the stack."""
    return stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))


def test_from_form_to_file(blog: Blog, serve: Serve) -> None:
    """A comment sent to the running receiver is approved in a terminal and is then a file of the site."""
    server = serve()
    assert server.send() == 303
    (entry,) = blog.store().entries()
    done = command("approve", entry.id, settings=blog.conf())
    assert done.returncode == 0, done.stderr
    text = (blog.comments / "rocky" / f"{entry.id}.md").read_text(encoding="utf-8")
    assert text == (
        f"Author: Anna\nDate: {entry.created.isoformat()}\nWebsite: https://example.org/anna\n\n"
        "I ran up those stairs, too.\n"
    )
    assert emails_below(blog.content) == []


def test_a_body_of_100_mb_is_refused_before_it_is_sent(serve: Serve) -> None:
    """A giant body is answered at its announcement, or in chunks at the limit, and costs no memory."""
    server = serve()
    before_kib = server.memory_kib()
    with ExitStack() as stack:
        announced = connect(server, stack)
        began = time.monotonic()
        announced.sendall(f"{_HEAD}Content-Length: 104857600\r\n\r\ncomment=".encode())
        assert b" 413 " in announced.recv(1000)
        assert time.monotonic() - began < 2
        chunked = connect(server, stack)
        chunked.sendall(f"{_HEAD}Transfer-Encoding: chunked\r\n\r\n".encode())
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        sent = 0
        try:
            for _ in range(1600):
                chunked.sendall(chunk)
                sent += 65536
        except OSError:
            pass
        assert sent < 50 << 20
    assert server.memory_kib() - before_kib < 30_000
    assert server.send() == 303


def test_a_little_too_much_in_chunks_gets_the_receivers_page(serve: Serve) -> None:
    """A body in chunks is measured like any other."""
    server = serve(max_bytes=20_000)
    response = server.request(
        "POST", "/reply", iter([b"comment=" + b"x" * 25_000]), Content_Type="application/x-www-form-urlencoded"
    )
    assert response.status == 413


def test_slow_senders_keep_nobody_waiting(serve: Serve) -> None:
    """While 50 others dribble their requests, a comment is taken at once."""
    server = serve(threads=2)
    with ExitStack() as stack:
        slow = [connect(server, stack) for _ in range(50)]
        for connection in slow:
            connection.sendall(f"{_HEAD}Content-Length: 1000\r\n\r\ncom".encode())
        began = time.monotonic()
        assert server.send() == 303
        assert time.monotonic() - began < 2
        for connection in slow:
            connection.sendall(b"m")
    assert server.send(comment="another") == 303


def _few_files() -> None:
    """Let a process have no more files than 300 connections and what else it needs."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (364, 364))


def test_slow_senders_take_no_readers_place(serve: Serve) -> None:
    """More connections than there are places, each with half a request: whoever sends a whole one is answered."""
    server = serve(limits=_few_files, flood_posts=0)
    with ExitStack() as stack:
        slow = [connect(server, stack) for _ in range(300)]
        for connection in slow:
            connection.sendall(f"{_HEAD}Content-Length: 1000\r\n\r\ncom".encode())
        for number in range(5):
            slow += [connect(server, stack) for _ in range(20)]
            began = time.monotonic()
            assert server.send(comment=str(number)) == 303
            assert server.request("GET", "/").status == 200
            assert time.monotonic() - began < 5
        last = slow[-1]  # a slow one that came late has its place, too
        body = "comment_post_ID=nowhere"
        last.sendall(f"{_HEAD}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
        assert b" 404 " in last.recv(100)


def test_a_request_must_come_whole_within_its_time(serve: Serve) -> None:
    """Who sends a byte again and again is cut off when the time for a whole request is over, an idle one is not."""
    server = serve(before="from pelican_videopost.receiver import server; server._WHOLE_REQUEST_S = 2")
    with ExitStack() as stack:
        idle, slow = connect(server, stack), connect(server, stack)
        slow.settimeout(0.3)
        began = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - began < 15:
                slow.sendall(b"P")
                with contextlib.suppress(TimeoutError):
                    if not slow.recv(10):
                        break
        assert 1.5 < time.monotonic() - began < 10
        idle.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b" 200 " in idle.recv(100)


def test_a_locked_queue_keeps_nobody_but_one_waiting(blog: Blog, serve: Serve) -> None:
    """While another program has locked the queue, comments get their text back at once, and `GET /` is answered."""
    server = serve(busy_seconds=6, flood_posts=0)
    assert server.send(comment="before") == 303
    codes: list[tuple[float, int]] = []

    def send(number: int) -> None:
        began = time.monotonic()
        code = server.send(comment=f"during {number}")
        codes.append((time.monotonic() - began, code))

    with contextlib.closing(sqlite3.connect(blog.settings.store / "comments.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        threads = [threading.Thread(target=send, args=(number,)) for number in range(30)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        for _ in range(5):
            began = time.monotonic()
            assert server.request("GET", "/").status == 200
            assert time.monotonic() - began < 1
        for thread in threads[1:]:
            thread.join(3)
        assert len(codes) >= 29
        other.execute("ROLLBACK")
        for thread in threads:
            thread.join()
    assert sorted(code for _, code in codes) == [303] + [503] * 29
    assert max(took_s for took_s, code in codes if code == 503) < 3
    assert server.send(comment="after") == 303


def test_what_was_answered_is_in_one_file_after_an_orderly_end(blog: Blog, serve: Serve) -> None:
    """Ended by SIGTERM, as services are, the receiver leaves a database without a log: a copy of it has everything."""
    server = serve(flood_posts=0)
    for number in range(20):
        assert server.send(comment=str(number)) == 303
    server.process.terminate()
    assert server.process.wait(20) == 0
    assert [path.name for path in blog.settings.store.glob("comments.sqlite3*")] == ["comments.sqlite3"]
    assert len(blog.store().entries()) == 20


def test_nothing_is_promised_before_it_listens(blog: Blog, serve: Serve) -> None:
    """A receiver that finds its address taken does not say that it takes comments there."""
    server = serve()
    done = command("serve", "--listen", f"127.0.0.1:{server.port}", settings=blog.conf())
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot listen on" in done.stderr


def test_a_thousand_connections_at_once(serve: Serve) -> None:
    """With 1,000 connections open, each is answered, and the receiver lives."""
    server = serve(flood_posts=0)
    body = "comment_post_ID=nowhere"
    request = f"{_HEAD}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
    with ExitStack() as stack:
        connections = [connect(server, stack) for _ in range(1000)]
        for connection in connections:
            connection.sendall(request[:-5])
        for connection in connections:
            connection.sendall(request[-5:])
        answers = [connection.recv(100) for connection in connections]
    assert all(b" 404 " in answer for answer in answers)
    assert server.send() == 303


def test_the_same_click_from_everywhere_is_one_comment(blog: Blog, serve: Serve) -> None:
    """Twenty requests with the same comment at the same moment make one comment."""
    server = serve(flood_posts=0)
    codes: list[int] = []
    threads = [threading.Thread(target=lambda: codes.append(server.send())) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303] + [409] * 19
    assert len(blog.store().entries()) == 1


def test_what_cannot_be_served_is_said(blog: Blog, serve: Serve) -> None:
    """A wrong address, a taken port or a public queue end the command with a sentence."""
    server = serve()
    for words in (["--listen", "nowhere"], ["--listen", f"127.0.0.1:{server.port}"], ["--site", "here"]):
        done = command("serve", *words, settings=blog.conf())
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith("pelican-videopost: ")
        assert "Traceback" not in done.stderr
    public = command("list", settings=blog.conf(store="content/queue"))
    assert public.returncode == 2
    assert "content" in public.stderr


_CGI = """
import sys
from wsgiref.handlers import CGIHandler
from pelican_videopost.receiver import create_app
from pelican_videopost.receiver.settings import read_site
settings, problems = read_site(sys.argv[1])
CGIHandler().run(create_app(settings))
"""


def test_it_runs_as_cgi(blog: Blog) -> None:
    """On shared hosting, the same application answers as a CGI program."""
    body = urlencode(post())
    environment = os.environ | {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "/cgi-bin/comments",
        "PATH_INFO": "/reply",
        "SERVER_NAME": "example.org",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_ORIGIN": "https://example.org",
    }
    done = subprocess.run(
        [sys.executable, "-c", _CGI, str(blog.conf())],
        input=body.encode(),
        env=environment,
        capture_output=True,
        check=False,
    )
    assert b"Status: 303" in done.stdout, done.stderr
    assert b"Location: comment?id=" in done.stdout
    assert len(blog.store().entries()) == 1


_BARE = """
import sys
for name in ("flask", "werkzeug", "waitress", "yaml", "isso"): sys.modules[name] = None
import pelican_videopost.cli.moderating
from pelican_videopost.base import clean
from pelican_videopost.comments import files, manifest, model, text, thread
from pelican_videopost.importing import isso
assert text.render("*x*") == "<p><em>x</em></p>"
"""


def test_the_build_and_the_terminal_need_no_extra() -> None:
    """What the build and the commands use is there without Flask; serving says what to install."""
    done = subprocess.run([sys.executable, "-c", _BARE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
