"""Make what the package ships from the sources beside this file: `python assets/build.py`, or `make assets`.

Each shipped file is its sources in order, minified. With `--check` nothing is written; the exit status tells whether
what is there is current.
"""

import re
import sys
from pathlib import Path

import minify

HERE = Path(__file__).parent
STATIC = HERE.parent / "pelican_videopost" / "views" / "static"
SHIPPED = {
    "videopost.css": ("player.css", "duration.css", "post.css"),
    "videopost-listing.css": ("duration.css", "listing.css"),
    "videopost.js": ("player.js", "files.js", "chapters.js", "fold.js", "reply.js", "send.js"),
}
MEDIA_TYPES = {".css": "text/css", ".js": "application/javascript"}


def minified(*sources: str) -> str:
    """Return the named sources of this folder as one minified text."""
    text = "\n".join((HERE / source).read_text(encoding="utf-8") for source in sources)
    kind = MEDIA_TYPES[Path(sources[0]).suffix]
    # What stands in a container query is beyond the minifier, unless it stands alone.
    within = re.compile(r"(@container[^{]+\{)((?:[^{}]+\{[^{}]*\})+)\s*\}")
    return within.sub(lambda found: f"{found[1]}{minify.string(kind, found[2])}}}", minify.string(kind, text)) + "\n"


def main(check: bool) -> int:
    """Write the shipped files, or only tell whether they are current; return the exit status."""
    stale = [
        name
        for name, sources in SHIPPED.items()
        if not (STATIC / name).exists() or (STATIC / name).read_text(encoding="utf-8") != minified(*sources)
    ]
    for name in stale:
        if not check:
            (STATIC / name).write_text(minified(*SHIPPED[name]), encoding="utf-8")
        sys.stderr.write(f"{name}: {'not current; run make assets' if check else 'written'}\n")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
