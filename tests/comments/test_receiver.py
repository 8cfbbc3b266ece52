"""What the receiver takes, what it refuses, and what it answers."""

import contextlib
import http.client
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from pelican_videopost.comments.manifest import Post
from pelican_videopost.receiver import create_app
from pelican_videopost.receiver.settings import MailSettings, read_site
from tests.comments.conftest import SITE, Blog, Server, post

JSON = {"Accept": "application/json"}


def page(response: TestResponse) -> BeautifulSoup:
    """Return the page of an answer, parsed."""
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")


def test_a_comment_is_kept_and_the_reader_sees_it(blog: Blog) -> None:
    """A plain form leads to the page of the comment."""
    response = blog.client().post("/reply", data=post())
    assert response.status_code == 303
    assert response.headers["Location"].startswith("comment?id=")
    (entry,) = blog.store().entries()
    assert (entry.slug, entry.author, entry.email, entry.state) == ("rocky", "Anna", "anna@example.org", "pending")
    assert entry.text == "I ran up those stairs, too."
    assert entry.website == "https://example.org/anna"


def test_a_script_is_answered_in_place(blog: Blog) -> None:
    """A script that asks for JSON gets the same outcome as words it can show."""
    client = blog.client()
    response = client.post("/reply", data=post(), headers=JSON)
    assert response.status_code == 200
    answer = dict(response.json or {})
    assert answer.pop("link")
    assert answer.pop("change")
    assert answer == {
        "status": "received",
        "message": "Your comment is awaiting moderation.",
        "errors": {},
    }
    refused = client.post("/reply", data=post(comment="", email="nobody"), headers=JSON)
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["status"] == "invalid"
    assert set(refused.json["errors"]) == {"comment", "email"}


@pytest.mark.parametrize(
    ("fields", "code", "wrong"),
    [
        ({"comment": ""}, 422, {"comment"}),
        ({"comment": " \u200b\u200d\u2060 \n"}, 422, {"comment"}),
        ({"comment": "\x00\x01\x1b"}, 422, {"comment"}),
        ({"comment": "x" * 65525}, 303, set()),
        ({"comment": "x" * 65526}, 422, {"comment"}),
        ({"comment": "\U0001f94a" * 65525}, 303, set()),
        ({"author": ""}, 422, {"author"}),
        ({"author": "\u202e\u2066"}, 422, {"author"}),
        ({"author": "x" * 245}, 303, set()),
        ({"author": "x" * 246}, 422, {"author"}),
        ({"author": "Anna@Example.org"}, 422, {"author"}),
        ({"author": "Anna <anna@example.org>"}, 422, {"author"}),
        ({"author": "Anna of example.org"}, 303, set()),
        ({"email": "a"}, 422, {"email"}),
        ({"email": ""}, 422, {"email"}),
        ({"email": "anna"}, 422, {"email"}),
        ({"email": "anna@example"}, 422, {"email"}),
        ({"email": "anna@example.org\r\nBcc: all@example.org"}, 422, {"email"}),
        ({"email": "a" * 95 + "@example.org"}, 422, {"email"}),
        ({"url": ""}, 303, set()),
        ({"url": "example.org/anna"}, 303, set()),
        ({"url": "javascript:alert(1)"}, 422, {"url"}),
        ({"url": "JaVa\tScript:alert(1)"}, 422, {"url"}),
        ({"url": "data:text/html,<script>alert(1)</script>"}, 422, {"url"}),
        ({"url": "https://anna:secret@example.org/"}, 422, {"url"}),
        ({"url": "https://example.org/\u202egpj.exe"}, 422, {"url"}),
        ({"url": "https://example.org/" + "x" * 200}, 422, {"url"}),
        ({"comment_parent": ""}, 303, set()),
        ({"comment_parent": "first"}, 303, set()),
        ({"comment_parent": "second"}, 422, {"comment_parent"}),
        ({"comment_parent": "../first"}, 422, {"comment_parent"}),
        ({"comment_post_ID": "nowhere"}, 404, set()),
        ({"comment_post_ID": "../rocky"}, 404, set()),
        ({"comment_post_ID": "/etc/passwd"}, 404, set()),
        ({"comment_post_ID": ""}, 404, set()),
        ({"comment_post_ID": "none"}, 404, set()),
        ({"comment_post_ID": "shut"}, 403, set()),
    ],
)
def test_fields_are_held_to_the_limits_of_wordpress(
    blog: Blog, fields: dict[str, str], code: int, wrong: set[str]
) -> None:
    """Each field is checked as WordPress checks it, and a refused comment is not kept."""
    client = blog.client()
    assert client.post("/reply", data=post(**fields)).status_code == code
    errors = (client.post("/reply", data=post(**fields), headers=JSON).json or {})["errors"]
    if code != 303:
        assert set(errors) == wrong
    assert len(blog.store().entries()) == (code == 303)


def test_a_refused_form_comes_back_with_all_that_was_typed(blog: Blog) -> None:
    """Whoever mistypes a field finds everything as it was, a message at the field, and the field marked."""
    hostile = '"><script>alert(1)</script>'
    sent = post(comment=f"</textarea>{hostile}", author=hostile, email="nobody", url="javascript:alert(1)", notify="1")
    response = blog.client().post("/reply", data=sent)
    assert response.status_code == 422
    form = page(response).form
    assert form is not None
    assert form.textarea is not None
    assert form.textarea.text.strip() == sent["comment"]
    for name in ("author", "email", "url", "comment_post_ID", "comment_parent", "notify"):
        field = form.find(attrs={"name": name})
        assert field is not None
        assert field["value"] == sent[name]
    for name in ("email", "url"):
        field = form.find(id=name)
        assert field is not None
        assert field["aria-invalid"] == "true"
        for described in field["aria-describedby"].split():
            assert form.find(id=described) is not None
    assert page(response).script is None
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_returned_form_can_be_sent_from_the_receivers_own_page(blog: Blog) -> None:
    """A form put right on the receiver's page is taken, although that page is not the site's."""
    client = blog.client()
    assert client.post("/reply", data=post(), headers={"Origin": "http://localhost"}).status_code == 303
    response = client.post("/reply", data=post(comment=""), headers={"Origin": "http://localhost"})
    assert SITE in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (SITE, 303),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://example.org", 403),
        ("https://example.org.evil.example", 403),
    ],
)
def test_only_the_sites_own_pages_may_send(blog: Blog, sent: str, code: int) -> None:
    """Where a browser says which site a form stands on, it must be this one."""
    response = blog.client().post("/reply", data=post(), headers={"Origin": sent})
    assert response.status_code == code
    assert response.headers.get("Access-Control-Allow-Origin") == (SITE if code == 303 else None)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8001", "localhost.evil.example", "example.org.evil.example", "192.0.2.1",
     "[2001:db8::1]", "evil.example@localhost", "[::1", "", "example.org/evil",
     "127.0.0.1.evil.example", "xn--exmple-cua.org"],
)  # fmt: skip
def test_a_name_that_is_not_the_receivers_leads_to_no_comment(blog: Blog, host: str) -> None:
    """A site that has its own name lead here is refused although its page's Origin is the Host; the text comes back."""
    client = blog.client()
    for headers in ({"Origin": f"http://{host}"}, {}):
        response = client.post("/reply", data=post(), headers={"Host": host} | headers)
        assert response.status_code == 403, host
        area = page(response).textarea
        assert area is not None
        assert area.text.strip() == post()["comment"]
        assert "Access-Control-Allow-Origin" not in response.headers
    assert blog.store().entries() == []


@pytest.mark.parametrize(
    ("host", "options"),
    [
        ("localhost:8001", {}),
        ("127.0.0.1:8001", {}),
        ("[::1]:8001", {}),
        ("example.org", {}),
        ("example.org.", {}),
        ("www.example.org", {}),
        ("example.org:8443", {}),
        ("comments.example.org", {"origins": ("https://comments.example.org",)}),
        ("192.0.2.1:8001", {"listen": "192.0.2.1:8001"}),
        ("192.0.2.1:8001", {"listen": "0.0.0.0:8001"}),
        ("192.0.2.1:8001", {"listen": "[::]:8001"}),
        ("192.0.2.1", {"site": "http://192.0.2.1"}),
        ("mail.example", {"mail": MailSettings("o@example.org", "s@example.org", link="https://mail.example/c")}),
    ],
)
def test_the_receiver_answers_to_its_own_names(blog: Blog, host: str, options: dict[str, Any]) -> None:
    """The site's name, those of the settings and of this machine are taken, and the page at them may send again."""
    client = blog.client(**options)
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert client.post("/reply", data=post(), headers=headers).status_code == 303


def test_the_forms_address_is_a_name_of_the_receiver(blog: Blog) -> None:
    """A receiver under a name of its own is told it by the setting that the form sends to."""
    conf = blog.conf()
    for form in ("https://talk.example/reply", {"action": "https://talk.example/reply"}):
        conf.write_text(f"{conf.read_text(encoding='utf-8')}VIDEOPOST['comments'] = {form!r}\n", encoding="utf-8")
        settings, problems = read_site(conf)
        assert (settings.origins, problems) == (("https://talk.example",), ())
    assert (
        create_app(settings).test_client().post("/reply", data=post(), headers={"Host": "talk.example"}).status_code
        == 303
    )


@pytest.mark.parametrize(
    ("site", "sent", "code"),
    [
        ("https://example.org", "https://www.example.org", 303),
        ("https://www.example.org", "https://example.org", 303),
        ("https://example.org", "http://www.example.org", 403),
        ("https://example.org", "https://www.www.example.org", 403),
        ("http://localhost", "http://www.localhost", 403),
        ("http://192.0.2.1", "http://www.192.0.2.1", 403),
    ],
)
def test_a_site_is_itself_with_and_without_www(blog: Blog, site: str, sent: str, code: int) -> None:
    """Whichever of its two names a reader took, the form works; no setting is needed for it."""
    response = blog.client(site=site).post("/reply", data=post(), headers={"Origin": sent})
    assert response.status_code == code


def test_a_page_that_does_not_say_where_it_is(blog: Blog) -> None:
    """Whose page keeps its address to itself gets the form back with the text, and can send it from there."""
    client = blog.client()
    form = page(client.post("/reply", data=post(), headers={"Origin": "null"})).form
    assert form is not None
    assert form.textarea is not None
    assert form.textarea.text.strip() == post()["comment"]
    assert client.post("/reply", data=post(), headers={"Origin": "http://localhost"}).status_code == 303


def test_a_script_of_another_site_is_told_nothing(blog: Blog) -> None:
    """A browser that asks beforehand hears of the site's own pages only."""
    client = blog.client()
    assert client.options("/reply", headers={"Origin": SITE}).headers["Access-Control-Allow-Origin"] == SITE
    assert (
        "Access-Control-Allow-Origin"
        not in client.options("/reply", headers={"Origin": "https://evil.example"}).headers
    )


def test_the_hidden_field_makes_spam_of_a_comment(blog: Blog) -> None:
    """A program that fills in what people do not see is told the same as everybody, and its comment is spam."""
    assert blog.client().post("/reply", data=post(subject="Buy!")).status_code == 303
    assert [entry.state for entry in blog.store().entries()] == ["spam"]


@pytest.mark.parametrize(
    ("fields", "state", "suspicious"),
    [
        ({"took": "900"}, "pending", True),
        ({"took": "1999"}, "pending", True),
        ({"took": "2000"}, "pending", False),
        ({"took": "60000"}, "pending", False),
        ({"took": "-5"}, "pending", False),
        ({"took": "soon"}, "pending", False),
        ({"took": "9" * 400}, "pending", False),
        ({"comment": "https://a.example https://b.example"}, "pending", True),
        ({"comment": "https://a.example"}, "pending", False),
        ({"comment": "https://a.example " * 10}, "spam", True),
        ({"comment": "https://a.example " * 10, "took": "900"}, "spam", True),
    ],
)
def test_haste_and_links_are_suspicious(blog: Blog, fields: dict[str, str], state: str, suspicious: bool) -> None:
    """Written in no time, as a text that was pasted, a comment is marked for a look; only one full of links is spam."""
    assert blog.client(min_seconds=2).post("/reply", data=post(**fields)).status_code == 303
    (entry,) = blog.store().entries()
    assert entry.state == state
    assert bool(entry.suspicion) == suspicious


def test_saying_the_same_twice_is_a_duplicate(blog: Blog) -> None:
    """A second click does not make a second comment; another post or another person does."""
    client = blog.client()
    blog.publish(other=Post("other", "/other.html"))
    assert client.post("/reply", data=post()).status_code == 303
    assert client.post("/reply", data=post()).status_code == 409
    assert client.post("/reply", data=post(author="Ben")).status_code == 303
    assert client.post("/reply", data=post(comment_post_ID="other")).status_code == 303


def test_one_address_cannot_flood_the_queue(blog: Blog) -> None:
    """After five comments an address has to wait, others do not, and the address itself is nowhere kept."""
    client = blog.client()
    for number in range(5):
        assert (
            client.post("/reply", data=post(comment=str(number)), environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code
            == 303
        )
    flooding = client.post("/reply", data=post(comment="5"), environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert flooding.status_code == 429
    assert "Retry-After" in flooding.headers
    assert client.post("/reply", data=post(comment="5"), environ_base={"REMOTE_ADDR": "192.0.2.8"}).status_code == 303
    for path in blog.settings.store.iterdir():
        assert b"192.0.2" not in path.read_bytes()


def test_the_address_of_a_sender_is_forgotten(blog: Blog) -> None:
    """Not even its hash is kept for longer than the limit on floods looks back."""
    client = blog.client(flood_posts=5, flood_seconds=600)
    for text in ("old", "young", "new"):
        if text == "new":  # the first one was sent before the time that the limit looks back to, the second within it
            _age(blog, "old", 601)
            _age(blog, "young", 590)
        assert client.post("/reply", data=post(comment=text)).status_code == 303
    with contextlib.closing(sqlite3.connect(blog.settings.store / "comments.sqlite3")) as database:
        kept = dict(database.execute("SELECT text, address FROM comments").fetchall())
    assert kept["old"] == b""
    assert kept["young"] == kept["new"] != b""


def test_without_a_limit_no_address_is_kept(blog: Blog) -> None:
    """A receiver that limits nobody remembers no sender, and forgets those that it knew when it did."""
    blog.client(flood_posts=5, flood_seconds=600).post("/reply", data=post(comment="old"))
    _age(blog, "old", 601)
    blog.client(flood_posts=0, flood_seconds=600).post("/reply", data=post(comment="new"))
    with contextlib.closing(sqlite3.connect(blog.settings.store / "comments.sqlite3")) as database:
        assert database.execute("SELECT text FROM comments WHERE address > x''").fetchall() == []


def _age(blog: Blog, text: str, seconds: int) -> None:
    """Make a comment of the queue older."""
    with contextlib.closing(sqlite3.connect(blog.settings.store / "comments.sqlite3")) as database, database:
        database.execute("UPDATE comments SET created = created - ? WHERE text = ?", (seconds, text))


def test_the_neighbours_in_an_ipv6_network_are_one_sender(blog: Blog) -> None:
    """A sender cannot escape the limit within the network that a household has."""
    client = blog.client(flood_posts=1)
    codes = [
        client.post("/reply", data=post(comment=address), environ_base={"REMOTE_ADDR": address}).status_code
        for address in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")
    ]
    assert codes == [303, 429, 303]


def test_ipv4_addresses_within_ipv6_are_senders_of_their_own(blog: Blog) -> None:
    """Where a server listens on IPv6, two readers with IPv4 are still two, and each of them is one."""
    client = blog.client(flood_posts=1)
    codes = [
        client.post("/reply", data=post(comment=str(number)), environ_base={"REMOTE_ADDR": address}).status_code
        for number, address in enumerate(("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1"))
    ]
    assert codes == [303, 303, 429]


@pytest.mark.parametrize("path", ["/reply", "/nowhere", "/unsubscribe"])
def test_every_answer_keeps_to_itself(blog: Blog, path: str) -> None:
    """No page may frame an answer or change where its links lead, none is kept, and no link tells what was asked."""
    headers = blog.client().get(path).headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy)
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("proxies", "codes"), [(0, [303, 429]), (1, [303, 303])])
def test_a_forwarded_address_is_believed_only_when_configured(blog: Blog, proxies: int, codes: list[int]) -> None:
    """Nobody escapes the limit by a header of their own making."""
    client = blog.client(flood_posts=1, trusted_proxies=proxies)
    told = [
        client.post("/reply", data=post(comment=text), headers={"X-Forwarded-For": f"198.51.100.1, {text}"}).status_code
        for text in ("192.0.2.1", "192.0.2.2")
    ]
    assert told == codes


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ("192.0.2.1:{}", [303, 429]),
        ("[2001:db8::1]:{}", [303, 429]),
        ("2001:db8::{}", [303, 429]),
        ("::ffff:192.0.2.{}", [303, 303]),
        ("198.51.100.{}, 192.0.2.1", [303, 429]),
        ("unknown{}", [303, 429]),
        ("{}" * 5000, [303, 429]),
        ("2001:db8::1%{}", [303, 429]),
        (", , ,{}", [303, 429]),
        ("", [303, 429]),
    ],
)
def test_a_proxys_word_cannot_be_played_with(blog: Blog, told: str, codes: list[int]) -> None:
    """However a believed proxy names an address, and if it names none, nobody escapes the limit by it."""
    client = blog.client(flood_posts=1, trusted_proxies=1)
    found = []
    for number in ("1", "2"):
        headers = {"X-Forwarded-For": told.replace("{}", number)}
        found.append(client.post("/reply", data=post(comment=number), headers=headers).status_code)
    assert found == codes


def test_a_forwarded_header_over_http(serve: Callable[..., Server]) -> None:
    """Sent twice, as over HTTP it can be, the one that the proxy has added last counts."""
    server = serve(trusted_proxies=1, flood_posts=1)
    codes = []
    for forged in ("198.51.100.1", "198.51.100.2"):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        body = urlencode(post(comment=forged)).encode()
        connection.putrequest("POST", "/reply")
        for name, text in (
            ("X-Forwarded-For", forged),
            ("X-Forwarded-For", "192.0.2.1"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Content-Length", str(len(body))),
        ):
            connection.putheader(name, text)
        connection.endheaders(body)
        codes.append(connection.getresponse().status)
        connection.close()
    assert codes == [303, 429]


@pytest.mark.parametrize("back_s", [3600, 40 * 365 * 86400])
def test_a_clock_that_is_put_back_keeps_nobody_out(blog: Blog, monkeypatch: pytest.MonkeyPatch, back_s: int) -> None:
    """What was sent while the clock ran ahead does not count for the limit until that time has come."""
    client = blog.client(flood_posts=2, flood_seconds=300)
    now = time.time()
    codes = []
    for moment in (now, now + 1, now + 2, now - back_s, now - back_s + 1, now - back_s + 2):
        monkeypatch.setattr("pelican_videopost.receiver.store.time.time", lambda moment=moment: moment)
        codes.append(client.post("/reply", data=post(comment=str(moment))).status_code)
    assert codes == [303, 303, 429, 303, 303, 429]


def test_a_post_closes_at_its_moment(blog: Blog) -> None:
    """Comments are taken until the moment the build has named, without another build."""
    now = datetime.now(UTC)
    blog.publish(
        old=Post("old", "/old.html", closes=now - timedelta(seconds=1)),
        new=Post("new", "/new.html", closes=now + timedelta(hours=1)),
    )
    client = blog.client()
    assert client.post("/reply", data=post(comment_post_ID="old")).status_code == 403
    assert client.post("/reply", data=post(comment_post_ID="new")).status_code == 303


def test_a_post_is_closed_from_its_very_moment_on() -> None:
    """The moment that a page names is the first at which no comment is taken; the one before is the last."""
    moment = datetime(2026, 12, 24, 10, tzinfo=UTC)
    old = Post("old", "/old.html", closes=moment)
    assert not old.takes_comments(moment)
    assert old.takes_comments(moment - timedelta(microseconds=1))


def test_a_reply_stays_on_its_post(blog: Blog) -> None:
    """A parent must stand on the same post: in the last build, or approved since."""
    client = blog.client()
    blog.publish(other=Post("other", "/other.html"))
    client.post("/reply", data=post())
    store = blog.store()
    (entry,) = store.entries()
    assert client.post("/reply", data=post(comment="a", comment_parent=entry.id)).status_code == 422
    store.set_state(entry.id, "approved")
    assert client.post("/reply", data=post(comment="b", comment_parent=entry.id)).status_code == 303
    elsewhere = post(comment="c", comment_parent=entry.id, comment_post_ID="other")
    assert client.post("/reply", data=elsewhere).status_code == 422


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_nothing_but_a_post_changes_anything(blog: Blog, method: str) -> None:
    """A link, a crawler or a prefetching browser cannot comment."""
    response = blog.client().open("/reply", method=method, query_string=post())
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert blog.store().entries() == []


def test_too_much_is_refused(blog: Blog) -> None:
    """A request over the limit is refused with a page that says so, in one piece or in chunks."""
    client = blog.client(max_bytes=10_000)
    assert client.post("/reply", data=post(comment="x" * 20_000)).status_code == 413
    many = "&".join(f"f{number}=1" for number in range(3000))
    assert client.post("/reply", data=many, content_type="application/x-www-form-urlencoded").status_code in (404, 413)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00\x01" * 100, "application/x-www-form-urlencoded"),
        (b"comment=%ff%fe&comment_post_ID=rocky", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b'{"comment": 1}', "application/json"),
        (b"", ""),
    ],
)
def test_a_body_that_is_no_form_is_refused(blog: Blog, body: bytes, kind: str) -> None:
    """Binary and broken requests are answered with a client's error."""
    assert 400 <= blog.client().post("/reply", data=body, content_type=kind).status_code < 500


def test_control_characters_are_left_out(blog: Blog) -> None:
    """What could forge a header or turn a line around does not reach the queue."""
    sent = post(author="An\u202ena\r\nParent: first", comment="one\r\ntwo\x00\u202e\x1b[2J")
    assert blog.client().post("/reply", data=sent).status_code == 303
    (entry,) = blog.store().entries()
    assert entry.author == "Anna Parent: first"
    assert entry.text == "one\ntwo[2J"


def test_the_sites_own_words_are_the_receivers(blog: Blog) -> None:
    """What `labels` of the site's settings reword is reworded on the receiver's pages as well."""
    conf = blog.conf()
    own = {"Post Comment": "Say it", "Sorry, comments are closed for this item.": "Shut!"}
    conf.write_text(conf.read_text(encoding="utf-8") + f"VIDEOPOST['labels'] = {own!r}\n", encoding="utf-8")
    settings, problems = read_site(conf)
    assert problems == ()
    client = create_app(settings).test_client()
    button = page(client.post("/reply", data=post(comment=""))).select_one("button")
    assert button is not None
    assert button.get_text() == "Say it"
    assert "Shut!" in client.post("/reply", data=post(comment_post_ID="shut")).get_data(as_text=True)
