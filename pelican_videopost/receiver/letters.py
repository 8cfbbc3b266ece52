"""The mails about comments, as they are sent: to the owner about what waits, and to readers about replies.

What a stranger wrote stands in a header only through `header_text` or `header_address`. The lines of a mail are joined
here, and the envelope is our own: nothing that goes into a header is ever parsed as one.
"""

import quopri
import re
from collections.abc import Sequence
from email.header import Header
from email.utils import formatdate, getaddresses, make_msgid
from typing import NamedTuple

from pelican_videopost.base import clean
from pelican_videopost.base.labels import Labels
from pelican_videopost.receiver.entry import Entry

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


class Notice(NamedTuple):
    """A comment as a mail tells of it: on which post and page, and where it is moderated, as far as that is known."""

    entry: Entry
    title: str
    page: str
    moderate: str
    label: Labels


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
    if not is_address(text):
        raise UnsendableError("its address cannot stand in a mail header")
    return text


def is_address(text: str) -> bool:
    """Return whether `header_address` takes an address."""
    return bool(_ADDRESS.fullmatch(text)) and "=?" not in text and clean.one_line(text) == text


def mailbox(name: str, setting: str) -> Mailbox:
    """Return the one mailbox of a setting such as `Blog <blog@example.org>`; raises MailError where it is none."""
    try:
        ((shown, address),) = getaddresses([setting])
        header_address(address)
    except (ValueError, UnsendableError):
        raise MailError(f"the mail settings' {name} is not one address") from None
    return Mailbox(address, f"{header_text(shown)} <{address}>" if shown else address)


def to_owner(notice: Notice, site: str, spam: int, boxes: tuple[Mailbox, Mailbox], *, reply_to: bool) -> Letter:
    """Return the mail that tells the owner of a comment that waits; `boxes` are sender and owner."""
    entry, label = notice.entry, notice.label
    further = {}
    if reply_to and entry.email and is_address(entry.email):
        further["Reply-To"] = header_address(entry.email)
    text = f"{_told(notice)}\n\n{_spam(label, spam)}"
    return _letter(*boxes, f"{_site(site)}{_about(notice)}", text, further)


def digest_to_owner(notices: Sequence[Notice], site: str, spam: int, boxes: tuple[Mailbox, Mailbox]) -> Letter:
    """Return the mail that tells the owner of all comments that wait, in the language of the first one's post."""
    label = notices[0].label
    count = label.plural("%(number)s comment", "%(number)s comments", len(notices))
    text = "\n\n-- \n\n".join(f"{_about(notice)}\n\n{_told(notice)}" for notice in notices)
    return _letter(*boxes, f"{_site(site)}{label('Waiting')}: {count}", f"{text}\n\n{_spam(label, spam)}")


def spam_to_owner(label: Labels, site: str, spam: int, moderate: str, boxes: tuple[Mailbox, Mailbox]) -> Letter:
    """Return the mail that tells the owner of spam, where nothing waits whose mail would tell its number."""
    count = label.plural("%(number)s comment", "%(number)s comments", spam)
    told = f"{label('Spam')}: {count}"
    text = f"{told}\n\n{_invitation(label, moderate)}pelican-videopost comments list --state spam"
    return _letter(*boxes, f"{_site(site)}{told}", text)


def to_reader(notice: Notice, address: str, sender: Mailbox, site: str, link: str) -> Letter:
    """Return the mail that tells the reader at an address of a reply, with a signed link to have no more of them."""
    label, entry = notice.label, notice.entry
    told = label("%(name)s replied to your comment on “%(title)s”", name=entry.author, title=notice.title)
    way_out = label("You asked to be told of replies. To have no more of these mails:")
    text = f"{told}:\n\n{entry.text}\n\n{notice.page}\n\n{way_out}\n{link}\n"
    reader = Mailbox(header_address(address), address)
    # The address of RFC 2369 in one piece, however long: programs that fold it, or encode it, break it.
    leave = {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return _letter(sender, reader, f"{_site(site)}{told}", text, leave)


def _site(site: str) -> str:
    """Return how a subject names the site."""
    host = site.partition("://")[2]
    return f"[{host}] " if host else ""


def _about(notice: Notice) -> str:
    return notice.label("%(name)s on “%(title)s”", name=notice.entry.author, title=notice.title)


def _told(notice: Notice) -> str:
    """Return what the owner needs to judge a comment, and the ways to do it."""
    entry, label = notice.entry, notice.label
    facts = {"Email": entry.email, "Website": entry.website or ""}
    known = "\n".join(f"{label[name]}: {value}" for name, value in facts.items() if value)
    return (
        f"{notice.page}\n\n{entry.text}\n\n{known}\n{entry.suspicion}\n\n{_invitation(label, notice.moderate)}"
        f"pelican-videopost comments approve {entry.id}\npelican-videopost comments reject {entry.id}"
    )


def _invitation(label: Labels, moderate: str) -> str:
    invitation = label("Look at it, approve or refuse it:")
    return f"{invitation}\n{moderate}\n\n" if moderate else ""


def _spam(label: Labels, spam: int) -> str:
    """Return how many comments are taken for spam, which no mail tells of by themselves."""
    return f"{label('Spam')}: {spam}" if spam else ""


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
