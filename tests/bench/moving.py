"""What it costs to move a WordPress site in, by a generated export: posts as people wrote them, with comments."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from tests.importing.exports import CLIPS, COMMENTS, HEAD, TAIL, TEXTS, comment, item

_COMMENTS_EACH = 3
# Of the texts in the tests, what a post has beside its words; those that are there to be hostile are left out.
_LEFT = frozenset({"empty", "deep", "deep_quotes", "brackets"})
_WORDS = "The runner leaves the cabin before dawn, and the snow is deeper than the boots."
_PARAGRAPH = f"<!-- wp:paragraph -->\n<p>{_WORDS}</p>\n<!-- /wp:paragraph -->\n\n"


class Moved(NamedTuple):
    """What an import took: seconds, megabytes at the most, and how large the export and how many its comments were."""

    took_s: float
    peak_mb: float
    export_mb: float
    comments: int


def move(posts: int) -> Moved:
    """Import a generated export of so many posts, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "export.xml"
        with path.open("w", encoding="utf-8") as file:
            file.write(HEAD)
            file.writelines(islice(_items(), posts))
            file.write(TAIL)
        command = [sys.executable, "-m", "pelican_videopost", "import", "wordpress", str(path), "--content", "content"]
        began = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        took_s = time.monotonic() - began
        written = sum(1 for _ in (folder / "content" / "posts").rglob("*.md"))
        if status or written != posts:
            raise RuntimeError(f"the import ended with {status}, and {written} of {posts} posts")
        scale = 1e6 if sys.platform == "darwin" else 1e3
        return Moved(took_s, usage.ru_maxrss / scale, path.stat().st_size / 1e6, posts * _COMMENTS_EACH)


def _items() -> Iterator[str]:
    """Yield posts without end, each with another construct among its words."""
    texts = [text for name, text in TEXTS.items() if name not in _LEFT] + [text for text, _ in CLIPS.values()]
    replies = [text for name, text in COMMENTS.items() if name not in _LEFT]
    for number, text in enumerate(cycle(texts), 1):
        said = [
            comment(number * 10 + place, replies[(number + place) % len(replies)], parent=number * 10 if place else 0)
            for place in range(_COMMENTS_EACH)
        ]
        yield item(number, f"post-{number}", f"{text}\n\n{_PARAGRAPH * 12}", comments=said)
