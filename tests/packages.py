"""Packages of the package index that some tests run beside the plugin, each set of them in a folder of its own.

Many of them are plugins in Pelican's own namespace: where one of their needs is missing they break every build of the
environment they are in. So nothing of them gets into the environment of the tests; each build is given their folder.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock

from tests.system import Program

PROJECT = Path(__file__).parent.parent
FOLDER = PROJECT / ".venv" / "packages"


class NotInstalledError(Exception):
    """Packages could not be installed."""


@dataclass(frozen=True, slots=True)
class Packages:
    """What is installed together: Python's packages, and those of Node in `node_folder` of the same place."""

    name: str
    python: tuple[str, ...]
    node: tuple[str, ...] = ()
    node_folder: str | None = None

    @property
    def folder(self) -> Path:
        """Where they are installed: another folder whenever what is to be installed changes."""
        wanted = repr((sys.version_info[:2], self.python, self.node, self.node_folder))
        return FOLDER / f"{self.name}-{hashlib.sha256(wanted.encode()).hexdigest()[:8]}"

    def install(self) -> Path:
        """Return the folder after installing what is not there yet; raises NotInstalledError."""
        if self.folder.exists():
            return self.folder
        FOLDER.mkdir(parents=True, exist_ok=True)
        with FileLock(FOLDER / f"{self.name}.lock"):
            if not self.folder.exists():
                fresh = self.folder.with_suffix(".new")
                shutil.rmtree(fresh, ignore_errors=True)
                fresh.mkdir()
                self._fill(fresh)
                fresh.rename(self.folder)
        return self.folder

    def _fill(self, folder: Path) -> None:
        if self.python:
            pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target")
            _run(*pip, str(folder), *self.python)
        if self.node_folder is not None:
            npm = ("npm", "install", "--silent", "--no-audit", "--prefix")
            _run(*npm, str(folder / self.node_folder), *self.node)


def give_up(message: str) -> NoReturn:
    """Skip the test for want of what it runs on; under CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def needed(program: Program, shared: Path) -> str:
    """Return where a program is; without it the test is left out, loudly. `shared` is a folder of all processes."""
    path = program.provided(shared)
    if path is None:
        give_up(f"NO {program.name}: install Debian's {program.package}")
    return path


def _run(*command: str) -> None:
    """Run a command, and once more where it fails: an index does not always answer."""
    for _ in range(2):
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            raise NotInstalledError(str(error)) from error
        if done.returncode == 0:
            return
    raise NotInstalledError(f"{' '.join(command)}: {(done.stdout + done.stderr)[-400:]}")
