"""Pelican's caches on disk: what stands in them must outlive a change of the plugin, and the plugin itself.

A cache that names a class of ours ends the next build where that class has moved, or the plugin was taken away: Pelican
looks for it while it reads the file. Each kind of build runs on the Pelican of the environment and on the oldest one.
"""

import gzip
import os
import re
import shutil
from pathlib import Path

import pytest

from .building import Build, build, oldest_pelican
from .conftest import PLAIN, POST, PROJECT, files

# Its sites are built once for all tests.
pytestmark = pytest.mark.xdist_group("caches")

CONF = """\
PATH = "content"
SITEURL = "https://site.example"
SITENAME = "The site"
AUTHOR = "The author"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "simple"
STATIC_PATHS = ["media"]
PAGE_PATHS = ["pages"]
ARTICLE_EXCLUDES = ["comments", "pages"]
CACHE_PATH = "cache"
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
FEED_ALL_ATOM = "feeds/all.atom.xml"
"""
UNPLUGGED = "PLUGINS = []\n"
PLUGGED = 'PLUGINS = ["by_another_name"]\nVIDEOPOST = {"comments": "https://forms.example/send"}\n'
# Links between all kinds of content: a cached page may hold the whole context, with all of its articles.
CONTENT = {
    "rocky.md": POST.replace("Video:", "Poster: {static}/media/p.svg\nRelated: other\nVideo:"),
    "rocky-es.md": POST.replace("Slug: rocky", "Slug: rocky\nLang: es"),
    "other.md": POST.replace("Slug: rocky", "Slug: other\nCaptions: en: {static}c.vtt").replace(
        "https://www.youtube.com/watch?v=eRsGyueVLvQ", "{static}/media/clip.webm"
    ),
    "draft.md": POST.replace("Slug: rocky", "Slug: draft\nStatus: draft"),
    "hidden.md": POST.replace("Slug: rocky", "Slug: hidden\nStatus: hidden"),
    "plain.md": PLAIN
    + "\n[The film]({filename}rocky.md), [a file]({attach}notes.txt), [a page]({filename}/pages/a.md)\n",
    "pages/a.md": "Title: A page\nSlug: a\n\n[The post]({filename}/rocky.md) and [a picture]({static}/media/p.svg)\n",
    "pages/hidden.md": "Title: A hidden page\nSlug: b\nStatus: hidden\n\n[The page]({filename}a.md)\n",
    "comments/rocky/first.md": "Author: Ada\nDate: 2025-12-01T10:00:00+00:00\n\nThat saw!\n",
    "media/p.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "media/clip.webm": "webm",
    "notes.txt": "notes",
    "c.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nSnow.\n",
}
# In the place of the package, of which no module can be found then; Pelican imports what of its namespace is installed.
GONE = "register = None\n"
NAMED = "from pelican_videopost import register as register\n"
# Modules with classes whose objects live as long as a build, which move to other names.
MOVED = ("base/model", "build/article", "build/site", "comments/model", "views/published", "views/view")


class Cached:
    """Sites that were built with caches of one layer, with the plugin and without, by one Pelican.

    Each was built twice, for with its caches Pelican itself leaves some links of cached content alone. `plugged` and
    `plain` are the second builds.
    """

    def __init__(self, folder: Path, home: Path, layer: str) -> None:
        """Build them below `folder`; `home` holds the Pelican to build with, or nothing."""
        self._folder, self._home, self._layer = folder, home, layer
        self.gone = _folder_with(folder / "gone", "pelican_videopost.py", GONE)
        self.here = _folder_with(folder / "here", "by_another_name.py", NAMED)
        (self.here / "pelican_videopost").symlink_to(PROJECT / "pelican_videopost")
        for site, plugins, path in (("plugged", PLUGGED, self.here), ("plain", UNPLUGGED, self.gone)):
            for name, text in CONTENT.items():
                _folder_with(folder / site / "content", name, text)
            self.build(site, "first", plugins, path)
        self.plugged = self.build("plugged", "second", PLUGGED, self.here)
        self.plain = self.build("plain", "second", UNPLUGGED, self.gone)

    def build(self, site: str, name: str, plugins: str, path: Path) -> Build:
        """Build a site into its folder `name`, with the folder `path` searched first for modules."""
        conf = f'{CONF}CONTENT_CACHING_LAYER = "{self._layer}"\n{plugins}'
        search = os.pathsep.join(map(str, (path, self._home)))
        done = build(self._folder / site, name, conf, self._home, PYTHONPATH=search)
        assert done.worked, done.log
        return done

    def rebuild(self, site: str, plugins: str, path: Path) -> Build:
        """Build a site once more, with its caches as they are, which are put back then."""
        folder, saved = self._folder / site, self._folder / f"{site}-saved"
        shutil.copytree(folder, saved)
        try:
            built = self.build(site, "again", plugins, path)
            return Build(built.output.rename(self._folder / f"{site}-{path.name}"), built.log, built.worked)
        finally:
            shutil.rmtree(folder)
            saved.rename(folder)

    def cache_files(self) -> dict[str, bytes]:
        """Return what each cache file of the site with the plugin holds, without its compression."""
        cache = self._folder / "plugged" / "cache"
        found = {path.name: gzip.decompress(path.read_bytes()) for path in cache.iterdir()}
        ending = "-Readers" if self._layer == "reader" else ""
        assert {f"ArticlesGenerator{ending}", f"PagesGenerator{ending}"} <= set(found)
        return found


def _folder_with(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["installed", "oldest"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a Pelican, or one without, where the environment's own is to be used."""
    return oldest_pelican() if request.param == "oldest" else tmp_path_factory.mktemp("nothing")


@pytest.fixture(scope="module", params=["generator", "reader"])
def cached(request: pytest.FixtureRequest, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Cached:
    """The sites, built."""
    return Cached(tmp_path_factory.mktemp("cached"), home, request.param)


def assert_same(one: Build, other: Build) -> None:
    """Assert that two builds wrote the same and warned of the same, which are links that Pelican does not resolve."""
    ours, theirs = files(one.output), files(other.output)
    assert {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)} == set()
    assert one.warnings == other.warnings
    assert all("Unable to find" in warning for warning in one.warnings)


def test_built_again_after_the_plugin_was_taken_away(cached: Cached) -> None:
    """Without the plugin a site with its caches builds, and comes out as one that never had it."""
    assert_same(cached.rebuild("plugged", UNPLUGGED, cached.gone), cached.plain)


def test_built_again_after_a_module_moved(cached: Cached, tmp_path: Path) -> None:
    """With the next version of the plugin, whose modules have other names, a site with its caches builds the same."""
    following = shutil.copytree(cached.here, tmp_path / "following")
    for module in MOVED:
        path = following / "pelican_videopost" / f"{module}.py"
        path.rename(path.with_stem(f"{path.stem}_moved"))
    names = "|".join(re.escape(module.replace("/", ".")) for module in MOVED)
    for path in following.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"\b(pelican_videopost\.(?:{names}))\b", r"\1_moved", text), encoding="utf-8")
    assert_same(cached.rebuild("plugged", PLUGGED, following), cached.plugged)


def test_built_again_after_the_plugin_came(cached: Cached) -> None:
    """A site whose caches are older than the plugin comes out as one that always had it."""
    assert_same(cached.rebuild("plain", PLUGGED, cached.here), cached.plugged)


def test_nothing_of_the_plugin_is_in_a_cache(cached: Cached) -> None:
    """No cache file names the package; the author's own setting `PLUGINS`, which Pelican keeps there, does not here."""
    assert b'class="videopost' in files(cached.plugged.output)["rocky.html"]
    assert [name for name, data in cached.cache_files().items() if b"pelican_videopost" in data] == []
