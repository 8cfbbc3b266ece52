"""The commands `comments list` and `show`, and how all commands of `comments` come to the queue."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager

from pelican_videopost.cli.console import FINE, MISUSED, CommandError, complain, say, tell
from pelican_videopost.cli.showing import as_document, as_line, as_text
from pelican_videopost.comments.manifest import ManifestFile
from pelican_videopost.receiver import moderation
from pelican_videopost.receiver.database import StoreError, has_queue
from pelican_videopost.receiver.entry import STATES, Entry
from pelican_videopost.receiver.moderation import Desk
from pelican_videopost.receiver.settings import ReceiverSettings, ReceiverSettingsError, read_site
from pelican_videopost.receiver.store import Store


def read_settings(options: Namespace) -> ReceiverSettings:
    """Return the receiver's settings of the site, and say what in them is unusable; raises CommandError."""
    try:
        settings, problems = read_site(options.settings)
    except ReceiverSettingsError as error:
        raise CommandError(str(error), MISUSED) from error
    for problem in problems:
        tell(options.settings, problem)
    return settings


@contextmanager
def open_desk(options: Namespace) -> Iterator[Desk]:
    """Lend the desk of the site; raises CommandError for what goes wrong at it."""
    settings = read_settings(options)
    try:
        with closing(Store(settings.store, settings.busy_seconds)) as store:
            yield Desk(settings, store, ManifestFile(settings.manifest))
    except ReceiverSettingsError as error:  # as where it cannot listen
        raise CommandError(str(error), MISUSED) from error
    except (StoreError, moderation.ModerationError) as error:
        raise CommandError(str(error)) from error


def owed(desk: Desk) -> None:
    """Say so where the site changed and the owner's command has not worked since."""
    if desk.settings.after and has_queue(desk.settings.store) and desk.store.errand():
        complain(
            f"{desk.settings.after[0]} has not worked since comments in the site changed: `comments notify`, or"
            " the next comment that is moderated, runs it again"
        )


def chosen_entries(desk: Desk, options: Namespace) -> list[Entry]:
    """Return the comments that `--state`, `--post` and `--email` mean, the oldest first."""
    email = (options.email or "").casefold()
    return [
        entry
        for entry in desk.store.entries(*(STATES if options.state == "all" else (options.state,)))
        if (options.post or entry.slug) == entry.slug and (email or entry.email.casefold()) == entry.email.casefold()
    ]


def list_comments(options: Namespace) -> int:
    """Run `comments list`."""
    with open_desk(options) as desk:
        entries = chosen_entries(desk, options)
        if options.json:
            say(as_document(entries))
            return FINE
        for entry in entries:
            say(as_line(entry))
        if not entries:
            say("No comments." if options.state == "all" else f"No comments are {options.state}.")
        if options.state == "pending" and (spam := len(desk.store.entries("spam"))):
            say(f"{spam} taken for spam: see them with --state spam")
        owed(desk)
    return FINE


def show(options: Namespace) -> int:
    """Run `comments show`."""
    with open_desk(options) as desk:
        for name in options.ids:
            say(as_text(moderation.find(desk.store, name), desk))
    return FINE
