"""Files written so that, whenever the machine stops, each is there whole or as it was before."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_STALE_S = 60


def write_whole(target: Path, content: bytes) -> None:
    """Put a whole file in the place of `target`, in a folder that is there. Raises OSError.

    It is written as a hidden draft first, which Pelican skips. The draft of a process that was killed is cleared by
    the next writing of the same file.
    """
    clear_drafts(target)
    prefix = f".{target.name}.{os.getpid()}."
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    sync_folder(target.parent)


def write_many(target: Path, content: bytes) -> None:
    """Put a whole file in the place of `target`, as one of very many: nobody waits for the disk. Raises OSError.

    Whoever is killed leaves each file whole or as it was before; `settle` makes them all last through a loss of power.
    """
    draft = target.with_name(f".{target.name}.new.tmp")  # the same each time, so that none is left behind for long
    draft.write_bytes(content)
    draft.replace(target)


def settle() -> None:
    """Wait until all that was written is on the disk."""
    if hasattr(os, "sync"):  # not on Windows
        os.sync()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time change what is read and written anew in a folder; others wait.

    The lock is on the folder itself, so that nothing is left behind. Windows has none like it: there, of two processes
    the later one wins, and what it wrote is whole.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def private_folder(folder: Path) -> None:
    """Make a folder, if it is not there, for its owner's eyes only, and kept out of version control."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# Email addresses are in here.\n*\n", encoding="utf-8")


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a loss of power."""
    with contextlib.suppress(OSError):  # a folder cannot be opened on Windows, where names need no help
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear_drafts(target: Path) -> None:
    """Remove the drafts of a file whose process has ended, or that nobody can be writing any more."""
    prefix = f".{target.name}."
    with contextlib.suppress(OSError):
        for draft in target.parent.iterdir():
            if draft.name.startswith(prefix) and draft.suffix == ".tmp":
                process = draft.name.removeprefix(prefix).partition(".")[0]
                if not _is_running(process) or draft.stat().st_mtime < time.time() - _STALE_S:
                    draft.unlink()


def _is_running(process: str) -> bool:
    """Whether a process of this number runs, as far as this system tells."""
    if os.name != "posix" or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)  # asks, and sends nothing
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # somebody else's
        return True
    return True
