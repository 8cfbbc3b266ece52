"""Mail: to the owner about what waits, and to whoever asked to be told of replies, with a way out of it."""

import contextlib
import logging
import smtplib
import ssl
import threading
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import urlencode

from pelican_videopost.comments.manifest import ManifestError, ManifestFile
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.settings import MailSettings, ReceiverSettings
from pelican_videopost.receiver.store import Entry, Store

_log = logging.getLogger(__name__)
_TIMEOUT_S = 20
_AGAIN_S = 60

Send = Callable[[EmailMessage], object]


def send_due(store: Store, settings: ReceiverSettings) -> int:
    """Send what is due and return how many mails went out; what fails stays due. Raises OSError, StoreError.

    A mail is marked once it was handed over: stopped in between, it goes out twice rather than never.
    """
    mail = settings.mail
    if mail is None:
        return 0
    owner, readers = store.untold_owner(), store.untold_readers() if mail.link else []
    if not owner and not readers:
        return 0
    with contextlib.closing(_connected(mail)) as server:
        for entry in owner:
            _handed_over(server, to_owner(entry, mail))
            store.mark_told(entry.id, "owner")
        for entry, parent in readers:
            token = store.sign("unsubscribe", parent.id).hex()
            _handed_over(server, to_reader(entry, parent, mail, _page(entry, settings), token))
            store.mark_told(entry.id, "reader")
    return len(owner) + len(readers)


def _handed_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand a mail over; one whose address is refused for good is logged, so that it does not hold up all others."""
    try:
        server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError) as error:
        codes = [code for code, _ in getattr(error, "recipients", {}).values()]
        if any(code < 500 for code in codes):  # for now only
            raise
        _log.warning("a mail could not be delivered, and is not sent again: %s", type(error).__name__)


def to_owner(entry: Entry, mail: MailSettings) -> EmailMessage:
    """Return the mail that tells the owner of a comment that waits."""
    text = (
        f"{entry.author} commented on {entry.slug}:\n\n{entry.text}\n\n"
        f"Email: {entry.email}\nWebsite: {entry.website or '-'}\n{entry.suspicion}\n\n"
        f"Publish it:  pelican-videopost comments approve {entry.id}\n"
        f"Refuse it:   pelican-videopost comments reject {entry.id}\n"
    )
    return _message(mail, mail.owner, f"Comment by {entry.author} on {entry.slug}", text)


def to_reader(entry: Entry, parent: Entry, mail: MailSettings, page: str, token: str) -> EmailMessage:
    """Return the mail that tells the writer of `parent` of a reply, with a signed link to have no more of them."""
    link = f"{mail.link.rstrip('/')}/unsubscribe?" + urlencode({"id": parent.id, "token": token})
    text = (
        f"{entry.author} replied to your comment:\n\n{entry.text}\n\n{page}\n\n"
        f"You asked to be told of replies. To have no more of these mails:\n{link}\n"
    )
    message = _message(mail, parent.email, f"{entry.author} replied to your comment", text)
    message["List-Unsubscribe"] = f"<{link}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _message(mail: MailSettings, recipient: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, recipient, subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2].strip("> ") or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def _page(entry: Entry, settings: ReceiverSettings) -> str:
    try:
        manifest = ManifestFile(settings.manifest).current()
    except ManifestError:
        return ""
    post = next((post for post in manifest.posts.values() if post.slug == entry.slug), None)
    return f"{settings.site or manifest.site}{post.url}#comment-{entry.id}" if post else ""


def _connected(mail: MailSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=_TIMEOUT_S)
    try:
        if mail.security == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, mail.password)
    except BaseException:
        server.close()
        raise
    return server


class Postman(threading.Thread):
    """Sends what is due in the background, whenever `wake` is called, and again a minute after a failure."""

    def __init__(self, store: Store, settings: ReceiverSettings) -> None:
        """Make the thread; it ends with the process."""
        super().__init__(name="postman", daemon=True)
        self._store, self._settings = store, settings
        self._due = threading.Event()
        self._due.set()  # what an earlier process left

    def wake(self, _name: str = "") -> None:
        """Have a look at what is due."""
        self._due.set()

    def run(self) -> None:
        """Wait and send, until the process ends."""
        pause_s: float | None = None
        while True:
            self._due.wait(pause_s)
            self._due.clear()
            pause_s = None
            try:
                send_due(self._store, self._settings)
            except (OSError, StoreError, smtplib.SMTPException, ValueError) as error:
                _log.warning("Mail could not be sent: %s", error)
                pause_s = _AGAIN_S
