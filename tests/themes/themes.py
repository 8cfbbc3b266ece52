"""The themes that the tests build, each installed in a folder of its own.

Some of these themes are plugins in Pelican's own namespace: where one of their needs is missing they break every build
of the environment they are in. So nothing of a theme gets into the environment of the tests; each build is given the
folder of its theme.
"""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

PROJECT = Path(__file__).parent.parent.parent
FOLDER = PROJECT / ".venv" / "themes"
ASSETS = "pelican-webassets==2.1.0"

# As filters of their style sheets some themes name programs that are no Python packages, or that take half a minute.
# These do the same, or leave what they are given as long as it was.
FILTERS = """\
from pelican.plugins.webassets.vendor.webassets.filter import Filter, register_filter
def keep(called):
    class Keep(Filter):
        name = called
        def output(self, _in, out, **kw):
            out.write(_in.read())
    register_filter(Keep)
PLUGINS = ["pelican.plugins.webassets"]
"""
PLUMAGE = (
    FILTERS
    + """\
import plumage
keep("cssmin")
THEME = plumage.get_path()
"""
)
BULA = (
    FILTERS
    + """\
import collections.abc
import os
collections.Mapping = collections.abc.Mapping  # where Python had it when the theme was written
import bula
keep("yui_css")
WEBASSETS_CONFIG = [("LESS_BIN", os.path.join(os.environ["THEME_FOLDER"], "node_modules/.bin/lessc"))]
THEME = bula.PATH
JINJA_FILTERS = bula.FILTERS
BULMA_VERSION = "0.9.4"
"""
)
SHIORI = (
    FILTERS
    + """\
import pelican_shiori
import sass
class Scss(Filter):
    name = "scss"
    def input(self, _in, out, **kw):
        out.write(sass.compile(string=_in.read(), include_paths=[THEME + "/static/css"]))
register_filter(Scss)
keep("cssmin")
THEME = pelican_shiori.path()
WEBASSETS_CONFIG = list(pelican_shiori.asset_config())
"""
)
MINCHIN = """\
from minchin.pelican.themes import minchindotca
THEME = minchindotca.get_path()
BOOTSTRAP_THEME = "minchindotca"
JINJA_FILTERS = {
    "article_date": lambda date: date.strftime("%A, %B %d, %Y"),
    "breaking_spaces": lambda text: text.replace("\\xa0", " "),
}
"""
BULRUSH = """\
import bulrush
THEME = bulrush.PATH
JINJA_FILTERS = bulrush.FILTERS
PLUGINS = ["pelican.plugins.webassets"]
"""


class NotInstalledError(Exception):
    """A theme could not be installed."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: what to install, what its documentation wants in `pelicanconf.py`, and how it lists articles.

    `index` and `lists` say what of each post the first page and the other listings show: the `summary` as it stands,
    its `text` (markup taken out, perhaps cut), the whole `content`, or `no text` of it; "content, then text" means the
    whole of the first post. `node` are packages for its style sheets, installed in `node_folder`; the file `styles` of
    them stands in for the address the theme has it fetched from. `dark` is what its switch for dark colours does.
    """

    name: str
    conf: str
    packages: tuple[str, ...] = ()
    index: str = "summary"
    lists: str = "summary"
    node: tuple[str, ...] = ()
    node_folder: str | None = None
    styles: str = ""
    dark: str = ""

    @property
    def folder(self) -> Path:
        """Where it is installed: another folder whenever what is to be installed changes."""
        wanted = repr((sys.version_info[:2], self.packages, self.node, self.node_folder))
        return FOLDER / f"{self.name}-{hashlib.sha256(wanted.encode()).hexdigest()[:8]}"


THEMES = (
    Theme("simple", 'THEME = "simple"'),
    Theme("notmyidea", 'THEME = "notmyidea"', index="content, then summary", lists="content, then summary"),
    Theme(
        "reflex",
        "from pelican.themes import reflex\nTHEME = reflex.path()\nCC_LICENSE = None\n"
        "THEME_COLOR_AUTO_DETECT_BROWSER_PREFERENCE = True",
        ("pelican-theme-reflex==4.0.1",),
    ),
    Theme(
        "plumage",
        PLUMAGE,
        ("plumage==5.0.0", ASSETS, "libsass", "pynpm", "pyquery", "lxml", "cssselect"),
        index="text",
        lists="no text",
        node_folder="plumage",
    ),
    Theme(
        "seafoam",
        "from pelican.plugins import seafoam\nTHEME = seafoam.get_path()\n"
        "PLUGINS = ['pelican.plugins.seafoam', 'pelican.plugins.jinja_filters', 'pelican.plugins.image_process']",
        ("seafoam==2.19.2", "pelican-image-process", "pelican-jinja-filters", "titlecase", "pillow", "lxml"),
    ),
    Theme(
        "bulrush",
        BULRUSH,
        ("bulrush==0.6.3", ASSETS),
        index="content, then text",
        lists="content, then text",
        node=("bulma@0.9.4",),
        node_folder=".",
        styles="node_modules/bulma/css/bulma.min.css",
    ),
    Theme(
        "themeless",
        "import os\nTHEME = os.path.join(os.environ['THEME_FOLDER'], 'pelican/themes/themeless')",
        ("pelican-themeless==0.1.2",),
        index="content, then no text",
        lists="no text",
    ),
    Theme(
        "smallweb",
        "from pelican.themes import smallweb\nTHEME = smallweb.path()",
        ("pelican-theme-smallweb==2022.6.28", "setuptools<81"),
        index="text",
        lists="text",
    ),
    Theme(
        "engineering",
        "import pelican_engineering_theme\nTHEME = str(pelican_engineering_theme.get_theme_path())",
        ("pelican-engineering-theme==0.1.0",),
        dark="document.documentElement.dataset.theme = 'dark'",
    ),
    Theme(
        "shiori",
        SHIORI,
        ("pelican-shiori==0.2.1", ASSETS, "libsass"),
        lists="no text",
    ),
    Theme("jwk", "import jwk_theme\nTHEME = jwk_theme.THEME_PATH", ("jwk-theme==0.3.0",), index="text", lists="text"),
    Theme("minchindotca", MINCHIN, ("minchin-pelican-themes-minchindotca==1.1.0",)),
    Theme(
        "bula",
        BULA,
        ("bula==0.2.56", ASSETS),
        index="content, then text",
        lists="content, then text",
        node=("bulma@0.9.4", "less@4"),
        node_folder=".",
        styles="node_modules/bulma/css/bulma.min.css",
    ),
)


def installed(theme: Theme) -> Path:
    """Return the folder that a theme is installed in, after installing it there if it was not yet."""
    folder = theme.folder
    if not theme.packages or folder.exists():
        return folder
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER / f"{theme.name}.lock"):
        if not folder.exists():
            fresh = folder.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            _run(
                sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(fresh), *theme.packages
            )
            if theme.node_folder is not None:
                _run(
                    "npm", "install", "--silent", "--no-audit", "--prefix", str(fresh / theme.node_folder), *theme.node
                )
            fresh.rename(folder)
    return folder


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise NotInstalledError(str(error)) from error
    if done.returncode:
        raise NotInstalledError(f"{' '.join(command)}: {(done.stdout + done.stderr)[-400:]}")
