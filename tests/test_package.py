"""The wheel, installed as a user installs it; and what the package ships."""

import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import pelican_videopost

from .conftest import POST, PROJECT, files

# Any moment will do: it is what makes two builds the same.
EPOCH = "1767225600"


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a command that must succeed; return what it said."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution as `make dist` does."""
    folder = tmp_path_factory.mktemp("wheel")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    run(sys.executable, "-m", "build", "--outdir", folder, PROJECT)
    monkeypatch.undo()
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a fresh environment with nothing but the wheel and its dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    interpreter = folder / "bin" / "python"
    run(interpreter, "-m", "pip", "install", "--quiet", wheel)
    return interpreter


@pytest.mark.xdist_group("wheel")
def test_what_the_wheel_holds(wheel: Path) -> None:
    """The wheel has templates, assets, catalogs and the shim, and no `__init__.py` of Pelican's own packages."""
    names = set(zipfile.ZipFile(wheel).namelist())
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
@pytest.mark.parametrize(
    ("plugins", "theme"),
    [('PLUGINS = ["pelican_videopost"]', "simple"), ('PLUGINS = ["videopost"]', "notmyidea"), ("", "notmyidea")],
)
def test_the_wheel_in_a_fresh_environment(python: Path, tmp_path: Path, theme: str, plugins: str) -> None:
    """Installed beside Pelican, named in PLUGINS or found by itself, it builds video posts without a warning."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/rocky.md").write_text(POST)
    settings = (
        f"SITENAME = 'S'\nSITEURL = 'https://site.example'\nTIMEZONE = 'UTC'\nPATH = 'content'\nTHEME = '{theme}'\n"
    )
    (tmp_path / "pelicanconf.py").write_text(settings + plugins)
    run(python, "-m", "pelican", "-s", "pelicanconf.py", "--fatal", "warnings", cwd=tmp_path)
    page = (tmp_path / "output/rocky.html").read_text(encoding="utf-8")
    assert page.count('<figure class="videopost-player') == page.count("videopost.css") == 1
    assert {"theme/videopost.css", "theme/videopost.js"} <= set(files(tmp_path / "output"))


@pytest.mark.xdist_group("wheel")
def test_wheel_and_source_are_the_same_whenever_they_are_built(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both files are the same to the byte at another time; no file of the site or of a cache is in the source."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    run(sys.executable, "-m", "build", "--outdir", tmp_path, PROJECT)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in wheel.parent.iterdir()
    }
    (source,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert {"pyproject.toml", "README.md", "pelican_videopost/__init__.py", "tests/conftest.py"} <= set(names)
    assert not [
        name for name in names if re.match(r"\.venv|\.git/|build/|dist/|example_site/output|.*__pycache__", name)
    ]


@pytest.mark.xdist_group("wheel")
def test_it_imports_with_its_base_dependencies_alone(python: Path) -> None:
    """Pelican imports every plugin of its namespace: ours must never fail to, nor touch the network."""
    code = (
        "import socket; socket.socket.connect = None;"
        "import pelican.plugins.videopost as plugin; plugin.register(); print('fine')"
    )
    assert "fine" in run(python, "-c", code)


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
