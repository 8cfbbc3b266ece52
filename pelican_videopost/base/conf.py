"""A site's `pelicanconf.py`, read for commands and for the receiver, which do without Pelican and its imports."""

import os
import runpy
from pathlib import Path
from typing import Any

# Pelican's own defaults: https://docs.getpelican.com/en/stable/settings.html
_DEFAULTS: dict[str, Any] = {"PATH": os.curdir, "OUTPUT_PATH": "output", "SITEURL": "", "DEFAULT_LANG": "en"}
_FOLDERS = ("PATH", "OUTPUT_PATH")


class ConfError(Exception):
    """The settings of a site cannot be read; the message says why."""


def read_conf(path: Path) -> dict[str, Any]:
    """Return the settings in a file by their names, its folders absolute; raises ConfError.

    The file is a program of the site's own, and may raise anything.
    """
    if not path.is_file():
        raise ConfError(f"there is no {path}; name the settings of the site with --settings")
    try:
        names = runpy.run_path(str(path))
    except Exception as error:  # whatever a program of the site's own raises
        raise ConfError(f"{path} cannot be loaded ({type(error).__name__}: {error})") from error
    settings = _DEFAULTS | {name: value for name, value in names.items() if name.isupper()}
    for name in _FOLDERS:
        settings[name] = os.path.abspath(path.parent / settings[name])  # noqa: PTH100  # links stay as they are
    return settings
