"""The commands `comments list` and `show`, and the desk that all commands of `comments` work at."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property

from pelican_videopost.cli.console import FINE, MISUSED, CommandError, say, tell
from pelican_videopost.cli.showing import as_document, as_line, as_text
from pelican_videopost.comments.manifest import Manifest, ManifestError, read_manifest
from pelican_videopost.receiver import moderation
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.settings import ReceiverSettings, ReceiverSettingsError, read_site
from pelican_videopost.receiver.store import STATES, Entry, Store


@dataclass(frozen=True)
class Desk:
    """What a moderator needs: the receiver's settings, its queue, and the posts of the site."""

    settings: ReceiverSettings
    store: Store

    @cached_property
    def manifest(self) -> Manifest:
        """What the last build told of the posts; nothing, where there is no such file."""
        try:
            return read_manifest(self.settings.manifest)
        except ManifestError:
            return Manifest()

    def shown(self, entry: Entry) -> str:
        """Return a comment as a moderator reads it, with what it replies to and the post it is on."""
        return as_text(entry, self.store, self.settings, self.manifest)


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
    return FINE


def show(options: Namespace) -> int:
    """Run `comments show`."""
    with open_desk(options) as desk:
        for name in options.ids:
            say(desk.shown(moderation.find(desk.store, name)))
    return FINE
