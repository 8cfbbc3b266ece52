"""The command `convert`: older embeds in the site's articles become what this plugin reads."""

import re
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from pelican_videopost.base.model import Problem
from pelican_videopost.build.reading import Articles, read_articles
from pelican_videopost.cli.console import FAILED, FINE, say, tell
from pelican_videopost.fetch.check import Finding
from pelican_videopost.importing.conversion.files import Rewrite, mended_fields, rewrites, write_rewrite

_CONTROLS = re.compile(r"[^\S \t\r\n]|[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BOUND = "in a list, a quotation, a table or a heading, so it stays; put it into a paragraph of its own"


def convert_embeds(options: Namespace) -> int:
    """Show what would change as a difference, or write it."""
    articles = read_articles(options.settings, options.paths)
    done: list[Rewrite] = []
    failed = 0
    for change in rewrites(articles.content, articles.files):
        if change.bound:
            tell(change.path, Problem("text", _count(change.bound, "embed"), _BOUND))
        if change.is_change:
            say(_shown(change.diff()).removesuffix("\n"))
            failed += options.write and not _is_written(articles.content, change)
            done.append(change)
    for line in _summary(done, articles, is_written=options.write):
        say(line)
    return FAILED if failed else FINE


def older_embeds(settings: Path, files: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each article that `convert` would change."""
    articles = read_articles(settings, files)
    for change in rewrites(articles.content, articles.files):
        if change.is_change:
            found = _count(change.videos + change.addresses, "video")
            fix = "in a form that this plugin does not play; `pelican-videopost convert` shows what it can become"
            yield Finding("warning", "older-embed", change.path, "text", found, fix)


def mend_fields(settings: Path, files: Sequence[str]) -> bool:
    """Put right what in metadata is surely a slip, and show it; return whether all of it is written."""
    articles = read_articles(settings, files)
    changed = list(mended_fields(articles.content, articles.files))
    for change in changed:
        say(_shown(change.diff()).removesuffix("\n"))
    written = [_is_written(articles.content, change) for change in changed]
    return all(written)


def _is_written(content: Path, change: Rewrite) -> bool:
    try:
        backup = write_rewrite(content, change)
    except OSError as error:
        tell(change.path, Problem("", "", f"not written: {error.strerror or error}"))
        return False
    if backup:
        say(f"# {change.path}: as it was, in {backup}")
    return True


def _summary(done: Sequence[Rewrite], articles: Articles, *, is_written: bool) -> Iterator[str]:
    if not done:
        yield f"{_count(len(articles.files), 'article')}: no older embeds."
        return
    videos, addresses = sum(one.videos for one in done), sum(one.addresses for one in done)
    yield (
        f"{_count(len(done), 'file')} of {_count(len(articles.files), 'article')}:"
        f" {_count(videos, 'new Video line')}, {_count(addresses, 'address')} in a paragraph by itself."
    )
    if not articles.plays_everywhere and any(one.addresses and not one.is_post for one in done):
        yield 'Addresses in articles without a Video line are links; VIDEOPOST = {"embeds_on": "articles"} plays them.'
    if not is_written:
        yield "Nothing was written; `pelican-videopost convert --write` does it."


def _shown(diff: str) -> str:
    """Return a difference that does nothing to a terminal; a pipe gets it as it is."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", diff) if sys.stdout.isatty() else diff


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}{'es' if what.endswith('s') else 's'}"
