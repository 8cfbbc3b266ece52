"""The commands `comments approve`, `reject`, `spam` and `moderate`."""

from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence

from pelican_videopost.cli.comments import Desk, open_desk, show_entry
from pelican_videopost.cli.console import FAILED, FINE, CommandError, complain, say
from pelican_videopost.cli.serving import send_mails
from pelican_videopost.receiver import moderation
from pelican_videopost.receiver.store import Entry


def move(options: Namespace) -> int:
    """Run `comments approve`, `reject` or `spam`."""
    command = options.command.removeprefix("comments ")
    with open_desk(options) as desk:
        entries = [moderation.find(desk.store, name) for name in options.ids]
        return _carry_out(((entry, command) for entry in entries), desk, options)


def moderate(options: Namespace) -> int:
    """Run `comments moderate`."""
    with open_desk(options) as desk:
        return _carry_out(_decisions(desk.store.entries("pending")), desk, options)


def _carry_out(moves: Iterable[tuple[Entry, str]], desk: Desk, options: Namespace) -> int:
    """Do to each comment what its command says, then what follows from it; return the exit status."""
    changed, status = False, FINE
    try:
        for entry, command in moves:
            changed |= _moved(desk, entry, command)
    finally:  # what was approved before something failed, or Ctrl+C, is to be seen
        if changed:
            status = _afterwards(desk, options)
    return status


def _moved(desk: Desk, entry: Entry, command: str) -> bool:
    """Approve, reject or spam a comment, say so, and return whether the site changed."""
    content = desk.settings.content
    if command == "approve":
        try:
            written = moderation.approve(desk.store, entry, content)
        except ValueError as error:  # its slug or id can name no file
            raise CommandError(str(error)) from error
        place = f"{content.name}/{entry.slug}/{entry.id}.md"
        say(f"Approved: {place}" if written else f"Approved already: {place}")
        return written
    changed = moderation.refuse(desk.store, entry, "spam" if command == "spam" else "rejected", content)
    say(f"{'Spam' if command == 'spam' else 'Rejected'}: {entry.id}")
    return changed


def _afterwards(desk: Desk, options: Namespace) -> int:
    """Run the owner's command and send the mails that an approval makes due."""
    status = moderation.run_after(desk.settings, options.settings.resolve().parent)
    if status:
        complain(f"{desk.settings.after[0]} ended with status {status}; the comments are written all the same")
    return max(send_mails(desk), FAILED if status else FINE)


def _decisions(waiting: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Show one comment after the other, and yield it with the command that was answered."""
    commands = {"a": "approve", "r": "reject", "s": "spam"}
    for number, entry in enumerate(waiting, 1):
        say(f"--- {number} of {len(waiting)} ---")
        show_entry(entry)
        answer = _asked()
        if answer == "q":
            return
        if answer in commands:
            yield entry, commands[answer]
    say("No more comments wait." if waiting else "No comments wait.")


def _asked() -> str:
    """Return the owner's choice; the end of the input is a `q`."""
    while True:
        try:
            answer = input("[a]pprove, [r]eject, [s]pam, [n]ext, [q]uit? ").strip().lower()[:1]
        except EOFError:
            return "q"
        if answer in tuple("arsnq"):
            return answer
