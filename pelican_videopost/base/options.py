"""Options that a site's owner may set: each a dataclass field, declared once with its reader and its help."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field, fields
from difflib import get_close_matches
from typing import Any

from pelican_videopost.base.model import Problem


def option(read: Callable[[object], Any], meaning: str, default: Any = MISSING, *, is_secret: bool = False) -> Any:
    """Return the dataclass field of an option; without a default, its class fills it in.

    `read` returns the value to use for the one that was set, or raises ValueError with what is legal. `meaning` is for
    the documents. The value of a secret one is never shown.
    """
    metadata = {"read": read, "help": meaning, "is_secret": is_secret}
    if isinstance(default, (dict, list)):
        return field(default_factory=default.copy, metadata=metadata, repr=not is_secret)
    return field(default=default, metadata=metadata, repr=not is_secret)


def read_options(kind: type[Any], values: object, place: str, example: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return the options of a dataclass that a dict sets, by name, and what in it is unusable and left at its default.

    `place` is where the dict stands in the settings, `example` what to write where it is none.
    """
    if not isinstance(values, Mapping):
        return {}, [Problem(place, repr(values), f"write a dict: {example}")]
    known: dict[str, Field[Any]] = {known.name: known for known in fields(kind) if known.metadata}
    chosen: dict[str, Any] = {}
    problems = []
    for name, value in values.items():
        if name not in known:
            near = get_close_matches(str(name), known, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            problems.append(Problem(place, repr(name), f"no such option; {hint}there are {', '.join(known)}"))
            continue
        try:
            chosen[name] = known[name].metadata["read"](value)
        except ValueError as error:
            shown = "…" if known[name].metadata["is_secret"] else repr(value)
            problems.append(Problem(f'{place}["{name}"]', shown, f"legal is: {error}; the default is used"))
    return chosen, problems
