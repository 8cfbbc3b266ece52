"""What of a stranger's text may stay: in a file's header, in a comment's body, as the name of a file, as a link."""

import re
import unicodedata
from urllib.parse import urlsplit

# U+2028 and its like end a line for some programs and not for others.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, lone surrogates, and what XML forbids; tabs and line feeds are looked after by the functions below.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# Embeddings, overrides and isolates can make a text read as another; the marks are needed by honest bidirectional text.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BIDI_MARKS = re.compile("[\u061c\u200e\u200f]")
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\uffa0]"
)
_UNSAFE_IN_NAMES = frozenset("/\\<>:\"'|?*%#&;`$!{}()[]=,")
_NAME_BYTES = 200
# Devices of Windows, whatever follows their first dot.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_BARE_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?")


def one_line(text: str) -> str:
    r"""Return a text as a single line without control or bidirectional characters.

    >>> one_line(" Anna\r\nParent: x\u202e ")
    'Anna Parent: x'
    """
    text = _BIDI_MARKS.sub("", _BIDI.sub("", _FORBIDDEN.sub("", _LINE_ENDS.sub(" ", text))))
    return " ".join(text.split())


def body(text: str) -> str:
    r"""Return a comment's text with plain line ends, without control characters or blank lines around it.

    >>> body("\r\n\r\none\r\ntwo \x1b[2J\n")
    'one\ntwo [2J'
    """
    text = _BIDI.sub("", _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text)))
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text).rstrip()


def is_blank(text: str) -> bool:
    """Return whether nothing of a text can be seen: no more than spaces and joiners."""
    return not _INVISIBLE.sub("", text)


def name_shown(name: str) -> str:
    """Return how a commenter is called: by their name, or "Anonymous" where nothing of it can be seen."""
    return "Anonymous" if is_blank(name) else name


def is_safe_name(name: str) -> bool:
    """Return whether a slug or an id can name a file: one part of a path, on every system.

    >>> [is_safe_name(name) for name in ("rocky-iv", "../etc", ".hidden", "a b", "nul", "")]
    [True, False, False, False, False, False]
    """
    if _DEVICES.fullmatch(name):
        return False
    if not name or name[0] in ".-~" or name[-1] == "." or len(name.encode(errors="replace")) > _NAME_BYTES:
        return False
    return not any(char in _UNSAFE_IN_NAMES or unicodedata.category(char)[0] in "CZ" for char in name)


def safe_website(value: str | None) -> str | None:
    """Return a commenter's address if it is one of http or https that a page may link to, else None.

    >>> safe_website("example.org"), safe_website("javascript:alert(1)"), safe_website("https://me@example.org/")
    ('https://example.org', None, None)
    """
    text = (value or "").strip()
    if _BARE_DOMAIN.fullmatch(text):
        text = "https://" + text
    if not text or any(char in '<>"\\^`{|}' or unicodedata.category(char)[0] in "CZ" for char in text):
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return text if usable else None
