"""The page `/comment`: their own comment, for whoever has just sent it, who can change or withdraw it for a while.

It is reached by a signed link that nobody else is given. A GET changes nothing. A changed comment is another one, with
an id of its own: so a moderator who has seen the old one cannot approve the new one by mistake.
"""

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, make_response, redirect, render_template, request

from pelican_videopost.base.labels import Labels
from pelican_videopost.receiver.database import empty_log
from pelican_videopost.receiver.entry import Entry
from pelican_videopost.receiver.guard import askers_words, check_page, sender
from pelican_videopost.receiver.moderation import delete
from pelican_videopost.receiver.reception import Receiver, RefusedError, store_trouble
from pelican_videopost.receiver.submission import LIMITS, read_submission, shown

OWN_LINK_S = 15 * 60
_OWN = "own"  # what its token is good for


def own_link(receiver: Receiver, name: str) -> str:
    """Return the address of the page of a comment that has just arrived, relative to the receiver's."""
    return f"comment?{receiver.access.link_query(_OWN, name, OWN_LINK_S)}"


def said_of(entry: Entry, label: Labels) -> str:
    """Return what its writer is told of a comment: the truth, of spam as well."""
    if entry.state == "spam":
        return label(
            "Your comment looks like spam to a program. It is kept, and appears if the site’s owner approves it."
        )
    if entry.state == "approved":
        return label("Your comment is approved, and appears when the site is next brought up to date.")
    return label("Your comment is awaiting moderation.")


def answer_writer(receiver: Receiver) -> Response:
    """Answer whoever wrote a comment, or has it no longer."""
    label = askers_words()
    try:
        with store_trouble(label):
            return _answer(receiver, label)
    except RefusedError as refusal:
        return make_response(render_template("message.html", _=label, title=refusal.message), refusal.code)


def _answer(receiver: Receiver, label: Labels) -> Response:
    name, until, token = (request.args.get(key, "") for key in ("id", "until", "token"))
    if not receiver.access.is_link_token(_OWN, name, until, token):
        raise RefusedError(403, "forbidden", label("This link has been used, or is too old."))
    entry = receiver.store.get(name)
    if entry is None or entry.state == "rejected":
        raise RefusedError(404, "gone", label("This comment is gone."))
    post = receiver.desk.post_of(entry.slug, entry.page)
    label = receiver.words_of(post) if post else label
    back = f"{receiver.site(label)}{post.address_of(entry.parent or '')}" if post else ""
    title = (post.title if post else "") or entry.slug
    context = {"_": label, "entry": entry, "limits": LIMITS, "back": back, "title": title, "wrong": ""}
    if request.method == "POST":
        check_page(receiver, label)
        if request.form.get("do") == "withdraw":
            _withdraw(receiver, entry)
            return make_response(
                render_template("own_comment.html", **context, said=label("Your comment is withdrawn."))
            )
        try:
            return make_response(redirect(own_link(receiver, _change(receiver, entry, request.form, label)), 303))
        except RefusedError as refusal:
            context["wrong"] = refusal.errors.get("comment", refusal.message)
            context["text"] = request.form.get("comment", "")
    page = render_template(
        "own_comment.html", **context, said=said_of(entry, label), shown=shown(entry.text), is_there=True
    )
    return make_response(page, 422 if context["wrong"] else 200)


def _withdraw(receiver: Receiver, entry: Entry) -> None:
    """Delete a comment for good; that one was sent still counts against a flood."""
    delete(receiver.desk, entry, remember_s=receiver.settings.flood_seconds)
    empty_log(receiver.settings.store)
    receiver.tell()


def _change(receiver: Receiver, entry: Entry, form: Mapping[str, str], label: Labels) -> str:
    """Take the comment with another text in place of it, and return its id; raises RefusedError.

    The queue looks whether it was approved meanwhile, at the moment that it is replaced.
    """
    fields = {
        "comment": form.get("comment", ""),
        "author": entry.author,
        "email": entry.email,
        "url": entry.website or "",
        "comment_post_ID": entry.page,
        "comment_parent": entry.parent or "",
        "notify": "1" if entry.notify else "",
    }
    post = receiver.post(entry.page or entry.slug, label)
    submission, mistakes = read_submission(fields, entry.slug, receiver.settings, label)
    if mistakes:
        raise RefusedError(422, "invalid", label("Please put right what is marked, and send it again."), mistakes)
    if entry.state == "spam":  # and stays it, whatever was changed
        submission = replace(submission, is_spam=True, suspicion=entry.suspicion)
    return receiver.keep(submission, sender(receiver.settings), post, label, instead_of=entry.id)
