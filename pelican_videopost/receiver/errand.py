"""What follows by itself: the owner's command after a change of the site, and forgetting what need not be known."""

import contextlib
import logging
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pelican_videopost.receiver.background import AGAIN_S, Worker
from pelican_videopost.receiver.settings import ReceiverSettings
from pelican_videopost.receiver.store import Store

_log = logging.getLogger(__name__)
_DAY_S = 86400
# What the command finds in its environment: a command of this package within it must not wait for its end.
_WITHIN = "VIDEOPOST_AFTER"
_NOT_FOUND = 127  # as a shell says it


def forget_due(store: Store, settings: ReceiverSettings) -> None:
    """Forget who sent what was refused, once it is long enough ago for the settings."""
    if settings.forget_days:
        with contextlib.suppress(OverflowError):  # longer ago than there are dates for
            store.forget_emails(datetime.now(UTC) - timedelta(days=settings.forget_days))


def run_due(store: Store, settings: ReceiverSettings) -> int:
    """Run the command of the settings, if the site changed since it last worked; return its exit status, else 0.

    It stays due until it ends with status 0: also when this process is killed, and where the site changes meanwhile.
    """
    if not settings.after or _WITHIN in os.environ or store.errand() is None:
        return 0
    with _alone(store.folder / "errand.lock"):
        due = store.errand()
        if due is None:  # another process has just done it
            return 0
        try:
            env = os.environ | {_WITHIN: "1"}
            status = subprocess.run(settings.after, cwd=settings.folder, env=env, check=False).returncode  # noqa: S603
        except OSError:
            status = _NOT_FOUND
        if status == 0:
            store.finish_errand(due)
        return status


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process is in here: two builds at once would write the same files."""
    with path.open("a") as file:
        with contextlib.suppress(ImportError):  # Windows has no such lock
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def runner(store: Store, settings: ReceiverSettings) -> Worker:
    """Return a thread that runs the command whenever it is woken, and again a while after it has failed."""

    def work() -> float | None:
        status = run_due(store, settings)
        if status:
            _log.warning("%s ended with status %s; it is run again", settings.after[0], status)
        return AGAIN_S if status else None

    return Worker("runner", work)


def forgetter(store: Store, settings: ReceiverSettings) -> Worker:
    """Return a thread that forgets, once a day: no comment that comes makes another one due."""

    def work() -> float | None:
        forget_due(store, settings)
        return _DAY_S

    return Worker("forgetter", work)
