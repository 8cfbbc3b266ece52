"""Builds a site once or again and again, in a process of its own: `python -m tests.bench.build SETTINGS`.

What it prints, as JSON, is what `Builds` holds.
"""

import argparse
import json
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Self

from pelican import get_instance, parse_arguments
from pelican.log import init as init_logging

PROJECT = Path(__file__).parent.parent.parent
PLUGIN = f"{PROJECT / 'pelican_videopost'}/"
# How often a profiled build is looked at; the system's clock may be coarser.
_TICK_S = 0.001


@dataclass(frozen=True, slots=True)
class Builds:
    """What some builds in one process took.

    `whole_s` is the CPU time of the process, its start and end included, `each_s` that of each build alone, and
    `peak_mb` the most memory it ever had. Of a profiled build, `samples` says how often each part of the plugin was
    at work, and `ticks` how often anything was.
    """

    whole_s: float
    each_s: list[float]
    peak_mb: float
    samples: dict[str, int]
    ticks: int


def build(settings: Path, *, times: int = 1, profile: bool = False) -> Builds:
    """Build so many times in one new process, with a change to one post before each build but the first."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tests.bench.build", settings, "--times", str(times)]
    done = subprocess.run(command + ["--profile"] * profile, check=True, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Builds(**{**json.loads(done.stdout.splitlines()[-1]), "whole_s": whole_s})


class Profile:
    """Looks at what is running, many times a second: unlike a tracer, that slows nothing down."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.samples: Counter[str] = Counter()
        self.ticks = 0

    def __enter__(self) -> Self:
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, _TICK_S, _TICK_S)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)

    def _look(self, _: int, frame: FrameType | None) -> None:
        self.ticks += 1
        while frame is not None:
            path = frame.f_code.co_filename
            if path.startswith(PLUGIN):
                self.samples[path.removeprefix(PLUGIN)] += 1
                return
            if path.endswith(".html"):  # the theme's own work, though a template of the plugin extends it
                return
            frame = frame.f_back


def peak_mb(process: int | str = "self") -> float:
    """Return the most memory that a process ever had. What the system tells of children counts their parent's, too."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("settings")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    arguments = parse_arguments(["-s", options.settings, "-q"])
    init_logging(arguments.verbosity)
    pelican, settings = get_instance(arguments)
    changed = Path(settings["PATH"], "post-0.md")
    each_s = []
    profile = Profile()
    for number in range(options.times):
        if number:
            changed.write_text(changed.read_text() + f"\nChange {number}.\n")
        started = time.process_time()
        if options.profile:
            with profile:
                pelican.run()
        else:
            pelican.run()
        each_s.append(time.process_time() - started)
    told = Builds(time.process_time(), each_s, peak_mb(), dict(profile.samples), profile.ticks)
    sys.stdout.write(json.dumps(asdict(told)) + "\n")


if __name__ == "__main__":
    _main()
