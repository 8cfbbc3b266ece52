"""The wheel, installed as a user installs it; and what the package ships."""

import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.version import Version

import pelican_videopost

from .building import least
from .conftest import POST, PROJECT, files

# Any moment will do: it is what makes two builds the same.
EPOCH = "1767225600"
# What pip is told of the two versions of Pelican.
OLDEST, NEWEST = f"=={least('pelican')}", f">={least('pelican')}"


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a command that must succeed; return what it said."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def make(folder: Path) -> tuple[Path, Path]:
    """Return the source distribution and the wheel that is built from it, as `make dist` makes them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", EPOCH)
        run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, PROJECT)
    (source,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return source, wheel


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source distribution and the wheel."""
    return make(tmp_path_factory.mktemp("made"))


Install = Callable[[str, str], Path]


@pytest.fixture(scope="module")
def install(made: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Install:
    """Returns the interpreter of a fresh environment with a version of Pelican and the wheel, or what the source makes.

    Nothing but their dependencies is in it. There is one environment for each Pelican: the second of the two is
    installed over the first. Of the source, pip makes a wheel with what the source itself asks for to build it.
    """
    source, wheel = made
    built = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", built, source)
    wheels = {"wheel": wheel, "source": next(built.iterdir())}
    environments: dict[str, tuple[Path, str]] = {}

    def installed(pelican: str, kind: str) -> Path:
        python, present = environments.get(pelican) or (tmp_path_factory.mktemp("environment") / "bin" / "python", "")
        if not present:
            venv.create(python.parent.parent)
        if present != kind:
            over = ("--no-deps", "--force-reinstall") if present else (f"pelican{pelican}",)
            pip = sys.executable, "-m", "pip", "--python", python
            run(*pip, "install", "--quiet", "--no-compile", *over, wheels[kind])
        environments[pelican] = python, kind
        return python

    return installed


@pytest.mark.xdist_group("wheel")
def test_what_the_wheel_holds(made: tuple[Path, Path]) -> None:
    """The wheel has templates, assets, catalogs and the shim, and no `__init__.py` of Pelican's own packages."""
    names = set(zipfile.ZipFile(made[1]).namelist())
    assert {
        "pelican_videopost/py.typed",
        "pelican_videopost/views/templates/video_post.html",
        "pelican_videopost/views/templates/videopost/player.html",
        "pelican_videopost/views/static/videopost.css",
        "pelican_videopost/views/static/videopost.js",
        "pelican_videopost/base/locale/es/LC_MESSAGES/videopost.mo",
        "pelican/plugins/videopost/__init__.py",
    } <= names
    assert not names & {"pelican/__init__.py", "pelican/plugins/__init__.py"}
    assert not any(name.startswith(("tests/", "example_site/", "assets/")) for name in names)


@pytest.mark.xdist_group("wheel")
def test_it_imports_with_its_base_dependencies_alone(install: Install) -> None:
    """Pelican imports every plugin of its namespace: ours must never fail to, nor touch the network."""
    code = (
        "import socket; socket.socket.connect = None;"
        "import pelican.plugins.videopost as plugin; plugin.register(); print('fine')"
    )
    assert "fine" in run(install(NEWEST, "wheel"), "-c", code)


@pytest.mark.xdist_group("wheel")
@pytest.mark.parametrize(
    ("pelican", "kind", "plugins", "theme"),
    [
        (NEWEST, "wheel", 'PLUGINS = ["pelican_videopost"]', "simple"),
        (NEWEST, "wheel", 'PLUGINS = ["videopost"]', "notmyidea"),
        (NEWEST, "wheel", "", "notmyidea"),
        (NEWEST, "source", "", "simple"),
        (OLDEST, "source", 'PLUGINS = ["pelican_videopost"]', "notmyidea"),
        (OLDEST, "wheel", "", "simple"),
    ],
)
def test_in_a_fresh_environment(
    install: Install, tmp_path: Path, pelican: str, kind: str, plugins: str, theme: str
) -> None:
    """Wheel or source, beside the oldest Pelican or the newest, named or found, builds posts without a warning."""
    python = install(pelican, kind)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/rocky.md").write_text(POST)
    settings = (
        f"SITENAME = 'S'\nSITEURL = 'https://site.example'\nTIMEZONE = 'UTC'\nPATH = 'content'\nTHEME = '{theme}'\n"
    )
    (tmp_path / "pelicanconf.py").write_text(settings + plugins)
    run(python, "-m", "pelican", "-s", "pelicanconf.py", "--fatal", "warnings", cwd=tmp_path)
    page = (tmp_path / "output/rocky.html").read_text(encoding="utf-8")
    assert page.count('<figure class="videopost-player') == page.count("videopost.css") == page.count("<dl>") == 1
    assert {"theme/videopost.css", "theme/videopost.js", "feeds/videos.atom.xml"} <= set(files(tmp_path / "output"))


@pytest.mark.xdist_group("wheel")
def test_the_oldest_pelican_is_what_it_is_called(install: Install) -> None:
    """The environment of the oldest has the version that the package asks for, and no newer one."""
    told = run(install(OLDEST, "wheel"), "-c", "import pelican; print(pelican.__version__)")
    assert Version(told.strip()) == Version(least("pelican"))


@pytest.mark.xdist_group("wheel")
def test_wheel_and_source_are_the_same_whenever_they_are_built(made: tuple[Path, Path], tmp_path: Path) -> None:
    """Both files are the same to the byte at another time; no file of the site or of a cache is in the source."""
    source, wheel = make(tmp_path)
    assert [path.read_bytes() for path in (source, wheel)] == [path.read_bytes() for path in made]
    with tarfile.open(source) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert {"pyproject.toml", "README.md", "pelican_videopost/__init__.py", "tests/conftest.py"} <= set(names)
    assert not [
        name for name in names if re.match(r"\.venv|\.git/|build/|dist/|example_site/output|.*__pycache__", name)
    ]


def test_dependencies_are_the_ones_promised() -> None:
    """The plugin needs Pelican, Beautiful Soup, Markdown and nh3, and nothing else."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [line.partition(">")[0] for line in project["dependencies"]] == [
        "pelican",
        "beautifulsoup4",
        "markdown",
        "nh3",
    ]


def test_the_changelog_knows_the_version() -> None:
    """The changelog's newest entry is the version that is shipped."""
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changelog.partition("\n## ")[2].startswith(pelican_videopost.__version__)
