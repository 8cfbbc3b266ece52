"""A view of a post as a text that themes may print, strip, escape or cut."""

from collections.abc import Callable
from typing import Any, Self, SupportsIndex

from markupsafe import Markup, escape


class View(str):
    """A view of a post, which turns into plain words wherever a theme strips, escapes or cuts it.

    Jinja prints it as it is; `striptags` and `escape` ask for `__html__`, which is fit for an attribute.
    """

    __slots__ = ("plain",)

    plain: Callable[[], str]

    def __new__(cls, html: str, plain: Callable[[], str]) -> Self:
        """Return `html` as a text that knows how to get its `plain` form, unescaped."""
        view = super().__new__(cls, html)
        view.plain = plain
        return view

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        """Return a piece of the plain words: a theme that cuts the view must not cut a tag in two.

        All of it has a space at its end: Jinja's `truncate` drops the last word of what it has cut.
        """
        plain = self.plain()
        return str(escape(plain[key])) + (" " if plain[key] == plain else "")

    def __html__(self) -> str:
        return str(escape(self.plain()))

    def __str__(self) -> Self:
        """Return this very text: it is still to be told from others when it has become a feed's description."""
        return self


def marked_safe(value: Any) -> Markup:
    """Return what Jinja's `safe` does: of a view all its markup, for which `Markup` would not ask.

    >>> marked_safe(View("<p>A</p>", lambda: "A"))
    Markup('<p>A</p>')
    """
    return Markup(value + "" if isinstance(value, View) else value)
