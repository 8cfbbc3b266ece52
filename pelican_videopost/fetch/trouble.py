"""Why a video cannot be had: what yt-dlp and web servers say, read to one of a few codes."""

import re
from dataclasses import dataclass

from pelican_videopost.fetch.record import Info, short_line

# Each code, and what an author does about it.
CODES = {
    "dead": "give another address, or drop the line",
    "private": "make it public, or give another address",
    "not-embeddable": "the provider plays it on its own page only; give another address",
    "not-a-file": "give the address of the file itself",
    "unreachable": "its server does not answer; try again later, or give another address",
    "not-checked": "the provider would not tell; look at it in a browser",
    "unresolved": "open it in a browser, and give the address that it leads to",
    "no-poster": "name a picture of your own in the post, as its Poster",
    "no-captions": "name a WebVTT file of your own in the post, under Captions",
    "failed": "try again, or write the metadata into the post",
}
# Codes that are about the video itself; the others may be a matter of the moment, or of the machine that asks.
_ABOUT_THE_VIDEO = frozenset({"dead", "private", "not-embeddable", "not-a-file"})

# Asked one after the other: "Sign in to confirm you're not a bot" says nothing of the video, "Sign in" alone does.
_SAYINGS = (
    ("not-checked", r"not a bot|captcha|rate.?limit|too many requests|anti-bot|challenge|blocked"),
    ("not-checked", r"(?:your|this) (?:country|location|region)|geo.?restrict|not currently live|not live|premiere"),
    ("not-embeddable", r"confirm your age|age.?restrict|inappropriate for some|embed(?:ding)?\b.*(?:disabled|denied)"),
    ("private", r"private|log.?in|sign.?in|password|members?.only|subscri|premium|authenticat|authori[sz]|friends"),
    ("dead", r"unavailable|not available|isn.t available|removed|deleted|terminated|suspended|no longer|not exist"),
    ("dead", r"not found|no such|gone|expired"),
    ("unreachable", r"timed? ?out|too long|refused|resolve|unreachable|reset|temporary|name or service|connect"),
)
_LEAD = re.compile(r"^(?:\s*(?:ERROR|WARNING):)?\s*(?:\[[\w:+.-]+\]\s+(?:\S+:\s)?)?", re.IGNORECASE)
_TAIL = re.compile(r"(?:[;.]? ?please report this issue| ?\(caused by|[;.]? ?Use --| ?See https?:).*", re.IGNORECASE)
_LONGEST = 2000
_CLOSED = frozenset({"private", "premium_only", "subscriber_only", "needs_auth"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """One of `CODES`, what the provider said, and whether that leaves no doubt, whoever asks and whenever."""

    code: str
    text: str
    certain: bool = False

    @property
    def fix(self) -> str:
        """What it is and what to do about it, for a line of a report."""
        return f"{self.code}: {self.text}; {CODES[self.code]}" if self.text else f"{self.code}: {CODES[self.code]}"


def read_trouble(text: str, status: int | None = None) -> Trouble:
    """Return what an error's text and HTTP status mean.

    >>> read_trouble("[youtube] x: Private video. Sign in if you've been granted access")
    Trouble(code='private', text="Private video. Sign in if you've been granted access", certain=True)
    """
    said = short_line(_TAIL.sub("", _LEAD.sub("", short_line(text, _LONGEST))), 200) or "no answer"
    if status is not None:
        # A machine that asks too much, or from the wrong place, gets a 403 for the best of videos.
        return Trouble(_by_status(status), said, certain=status in (404, 410))
    for code, saying in _SAYINGS:
        if re.search(saying, said, re.IGNORECASE):
            return Trouble(code, said, certain=code in _ABOUT_THE_VIDEO)
    return Trouble("not-checked", said)


def _by_status(status: int) -> str:
    if status in (404, 410):
        return "dead"
    if status in (401, 402, 403):
        return "private"
    return "unreachable" if status >= 500 else "not-checked"


def kept_back(info: Info) -> Trouble | None:
    """Return why other sites cannot play a video, if yt-dlp's info dict says so."""
    if info.get("availability") in _CLOSED:
        return Trouble("private", f"its availability is {info['availability']}", certain=True)
    if info.get("playable_in_embed") is False:
        return Trouble("not-embeddable", "its owner forbids other sites to play it", certain=True)
    return None
