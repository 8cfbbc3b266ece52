"""What a writer sees of a comment that was just sent, and what can be done with it for a quarter of an hour."""

import time
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from pelican_videopost.receiver.access import Access
from pelican_videopost.receiver.lists import Lists
from pelican_videopost.receiver.moderation import approve, withdraw
from tests.comments.conftest import SITE, Blog, emails_below, post

HOSTILE = '"><script>alert(1)</script>'
JSON = {"Accept": "application/json"}


def sent(client: FlaskClient, **fields: str) -> str:
    """Send a comment; return the address that its writer is led to."""
    response = client.post("/reply", data=post(**fields))
    assert response.status_code == 303
    return f"/{response.headers['Location']}"


def link(blog: Blog, name: str, until: int, purpose: str = "own") -> str:
    """Return a link as the receiver signs it."""
    token = Access(blog.store()).link_token(purpose, name, until)
    return "/comment?" + urlencode({"id": name, "until": until, "token": token})


def test_the_comment_is_shown_to_its_writer(blog: Blog) -> None:
    """It stands there as it will be published, with the way back, and names nobody's email."""
    client = blog.client()
    answer = client.get(sent(client, comment=f"**Yes** {HOSTILE}", author=f"عائشة {HOSTILE}", comment_parent="first"))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert page.select_one("h1").get_text() == "Your comment is awaiting moderation."
    assert page.select_one(".text strong").get_text() == "Yes"
    assert page.select_one("b").get_text() == f"عائشة {HOSTILE}"
    assert not page.select("script")
    assert page.select_one("a")["href"] == f"{SITE}/rocky.html"
    assert page.select_one("a")["rel"] == ["noreferrer"]
    assert "anna@example.org" not in answer.get_data(as_text=True)


def test_a_script_shows_it_in_place(blog: Blog) -> None:
    """The answer to a script has the link to the comment's page, and words for it; nothing of it is HTML."""
    client = blog.client()
    answer = client.post("/reply", data=post(comment=HOSTILE, author=HOSTILE), headers=JSON).json
    assert answer is not None
    assert set(answer) == {"status", "message", "change", "link", "errors"}
    assert "change or withdraw" in answer["change"]
    assert client.get(f"/comment?{answer['link']}").status_code == 200


def test_the_truth_is_told_of_spam_and_of_what_is_approved(blog: Blog) -> None:
    """What is put with the spam is said to be there; what is approved at once is not said to wait."""
    client = blog.client()
    spam = client.post("/reply", data=post(subject="x"), headers=JSON).json
    assert spam is not None
    assert "looks like spam" in spam["message"]
    Lists(blog.store()).trust("Anna", "anna@example.org")
    page = client.get(sent(client, comment="Trust me.")).get_data(as_text=True)
    assert "approved" in page
    assert "textarea" not in page


def test_a_comment_is_changed(blog: Blog) -> None:
    """The text is another one, and the rest as before; it is a new comment, so that nobody approves it unseen."""
    client = blog.client()
    path = sent(client, notify="1", comment_parent="first")
    (before,) = blog.store().entries()
    assert client.get(path).status_code == 200
    answer = client.post(path, data={"do": "save", "comment": "Other words.", "email": "other@example.org"})
    assert answer.status_code == 303
    (after,) = blog.store().entries()
    assert after.id != before.id
    kept = ("slug", "parent", "author", "email", "website", "notify", "page", "state")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.text == "Other words."
    assert "Other words." in client.get(f"/{answer.headers['Location']}").get_data(as_text=True)
    assert client.get(path).status_code == client.post(path, data={"do": "save", "comment": "x"}).status_code == 404


def test_a_change_is_looked_at_as_a_comment_is(blog: Blog) -> None:
    """Neither an empty text nor a very long one is taken, links make spam of it, and what was spam stays it."""
    client = blog.client(flood_posts=0)
    path = sent(client)
    for text in (" \n\u200b", "x" * 70_000):
        answer = client.post(path, data={"do": "save", "comment": text})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert [entry.text for entry in blog.store().entries()] == ["I ran up those stairs, too."]
    path = "/" + client.post(path, data={"do": "save", "comment": "https://a.example " * 10}).headers["Location"]
    assert [entry.state for entry in blog.store().entries()] == ["spam"]
    client.post(path, data={"do": "save", "comment": "Quite harmless."})
    assert [entry.state for entry in blog.store().entries()] == ["spam"]


def test_a_comment_is_withdrawn(blog: Blog) -> None:
    """It is gone for good, from the queue and, if it was approved meanwhile, from the site; a GET withdraws nothing."""
    client = blog.client()
    path = sent(client)
    client.get(f"{path}&do=withdraw")
    (entry,) = blog.store().entries()
    approve(blog.desk(), entry)
    answer = client.post(path, data={"do": "withdraw"})
    assert "withdrawn" in answer.get_data(as_text=True)
    assert blog.store().entries() == []
    assert not list(blog.comments.rglob("*.md"))
    assert emails_below(blog.folder) == []
    assert client.get(path).status_code == 404


def test_what_a_moderator_has_decided_stays(blog: Blog) -> None:
    """An approved comment cannot be changed, nor one be taken up again that was refused."""
    client = blog.client()
    path = sent(client)
    (entry,) = blog.store().entries()
    approve(blog.desk(), entry)
    assert client.post(path, data={"do": "save", "comment": "Buy pills."}).status_code == 422
    assert "Buy pills" not in "".join(path.read_text() for path in blog.comments.rglob("*.md"))
    withdraw(blog.desk(), entry, "rejected")
    assert client.post(path, data={"do": "save", "comment": "Buy pills."}).status_code == 404
    assert [entry.text for entry in blog.store().entries()] == ["I ran up those stairs, too."]


def test_taking_back_does_not_get_around_the_limits(blog: Blog) -> None:
    """Who sends, withdraws and changes again and again is as slow as all others."""
    client = blog.client(flood_posts=3)
    client.post(sent(client), data={"do": "withdraw"})
    path = "/" + client.post(sent(client), data={"do": "save", "comment": "Other."}).headers["Location"]
    answer = client.post(path, data={"do": "save", "comment": "Again."})
    assert "too quickly" in answer.get_data(as_text=True)
    assert [entry.text for entry in blog.store().entries()] == ["Other."]
    assert client.post("/reply", data=post(comment="More")).status_code == 429


@pytest.mark.parametrize("do", ["save", "withdraw"])
def test_no_link_but_its_own_opens_a_comment(blog: Blog, do: str) -> None:
    """One that is forged, too old, for another comment or for another purpose does nothing, nor do other sites."""
    client = blog.client()
    path, other = sent(client), sent(client, comment="Another one.")
    query = {key: value[0] for key, value in parse_qs(urlsplit(path).query).items()}
    other_id = parse_qs(urlsplit(other).query)["id"][0]
    soon = int(time.time()) + 100
    links = [
        "/comment",
        path[:-1],
        path.replace(query["id"], other_id),
        path.replace(query["until"], str(int(query["until"]) + 1)),
        path.replace(query["until"], "١٢٣"),
        link(blog, query["id"], int(time.time()) - 1),
        link(blog, query["id"], soon, "moderate"),
    ]
    for forged in links:
        assert client.get(forged).status_code == 403
        assert client.post(forged, data={"do": do, "comment": "Mine."}).status_code == 403
    evil = {"Origin": "https://evil.example"}
    assert client.post(path, data={"do": do, "comment": "Mine."}, headers=evil).status_code == 403
    moderate = link(blog, query["id"], soon).replace("/comment", "/moderate")
    assert client.get(moderate).status_code == 403
    assert {entry.text for entry in blog.store().entries()} == {"I ran up those stairs, too.", "Another one."}
    assert client.post(path, data=b"\xff", content_type="multipart/form-data").status_code in (200, 400, 422)


def test_a_queue_that_cannot_be_used(blog: Blog) -> None:
    """It is said, and nothing breaks."""
    path = sent(blog.client())
    for file in blog.settings.store.glob("comments.sqlite3*"):
        file.write_bytes(b"no database at all")
    assert blog.client().get(path).status_code == 503
