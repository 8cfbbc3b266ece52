"""The way into a page's `<head>`: an include in front of `</head>`, put there as the theme's templates are compiled."""

import re

from jinja2.ext import Extension

_END_OF_HEAD = re.compile(r"(?=</head\s*>)", re.IGNORECASE)
# The plus sign keeps Jinja from eating the indentation in front of the tag: other pages stay as they were.
_INCLUDE = '{%+ include "videopost/head.html" %}'


class HeadExtension(Extension):
    """Includes `videopost/head.html`, which prints nothing on a page without video posts."""

    def preprocess(self, source: str, *_: object, **__: object) -> str:
        """Return the source of a template with the include before the end of its head."""
        return _END_OF_HEAD.sub(_INCLUDE, source, count=1)
