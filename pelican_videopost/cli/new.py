"""The command `new`: a post for a video, ready to be written on."""

import os
import re
import shlex
import subprocess
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from pelican_videopost.base.clean import one_line
from pelican_videopost.base.model import Problem, Video, VideoPost
from pelican_videopost.build.places import NewPlace, read_place
from pelican_videopost.cli.console import FAILED, FINE, MISUSED, CommandError, say, tell
from pelican_videopost.fetch.run import Options, fetch
from pelican_videopost.fetch.site import PostFile, Site
from pelican_videopost.posts.draft import Draft, as_title, title_of
from pelican_videopost.posts.fetched import FILE_NAME, Fetched, load
from pelican_videopost.posts.providers import recognise


def write_new(options: Namespace) -> int:
    """Write the post, never over a file; the network adds what it can, if it may and the extra is there."""
    editor = _editor() if options.edit else []
    place = read_place(options.settings)
    address = _address(options.address, place.content)
    video = recognise(address)
    if video is None:
        fix = "no known video address; give a video's page, or a file with its ending"
        raise CommandError(f"{options.address}: {fix}", MISUSED)
    record = Fetched() if options.offline else _fetched(video, place.content)
    date = place.now
    fetched_title = as_title(record.title) if record.title else ""
    title = one_line(options.title or "") or fetched_title or as_title(title_of(video))
    path = _write(place, Draft(title, date, address, options.film or "", record.description or ""))
    say(f"Written: {path}, a draft. Write its text, and take out the line “Status: draft”.")
    if editor:
        return FAILED if subprocess.run([*editor, path], check=False).returncode else FINE  # noqa: S603  # their own
    return FINE


def _editor() -> list[str]:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not command.strip():
        raise CommandError("--edit opens the program that the environment variable EDITOR names; set it", MISUSED)
    return shlex.split(command)


def _address(typed: str, content: Path) -> str:
    """Return what a post's `Video` line says: the address, or where a file lies in the content folder."""
    if "://" in typed or not Path(typed).is_file():
        return one_line(typed)
    try:
        path = Path(typed).resolve().relative_to(content.resolve()).as_posix()
    except ValueError:
        raise CommandError(f"{typed} is not in the content folder, {content}; put it there first", MISUSED) from None
    return "{static}/" + re.sub("[#?%]", lambda match: quote(match[0]), path)


def _fetched(video: Video, content: Path) -> Fetched:
    """Return what the network tells of a video, after saving it for the build; empty where it tells nothing."""
    can_fetch = all(find_spec(name) is not None for name in ("yt_dlp", "PIL"))
    if can_fetch and video.watch_url.startswith(("http://", "https://")):
        post = PostFile("new", VideoPost("", videos=(video,)), (), lambda _: None)
        fetch(Site(content, (post,)), Options(jobs=1, timeout_s=30), lambda _: None, _tell)
    return load(content / FILE_NAME)[0].get(video.watch_url, Fetched())


def _tell(post: str, problem: Problem) -> None:
    """Print what could not be had; the post is written all the same."""
    tell(problem.value or post, problem._replace(field="", value=""))


def _write(place: NewPlace, draft: Draft) -> Path:
    """Write a post into a file that was not there; raises CommandError where it was."""
    path = place.file_for(draft.title, draft.date)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(draft.text())
    except FileExistsError:
        raise CommandError(f"{path} is there already; give the post another name with --title") from None
    return path
