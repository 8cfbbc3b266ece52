"""What the owner does with a comment: approve it into the site, take it out again, change it, delete it."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.base.writing import clear_drafts
from pelican_videopost.comments.files import find_files, replace_text, write_comment
from pelican_videopost.comments.headers import split_headers
from pelican_videopost.comments.manifest import Manifest, ManifestError, ManifestFile, Post
from pelican_videopost.receiver.database import empty_log
from pelican_videopost.receiver.entry import Entry, State, known_state
from pelican_videopost.receiver.lists import Lists
from pelican_videopost.receiver.log import Change
from pelican_videopost.receiver.settings import ReceiverSettings
from pelican_videopost.receiver.store import Store
from pelican_videopost.receiver.submission import Submission

_LIKE = 3
_LARGEST_BYTES = 1 << 20


class ModerationError(Exception):
    """A comment cannot be moved; the message says why."""


class NoPostError(ModerationError):
    """The site has no post for a comment; `like` are the slugs of posts that it may be called now."""

    def __init__(self, slug: str, like: tuple[str, ...]) -> None:
        """Say so."""
        super().__init__(f"the site has no post {slug} (any more), so nobody would see the comment")
        self.like = like


@dataclass(frozen=True)
class Desk:
    """What a moderator needs: the receiver's settings, its queue, and the posts of the site."""

    settings: ReceiverSettings
    store: Store
    file: ManifestFile

    @property
    def manifest(self) -> Manifest:
        """What the last build told of the posts; nothing, where there is no such file."""
        try:
            return self.file.current()
        except ManifestError:
            return Manifest()

    def post_of(self, slug: str, page: str = "") -> Post | None:
        """Return the post with this slug: the one of that page of the manifest, or the original of its translations."""
        posts = self.manifest.posts
        known = posts.get(page)
        if known and known.slug == slug:
            return known
        return posts.get(slug) or next((post for post in posts.values() if post.slug == slug), None)


def find(store: Store, name: str) -> Entry:
    """Return the comment whose id is `name` or, where only one does, begins with it; raises ModerationError."""
    if entry := store.get(name):
        return entry
    found = [entry for entry in store.entries() if name and entry.id.startswith(name)]
    if len(found) == 1:
        return found[0]
    raise ModerationError(f"{len(found)} comments begin with {name}" if found else f"there is no comment {name}")


def parent_of(entry: Entry, desk: Desk) -> tuple[str, str] | None:
    """Return author and text of the comment that is replied to: from the queue, or from a file of the site."""
    name = entry.parent or ""
    if parent := desk.store.get(name):
        return parent.author, parent.text
    return _in_site(desk, name, entry.slug)


def _in_site(desk: Desk, name: str, slug: str) -> tuple[str, str] | None:
    """Return author and text of a comment from its file, which mostly lies in the folder of its post."""
    content = desk.settings.content
    usual = content / slug / f"{name}.md"
    is_there = is_safe_name(slug) and is_safe_name(name) and usual.is_file()
    for path in (usual,) if is_there else find_files(content, name):
        if path.is_file() and path.stat().st_size <= _LARGEST_BYTES:
            headers, text = split_headers(path.read_text(encoding="utf-8-sig", errors="replace"))
            return headers.get("author", "Anonymous"), text
    return None


class Approved(NamedTuple):
    """Where an approved comment stands, and whether it was written there just now."""

    path: Path
    is_new: bool


def approve(desk: Desk, entry: Entry, to: str = "") -> Approved:
    """Write a comment into the site and mark it; it may go `to` a post of another slug.

    First the file, then the mark: stopped between the two, approving again finds the file and only marks. A file that
    its owner has moved is left where it is. Raises NoPostError where nobody would see the comment, ModerationError
    where it can have no file, and has changed nothing then.
    """
    content = desk.settings.content
    if to and to != entry.slug and entry.state != "approved":
        _check_post(desk, to)
        entry = replace(entry, slug=to)
        desk.store.set_slug(entry.id, to)
    standing = tuple(path for path in _files_of(desk, entry) if path.is_file())
    if standing:
        desk.store.set_state(entry.id, "approved")
        return Approved(standing[0], is_new=False)
    _check_post(desk, entry.slug)
    try:
        write_comment(content, entry.comment)
    except ValueError as error:  # its slug or id can name no file
        raise ModerationError(str(error)) from error
    desk.store.set_state(entry.id, "approved", is_site_changed=True)
    return Approved(content / entry.slug / f"{entry.id}.md", is_new=True)


def _check_post(desk: Desk, slug: str) -> None:
    """Raise ModerationError for a slug that names no folder, NoPostError where the last build knows of no such post.

    Without a build, any may be one.
    """
    if not is_safe_name(slug):
        raise ModerationError(f"{slug!r} cannot name a file")
    posts = desk.manifest.posts
    if posts and desk.post_of(slug) is None:
        slugs = sorted({post.slug for post in posts.values()})
        raise NoPostError(slug, tuple(get_close_matches(slug[:80], slugs, n=_LIKE, cutoff=0.5)))


def withdraw(desk: Desk, entry: Entry, state: State) -> bool:
    """Mark a comment as one that is not in the site, and take its files out of it; return whether there was one."""
    stood = _remove_files(desk, entry)
    desk.store.set_state(entry.id, state, is_site_changed=stood)
    return stood


def delete(desk: Desk, entry: Entry, remember_s: int = 0) -> bool:
    """Delete a comment for good, from the queue and the site; return whether it was in the site.

    That its sender has sent one is remembered for so long.

    `database.empty_log` clears away the last of it, once for all that is deleted.
    """
    stood = _remove_files(desk, entry)
    desk.store.delete(entry.id, is_site_changed=stood, remember_s=remember_s)
    return stood


def edit(desk: Desk, entry: Entry, text: str) -> None:
    """Give a comment another text, in the queue and, where it is in the site, in its files."""
    earlier = as_it_stands(desk, entry).text
    for path in _files_of(desk, entry):
        if path.is_file():
            replace_text(path, text)
    desk.store.set_text(entry.id, text, earlier)


def as_it_stands(desk: Desk, entry: Entry) -> Entry:
    """Return a comment with the text that its file in the site has, which its owner may have edited."""
    found = _in_site(desk, entry.id, entry.slug) if entry.state == "approved" else None
    return replace(entry, text=found[1]) if found else entry


def undo(desk: Desk, change: Change) -> bool:
    """Take a change back; return False where the comment is gone, or was changed again since. Raises NoPostError."""
    entry = desk.store.get(change.comment)
    if entry is None or entry.state != change.state:
        return False
    if change.earlier_text is not None:
        edit(desk, entry, change.earlier_text)
    elif change.earlier_state == "approved":
        approve(desk, entry)
    else:
        withdraw(desk, entry, known_state(change.earlier_state))
    return True


def answer(desk: Desk, entry: Entry, name: str, text: str) -> None:
    """Publish an answer to a comment under the owner's name, and the comment itself. Raises DuplicateError."""
    if entry.state != "approved":
        approve(desk, entry)
    said = Submission(entry.slug, text, name, "", None, entry.id)
    given = desk.store.get(desk.store.add(said, ""))
    if given:
        approve(desk, given)


def _files_of(desk: Desk, entry: Entry) -> tuple[Path, ...]:
    return find_files(desk.settings.content, entry.id, is_written=entry.state == "approved")


def _remove_files(desk: Desk, entry: Entry) -> bool:
    content = desk.settings.content
    standing = _files_of(desk, entry)
    for path in standing:
        path.unlink(missing_ok=True)
    if is_safe_name(entry.slug):
        clear_drafts(content / entry.slug / f"{entry.id}.md")  # an approval may have been killed before
    return bool(standing)


class Erased(NamedTuple):
    """What was known of a person: how many comments are gone and were in the site, and the ids of those that stay.

    What stays is public: of these, the email and all that could tell it are gone from the queue.
    """

    gone: int
    unpublished: int
    kept: tuple[str, ...]


def erase(desk: Desk, email: str, *, published: bool) -> Erased:
    """Delete what a person sent, whatever became of it, except what was published, if that is to stay."""
    store = desk.store
    entries = [entry for entry in store.entries() if email and entry.email.casefold() == email.casefold()]
    kept = [entry for entry in entries if entry.state == "approved" and not published]
    for entry in kept:
        store.forget_email(entry.id)
    unpublished = [delete(desk, entry) for entry in entries if entry not in kept]
    Lists(store).forget(email)
    if entries:
        empty_log(store.folder)
    return Erased(len(unpublished), unpublished.count(True), tuple(entry.id for entry in kept))
