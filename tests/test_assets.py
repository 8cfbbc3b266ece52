"""What a reader's browser gets: current, and small."""

import gzip
import subprocess
import sys

from .bench.weight import player_bytes
from .conftest import PROJECT

PLAYER_BUDGET = 900
ASSETS_BUDGET = 5 * 1024
LISTING_BUDGET = 2 * 1024


def test_the_shipped_files_are_current() -> None:
    """What is shipped is made from the sources in assets/."""
    done = subprocess.run([sys.executable, PROJECT / "assets/build.py", "--check"], check=False)
    assert done.returncode == 0


def test_one_player_is_light() -> None:
    """Markup, script and style of one player stay within their budget, far below any published facade."""
    assert len(gzip.compress(b"\n".join(player_bytes().values()), 9, mtime=0)) <= PLAYER_BUDGET


def test_all_assets_are_light() -> None:
    """What a post's page loads stays within 5 KB, and the listings' own style sheet within 2 KB."""
    folder = PROJECT / "pelican_videopost/views/static"
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in folder.iterdir()}
    assert sizes.pop("videopost-listing.css") <= LISTING_BUDGET
    assert sum(sizes.values()) <= ASSETS_BUDGET
