"""Mail about comments, through a server of this machine."""

import base64
import dataclasses
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_videopost.base import clean
from pelican_videopost.cli import comments
from pelican_videopost.cli.main import main
from pelican_videopost.comments.manifest import Post
from pelican_videopost.receiver.access import Access
from pelican_videopost.receiver.entry import Entry
from pelican_videopost.receiver.letters import MailError, header_text
from pelican_videopost.receiver.mail import postman, send_due
from pelican_videopost.receiver.moderation import approve, withdraw
from pelican_videopost.receiver.settings import MailSettings, ReceiverSettings, read_receiver_settings
from pelican_videopost.receiver.store import Store
from tests.comments.conftest import SITE, Blog, command, post


class Received(NamedTuple):
    """A mail as a server took it: its envelope, and every byte."""

    sender: str
    recipients: list[str]
    content: bytes

    def read(self, way: policy.Policy = policy.default) -> Any:
        """Return it as a program reads it."""
        return message_from_bytes(self.content, policy=way)


class _Session(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as taking a mail needs."""

    server: "MailServer"

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        sender, recipients = "", list[str]()
        for line in self.rfile:
            self.server.commands.append(line)
            word, answer = line.split()[0].upper(), self._refusal(line) or b"250 fine"
            if word == b"EHLO" and self.server.extensions:
                answer = b"250-here\r\n250 " + self.server.extensions
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                content = b"".join(line.removeprefix(b".") for line in lines)
                answer = self._refusal(content) or answer
                if answer.startswith(b"250"):
                    self.server.mails.append(Received(sender, recipients, content))
            elif word == b"MAIL":
                sender, recipients = _address(line), []
            elif word == b"RCPT" and answer.startswith(b"250"):
                recipients.append(_address(line))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else answer + b"\r\n")
            if answer.startswith(b"421"):
                return

    def _refusal(self, said: bytes) -> bytes:
        refusals = self.server.refusals.items()
        return next((answer for part, answer in refusals if part.lower() in said.lower()), b"")


def _address(line: bytes) -> str:
    return line.decode().partition("<")[2].rpartition(">")[0]


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps the mails it is sent; answers as `refusals` has it where a command or a mail holds some bytes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        """Take mails at a port of 127.0.0.1."""
        self.mails: list[Received] = []
        self.refusals = {b"gone@": b"550 nobody here"}
        self.extensions = b""
        self.commands: list[bytes] = []
        super().__init__(("127.0.0.1", port), _Session)
        self.port: int = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def told(self) -> list[str]:
        """Return who was told, in order."""
        return [recipient for mail in self.mails for recipient in mail.recipients]


@pytest.fixture
def mails() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer() as server:
        yield server
        server.shutdown()


def soon(what: Callable[[], object]) -> bool:
    """Return whether something comes true within ten seconds."""
    deadline = time.monotonic() + 10
    while not what() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(what())


def with_mail(blog: Blog, port: int, **mail: str) -> ReceiverSettings:
    """Return the site's settings with mail."""
    values = {"owner": "owner@example.org", "sender": "site@example.org", "link": "https://example.org/comments/"}
    return dataclasses.replace(blog.settings, mail=MailSettings(**(values | mail), host="127.0.0.1", port=port))


def replied(blog: Blog, email: str = "anna@example.org", **fields: str) -> str:
    """Have somebody at `email` told of an approved reply, and return the id of that reply."""
    client, store = blog.client(flood_posts=0), blog.store()
    client.post("/reply", data=post(comment=f"I am {email}", email=email, notify="1"))
    (asked,) = store.entries("pending")
    approve(blog.desk(store), asked)
    ben = {"author": "Ben", "email": "ben@example.org", "comment_parent": asked.id, "comment": f"Me too, {email}!"}
    client.post("/reply", data=post(**(ben | fields)))
    (reply,) = store.entries("pending")
    approve(blog.desk(store), reply)
    return reply.id


def test_the_owner_hears_of_each_comment_once(blog: Blog, mails: MailServer) -> None:
    """A waiting comment is one mail with all that is needed to judge it; spam is none."""
    client = blog.client()
    client.post("/reply", data=post(author="Anna Bcc: all@example.org"))
    client.post("/reply", data=post(comment="Buy!", subject="x"))
    settings = with_mail(blog, mails.port)
    assert send_due(blog.store(), settings) == 1
    assert send_due(blog.store(), settings) == 0
    (received,) = mails.mails
    mail = received.read()
    assert mail["To"] == "owner@example.org"
    assert mail["Bcc"] is None
    (entry,) = blog.store().entries("pending")
    assert f"approve {entry.id}" in mail.get_content()


def test_who_asked_is_told_of_a_reply_and_can_end_it(blog: Blog, mails: MailServer) -> None:
    """A reply is told to those who ticked the box; the mail's link shows a button, and the button ends the mails."""
    client, store, settings = blog.client(), blog.store(), with_mail(blog, mails.port)
    client.post("/reply", data=post(notify="1"))
    (first,) = store.entries()
    approve(blog.desk(store), first)
    ben = {"author": "Ben", "email": "ben@example.org", "comment_parent": first.id}
    client.post("/reply", data=post(comment="Me too!", **ben))
    send_due(store, settings)
    assert mails.told() == ["owner@example.org"]
    (reply,) = store.entries("pending")
    approve(blog.desk(store), reply)
    send_due(store, settings)
    send_due(store, settings)
    assert mails.told()[1:] == ["anna@example.org"]
    mail = mails.mails[-1].read()
    assert b"ben@example.org" not in mails.mails[-1].content
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
    approve(blog.desk(store), store.entries("pending")[0])
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
    approve(blog.desk(store), first)
    client.post("/reply", data=post(comment="Me too!", comment_parent=first.id, **fields))
    (reply,) = store.entries("pending")
    approve(blog.desk(store), reply)
    send_due(store, with_mail(blog, mails.port))
    assert mails.told() == told


OURS = "From To Subject Date Message-ID Auto-Submitted MIME-Version Content-Type Content-Transfer-Encoding".split()
LEAVE = ["List-Unsubscribe", "List-Unsubscribe-Post"]

BCC = "=?utf-8?q?x=0D=0ABcc:_victim@evil.example=0D=0AContent-Type:_text/html=0D=0A=0D=0A<h1>Won</h1>?="
CODED = base64.b64encode(b"x\r\nBcc: victim@evil.example\r\n\r\n<h1>Won</h1>").decode()
PAYLOADS = {
    "q": BCC,
    "b": f"=?utf-8?b?{CODED}?=",
    "a name before": f"Anna {BCC} Smith",
    "two in a row": f"=?utf-8?q?x=0D?= =?utf-8?q?=0ABcc:_victim@evil.example?= =?utf-8?b?{CODED}?=",
    "nested": "=?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3D0D=3D0ABcc=3A_victim=40evil.example=3F=3D?=",
    "cut across": "=?utf-8?q?x=0D=0ABcc:_victim=?=?utf-8?q?40evil.example?=",
    "folded": "Anna\r\n =?utf-8?q?x=0D=0ABcc:_victim@evil.example?=\r\n\tSmith",
    "line ends": "Anna\r\nBcc: victim@evil.example\r\n\r\n<h1>Won</h1>",
    "a bare CR": "Anna\rBcc: victim@evil.example\r\r<h1>",
    "a bare LF": "Anna\nBcc: victim@evil.example\n\n<h1>",
    "ends of lines elsewhere": "Anna\x85Bcc: victim@evil.example\u2028Cc: b@evil.example\u2029\x0b\x0c\x1c\x1d\x1ec: d",
    "the end of a mail": "Anna\r\n.\r\nMAIL FROM:<a@evil.example>\r\nRCPT TO:<victim@evil.example>\r\n.",
    "its end without CR": "Anna\n.\nMAIL FROM:<a@evil.example>\n.\n..",
    "a lone surrogate": "Anna \ud800\udc0a \udcff",
    "a surrogate by code": "=?raw_unicode_escape?q?=5Cud800;:+AAo-",
    "UTF-7": "=?utf-7?q?+AA0ACgBCAGMAYwA6-_victim@evil.example?=",
    "no such charset": "=?x-none?q??= =?rot13?q?Opp:?= =?zlib?b?eJw=?=",
    "an address in a name": '"Anna" <victim@evil.example>, victim@evil.example; (x) <',
    "quotes and escapes": '"\\"\\\r\n Bcc: victim@evil.example"',
    "other scripts": "Ännä 安娜 आन्ना 🎬 \u202etxt.exe",
    "nothing": "\u202e\x00\x07",
    "long": "x" * 3000 + " " + "ä" * 3000 + BCC * 20,
}


class Unchecked(Store):
    """A queue whose comments say whatever one likes, as if none had ever been cleaned."""

    def __init__(self, folder: Path, email: str = "anna@example.org", **said: Any) -> None:
        """Have every comment say it, in these fields, and every reply told to whoever is at `email`."""
        super().__init__(folder)
        self._email, self._said = email, said

    def untold_owner(self) -> list[Entry]:
        """Return what waits, with what it says."""
        return [dataclasses.replace(entry, **self._said) for entry in super().untold_owner()]

    def untold_readers(self) -> list[tuple[Entry, Entry]]:
        """Return the replies, with what they say."""
        return [
            (dataclasses.replace(reply, **self._said), dataclasses.replace(asked, email=self._email))
            for reply, asked in super().untold_readers()
        ]


def is_ours(mail: Received, recipient: str, headers: list[str], subject: str, *said: str) -> None:
    """Assert that a mail, however it is read, goes to one recipient, and has our headers once each, and our body."""
    assert (mail.sender, mail.recipients) == ("site@example.org", [recipient])
    assert not set(mail.content.replace(b"\r\n", b"")) & {0x0D, 0x0A}
    assert max(map(len, mail.content.splitlines())) < 200
    for way in (policy.default, policy.compat32):
        read = mail.read(way)
        assert sorted(read.keys()) == sorted(headers)
        assert read.get_content_type() == "text/plain"
        assert read.get_content_charset() == "utf-8"
        assert not read.is_multipart()
        assert not read.defects
        body = read.get_payload(decode=True).decode().replace("\r\n", "\n")
        for words in said:
            assert words in body
        assert body.endswith(said[-1])
    assert str(make_header(decode_header(mail.read(policy.compat32)["Subject"]))) == subject
    read = mail.read()
    assert read["Subject"] == subject
    assert [address.addr_spec for address in read["To"].addresses] == [recipient]
    assert [address.addr_spec for address in read["From"].addresses] == ["site@example.org"]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_comment_writes_a_header(blog: Blog, mails: MailServer, payload: str) -> None:
    """Whatever a comment says, its mails have one recipient, the headers we give them, and our body around its text."""
    reply = replied(blog)
    blog.client().post("/reply", data=post())
    (waits,) = blog.store().entries("pending")
    said = dict.fromkeys(("author", "slug", "text", "website", "suspicion"), f"<{payload}>")
    store = Unchecked(blog.settings.store, **said)
    assert send_due(store, with_mail(blog, mails.port)) == 2
    owner, reader = mails.mails
    line, text = clean.one_line(f"<{payload}>"), clean.body(f"<{payload}>")
    ends = f"approve {waits.id}\npelican-videopost comments reject {waits.id}\n"
    is_ours(owner, "owner@example.org", OURS, f"[example.org] {line} on “{line}”", text, ends)
    link = reader.read()["List-Unsubscribe"].strip("<>")
    ends = f"You asked to be told of replies. To have no more of these mails:\n{link}\n"
    subject = f"[example.org] {line} replied to your comment on “{line}”"
    is_ours(reader, "anna@example.org", OURS + LEAVE, subject, text, ends)
    assert reply in {entry.id for entry in blog.store().entries("approved")}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_no_form_writes_a_header(blog: Blog, mails: MailServer, payload: str) -> None:
    """What a stranger types into the form gets no further than what is put into the queue unchecked."""
    payload = payload.encode(errors="replace").decode()  # a form cannot hold a lone surrogate
    blog.client().post("/reply", data=post(author=payload[:240] + "!", comment=f"I ran. {payload}!"))
    (waits,) = blog.store().entries("pending")
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 1
    subject, ends = f"[example.org] {waits.author} on “Rocky”", f"reject {waits.id}\n"
    is_ours(mails.mails[0], "owner@example.org", OURS, subject, waits.text, ends)


@given(st.lists(st.one_of(st.sampled_from(list(PAYLOADS.values())), st.text(st.characters()))).map("".join))
def test_a_header_holds_any_text(text: str) -> None:
    """Any text comes out of a header as the one line that went into it, in ASCII, folded where it is too long."""
    text = f"By {text}"
    held = header_text(text)
    assert held.isascii()
    assert all(line.startswith("=?utf-8?") and len(line) < 78 for line in held.split("\r\n "))
    assert str(make_header(decode_header(held))) == clean.one_line(text)


EMAILS = ["=?x-none?q??=@x.de", "=?utf-8?q?a=0D=0ABcc=3Avictim=40evil.example?=@x.de", "=?utf-8?b?eA==?=@example.org"]
EMAILS += ["gone@example.org", "änna@example.org", "anna@exämple.org", "a=?b@example.org"]


@pytest.mark.parametrize("email", EMAILS)
def test_an_address_that_cannot_be_reached_holds_up_no_other(
    blog: Blog, mails: MailServer, caplog: pytest.LogCaptureFixture, email: str
) -> None:
    """One address that no mail can have, or that is refused, is asked once; a line names its comment, and not it."""
    lost, told = replied(blog, email), replied(blog)
    settings = with_mail(blog, mails.port)
    assert send_due(blog.store(), settings) == 1
    assert mails.told() == ["anna@example.org"]
    (line,) = caplog.messages
    assert lost in line
    assert told not in line
    assert email not in line
    assert "@" not in line
    assert send_due(blog.store(), settings) == 0
    assert len(mails.mails) == 1


@pytest.mark.parametrize("email", ["änna@example.org", "anna@exämple.org", "安娜@例子.example"])
def test_a_server_that_can_spell_an_address_is_given_it(blog: Blog, mails: MailServer, email: str) -> None:
    """An address beyond ASCII is told where the server offers to: the same in the envelope and in the header."""
    mails.extensions = b"SMTPUTF8"
    replied(blog, email)
    replied(blog)
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 2
    assert mails.told() == [email, "anna@example.org"]
    first, second = mails.mails
    assert f"\r\nTo: {email}\r\n".encode() in first.content
    assert second.content.isascii()


FORGED = ["Anna <anna@x.example>", "<anna@x.example>", "anna@x.example, b@x.example", "anna@x.example b@x.example", ""]
FORGED += [
    "anna",
    "anna@",
    "@x.example",
    "a@b@x.example",
    '"a"@x.example',
    "a(b)@x.example",
    "a\\b@x.example",
    "a:b@x.example",
]
FORGED += [f"anna{end}Bcc:b@x.example" for end in ("\r\n", "\r", "\n", "\x85", "\u2028", "\x1c")]
FORGED += [
    f"anna{sign}@x.example" for sign in ("\0", "\x7f", "\x80", "\ud800", "\udcc3", "\u202e", "\ufeff", " ", "\n")
]
FORGED += [f"<{payload}>@x.example" for payload in PAYLOADS.values()]


@pytest.mark.parametrize("email", FORGED, ids=ascii)
def test_what_is_not_one_address_is_none(
    blog: Blog, mails: MailServer, caplog: pytest.LogCaptureFixture, email: str
) -> None:
    """What is not an address and no more is put into no envelope, whatever the server offers."""
    mails.extensions = b"SMTPUTF8"
    reply, settings = replied(blog), with_mail(blog, mails.port)
    assert send_due(Unchecked(blog.settings.store, email), settings) == 0
    (line,) = caplog.messages
    assert (
        line == f"The mail to the reader about comment {reply} is set aside: its address cannot stand in a mail header"
    )
    assert [line for line in mails.commands if line.startswith((b"mail", b"rcpt"))] == []
    assert send_due(blog.store(), settings) == 0


def test_an_address_that_a_server_can_spell_and_refuses_holds_up_no_other(blog: Blog, mails: MailServer) -> None:
    """A server that offers more letters than it takes loses that mail only."""
    mails.extensions = b"SMTPUTF8"
    mails.refusals[b"BODY=8BITMIME"] = b"555 no such parameter"
    replied(blog, "änna@example.org")
    replied(blog)
    settings = with_mail(blog, mails.port)
    assert send_due(blog.store(), settings) == 1
    assert mails.told() == ["anna@example.org"]
    assert send_due(blog.store(), settings) == 0


def test_a_sender_that_no_server_can_spell_costs_no_mail(blog: Blog, mails: MailServer) -> None:
    """Where the site's own address is at fault, every mail waits until its owner has put that right."""
    replied(blog)
    with pytest.raises(MailError, match="ASCII"):
        send_due(blog.store(), with_mail(blog, mails.port, sender="sïte@example.org"))
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 1


def test_the_way_out_is_a_link_in_ascii(blog: Blog, mails: MailServer) -> None:
    """The owner's link may be written as people do, and is sent as a header can hold it."""
    replied(blog)
    settings = with_mail(blog, mails.port, link="https://example.org/kommentär\r dir>/?a=%20&b=")
    assert send_due(blog.store(), settings) == 1
    link = mails.mails[0].read()["List-Unsubscribe"]
    assert link.startswith(
        "<https://example.org/kommentär%0D%20dir%3E/?a=%20&b=/unsubscribe?id=".replace("ä", "%C3%A4")
    )


def test_a_reply_is_told_of_without_a_manifest(blog: Blog, mails: MailServer) -> None:
    """Where the build left no manifest, the mail has no link to the page, and goes out all the same."""
    replied(blog)
    blog.settings.manifest.unlink()
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 1
    assert "rocky.html" not in mails.mails[0].read().get_content()


def test_every_usual_address_goes_into_the_envelope_as_it_is(blog: Blog, mails: MailServer) -> None:
    """What may stand in an address reaches the server letter by letter, and no more than that."""
    emails = ["a.b+c@example.org", "o'brien@example.org", "!#$%&'*+-/?=^_`{|}~@example.org", "a..b.@example.org"]
    for email in emails:
        replied(blog, email)
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 4
    assert mails.told() == emails
    for mail, email in zip(mails.mails, emails, strict=True):
        assert f"\r\nTo: {email}\r\n".encode() in mail.content


AWFUL = [{"author": "=?raw_unicode_escape?q?=5Cud800;:+AAo-"}, {"email": "=?x-none?q??=@x.de"}]


@pytest.mark.parametrize("awful", AWFUL, ids=str)
def test_the_commands_end_well_whatever_a_comment_says(blog: Blog, mails: MailServer, awful: dict[str, str]) -> None:
    """`approve` and `notify` tell everybody else, and show no traceback."""
    mail = {"owner": "owner@example.org", "sender": "site@example.org", "link": SITE, "host": "127.0.0.1"}
    conf = blog.conf(mail=mail | {"port": mails.port})
    blog.client().post("/reply", data=post(notify="1", **awful))
    (first,) = blog.store().entries()
    blog.client().post("/reply", data=post(comment="I, too."))
    for words in (["notify"], ["approve", first.id], ["notify"]):
        done = command(*words, settings=conf)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    assert mails.told() == ["owner@example.org"] * 2
    reply = post(author="Ben", email="ben@example.org", comment="And I.", comment_parent=first.id)
    blog.client().post("/reply", data=reply)
    for entry in blog.store().entries("pending"):
        done = command("approve", entry.id, settings=conf)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert "x.de" not in done.stderr


class Unreadable:
    """A text that fails in a way nobody thought of."""

    def __str__(self) -> str:
        """Fail, and quote an address."""
        raise LookupError("unknown encoding of anna@example.org")


def test_a_comment_that_no_mail_can_be_made_of_holds_up_no_other(
    blog: Blog, mails: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes wrong with one comment, it is set aside with a line, and the next goes out."""
    client, settings = blog.client(), with_mail(blog, mails.port)
    client.post("/reply", data=post())
    (broken,) = blog.store().entries()
    assert send_due(Unchecked(blog.settings.store, author=Unreadable()), settings) == 0
    assert caplog.messages == [f"The mail to the owner about comment {broken.id} is set aside: LookupError"]
    client.post("/reply", data=post(comment="And another"))
    assert send_due(blog.store(), settings) == 1


REFUSALS = [
    (b"DATA", b"554 no"),
    (b"MAIL FROM", b"552 too large"),
    (b"RCPT", b"550 nobody"),
    (b"Spam_replied", b"554 5.7.1 spam"),
]


@pytest.mark.parametrize(("part", "answer"), REFUSALS)
def test_a_mail_that_is_refused_for_good_is_asked_once(
    blog: Blog, mails: MailServer, caplog: pytest.LogCaptureFixture, part: bytes, answer: bytes
) -> None:
    """A server that does not like a mail's text or size stops no other mail."""
    mails.refusals[part] = answer
    reply, settings = replied(blog, author="Spam"), with_mail(blog, mails.port)
    assert send_due(blog.store(), settings) == 0
    del mails.refusals[part]
    code = answer[:3].decode()
    assert caplog.messages == [
        f"The mail to the reader about comment {reply} is set aside: the mail server refused it with {code}"
    ]
    replied(blog, "carl@example.org")
    assert send_due(blog.store(), settings) == 1
    assert mails.told() == ["carl@example.org"]


@pytest.mark.parametrize("part", [b"RCPT TO:<anna@", b"To: anna@"], ids=["address", "text"])
def test_a_mail_that_is_wanted_later_stays_due_and_holds_up_no_other(
    blog: Blog, mails: MailServer, part: bytes
) -> None:
    """One address whose server is away costs nobody else a mail, is tried again, and is not named."""
    mails.refusals[part] = b"450 4.1.2 <anna@example.org> try later"
    replied(blog)
    replied(blog, "carl@example.org")
    settings = with_mail(blog, mails.port)
    with pytest.raises(MailError, match="450") as caught:
        send_due(blog.store(), settings)
    assert "@" not in str(caught.value)
    assert mails.told() == ["carl@example.org"]
    del mails.refusals[part]
    assert send_due(blog.store(), settings) == 1
    assert mails.told() == ["carl@example.org", "anna@example.org"]


NOT_NOW = [(b"RCPT", b"421 going"), (b"DATA", b"421 going"), (b"MAIL FROM", b"550 not you"), (b"MAIL FROM", b"451 not")]


@pytest.mark.parametrize(("part", "answer"), NOT_NOW)
def test_a_server_that_takes_nothing_costs_no_mail(blog: Blog, mails: MailServer, part: bytes, answer: bytes) -> None:
    """Where the connection ends, or the sender is refused, every mail stays due, and the reason is told."""
    mails.refusals[part] = answer
    replied(blog)
    replied(blog, "carl@example.org")
    settings = with_mail(blog, mails.port)
    with pytest.raises(OSError, match=answer[:3].decode()):
        send_due(blog.store(), settings)
    assert mails.mails == []
    assert len([line for line in mails.commands if line.startswith(b"mail")]) == 1
    del mails.refusals[part]
    assert send_due(blog.store(), settings) == 2


LONG = "A blog whose name is longer than what goes into one line of a mail, Ltd"


@pytest.mark.parametrize("name", ["Blog", "Blög", LONG])
def test_the_sender_may_have_a_name(blog: Blog, mails: MailServer, name: str) -> None:
    """The name is shown, and the address alone is the envelope's; the same for the owner."""
    blog.client().post("/reply", data=post())
    sender, owner = f'"{name}" <blog@example.org>', f'"{name} II" <owner@example.org>'
    assert send_due(blog.store(), with_mail(blog, mails.port, sender=sender, owner=owner)) == 1
    (mail,) = mails.mails
    assert (mail.sender, mail.recipients) == ("blog@example.org", ["owner@example.org"])
    for header, shown, address in (("From", name, "blog"), ("To", f"{name} II", "owner")):
        (box,) = mail.read()[header].addresses
        assert box.addr_spec == f"{address}@example.org"
        before, _, after = mail.read(policy.compat32)[header].rpartition(" ")
        assert (str(make_header(decode_header(before))), after) == (shown, f"<{address}@example.org>")
    assert mail.read()["Message-ID"].endswith("@example.org>")


@pytest.mark.parametrize("setting", ["Blog, the <blog@example.org>", "a@example.org, b@example.org", "nobody", "<>"])
@pytest.mark.parametrize("name", ["sender", "owner"])
def test_a_setting_that_is_not_one_address_costs_no_mail(
    blog: Blog, mails: MailServer, name: str, setting: str
) -> None:
    """The setting is told of, and everything stays due until it is put right."""
    blog.client().post("/reply", data=post())
    with pytest.raises(MailError, match=f"{name} is not one address"):
        send_due(blog.store(), with_mail(blog, mails.port, **{name: setting}))
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 1


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
        thread = postman(blog.store(), settings)
        thread.start()
        assert soon(lambda: again.mails)
        assert len(again.mails) == 1
        again.shutdown()


class Failing(Store):
    """A queue that fails in a way nobody thought of, until it is mended."""

    broken = True

    def untold_owner(self) -> list[Entry]:
        """Return what waits, unless it is broken."""
        if self.broken:
            raise LookupError("unknown encoding of anna@example.org")
        return super().untold_owner()


def test_the_postman_survives_anything(blog: Blog, mails: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    """A failure that nobody thought of ends no thread: it is told, without what it quotes, and tried again."""
    blog.client().post("/reply", data=post())
    store = Failing(blog.settings.store)
    thread = postman(store, with_mail(blog, mails.port))
    thread.start()
    assert soon(lambda: caplog.messages)
    assert caplog.messages == ["Mail could not be sent: LookupError"]
    store.broken = False
    thread.wake()
    assert soon(lambda: mails.mails)
    assert thread.is_alive()


def test_the_commands_survive_anything(
    blog: Blog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failure that nobody thought of is told in a line, without what it quotes: the comments are written."""
    mail = {"owner": "owner@example.org", "sender": "site@example.org"}
    blog.client().post("/reply", data=post())
    (entry,) = blog.store().entries()
    monkeypatch.setattr(comments, "Store", Failing)
    assert main(["comments", "approve", "--settings", str(blog.conf(mail=mail)), entry.id]) == 1
    assert capsys.readouterr().err == "pelican-videopost: mail could not be sent and stays due: LookupError\n"
    assert blog.store().is_approved("rocky", entry.id)


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


def test_a_notice_leads_to_the_comments_page(blog: Blog, mails: MailServer) -> None:
    """Its link shows the comment with its buttons to whoever follows it, whose press approves it."""
    client = blog.client()
    client.post("/reply", data=post())
    client.post("/reply", data=post(comment="Buy!", subject="x"))
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 1
    mail = mails.mails[0].read()
    assert mail["Subject"] == "[example.org] Anna on “Rocky”"
    assert mail["Reply-To"] is None
    text = mail.get_content()
    assert "https://example.org/rocky.html#comment-" in text
    assert "Spam: 1" in text
    link = next(line for line in text.splitlines() if "/moderate?" in line)
    path = "/moderate?" + link.partition("?")[2]
    assert link.startswith("https://example.org/comments/moderate?id=")
    assert "I ran up those stairs" in client.get(path).get_data(as_text=True)
    (entry,) = blog.store().entries("pending")
    assert client.post(path, data={"do": "approve", "id": entry.id}).status_code == 303
    assert blog.store().entries("pending") == []


def test_mails_speak_the_language_of_the_post(blog: Blog, mails: MailServer) -> None:
    """Owner and reader read of a German post in German."""
    blog.publish(rocky=Post("rocky", "/rocky.html", "Rocky übt", language="de"))
    replied(blog)
    blog.client().post("/reply", data=post())
    assert send_due(blog.store(), with_mail(blog, mails.port)) == 2
    owner, reader = (mail.read() for mail in mails.mails)
    assert "Ansehen, freigeben oder ablehnen:" in owner.get_content()
    assert reader["Subject"] == "[example.org] Ben hat auf deinen Kommentar zu „Rocky übt“ geantwortet"


def test_a_reader_is_led_to_the_page_in_their_language(blog: Blog, mails: MailServer) -> None:
    """Who commented on the Spanish page of a post is told in Spanish and led there, whichever page was replied on."""
    blog.publish(**{"rocky:es": Post("rocky", "/rocky-es.html", "Rocky entrena", language="es")})
    client, store = blog.client(flood_posts=0), blog.store()
    client.post("/reply", data=post(notify="1", comment_post_ID="rocky:es"))
    (asked,) = store.entries()
    approve(blog.desk(store), asked)
    client.post("/reply", data=post(author="Ben", email="ben@example.org", comment_parent=asked.id))
    approve(blog.desk(store), store.entries("pending")[0])
    assert send_due(store, with_mail(blog, mails.port)) == 1
    mail = mails.mails[0].read()
    assert mail["Subject"] == "[example.org] Ben respondió a tu comentario en «Rocky entrena»"
    assert "https://example.org/rocky-es.html#comment-" in mail.get_content()


def test_the_owner_may_answer_by_mail(blog: Blog, mails: MailServer) -> None:
    """Only where the owner wants that, an answer goes to the commenter, whose address a header must be able to hold."""
    client = blog.client(flood_posts=0)
    for email in ("anna@example.org", "=?x-none?q??=@x.de"):
        client.post("/reply", data=post(email=email))
    settings = with_mail(blog, mails.port)
    assert settings.mail
    settings = dataclasses.replace(settings, mail=dataclasses.replace(settings.mail, reply_to=True))
    assert send_due(blog.store(), settings) == 2
    assert sorted(str(mail.read()["Reply-To"]) for mail in mails.mails) == ["None", "anna@example.org"]


@pytest.mark.parametrize(("often", "pause_s"), [("hour", 3600), ("day", 86400)])
def test_a_digest_is_one_mail_now_and_then(
    blog: Blog, mails: MailServer, monkeypatch: pytest.MonkeyPatch, often: str, pause_s: int
) -> None:
    """All that waits is in it, each with its link; what comes later waits for the next, whatever the clock says."""
    client, settings = blog.client(flood_posts=0), with_mail(blog, mails.port, digest=often)
    for text in ("one", "two"):
        client.post("/reply", data=post(comment=text))
    assert send_due(blog.store(), settings) == 1
    mail = mails.mails[0].read()
    assert mail["Subject"] == "[example.org] Waiting: 2 comments"
    assert mail.get_content().count("/moderate?id=") == 2
    client.post("/reply", data=post(comment="three"))
    assert send_due(blog.store(), settings) == 0
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + pause_s)
    assert send_due(blog.store(), settings) == 1
    assert "three" in mails.mails[1].read().get_content()
    client.post("/reply", data=post(comment="four"))
    monkeypatch.setattr("time.time", lambda: now)
    assert send_due(blog.store(), settings) == 1


def test_what_was_decided_on_is_in_no_digest(blog: Blog, mails: MailServer) -> None:
    """A comment that no longer waits is told of no more."""
    blog.client().post("/reply", data=post())
    store = blog.store()
    approve(blog.desk(store), store.entries()[0])
    assert send_due(store, with_mail(blog, mails.port, digest="day")) == 0


def test_a_digest_comes_without_another_comment(blog: Blog, mails: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The receiver looks now and then whether one is due, though nobody comments."""
    monkeypatch.setattr("pelican_videopost.receiver.mail._LOOK_S", 0.05)
    blog.client().post("/reply", data=post())
    store = blog.store()
    store.set_fact("digest", str(time.time()))
    postman(store, with_mail(blog, mails.port, digest="hour")).start()
    time.sleep(0.2)
    assert mails.mails == []
    store.set_fact("digest", "0")
    assert soon(lambda: mails.mails)


def test_spam_alone_is_told_of_once_a_day(blog: Blog, mails: MailServer) -> None:
    """Where nothing waits, the owner hears of spam by one mail a day, with its number and the way to it."""
    client, store, settings = blog.client(flood_posts=0), blog.store(), with_mail(blog, mails.port)
    Access(store).set_password("a long password")
    for number in range(3):
        client.post("/reply", data=post(comment=f"buy {number}", subject="x"))
    assert send_due(store, settings) == 1
    told = mails.mails[0].read()
    assert mails.mails[0].recipients == ["owner@example.org"]
    assert told["Subject"] == "[example.org] Spam: 3 comments"
    assert "https://example.org/comments/moderate?state=spam" in told.get_content()
    client.post("/reply", data=post(comment="buy more", subject="x"))
    assert send_due(store, settings) == 0
    store.set_fact("spam told", str(time.time() - 86401))
    assert send_due(store, settings) == 1
    assert mails.mails[1].read()["Subject"] == "[example.org] Spam: 4 comments"
    store.set_fact("spam told", "0")
    assert send_due(store, settings) == 0


@pytest.mark.parametrize("digest", ["", "hour"])
def test_spam_that_another_mail_has_told_of_has_none_of_its_own(blog: Blog, mails: MailServer, digest: str) -> None:
    """A comment's mail, or the digest, tells the number of spam; what the owner marked as spam was seen."""
    client, store, settings = blog.client(flood_posts=0), blog.store(), with_mail(blog, mails.port, digest=digest)
    client.post("/reply", data=post(comment="buy", subject="x"))
    client.post("/reply", data=post(comment="honest"))
    assert send_due(store, settings) == 1
    assert "Spam: 1" in mails.mails[0].read().get_content()
    client.post("/reply", data=post(comment="marked"))
    withdraw(blog.desk(store), store.entries("pending")[1], "spam")
    withdraw(blog.desk(store), store.entries("pending")[0], "rejected")
    for fact in ("spam told", "digest"):
        store.set_fact(fact, "0")
    assert send_due(store, settings) == 0


def test_spam_waits_for_the_digest(blog: Blog, mails: MailServer) -> None:
    """Who wants one mail a day gets no other one for spam."""
    client, store, settings = blog.client(flood_posts=0), blog.store(), with_mail(blog, mails.port, digest="day")
    store.set_fact("digest", str(time.time() - 3600))
    client.post("/reply", data=post(comment="buy", subject="x"))
    assert send_due(store, settings) == 0
    store.set_fact("digest", "0")
    assert send_due(store, settings) == 1


def test_a_mail_about_spam_that_cannot_go_out_is_sent_later(blog: Blog, mails: MailServer) -> None:
    """It stays due, and has no link to a page that does not exist."""
    store, settings = blog.store(), with_mail(blog, mails.port)
    blog.client().post("/reply", data=post(comment="buy", subject="x"))
    mails.refusals[b"RCPT"] = b"450 later"
    with pytest.raises(MailError):
        send_due(store, settings)
    del mails.refusals[b"RCPT"]
    assert send_due(store, settings) == 1
    assert "/moderate" not in mails.mails[0].read().get_content()


@pytest.mark.parametrize(
    ("wrong", "legal"),
    [
        ({"security": "ssl"}, "'starttls' or 'tls' or 'none'"),
        ({"digest": "week"}, "'hour' or 'day'"),
        ({"port": "25"}, "a whole number, 0 or more"),
        ({"reply_to": "yes"}, "True or False"),
    ],
)
def test_a_wrong_option_of_mail_is_named(tmp_path: Path, wrong: dict[str, object], legal: str) -> None:
    """The problem names the option and what is legal, no mail goes out, and the password is in no message."""
    mail = {"owner": "o@site.example", "sender": "s@site.example", "password": "zqsecret"}
    places = {"folder": tmp_path, "content": tmp_path / "content", "output": tmp_path / "output"}
    settings, problems = read_receiver_settings({"mail": mail | wrong}, **places)
    assert settings.mail is None
    assert [f"mail's {next(iter(wrong))} must be {legal}" in problem.fix for problem in problems] == [True]
    settings, none = read_receiver_settings({"mail": mail}, **places)
    assert none == ()
    assert "zqsecret" not in repr((settings, problems))
