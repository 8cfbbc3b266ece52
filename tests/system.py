"""What some tests need of the operating system: a browser, Java for the HTML checker, and what a server has.

Nothing is installed unasked. On Debian, as root, what is missing is installed where `CI` is set, as it is under
continuous integration, or `INSTALL_SYSTEM_PACKAGES=yes`. Otherwise the tests that need it are skipped, loudly; under CI
that is a failure. `python -m tests.system` says beforehand which it will be.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock

ASKED_BY = "INSTALL_SYSTEM_PACKAGES"


class Program(NamedTuple):
    """A program: what it is, the names of its command, and Debian's package of it."""

    name: str
    commands: tuple[str, ...]
    package: str

    def path(self) -> str | None:
        """Return where on this machine it is."""
        return next(filter(None, map(shutil.which, self.commands)), None)

    def provided(self, shared: Path) -> str | None:
        """Return where it is, after installing it where that may be; `shared` is a folder of all processes."""
        if self.path() is None and may_install():
            with FileLock(shared / "apt.lock"):
                if self.path() is None:
                    install = ["apt-get", "install", "-qy", "--no-install-recommends", self.package]
                    subprocess.run(["apt-get", "update", "-q"], check=False)
                    subprocess.run(install, check=False)
        return self.path()


BROWSER = Program(
    "a browser",
    ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "chromium-headless-shell",
)
JAVA = Program("Java", ("java",), "default-jre-headless")
NGINX = Program("nginx", ("nginx", "/usr/sbin/nginx"), "nginx-light")
RSYNC = Program("rsync", ("rsync",), "rsync")
SYSTEMD = Program("systemd-analyze", ("systemd-analyze",), "systemd")
PROGRAMS = (BROWSER, JAVA, NGINX, RSYNC, SYSTEMD)


def may_install() -> bool:
    """Return whether packages of the system may be installed: it was asked for, and can be done."""
    if not os.environ.get("CI") and os.environ.get(ASKED_BY) != "yes":
        return False
    return Path("/etc/debian_version").exists() and os.geteuid() == 0 and shutil.which("apt-get") is not None


def announcement() -> str:
    """Return what will be done about the programs that are not there, a line for each."""
    lines = []
    for program in PROGRAMS:
        if program.path() is None and may_install():
            lines.append(f"Not there: {program.name}. Debian's {program.package} WILL BE INSTALLED, as root.")
        elif program.path() is None:
            todo = f"Install it, or run again with {ASKED_BY}=yes as root on Debian."
            lines.append(f"Not there: {program.name}. The tests that need it are left out. {todo}")
    return "\n".join(lines)


if __name__ == "__main__" and (said := announcement()):
    sys.stdout.write(said + "\n")
