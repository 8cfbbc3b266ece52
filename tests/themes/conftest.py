"""Each theme's site, built once for all of its tests."""

import pytest

from ..packages import NotInstalledError, give_up
from ..tables import note
from .sites import Themed, build_themed
from .themes import THEMES, Theme


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the theme of each test for the table at the end of the run."""
    note(item, "themed")


EACH = [pytest.param(theme, id=theme.name, marks=pytest.mark.xdist_group(theme.name)) for theme in THEMES]


@pytest.fixture(scope="session", params=EACH)
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Themed:
    """The site on a theme. Where a theme cannot be installed its tests are skipped; under CI they fail."""
    theme: Theme = request.param
    try:
        return build_themed(theme, tmp_path_factory.mktemp(theme.name))
    except NotInstalledError as error:
        give_up(f"NO THEME {theme.name}: {error}")
