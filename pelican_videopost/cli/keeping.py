"""The commands `comments password`, `link`, `backup` and `restore`."""

import sys
from argparse import Namespace
from getpass import getpass

from pelican_videopost.cli.comments import open_desk, read_settings
from pelican_videopost.cli.console import FINE, CommandError, say
from pelican_videopost.receiver.access import SHORTEST_PASSWORD, Access
from pelican_videopost.receiver.backup import back_up, restore
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.moderation import Desk


def set_password(options: Namespace) -> int:
    """Run `comments password`: asks twice on a terminal, and reads a line from a pipe."""
    with open_desk(options) as desk:
        if sys.stdin.isatty():
            password = getpass("The new password: ")
            if getpass("Once more: ") != password:
                raise CommandError("the two are not the same; nothing was changed")
        else:
            password = sys.stdin.readline().rstrip("\r\n")
        if len(password) < SHORTEST_PASSWORD:
            raise CommandError(f"a password has at least {SHORTEST_PASSWORD} characters; nothing was changed")
        Access(desk.store).set_password(password)
        say(f"The password is set. Moderate at {_address(desk)}/moderate")
    return FINE


def print_link(options: Namespace) -> int:
    """Run `comments link`."""
    with open_desk(options) as desk:
        say(f"{_address(desk)}/moderate?link={Access(desk.store).make_link()}")
    return FINE


def _address(desk: Desk) -> str:
    return desk.settings.address or f"http://{desk.settings.listen}"


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
