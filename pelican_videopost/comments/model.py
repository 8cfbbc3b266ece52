"""What a comment is made of."""

from datetime import datetime
from typing import NamedTuple


class Comment(NamedTuple):
    """An approved comment on the post named `slug`, as it is published.

    `date` is aware, `text` is Markdown, `parent` the id of the comment it replies to. An email address has no place
    in it: what is not here cannot be published by mistake.
    """

    id: str
    slug: str
    author: str
    date: datetime
    text: str
    website: str | None = None
    parent: str | None = None

    @property
    def anchor(self) -> str:
        """The id of its element, which stays as long as the comment does."""
        return f"comment-{self.id}"
