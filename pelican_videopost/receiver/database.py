"""The file of the queue: for its owner's eyes only, opened so that a commit lasts, its errors in plain words."""

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pelican_videopost.base.writing import clear_drafts, private_folder, sync_folder
from pelican_videopost.receiver.schema import NewerQueueError, bring_up_to_date

# What makes up the queue while it is open: SQLite's database, its log, the memory its users share, and the key.
_FILES = ("comments.sqlite3", "comments.sqlite3-wal", "comments.sqlite3-shm", "secret")
DATABASE, *_, _SECRET = _FILES

# How long SQLite waits for what its other users do in passing, such as reading the log after a loss of power.
_OWN_PAUSE_S = 0.1

# Which file stands under each of these names: its device and its number there; of the key also when it was written.
Files = tuple[tuple[int, ...] | None, ...]


class Opened(NamedTuple):
    """A queue that was opened: the connection to it, its key, and the files that it stands in."""

    connection: sqlite3.Connection
    key: bytes
    files: Files


class StoreError(Exception):
    """The queue cannot be used now; the message says why, and what its owner can do."""


class DamagedQueueError(StoreError):
    """What stands in the queue's place is no database, or no whole one."""


def connect(folder: Path) -> Opened:
    """Open the queue in a folder, which is made for its owner's eyes only if need be.

    It waits for nobody: what is locked raises at once, or after as long as SQLite itself may need.
    """
    private_folder(folder)
    path = folder / DATABASE
    # SQLite gives its log the same rights. Never open a file that is there: closing it would take away the locks of
    # every other connection of this process.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    opened = _file(path)
    connection = sqlite3.connect(path, timeout=_OWN_PAUSE_S, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise sqlite3.OperationalError("no write-ahead log on this file system")
        bring_up_to_date(connection)
        connection.execute("SELECT 1 FROM comments").fetchone()  # from the first reading on there is a log
        key, files = read_secret(folder), files_of(folder)
        if files[0] != opened:
            raise sqlite3.OperationalError("replaced while it was opened")
    except BaseException:
        connection.close()
        raise
    return Opened(connection, key, files)


def has_queue(folder: Path) -> bool:
    """Return whether there is a queue in a folder; to ask makes none."""
    return (folder / DATABASE).exists()


def files_of(folder: Path) -> Files:
    """Return which files stand under the names of the queue now: a copy or a restored one has another number."""
    *names, secret = _FILES
    return *(_file(f"{folder}/{name}") for name in names), _file(f"{folder}/{secret}", when=True)


def _file(path: str | Path, *, when: bool = False) -> tuple[int, ...] | None:
    """Return the number of a file and of its device and, of one that may be written over, `when` that was."""
    try:
        status = os.stat(path)  # noqa: PTH116  # asked at every request, and a Path costs more than the answer
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_mtime_ns if when else 0


def read_secret(folder: Path) -> bytes:
    """Return the key of the folder, made when there is none."""
    path = folder / _SECRET
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    private_folder(folder)
    clear_drafts(path)
    with contextlib.suppress(FileExistsError):
        write_secret(folder, secrets.token_bytes(32), os.link)  # never over another process's key
    return path.read_bytes()


def write_secret(folder: Path, key: bytes, put: Callable[[Path, Path], object] = os.replace) -> None:
    """Put a key into the folder, whole or not at all; `put` gives its draft the name."""
    draft = folder / f".{_SECRET}.{os.getpid()}.{secrets.token_hex(4)}.tmp"
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        put(draft, folder / _SECRET)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(folder)


def is_locked(error: Exception) -> bool:
    """Return whether SQLite says that another program has the queue to itself for now."""
    return isinstance(error, sqlite3.OperationalError) and ("locked" in str(error) or "busy" in str(error))


@contextlib.contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into what the owner can do."""
    try:
        yield
    except NewerQueueError as error:
        reason = "was written by a later version of pelican-videopost: install that one"
        raise StoreError(f"the queue in {folder.name} {reason} ({error})") from error
    except (sqlite3.Error, OSError) as error:
        said = str(error)
        if "malformed" in said or "not a database" in said or "corrupt" in said:
            reason = f"is damaged: restore a copy of it, or move {DATABASE} away to begin anew"
            raise DamagedQueueError(f"the queue in {folder.name} {reason} ({said})") from error
        if is_locked(error):
            reason = "is locked by another program: end it"
        elif "readonly" in said or "unable to open" in said:
            reason = "may only be read, if that: see who owns the folder and its files"
        elif "full" in said or "disk I/O" in said or isinstance(error, OSError):
            reason = "cannot be written: make room on the disk, and see who owns the folder"
        else:
            reason = "cannot be used"
        raise StoreError(f"the queue in {folder.name} {reason} ({said})") from error


def empty_log(folder: Path) -> None:
    """Bring the log into the database, so that what was deleted stands in neither. Raises StoreError.

    While another program reads the queue, this is left to its end.
    """
    with explained(folder), contextlib.closing(sqlite3.connect(folder / "comments.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
