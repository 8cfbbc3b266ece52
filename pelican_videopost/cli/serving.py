"""The commands `comments serve` and `notify`: the receiver at work."""

import dataclasses
import logging
from argparse import Namespace
from importlib.util import find_spec

from pelican_videopost.cli.comments import open_desk
from pelican_videopost.cli.console import FAILED, FINE, MISUSED, CommandError, complain, say
from pelican_videopost.comments.manifest import ManifestError, origin, read_manifest
from pelican_videopost.receiver import create_app, mail
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.errand import forget_due, forgetter, run_due, runner
from pelican_videopost.receiver.moderation import Desk
from pelican_videopost.receiver.settings import ReceiverSettings


def take_comments(options: Namespace) -> int:
    """Run `comments serve` until Ctrl+C, which is its usual end."""
    if missing := [name for name in ("flask", "waitress") if find_spec(name) is None]:
        names = " and ".join(missing)
        raise CommandError(f"`comments serve` needs {names}: pip install 'pelican-videopost[comments]'", MISUSED)
    logging.basicConfig(format="%(levelname)s: %(message)s")
    with open_desk(options) as desk:
        _serve(_chosen(desk.settings, options))
    return FINE


def notify(options: Namespace) -> int:
    """Run `comments notify`."""
    with open_desk(options) as desk:
        return finish(desk)


def finish(desk: Desk) -> int:
    """Run the owner's command and send the mails, as far as either is due; return the exit status."""
    forget_due(desk.store, desk.settings)
    status = run_due(desk.store, desk.settings)
    if status:
        complain(f"{desk.settings.after[0]} ended with status {status}; the site's files are changed all the same")
    return max(_send_mails(desk), FAILED if status else FINE)


def _send_mails(desk: Desk) -> int:
    try:
        mail.send_due(desk.store, desk.settings)
    except Exception as error:  # the comments are written: no mail may make that look as if it had failed
        complain(f"mail could not be sent and stays due: {mail.reason(error)}")
        return FAILED
    return FINE


def _chosen(settings: ReceiverSettings, options: Namespace) -> ReceiverSettings:
    """Return the settings with what the command line says otherwise."""
    if options.site and not origin(options.site):
        raise CommandError(f"--site {options.site!r} is not an address such as https://example.org", MISUSED)
    return dataclasses.replace(
        settings, listen=options.listen or settings.listen, site=origin(options.site or "") or settings.site
    )


def _serve(settings: ReceiverSettings) -> None:
    from pelican_videopost.receiver import server  # needs waitress

    app = create_app(settings)
    answer_requests = server.bind(app, settings)
    receiver = app.extensions["videopost"]
    try:
        receiver.store.check()
    except StoreError as error:
        complain(f"{error}; until then every comment is refused with a request to send it later")
    if not settings.site and not _site_of_build(settings):
        complain("SITEURL is empty: say with --site where the site is, as in --site http://127.0.0.1:8000")
    for worker in (mail.postman(receiver.store, settings), runner(receiver.store, settings)):
        receiver.told.append(worker.wake)
        worker.start()
    forgetter(receiver.store, settings).start()
    say(f"Comments are taken at http://{settings.listen}/reply. Ctrl+C ends it.")
    try:
        answer_requests()
    except KeyboardInterrupt:
        pass
    finally:
        receiver.store.close()


def _site_of_build(settings: ReceiverSettings) -> str:
    """Return where the last build says that the site is; a missing build is told of by itself."""
    try:
        return read_manifest(settings.manifest).site
    except ManifestError as error:
        complain(str(error))
        return "unknown"
