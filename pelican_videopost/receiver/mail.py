"""Sending mail: to the owner about what waits, and to whoever asked to be told of replies."""

import contextlib
import logging
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal, NamedTuple
from urllib.parse import quote, urlencode

from pelican_videopost.comments.manifest import ManifestFile
from pelican_videopost.receiver.access import MAIL_LINK_S, MODERATE, Access
from pelican_videopost.receiver.background import AGAIN_S, Worker
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.entry import Entry
from pelican_videopost.receiver.letters import (
    Letter,
    MailError,
    Notice,
    UnsendableError,
    digest_to_owner,
    mailbox,
    spam_to_owner,
    to_owner,
    to_reader,
)
from pelican_videopost.receiver.moderation import Desk
from pelican_videopost.receiver.reception import words
from pelican_videopost.receiver.search import count_states
from pelican_videopost.receiver.settings import MailSettings, ReceiverSettings
from pelican_videopost.receiver.store import Store

_log = logging.getLogger(__name__)
_TIMEOUT_S = 20
# How often a digest comes. A little less than an hour or a day, so that it does not come later each time.
_DIGEST_S = {"hour": 3600 - 60, "day": 86400 - 600}
_LOOK_S = 300
_DIGEST = "digest"  # the fact of when the last one was sent
_SPAM = "spam told"  # that of when a mail has last told of spam
_SPAM_S = 86400
_MOST_IN_DIGEST = 100


class _Due(NamedTuple):
    """A mail that is due: the ids of its comments, whom it tells of them, and what makes it once its turn comes."""

    names: tuple[str, ...]
    whom: Literal["owner", "reader"]
    make: Callable[[], Letter]


def send_due(store: Store, settings: ReceiverSettings) -> int:
    """Send what is due and return how many mails went out. Raises OSError, StoreError: what did not go out stays due.

    A mail is marked once it was handed over: stopped in between, it goes out twice rather than never. One that can
    never go out is marked, too, with a line in the log; one that the server wants later leaves the others their turn.
    """
    mail, began = settings.mail, time.time()
    due = _due(store, settings, mail) if mail else []
    if not mail or not due:
        return 0
    sent, failure = 0, None
    with contextlib.closing(_connected(mail)) as server:
        for names, whom, make in due:
            try:
                _hand_over(server, make())
                sent += 1
            except OSError as error:
                failure = failure or error
                if isinstance(error, MailError):
                    continue
                break  # the connection has ended, or our own address is refused: the next would fare no better
            except Exception as error:  # whatever a stranger put into a comment, it stops no other mail
                _log.warning("The mail to the %s about comment %s is set aside: %s", whom, names[0], reason(error))
            for name in names:
                store.mark_told(name, whom)
            if whom == "owner":
                _remember(store, mail, began)
    if failure:
        raise failure
    return sent


def _remember(store: Store, mail: MailSettings, until: float) -> None:
    """Remember that the owner had a mail, which has told how much spam there was until a moment."""
    store.mark_spam_told(until)
    store.set_fact(_SPAM, str(until))
    if mail.digest in _DIGEST_S:
        store.set_fact(_DIGEST, str(until))


def _is_over(store: Store, fact: str, pause_s: int) -> bool:
    """Return whether as much time has passed since the moment that a fact names."""
    return not 0 <= time.time() - float(store.fact(fact) or 0) < pause_s


def reason(error: Exception) -> str:
    """Return what of an error may be logged: any other than these may quote an address."""
    return str(error) if isinstance(error, (OSError, StoreError, UnsendableError)) else type(error).__name__


def _due(store: Store, settings: ReceiverSettings, mail: MailSettings) -> list[_Due]:
    is_owners_turn = mail.digest not in _DIGEST_S or _is_over(store, _DIGEST, _DIGEST_S[mail.digest])
    waiting = store.untold_owner() if is_owners_turn else []
    replies = store.untold_readers() if mail.link else []
    has_spam = is_owners_turn and not waiting and _is_over(store, _SPAM, _SPAM_S)
    spam = store.untold_spam() if has_spam else None
    if not waiting and not replies and not spam:
        return []
    desk = Desk(settings, store, ManifestFile(settings.manifest))
    due = _of_spam(desk, mail, spam) if spam else _to_owner(desk, mail, waiting)
    sender, site = mailbox("sender", mail.sender), settings.site or desk.manifest.site
    for entry, parent in replies:
        token = store.sign("unsubscribe", parent.id).hex()
        link = f"{_base(mail.link)}/unsubscribe?" + urlencode({"id": parent.id, "token": token})
        notice = _notice(desk, mail, entry, parent.page)
        due.append(_Due((entry.id,), "reader", partial(to_reader, notice, parent.email, sender, site, link)))
    return due


def _to_owner(desk: Desk, mail: MailSettings, waiting: Sequence[Entry]) -> list[_Due]:
    """Return a mail for each comment that waits or, where the owner wants that, one for all of them now and then."""
    site, spam = desk.settings.site or desk.manifest.site, count_states(desk.store)["spam"]
    boxes = mailbox("sender", mail.sender), mailbox("owner", mail.owner)
    if mail.digest not in _DIGEST_S:
        told = partial(to_owner, site=site, spam=spam, boxes=boxes, reply_to=mail.reply_to)
        return [_Due((entry.id,), "owner", partial(told, _notice(desk, mail, entry))) for entry in waiting]
    if not waiting:
        return []
    listed = waiting[:_MOST_IN_DIGEST]
    notices = [_notice(desk, mail, entry) for entry in listed]
    return [_Due(tuple(entry.id for entry in listed), "owner", partial(digest_to_owner, notices, site, spam, boxes))]


def _of_spam(desk: Desk, mail: MailSettings, latest: Entry) -> list[_Due]:
    """Return the mail that tells how much spam there is, in the language of the post of the latest."""
    site, base = desk.settings.site or desk.manifest.site, _base(mail.link or desk.settings.address)
    moderate = f"{base}/moderate?state=spam" if base and Access(desk.store).is_possible() else ""
    boxes = mailbox("sender", mail.sender), mailbox("owner", mail.owner)
    count = count_states(desk.store)["spam"]
    label = _notice(desk, mail, latest).label
    return [_Due((latest.id,), "owner", partial(spam_to_owner, label, site, count, moderate, boxes))]


def _notice(desk: Desk, mail: MailSettings, entry: Entry, page_name: str = "") -> Notice:
    """Return a comment as a mail tells of it, on the page of that name: of translations, the one its reader knows."""
    post = desk.post_of(entry.slug, page_name or entry.page)
    site = desk.settings.site or desk.manifest.site
    page = f"{site}{post.address_of(entry.id, entry.parent or '')}#comment-{entry.id}" if post and site else ""
    base = _base(mail.link or desk.settings.address)
    moderate = f"{base}/moderate?{Access(desk.store).link_query(MODERATE, entry.id, MAIL_LINK_S)}" if base else ""
    title = (post.title if post else "") or entry.slug
    return Notice(entry, title, page, moderate, words(post.language if post else "en", desk.settings.labels))


def _base(link: str) -> str:
    return quote(link.rstrip("/"), safe="!#$%&'()*+,/:;=?@[]~")


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
        return _LOOK_S if settings.mail else None  # for a digest, or spam of which no comment's mail has told

    return Worker("postman", work)
