"""Where a new post of a site goes: into the folder of its articles, named as those are."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from pelican_videopost.base.conf import read_conf

_LONGEST_NAME = 80
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}[-_]")
_ENDINGS = (".md", ".markdown", ".mkd", ".mdown", ".rst", ".html", ".htm")


class NewPlace(NamedTuple):
    """A site as it is seen by who writes a new post: its content folder and its settings, with Pelican's defaults."""

    content: Path
    settings: dict[str, Any]

    @property
    def now(self) -> datetime:
        """The time in the site's zone, which is the one its dates are read in."""
        try:
            return datetime.now(ZoneInfo(str(self.settings.get("TIMEZONE", "UTC"))))
        except (ZoneInfoNotFoundError, ValueError, OSError):  # which the build tells of
            return datetime.now().astimezone()

    def file_for(self, title: str, date: datetime) -> Path:
        """Return where a post of this title goes: a date leads its name if one leads those of most posts there."""
        names = [path.name for path in self._articles()]
        dated = sum(bool(_DATED.match(name)) for name in names) * 2 > len(names)
        name = slugify(
            title,
            regex_subs=self.settings["SLUG_REGEX_SUBSTITUTIONS"],
            preserve_case=self.settings["SLUGIFY_PRESERVE_CASE"],
            use_unicode=self.settings["SLUGIFY_USE_UNICODE"],
        )
        safe = re.sub(r"[^\w-]+", "-", name)[:_LONGEST_NAME].strip("-") or "video"
        return self._folders()[0] / f"{f'{date:%Y-%m-%d}-' if dated else ''}{safe}.md"

    def _folders(self) -> list[Path]:
        folders = [self.content / path for path in self.settings["ARTICLE_PATHS"]]
        return [folder for folder in folders if not folder.is_file()] or [self.content]

    def _articles(self) -> Iterator[Path]:
        others = [self.content / path for path in (*self.settings["PAGE_PATHS"], "comments")]
        for folder in self._folders():
            for path in folder.rglob("*"):
                if path.suffix.lower() in _ENDINGS and not any(other in path.parents for other in others):
                    yield path


def read_place(settings_path: Path) -> NewPlace:
    """Return the place for new posts of the site with these settings; raises ConfError."""
    settings = {**DEFAULT_CONFIG, **read_conf(settings_path)}
    return NewPlace(Path(settings["PATH"]), settings)
