"""What follows by itself: the owner's command after a change of the site, and forgetting what need not be known."""

import contextlib
import logging
import subprocess
from datetime import UTC, datetime, timedelta

from pelican_videopost.receiver.background import AGAIN_S, Worker
from pelican_videopost.receiver.settings import ReceiverSettings
from pelican_videopost.receiver.store import Store

_log = logging.getLogger(__name__)
_DAY_S = 86400
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
    due = store.errand() if settings.after else None
    if due is None:
        return 0
    try:
        status = subprocess.run(settings.after, cwd=settings.folder, check=False).returncode  # noqa: S603  # the owner's
    except OSError:
        status = _NOT_FOUND
    if status == 0:
        store.finish_errand(due)
    return status


def runner(store: Store, settings: ReceiverSettings) -> Worker:
    """Return a thread that does both whenever it is woken, and the command again a while after it has failed."""

    def work() -> float | None:
        forget_due(store, settings)
        status = run_due(store, settings)
        if status:
            _log.warning("%s ended with status %s; it is run again", settings.after[0], status)
        return AGAIN_S if status else _DAY_S

    return Worker("runner", work)
