"""The moderator's page: who comes in, what they can do there, and what nobody else can."""

import re
import time
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pelican_videopost.base.labels import LANGUAGES
from pelican_videopost.comments.files import load_comments
from pelican_videopost.comments.manifest import Manifest, Post, write_manifest
from pelican_videopost.receiver import decisions
from pelican_videopost.receiver.access import MODERATOR_VARIABLE, Access
from pelican_videopost.receiver.backup import back_up, restore
from pelican_videopost.receiver.entry import Entry
from pelican_videopost.receiver.lists import Lists
from pelican_videopost.receiver.moderation import Desk, approve, withdraw
from pelican_videopost.receiver.search import search
from tests.comments.conftest import SITE, Blog, emails_below, post, run_here

PASSWORD = "a long password"  # noqa: S105


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords quickly, as no receiver does."""
    monkeypatch.setattr("pelican_videopost.receiver.access._COST", {"n": 2, "r": 8, "p": 1})


@pytest.fixture
def client(blog: Blog) -> FlaskClient:
    """A browser that nobody has signed in with yet, at a receiver that has a password."""
    Access(blog.store()).set_password(PASSWORD)
    return blog.client(flood_posts=0)


@pytest.fixture
def moderator(client: FlaskClient) -> "Moderator":
    """A browser that a moderator has signed in with."""
    return Moderator(client)


class Moderator:
    """What a moderator's browser does without a script."""

    def __init__(self, client: FlaskClient) -> None:
        """Sign in."""
        self.client = client
        assert client.post("/moderate", data={"password": PASSWORD}).headers["Location"] == "moderate"

    def page(self, query: str = "") -> BeautifulSoup:
        """Return a page."""
        answer = self.client.get(f"/moderate{query}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return BeautifulSoup(answer.get_data(as_text=True), "html.parser")

    def press(self, do: str, ids: tuple[str, ...] = (), query: str = "", **fields: str) -> TestResponse:
        """Press a button of a page, with its form filled in."""
        form: Any = self.page(query).select_one(f"form:has(button[value={do}]), form:has([name=token])")
        data = {"token": form.select_one("[name=token]")["value"], "do": do, "id": list(ids), **fields}
        return self.client.post(f"/moderate{query}", data=data)


def send(client: FlaskClient, *texts: str, **fields: str) -> list[str]:
    """Have comments wait; return their ids."""
    for text in texts:
        assert client.post("/reply", data=post(comment=text, **fields)).status_code == 303
    store = client.application.extensions["videopost"].store
    ids = {entry.text: entry.id for entry in store.entries()}
    return [ids[text] for text in texts]


def states(blog: Blog) -> dict[str, str]:
    """Return the state of each comment by its text."""
    return {entry.text: entry.state for entry in blog.store().entries()}


# --- who comes in


def test_without_a_password_there_is_no_page(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody finds a door where the owner has made none; a link of a command, or the environment's word, makes one."""
    client = blog.client()
    assert client.get("/moderate").status_code == 404
    assert client.post("/moderate", data={"password": ""}).status_code == 404
    assert client.get("/moderate?link=x").status_code == 404
    Access(blog.store()).make_link()
    assert client.get("/moderate").status_code == 200
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 16 * 60)
    assert client.get("/moderate").status_code == 404


@pytest.mark.parametrize("wrong", ["", "a long passwor", PASSWORD + "\0", PASSWORD.upper(), "x" * 100_000, "\ud800"])
def test_only_the_password_lets_in(client: FlaskClient, wrong: str) -> None:
    """Any other is refused, without a cookie."""
    answer = client.post("/moderate", data={"password": wrong.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert "This password is not right." in answer.get_data(as_text=True)
    assert client.post("/moderate", data={"password": PASSWORD}).status_code == 303


def test_the_environment_may_hold_the_password(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the password then, and no other."""
    Access(blog.store()).set_password(PASSWORD)
    monkeypatch.setenv(MODERATOR_VARIABLE, "from the environment")
    client = blog.client()
    assert client.post("/moderate", data={"password": PASSWORD}).status_code == 403
    assert client.post("/moderate", data={"password": "from the environment"}).status_code == 303


def test_tries_are_limited_for_each_address(blog: Blog, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """After five wrong ones even the right one must wait; another address need not, and success forgives."""
    other: Any = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    for _ in range(2):
        elsewhere = blog.client()
        wrong = [elsewhere.post("/moderate", data={"password": "x"}, **other).status_code for _ in range(4)]
        assert wrong == [403] * 4
        assert elsewhere.post("/moderate", data={"password": PASSWORD}, **other).status_code == 303
    codes = [client.post("/moderate", data={"password": "x"}).status_code for _ in range(6)]
    assert codes == [403] * 5 + [429]
    fresh = blog.client()
    barred = fresh.post("/moderate", data={"password": PASSWORD})
    assert (barred.status_code, barred.headers["Retry-After"]) == (429, "900")
    assert fresh.post("/moderate", data={"password": PASSWORD}, **other).status_code == 303
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 901)
    assert blog.client().post("/moderate", data={"password": PASSWORD}).status_code == 303


def test_a_link_of_the_command_lets_in_once(blog: Blog) -> None:
    """Looking at it changes nothing, so that no program that looks at links spends it; it is good once."""
    link = run_here("link", settings=blog.conf()).stdout.strip()
    assert link.startswith("http://127.0.0.1:8001/moderate?link=")
    path = link.partition(":8001")[2]
    client = blog.client()
    for _ in range(2):
        assert "Set-Cookie" not in client.get(path).headers
    client.set_cookie("videopost_moderator", path.partition("=")[2])  # a link is no session
    assert "Sign out" not in client.get("/moderate").get_data(as_text=True)
    assert client.post(path).status_code == 303
    assert "Sign out" in client.get("/moderate").get_data(as_text=True)
    session = client.get_cookie("videopost_moderator", path="/")
    assert session is not None
    for used in (path, f"/moderate?link={session.value}"):
        assert blog.client().post(used).status_code == 403
    assert "Sign out" in client.get("/moderate").get_data(as_text=True)
    assert blog.client().post("/moderate?link=" + "x" * 43).status_code == 403


def test_what_is_kept_lets_nobody_in(blog: Blog, client: FlaskClient) -> None:
    """Neither password nor session nor link stands in the queue's files."""
    Moderator(client)
    link = Access(blog.store()).make_link()
    cookie = client.get_cookie("videopost_moderator", path="/")
    assert cookie is not None
    kept = b"".join(path.read_bytes() for path in blog.settings.store.iterdir() if path.is_file())
    for secret in (PASSWORD, cookie.value, link):
        assert secret.encode() not in kept


@pytest.mark.parametrize(
    ("options", "headers", "secure"),
    [
        ({}, {}, False),
        ({}, {"Origin": "https://example.org"}, True),
        ({"trusted_proxies": 1}, {"X-Forwarded-Proto": "https"}, True),
        ({}, {"X-Forwarded-Proto": "https"}, False),
    ],
)
def test_the_cookie_keeps_to_itself(blog: Blog, options: dict[str, Any], headers: dict[str, str], secure: bool) -> None:
    """No script reads it, no other site sends it, and behind https it takes no other way."""
    Access(blog.store()).set_password(PASSWORD)
    answer = blog.client(**options).post("/moderate", data={"password": PASSWORD}, headers=headers)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path" not in cookie
    assert ("Secure" in cookie) is secure


def test_signing_out_ends_the_session(moderator: Moderator) -> None:
    """The browser forgets it, and whoever has kept a copy of the cookie has nothing."""
    kept = moderator.client.get_cookie("videopost_moderator", path="/")
    assert kept is not None
    moderator.press("out")
    assert moderator.client.get_cookie("videopost_moderator", path="/") is None
    moderator.client.set_cookie("videopost_moderator", kept.value)
    assert "Password" in moderator.client.get("/moderate").get_data(as_text=True)


def test_another_password_ends_all_sessions(blog: Blog, moderator: Moderator) -> None:
    """Whoever had the old one is out; one that is too short is none."""
    conf = blog.conf()
    short = run_here("password", settings=conf, typed="short\n")
    assert (short.returncode, "at least 10" in short.stderr) == (1, True)
    assert "Sign out" in moderator.client.get("/moderate").get_data(as_text=True)
    done = run_here("password", settings=conf, typed="another password\n")
    assert done.stdout == "The password is set. Moderate at http://127.0.0.1:8001/moderate\n"
    assert "Sign out" not in moderator.client.get("/moderate").get_data(as_text=True)


def test_a_copy_that_is_put_back_brings_no_session_back(blog: Blog, moderator: Moderator) -> None:
    """Whoever was signed in when the copy was made signs in again."""
    back_up(blog.settings.store, blog.folder / "copy")
    restore(blog.settings.store, blog.folder / "copy")
    assert "Password" in moderator.client.get("/moderate").get_data(as_text=True)


def test_many_who_try_keep_no_readers_waiting(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one password is looked at, others are told to wait, and hold no thread for long."""
    access = client.application.extensions["videopost"].access
    monkeypatch.setattr("pelican_videopost.receiver.access._TURN_S", 0.01)
    with access._one_at_a_time:
        assert client.post("/moderate", data={"password": PASSWORD}).status_code == 429
    assert client.post("/moderate", data={"password": PASSWORD}).status_code == 303


def test_a_session_ends_by_itself(moderator: Moderator, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a week one signs in again."""
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 8 * 86400)
    assert "Password" in moderator.client.get("/moderate").get_data(as_text=True)


# --- what others cannot do


@pytest.mark.parametrize("token", ["", "x", "0" * 32, "é"])
def test_no_form_of_another_page_changes_anything(blog: Blog, moderator: Moderator, token: str) -> None:
    """Without the token of the session's forms nothing is done, nor from another site with it."""
    (name,) = send(moderator.client, "one")
    forged = {"token": token, "do": "approve", "id": name}
    assert moderator.client.post("/moderate", data=forged).status_code == 403
    right = str(moderator.page().select_one("[name=token]")["value"])  # type: ignore[index]
    other = Moderator(blog.client())
    assert other.client.post("/moderate", data=forged | {"token": right}).status_code == 403
    away = {"Origin": "https://evil.example"}
    assert moderator.client.post("/moderate", data=forged | {"token": right}, headers=away).status_code == 403
    rebound = moderator.client.post("/moderate", data=forged | {"token": right}, headers={"Host": "evil.example"})
    assert rebound.status_code == 403
    assert states(blog) == {"one": "pending"}


def test_looking_changes_nothing(blog: Blog, moderator: Moderator) -> None:
    """A GET with everything that a POST has is only a look."""
    (name,) = send(moderator.client, "one")
    token = moderator.page().select_one("[name=token]")["value"]  # type: ignore[index]
    for do in ("approve", "reject", "delete-for-good", "out"):
        moderator.client.get(f"/moderate?token={token}&do={do}&id={name}")
        assert moderator.client.get("/moderate", query_string={"token": token, "do": do}).status_code == 200
    assert states(blog) == {"one": "pending"}


def test_whoever_has_not_signed_in_sees_and_does_nothing(blog: Blog, client: FlaskClient) -> None:
    """No query and no form shows a comment or an email, or changes one."""
    (name,) = send(client, "a private text")
    for query in ("", f"?id={name}", "?view=log", "?view=lists", "?q=private", f"?id={name}&until=9999999999&token=x"):
        shown = client.get("/moderate" + query).get_data(as_text=True)
        assert "private text" not in shown
        assert "anna@" not in shown
    client.post(f"/moderate?id={name}", data={"do": "approve", "id": name, "token": ""})
    assert states(blog) == {"a private text": "pending"}


@pytest.mark.parametrize("query", ["", "?state=spam", "?view=log", "?view=lists", "?link=x"])
def test_nothing_of_it_is_kept_or_framed(moderator: Moderator, query: str) -> None:
    """No cache keeps a page, no other page frames it, and it loads nothing from anywhere else."""
    headers = moderator.client.get("/moderate" + query).headers
    assert headers["Cache-Control"] == "no-store"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "same-origin"


HOSTILE = "\"><script>alert(1)</script>'{{7*7}}<img src=x onerror=alert(1)>&amp;"


def test_what_a_stranger_wrote_is_text(moderator: Moderator) -> None:
    """In every field and on every page it stands as it was written, and is no element and no attribute."""
    (parent,) = send(moderator.client, HOSTILE, author=HOSTILE)
    moderator.press("approve", (parent,))
    (name,) = send(moderator.client, f"reply {HOSTILE}", author=HOSTILE, comment_parent=parent)
    moderator.press("trust", (name,), query=f"?id={name}")
    moderator.press("block", text=HOSTILE)
    moderator.press("save", (name,), query=f"?id={name}", text=f"new {HOSTILE}")
    pages = ("", f"?id={name}", "?view=log", "?view=lists", "?state=approved", "?q=" + HOSTILE.replace("&", "%26"))
    for query in pages:
        page = moderator.page(query)
        assert page.find_all(["script", "img", "iframe", "object", "style"]) == []
        assert not [tag for tag in page.find_all(True) if any(key.startswith("on") for key in tag.attrs)]
        assert "49" not in str(page.find_all("p", class_="text"))
    assert "alert(1)</script>" in moderator.page().select_one("p.text").get_text()  # type: ignore[union-attr]


# --- what a moderator does


def test_many_are_decided_on_at_once_and_it_can_be_taken_back(blog: Blog, moderator: Moderator) -> None:
    """Approved, refused, or spam, the site follows; the page says how many, and a button takes all of them back."""
    one, two, three = send(moderator.client, "one", "two", "three")
    woken: list[str] = []
    moderator.client.application.extensions["videopost"].told.append(woken.append)
    done = moderator.press("approve", (one, two))
    assert woken == [""]
    page = moderator.page("?" + done.headers["Location"].partition("?")[2])
    assert page.select_one("[role=status]").get_text() == "2 comments were changed."  # type: ignore[union-attr]
    assert len(load_comments(blog.comments)[0]["rocky"]) == 2
    assert [span.get_text() for span in page.select("nav .count")] == ["1", "0", "2", "0"]
    numbers = {name: page.select_one(f".done [name={name}]")["value"] for name in ("first", "last")}  # type: ignore[index]
    moderator.press("undo", **numbers)
    assert load_comments(blog.comments)[0] == {}
    assert set(states(blog).values()) == {"pending"}
    moderator.press("spam", (one,))
    moderator.press("reject", (two,))
    assert states(blog) == {"one": "spam", "two": "rejected", "three": "pending"}
    everything = {"first": "1", "last": "99999999999999"}
    assert "count=6&" in moderator.press("undo", **everything).headers["Location"]
    assert set(states(blog).values()) == {"pending"}
    assert moderator.press("approve").status_code == 409
    assert moderator.press("approve", ("nothing", "../x")).status_code == 409
    assert three


def test_what_another_did_at_the_same_time_is_not_taken_back(
    blog: Blog, moderator: Moderator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One press on Undo takes back one's own changes or, where others' lie between them, is not offered."""
    ids = send(moderator.client, "mine", "too", "another's")

    def approve_beside(desk: Desk, entry: Entry, to: str = "") -> None:
        approve(desk, entry, to)
        withdraw(blog.desk(), blog.desk().store.get(ids[2]) or entry, "rejected")

    monkeypatch.setattr(decisions, "approve", approve_beside)
    gone_to = moderator.press("approve", tuple(ids[:2])).headers["Location"]
    page = moderator.page(gone_to.removeprefix("moderate"))
    assert page.select_one(".done [role=status]").get_text() == "2 comments were changed."  # type: ignore[union-attr]
    assert page.select(".done button") == []
    assert states(blog) == {"mine": "approved", "too": "approved", "another's": "rejected"}


def test_a_change_is_taken_back_later_from_the_log(blog: Blog, moderator: Moderator) -> None:
    """A takedown is undone by writing the file again; what has changed since is left alone."""
    (name,) = send(moderator.client, "one")
    moderator.press("approve", (name,))
    moderator.press("reject", (name,))
    latest, first = moderator.page("?view=log").select(".cards [name=first]")
    number = str(latest["value"])
    early = str(first["value"])
    assert moderator.press("undo", query="?view=log", first=early, last=early).status_code == 409
    moderator.press("undo", query="?view=log", first=number, last=number)
    assert states(blog) == {"one": "approved"}
    assert len(load_comments(blog.comments)[0]["rocky"]) == 1


def test_a_comment_is_deleted_for_good_only_after_a_question(blog: Blog, moderator: Moderator) -> None:
    """The question names how many; then no byte of it is left, nor of what it said before it was changed."""
    names = send(moderator.client, "a text to delete", "another text to delete")
    moderator.press("save", (names[0],), query=f"?id={names[0]}", text="changed")
    asked = moderator.press("delete", tuple(names))
    assert "Delete 2 comments for good?" in asked.get_data(as_text=True)
    assert len(states(blog)) == 2
    moderator.press("delete-for-good", tuple(names))
    assert states(blog) == {}
    kept = b"".join(path.read_bytes() for path in blog.settings.store.iterdir())
    assert b"text to delete" not in kept
    assert emails_below(blog.folder) == []


def test_a_comment_is_edited_and_the_edit_taken_back(blog: Blog, moderator: Moderator) -> None:
    """In the site as in the queue; an empty text changes nothing."""
    (name,) = send(moderator.client, "one")
    moderator.press("approve", (name,))
    moderator.press("save", (name,), query=f"?id={name}", text="two\r\nlines")
    assert load_comments(blog.comments)[0]["rocky"][0].text == "two\nlines"
    moderator.press("save", (name,), query=f"?id={name}", text=" ")
    assert states(blog) == {"two\nlines": "approved"}
    number = str(moderator.page(f"?id={name}").select_one(".cards [name=first]")["value"])  # type: ignore[index]
    moderator.press("undo", query=f"?id={name}", first=number, last=number)
    assert load_comments(blog.comments)[0]["rocky"][0].text == "one"


def test_the_owner_answers(blog: Blog, moderator: Moderator) -> None:
    """The answer stands in the site under the comment, which is approved with it; the name is known the next time."""
    (name,) = send(moderator.client, "one")
    moderator.press("answer", (name,), query=f"?id={name}", text="Thank you!", author="The owner")
    comments = {comment.text: comment for comment in load_comments(blog.comments)[0]["rocky"]}
    assert (comments["Thank you!"].parent, comments["Thank you!"].author) == (name, "The owner")
    assert "one" in comments
    assert moderator.page(f"?id={name}").select_one("#author")["value"] == "The owner"  # type: ignore[index]
    assert moderator.press("answer", (name,), query=f"?id={name}", text="Thank you!").status_code == 409
    moderator.press("answer", (name,), query=f"?id={name}", text=" \r\n")
    assert len(states(blog)) == 2


def test_who_is_trusted_is_approved_at_once(blog: Blog, moderator: Moderator) -> None:
    """By name and email, in whatever case; neither suspicious comments of theirs, nor others with one of the two."""
    (name,) = send(moderator.client, "one")
    moderator.press("trust", (name,), query=f"?id={name}")
    send(moderator.client, "two", author="ANNA")
    send(moderator.client, "three", author="Eve")
    send(moderator.client, "four", email="eve@example.org")
    send(moderator.client, "five", took="100")
    send(moderator.client, "six", subject="filled in")
    assert states(blog) == {
        "one": "pending",
        "two": "approved",
        "three": "pending",
        "four": "pending",
        "five": "pending",
        "six": "spam",
    }
    assert [comment.text for comment in load_comments(blog.comments)[0]["rocky"]] == ["two"]
    moderator.press("distrust", query="?view=lists", author="Anna", email="anna@example.org")
    send(moderator.client, "seven")
    assert states(blog)["seven"] == "pending"


def test_what_cannot_be_approved_by_itself_waits(
    blog: Blog, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the site's folder takes no file, a trusted comment is taken as any other, and the log says why it waits."""
    Lists(blog.store()).trust("Anna", "anna@example.org")
    blog.comments.write_text("no folder", encoding="utf-8")
    send(client, "one")
    assert states(blog) == {"one": "pending"}
    assert "was not approved by itself" in caplog.text


def test_an_erased_person_is_trusted_no_more(blog: Blog, moderator: Moderator) -> None:
    """Of whoever is to be forgotten, the lists and their log keep no email."""
    (name,) = send(moderator.client, "one")
    moderator.press("trust", (name,), query=f"?id={name}")
    moderator.press("block", query="?view=lists", text="casino\r\nanna@example.org")
    moderator.press("block", query="?view=lists", text="casino")
    run_here("erase", "Anna@example.org", settings=blog.conf())
    assert Lists(blog.store()).rules().trusted == ()
    assert emails_below(blog.folder) == []


def test_a_change_of_a_list_is_logged_and_taken_back(blog: Blog, moderator: Moderator) -> None:
    """Whom to trust and what to block: each change is in the log with its time, its words escaped, and its Undo."""
    (name,) = send(moderator.client, "one", author="<b>Anna")
    lists = Lists(blog.store())
    person = ("<b>Anna", "anna@example.org")
    moderator.press("trust", (name,), query=f"?id={name}")
    moderator.press("trust", (name,), query=f"?id={name}")  # which changes nothing
    moderator.press("block", query="?view=lists", text="casino\r\nevil")
    moderator.press("block", query="?view=lists", text="casino")
    moderator.press("distrust", query="?view=lists", author=person[0], email=person[1])
    cards = moderator.page("?view=log").select(".cards > li")
    said = [" ".join(card.get_text(" ").split()).partition(" UTC · ")[2].removesuffix(" Undo") for card in cards]
    who = f"{person[0]} · {person[1]}"
    assert said == [f"Trust no longer {who}", "Blocked casino evil", "Blocked", f"Trusted {who}"]
    assert all(card.select_one("time[datetime]") for card in cards)

    def undo(number: int) -> int:
        value = str(cards[number].select_one("[name=first]")["value"])
        return moderator.press("undo", query="?view=log", first=value, last=value).status_code

    assert undo(0) == 303
    assert lists.rules().trusted == (person,)
    assert undo(1) == 303
    assert lists.rules().blocked == ("casino", "evil")
    assert undo(3) == 303
    assert lists.rules().trusted == ()
    assert undo(3) == 409  # nothing is left to be undone
    assert undo(2) == 303
    assert lists.rules().blocked == ()
    assert len(moderator.page("?view=log").select(".cards > li")) == 8


@pytest.mark.parametrize(
    ("blocked", "fields", "state"),
    [
        ("casino", {"comment": "Best CASINO ever"}, "spam"),
        ("evil.example", {"url": "https://evil.example/x"}, "spam"),
        ("anna@", {}, "spam"),
        ("127.0.0.1", {}, "spam"),
        ("127.0.0", {}, "pending"),
        ("x", {"comment": "x"}, "pending"),
        ("%", {}, "pending"),
        ("ÜBEL", {"comment": "sehr übel"}, "spam"),
    ],
)
def test_what_is_blocked_is_spam(
    blog: Blog, moderator: Moderator, blocked: str, fields: dict[str, str], state: str
) -> None:
    """A word or address of the list, in any field and case, makes spam of a comment, which says why."""
    moderator.press("block", query="?view=lists", text=f"other\r\n{blocked}\r\n\r\n")
    assert moderator.client.post("/reply", data=post(**fields)).status_code == 303
    (entry,) = blog.store().entries()
    assert (entry.state, "blocked" in entry.suspicion) == (state, state == "spam")
    moderator.client.post("/reply", data=post(**(fields | {"author": "Ben", "subject": "x"})))
    assert blog.store().entries("spam")[-1].suspicion == "the hidden field was filled in"


def test_comments_are_searched(moderator: Moderator) -> None:
    """By words of text, name, email and post, all of them, in any case and script; nothing in them is a pattern."""
    send(moderator.client, "Über den Dächern", "unter_dem Dach", "100%")
    for words, found in (("über dächern", 1), ("anna rocky", 3), ("anna@EXAMPLE", 3), ("_", 1), ("%", 1), ("zzz", 0)):
        assert len(moderator.page(f"?q={words.replace('%', '%25')}").select(".cards > li")) == found, words


def test_a_long_queue_has_pages(moderator: Moderator) -> None:
    """Twenty at a time, the latest first, and an odd number of a page is the first."""
    send(moderator.client, *map(str, range(21)))
    first = moderator.page()
    assert len(first.select(".cards > li")) == 20
    older = str(first.find("a", string="Older")["href"])  # type: ignore[index]
    second = moderator.page(older.removeprefix("moderate"))
    assert [item.get_text() for item in second.select("p.text")] == ["0"]
    for odd in ("-1", "x", "0", "9" * 30):
        assert moderator.page(f"?page={odd}").select("main")


def test_10000_that_wait_keep_no_moderator_waiting(blog: Blog, moderator: Moderator) -> None:
    """The last page is as quick as the first, and as small."""
    (one,) = send(moderator.client, "x" * 1000)
    with blog.store().connection.transaction() as database:
        columns = [name for _, name, *_ in database.execute("PRAGMA table_info(comments)") if name != "id"]
        copied = ", ".join(columns)
        numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 9999)"
        rows = f"SELECT printf('%05d', n), {copied} FROM numbers, comments WHERE id = ?"  # noqa: S608  # our own words
        database.execute(f"{numbers} INSERT INTO comments (id, {copied}) {rows}", (one,))
    for query in ("?page=1", "?page=500"):
        page = moderator.page(query)
        assert len(page.select(".cards > li")) == 20
        assert len(str(page)) < 60_000
        assert "10000" in page.select_one("nav").get_text()  # type: ignore[union-attr]
    store = blog.store()

    def took_s(number: int) -> float:
        began = time.process_time()
        assert len(search(store, "pending", page=number).entries) == 20
        return time.process_time() - began

    first, last = (min(took_s(number) for _ in range(5)) for number in (1, 500))
    assert last < first * 15


def test_all_of_a_page_are_selected_by_a_link(blog: Blog, moderator: Moderator) -> None:
    """Without a script; what comes next on the page after they were decided on is not selected."""
    ids = send(moderator.client, "one", "two", "three")
    assert moderator.page().select("input[checked]") == []
    link = str(moderator.page().find("a", string="Select all")["href"]).removeprefix("moderate")  # type: ignore[index]
    selected = moderator.page(link).select("input[name=id][checked]")
    assert {box["value"] for box in selected} == set(ids)
    gone_to = moderator.press("spam", tuple(ids[:2]), link).headers["Location"]
    assert moderator.page(gone_to.removeprefix("moderate")).select("input[checked]") == []
    assert states(blog) == {"one": "spam", "two": "spam", "three": "pending"}


def test_nobody_takes_the_beginning_of_a_comment_for_the_whole(moderator: Moderator) -> None:
    """In a list a long one is cut, and says so; its own page has all of it."""
    ids = send(moderator.client, "a" * 2000, f"{'b' * 2000}END")
    texts = [text.get_text() for text in moderator.page().select("p.text")]
    assert sorted(texts) == ["a" * 2000, f"{'b' * 2000} …"]
    assert "END" in str(moderator.page(f"?id={ids[1]}").select_one(".shown"))


def test_a_reply_stands_beside_what_it_replies_to(moderator: Moderator) -> None:
    """The moderator reads the parent's text and name."""
    (parent,) = send(moderator.client, "What was said first", author="Ben")
    moderator.press("approve", (parent,))
    send(moderator.client, "The reply", comment_parent=parent)
    quote = moderator.page().select_one("blockquote")
    assert quote is not None
    assert "Ben" in quote.get_text()
    assert "What was said first" in quote.get_text()


def test_a_comment_whose_post_is_gone_is_put_elsewhere(blog: Blog, moderator: Moderator) -> None:
    """Approving says that nobody would see it; its own page offers the posts that there are."""
    (name,) = send(moderator.client, "one")
    write_manifest(blog.settings.manifest, Manifest(SITE, {"rocky-iv": Post("rocky-iv", "/rocky-iv.html", "Rocky IV")}))
    refused = moderator.press("approve", (name,))
    assert refused.status_code == 409
    assert "choose where it belongs" in refused.get_data(as_text=True)
    assert moderator.page(f"?id={name}").select_one("select option")["value"] == "rocky-iv"  # type: ignore[index]
    moderator.press("approve", (name,), query=f"?id={name}", to="rocky-iv")
    assert [comment.id for comment in load_comments(blog.comments)[0]["rocky-iv"]] == [name]


def test_a_queue_that_cannot_be_used_is_a_page(
    blog: Blog, moderator: Moderator, caplog: pytest.LogCaptureFixture
) -> None:
    """The moderator is asked to come again, and the log says what is wrong."""
    moderator.client.application.extensions["videopost"].store.close()
    for path in blog.settings.store.glob("comments.sqlite3*"):
        path.write_bytes(b"no database" * 999)
    assert moderator.client.get("/moderate").status_code == 503
    assert "damaged" in caplog.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_moderators_language(moderator: Moderator, language: str) -> None:
    """Every text of a page is translated, and stands in its direction."""
    answer = moderator.client.get("/moderate", headers={"Accept-Language": language}).get_data(as_text=True)
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in answer
    assert ("Sign out" in answer) is (language == "en")


# --- the links of mails


def test_a_link_of_a_mail_is_good_for_its_comment(blog: Blog) -> None:
    """For two weeks it shows the one comment with its buttons and does what they say; nothing else, for nobody else."""
    client = blog.client(flood_posts=0)
    one, two = send(client, "one", "two")
    until = int(time.time()) + 100
    token = Access(blog.store()).link_token("moderate", one, until)
    path = f"/moderate?id={one}&until={until}&token={token}"
    shown = client.get(path).get_data(as_text=True)
    assert "one" in shown
    assert not re.search("<textarea|Delete|Sign out|state=", shown)
    for do, name in (("delete-for-good", one), ("save", one), ("answer", one), ("block", one), ("approve", two)):
        data = {"do": do, "id": name, "text": "x"}
        assert client.post(path, data=data).status_code == 403
    assert client.post(path, data={"do": "approve", "id": [one, two]}).status_code == 403
    forged = {path.replace(one, two): two, path.replace(str(until), str(until + 1)): one, path[:-1]: one}
    for link, name in forged.items():
        assert client.post(link, data={"do": "approve", "id": name}).status_code == 403
    assert states(blog) == {"one": "pending", "two": "pending"}
    assert client.post(path, data={"do": "approve", "id": one}).status_code == 303
    assert states(blog) == {"one": "approved", "two": "pending"}


def test_a_link_of_a_mail_ends(blog: Blog) -> None:
    """After its time it is nothing."""
    client = blog.client()
    (name,) = send(client, "one")
    until = int(time.time()) - 1
    path = f"/moderate?id={name}&until={until}&token={Access(blog.store()).link_token('moderate', name, until)}"
    assert client.get(path).status_code == 403
    assert client.post(path, data={"do": "approve", "id": name}).status_code == 403
    assert states(blog) == {"one": "pending"}
