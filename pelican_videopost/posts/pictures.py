"""Which of a video's pictures are for pages, and which for cards: social networks read JPEG and PNG, little else."""

from collections.abc import Sequence

from pelican_videopost.base.model import Poster

Files = Sequence[tuple[str, int]]


def page_poster(files: Files) -> Poster | None:
    """Return the poster of a page: `files` of the content folder with their widths, but for those made for cards.

    >>> page_poster([("a-640.webp", 640), ("a-1200.jpg", 1200)]).url
    '{static}/a-640.webp'
    """
    return _picture([pair for pair in files if not is_for_cards(pair[0])] or files)


def card(files: Files) -> Poster | None:
    """Return the picture for cards, of the same files."""
    return _picture([pair for pair in files if is_for_cards(pair[0])])


def is_for_cards(url: str) -> bool:
    """Whether every social network reads a picture: whether it is JPEG or PNG, by its ending.

    >>> is_for_cards("{static}/media/rocky.JPG?v=2"), is_for_cards("https://example.org/rocky.webp")
    (True, False)
    """
    return url.partition("?")[0].partition("#")[0].lower().endswith((".jpg", ".jpeg", ".png"))


def _picture(files: Files) -> Poster | None:
    widths = tuple((f"{{static}}/{path}", width_px) for path, width_px in files)
    return Poster(widths[-1][0], widths) if widths else None
