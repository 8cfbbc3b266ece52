"""What an element needs that is in another language than the page around it."""

from markupsafe import Markup

from pelican_videopost.base.labels import direction


def language_attributes(language: str, around: str) -> Markup:
    """Return the attributes of an element in this language, within one in another; themes seldom say the direction."""
    found = Markup("")
    if language != around:
        found += Markup(' lang="{}"').format(language)
    if "rtl" in (direction(language), direction(around)):
        found += Markup(' dir="{}"').format(direction(language))
    return found
