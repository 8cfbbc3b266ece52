"""A site moved in from the exports that the tests write, and built by a real Pelican."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pelican_videopost.importing.wordpress.comments import Pending
from pelican_videopost.importing.wordpress.letter import ImportReport
from pelican_videopost.importing.wordpress.moving import Wishes, move_in
from tests.conftest import Site
from tests.importing.exports import export


@dataclass
class Moved:
    """A site, what the import of it said, and the comments that wait."""

    site: Site
    letter: ImportReport
    pending: list[Pending]

    @property
    def report(self) -> dict[str, Any]:
        """The report as a program reads it."""
        return dict(json.loads(self.letter.as_json()))

    def text(self, name: str) -> str:
        """Return a file of the content folder."""
        return (self.site.content / name).read_text(encoding="utf-8")

    def headers(self, name: str) -> dict[str, str]:
        """Return the metadata of a file of the content folder."""
        head = self.text(name).partition("\n\n")[0]
        return dict(line.split(": ", 1) for line in head.split("\n") if not line.startswith(" "))

    def build(self, **settings: Any) -> Path:
        """Build the site with the lines that the import ends with."""
        lines: dict[str, Any] = {}
        exec("\n".join(self.letter.settings), {}, lines)
        return self.site.build(**lines, **settings)


class Mover:
    """Moves exports into the site of a test."""

    def __init__(self, site: Site) -> None:
        """Keep the site."""
        self.site = site

    def __call__(self, *items: str, raw: str | bytes | None = None, **wishes: Any) -> Moved:
        """Move in an export of these items, or one as it stands."""
        path = self.site.folder / "export.xml"
        text = export(items) if raw is None else raw
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        wanted = {"exports": [path], "content": self.site.content, "redirects": self.site.folder / "redirects"}
        letter, pending = move_in(Wishes(**wanted | wishes))
        return Moved(self.site, letter, pending)


@pytest.fixture
def move(site: Site) -> Mover:
    """Move exports into an empty site."""
    return Mover(site)
