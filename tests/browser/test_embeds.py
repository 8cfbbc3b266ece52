"""Requests as the browser sees them: whatever a post holds, nobody else is asked before a click."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import PLAIN, POST, Site
from ..test_embeds import CODES, OTHER, VIMEO
from .conftest import Visit

pytestmark = pytest.mark.xdist_group("browser")

TEXT = "\n\n".join(code for name, (code, _) in CODES.items() if name != "link around a picture")
FRONT = (
    "Poster: https://media.example/poster.jpg\nCaptions: en: https://media.example/a.vtt\n"
    "Video: https://media.example/clip.mp4\n    https://vimeo.com/1084537?x=1"
)


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def begun(
    request: pytest.FixtureRequest, visit: Callable[..., Visit], serve: Callable[[Path], str], tmp_path: Path
) -> tuple[Visit, Site]:
    """A visit to a site whose posts and articles hold every kind of embed; with scripts and without."""
    site = Site(tmp_path / "site")
    info = POST.replace("- [A link]", f'<iframe src="{VIMEO}"></iframe>\n\n- [A link]')
    post = info.replace("Video: https://www.youtube.com/watch?v=eRsGyueVLvQ", FRONT)
    site.write("rocky.md", post.replace("The full text.", f"The full text.\n\n{TEXT}"))
    site.write("plain.md", f"{PLAIN}\n{TEXT}\n")
    origin = serve(site.output)
    site.build(SITEURL=origin, VIDEOPOST={"embeds_on": "articles"})
    return visit(origin, java_script_enabled=request.param), site


@pytest.mark.parametrize("path", ["rocky.html", "index.html", "a-plain-article.html"])
def test_nobody_is_asked_before_a_click(begun: tuple[Visit, Site], path: str) -> None:
    """With everything opened and scrolled through, no request has left the site."""
    visit, _ = begun
    page = visit.open(path)
    for more in page.locator("details > summary").all():
        more.click()
    assert page.locator("figure.videopost-player").count() > 10
    for player in page.locator("figure.videopost-player").all():
        player.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    assert [request.url for request in visit.foreign] == []


def test_a_click_asks_one_host(visit: Callable[..., Visit], serve: Callable[[Path], str], tmp_path: Path) -> None:
    """A click on a player in the text contacts its host and no other."""
    site = Site(tmp_path / "site")
    site.write("rocky.md", POST.replace("The full text.", f"The full text.\n\n{TEXT}"))
    origin = serve(site.output)
    site.build(SITEURL=origin)
    begun = visit(origin)
    page = begun.open("rocky.html")
    page.locator("details > summary").first.click()
    page.locator(f".videopost-body figure > a[href='{OTHER}']").first.click()
    page.wait_for_timeout(500)
    assert {request.url.split("/")[2] for request in begun.foreign} == {"www.youtube-nocookie.com"}
