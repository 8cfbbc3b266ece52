"""A post's date in the language of the post: Pelican knows a format for each language, but seldom its names."""

import locale
import re
from collections.abc import Iterator
from contextlib import contextmanager

from pelican_videopost.views.published import Article

# What `strftime` writes in the words of a language.
_NAMES = re.compile(r"%[-_0^#]?[aAbBchpxX]")


def date_text(article: Article) -> str:
    """Return the date as the site writes it, if that is in the post's language; else as `2025-11-27`.

    It is where `DATE_FORMATS` gives the language a locale, where the format holds no names, and where the names of the
    language are at hand: the English ones always are, others where `LOCALE` names them or the machine is set so.
    """
    site = article.settings
    if isinstance(site["DATE_FORMATS"].get(article.lang), tuple) or not _NAMES.search(article.date_format):
        return article.locale_date
    language = _language(article.lang)
    here = locale.setlocale(locale.LC_TIME)
    if _language(here) == language and not any(isinstance(form, tuple) for form in site["DATE_FORMATS"].values()):
        return article.locale_date  # no other format has changed the locale since that was written
    named = site["LOCALE"] if isinstance(site["LOCALE"], (list, tuple)) else [site["LOCALE"]]
    for name in (here, *map(str, filter(None, named)), "C"):
        if _language(name) == language:
            with _times_in(name) as is_known:
                if is_known:
                    return article.date.strftime(article.date_format)
    return article.date.date().isoformat()


def _language(name: str) -> str:
    """Return the language of a locale or of a language tag; that of the `C` locale is English."""
    language = re.split(r"[-_.@]", name.lower(), maxsplit=1)[0]
    return "en" if language in ("c", "posix", "english") else language


@contextmanager
def _times_in(name: str) -> Iterator[bool]:
    """Use a locale for times; yields whether this machine has it."""
    before = locale.setlocale(locale.LC_TIME)
    try:
        locale.setlocale(locale.LC_TIME, name)
    except locale.Error:
        yield False
        return
    try:
        yield True
    finally:
        locale.setlocale(locale.LC_TIME, before)
