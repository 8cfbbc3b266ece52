"""The page `/moderate`: who may come in, and what is answered. Everything has one address, so that its cookie has one.

A GET changes nothing. A POST changes something only for a session, with the token of its forms, or for the signed link
of a mail, which is good for one comment.
"""

import logging
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from pelican_videopost.base.labels import Labels
from pelican_videopost.receiver.access import MODERATE, SESSION_S, TRIES_S, Access, TooManyTriesError, is_same
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.decisions import BY_MAIL, decide
from pelican_videopost.receiver.guard import askers_words, check_page, sender
from pelican_videopost.receiver.moderator_pages import comment_page, list_page, lists_page, log_page, sure_page
from pelican_videopost.receiver.reception import Receiver, RefusedError

_log = logging.getLogger(__name__)
_COOKIE = "videopost_moderator"
_PAGES = {"log": ("moderate_log.html", log_page), "lists": ("moderate_lists.html", lists_page)}
_DONE = ("count", "first", "last")


def answer_moderator(receiver: Receiver) -> Response:
    """Answer a moderator, or whoever wants to become one."""
    label = askers_words()
    try:
        if request.method == "POST":
            check_page(receiver, label)
        return _answer(receiver, receiver.access, label)
    except RefusedError as refusal:
        return _message(label, refusal.message, refusal.code)
    except (StoreError, OSError) as error:
        _log.error("%s", error)  # said in full by the message
        return _message(label, label("Please try again later."), 503)


def moderation_style() -> Response:
    """Return the style sheet of the page."""
    return Response(render_template("moderate.css"), mimetype="text/css", headers={"Cache-Control": "max-age=3600"})


def _answer(receiver: Receiver, access: Access, label: Labels) -> Response:
    session = request.cookies.get(_COOKIE, "")
    if session and access.is_session(session):
        return _for_session(receiver, access, label, session)
    name, until, token = (request.args.get(key, "") for key in ("id", "until", "token"))
    if token and access.is_link_token(MODERATE, name, until, token):
        return _for_mail(receiver, label, name)
    if token:
        return _message(label, label("This link has been used, or is too old."), 403)
    if not access.is_possible():
        return _message(label, label("There is nothing here."), 404)
    return _sign_in(receiver, access, label)


def _sign_in(receiver: Receiver, access: Access, label: Labels) -> Response:
    """Ask for the password, or for a press on a button where a link was followed; let in whoever has either."""
    link, wrong, code = request.args.get("link", ""), "", 200
    if request.method == "POST":
        try:
            is_let_in = access.spend(link, "link") if link else access.is_right(_field("password"), _sender(receiver))
        except TooManyTriesError:
            wrong = label("Too many tries. Please wait a quarter of an hour.")
            response = _page("moderate_sign_in.html", label, link="", wrong=wrong)
            response.status_code, response.headers["Retry-After"] = 429, str(TRIES_S)
            return response
        if is_let_in:
            return _with_session(receiver, redirect("moderate", 303), access.open_session())
        used = label("This link has been used, or is too old.")
        code, wrong, link = 403, used if link else label("This password is not right."), ""
    response = _page("moderate_sign_in.html", label, link=link, wrong=wrong)
    response.status_code = code
    return response


def _sender(receiver: Receiver) -> str:
    return sender(receiver.settings)


def _with_session(receiver: Receiver, response: Any, secret: str) -> Response:
    """Return an answer that opens a session in the browser, or ends it where there is no secret.

    The cookie has no path of its own: a browser takes the folder of this page, wherever a proxy puts it.
    """
    told = request.headers.get("X-Forwarded-Proto", "") if receiver.settings.trusted_proxies else ""
    is_secure = request.is_secure or told == "https" or request.headers.get("Origin", "").startswith("https://")
    age_s = SESSION_S if secret else 0
    response.set_cookie(_COOKIE, secret, age_s, path=None, secure=is_secure, httponly=True, samesite="Strict")
    return make_response(response)


def _for_session(receiver: Receiver, access: Access, label: Labels, session: str) -> Response:
    token = access.form_token(session)
    if request.method == "POST":
        if not is_same(token, _field("token")):
            return _message(label, label("This page is too old. Please go back and try again."), 403)
        if _field("do") == "out":
            access.spend(session, "session")
            return _with_session(receiver, redirect("moderate", 303), "")
        if _field("do") == "delete" and _ids():
            return _page("moderate_sure.html", label, token=token, **sure_page(_ids(), label))
        return _decided(receiver, label, token)
    if name := request.args.get("id", ""):
        return _comment(receiver, label, name, token)
    template, make = _PAGES.get(request.args.get("view", ""), ("moderate_list.html", list_page))
    return _page(template, label, token=token, **make(receiver.desk, label, request.args))


def _for_mail(receiver: Receiver, label: Labels, name: str) -> Response:
    if request.method == "POST":
        if _field("do") not in BY_MAIL or _ids() != [name]:
            return _message(label, label("There is nothing here."), 403)
        return _decided(receiver, label, "")
    return _comment(receiver, label, name, "")


def _decided(receiver: Receiver, label: Labels, token: str) -> Response:
    """Do what was decided, and go back to the page it was decided on, which says so."""
    outcome = decide(receiver.desk, _ids(), _form().to_dict(), label)
    receiver.tell()
    if outcome.wrong:
        return _page("moderate_wrong.html", label, token=token, wrong=outcome.wrong, code=409)
    # What comes next on a page is not selected because what stood there was.
    query = {name: text for name, text in request.args.items() if name not in (*_DONE, "all")}
    if _field("do") == "delete-for-good":
        query.pop("id", None)
    done = dict(zip(_DONE, (str(outcome.count), str(outcome.first), str(outcome.last)), strict=True))
    return make_response(redirect(f"moderate?{urlencode(query | done)}", 303))


def _comment(receiver: Receiver, label: Labels, name: str, token: str) -> Response:
    shown = comment_page(receiver.desk, label, name, request.args)
    if shown is None:
        return _message(label, label("This comment is gone."), 404)
    return _page("moderate_comment.html", label, token=token, is_by_mail=not token, **shown)


def _ids() -> list[str]:
    return list(dict.fromkeys(_form().getlist("id")))


def _field(name: str) -> str:
    return str(_form().get(name, ""))


def _form() -> Any:
    try:
        return request.form
    except (HTTPException, ValueError):
        raise RefusedError(400, "invalid", askers_words()("This request is not a form that can be read.")) from None


def _page(template: str, label: Labels, code: int = 200, **shown: Any) -> Response:
    return make_response(render_template(template, _=label, **shown), code)


def _message(label: Labels, title: str, code: int) -> Response:
    return make_response(render_template("message.html", _=label, title=title), code)
