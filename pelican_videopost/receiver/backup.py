"""A copy of the whole queue in one file, made while the receiver runs, and the queue as such a copy has it."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pelican_videopost.receiver.connection import SharedConnection
from pelican_videopost.receiver.database import (
    DATABASE,
    DamagedQueueError,
    StoreError,
    explained,
    read_secret,
    write_secret,
)
from pelican_videopost.receiver.schema import bring_up_to_date, read_version

_BUSY_S = 5


def back_up(folder: Path, target: Path) -> int:
    """Copy the queue in a folder into a new file, for its owner's eyes only; return how many comments it has.

    The key that the links in mails are signed with is in it. Raises StoreError, and FileExistsError where the file is
    there already.
    """
    if not (folder / DATABASE).exists():
        raise StoreError(f"there is no queue in {folder.name}")
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    connection = SharedConnection(folder, _BUSY_S)
    try:
        with connection.reading() as database, _opened(target) as copy:
            database.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
            copy.execute("CREATE TABLE key (secret BLOB)")
            copy.execute("INSERT INTO key VALUES (?)", (read_secret(folder),))
            return _count(copy)
    except BaseException:
        target.unlink()
        raise
    finally:
        connection.close()


def restore(folder: Path, source: Path) -> tuple[int, Path | None]:
    """Put the queue back that a file of `back_up` has; return its comments' number, and where what was there is kept.

    A receiver may run meanwhile, and goes on with what was put back. A damaged queue is put aside. Raises StoreError,
    and has changed nothing then, where the file is no whole copy, or one of a later version.
    """
    secret = _checked(source)
    kept = _put_aside(folder)
    connection = SharedConnection(folder, _BUSY_S)
    try:
        with connection.reading() as database, _opened(source) as copy:
            copy.backup(database)  # one transaction: its other users see the queue as it was, or as it is
            database.execute("DROP TABLE key")
            bring_up_to_date(database)
            database.execute("DELETE FROM tickets")  # whoever had signed out by now stays out
            count = _count(database)
    finally:
        connection.close()
    write_secret(folder, secret)
    return count, kept


def earlier_copies(folder: Path) -> list[Path]:
    """Return the files in which `restore` has kept what was there before, emails included."""
    return sorted(folder.glob("before-*.sqlite3"))


def _put_aside(folder: Path) -> Path | None:
    """Copy the queue that is there, or move one that is damaged, into a file beside it; return which."""
    path = folder / DATABASE
    if not path.exists():
        return None
    aside = folder / f"before-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.sqlite3"
    try:
        back_up(folder, aside)
    except DamagedQueueError:
        for log in folder.glob(f"{DATABASE}-*"):
            log.replace(folder / log.name.replace(DATABASE, aside.name))
        path.replace(aside)
    return aside


def _checked(source: Path) -> bytes:
    """Return the key in a copy; raises StoreError where it is none, or not whole."""
    if not source.is_file():
        raise StoreError(f"there is no file {source}")
    try:
        with contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            with explained(source):
                read_version(copy)
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
            (secret,) = copy.execute("SELECT secret FROM key").fetchone()
    except (sqlite3.Error, DamagedQueueError) as error:
        raise StoreError(f"{source.name} is no copy of a queue ({error})") from error
    if found != "ok" or not isinstance(secret, bytes):
        raise StoreError(f"{source.name} is not whole ({found})")
    return secret


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with explained(path), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        yield database


def _count(database: sqlite3.Connection) -> int:
    count: int = database.execute("SELECT count(*) FROM comments").fetchone()[0]
    return count
