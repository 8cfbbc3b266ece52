"""Mail: to the owner about what waits, and to whoever asked to be told of replies, with a way out of it.

What a stranger wrote stands in a header only through `header_text` or `header_address`. The lines of a mail are joined
here, and the envelope is our own: nothing that goes into a header is ever parsed as one.
"""

import contextlib
import logging
import quopri
import re
import smtplib
import ssl
from collections.abc import Callable
from email.header import Header
from email.utils import formatdate, getaddresses, make_msgid
from functools import partial
from typing import Literal, NamedTuple
from urllib.parse import quote, urlencode

from pelican_videopost.base import clean
from pelican_videopost.comments.manifest import ManifestError, ManifestFile
from pelican_videopost.receiver.background import AGAIN_S, Worker
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.entry import Entry
from pelican_videopost.receiver.settings import MailSettings, ReceiverSettings
from pelican_videopost.receiver.store import Store

_log = logging.getLogger(__name__)
_TIMEOUT_S = 20
_ADDRESS = re.compile(r'[^\s@()<>\[\]\\,;:"]+@[^\s@()<>\[\]\\,;:"]+')


class MailError(OSError):
    """Mail cannot be sent now, and stays due. The message says why, and names nobody."""


class UnsendableError(Exception):
    """A mail can never be sent. The message says why, and names nobody."""


class Mailbox(NamedTuple):
    """An address for the envelope, and how a header shows it."""

    address: str
    shown: str


class Letter(NamedTuple):
    """A mail: the two addresses of its envelope, and its headers and body as they are sent."""

    sender: str
    recipient: str
    content: bytes


# A mail that is due: the id of its comment, whom it tells of it, and what makes it once its turn comes.
_Due = tuple[str, Literal["owner", "reader"], Callable[[], Letter]]


def send_due(store: Store, settings: ReceiverSettings) -> int:
    """Send what is due and return how many mails went out. Raises OSError, StoreError: what did not go out stays due.

    A mail is marked once it was handed over: stopped in between, it goes out twice rather than never. One that can
    never go out is marked, too, with a line in the log; one that the server wants later leaves the others their turn.
    """
    mail = settings.mail
    due = _due(store, settings, mail) if mail else []
    if not mail or not due:
        return 0
    sent, failure = 0, None
    with contextlib.closing(_connected(mail)) as server:
        for name, whom, make in due:
            try:
                _hand_over(server, make())
                sent += 1
            except OSError as error:
                failure = failure or error
                if isinstance(error, MailError):
                    continue
                break  # the connection has ended, or our own address is refused: the next would fare no better
            except Exception as error:  # whatever a stranger put into a comment, it stops no other mail
                _log.warning("The mail to the %s about comment %s is set aside: %s", whom, name, reason(error))
            store.mark_told(name, whom)
    if failure:
        raise failure
    return sent


def reason(error: Exception) -> str:
    """Return what of an error may be logged: any other than these may quote an address."""
    return str(error) if isinstance(error, (OSError, StoreError, UnsendableError)) else type(error).__name__


def _due(store: Store, settings: ReceiverSettings, mail: MailSettings) -> list[_Due]:
    waiting, replies = store.untold_owner(), store.untold_readers() if mail.link else []
    if not waiting and not replies:
        return []
    sender, owner = mailbox("sender", mail.sender), mailbox("owner", mail.owner)
    due: list[_Due] = [(entry.id, "owner", partial(to_owner, entry, sender, owner)) for entry in waiting]
    manifest = ManifestFile(settings.manifest)
    base = quote(mail.link.rstrip("/"), safe="!#$%&'()*+,/:;=?@[]~")
    for entry, parent in replies:
        token = store.sign("unsubscribe", parent.id).hex()
        link = f"{base}/unsubscribe?" + urlencode({"id": parent.id, "token": token})
        page = _page(entry, manifest, settings.site)
        due.append((entry.id, "reader", partial(to_reader, entry, parent.email, sender, page, link)))
    return due


def _hand_over(server: smtplib.SMTP, letter: Letter) -> None:
    """Hand a mail over. Raises UnsendableError where it is refused for good, MailError for now, else OSError."""
    options = () if letter.content.isascii() else ("SMTPUTF8", "BODY=8BITMIME")  # of an address
    if options and not server.has_extn("smtputf8"):
        kind = UnsendableError if letter.sender.isascii() else MailError  # our own is put right by the owner
        raise kind("the mail server takes no address with letters beyond ASCII")
    try:
        server.sendmail(letter.sender, [letter.recipient], letter.content, options)
        return
    except smtplib.SMTPRecipientsRefused as error:
        ((code, _),) = error.recipients.values()
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        code = error.smtp_code
        if isinstance(error, smtplib.SMTPSenderRefused) and code != 552 and not options:  # 552: too large
            raise
    if code >= 500:
        raise UnsendableError(f"the mail server refused it with {code}")
    raise MailError(f"the mail server answered {code}, so a mail is sent again later")


def header_text(text: str) -> str:
    r"""Return a text as a mail header can hold it: one line, encoded whole, so that nothing in it means anything else.

    >>> header_text("Anna\r\nBcc: all@example.org")
    '=?utf-8?q?Anna_Bcc=3A_all=40example=2Eorg?='
    """
    return Header(clean.one_line(text), "utf-8", header_name="Subject").encode(linesep="\r\n")


def header_address(text: str) -> str:
    """Return an address if it means itself in a header and in an envelope; raises UnsendableError for any other.

    It has no name, quotes or comments, and nothing that looks encoded: many programs decode that, and then fail.
    """
    if not _ADDRESS.fullmatch(text) or "=?" in text or clean.one_line(text) != text:
        raise UnsendableError("its address cannot stand in a mail header")
    return text


def mailbox(name: str, setting: str) -> Mailbox:
    """Return the one mailbox of a setting such as `Blog <blog@example.org>`; raises MailError where it is none."""
    try:
        ((shown, address),) = getaddresses([setting])
        header_address(address)
    except (ValueError, UnsendableError):
        raise MailError(f"the mail settings' {name} is not one address") from None
    return Mailbox(address, f"{header_text(shown)} <{address}>" if shown else address)


def to_owner(entry: Entry, sender: Mailbox, owner: Mailbox) -> Letter:
    """Return the mail that tells the owner of a comment that waits."""
    text = (
        f"{entry.author} commented on {entry.slug}:\n\n{entry.text}\n\n"
        f"Email: {entry.email}\nWebsite: {entry.website or '-'}\n{entry.suspicion}\n\n"
        f"Publish it:  pelican-videopost comments approve {entry.id}\n"
        f"Refuse it:   pelican-videopost comments reject {entry.id}\n"
    )
    return _letter(sender, owner, f"Comment by {entry.author} on {entry.slug}", text)


def to_reader(entry: Entry, address: str, sender: Mailbox, page: str, link: str) -> Letter:
    """Return the mail that tells the reader at an address of a reply, with a signed link to have no more of them."""
    text = (
        f"{entry.author} replied to your comment:\n\n{entry.text}\n\n{page}\n\n"
        f"You asked to be told of replies. To have no more of these mails:\n{link}\n"
    )
    reader = Mailbox(header_address(address), address)
    leave = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return _letter(sender, reader, f"{entry.author} replied to your comment", text, leave)


def _letter(sender: Mailbox, to: Mailbox, subject: str, text: str, further: dict[str, str] | None = None) -> Letter:
    headers = {
        "From": sender.shown,
        "To": to.shown,
        "Subject": header_text(subject),
        "Date": formatdate(),
        "Message-ID": make_msgid(domain=sender.address.rpartition("@")[2]),
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        **(further or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    body = quopri.encodestring(f"{clean.body(text)}\n".encode()).replace(b"\n", b"\r\n")
    return Letter(sender.address, to.address, head.encode() + b"\r\n" + body)


def _page(entry: Entry, file: ManifestFile, site: str) -> str:
    with contextlib.suppress(ManifestError):
        manifest = file.current()
        if post := next((post for post in manifest.posts.values() if post.slug == entry.slug), None):
            return f"{site or manifest.site}{post.url}#comment-{entry.id}"
    return ""


def _connected(mail: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    kind = partial(smtplib.SMTP_SSL, context=context) if mail.security == "tls" else smtplib.SMTP
    server = kind(mail.host, mail.port, timeout=_TIMEOUT_S)
    try:
        if mail.security == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, mail.password)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def postman(store: Store, settings: ReceiverSettings) -> Worker:
    """Return a thread that sends what is due whenever it is woken, and again a while after a failure."""

    def work() -> float | None:
        try:
            send_due(store, settings)
        except Exception as error:  # an error of any kind may quote an address
            _log.warning("Mail could not be sent: %s", reason(error))
            return AGAIN_S
        return None

    return Worker("postman", work)
