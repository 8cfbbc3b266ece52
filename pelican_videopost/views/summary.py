"""A listing's view as a text that themes may print, strip, escape or cut."""

from collections.abc import Callable
from typing import Self, SupportsIndex

from markupsafe import escape


class Summary(str):
    """A listing's view of a post, which turns into its plain teaser wherever a theme strips or escapes it.

    Jinja prints it as it is; `striptags` and `escape` ask for `__html__`, which is fit for an attribute.
    """

    __slots__ = ("plain",)

    plain: Callable[[], str]

    def __new__(cls, html: str, plain: Callable[[], str]) -> Self:
        """Return `html` as a text that knows how to get its `plain` form, unescaped."""
        summary = super().__new__(cls, html)
        summary.plain = plain
        return summary

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        """Return a piece of the plain teaser: a theme that cuts the summary must not cut a tag in two.

        All of it has a space at its end: Jinja's `truncate` drops the last word of what it has cut.
        """
        plain = self.plain()
        return str(escape(plain[key])) + (" " if plain[key] == plain else "")

    def __html__(self) -> str:
        return str(escape(self.plain()))

    def __str__(self) -> Self:
        """Return this very text: it is still to be told from others when it has become a feed's description."""
        return self
