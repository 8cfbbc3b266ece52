"""The commands `comments list` and `show`, and the queue that all commands of `comments` work on."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

from pelican_videopost.cli.console import FINE, MISUSED, CommandError, say, tell
from pelican_videopost.receiver import moderation
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.settings import ReceiverSettings, ReceiverSettingsError, read_site
from pelican_videopost.receiver.store import STATES, Entry, Store


class Desk(NamedTuple):
    """What a moderator needs: the receiver's settings and its queue."""

    settings: ReceiverSettings
    store: Store


@contextmanager
def open_desk(options: Namespace) -> Iterator[Desk]:
    """Lend the desk of the site; raises CommandError for what goes wrong at it."""
    try:
        settings, problems = read_site(options.settings)
        for problem in problems:
            tell(options.settings, problem)
        with closing(Store(settings.store, settings.busy_seconds)) as store:
            yield Desk(settings, store)
    except ReceiverSettingsError as error:
        raise CommandError(str(error), MISUSED) from error
    except (StoreError, moderation.ModerationError) as error:
        raise CommandError(str(error)) from error


def list_comments(options: Namespace) -> int:
    """Run `comments list`."""
    with open_desk(options) as desk:
        states = STATES if options.state == "all" else (options.state,)
        entries = desk.store.entries(*states)
        for entry in entries:
            say(_line(entry))
        if not entries:
            say("No comments." if options.state == "all" else f"No comments are {options.state}.")
        if options.state == "pending" and (spam := len(desk.store.entries("spam"))):
            say(f"{spam} taken for spam: see them with --state spam")
    return FINE


def show(options: Namespace) -> int:
    """Run `comments show`."""
    with open_desk(options) as desk:
        for name in options.ids:
            show_entry(moderation.find(desk.store, name))
    return FINE


def show_entry(entry: Entry) -> None:
    """Print a comment whole, with what must never leave the queue."""
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
            say(f"{name}: {value}")
    say(f"\n{entry.text}\n")


def _line(entry: Entry) -> str:
    first_line = entry.text.split("\n", 1)[0]
    shown = first_line if len(first_line) <= 60 else first_line[:59] + "…"
    mark = f" [{entry.suspicion}]" if entry.suspicion else ""
    return f"{entry.id}  {entry.state:8}  {entry.slug}  {entry.author}: {shown}{mark}"
