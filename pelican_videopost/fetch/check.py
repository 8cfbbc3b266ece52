"""The command `pelican-videopost check`."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from pelican_videopost.base.clean import one_line
from pelican_videopost.base.model import Problem
from pelican_videopost.fetch.pool import Request, answers
from pelican_videopost.fetch.site import PostFile, Site
from pelican_videopost.fetch.trouble import Trouble
from pelican_videopost.fetch.wanted import wanted_videos
from pelican_videopost.posts.fetched import FILE_NAME, Fetched, load
from pelican_videopost.posts.files import check_files
from pelican_videopost.posts.filling import with_fetched, with_poster_at_home
from pelican_videopost.posts.missed import missed_by_search

Level = Literal["error", "warning"]

# The version of what `--json` prints; it grows when a name in it goes away or changes its meaning.
SCHEMA = 1
# What may pass by itself, or could not be found out, does not fail a build.
_PASSING = frozenset({"not-checked", "failed"})
# So many posts are named of what is merely missing; `--json` names them all.
_MOST_NAMED = 10

# Returns a text in the colour of `error` or `warning`, where it is for a terminal.
Paint = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: where it stands, and how. `code` is the same in every version, for programs to go by."""

    level: Level
    code: str
    file: str
    field: str
    value: str
    fix: str


def check(site: Site, *, offline: bool, jobs: int, timeout_s: int) -> tuple[Finding, ...]:
    """Return what is wrong with the site's video posts, in the order of their files.

    What the build would warn of, and a video that does not play, is an error; what is merely missing is a warning.
    """
    fetched, problems = load(site.content / FILE_NAME)
    findings = [Finding("error", "damaged-metadata", FILE_NAME, "", problem.value, problem.fix) for problem in problems]
    findings += [Finding("error", "unreadable", path, "", "", problem.fix) for path, problem in site.unreadable]
    findings += [
        Finding("error", "no-video-post", path, problem.field, problem.value, problem.fix)
        for path, problem in site.missed
    ]
    troubles = {} if offline else _ask(site, jobs, timeout_s)
    for post_file in site.posts:
        findings += _written(post_file, fetched)
        findings += _missing(post_file, fetched)
        findings += _gone(post_file, troubles)
    return tuple(sorted(findings, key=lambda finding: finding.file))


def report(findings: tuple[Finding, ...], site: Site, paint: Paint) -> str:
    """Return the findings for a person to read: each kind with its count, its fix and its posts; then all counted."""
    kinds: dict[tuple[Level, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.level, finding.code), []).append(finding)
    lines = []
    for (level, code), of_kind in sorted(kinds.items(), key=lambda kind: (kind[0][0], -len(kind[1]), kind[0][1])):
        lines += [paint(f"{_count(len(of_kind), level)}: {code.replace('-', ' ')}", level), *_of_kind(of_kind), ""]
    errors = sum(finding.level == "error" for finding in findings)
    counts = (
        f"{_count(len(site.posts), 'post')}, {_count(len(wanted_videos(site)), 'video')} elsewhere:"
        f" {_count(errors, 'error')}, {_count(len(findings) - errors, 'warning')}."
    )
    return "\n".join([*lines, counts])


def as_json(findings: tuple[Finding, ...], site: Site, *, offline: bool) -> str:
    """Return the findings for a program: `schema`, `offline`, `posts`, `videos`, `errors`, `warnings`, `findings`."""
    errors = sum(finding.level == "error" for finding in findings)
    document = {
        "schema": SCHEMA,
        "offline": offline,
        "posts": len(site.posts),
        "videos": len(wanted_videos(site)),
        "errors": errors,
        "warnings": len(findings) - errors,
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(document, indent=2)


def _of_kind(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield lines of what findings of one kind have in common, then of each one what it has not."""
    fixes = [finding.fix.removeprefix(f"{finding.code}: ").split("; ") for finding in findings]
    shared = _shared_end(fixes)
    if shared:
        yield f"  {'; '.join(fixes[0][-shared:])}"
    fields = {finding.field for finding in findings}
    named = findings if findings[0].level == "error" else findings[:_MOST_NAMED]
    for finding, fix in zip(named, fixes, strict=False):
        own = "; ".join(fix[: len(fix) - shared])
        field = finding.field if len(fields) > 1 else ""
        yield "    " + ": ".join(filter(None, map(one_line, (finding.file, field, finding.value, own))))
    if len(named) < len(findings):
        yield f"    … and {len(findings) - len(named)} more; --json names them all"


def _shared_end(fixes: Iterable[Sequence[str]]) -> int:
    """Return how many of their last parts all fixes share."""
    shared = 0
    for parts in zip(*(reversed(fix) for fix in fixes), strict=False):
        if len(set(parts)) > 1:
            break
        shared += 1
    return shared


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _ask(site: Site, jobs: int, timeout_s: int) -> dict[str, Trouble]:
    requests = [Request("check", url, wanted.video.is_file) for url, wanted in wanted_videos(site).items()]
    return {
        request.url: answer.trouble
        for request, answer in answers(requests, jobs, timeout_s)
        if answer.trouble is not None
    }


def _written(post_file: PostFile, fetched: Mapping[str, Fetched]) -> Iterator[Finding]:
    """Yield what the build would warn of: fields that cannot be read, files that are not there."""
    for problem in post_file.problems:
        code = "unknown-address" if problem.field == "Video" else "bad-value"
        yield _finding("error", code, post_file, problem)
    post = with_poster_at_home(post_file.post, fetched)
    _, missing = check_files(post, post_file.find, post_file.host)
    codes = {"Video": "missing-file", "Poster": "missing-poster", "Captions": "bad-captions"}
    for problem in missing:
        yield _finding("error", codes.get(problem.field, "bad-value"), post_file, problem)


def _missing(post_file: PostFile, fetched: Mapping[str, Fetched]) -> Iterator[Finding]:
    """Yield what would be missed: by readers a poster, and captions for a video that is a file; by search engines."""
    post = post_file.post
    if not post.videos:
        return
    first = post.videos[0]
    known = with_fetched(post, fetched, post_file.own_film)
    if known.poster is None:
        fix = "none, so a placeholder is drawn; run `pelican-videopost fetch`, or name a picture"
        yield _finding("warning", "no-poster", post_file, Problem("Poster", "", fix))
    if first.is_file and not known.captions:
        fix = f"none for {first.watch_url}; name a WebVTT file: en: {{static}}/media/clip.en.vtt"
        yield _finding("warning", "no-captions", post_file, Problem("Captions", "", fix))
    for problem in missed_by_search(known):
        yield _finding("warning", "missed-by-search", post_file, problem)


def _gone(post_file: PostFile, troubles: Mapping[str, Trouble]) -> Iterator[Finding]:
    for url in dict.fromkeys(video.watch_url for video in post_file.remote_videos):
        if trouble := troubles.get(url):
            level: Level = "warning" if trouble.code in _PASSING else "error"
            yield _finding(level, trouble.code, post_file, Problem("Video", url, trouble.fix))


def _finding(level: Level, code: str, post_file: PostFile, problem: Problem) -> Finding:
    return Finding(level, code, post_file.path, problem.field, problem.value, problem.fix)
