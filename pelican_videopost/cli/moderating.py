"""The commands `comments approve`, `reject`, `spam`, `delete`, `erase` and `moderate`."""

from argparse import Namespace
from collections.abc import Generator, Iterable, Iterator, Sequence

from pelican_videopost.cli.comments import Desk, chosen_entries, open_desk
from pelican_videopost.cli.console import FAILED, FINE, MISUSED, CommandError, complain, say
from pelican_videopost.cli.keys import END, read_key
from pelican_videopost.cli.serving import send_mails
from pelican_videopost.receiver import moderation
from pelican_videopost.receiver.database import empty_log
from pelican_videopost.receiver.store import Entry

# The keys of `moderate`: what each is called, what it does, and the command that does so.
_KEYS = {
    "a": ("[a]pprove", "write it into the site", "approve"),
    "r": ("[r]eject", "refuse it; it stays in the queue as rejected", "reject"),
    "s": ("[s]pam", "mark it as spam", "spam"),
    "d": ("[d]elete", "delete it for good, once you have said yes", "delete"),
    "n": ("[n]ext", "leave it as it is", ""),
    "q": ("[q]uit", "end here; what was decided is done", ""),
    "?": ("[?]", "say this", ""),
}
_PROMPT = ", ".join(name for name, _, _ in _KEYS.values()) + " "


def move(options: Namespace) -> int:
    """Run `comments approve`, `reject`, `spam` or `delete`."""
    command = options.command.removeprefix("comments ")
    with open_desk(options) as desk:
        entries = _chosen(desk, options)
        if command == "delete" and options.all and entries and not options.yes:
            _be_sure(entries)
        return _carry_out(((entry, command) for entry in entries), desk, options)


def erase_person(options: Namespace) -> int:
    """Run `comments erase`."""
    with open_desk(options) as desk:
        done = moderation.erase(desk.store, options.email, desk.settings.content, published=options.published)
        say(f"{done.gone} deleted, {done.unpublished} of them taken out of the site.")
        if done.kept:
            say(f"{done.kept} stay in the site, without the email; --published takes them out, too.")
        return _afterwards(desk, options) if done.unpublished else FINE


def moderate(options: Namespace) -> int:
    """Run `comments moderate`."""
    with open_desk(options) as desk:
        return _carry_out(_all_decisions(desk), desk, options)


def _chosen(desk: Desk, options: Namespace) -> list[Entry]:
    """Return the comments that the command line means: by their ids, or all of some kind."""
    kinds = (options.state != "pending", options.post, options.email)
    if options.all == bool(options.ids) or (options.ids and any(kinds)):
        raise CommandError("name comments by their ids; or say --all, and with it --state, --post, --email", MISUSED)
    if options.all:
        entries = chosen_entries(desk, options)
        if not entries:
            say("No comments are meant.")
        return entries
    return [moderation.find(desk.store, name) for name in options.ids]


def _be_sure(entries: Sequence[Entry]) -> None:
    """Ask whether so many are to be deleted; raises CommandError where they are not, or nobody answers."""
    if (key := read_key(f"Delete {len(entries)} comments for good? [y]es, [n]o ")) != "y":
        reason = "say --yes where nobody can be asked" if key == END else "you did not say yes"
        raise CommandError(f"nothing was deleted: {reason}")


def _carry_out(moves: Iterable[tuple[Entry, str]], desk: Desk, options: Namespace) -> int:
    """Do to each comment what its command says, then what follows from it; return the exit status."""
    changed, deleted, status = False, False, FINE
    try:
        for entry, command in moves:
            changed |= _moved(desk, entry, command)
            deleted |= command == "delete"
    finally:  # what was approved before something failed, or Ctrl+C, is to be seen
        if deleted:
            empty_log(desk.settings.store)
        if changed:
            status = _afterwards(desk, options)
    return status


def _moved(desk: Desk, entry: Entry, command: str) -> bool:
    """Do to a comment what a command says, say so, and return whether the site changed."""
    content = desk.settings.content
    if command == "approve":
        try:
            written = moderation.approve(desk.store, entry, content)
        except ValueError as error:  # its slug or id can name no file
            raise CommandError(str(error)) from error
        place = f"{content.name}/{entry.slug}/{entry.id}.md"
        say(f"Approved: {place}" if written else f"Approved already: {place}")
        return written
    if command == "delete":
        changed = moderation.delete(desk.store, entry, content)
        say(f"Deleted: {entry.id}")
        return changed
    changed = moderation.refuse(desk.store, entry, "spam" if command == "spam" else "rejected", content)
    say(f"{'Spam' if command == 'spam' else 'Rejected'}: {entry.id}")
    return changed


def _afterwards(desk: Desk, options: Namespace) -> int:
    """Run the owner's command and send the mails that an approval makes due."""
    status = moderation.run_after(desk.settings, options.settings.resolve().parent)
    if status:
        complain(f"{desk.settings.after[0]} ended with status {status}; the comments are written all the same")
    return max(send_mails(desk), FAILED if status else FINE)


def _all_decisions(desk: Desk) -> Iterator[tuple[Entry, str]]:
    """Yield what is decided on the comments that wait, then, if they are wanted, on those taken for spam."""
    waiting = desk.store.entries("pending")
    if not (yield from _decisions(desk, waiting)):
        return
    say("No more comments wait." if waiting else "No comments wait.")
    spam = desk.store.entries("spam")
    if spam and read_key(f"{len(spam)} taken for spam. Look at them, too? [y]es, [n]o ") == "y":
        yield from _decisions(desk, spam)


def _decisions(desk: Desk, entries: Sequence[Entry]) -> Generator[tuple[Entry, str], None, bool]:
    """Show one comment after the other, and yield it with the command that was chosen; return whether all were seen."""
    for number, entry in enumerate(entries, 1):
        say(f"--- {number} of {len(entries)} ---")
        say(desk.shown(entry))
        key = _asked()
        if key == "q":
            return False
        if command := _KEYS[key][2]:
            yield entry, command
    return True


def _asked() -> str:
    """Return the owner's choice; the end of the input is a `q`."""
    while True:
        key = read_key(_PROMPT)
        if key == END:
            say()
            return "q"
        if key == "?":
            for name, meaning, _ in _KEYS.values():
                say(f"  {name:10} {meaning}")
        elif key == "d":
            if read_key("Delete it for good? [y]es, [n]o ") == "y":
                return key
        elif key in _KEYS:
            return key
