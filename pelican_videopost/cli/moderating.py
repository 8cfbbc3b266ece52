"""The commands `comments approve`, `reject`, `spam`, `delete`, `erase` and `moderate`."""

from argparse import Namespace
from collections.abc import Generator, Iterable, Iterator, Sequence

from pelican_videopost.cli.comments import chosen_entries, open_desk
from pelican_videopost.cli.console import FAILED, FINE, MISUSED, CommandError, complain, say
from pelican_videopost.cli.keys import END, read_key
from pelican_videopost.cli.serving import finish
from pelican_videopost.cli.showing import as_text
from pelican_videopost.receiver import moderation
from pelican_videopost.receiver.backup import earlier_copies
from pelican_videopost.receiver.database import empty_log
from pelican_videopost.receiver.entry import Entry, State
from pelican_videopost.receiver.moderation import Desk, NoPostError

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
_OUT = ", and taken out of the site"
_PROMPT = ", ".join(name for name, _, _ in _KEYS.values()) + " "


def move(options: Namespace) -> int:
    """Run `comments approve`, `reject`, `spam` or `delete`."""
    command = options.command.removeprefix("comments ")
    with open_desk(options) as desk:
        entries = _chosen(desk, options)
        if command == "delete" and options.all and entries and not options.yes:
            _be_sure(entries)
        return _carry_out(((entry, command) for entry in entries), desk, getattr(options, "to", ""))


def erase_person(options: Namespace) -> int:
    """Run `comments erase`."""
    with open_desk(options) as desk:
        done = moderation.erase(desk, options.email, published=options.published)
        say(f"{done.gone} deleted, {done.unpublished} of them taken out of the site.")
        if done.kept:
            # Nothing leads from the email to them any more, so that erasing once more would find none of them.
            ids = " ".join(done.kept)
            say(f"{len(done.kept)} stay in the site, without the email. To take them out, too: comments delete {ids}")
        if copies := earlier_copies(desk.settings.store):
            names = ", ".join(path.name for path in copies)
            say(f"Earlier copies of the queue, which `comments restore` has kept, may still have it: delete {names}.")
        return finish(desk)


def moderate(options: Namespace) -> int:
    """Run `comments moderate`."""
    with open_desk(options) as desk:
        return _carry_out(_all_decisions(desk), desk)


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


def _carry_out(moves: Iterable[tuple[Entry, str]], desk: Desk, to: str = "") -> int:
    """Do to each comment what its command says, then what follows from it; return the exit status."""
    deleted, status = False, FINE
    try:
        for entry, command in moves:
            try:
                _move(desk, entry, command, to)
            except NoPostError as error:
                _say_where_to(entry, error)
                status = FAILED
            deleted |= command == "delete"
    finally:  # what was approved before something failed, or Ctrl+C, is to be seen
        if deleted:
            empty_log(desk.settings.store)
        status = max(status, finish(desk))
    return status


def _move(desk: Desk, entry: Entry, command: str, to: str) -> None:
    """Do to a comment what a command says, and say so."""
    if command == "approve":
        done = moderation.approve(desk, entry, to)
        place = f"{desk.settings.content.name}/{done.path.parent.name}/{done.path.name}"
        say(f"Approved: {place}" if done.is_new else f"Approved already: {place}")
    elif command == "delete":
        say(f"Deleted: {entry.id}{_OUT if moderation.delete(desk, entry) else ''}")
    else:
        state: State = "spam" if command == "spam" else "rejected"
        say(f"{state.capitalize()}: {entry.id}{_OUT if moderation.withdraw(desk, entry, state) else ''}")


def _say_where_to(entry: Entry, error: NoPostError) -> None:
    """Say that the site has no post for a comment, and how it is put under another."""
    like = f"; there is {', '.join(error.like)}" if error.like else ""
    complain(f"{entry.id} is left as it is: {error}{like}. Put it elsewhere: comments approve {entry.id} --to SLUG")


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
        say(as_text(entry, desk))
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
