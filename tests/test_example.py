"""The example site, which is what people judge by: it shows what the package does."""

import re
from itertools import pairwise
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from .conftest import PROJECT

FRONT = "index.html"


def page(example: Path, path: str) -> BeautifulSoup:
    """Return a page of the site."""
    return BeautifulSoup((example / path).read_text(encoding="utf-8"), "html.parser")


def cards(example: Path) -> list[Tag]:
    """Return what the gallery shows, the newest first."""
    return page(example, "videos.html").select(".videopost-grid > li")


def test_the_front_page(example: Path) -> None:
    """It says what this is, shows the newest video as a player with its text, and the next ones as cards."""
    front = page(example, FRONT)
    assert "pelican-videopost" in front.select_one(".lead").get_text()
    shown = [card.a["href"].removeprefix("./") for card in cards(example)]
    assert front.select_one(".first h2 a")["href"].removeprefix("./") == shown[0]
    assert len(front.select(".first .videopost-player")) == len(front.select(".videopost-player")) == 1
    assert [card.a["href"].removeprefix("./") for card in front.select(".cards > li")] == shown[1:10]
    assert front.select(".videopost-recent a[href*='#comment-']")
    assert front.find("a", string="An article without a video")


def test_posters_of_two_widths(example: Path) -> None:
    """Every video has a poster of its own in two widths that are there, and none follows itself."""
    posters = [card.img["src"] for card in cards(example)]
    assert len(posters) == len(set(posters)) >= 8
    for card in cards(example):
        widths = dict(part.split() for part in card.img["srcset"].split(", "))
        assert list(widths.values()) == ["640w", "1280w"]
        assert all((example / path).stat().st_size < 60_000 for path in widths)


def test_no_clip_twice_in_a_row(example: Path) -> None:
    """Who reads on meets another clip with each post."""
    played = []
    for card in cards(example):
        player = page(example, card.a["href"]).select_one(".videopost-player")
        played.append({player.get("data-play", "")} | {Path(source["src"]).stem for source in player.select("source")})
    assert not [pair for pair in pairwise(played) if (pair[0] & pair[1]) - {""}]


def test_one_date_format_a_language(example: Path) -> None:
    """Dates of English posts are written in one way, those of the others in another."""
    for card in [*cards(example), *page(example, FRONT).select(".cards > li")]:
        form = r"\d{2}/\d{2}/\d{4}" if card.get("lang") in ("ar", "es") else r"\d{1,2} [A-Z][a-z]+ \d{4}"
        assert re.fullmatch(form, card.select_one("p time").get_text())


def test_what_each_kind_is_shown_by(example: Path) -> None:
    """There are a film with three posts, a series, a transcript in two languages, a thread, and two more languages."""
    assert len(page(example, "film/rocky-iv.html").select(".videopost-grid > li")) == 3
    sintel = page(example, "the-road-after-the-dragon-sintel.html")
    assert "A rabbit loses patience" in sintel.select_one(".videopost-related a").get_text()
    rocky = page(example, "rocky-training-in-russia.html")
    assert len(rocky.select(".videopost-transcript")) == 2
    assert len(rocky.select(".videopost-transcript")[0].select("p")) == 4
    assert len(rocky.select(".videopost-comment .videopost-comment")) == 1
    assert page(example, "de-noche-sin-salida-facil-es.html").html["lang"] == "es"
    arabic = page(example, "the-road-to-the-dragon-ar.html")
    assert (arabic.html["lang"], arabic.html["dir"]) == ("ar", "rtl")


def test_links_of_the_site_lead_somewhere(example: Path) -> None:
    """Each link within the site leads to a file that is there, and to an element that is."""
    ids = {path: {one["id"] for one in page(example, path).select("[id]")} for path in pages(example)}
    lost = []
    for path in ids:
        for link in page(example, path).select("a[href]"):
            target, _, name = link["href"].partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            found = str((example / path).parent.joinpath(target or Path(path).name).resolve().relative_to(example))
            if not (example / found).exists() or (name and found in ids and name not in ids[found] | {"top"}):
                lost.append((path, link["href"]))
    assert lost == []


def pages(example: Path) -> list[str]:
    """Return the paths of all pages."""
    return [path.relative_to(example).as_posix() for path in example.rglob("*.html")]


def test_posts_say_where_they_are_written(example: Path) -> None:
    """Below each post stands its file, word for word."""
    source = (PROJECT / "example_site/content/posts/the-road-to-the-dragon.md").read_text(encoding="utf-8")
    assert page(example, "the-road-to-the-dragon-ar.html").select_one(".source code").get_text() == source
