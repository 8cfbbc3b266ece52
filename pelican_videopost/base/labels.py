"""The words a reader sees, in the language of the post and as the site's settings reword them."""

import gettext
import re
from collections.abc import Mapping
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parent / "locale"

# The languages there are words in.
LANGUAGES = ("en", *sorted(folder.name for folder in LOCALE_FOLDER.iterdir() if folder.is_dir()))

INFO_TITLE = "More info and movies"
DETAILS_TITLE = "Details"

# A language tag of BCP 47 as people write it: "en", "pt-BR", "zh-Hant".
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")

# What languages call themselves.
LANGUAGE_NAMES = {
    "ar": "العربية", "de": "Deutsch", "en": "English", "es": "Español", "fr": "Français", "it": "Italiano",
    "ja": "日本語", "ko": "한국어", "nl": "Nederlands", "pl": "Polski", "pt": "Português", "ru": "Русский",
    "sv": "Svenska", "tr": "Türkçe", "uk": "Українська", "zh": "中文",
}  # fmt: skip

_RIGHT_TO_LEFT = frozenset("ar arc azb ckb dv fa he iw ji ks lrc mzn nqo pnb ps sd syr ug ur yi".split())


class Labels(dict[str, str]):
    """The plugin's words in one language, by their English ones; called with a text, it fills in values as well.

    >>> Labels("xx", {"Details": "Credits"})["Details"]
    'Credits'
    """

    def __init__(self, language: str, rewordings: Mapping[str, str]) -> None:
        """Load the catalog of a BCP 47 language tag, or of its first subtag; English where there is none."""
        tag = language.replace("-", "_")
        super().__init__()
        self.language = language
        self._rewordings = rewordings
        self._spellings: dict[str, frozenset[str]] = {}
        self._catalog = gettext.translation(
            "videopost", str(LOCALE_FOLDER), languages=[tag, tag.partition("_")[0]], fallback=True
        )

    def __missing__(self, message: str) -> str:
        text = self[message] = self._rewordings.get(message) or self._catalog.gettext(message)
        return text

    def __call__(self, message: str, **values: object) -> str:
        """Return the text to show for an English `message`, its `%(name)s` filled in."""
        text = self[message]
        return text % values if values else text

    def plural(self, one: str, many: str, number: int) -> str:
        """Return the form of the language for `number` things, its `%(number)s` filled in."""
        return self._catalog.ngettext(one, many, number) % {"number": number}

    def spellings(self, message: str) -> frozenset[str]:
        """Return every wording of a section's title that an author may write, folded for comparison."""
        if message not in self._spellings:
            wordings = message, self._catalog.gettext(message), self(message)
            self._spellings[message] = frozenset(map(fold, wordings))
        return self._spellings[message]


def direction(language: str) -> str:
    """Return in which direction a language, a BCP 47 tag, is written.

    >>> direction("ar-EG"), direction("pt_BR")
    ('rtl', 'ltr')
    """
    return "rtl" if language.replace("_", "-").partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def language_name(language: str) -> str:
    """Return what a language, a BCP 47 tag, calls itself; the tag where that is not known.

    >>> language_name("es-MX"), language_name("xx")
    ('Español', 'xx')
    """
    return LANGUAGE_NAMES.get(language.replace("_", "-").partition("-")[0].lower(), language)


def fold(title: str) -> str:
    """Return a title as it is compared: without case, runs of spaces or a closing colon."""
    return " ".join(title.split()).rstrip(" :¶").casefold()
