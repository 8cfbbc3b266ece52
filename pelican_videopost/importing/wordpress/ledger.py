"""What an import has written before, so that nothing that was edited since is overwritten.

A hidden file in the content folder holds the SHA-256 of each file as it was written. One that reads otherwise now was
edited, or is not of an import: it stays unless that is forced.
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Literal

from pelican_videopost.base.writing import settle, write_many, write_whole

NAME = ".videopost-import.json"
Fate = Literal["written", "updated", "present", "edited", "unwritable"]


@dataclass(slots=True)
class Ledger:
    """The files of an import below a folder."""

    folder: Path
    is_forced: bool = False
    is_dry: bool = False
    hashes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, *, is_forced: bool, is_dry: bool) -> "Ledger":
        """Return the ledger of a folder; an empty one where there is none that can be read."""
        try:
            hashes = json.loads((folder / NAME).read_text(encoding="utf-8"))["sha256"]
            known = {str(path): str(digest) for path, digest in hashes.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            known = {}
        return cls(folder, is_forced, is_dry, known)

    def write(self, path: PurePosixPath, text: str) -> Fate:
        """Write a file below the folder, unless it stands there otherwise than an import wrote it."""
        content, target = text.encode(), self.folder / path
        digest = sha256(content).hexdigest()
        try:
            present = sha256(target.read_bytes()).hexdigest() if target.exists() else None
            if present == digest:
                self.hashes[str(path)] = digest
                return "present"
            if present is not None and present != self.hashes.get(str(path)) and not self.is_forced:
                return "edited"
            if not self.is_dry:
                target.parent.mkdir(parents=True, exist_ok=True)
                write_many(target, content)
        except OSError:
            return "unwritable"
        self.hashes[str(path)] = digest
        return "updated" if present else "written"

    def close(self) -> None:
        """Keep what was written for the next import, once all of it is on the disk."""
        if self.hashes and not self.is_dry:
            settle()
            self.folder.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"sha256": self.hashes}, indent=0, sort_keys=True, ensure_ascii=False)
            write_whole(self.folder / NAME, text.encode())
