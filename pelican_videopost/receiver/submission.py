"""What a comment form says, and what is wrong with it: WordPress's fields, limits and words. No web framework here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from pelican_videopost.base import clean
from pelican_videopost.base.labels import Labels
from pelican_videopost.receiver.settings import ReceiverSettings

LIMITS = {"comment": 65525, "author": 245, "email": 100, "url": 200}
FIELDS = (*LIMITS, "comment_post_ID", "comment_parent", "notify", "took")

_EMAIL = re.compile(r"[^@\s<>()\[\]\\,;:\"]+@[^@\s<>()\[\]\\,;:\"]+\.[^@\s<>()\[\]\\,;:\".]{2,}")
_LINK = re.compile(r"https?://|<a\s|\bwww\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Submission:
    """A comment as it was sent, cleaned; `suspicion` says why it may be spam, `is_spam` that it is taken for it."""

    slug: str
    text: str
    author: str
    email: str
    website: str | None
    parent: str | None
    page: str = ""
    notify: bool = False
    suspicion: str = ""
    is_spam: bool = False


def typed(form: Mapping[str, str], limit: int = LIMITS["comment"] * 2) -> dict[str, str]:
    """Return what was typed into the fields of a form, to be given back: nothing is lost by a mistake."""
    return {name: clean.body(form.get(name, ""))[:limit] for name in FIELDS}


def shown(text: str) -> Markup:
    """Return the text of a comment as the site's pages will have it."""
    from pelican_videopost.comments.text import render  # Markdown, which few requests need

    return Markup(render(text))  # made safe by what makes the site's pages


def read_submission(
    form: Mapping[str, str], slug: str, settings: ReceiverSettings, label: Labels
) -> tuple[Submission, dict[str, str]]:
    """Return what a form on the post `slug` says, and a message for each field that must be put right.

    The parent is not checked here: whether it stands on the page is for the manifest and the queue to say.
    """
    parent = clean.one_line(form.get("comment_parent", ""))
    suspicion, is_spam = _suspicion(form, settings)
    submission = Submission(
        slug=slug,
        text=clean.body(form.get("comment", "")),
        author=clean.one_line(form.get("author", "")),
        email=clean.one_line(form.get("email", "")),
        website=clean.safe_website(form.get("url")),
        parent=parent if parent not in ("", "0") else None,
        page=clean.one_line(form.get("comment_post_ID", "")),
        notify=bool(form.get("notify")),
        suspicion=suspicion,
        is_spam=is_spam,
    )
    return submission, _mistakes(submission, form, settings, label)


def _mistakes(
    submission: Submission, form: Mapping[str, str], settings: ReceiverSettings, label: Labels
) -> dict[str, str]:
    _ = label
    mistakes = {}
    if clean.is_blank(submission.text):
        mistakes["comment"] = _("Please type your comment text.")
    is_email = bool(_EMAIL.fullmatch(submission.email))
    tells = is_email and submission.email.casefold() in submission.author.casefold()  # names are published
    if tells or (clean.is_blank(submission.author) and settings.require_email):
        mistakes["author"] = _("Please type your name.")
    if not submission.email and settings.require_email:
        mistakes["email"] = _("Please type your email address.")
    elif submission.email and not is_email:
        mistakes["email"] = _("Please enter a valid email address.")
    if form.get("url", "").strip() and submission.website is None:
        mistakes["url"] = _("Please enter a web address that begins with http:// or https://, or leave it empty.")
    values = {
        "comment": submission.text,
        "author": submission.author,
        "email": submission.email,
        "url": submission.website or form.get("url", ""),
    }
    for name, value in values.items():
        if len(value) > LIMITS[name]:
            mistakes[name] = _("This is too long: at most %(number)s characters.", number=LIMITS[name])
    return mistakes


def _suspicion(form: Mapping[str, str], settings: ReceiverSettings) -> tuple[str, bool]:
    """Return why a form looks as if a program had filled it in, and whether it is taken for spam."""
    if form.get(settings.honeypot):
        return "the hidden field was filled in", True
    haste = ""
    took = form.get("took", "").partition(".")[0]  # in milliseconds, by the reader's own clock
    if took.isdecimal() and len(took) < 16:
        took_s = int(took) / 1000
        if took_s < settings.min_seconds:
            haste = f"written in {took_s:.1f} seconds"  # by a program, or by a person who pasted a text
    links = len(_LINK.findall(form.get("comment", "")))
    is_spam = links >= settings.spam_links > 0
    too_many = f"{links} links" if is_spam or links >= settings.max_links > 0 else ""
    return ", ".join(filter(None, (haste, too_many))), is_spam
