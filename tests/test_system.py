"""Nothing is installed on anybody's machine unasked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import PROJECT

IS_ROOT_ON_DEBIAN = Path("/etc/debian_version").exists() and os.geteuid() == 0
CODE = """
import pathlib, sys
from tests.system import BROWSER, announcement
print(announcement())
print(BROWSER.provided(pathlib.Path(sys.argv[1])))
"""


def run(folder: Path, **environment: str) -> tuple[str, list[str]]:
    """Look for a browser where there is none; return what was said, and the calls of a program named `apt-get`."""
    program = folder / "apt-get"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{folder}/calls"\n', encoding="utf-8")
    program.chmod(0o755)
    env = {"PATH": str(folder), "PYTHONPATH": os.pathsep.join([str(PROJECT), *filter(None, sys.path)])} | environment
    call = [sys.executable, "-c", CODE, str(folder)]
    done = subprocess.run(call, cwd=PROJECT, env=env, capture_output=True, text=True, check=True)
    calls = folder / "calls"
    return done.stdout, calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []


@pytest.mark.parametrize("environment", [{}, {"CI": ""}, {"INSTALL_SYSTEM_PACKAGES": "no"}])
def test_nothing_is_installed_unasked(tmp_path: Path, environment: dict[str, str]) -> None:
    """Without `CI` and without being asked for, no package manager is called, and it is said what to do."""
    said, calls = run(tmp_path, **environment)
    assert calls == []
    assert "Not there: a browser. The tests that need it are left out." in said
    assert "INSTALL_SYSTEM_PACKAGES=yes" in said
    assert said.endswith("None\n")


@pytest.mark.skipif(not IS_ROOT_ON_DEBIAN, reason="only root on Debian installs anything")
@pytest.mark.parametrize("environment", [{"CI": "true"}, {"INSTALL_SYSTEM_PACKAGES": "yes"}])
def test_what_was_asked_for_is_announced_and_installed(tmp_path: Path, environment: dict[str, str]) -> None:
    """Under `CI`, or where it was asked for, what is missing is named first and installed then."""
    said, calls = run(tmp_path, **environment)
    assert "Not there: a browser. Debian's chromium-headless-shell WILL BE INSTALLED, as root." in said
    assert calls == ["update -q", "install -qy --no-install-recommends chromium-headless-shell"]


@pytest.mark.parametrize("script", ["firefox", "lighthouse"])
def test_the_shell_scripts_ask_as_well(tmp_path: Path, script: str) -> None:
    """The runs in Firefox and of Lighthouse install nothing unasked, either."""
    for name in ("dirname", "id", "sh", "uname"):
        (tmp_path / name).symlink_to(Path("/usr/bin") / name)
    run(tmp_path)
    done = subprocess.run(
        ["/bin/sh", f"tests/{script}/run.sh", str(tmp_path)],
        cwd=PROJECT,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "not installed:" in done.stderr
    assert "INSTALL_SYSTEM_PACKAGES=yes" in done.stderr
    assert not (tmp_path / "calls").exists()
