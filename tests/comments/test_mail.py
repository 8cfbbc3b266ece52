"""Mail about comments, through a server of this machine."""

import dataclasses
import smtplib
import socketserver
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from pelican_videopost.receiver.mail import Postman, send_due
from pelican_videopost.receiver.moderation import approve, refuse
from pelican_videopost.receiver.settings import MailSettings, ReceiverSettings, read_receiver_settings
from tests.comments.conftest import Blog, post


class _Session(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as taking a mail needs."""

    server: "MailServer"

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                content = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.mails.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
            if word == b"RCPT" and b"gone@" in line:
                self.wfile.write(b"550 nobody here\r\n")
                continue
            if word == b"RCPT" and self.server.busy:
                self.wfile.write(b"450 not now\r\n")
                continue
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 fine\r\n")


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps the mails it is sent."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        """Take mails at a port of 127.0.0.1."""
        self.mails: list[EmailMessage] = []
        self.busy = False
        super().__init__(("127.0.0.1", port), _Session)
        self.port: int = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer() as server:
        yield server
        server.shutdown()


def with_mail(blog: Blog, port: int) -> ReceiverSettings:
    """Return the site's settings with mail."""
    mail = MailSettings(
        "owner@example.org", "site@example.org", "127.0.0.1", port, link="https://example.org/comments/"
    )
    return dataclasses.replace(blog.settings, mail=mail)


def test_the_owner_hears_of_each_comment_once(blog: Blog, mails: MailServer) -> None:
    """A waiting comment is one mail with all that is needed to judge it; spam is none."""
    client = blog.client()
    client.post("/reply", data=post(author="Anna Bcc: all@example.org"))
    client.post("/reply", data=post(comment="Buy!", subject="x"))
    settings = with_mail(blog, mails.port)
    assert send_due(blog.store(), settings) == 1
    assert send_due(blog.store(), settings) == 0
    (mail,) = mails.mails
    assert mail["To"] == "owner@example.org"
    assert mail["Bcc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"  # no absent owner's mailbox answers it
    (entry,) = blog.store().entries("pending")
    assert f"approve {entry.id}" in mail.get_content()


def test_who_asked_is_told_of_a_reply_and_can_end_it(blog: Blog, mails: MailServer) -> None:
    """A reply is told to those who ticked the box; the mail's link shows a button, and the button ends the mails."""
    client, store, settings = blog.client(), blog.store(), with_mail(blog, mails.port)
    client.post("/reply", data=post(notify="1"))
    (first,) = store.entries()
    approve(store, first, blog.comments)
    ben = {"author": "Ben", "email": "ben@example.org", "comment_parent": first.id}
    client.post("/reply", data=post(comment="Me too!", **ben))
    send_due(store, settings)
    assert [mail["To"] for mail in mails.mails] == ["owner@example.org"]
    (reply,) = store.entries("pending")
    approve(store, reply, blog.comments)
    send_due(store, settings)
    send_due(store, settings)
    assert [mail["To"] for mail in mails.mails[1:]] == ["anna@example.org"]
    mail = mails.mails[-1]
    assert "ben@example.org" not in mail.as_string()
    assert f"https://example.org/rocky.html#comment-{reply.id}" in mail.get_content()
    link = urlsplit(mail["List-Unsubscribe"].strip("<>"))
    assert link.path == "/comments/unsubscribe"

    asked = client.get(f"/unsubscribe?{link.query}")
    assert asked.status_code == 200
    assert "<button" in asked.get_data(as_text=True)
    assert store.get(first.id).notify  # type: ignore[union-attr]
    forged = link.query.replace("token=", "token=0")
    assert client.post(f"/unsubscribe?{forged}").status_code == 404
    assert store.get(first.id).notify  # type: ignore[union-attr]
    assert client.post(f"/unsubscribe?{link.query}").status_code == 200
    assert not store.get(first.id).notify  # type: ignore[union-attr]
    client.post("/reply", data=post(comment="And me!", **ben))
    approve(store, store.entries("pending")[0], blog.comments)
    send_due(store, settings)
    assert len(mails.mails) == 2


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"email": "ben@example.org"}, ["anna@example.org"]),
        ({"email": "anna@example.org", "author": "Anna, again"}, []),
    ],
)
def test_nobody_is_told_of_their_own_reply(
    blog: Blog, mails: MailServer, fields: dict[str, str], told: list[str]
) -> None:
    """Whoever answers themselves gets no mail about it; the answer of somebody else is told."""
    client, store = blog.client(), blog.store()
    client.post("/reply", data=post(notify="1"))
    (first,) = store.entries()
    approve(store, first, blog.comments)
    client.post("/reply", data=post(comment="Me too!", comment_parent=first.id, **fields))
    (reply,) = store.entries("pending")
    approve(store, reply, blog.comments)
    send_due(store, with_mail(blog, mails.port))
    assert [mail["To"] for mail in mails.mails] == told


@pytest.mark.parametrize("address", ["gone@example.org", "änna@example.org"])
def test_an_address_that_cannot_be_reached_holds_up_no_other(blog: Blog, mails: MailServer, address: str) -> None:
    """One address that a mail server refuses, or cannot spell, keeps nobody else from being told, and is asked once."""
    client, store, settings = blog.client(), blog.store(), with_mail(blog, mails.port)
    for email in (address, "anna@example.org"):
        client.post("/reply", data=post(comment=f"I am {email}", email=email, notify="1"))
        (entry,) = store.entries("pending")
        approve(store, entry, blog.comments)
        client.post(
            "/reply", data=post(comment="And me", author=email, email="ben@example.org", comment_parent=entry.id)
        )
        approve(store, store.entries("pending")[0], blog.comments)
    send_due(store, settings)
    assert [mail["To"] for mail in mails.mails if mail["To"] != "owner@example.org"] == ["anna@example.org"]
    assert send_due(store, settings) == 0


def test_nobody_is_told_of_replies_to_a_comment_that_was_taken_down(blog: Blog, mails: MailServer) -> None:
    """A comment that its owner refused after all brings its writer no more mail."""
    client, store = blog.client(), blog.store()
    client.post("/reply", data=post(notify="1"))
    (first,) = store.entries()
    approve(store, first, blog.comments)
    client.post("/reply", data=post(comment="Me too!", email="ben@example.org", comment_parent=first.id))
    approve(store, store.entries("pending")[0], blog.comments)
    refuse(store, first, "spam", blog.comments)
    send_due(store, with_mail(blog, mails.port))
    assert mails.mails == []


def test_an_address_refused_for_now_is_tried_again(blog: Blog, mails: MailServer) -> None:
    """A mail server that is too busy for an address gets the mail later; only a refusal for good ends it."""
    blog.client().post("/reply", data=post())
    mails.busy = True
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send_due(blog.store(), with_mail(blog, mails.port))
    mails.busy = False
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 1
    assert [mail["To"] for mail in mails.mails] == ["owner@example.org"]


def test_a_mail_that_fails_is_sent_later(blog: Blog, mails: MailServer) -> None:
    """A mail server that is away keeps no comment from being taken, and no mail is forgotten."""
    port = mails.port
    mails.shutdown()
    mails.server_close()
    blog.client().post("/reply", data=post())
    settings = with_mail(blog, port)
    with pytest.raises(OSError, match="refused"):
        send_due(blog.store(), settings)
    with MailServer(port) as again:
        postman = Postman(blog.store(), settings)
        postman.start()
        deadline = time.monotonic() + 10
        while not again.mails and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(again.mails) == 1
        again.shutdown()


def test_the_password_comes_from_the_environment(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password need not stand in a file, and is never shown."""
    monkeypatch.setenv("VIDEOPOST_SMTP_PASSWORD", "secret")
    values = {"mail": {"owner": "o@example.org", "sender": "s@example.org", "user": "u"}}
    settings, problems = read_receiver_settings(
        values, folder=blog.folder, content=blog.content, output=blog.folder / "output"
    )
    assert problems == ()
    assert settings.mail is not None
    assert settings.mail.password == "secret"  # noqa: S105
    assert "secret" not in repr(settings)
