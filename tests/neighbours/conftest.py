"""Sites with neighbours, each built once for all tests."""

from collections.abc import Callable
from functools import cache

import pytest

from ..packages import NotInstalledError, give_up
from ..tables import note
from .neighbours import NEIGHBOURS, PACKAGES, Neighbour
from .sites import OTHER, VIDEO_POSTS, Beside, build_beside

Company = Callable[[Neighbour], Beside]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note the neighbour of each test for the table at the end of the run."""
    note(item, "neighbour")


@pytest.fixture(scope="session", params=NEIGHBOURS, ids=lambda neighbour: neighbour.name)
def neighbour(request: pytest.FixtureRequest) -> Neighbour:
    """Each neighbour in turn."""
    found: Neighbour = request.param
    return found


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Beside]:
    """Builds the site of all posts with some neighbours, once for the same ones."""
    try:
        PACKAGES.install()
    except NotInstalledError as error:
        give_up(f"NO NEIGHBOURS: {error}")

    @cache
    def built(neighbours: tuple[Neighbour, ...], *, last: bool = True, videos: bool = True) -> Beside:
        texts = VIDEO_POSTS | OTHER if videos else OTHER
        return build_beside(tmp_path_factory.mktemp("beside"), neighbours, texts, last=last)

    return built


@pytest.fixture(scope="session", params=["alone", "all, then the plugin", "the plugin, then all"])
def company(request: pytest.FixtureRequest, sites: Callable[..., Beside], neighbour: Neighbour) -> Beside:
    """The site with one neighbour, and with all of them before and after the plugin in `PLUGINS`."""
    if request.param == "alone":
        return sites((neighbour,))
    return sites(NEIGHBOURS, last=request.param.endswith("plugin"))
