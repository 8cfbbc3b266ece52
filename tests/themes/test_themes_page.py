"""What docs/themes.md says to theme authors: complete, and true when followed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from ..conftest import POST, Site
from ..packages import PROJECT
from .browsing import DESK, PHONE, reader, turn
from .themes import THEMES

DOCUMENT = (PROJECT / "docs" / "themes.md").read_text(encoding="utf-8")
TEMPLATES = PROJECT / "pelican_videopost" / "views" / "templates" / "videopost"
STYLES = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "assets").glob("*.css"))
EXAMPLES = re.findall(r"^```(\w+)\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def test_every_template_class_and_property_is_there() -> None:
    """The page names every template, class and custom property that there is, and none that there is not."""
    markup = STYLES + "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir())
    properties = set(re.findall(r"--videopost-\w[\w-]*", STYLES))
    classes = set(re.findall(r"(?:(?<=\.)|(?<=[\" ]))videopost(?:--?[a-z]+)*(?=[\s\".:,>{)])", markup))
    shapes = {f"videopost-player--{shape}" for shape in ("classic", "square", "portrait")}
    assert {path.name for path in TEMPLATES.iterdir()} == set(re.findall(r"^\| `(\w+\.html)`", DOCUMENT, re.MULTILINE))
    assert set(re.findall(r"`(--videopost-[\w-]+)`", DOCUMENT)) == properties
    assert set(re.findall(r"`(videopost[\w-]*)`", DOCUMENT)) == {name for name in classes if "_" not in name} | shapes


@pytest.fixture
def followed(site: Site, request: pytest.FixtureRequest) -> Site:
    """A site on `simple` with one of the examples put where the page says."""
    overrides = site.folder / "templates"
    (overrides / "videopost").mkdir(parents=True)
    for name, text in request.param.items():
        (overrides / name).write_text(text, encoding="utf-8")
    site.write("rocky.md", POST)
    site.build(THEME_TEMPLATES_OVERRIDES=[str(overrides)], VIDEOPOST={"comments": "https://forms.example/send"})
    assert site.warnings == []
    return site


@pytest.mark.parametrize("followed", [{"videopost/page.html": EXAMPLES[1][1]}], indirect=True, ids=["page"])
def test_the_sidebars_above_the_text(followed: Site) -> None:
    """The second example moves the sidebars above the text, and loses nothing."""
    parts = followed.page().select(".videopost-player, .videopost-sidebars, .videopost-text, #commentform")
    assert [part.get("class", [part.get("id")])[0] for part in parts] == [
        "videopost-player",
        "videopost-sidebars",
        "videopost-text",
        "commentform",
    ]


@pytest.mark.parametrize("followed", [{"videopost/form.html": EXAMPLES[3][1]}], indirect=True, ids=["form"])
def test_a_form_with_two_fields(followed: Site) -> None:
    """The third example replaces the form, and what it asks the plugin for is there."""
    form = followed.page().select_one("#respond > form")
    assert form["action"] == "https://forms.example/send"
    assert [field["name"] for field in form.select("textarea, input")] == ["author", "comment", "comment_post_ID"]
    assert form.select_one("input[type=hidden]")["value"] == "rocky"


@pytest.mark.parametrize("followed", [{}], indirect=True, ids=["look"])
def test_a_look(followed: Site, chromium: Browser) -> None:
    """The first example colours button, play button and [+], in the light and in the dark."""
    sheet = Path(followed.output) / "theme" / "videopost.css"
    sheet.write_text(EXAMPLES[0][1] + sheet.read_text(encoding="utf-8"), encoding="utf-8")
    with reader(chromium, followed.output, THEMES[0]) as page:
        page.goto("https://site.example/rocky.html")
        for way, colour in ((PHONE, "rgb(11, 110, 79)"), (DESK, "rgb(127, 224, 184)")):
            turn(page, THEMES[0], way)
            found = page.evaluate(
                """() => [[".videopost-comments button", "backgroundColor"], [".videopost-play", "backgroundColor"],
                ["summary", "color"]].map(([at, what]) => getComputedStyle(document.querySelector(at))[what])"""
            )
            assert found == [colour] * 3
