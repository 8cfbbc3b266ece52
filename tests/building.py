"""Sites built by a Pelican of their own, with packages that the environment of the tests does not have."""

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .packages import PROJECT, NotInstalledError, Packages, give_up

NOISE = re.compile(r"\x1b\[[\d;]*m|\s*\b[\w.]+\.py:\d+\s*$")


@dataclass(frozen=True, slots=True)
class Build:
    """A built site: its output folder, what Pelican printed, and what it warned of."""

    output: Path
    log: str
    worked: bool

    @property
    def warnings(self) -> list[str]:
        """The warnings and errors of the build, without times and colours, sorted."""
        lines = [NOISE.sub("", line) for line in self.log.splitlines()]
        found = [re.split(r"\b(?=WARNING|ERROR|CRITICAL)", line, maxsplit=1) for line in lines]
        return sorted({" ".join(parts[1].split()) for parts in found if len(parts) == 2})


def build(folder: Path, name: str, conf: str, home: Path, **environment: str) -> Build:
    """Return the site of `folder` built with the configuration `conf`, and the packages installed in `home`."""
    path, output = folder / f"conf_{name}.py", folder / name
    path.write_text(conf, encoding="utf-8")
    search = os.pathsep.join([str(PROJECT), str(home)])
    env = os.environ | {"PYTHONPATH": search, "COLUMNS": "400", "NO_COLOR": "1"} | environment
    command = [sys.executable, "-m", "pelican", "-s", str(path), "-o", str(output)]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return Build(output, done.stdout + done.stderr, done.returncode == 0 and (output / "index.html").exists())


def least(package: str) -> str:
    """Return the oldest version of a package that the project promises to work with."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (version,) = (line.partition(">=")[2] for line in project["dependencies"] if line.startswith(f"{package}>="))
    return version


def oldest_pelican() -> Path:
    """Return a folder with the oldest Pelican that the project promises to work with."""
    try:
        return Packages("pelican", (f"pelican=={least('pelican')}",)).install()
    except NotInstalledError as error:
        give_up(f"NO OLDEST PELICAN: {error}")
