"""The command `new`: a post for a video, ready to be written on."""

import os
import re
import shlex
import subprocess
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from pelican_videopost.base.clean import one_line
from pelican_videopost.base.model import Problem, Video, VideoPost
from pelican_videopost.build.places import NewPlace, read_place
from pelican_videopost.build.reading import read_posts
from pelican_videopost.cli.console import FAILED, FINE, MISUSED, CommandError, say, tell
from pelican_videopost.fetch.pool import ListedVideo, Request, answers
from pelican_videopost.fetch.run import Options, fetch
from pelican_videopost.fetch.site import PostFile, Site
from pelican_videopost.posts.draft import Draft, as_title, title_of
from pelican_videopost.posts.fetched import FILE_NAME, Fetched, load
from pelican_videopost.posts.providers import recognise
from pelican_videopost.posts.providers.address import parse_address

# In the address of a list of videos, which may have a post for each of them, or one for all.
_PLAYLIST = "/playlist?list="


def write_new(options: Namespace) -> int:
    """Write the post, never over a file; the network adds what it can, if it may and the extra is there."""
    editor = _editor() if options.edit else []
    place = read_place(options.settings)
    address = _address(options.address, place.content)
    video = recognise(address)
    if not options.offline and not options.whole and (video is None or _PLAYLIST in video.watch_url):
        entries = _entries(address)
        if entries:
            return _write_each(options, place, entries)
    if video is None:
        fix = "no known address of a video, and no video file here or in the content folder"
        raise CommandError(f"{options.address}: {fix}", MISUSED)
    record = Fetched() if options.offline else _fetched(video, place.content)
    date = place.now
    fetched_title = as_title(record.title) if record.title else ""
    title = one_line(options.title or "") or fetched_title or as_title(title_of(video))
    path = _write(place, Draft(title, date, address, options.film or "", record.description or ""))
    say(f"Written: {path}, a draft. Write its text, and take out the line “Status: draft”.")
    if not options.offline and not address.startswith("{") and not _can_fetch():
        say('Nobody was asked about the video. To get its title and poster: pip install "pelican-videopost[fetch]"')
    if editor:
        return FAILED if subprocess.run([*editor, path], check=False).returncode else FINE  # noqa: S603  # their own
    return FINE


def _entries(address: str) -> tuple[ListedVideo, ...]:
    """Return the videos of a playlist; none where nobody is there to be asked, or who is knows of none."""
    if not _can_fetch() or parse_address(address) is None:
        return ()
    with closing(answers([Request("list", address, is_file=False)], jobs=1, timeout_s=60)) as arriving:
        return next((answer.entries for _, answer in arriving), ())


def _write_each(options: Namespace, place: NewPlace, entries: Sequence[ListedVideo]) -> int:
    """Write a draft for each video of a playlist that no post shows yet, and say what was done."""
    site = read_posts(options.settings)
    known = {video.watch_url for post_file in site.posts for video in (*post_file.post.videos, *post_file.embedded)}
    written: list[Path] = []
    for entry in entries:
        video = recognise(entry.url)
        if video is None or video.watch_url in known:
            continue
        known.add(video.watch_url)
        title = as_title(entry.title) or as_title(title_of(video))
        written.append(_write(place, Draft(title, place.now, entry.url, options.film or ""), is_numbered=True))
        say(f"Written: {written[-1]}")
    say(f"{len(written)} drafts written, {len(entries) - len(written)} of {len(entries)} videos have a post already.")
    if written:
        say("Write their texts, take out the lines “Status: draft”, and run `pelican-videopost fetch`.")
    return FINE


def _can_fetch() -> bool:
    return all(find_spec(name) is not None for name in ("yt_dlp", "PIL"))


def _editor() -> list[str]:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not command.strip():
        raise CommandError("--edit opens the program that the environment variable EDITOR names; set it", MISUSED)
    return shlex.split(command)


def _address(typed: str, content: Path) -> str:
    """Return what a post's `Video` line says: the address, or where a file lies in the content folder.

    A file may be named from here, or from the content folder, as a `{static}` link names it.
    """
    if "://" in typed:
        return one_line(typed)
    places = Path(typed), content / typed.removeprefix("{static}/")
    file = next((path for path in places if path.is_file()), None)
    if file is None:
        return one_line(typed)
    try:
        path = file.resolve().relative_to(content.resolve()).as_posix()
    except ValueError:
        raise CommandError(f"{typed} is not in the content folder, {content}; put it there first", MISUSED) from None
    return "{static}/" + re.sub("[#?%]", lambda match: quote(match[0]), path)


def _fetched(video: Video, content: Path) -> Fetched:
    """Return what the network tells of a video, after saving it for the build; empty where it tells nothing."""
    if _can_fetch() and video.watch_url.startswith(("http://", "https://")):
        post = PostFile("new", VideoPost("", videos=(video,)), (), lambda _: None)
        fetch(Site(content, (post,)), Options(jobs=1, timeout_s=30), lambda _: None, _tell)
    return load(content / FILE_NAME)[0].get(video.watch_url, Fetched())


def _tell(post: str, problem: Problem) -> None:
    """Print what could not be had; the post is written all the same."""
    tell(problem.value or post, problem._replace(field="", value=""))


def _write(place: NewPlace, draft: Draft, *, is_numbered: bool = False) -> Path:
    """Write a post into a file that was not there, with a number in its name, or raises CommandError, where it was."""
    path = place.file_for(draft.title, draft.date)
    if is_numbered:
        names = (path, *(path.with_stem(f"{path.stem}-{number}") for number in range(2, 1000)))
        path = next((name for name in names if not name.exists()), path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(draft.text())
    except FileExistsError:
        raise CommandError(f"{path} is there already; give the post another name with --title") from None
    return path
