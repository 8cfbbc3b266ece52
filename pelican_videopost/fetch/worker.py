"""Videos, in a process of their own: whatever a server sends, this can be stopped and takes nothing down with it.

Reads requests from its input and writes answers to its output, each a line of JSON; `pool` knows both.
"""

import json
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican_videopost.fetch.captions import offered_captions, write_captions
from pelican_videopost.fetch.playlists import entries_of
from pelican_videopost.fetch.record import short_line
from pelican_videopost.fetch.resolving import resolve
from pelican_videopost.fetch.source import look_up, trouble_of
from pelican_videopost.fetch.trouble import Trouble
from pelican_videopost.fetch.web import Web, WebError
from pelican_videopost.posts.fetched import OWN_FILES, to_json


def answer_requests() -> None:
    """Answer each line of the standard input with one of the standard output."""
    # Whatever else is printed must not mix with the answers.
    output, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        _end_after(request["timeout_s"] + 1)
        try:
            answer = answer_to(request)
        except Exception as error:  # an extractor for a thousand sites meets what nobody foresaw
            text = short_line(f"{type(error).__name__}: {error}", 200)
            answer = {"trouble": _as_json(Trouble("failed", text))}
        _end_after(0)
        output.write(json.dumps(answer) + "\n")
        output.flush()


def answer_to(request: dict[str, Any]) -> dict[str, Any]:
    """Return what is to be known of the request's video."""
    if request["task"] == "probe":
        return probe_film(request)
    web = Web(urlsplit(request["url"]).hostname or "", request["wait_s"])
    if request["task"] == "fetch":
        return fetch_record(request, web)
    if request["task"] == "list":
        entries, trouble = entries_of(request["url"], web)
        return {"entries": entries, "trouble": _as_json(trouble)}
    if request["task"] == "resolve":
        record, trouble = resolve(request["url"], web)
        return {"record": to_json(record) if record else None, "trouble": _as_json(trouble)}
    return {"trouble": _as_json(trouble_of(request["url"], web, is_file=request["is_file"]))}


def fetch_record(request: dict[str, Any], web: Web) -> dict[str, Any]:
    """Return the record of the request's video, once its posters are written."""
    languages = request["languages"]
    record, pictures, info, trouble = look_up(request["url"], web, captions=languages is not None)
    if record is None:
        return {"trouble": _as_json(trouble)}
    answer: dict[str, Any] = {"partial": trouble is not None}
    if languages is not None and info is not None:
        offered = offered_captions(info, languages, request["url"], machines=request["machines"])
        try:
            captions = write_captions(web, offered, Path(request["content"]), request["stem"])
            record = replace(record, captions=captions)
        except (WebError, OSError) as error:
            answer["trouble"] = _as_json(Trouble("no-captions", str(error)))
    chosen = request["picture"]
    if chosen:
        pictures = (chosen,)
    if request["posters"] and pictures:
        from pelican_videopost.fetch.posters import PosterError, make_posters

        try:
            posters = make_posters(web, pictures, Path(request["content"]), request["stem"])
            record = replace(record, posters=posters, thumbnail_url=chosen or record.thumbnail_url)
        except (PosterError, OSError) as error:
            answer["trouble"] = {"code": "no-poster", "text": f"{chosen or 'its thumbnail'} gave no poster: {error}"}
    return answer | {"record": to_json(record)}


def probe_film(request: dict[str, Any]) -> dict[str, Any]:
    """Return the record of a file of the site's own, once its posters are written."""
    from pelican_videopost.fetch.films import FilmError, probe  # PyAV is not everywhere

    content = Path(request["content"])
    path = content / request["url"].removeprefix(OWN_FILES)
    try:
        return {"record": to_json(probe(path, content, request["stem"], wants_poster=request["posters"]))}
    except FilmError as error:
        return {"trouble": _as_json(Trouble("failed", str(error)))}


def _end_after(seconds: int) -> None:
    """End this process then (0: never), even if nobody is left to do so, and even within a regular expression."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _as_json(trouble: Trouble | None) -> dict[str, str] | None:
    return {"code": trouble.code, "text": trouble.text} if trouble else None


if __name__ == "__main__":
    answer_requests()
