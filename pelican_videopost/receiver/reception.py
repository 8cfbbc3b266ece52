"""Whether a comment is taken, and what is answered if not. No web framework here, either."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache

from pelican_videopost.base.labels import Labels
from pelican_videopost.comments.manifest import Manifest, ManifestError, ManifestFile, Post
from pelican_videopost.receiver.access import Access
from pelican_videopost.receiver.database import StoreError
from pelican_videopost.receiver.lists import Lists
from pelican_videopost.receiver.moderation import Desk, ModerationError, approve
from pelican_videopost.receiver.settings import ReceiverSettings
from pelican_videopost.receiver.store import DuplicateError, FloodError, GoneError, Store
from pelican_videopost.receiver.submission import Submission

_TURN_S = 1
_log = logging.getLogger(__name__)


@lru_cache(maxsize=64)
def words(language: str, rewordings: tuple[tuple[str, str], ...] = ()) -> Labels:
    """Return the words in a language, which many requests share; those of the site's settings are for its own pages."""
    return Labels(language, dict(rewordings))


class RefusedError(Exception):
    """A comment is not taken: the answer's status code, a word for programs, and the message for people."""

    def __init__(self, code: int, word: str, message: str, errors: dict[str, str] | None = None) -> None:
        """Keep what the answer is made of; `errors` has a message for each field to put right."""
        super().__init__(message)
        self.code, self.word, self.message, self.errors = code, word, message, errors or {}


@dataclass
class Receiver:
    """What a request needs; `told` is called with each comment that was kept."""

    settings: ReceiverSettings
    store: Store
    manifest: ManifestFile
    told: list[Callable[[str], None]] = field(default_factory=list)
    access: Access = field(init=False)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Have one door for all requests."""
        self.access = Access(self.store)

    @property
    def desk(self) -> Desk:
        """What its owner moderates at."""
        return Desk(self.settings, self.store, self.manifest)

    @contextlib.contextmanager
    def turn(self, label: Labels) -> Iterator[None]:
        """Let one request at a time do what is costly and leaves no trace: others need the threads for comments."""
        if not self._turn.acquire(timeout=_TURN_S):
            raise RefusedError(503, "busy", label("Please try again later."))
        try:
            yield
        finally:
            self._turn.release()

    def words_of(self, post: Post) -> Labels:
        """Return the words of a post's page."""
        return words(post.language, self.settings.labels)

    def tell(self, name: str = "") -> None:
        """Wake whoever does what follows from a comment, or from a change."""
        for wake in self.told:
            wake(name)

    def site(self, label: Labels) -> str:
        """Return the origin of the site; raises RefusedError where neither build nor settings tell it."""
        site = self.settings.site or self._manifest(label).site
        if not site:
            _log.error("SITEURL is empty: give the receiver's settings a site, or `comments serve` a --site")
            raise _unavailable(label)
        return site

    def post(self, name: str, label: Labels) -> Post:
        """Return the post that takes a comment; raises RefusedError where there is none, or it takes no more."""
        post = self._manifest(label).posts.get(name)
        if post is None or post.comments == "off":
            raise RefusedError(404, "unknown-post", label("There is no post here to comment on."))
        if not post.takes_comments(datetime.now(UTC)):
            message = self.words_of(post)("Sorry, comments are closed for this item.")
            raise RefusedError(403, "closed", message)
        return post

    def keep(self, submission: Submission, sender: str, post: Post, label: Labels, instead_of: str = "") -> str:
        """Put a comment from this address into the queue, and return its id; raises RefusedError.

        It may be there `instead_of` another one, which is forgotten.
        """
        settings, _ = self.settings, label
        try:
            parent = submission.parent
            if parent and parent not in post.ids and not self.store.is_approved(post.slug, parent):
                message = _("The comment you reply to is no longer there.")
                raise RefusedError(422, "invalid", message, {"comment_parent": message})
            rules = Lists(self.store).rules()
            if not submission.is_spam and (blocking := rules.blocking(submission, sender)):
                submission = replace(submission, is_spam=True, suspicion=f"blocked: {blocking}")
            limits = settings.flood_posts, settings.flood_seconds
            name = self.store.add(submission, sender, *limits, instead_of=instead_of)
            if rules.is_trusted(submission):
                self._approve(name)
        except DuplicateError:
            message = _("Duplicate comment detected; it looks as though you’ve already said that!")
            raise RefusedError(409, "duplicate", message) from None
        except GoneError:
            raise RefusedError(409, "gone", _("This comment is gone.")) from None
        except FloodError:
            raise RefusedError(429, "flood", _("You are posting comments too quickly. Slow down.")) from None
        self.tell(name)
        return name

    def _approve(self, name: str) -> None:
        """Approve a comment that needs no look; where that cannot be, it waits as any other."""
        if entry := self.store.get(name):
            try:
                approve(self.desk, entry)
            except (ModerationError, StoreError, OSError) as error:
                _log.warning("Comment %s was not approved by itself: %s", name, error)

    def _manifest(self, label: Labels) -> Manifest:
        try:
            return self.manifest.current()
        except ManifestError as error:
            _log.error("%s", error)  # a missing file needs no traceback
            raise _unavailable(label) from error


def _unavailable(label: Labels) -> RefusedError:
    message = label("Comments cannot be taken at the moment. Please try again later.")
    return RefusedError(503, "unavailable", message)


@contextlib.contextmanager
def store_trouble(label: Labels) -> Iterator[None]:
    """Turn what is wrong with the queue into an answer that keeps the text in the page."""
    try:
        yield
    except StoreError as error:
        _log.error("%s", error)  # said in full by the message
        message = label("Your comment could not be saved just now. It is still here: please send it again in a while.")
        raise RefusedError(503, "unavailable", message) from error
