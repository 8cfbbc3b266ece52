"""The command `pelican-videopost fetch`."""

import hashlib
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pelican_videopost.base.model import Problem, Video
from pelican_videopost.base.writing import locked
from pelican_videopost.fetch.network import unreachable_hosts
from pelican_videopost.fetch.pool import Outcome, Request, answers
from pelican_videopost.fetch.site import Site
from pelican_videopost.posts.fetched import FILE_NAME, POSTERS_FOLDER, DamagedError, Fetched, read_records, save
from pelican_videopost.posts.files import is_foreign
from pelican_videopost.posts.pictures import card

# What is said once instead of once for each video.
UNREACHABLE = "cannot be reached, so there seems to be no network; {}"

Say = Callable[[str], None]
# Prints a problem with a file, which may be several posts' names.
Tell = Callable[[str, Problem], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line chose."""

    refresh: bool = False
    dry_run: bool = False
    jobs: int = 4
    timeout_s: int = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """A video, the posts that show it, and whether one of them has no poster of its own.

    `picture` is what an author chose for its poster and what lies on another host.
    """

    video: Video
    posts: tuple[str, ...]
    poster: bool
    picture: str = ""

    def lacks(self, record: Fetched | None, content: Path) -> bool:
        """Return whether there is something left to get, for all that the record holds."""
        if record is None or any(not (content / path).is_file() for path, _ in record.posters):
            return True
        if self.picture and record.thumbnail_url != self.picture:
            return True
        return self.poster and bool(record.thumbnail_url) and card(record.posters) is None


def fetch(site: Site, options: Options, say: Say, tell: Tell) -> int:
    """Get what is lacking of each video, save it after each, and return the exit status: 1 if anything failed."""
    path = site.content / FILE_NAME
    try:
        records, problems = read_records(path)
    except DamagedError as error:
        tell(str(path), Problem("", "", f"{error}; nothing was fetched"))
        return 1
    for problem in problems:
        tell(str(path), problem._replace(field=""))
    for post, problem in site.unreadable:
        tell(post, problem)
    everything = wanted_videos(site)
    todo = [
        wanted for url, wanted in everything.items() if options.refresh or wanted.lacks(records.get(url), site.content)
    ]
    if options.dry_run:
        _announce(everything, todo, path, say)
        return 1 if site.unreadable else 0
    if hosts := unreachable_hosts(wanted.video.watch_url for wanted in todo):
        tell(", ".join(hosts), Problem("", "", UNREACHABLE.format("nothing was fetched")))
        return 1
    failed = _fetch_all(todo, records, site.content, options, tell)
    kept = len(everything) - len(todo)
    say(f"{len(todo) - failed} fetched, {kept} already there, {failed} failed.")
    return 1 if failed or site.unreadable else 0


def wanted_videos(site: Site) -> dict[str, Wanted]:
    """Return each video on somebody's server that a post shows, once, by its `watch_url`."""
    found: dict[str, Wanted] = {}
    for post_file in site.posts:
        for video in post_file.remote_videos:
            before = found.get(video.watch_url, Wanted(video, (), False))
            posts = tuple(dict.fromkeys((*before.posts, post_file.path)))
            poster = post_file.poster_for(video)
            picture = before.picture or (poster if poster and is_foreign(poster, post_file.host) else "")
            found[video.watch_url] = Wanted(video, posts, before.poster or not poster or bool(picture), picture)
    return found


def poster_stem(video: Video) -> str:
    """Return how the names of a video's posters begin: the same ever after, and nothing that a server could choose.

    >>> poster_stem(Video("Internet Archive", "https://archive.org/details/x"))
    'internet-archive-ed15b6ac8889'
    """
    provider = re.sub(r"[^a-z0-9]+", "-", video.provider.lower()).strip("-")
    return f"{provider}-{hashlib.sha256(video.watch_url.encode()).hexdigest()[:12]}"


def _announce(everything: Mapping[str, Wanted], todo: list[Wanted], path: Path, say: Say) -> None:
    for url, wanted in everything.items():
        names = ", ".join(wanted.posts)
        if wanted not in todo:
            say(f"{names}: {url}: already there")
            continue
        posters = f", posters {POSTERS_FOLDER}/{poster_stem(wanted.video)}-….webp" if wanted.poster else ""
        say(f"{names}: {url}: would be fetched into {path.name}{posters}")
    say(f"{len(todo)} would be fetched, {len(everything) - len(todo)} already there. Nothing was written.")


def _fetch_all(todo: list[Wanted], records: dict[str, Fetched], content: Path, options: Options, tell: Tell) -> int:
    """Fetch, with a bar of progress; return how many failed."""
    by_url = {wanted.video.watch_url: wanted for wanted in todo}
    requests = [
        Request(
            "fetch", url, wanted.video.is_file, str(content), poster_stem(wanted.video), wanted.poster, wanted.picture
        )
        for url, wanted in by_url.items()
    ]
    failed = 0
    with _progress() as progress, closing(answers(requests, options.jobs, options.timeout_s)) as arriving:
        bar = progress.add_task("Videos", total=len(requests))
        for request, answer in arriving:
            wanted = by_url[request.url]
            if answer.record is not None:
                _keep(request, answer, records, content)
            if answer.trouble is not None:
                failed += 1
                tell(", ".join(wanted.posts), Problem("Video", request.url, answer.trouble.fix))
            elif answer.partial:
                said = "yt-dlp had no answer; what oEmbed says was kept"
                tell(", ".join(wanted.posts), Problem("Video", request.url, said))
            progress.advance(bar)
    return failed


def _keep(request: Request, answer: Outcome, records: dict[str, Fetched], content: Path) -> None:
    """Put an answer among the records and save them all, then drop posters that nothing names any more.

    They are read again first: another run may have saved some since.
    """
    with locked(content):
        with suppress(DamagedError):
            records |= read_records(content / FILE_NAME)[0]
        _put(request, answer, records, content)


def _put(request: Request, answer: Outcome, records: dict[str, Fetched], content: Path) -> None:
    record = answer.record or Fetched()
    before = records.get(request.url, Fetched())
    if answer.partial:
        record = record.filled_from(before)
    elif not record.posters:
        there = tuple((path, width_px) for path, width_px in before.posters if (content / path).is_file())
        record = replace(record, posters=there)
    records[request.url] = record
    save(content / FILE_NAME, records)
    named = {path for path, _ in record.posters}
    for path, _ in before.posters:
        if path not in named and Path(path).parent.as_posix() == POSTERS_FOLDER and request.stem in path:
            (content / path).unlink(missing_ok=True)


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(
        *columns,
        console=console,
        transient=True,
        disable=not console.is_terminal,
        redirect_stdout=sys.stdout.isatty(),  # lines for a file go there, lines for the screen above the bar
    )
