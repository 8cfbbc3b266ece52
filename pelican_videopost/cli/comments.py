"""The commands `pelican-videopost comments …`: take comments, look them through, bring others in."""

import argparse
import dataclasses
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pelican_videopost.comments.manifest import ManifestError, origin, read_manifest
from pelican_videopost.importing import SOURCES, ImportFailedError, import_comments
from pelican_videopost.receiver import mail, moderation
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.settings import ReceiverSettings, ReceiverSettingsError, read_site
from pelican_videopost.receiver.store import STATES, Entry, Store

_DONE, _FAILED, _MISUSED = 0, 1, 2
_HELP = {
    "serve": "take comments, until it is ended",
    "list": "list the comments that wait, or those in another state",
    "show": "show a comment whole",
    "approve": "write comments into the site, and run the command of the settings",
    "reject": "refuse comments",
    "spam": "mark comments as spam",
    "moderate": "look the waiting comments through, one by one",
    "notify": "send the mails that are due (comments serve does so by itself)",
    "import": "bring in comments from elsewhere; those that are here already are left alone",
}


def add_commands(subparsers: Any) -> None:
    """Add `comments` and its commands to the subparsers of `argparse`; each sets `run`, which takes the arguments."""
    about = "take comments on one's own machine, and look them through"
    group = subparsers.add_parser("comments", help=about, description=about.capitalize() + ".")
    commands = group.add_subparsers(required=True, metavar="COMMAND", dest="comments_command")
    for name, meaning in _HELP.items():
        parser = commands.add_parser(name, help=meaning, description=meaning.capitalize() + ".")
        parser.add_argument("-s", "--settings", default="pelicanconf.py", help="the site's (default: %(default)s)")
        parser.set_defaults(run=run)
        if name in ("show", "approve", "reject", "spam"):
            parser.add_argument("ids", nargs="+", metavar="ID", help="an id, or as much of its beginning as is needed")
        elif name == "list":
            parser.add_argument("--state", choices=[*STATES, "all"], default="pending", help="default: %(default)s")
        elif name == "serve":
            parser.add_argument("--listen", metavar="HOST:PORT", help="instead of the settings'")
            parser.add_argument("--site", metavar="ORIGIN", help="where the site is, if not at its SITEURL")
        elif name == "import":
            parser.add_argument("source", choices=SOURCES, help="where they come from")
            parser.add_argument("path", type=Path, help="Isso's database, Staticman's folder, or WordPress's export")


def run(arguments: argparse.Namespace) -> int:
    """Run a command of `comments`; return its exit status: 0 for fine, 1 if something failed, 2 for a misuse."""
    logging.basicConfig(format="%(levelname)s: %(message)s")
    try:
        settings, problems = read_site(arguments.settings)
        for problem in problems:
            _complain(f"{problem.field}: {problem.value}: {problem.fix}")
        status: int = _COMMANDS[arguments.comments_command](settings, arguments)
    except (StoreError, ImportFailedError, moderation.ModerationError, OSError, ValueError) as error:
        _complain(str(error))
        return _FAILED
    except ReceiverSettingsError as error:
        _complain(str(error))
        return _MISUSED
    return status


def _say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"pelican-videopost: {text}\n")


def _store(settings: ReceiverSettings) -> Store:
    return Store(settings.store, settings.busy_seconds)


def _serve(settings: ReceiverSettings, arguments: argparse.Namespace) -> int:
    if missing := [name for name in ("flask", "waitress") if find_spec(name) is None]:
        raise ReceiverSettingsError(f"{' and '.join(missing)} missing: pip install 'pelican-videopost[comments]'")
    from pelican_videopost.receiver import create_app, server

    if arguments.listen:
        settings = dataclasses.replace(settings, listen=arguments.listen)
    if arguments.site:
        if not origin(arguments.site):
            raise ReceiverSettingsError(f"--site {arguments.site!r} is not an address such as https://example.org")
        settings = dataclasses.replace(settings, site=origin(arguments.site))
    app = create_app(settings)
    receiver = app.extensions["videopost"]
    try:
        receiver.store.check()
    except StoreError as error:
        _complain(f"{error}; until then every comment is refused with a request to send it later")
    if not settings.site and not _site_of_build(settings):
        _complain("SITEURL is empty: say with --site where the site is, as in --site http://127.0.0.1:8000")
    if settings.mail:
        postman = mail.Postman(receiver.store, settings)
        receiver.told.append(postman.wake)
        postman.start()
    _say(f"Comments are taken at http://{settings.listen}/reply. Ctrl+C ends it.")
    try:
        server.serve(app, settings)
    except KeyboardInterrupt:
        pass
    finally:
        receiver.store.close()
    return _DONE


def _site_of_build(settings: ReceiverSettings) -> str:
    """Return where the last build says that the site is; a missing build is told of by itself."""
    try:
        return read_manifest(settings.manifest).site
    except ManifestError as error:
        _complain(str(error))
        return "unknown"


def _list(settings: ReceiverSettings, arguments: argparse.Namespace) -> int:
    states = STATES if arguments.state == "all" else (arguments.state,)
    entries = _store(settings).entries(*states)
    for entry in entries:
        first_line = entry.text.split("\n", 1)[0]
        shown = first_line if len(first_line) <= 60 else first_line[:59] + "…"
        mark = f" [{entry.suspicion}]" if entry.suspicion else ""
        _say(f"{entry.id}  {entry.state:8}  {entry.slug}  {entry.author}: {shown}{mark}")
    if not entries:
        _say("No comments." if arguments.state == "all" else f"No comments are {arguments.state}.")
    if arguments.state == "pending" and (spam := len(_store(settings).entries("spam"))):
        _say(f"{spam} taken for spam: see them with --state spam")
    return _DONE


def _show_entry(entry: Entry) -> None:
    facts = {
        "Id": entry.id,
        "State": entry.state,
        "Post": entry.slug,
        "Reply to": entry.parent,
        "Author": entry.author,
        "Email": entry.email,
        "Website": entry.website,
        "Date": entry.created.isoformat(),
        "Suspicion": entry.suspicion,
    }
    for name, value in facts.items():
        if value:
            _say(f"{name}: {value}")
    _say(f"\n{entry.text}\n")


def _show(settings: ReceiverSettings, arguments: argparse.Namespace) -> int:
    store = _store(settings)
    for name in arguments.ids:
        _show_entry(moderation.find(store, name))
    return _DONE


def _move(settings: ReceiverSettings, arguments: argparse.Namespace) -> int:
    store = _store(settings)
    entries = [moderation.find(store, name) for name in arguments.ids]
    return _carry_out(((entry, arguments.comments_command) for entry in entries), store, settings, arguments)


def _carry_out(
    moves: Iterable[tuple[Entry, str]], store: Store, settings: ReceiverSettings, arguments: argparse.Namespace
) -> int:
    """Do to each comment what its command says, then what follows from it; return the exit status."""
    changed, status = False, _DONE
    try:
        for entry, command in moves:
            changed |= _moved(store, entry, command, settings)
    finally:  # what was approved before something failed, or Ctrl+C, is to be seen
        if changed:
            status = _afterwards(store, settings, arguments)
    return status


def _moved(store: Store, entry: Entry, command: str, settings: ReceiverSettings) -> bool:
    """Approve, reject or spam a comment, say so, and return whether the site changed."""
    if command == "approve":
        written = moderation.approve(store, entry, settings.content)
        place = f"{settings.content.name}/{entry.slug}/{entry.id}.md"
        _say(f"Approved: {place}" if written else f"Approved already: {place}")
        return written
    changed = moderation.refuse(store, entry, "spam" if command == "spam" else "rejected", settings.content)
    _say(f"{'Spam' if command == 'spam' else 'Rejected'}: {entry.id}")
    return changed


def _afterwards(store: Store, settings: ReceiverSettings, arguments: argparse.Namespace) -> int:
    """Run the owner's command and send the mails that an approval makes due."""
    status = moderation.run_after(settings, Path(arguments.settings).resolve().parent)
    if status:
        _complain(f"{settings.after[0]} ended with status {status}; the comments are written all the same")
    return max(_notify_store(store, settings), _FAILED if status else _DONE)


def _notify(settings: ReceiverSettings, _arguments: argparse.Namespace) -> int:
    return _notify_store(_store(settings), settings)


def _notify_store(store: Store, settings: ReceiverSettings) -> int:
    try:
        mail.send_due(store, settings)
    except Exception as error:  # the comments are written: no mail may make that look as if it had failed
        _complain(f"mail could not be sent and stays due: {mail.reason(error)}")
        return _FAILED
    return _DONE


def _moderate(settings: ReceiverSettings, arguments: argparse.Namespace) -> int:
    store = _store(settings)
    return _carry_out(_decisions(store.entries("pending")), store, settings, arguments)


def _decisions(waiting: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Show one comment after the other, and yield it with the command that was answered."""
    commands = {"a": "approve", "r": "reject", "s": "spam"}
    for number, entry in enumerate(waiting, 1):
        _say(f"--- {number} of {len(waiting)} ---")
        _show_entry(entry)
        answer = _asked()
        if answer == "q":
            return
        if answer in commands:
            yield entry, commands[answer]
    _say("No more comments wait." if waiting else "No comments wait.")


def _asked() -> str:
    """Return the owner's choice; the end of the input is a `q`."""
    while True:
        try:
            answer = input("[a]pprove, [r]eject, [s]pam, [n]ext, [q]uit? ").strip().lower()[:1]
        except EOFError:
            return "q"
        if answer in tuple("arsnq"):
            return answer


def _import(settings: ReceiverSettings, arguments: argparse.Namespace) -> int:
    try:
        manifest = read_manifest(settings.manifest)
    except ManifestError as error:
        _complain(f"{error}. Without it, posts are told by their addresses alone")
        manifest = None
    done = import_comments(arguments.source, arguments.path, settings.content, manifest)
    for problem in done.problems:
        _complain(f"{problem.field}: {problem.value}: {problem.fix}")
    _say(f"{done.written} comments written, {done.present} here already, {len(done.problems)} problems.")
    return _DONE


_COMMANDS = {
    "serve": _serve,
    "list": _list,
    "show": _show,
    "approve": _move,
    "reject": _move,
    "spam": _move,
    "moderate": _moderate,
    "notify": _notify,
    "import": _import,
}
