"""The files of the media library: which of them a text uses, copied beside the content, and linked there."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.base.writing import write_whole

FOLDER = "media"
_UPLOADS = "/wp-content/uploads/"
_HOSTED = ".files.wordpress.com"
# Pelican would read these as texts of the site.
_READ_BY_PELICAN = frozenset({".md", ".markdown", ".mkd", ".mdown", ".rst", ".html", ".htm"})
_PROXIES = ("i0.wp.com", "i1.wp.com", "i2.wp.com", "i3.wp.com")


@dataclass(slots=True)
class Library:
    """An uploads folder and where its files go. `copied` are paths below the content, `missing` addresses."""

    uploads: Path | None
    content: Path
    hosts: frozenset[str]
    is_dry: bool = False
    copied: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def moved(self, address: str) -> str:
        """Return where a file of the old site is linked from now on; any other address as it is."""
        relative = self._relative(address)
        if relative is None:
            return address
        source = self._source(relative)
        if source is None:
            self.missing.add(address.partition("?")[0])
            return address
        path = f"{FOLDER}/{relative}"
        if path not in self.copied:
            self._copy(source, self.content / path)
            self.copied.add(path)
        return f"{{static}}/{quote(path)}"

    def _relative(self, address: str) -> PurePosixPath | None:
        """Return the path below the uploads folder that an address means; None where it is no file of the site."""
        try:
            parts = urlsplit(address.strip())
        except ValueError:
            return None
        if parts.scheme not in ("", "http", "https"):
            return None
        host, path = (parts.hostname or "").removeprefix("www."), unquote(parts.path)
        if host in _PROXIES:
            host, _, path = path.lstrip("/").partition("/")
            host, path = host.removeprefix("www."), f"/{path}"
        if _UPLOADS in path and (not host or host in self.hosts):
            path = path.partition(_UPLOADS)[2]
        elif not (host.endswith(_HOSTED) and host in self.hosts):
            return None
        relative = PurePosixPath(path.lstrip("/"))
        safe = all(part.strip() == part and part not in ("", ".", "..") and "\\" not in part for part in relative.parts)
        return relative if relative.parts and safe and path.isprintable() else None

    def _source(self, relative: PurePosixPath) -> Path | None:
        if self.uploads is None or relative.suffix.lower() in _READ_BY_PELICAN or relative.name.startswith("."):
            return None
        for folder in (self.uploads, self.uploads / "uploads", self.uploads / "wp-content" / "uploads"):
            path = folder / relative
            if path.is_file() and path.resolve().is_relative_to(self.uploads.resolve()):
                return path
        return None

    def _copy(self, source: Path, target: Path) -> None:
        """Copy a file that is not there yet, whole or not at all."""
        if self.is_dry or (target.exists() and target.stat().st_size == source.stat().st_size):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, source.read_bytes())
        shutil.copystat(source, target)


def host_of(address: str) -> str:
    """Return the host of an address, as hosts are compared here; empty where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def safe_path(path: str) -> tuple[str, ...] | None:
    """Return the parts of an old address's path, decoded; None where one of them cannot name a file."""
    parts = tuple(unquote(part) for part in path.split("/") if part)
    return parts if all(map(is_safe_name, parts)) else None
