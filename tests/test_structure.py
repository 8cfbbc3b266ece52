"""The house: which folder may import which, held by the syntax trees of all modules."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pelican_videopost"

# From the roof down: a folder imports itself and what stands in a later line; those of one line do not know each other.
FLOORS = (
    ("cli",),
    ("build",),
    ("outputs",),
    ("views", "importing", "receiver", "fetch"),
    ("comments", "posts"),
    ("base",),
)
LEVELS = {folder: level for level, folders in enumerate(FLOORS) for folder in folders}
# What imports Pelican: the plugin within it. `register` does so when Pelican calls it.
KNOWS_PELICAN = "build"


def modules() -> list[Path]:
    """Return every module of the package's folders."""
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE)


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of each module that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_folder_has_its_floor() -> None:
    """No folder stands outside of the drawing."""
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"} == set(LEVELS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_lead_down(path: Path) -> None:
    """A module imports its own folder and those below it, and only `build` imports Pelican."""
    folder = path.relative_to(PACKAGE).parts[0]
    for name in imported(path):
        top, _, rest = name.partition(".")
        if top == "pelican":
            assert folder == KNOWS_PELICAN, f"{folder} imports {name}"
        elif top == "pelican_videopost" and (below := rest.partition(".")[0]) in LEVELS:
            assert below == folder or LEVELS[below] > LEVELS[folder], f"{folder} imports {name}"


def test_no_module_is_a_drawer_for_everything() -> None:
    """There is no `utils`, no star import, and no module level `global`."""
    for path in modules():
        assert path.stem not in ("utils", "helpers", "common", "misc")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.Global), path
            assert not (isinstance(node, ast.ImportFrom) and node.names[0].name == "*"), path


def test_modules_and_functions_stay_small() -> None:
    """No module has over 250 lines and no function over 40."""
    for path in modules():
        source = path.read_text(encoding="utf-8")
        assert source.count("\n") <= 250, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{path}: {node.name}"


def test_a_name_means_one_thing() -> None:
    """A public class or function is defined once in the package; what each provider must offer is not counted."""
    places: dict[str, list[str]] = {}
    for path in modules():
        if "providers" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path.relative_to(PACKAGE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.skipif(
    not shutil.which("git") or not (PACKAGE.parent / ".git").exists(), reason="no copy of the repository"
)
def test_every_module_can_be_committed() -> None:
    """What git is told to ignore, as folders called `build`, is none of the package's: a commit and a wheel lack it."""
    listed = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", "pelican_videopost", "namespace"]
    done = subprocess.run(listed, cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert [name for name in done.stdout.splitlines() if "__pycache__" not in name] == []
