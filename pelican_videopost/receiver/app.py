"""The receiver's requests and answers. One address takes comments, and only by POST; a GET never changes anything."""

import hmac

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from pelican_videopost.base.clean import name_shown
from pelican_videopost.base.labels import Labels, direction
from pelican_videopost.comments.manifest import ManifestFile, Post
from pelican_videopost.receiver.guard import askers_words, check_page, sender, wants_json, with_headers
from pelican_videopost.receiver.moderate import answer_moderator, moderation_style
from pelican_videopost.receiver.own_comment import answer_writer, own_link, said_of
from pelican_videopost.receiver.reception import Receiver, RefusedError, store_trouble
from pelican_videopost.receiver.settings import ReceiverSettings
from pelican_videopost.receiver.store import Store
from pelican_videopost.receiver.submission import LIMITS, read_submission, shown, typed


def make_app(settings: ReceiverSettings) -> Flask:
    """Return the WSGI application; its store is opened by the first request that needs it."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=settings.max_bytes, MAX_FORM_MEMORY_SIZE=settings.max_bytes, MAX_FORM_PARTS=50)
    receiver = Receiver(settings, Store(settings.store, settings.busy_seconds), ManifestFile(settings.manifest))
    app.extensions["videopost"] = receiver

    app.add_url_rule("/reply", "reply", lambda: reply(receiver), methods=["POST"], provide_automatic_options=False)
    app.add_url_rule("/reply", "preflight", preflight, methods=["OPTIONS"])
    app.add_url_rule("/comment", "own_comment", lambda: answer_writer(receiver), methods=["GET", "POST"])
    app.add_url_rule("/unsubscribe", "unsubscribe", lambda: unsubscribe(receiver), methods=["GET", "POST"])
    app.add_url_rule("/moderate", "moderate", lambda: answer_moderator(receiver), methods=["GET", "POST"])
    app.add_url_rule("/reply.css", "style", style)
    app.add_url_rule("/moderate.css", "moderation_style", moderation_style)
    app.jinja_env.globals["direction"] = direction
    app.add_url_rule("/", "index", lambda: Response("The receiver of comments is running.\n", mimetype="text/plain"))
    app.register_error_handler(HTTPException, refused_by_http)
    app.after_request(lambda response: with_headers(receiver, response))
    return app


def reply(receiver: Receiver) -> Response:
    """Take a comment: go back to the post's page, or answer in JSON to a script that asks for it."""
    form: dict[str, str] = {}
    label = askers_words()
    try:
        form = typed_form(label)
        check_page(receiver, label)
        post = receiver.post(form.get("comment_post_ID", ""), label)
        label = receiver.words_of(post)
        if form.get("preview"):
            return previewed(receiver, form, post, label)
        with store_trouble(label):
            submission, mistakes = read_submission(form, post.slug, receiver.settings, label)
            if mistakes:
                message = label("Please put right what is marked, and send it again.")
                raise RefusedError(422, "invalid", message, mistakes)
            receiver.site(label)  # without which no page leads back
            name = receiver.keep(submission, sender(receiver.settings), post, label)
            link = own_link(receiver, name)
            entry = receiver.store.get(name) if wants_json() else None
    except RefusedError as refusal:
        return refused(receiver, refusal, form, label)
    if entry is None:
        return make_response(redirect(link, 303))
    said = said_of(entry, label)
    change = f"{said} {label('You can change or withdraw it for a quarter of an hour.')}"
    told = {"status": "received", "message": said, "change": change, "link": link.partition("?")[2]}
    return make_response(jsonify(errors={}, **told), 200)


def previewed(receiver: Receiver, form: dict[str, str], post: Post, label: Labels) -> Response:
    """Return a comment as it would be published, and the form again; nothing of it is kept. Raises RefusedError."""
    submission, mistakes = read_submission(form, post.slug, receiver.settings, label)
    if message := mistakes.get("comment"):
        raise RefusedError(422, "invalid", message, {"comment": message})
    with receiver.turn(label):
        html = shown(submission.text)
    author = name_shown(submission.author)
    return make_response(form_page(receiver, form, label, author=author, shown=html, errors={}))


def form_page(receiver: Receiver, form: dict[str, str], label: Labels, **shown: object) -> str:
    """Return the form as a page, with all that was typed."""
    return render_template(
        "form_again.html",
        _=label,
        form=typed(form),
        limits=LIMITS,
        honeypot=receiver.settings.honeypot,
        required=receiver.settings.require_email,
        notify=receiver.settings.mail is not None and receiver.settings.mail.link,
        **shown,
    )


def typed_form(label: Labels) -> dict[str, str]:
    """Return the fields of the request; raises RefusedError where it is too large or no form."""
    try:
        return request.form.to_dict()
    except RequestEntityTooLarge:
        message = label("This is too much for a comment. Go back in your browser, shorten it, and send it again.")
        raise RefusedError(413, "too-large", message) from None
    except (HTTPException, ValueError):
        raise RefusedError(400, "invalid", label("This request is not a form that can be read.")) from None


def refused(receiver: Receiver, refusal: RefusedError, form: dict[str, str], label: Labels) -> Response:
    """Return the answer to a comment that is not taken: the form again, with all that was typed."""
    if wants_json():
        fields = {"status": refusal.word, "message": refusal.message, "errors": refusal.errors}
        response = make_response(jsonify(fields), refusal.code)
    else:
        page = form_page(receiver, form, label, message=refusal.message, errors=refusal.errors)
        response = make_response(page, refusal.code)
    if refusal.code in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def refused_by_http(error: HTTPException) -> Response:
    """Return a plain page for an address that is none of the receiver's, or a method it does not take."""
    if error.response is not None:
        return make_response(error.response)
    label = askers_words()
    title = label("There is nothing here.") if error.code == 404 else error.name
    response = make_response(render_template("message.html", _=label, title=title), error.code or 500)
    response.headers.extend((name, value) for name, value in error.get_headers() if name == "Allow")
    return response


def unsubscribe(receiver: Receiver) -> Response:
    """Show a button to whoever follows the link of a mail, and send no more mail once it was pressed."""
    name, token = request.args.get("id", ""), request.args.get("token", "")
    label = askers_words()
    try:
        with store_trouble(label):
            genuine = hmac.compare_digest(receiver.store.sign("unsubscribe", name).hex().encode(), token.encode())
            if genuine and request.method == "POST":
                receiver.store.unsubscribe(name)
    except RefusedError as refusal:
        title = label("Please try again later.")
        return make_response(render_template("message.html", _=label, title=title), refusal.code)
    if not genuine:
        return make_response(render_template("message.html", _=label, title=label("This link is not complete.")), 404)
    return make_response(render_template("unsubscribe.html", _=label, done=request.method == "POST"))


def style() -> Response:
    """Return the style sheet of the receiver's own pages."""
    return Response(render_template("reply.css"), mimetype="text/css", headers={"Cache-Control": "max-age=3600"})


def preflight() -> Response:
    """Answer a browser that asks what a page may send; `with_headers` says to which pages this applies."""
    return Response(
        status=204,
        headers={"Access-Control-Allow-Methods": "POST", "Access-Control-Allow-Headers": "Accept, Content-Type"},
    )
