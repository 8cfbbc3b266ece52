"""Texts as the formats of machines bear them."""

import re

# What XML 1.0 has no place for: controls but tab and line ends, halves of surrogate pairs, and two that are no letters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""Return a text without what no machine may be sent.

    >>> printable("Rocky\x0b IV")
    'Rocky IV'
    """
    return _FORBIDDEN.sub("", text)


def shortened(text: str, length: int) -> str:
    """Return a text cut between words so that it has at most so many characters.

    >>> shortened("Nobody sees him run", 12)
    'Nobody sees…'
    """
    if len(text) <= length:
        return text
    space = text.rfind(" ", length // 2, length)
    return text[: space if space >= 0 else length - 1].rstrip() + "…"
