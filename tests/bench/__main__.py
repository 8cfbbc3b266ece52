"""Prints what the plugin costs a build, and what its player weighs.

Generated sites of video posts are built by plain Pelican and by Pelican with the plugin in turn, each time in a new
process: CPU time of each post, peak memory, and the medians of their ratios. It says where the plugin's time goes, how
many bytes a reader's browser gets, how many comments the receiver takes beside Isso, what moderating costs, and how
long it takes to move WordPress in.
"""

import argparse
import compileall
import gzip
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp

from .build import PLUGIN, Builds, build
from .moving import move
from .receiver import isso_take, moderate, sync_ms, take
from .site import write_settings, write_site
from .weight import PROJECT, player_bytes

_ROW = "{:<28}{:>10}{:>14}{:>24}{:>10}"


@dataclass(frozen=True, slots=True)
class Case:
    """A way to build: `times` in one process, of which the first does not count where there are several."""

    name: str
    cache: bool = False
    times: int = 1

    def build(self, folder: Path, *, plugin: bool, profile: bool = False) -> Builds:
        """Build the site of a folder anew, into a new folder: some file systems are slow after much was deleted."""
        settings = write_settings(folder, Path(mkdtemp(dir=folder)), plugin=plugin, cache=self.cache)
        return build(settings, times=self.times, profile=profile)

    def seconds(self, one: Builds) -> float:
        """Return the CPU time that this is about."""
        return one.whole_s if self.times == 1 else median(one.each_s[1:])


WHOLE = Case("the whole site")
CASES = (WHOLE, Case("with Pelican's cache", cache=True), Case("again, one post changed", times=3))


def compare(case: Case, folder: Path, posts: int, runs: int) -> None:
    """Print what such builds cost without and with the plugin."""
    if case.cache:
        for plugin in (False, True):
            case.build(folder, plugin=plugin)
    pairs = [[case.build(folder, plugin=plugin) for plugin in (False, True)] for _ in range(runs)]
    ratios = [case.seconds(ours) / case.seconds(plain) for plain, ours in pairs]
    memory = median(ours.peak_mb / plain.peak_mb for plain, ours in pairs)
    each = [f"{median(map(case.seconds, group)) / posts * 1e6:.0f} µs" for group in zip(*pairs, strict=True)]
    cpu = f"x {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    say(_ROW.format(case.name, *each, cpu, f"x {memory:.2f}"))


def explain(folder: Path, posts: int) -> None:
    """Print where the plugin's time goes, by its modules and folders."""
    one = WHOLE.build(folder, plugin=True, profile=True)
    parts: Counter[str] = Counter()
    for path, samples in one.samples.items():
        parts[path.partition("/")[0]] += samples
    say(f"the plugin's own work is {parts.total() / one.ticks:.1%} of the whole site's build:")
    for part, samples in parts.most_common():
        say(_ROW.format("  " + part, "", f"{samples / one.ticks * one.each_s[0] / posts * 1e6:.0f} µs", "", ""))


def weigh() -> None:
    """Print the bytes of one player, and of all that the plugin ships to a browser."""
    parts = player_bytes()
    whole = gzip.compress(b"\n".join(parts.values()), 9, mtime=0)
    sizes = ", ".join(f"{name} {len(part)}" for name, part in parts.items())
    say(f"one player: {sizes} bytes; together {len(whole)} bytes gzip")
    shipped = [path.read_bytes() for path in sorted((PROJECT / "pelican_videopost/views/static").iterdir())]
    packed = sum(len(gzip.compress(one, 9, mtime=0)) for one in shipped)
    say(f"all assets: {sum(map(len, shipped))} bytes; {packed} bytes gzip")


def receive(comments: int, runs: int) -> None:
    """Print what the receiver of comments can do, and what Isso can, in turns."""
    say("\n" + _ROW.format(f"{comments} comments", "a second", "CPU time", "memory", ""))
    turns = [[one(comments) for one in (take, isso_take)] for _ in range(runs)]
    for name, taken in zip(("the receiver", "Isso"), zip(*turns, strict=True), strict=True):
        rate, cpu_ms, peak_mb = map(median, zip(*taken, strict=True))
        say(_ROW.format(name, f"{rate:.0f}", f"{cpu_ms:.2f} ms each", f"{peak_mb:.0f} MB", ""))
    ratios = [ours.per_second / theirs.per_second for ours, theirs in turns]
    say(f"a second, ours to Isso's: x {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    say(f"the disk, which each of ours is on when it is answered: {sync_ms():.2f} ms")


def look_after(approvals: int, waiting: int) -> None:
    """Print what moderating costs."""
    done = moderate(approvals, waiting)
    pages = " / ".join(f"{one:.0f}" for one in done.page_ms)
    say(f"approvals: {done.approval_ms:.1f} ms each, of {approvals}, in the queue and the site, on the disk")
    say(f"/moderate with {waiting} waiting: {pages} ms for the first page, the last one, and a search")


def move_in(posts: int) -> None:
    """Print what it costs to move a WordPress site in."""
    moved = move(posts)
    each_ms, before = moved.took_s / posts * 1e3, f"import wordpress: {posts} posts and {moved.comments} comments"
    say(f"{before} of {moved.export_mb:.0f} MB in {moved.took_s:.0f} s, {each_ms:.1f} ms each; {moved.peak_mb:.0f} MB")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line.rstrip() + "\n")
    sys.stdout.flush()


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--comments", type=int, default=2000)
    parser.add_argument("--approvals", type=int, default=500)
    parser.add_argument("--waiting", type=int, default=10000)
    parser.add_argument("--moved", type=int, default=2000)
    options = parser.parse_args()
    compileall.compile_dir(PLUGIN, quiet=1)  # as pip does with all that it installs
    weigh()
    receive(options.comments, options.runs)
    look_after(options.approvals, options.waiting)
    move_in(options.moved)
    for posts in options.posts:
        with TemporaryDirectory() as name:
            folder = Path(name)
            write_site(folder, posts)
            say("\n" + _ROW.format(f"{posts} posts, each:", "plain", "with plugin", "CPU time", "memory"))
            for case in CASES:
                compare(case, folder, posts, options.runs)
            explain(folder, posts)


if __name__ == "__main__":
    _main()
