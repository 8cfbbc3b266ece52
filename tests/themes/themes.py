"""The themes that the tests build: what each needs, and how it lists articles."""

from dataclasses import dataclass
from pathlib import Path

from ..packages import Packages

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


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: what to install, what its documentation wants in `pelicanconf.py`, and how it lists articles.

    `index` and `lists` say what of each post the first page and the other listings show: the `summary` as it stands,
    its `text` (markup taken out, perhaps cut), the whole `content`, or `no text` of it; "summary, then text" means the
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
    def wanted(self) -> Packages:
        """What is to be installed for it."""
        return Packages(self.name, self.packages, self.node, self.node_folder)


def styled(name: str, sheet: str, *node: str) -> Theme:
    """Return Pelican's `simple` with a style sheet: a file of this folder, or of packages of Node."""
    conf = f'THEME = "simple"\nSTYLESHEET_URL = "https://styles.example/{Path(sheet).name}"'
    folder = Path("node_modules") if node else Path(__file__).parent
    return Theme(name, conf, node=node, node_folder="." if node else None, styles=str(folder / sheet))


THEMES = (
    Theme("simple", 'THEME = "simple"'),
    Theme("notmyidea", 'THEME = "notmyidea"'),
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
        index="summary, then text",
        lists="summary, then text",
        node=("bulma@0.9.4",),
        node_folder=".",
        styles="node_modules/bulma/css/bulma.min.css",
    ),
    Theme(
        "themeless",
        "import os\nTHEME = os.path.join(os.environ['THEME_FOLDER'], 'pelican/themes/themeless')",
        ("pelican-themeless==0.1.2",),
        index="summary, then no text",
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
        index="summary, then text",
        lists="summary, then text",
        node=("bulma@0.9.4", "less@4"),
        node_folder=".",
        styles="node_modules/bulma/css/bulma.min.css",
    ),
    styled("bootstrap", "bootstrap/dist/css/bootstrap.min.css", "bootstrap@5.3.9"),
    styled("pico", "@picocss/pico/css/pico.min.css", "@picocss/pico@2.1.1"),
    styled("water", "water.css/out/water.min.css", "water.css@2.1.1"),
    styled("tailwind", "tailwindcss/preflight.css", "tailwindcss@4.3.5"),
    styled("mvp", "mvp.css/mvp.css", "mvp.css@1.18.0"),
    styled("materialize", "materialize-css/dist/css/materialize.min.css", "materialize-css@1.0.0"),
    styled("hostile", "hostile.css"),
)
