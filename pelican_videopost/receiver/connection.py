"""A process's connection to the queue, which its threads take turns at."""

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from pelican_videopost.receiver.database import Opened, StoreError, connect, explained, files_of, is_locked

_log = logging.getLogger(__name__)
_TURN_S = 0.05
_AGAIN_S = 0.02

_Done = TypeVar("_Done")


class SharedConnection:
    """The connection to the queue in a folder, opened when it is first needed, and again when the files are others.

    While another program has locked the queue, one thread waits for it; to all others StoreError is raised at once,
    so that a receiver has threads for whoever wants something else.
    """

    def __init__(self, folder: Path, busy_s: float) -> None:
        """Remember where the queue is and how long to wait for another program that has locked it."""
        self.folder = folder
        self._busy_s = busy_s
        self._lock = threading.Lock()
        self._is_blocked = False
        self._opened: Opened | None = None
        self._was_opened = False

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for a change that lasts once the block has ended. Raises StoreError."""
        with self.reading() as database:
            self._patiently(lambda: database.execute("BEGIN IMMEDIATE"))
            try:
                yield database
                database.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
                raise
            if self._is_replaced():
                raise StoreError(f"the queue in {self.folder.name} was replaced while it was written to")

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection to one thread at a time; after an error it is opened anew. Raises StoreError."""
        with self._open() as opened:
            yield opened.connection

    def key(self) -> bytes:
        """Return the key of the folder, made when there is none. Raises StoreError."""
        with self._open() as opened:
            return opened.key

    def close(self) -> None:
        """Close the connection; the next use opens it again."""
        with self._lock:
            self._drop()

    @contextlib.contextmanager
    def _open(self) -> Iterator[Opened]:
        with self._turn():
            try:
                with explained(self.folder):
                    if self._opened is None:
                        self._opened = self._patiently(lambda: connect(self.folder))
                        self._was_opened = True
                    yield self._opened
            except StoreError:
                self._drop()
                raise

    def _is_replaced(self) -> bool:
        return self._opened is not None and files_of(self.folder) != self._opened.files

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one thread in, with files that stand where they were opened: nobody would find what is in others.

        Raises StoreError where the folder is gone: it is for its owner to say where the queue is now.
        """
        ending = time.monotonic() + self._busy_s
        while not self._lock.acquire(timeout=_TURN_S):
            if self._is_blocked or time.monotonic() > ending:
                raise StoreError(f"the queue in {self.folder.name} is locked, and another request waits for it")
        try:
            is_replaced = self._is_replaced()
            if self._was_opened and (is_replaced or self._opened is None) and not self.folder.is_dir():
                raise StoreError(f"the queue's folder {self.folder.name} is gone: put it back, or build the site again")
            if is_replaced:
                _log.warning("the queue in %s was replaced, and is opened again", self.folder.name)
                self._drop()
            yield
        finally:
            self._lock.release()

    def _patiently(self, do: Callable[[], _Done]) -> _Done:
        """Do what another program may have locked, again and again for as long as the settings say."""
        ending = time.monotonic() + self._busy_s
        try:
            while True:
                try:
                    return do()
                except sqlite3.OperationalError as error:
                    if not is_locked(error) or time.monotonic() > ending:
                        raise
                    self._is_blocked = True
                    time.sleep(_AGAIN_S)
        finally:
            self._is_blocked = False

    def _drop(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            with contextlib.suppress(sqlite3.Error):
                opened.connection.close()
