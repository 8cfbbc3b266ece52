"""The command `pelican-videopost fetch`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pelican_videopost.base.model import Problem
from pelican_videopost.base.writing import locked
from pelican_videopost.fetch.network import unreachable_hosts
from pelican_videopost.fetch.pool import Outcome, Request, answers
from pelican_videopost.fetch.short import short_lines, with_resolved
from pelican_videopost.fetch.site import Site
from pelican_videopost.fetch.wanted import Wanted, poster_stem, wanted_films, wanted_videos
from pelican_videopost.posts.fetched import (
    FILE_NAME,
    OWN_FILES,
    POSTERS_FOLDER,
    DamagedError,
    Fetched,
    read_records,
    resolved_addresses,
    save,
)

# What is said once instead of once for each video.
UNREACHABLE = "cannot be reached, so there seems to be no network; {}"

Say = Callable[[str], None]
# Prints a problem with a file, which may be several posts' names.
Tell = Callable[[str, Problem], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line chose. `captions` is a language, empty for those of the posts, None for none at all."""

    refresh: bool = False
    dry_run: bool = False
    jobs: int = 4
    timeout_s: int = 120
    captions: str | None = None
    machines: bool = False

    def languages(self, wanted: Wanted) -> tuple[str, ...] | None:
        """Return in which languages captions of a video are wanted; None where none are."""
        if self.captions is None or not wanted.languages:
            return None
        return (self.captions,) if self.captions else wanted.languages


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
    short = short_lines(site)
    failed = len(site.unreadable)
    is_online = options.dry_run or _is_online([*short, *wanted_videos(site)], records, options, tell)
    if is_online and not options.dry_run:
        failed += _resolve_all(short, records, site.content, options, tell)
        site = with_resolved(site, resolved_addresses(records))
    elsewhere = wanted_videos(site)
    everything = elsewhere | _films(site, tell)
    lacking = [
        wanted
        for url, wanted in everything.items()
        if options.refresh or wanted.lacks(records.get(url), site.content, options.languages(wanted))
    ]
    if options.dry_run:
        for line, posts in short.items():
            say(f"{', '.join(posts)}: {line}: would be resolved")
        _announce(everything, lacking, path, say)
        return 1 if failed else 0
    todo = [wanted for wanted in lacking if is_online or wanted.video.watch_url not in elsewhere]
    missed = _fetch_all(todo, records, site.content, options, tell)
    counts = len(todo) - missed, len(everything) - len(lacking), missed + failed, len(lacking) - len(todo)
    say(_summary(*counts))
    return 1 if failed or missed or not is_online else 0


def _summary(fetched: int, there: int, failed: int, unasked: int) -> str:
    end = f", {unasked} not asked for" if unasked else ""
    return f"{fetched} fetched, {there} already there, {failed} failed{end}."


def _is_online(urls: Sequence[str], records: Mapping[str, Fetched], options: Options, tell: Tell) -> bool:
    """Whether some host of what is to be fetched can be reached; where none can, that is told, once."""
    wanted = (url for url in urls if options.refresh or url not in records)
    hosts = unreachable_hosts(wanted)
    if hosts:
        tell(", ".join(hosts), Problem("", "", UNREACHABLE.format("nothing was fetched from there")))
    return not hosts


def _resolve_all(
    short: Mapping[str, tuple[str, ...]], records: dict[str, Fetched], content: Path, options: Options, tell: Tell
) -> int:
    """Ask where short addresses lead to, and keep it; return of how many nobody knows."""
    failed = 0
    requests = [Request("resolve", line, is_file=False) for line in short]
    with closing(answers(requests, options.jobs, options.timeout_s)) as arriving:
        for request, answer in arriving:
            if answer.record is not None:
                _keep(request, answer, records, content)
            if answer.trouble is not None:
                failed += 1
                tell(", ".join(short[request.url]), Problem("Video", request.url, answer.trouble.fix))
    return failed


def _films(site: Site, tell: Tell) -> dict[str, Wanted]:
    """Return the films of the site's own, if there is what reads them; else that is told."""
    films = wanted_films(site)
    if films and find_spec("av") is None:
        fix = 'films of your own get no poster and no duration without PyAV: pip install "pelican-videopost[fetch]"'
        tell(", ".join(post for wanted in films.values() for post in wanted.posts), Problem("", "", fix))
        return {}
    return films


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
            "probe" if url.startswith(OWN_FILES) else "fetch",
            url,
            wanted.video.is_file,
            str(content),
            poster_stem(wanted.video),
            wanted.poster,
            wanted.picture,
            options.languages(wanted),
            options.machines,
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
    got = {one.language for one in record.captions}
    kept = (one for one in before.captions if one.language not in got and (content / one.path).is_file())
    record = replace(record, captions=(*record.captions, *kept))
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
