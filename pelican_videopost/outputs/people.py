"""Who made a film, by the terms under "Details": those that schema.org has a property for."""

import re
from collections.abc import Iterator

from pelican_videopost.base.labels import Labels, fold
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Person

# A term or a value of a definition list, up to the next one: their end tags may be left out.
_ITEM = re.compile(r"<(d[td])\b[^>]*>([^<]*(?:<(?!/?d[tdl]\b)[^<]*)*)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[;,،、，；]")
# Longer ones are no names but sentences, and more of them no credits.
_LONGEST_NAME = 80
_MOST_NAMES = 30


class Roles:
    """The terms of one language that name a role, each with its property of https://schema.org/VideoObject."""

    def __init__(self, labels: Labels) -> None:
        """Read the wordings of a language, which its catalog has in one text each, with `;` between them."""
        self._properties = {
            fold(term): name
            for texts in (_terms(Labels("en", {})), _terms(labels))
            for name, text in texts.items()
            for term in text.split(";")
        }

    def of(self, details: str, people: tuple[Person, ...]) -> dict[str, list[str]]:
        """Return the names by property: those that the metadata give, and those in the HTML of "Details"."""
        found: dict[str, dict[str, None]] = {}
        for person in people:
            if name := self._properties.get(fold(person.role)):
                found.setdefault(name, {})[person.name] = None
        for term, value in _rows(details):
            name = self._properties.get(fold(term))
            for part in _SEPARATORS.split(value) if name else ():
                if 0 < len(part := part.strip()) <= _LONGEST_NAME:
                    found.setdefault(name or "", {})[part] = None
        return {name: list(names)[:_MOST_NAMES] for name, names in found.items()}


def _terms(labels: Labels) -> dict[str, str]:
    """Return the wordings of each role in one language, with `;` between them."""
    return {
        "director": labels("Director; Directors; Directed by"),
        "actor": labels("Cast; Actor; Actors; Starring"),
        "musicBy": labels("Music; Music by; Composer"),
        "producer": labels("Producer; Producers; Produced by"),
    }


def _rows(details: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of term and value of definition lists, as plain text."""
    term = ""
    for kind, content in _ITEM.findall(details):
        text = plain_text(content)
        if kind in ("dt", "DT"):
            term = text
        else:
            yield term, text
