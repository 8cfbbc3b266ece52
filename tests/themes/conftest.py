"""Each theme's site, built once for all of its tests."""

import os

import pytest

from ..browser.conftest import chromium as chromium
from .sites import Themed, build
from .table import pytest_terminal_summary as pytest_terminal_summary
from .themes import THEMES, NotInstalledError, Theme


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the theme of each test for the table at the end of the run."""
    if isinstance(item, pytest.Function) and hasattr(item, "callspec") and "themed" in item.callspec.params:
        item.user_properties.append(("theme", item.callspec.params["themed"].name))


@pytest.fixture(
    scope="session",
    params=[pytest.param(theme, id=theme.name, marks=pytest.mark.xdist_group(theme.name)) for theme in THEMES],
)
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Themed:
    """The site on a theme. Where a theme cannot be installed its tests are skipped; under CI they fail."""
    theme: Theme = request.param
    try:
        return build(theme, tmp_path_factory.mktemp(theme.name))
    except NotInstalledError as error:
        message = f"NO THEME {theme.name}: {error}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
