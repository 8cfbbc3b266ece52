"""A site moved in: its exports read twice, first as a whole, then text by text, each written as soon as it is made."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from pelican_videopost.base.clean import one_line
from pelican_videopost.comments.files import write_comment
from pelican_videopost.comments.model import Comment
from pelican_videopost.importing.wordpress.addresses import Addresses, find_addresses
from pelican_videopost.importing.wordpress.comments import Pending, read_comments_of
from pelican_videopost.importing.wordpress.export import BrokenExportError, Item, Progress, read_export
from pelican_videopost.importing.wordpress.ledger import Ledger
from pelican_videopost.importing.wordpress.letter import ImportReport
from pelican_videopost.importing.wordpress.media import Library
from pelican_videopost.importing.wordpress.posts import make_post
from pelican_videopost.importing.wordpress.redirects import find_redirects, redirect_files
from pelican_videopost.importing.wordpress.site import OldSite, Place, is_imported, key_of, read_old_site
from pelican_videopost.importing.wordpress.threaded import as_section

COMMENTS = "comments"
_TYPES = frozenset({"post", "page"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a site is to be moved in."""

    exports: Sequence[Path]
    content: Path
    redirects: Path
    uploads: Path | None = None
    types: frozenset[str] = frozenset()
    is_dry: bool = False
    is_forced: bool = False


@dataclass(slots=True)
class _Move:
    """A move that is under way."""

    wishes: Wishes
    site: OldSite
    addresses: Addresses
    library: Library
    ledger: Ledger
    letter: ImportReport
    now: datetime
    done: set[tuple[str, str, str]] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    pending: list[Pending] = field(default_factory=list)


def move_in(wishes: Wishes, progress: Progress | None = None) -> tuple[ImportReport, list[Pending]]:
    """Write a site's posts, pages, comments, media and redirects; return what was done, and the comments that wait."""
    types = _TYPES | wishes.types
    site = read_old_site(wishes.exports, types, progress)
    library = Library(wishes.uploads, wishes.content, frozenset(site.hosts), wishes.is_dry)
    ledger = Ledger.open(wishes.content, is_forced=wishes.is_forced, is_dry=wishes.is_dry)
    addresses = find_addresses(site)
    move = _Move(wishes, site, addresses, library, ledger, ImportReport(is_dry=wishes.is_dry), datetime.now(UTC))
    with closing(ledger):
        for path in wishes.exports:
            try:
                for part in read_export(path, progress):
                    if isinstance(part, Item):
                        _take(move, part, types)
            except BrokenExportError:  # the first reading has told of it
                continue
        _write_redirects(move)
    _finish(move)
    return move.letter, move.pending


def _take(move: _Move, item: Item, types: frozenset[str]) -> None:
    if is_imported(item, types):
        key = key_of(item)
        if key not in move.done:
            move.done.add(key)
            _write(move, item, move.site.places[key])
    elif item.comments:
        _comments_elsewhere(move, item)


def _write(move: _Move, item: Item, place: Place) -> None:
    """Write a text and its comments."""
    discussed = read_comments_of(item, place.slug, place.date)
    post = make_post(item, place, move.site, move.addresses, move.library, move.now)
    text = post.text
    move.letter.comments_left += discussed.left
    if place.kind == "page":
        text += as_section(discussed.approved, move.site.language)
        move.letter.comments_on_pages += len(discussed.approved)
    fate = move.ledger.write(post.path, text)
    move.letter.note(post, place.kind, fate, item["status"])
    if post.hidden:
        move.hidden.add(place.number)
    move.pending += discussed.pending if place.kind == "post" else []
    if place.kind == "page" and discussed.pending:
        move.letter.comments_left["waiting, on pages"] += len(discussed.pending)
    if place.kind == "post":
        _write_comments(move, discussed.approved)


def _write_comments(move: _Move, comments: Sequence[Comment]) -> None:
    for comment in comments:
        path = PurePosixPath(COMMENTS, comment.slug, f"{comment.id}.md")
        try:
            if move.wishes.is_dry:
                written = not (move.wishes.content / path).exists()
            else:
                written = write_comment(move.wishes.content / COMMENTS, comment, is_one_of_many=True)
        except (OSError, ValueError) as error:
            move.letter.problems.append(f"{path}: not written: {one_line(str(error))}")
            continue
        move.letter.comments["written" if written else "present"] += 1


def _comments_elsewhere(move: _Move, item: Item) -> None:
    """Put the comments on a file of the library to the post that it belongs to; count those of anything else."""
    parent = next((place for kind in _TYPES if (place := move.site.places.get((kind, item["post_parent"], "")))), None)
    if item["post_type"] == "attachment" and parent is not None and parent.kind == "post":
        discussed = read_comments_of(item, parent.slug, parent.date)
        move.letter.comments_left += discussed.left
        move.pending += discussed.pending
        _write_comments(move, discussed.approved)
    else:
        move.letter.comments_left[f"on what is not brought in ({item['post_type'] or 'no type'})"] += len(item.comments)


def _write_redirects(move: _Move) -> None:
    redirects = find_redirects(move.site, move.addresses, frozenset(move.hidden))
    folder = move.wishes.redirects
    ledger = Ledger.open(folder, is_forced=move.wishes.is_forced, is_dry=move.wishes.is_dry)
    fates = Counter(ledger.write(path, text) for path, text in redirect_files(redirects).items())
    ledger.close()
    move.letter.redirects = len(redirects)
    move.letter.redirects_folder = folder.name
    if kept := fates["edited"] + fates["unwritable"]:
        move.letter.problems.append(f"{kept} files of redirects are not written: they were edited, or cannot be")


def _finish(move: _Move) -> None:
    letter, site = move.letter, move.site
    letter.site = site.title or site.url
    letter.left = site.left
    letter.library = len(site.files)
    letter.problems += site.broken
    letter.renumbered = site.renumbered
    letter.media = sorted(move.library.copied)
    letter.media_missing = sorted(move.library.missing)
    letter.pending = len(move.pending)
    # WordPress plays what stands in the text of any post.
    embeds = ', "embeds_on": "articles"' if letter.further_videos else ""
    letter.settings = [f'VIDEOPOST = {{"comments_on": "articles"{embeds}}}', *move.addresses.as_settings()]
