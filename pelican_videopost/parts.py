"""Views compiled for a site that renders thousands of them.

A view consists of half a dozen parts so that a theme can replace any of them. A part that is the plugin's own becomes
one with the template that includes it: to start a template costs Jinja more than most of these parts do.
"""

import re
from pathlib import Path
from types import FunctionType
from typing import cast

from jinja2 import Template
from jinja2.ext import Extension
from markupsafe import Markup, escape

TEMPLATES = Path(__file__).parent / "templates"

# An include as the plugin's templates write it. After the tag Jinja takes one line break away, unless a plus keeps it.
# One that says `with context`, as all are anyway, stays: its part is compiled where one is needed, as few are.
_INCLUDE = re.compile(r'{% include "(?P<part>videopost/[a-z_]+\.html)" (?:\+%}|%}\n?)')
_SPECIAL = re.compile("[&<>\"']")


class PartsExtension(Extension):
    """Puts the plugin's own parts in the place of their includes; what a theme replaces stays included."""

    def preprocess(self, source: str, *_: object, **__: object) -> str:
        """Return the source of a template with its parts in it."""
        return _INCLUDE.sub(self._part, source)

    def _part(self, include: re.Match[str]) -> str:
        loader = self.environment.loader
        if loader is None:
            return include[0]
        source, filename, _ = loader.get_source(self.environment, include["part"])
        if filename is None or TEMPLATES not in Path(filename).parents:
            return include[0]
        return self.preprocess(source.removesuffix("\n"))


def print_quickly(template: Template) -> None:
    """Have a compiled template print by `printed` where it would call `escape`, which makes an object of every text."""
    cast(FunctionType, template.root_render_func).__globals__["escape"] = printed


def printed(value: object) -> str:
    """Return a value escaped; Markup, and a text that nothing of is to be escaped, as they are.

    >>> printed("a & b"), printed("a"), printed(Markup("<b>"))
    (Markup('a &amp; b'), 'a', Markup('<b>'))
    """
    if type(value) is Markup or (type(value) is str and not _SPECIAL.search(value)):
        return value
    return escape(value)
