"""The commands `comments backup` and `restore`."""

from argparse import Namespace

from pelican_videopost.cli.comments import open_desk, read_settings
from pelican_videopost.cli.console import FINE, CommandError, say
from pelican_videopost.receiver.backup import back_up, restore
from pelican_videopost.receiver.database import StoreError


def back_up_queue(options: Namespace) -> int:
    """Run `comments backup`."""
    with open_desk(options) as desk:
        try:
            count = back_up(desk.settings.store, options.file)
        except FileExistsError:
            raise CommandError(f"{options.file} is there already; name a new file") from None
        except OSError as error:
            raise CommandError(f"{options.file} cannot be written: {error.strerror}") from error
    say(f"{count} comments are in {options.file}.")
    return FINE


def restore_queue(options: Namespace) -> int:
    """Run `comments restore`."""
    settings = read_settings(options)  # a queue that is damaged is what this is for
    try:
        count, kept = restore(settings.store, options.file)
    except StoreError as error:
        raise CommandError(str(error)) from error
    say(f"{count} comments are in the queue, as {options.file} had them.")
    if kept:
        say(f"What was there is kept in {kept.parent.name}/{kept.name}.")
    return FINE
