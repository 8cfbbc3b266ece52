"""Prints the lowest versions that the package asks for, as constraints for pip: `python -m tests.lowest`."""

import re
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?>=(?P<version>[\d.]+)")


def lowest() -> list[str]:
    """Return `name==version` of each dependency of the package and of its extras, those of the tests alone left out."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(one for name, some in extras.items() if name != "test" for one in some)]
    found = [_REQUIREMENT.fullmatch(one) for one in wanted]
    return sorted({f"{one['name']}=={one['version']}" for one in found if one})


if __name__ == "__main__":
    sys.stdout.write("\n".join(lowest()) + "\n")
