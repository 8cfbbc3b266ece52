"""Which post an address of another system means."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.comments.manifest import Manifest


class Places:
    """The posts of a site by their addresses, however these are written."""

    def __init__(self, manifest: Manifest | None = None) -> None:
        """Know the posts of a manifest; without one, an address's last part is taken for the slug."""
        posts = manifest.posts.values() if manifest else ()
        self._by_path = {_bare(post.url): post.slug for post in posts}
        self._slugs = {post.slug for post in posts}
        self._all_known = manifest is not None

    def slug_of(self, address: str) -> str | None:
        """Return the slug of the post that an address means; None where there is no such post.

        >>> Places().slug_of("https://example.org/2026/rocky.html?x=1")
        'rocky'
        """
        path = _bare(address)
        if path in self._by_path:
            return self._by_path[path]
        name = PurePosixPath(path).name
        known = name in self._slugs if self._all_known else is_safe_name(name)
        return name if known else None


def _bare(address: str) -> str:
    """Return the path of an address without what servers add to it."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    path = path.rstrip("/").removesuffix("/index.html").removesuffix(".html").removesuffix(".htm")
    return "/" + path.strip("/")
