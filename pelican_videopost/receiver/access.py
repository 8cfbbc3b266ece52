"""Who may moderate: whoever knows the password, or has a link that a command has printed, or one of a mail.

Of passwords a salted scrypt is kept, of sessions and links a hash: whoever reads the queue can sign in with none of
them. What a session may do ends with it, at the latest after a week.
"""

import hashlib
import hmac
import os
import secrets
import sqlite3
import threading
import time
from urllib.parse import urlencode

from pelican_videopost.receiver.store import Store

MODERATOR_VARIABLE = "VIDEOPOST_MODERATOR_PASSWORD"
SHORTEST_PASSWORD = 10

SESSION_S = 7 * 86400
LINK_S = 15 * 60
MAIL_LINK_S = 14 * 86400
MODERATE = "moderate"  # what the link of a mail is good for
_TRIES = 5
TRIES_S = 15 * 60
_TURN_S = 1
_LONGEST_PASSWORD = 1024
# 32 MiB and some 0.1 seconds for each try: https://datatracker.ietf.org/doc/html/rfc7914
_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 64 << 20, "dklen": 32}
_PASSWORD = "password"  # noqa: S105  # the name of a fact


class TooManyTriesError(Exception):
    """An address has tried too many passwords; it may try again after a while."""


class Access:
    """Who may moderate a queue."""

    def __init__(self, store: Store) -> None:
        """Remember the queue."""
        self._store = store
        self._one_at_a_time = threading.Lock()  # a password is costly to check

    def is_possible(self) -> bool:
        """Return whether anybody can sign in: without a password or a link that is valid, nobody can."""
        return bool(os.environ.get(MODERATOR_VARIABLE)) or self._has_password() or self._has_ticket()

    def _has_password(self) -> bool:
        return bool(self._store.fact(_PASSWORD))

    def _has_ticket(self) -> bool:
        with self._store.connection.reading() as database:
            query = "SELECT 1 FROM tickets WHERE kind IN ('link', 'session') AND ends > ?"
            return database.execute(query, (time.time(),)).fetchone() is not None

    def set_password(self, password: str) -> None:
        """Have another password from now on, and end all sessions."""
        salt = secrets.token_bytes(16)
        known = f"{salt.hex()}${_scrypt(password, salt).hex()}"
        with self._store.connection.transaction() as database:
            database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (_PASSWORD, known))
            database.execute("DELETE FROM tickets WHERE kind IN ('link', 'session')")

    def is_right(self, password: str, address: str) -> bool:
        """Return whether this is the password; raises TooManyTriesError for an address that has tried too often.

        A try is counted before it is looked at, so that many at once are not fewer.
        """
        kind = f"try {self._store.sign('try', address).hex()}"
        mark = secrets.token_bytes(16)
        with self._store.connection.transaction() as database:
            _clear(database)
            if database.execute("SELECT count(*) FROM tickets WHERE kind = ?", (kind,)).fetchone()[0] >= _TRIES:
                raise TooManyTriesError
            database.execute("INSERT INTO tickets VALUES (?, ?, ?)", (mark, kind, time.time() + TRIES_S))
        if not self._one_at_a_time.acquire(timeout=_TURN_S):
            raise TooManyTriesError  # readers' comments need the threads
        try:
            right = len(password) <= _LONGEST_PASSWORD and self._matches(password)
        finally:
            self._one_at_a_time.release()
        if right:
            with self._store.connection.transaction() as database:
                database.execute("DELETE FROM tickets WHERE kind = ?", (kind,))
        return right

    def _matches(self, password: str) -> bool:
        if named := os.environ.get(MODERATOR_VARIABLE):
            return hmac.compare_digest(_digest(named), _digest(password))
        salt, _, known = (self._store.fact(_PASSWORD) or "").partition("$")
        return bool(known) and hmac.compare_digest(bytes.fromhex(known), _scrypt(password, bytes.fromhex(salt)))

    def open_session(self) -> str:
        """Return the secret of a new session."""
        return self._ticket("session", SESSION_S)

    def make_link(self) -> str:
        """Return the secret of a new link, with which somebody can sign in once."""
        return self._ticket("link", LINK_S)

    def _ticket(self, kind: str, valid_s: int) -> str:
        secret = secrets.token_urlsafe(32)
        with self._store.connection.transaction() as database:
            _clear(database)
            database.execute("INSERT INTO tickets VALUES (?, ?, ?)", (_digest(secret), kind, time.time() + valid_s))
        return secret

    def is_session(self, secret: str) -> bool:
        """Return whether this is the secret of a session that has not ended."""
        with self._store.connection.reading() as database:
            query = "SELECT 1 FROM tickets WHERE id = ? AND kind = 'session' AND ends > ?"
            return database.execute(query, (_digest(secret), time.time())).fetchone() is not None

    def spend(self, secret: str, kind: str) -> bool:
        """End a link or a session; return whether it was valid until now."""
        with self._store.connection.transaction() as database:
            _clear(database)
            query = "DELETE FROM tickets WHERE id = ? AND kind = ?"
            return database.execute(query, (_digest(secret), kind)).rowcount == 1

    def form_token(self, secret: str) -> str:
        """Return what each form of a session holds: no page of another site can know it."""
        return self._store.sign("form", secret).hex()

    def link_token(self, purpose: str, name: str, until: int) -> str:
        """Return what allows one thing to be done with one comment, until a moment in seconds of Unix."""
        return self._store.sign(purpose, f"{until}:{name}").hex()

    def link_query(self, purpose: str, name: str, seconds: int) -> str:
        """Return the query of a link that allows one thing to be done with one comment, for so many seconds."""
        until = int(time.time()) + seconds
        return urlencode({"id": name, "until": until, "token": self.link_token(purpose, name, until)})

    def is_link_token(self, purpose: str, name: str, until: str, token: str) -> bool:
        """Return whether a link for this is our own, and still valid."""
        if not (until.isascii() and until.isdigit() and len(until) < 12) or int(until) < time.time():
            return False
        return is_same(self.link_token(purpose, name, int(until)), token)


def is_same(known: str, told: str) -> bool:
    """Return whether a stranger knows a text, in a time that tells nothing of it."""
    return hmac.compare_digest(known.encode(), told.encode(errors="replace"))


def _clear(database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM tickets WHERE ends < ?", (time.time(),))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def _scrypt(password: str, salt: bytes) -> bytes:
    # Hashed first: to HMAC, within scrypt, a password is the same with zeros behind it.
    return hashlib.scrypt(_digest(password), salt=salt, **_COST)
