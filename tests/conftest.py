"""What the tests stand on: real Pelican sites built in a temporary folder, and a real browser to read them."""

import logging
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from hypothesis import settings
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache
from pelican import Pelican, generators
from pelican.log import LimitFilter
from pelican.settings import read_settings

# One browser for all tests of a process: Playwright runs only once in each.
from .chromium import chromium as chromium
from .tables import pytest_terminal_summary as pytest_terminal_summary

# How long an example takes says more of the machine than of the package.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

PROJECT = Path(__file__).parent.parent
POST = """\
Title: Rocky training in Russia [Rocky IV]
Date: 2025-11-27 10:00
Slug: rocky
Category: High Eighties
Tags: training, snow
Video: https://www.youtube.com/watch?v=eRsGyueVLvQ

The teaser of the post. [+]

The full text.

## More info and movies

- [A link](https://example.org/more)

## Details

Director
:   Sylvester Stallone
"""
PLAIN = """\
Title: A plain article
Date: 2025-11-26 10:00
Category: High Eighties
Tags: snow

No video here, [+] not even a marker.
"""


# Tests for `make test` alone, by how their names begin: they need a browser, Java, packages of their own, or much time.
SLOW = (
    *("tests/browser/", "tests/importing/", "tests/neighbours/", "tests/themes/", "tests/outputs/test_head.py"),
    *("tests/comments/test_durability.py", "tests/comments/test_long_threads.py", "tests/comments/test_mail.py"),
    *("tests/comments/test_moderation.py", "tests/comments/test_server.py"),
    *("tests/comments/test_text.py::test_no_text_takes_long", "tests/test_autoreload.py", "tests/test_caches.py"),
    *("tests/test_check.py", "tests/test_documents.py::test_the_documents_make_a_site", "tests/test_fetch"),
    *("tests/test_linear.py", "tests/test_markup.py", "tests/test_new.py", "tests/test_package.py"),
    *("tests/test_readers.py", "tests/test_recent.py", "tests/test_site.py"),
)
# And those that build a site, by their fixtures.
BUILDING = frozenset({"site", "example"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests, which `make check` leaves out."""
    for item in items:
        is_slow = item.nodeid.startswith(SLOW)
        if is_slow or not BUILDING.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


class _Warnings(logging.Handler):
    """Keeps what is logged as a warning or worse, which a reader of the terminal would see."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _Compiled(BytecodeCache):
    """Templates, compiled once in a process: it is four fifths of what a small site's build takes."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self.codes[bucket.key, bucket.checksum] = bucket.code


COMPILED = _Compiled()


class Site:
    """A Pelican site in a folder of its own. `warnings` holds what the last build warned of."""

    def __init__(self, folder: Path) -> None:
        """Make the folders of the site below `folder`."""
        self.folder = folder
        self.content = folder / "content"
        self.content.mkdir(parents=True)
        self.output = folder / "output"
        self.warnings: list[str] = []

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file of the content folder."""
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    def settings(self, **settings: Any) -> dict[str, Any]:
        """Return the settings of a site that itself gives no reason for a warning."""
        return {
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.output),
            "SITEURL": "https://site.example",
            "SITENAME": "The site",
            "AUTHOR": "The author",
            "TIMEZONE": "UTC",
            "STATIC_PATHS": ["media"],
            "THEME": "simple",
            "CACHE_PATH": str(self.folder / "cache"),
            "PLUGINS": ["pelican_videopost"],
        } | settings

    def build(self, **settings: Any) -> Path:
        """Build with the plugin, in this process; return the output folder."""
        LimitFilter._raised_messages.clear()
        LimitFilter._group_count.clear()
        handler = _Warnings()
        logging.getLogger().addHandler(handler)
        try:
            with patch.object(generators, "Environment", partial(Environment, bytecode_cache=COMPILED)):
                Pelican(read_settings(path=None, override=self.settings(**settings))).run()
        finally:
            logging.getLogger().removeHandler(handler)
        self.warnings = handler.messages
        return self.output

    def build_apart(self, **settings: Any) -> Path:
        """Build in a process of its own, where no other build has connected anything; warnings are fatal."""
        conf = self.folder / "pelicanconf.py"
        values = self.settings(**settings)
        conf.write_text("\n".join(f"{name} = {value!r}" for name, value in values.items()), encoding="utf-8")
        command = [sys.executable, "-m", "pelican", "-s", str(conf), "--fatal", "warnings"]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return Path(values["OUTPUT_PATH"])

    def page(self, path: str = "rocky.html") -> BeautifulSoup:
        """Return a built page, parsed."""
        return BeautifulSoup((self.output / path).read_text(encoding="utf-8"), "html.parser")

    def feed(self, path: str = "feeds/all.atom.xml") -> BeautifulSoup:
        """Return the content of a feed's first entry, parsed."""
        return BeautifulSoup(next(iter(self.entries(path).values())), "html.parser")

    def entries(self, path: str = "feeds/all.atom.xml") -> dict[str, str]:
        """Return the HTML of each entry of a feed by its title."""
        root = ElementTree.fromstring((self.output / path).read_bytes())
        return {
            entry.findtext("{*}title", ""): entry.findtext("{*}content") or entry.findtext("description", "")
            for entry in [*root.iter("{http://www.w3.org/2005/Atom}entry"), *root.iter("item")]
        }


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty site."""
    return Site(tmp_path / "site")


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path in it, without what Python puts beside its modules."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != "__pycache__"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def build_example(output: Path, *options: str) -> Path:
    """Build the example site, with further options of Pelican's command; return the output folder."""
    command = [sys.executable, "-m", "pelican", "example_site/content", "-s", "example_site/pelicanconf.py"]
    done = subprocess.run(
        [*command, "-o", str(output), "--fatal", "errors", *options],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    # Before 4.12, Pelican warns of feeds without SITEURL, even where FEED_DOMAIN is set.
    assert "WARNING" not in said.replace("WARNING  Feeds generated without SITEURL", ""), said
    return output


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built example site."""
    return build_example(tmp_path_factory.mktemp("example"))
