"""Who made a film, and what else is known of it, by the terms under "Details"."""

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from pelican_videopost.base.labels import Labels, fold
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Credit

# A term or a value of a definition list, up to the next one: their end tags may be left out.
_ITEM = re.compile(r"<(d[td])\b[^<>]*+>([^<]*+(?:<(?!/?d[tdl]\b)[^<]*+)*+)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[;,،、，；]")
# Longer ones are no names but sentences, and more of them no credits.
_LONGEST_NAME = 80
_MOST_NAMES = 30
_MOST_FACTS = 12
# What one post alone may say of a film: it is the same of all clips of it.
_OF_FILM = frozenset({"director", "producer"})


class Fact(NamedTuple):
    """A row of "Details": its term, and its values as plain text."""

    term: str
    values: tuple[str, ...]


class Roles:
    """The terms of one language that name a role, each with its property of https://schema.org/VideoObject."""

    def __init__(self, labels: Labels) -> None:
        """Read the wordings of a language, which its catalog has in one text each, with `;` between them."""
        english = Labels("en", {})
        self._properties = {
            fold(term): name
            for texts in (_terms(english), _terms(labels))
            for name, text in texts.items()
            for term in text.split(";")
        }
        years = f"{_years(english)};{_years(labels)}"
        credited = {term for term, name in self._properties.items() if name in _OF_FILM}
        self._of_film = frozenset(map(fold, years.split(";"))) | credited

    def of(self, details: str, people: tuple[Credit, ...]) -> dict[str, list[str]]:
        """Return the names by property: those that the metadata give, and those in the HTML of "Details"."""
        found: dict[str, dict[str, None]] = {}
        for person in people:
            if name := self._properties.get(fold(person.role)):
                found.setdefault(name, {})[person.name] = None
        for term, value in _rows(details):
            name = self._properties.get(fold(term))
            if name and (names := names_in(value)):
                found.setdefault(name, {}).update(dict.fromkeys(names))
        return {name: list(names)[:_MOST_NAMES] for name, names in found.items()}

    def people(self, details: str, people: tuple[Credit, ...]) -> list[str]:
        """Return everybody whom metadata and "Details" name, each once."""
        named = (name for names in self.of(details, ()).values() for name in names)
        found: dict[str, str] = {}
        for name in (*(person.name for person in people), *named):
            found.setdefault(fold(name), name)
        return list(found.values())[:_MOST_NAMES]

    def agreed(self, details: Iterable[str], but: Container[str]) -> list[Fact]:
        """Return what the "Details" of a film's posts, each as HTML, say of the film.

        That is what several say alike and none says otherwise; of year, director and producer one is enough. `but` are
        folded terms that tell of a post.
        """
        said: dict[str, list[Fact]] = {}
        for html in details:
            for folded, fact in _facts(html).items():
                said.setdefault(folded, []).append(fact)
        found = []
        for folded, facts in said.items():
            is_enough = len(facts) > 1 or folded in self._of_film
            ways = {frozenset(fold(name) for value in fact.values for name in names_in(value)) for fact in facts}
            if is_enough and len(ways) == 1 and folded not in but:
                found.append(facts[0])
        return found[:_MOST_FACTS]


def names_in(text: str) -> list[str]:
    """Return the names in a value of "Details", or of a part of it.

    >>> names_in("Vince DiCola; Robert Tepper")
    ['Vince DiCola', 'Robert Tepper']
    """
    parts = (part.strip() for part in _SEPARATORS.split(text))
    return [part for part in parts if 0 < len(part) <= _LONGEST_NAME]


def _terms(labels: Labels) -> dict[str, str]:
    """Return the wordings of each role in one language, with `;` between them."""
    return {
        "director": labels("Director; Directors; Directed by"),
        "actor": labels("Cast; Actor; Actors; Starring"),
        "musicBy": labels("Music; Music by; Composer"),
        "producer": labels("Producer; Producers; Produced by"),
        "contributor": labels("Speaker; Speakers; Talk by"),
    }


def _years(labels: Labels) -> str:
    """Return the wordings of the year of a film in one language, with `;` between them."""
    return labels("Year; Released; Release")


def _facts(details: str) -> dict[str, Fact]:
    """Return the rows of one post's "Details" by their folded terms."""
    found: dict[str, Fact] = {}
    for term, value in _rows(details):
        folded = fold(term)
        before = found.get(folded, Fact(term.rstrip(" :"), ()))
        if folded and names_in(value):
            found[folded] = before._replace(values=(*before.values, value))
    return found


def _rows(details: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of term and value of definition lists, as plain text."""
    term = ""
    for kind, content in _ITEM.findall(details):
        text = plain_text(content)
        if kind in ("dt", "DT"):
            term = text
        else:
            yield term, text
