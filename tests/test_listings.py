"""The plugin's own listings on real sites: a gallery of all video posts, and a page for each film."""

from typing import Any

import pytest

from .conftest import PLAIN, POST, PROJECT, Site, files

QUOTED = 'A "quoted" & "'
SHORT = POST.partition("## More info")[0]


def post(slug: str, **metadata: str) -> str:
    """Return a video post of this slug, with metadata added or replaced."""
    lines = SHORT.replace("Slug: rocky", f"Slug: {slug}").split("\n\n", 1)
    head = [line for line in lines[0].split("\n") if line.partition(":")[0].lower() not in metadata]
    return "\n".join([*head, *(f"{name}: {value}" for name, value in metadata.items())]) + "\n\n" + lines[1]


def write(site: Site, count: int = 3, **metadata: str) -> None:
    """Write so many video posts, a day apart, the last one the newest."""
    for number in range(count):
        site.write(
            f"{number}.md", post(f"p{number}", title=f"Clip {number}", date=f"2025-01-{number + 1:02}", **metadata)
        )


def names(site: Site, path: str) -> list[str]:
    """Return the titles in a listing."""
    return [name.get_text() for name in site.page(path).select(".videopost-grid > li > a > .videopost-name")]


def test_the_gallery(site: Site) -> None:
    """All video posts stand in a grid, the newest first, with poster, duration, title, film and date, each a link."""
    site.write("media/p.png", b"png")
    write(site, poster="{static}/media/p.png", duration="7:42", film="Rocky IV; Sintel")
    site.write("plain.md", PLAIN)
    site.build()
    assert site.warnings == []
    assert names(site, "videos.html") == ["Clip 2", "Clip 1", "Clip 0"]
    page = site.page("videos.html")
    first = page.select_one(".videopost-grid > li")
    assert first.select_one("a")["href"] == "https://site.example/p2.html"
    assert first.select_one("img")["src"] == "https://site.example/media/p.png"
    assert first.select_one(".videopost-duration").get_text() == "7:42"
    films = {link.get_text(): link["href"] for link in first.select(".videopost-facts a")}
    assert films == {
        name: f"https://site.example/film/{slug}.html"
        for name, slug in (("Rocky IV", "rocky-iv"), ("Sintel", "sintel"))
    }
    assert [image.get("loading") for image in page.select("img")] == [None, "lazy", "lazy"]
    assert page.select("link[href$='videopost-listing.css']")
    assert "Videos" in page.select_one("title").get_text()


def test_pages_of_the_gallery(site: Site) -> None:
    """Pelican's own settings and patterns cut a gallery into pages, which lead to each other."""
    write(site, 5)
    patterns = ((1, "{url}", "{save_as}"), (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"))
    site.build(DEFAULT_PAGINATION=2, PAGINATION_PATTERNS=patterns)
    assert names(site, "videos.html") == ["Clip 4", "Clip 3"]
    assert names(site, "videos/page/3/index.html") == ["Clip 0"]
    pages = site.page("videos/page/2/index.html").select_one(".videopost-pages")
    assert pages.select_one("[rel=prev]")["href"] == "https://site.example/videos.html"
    assert pages.select_one("[rel=next]")["href"] == "https://site.example/videos/page/3/"
    assert not site.page("videos.html").select("[rel=prev]")


def test_films(site: Site) -> None:
    """Each film has a page of its posts, all films one of theirs, and Details lead there."""
    write(site, 2, film="Rocky IV")
    site.write("other.md", post("other", title="Other", film="ROCKY IV; Sintel"))
    site.build()
    assert site.warnings == []
    assert sorted(names(site, "film/rocky-iv.html")) == ["Clip 0", "Clip 1", "Other"]
    assert names(site, "film/sintel.html") == ["Other"]
    cards = {
        card.select_one("b").get_text(): card.get_text()
        for card in site.page("films.html").select(".videopost-grid > li")
    }
    assert set(cards) == {"ROCKY IV", "Sintel"}
    assert "3 videos" in cards["ROCKY IV"]
    links = {link["href"] for link in site.page("p0.html").select(".videopost-details dd a")}
    assert "https://site.example/film/rocky-iv.html" in links


def test_who_is_not_listed(site: Site) -> None:
    """Drafts, hidden posts and translations are not in the gallery; each language has one of its own."""
    write(site, 1)
    site.write("draft.md", post("draft", title="Draft", status="draft", film="Never"))
    site.write("hidden.md", post("hidden", title="Hidden", status="hidden", film="Never"))
    site.write("es.md", post("p0", title="Español", lang="es"))
    site.write("ar.md", post("a", title="تدريب", lang="ar", date="2024-12-01"))
    site.build()
    assert names(site, "videos.html") == ["Clip 0", "تدريب"]
    foreign = [(card.get("lang"), card.get("dir")) for card in site.page("videos.html").select(".videopost-grid > li")]
    assert foreign == [(None, None), ("ar", "rtl")]
    assert not (site.output / "film/never.html").exists()
    assert names(site, "videos-es.html") == ["Español"]
    languages = [link.get_text() for link in site.page("videos.html").select("[aria-label=Languages] a")]
    assert languages == ["العربية", "English", "Español"]


OFF = {"VIDEOS_SAVE_AS": "", "VIDEOS_LANG_SAVE_AS": "", "FILM_SAVE_AS": "", "FILMS_SAVE_AS": ""}


def test_the_head_of_a_listing(site: Site) -> None:
    """Each page says where it stands and what is in it, once, whatever the theme says; hostile titles are inert."""
    write(site, 3, film=QUOTED)
    site.build(DEFAULT_PAGINATION=2)
    for path, described in (
        ("videos.html", "Videos: Clip 2, Clip 1, Clip 0"),
        ("videos2.html", "Videos: Clip 2, Clip 1, Clip 0"),
        ("films.html", f"Films: {QUOTED}"),
    ):
        head = site.page(path).head
        assert [link["href"] for link in head.select("link[rel=canonical]")] == [f"https://site.example/{path}"]
        assert [tag["content"] for tag in head.select("meta[name=description]")] == [described]
    site.build(SITEURL="")
    assert not site.page("videos.html").select("link[rel=canonical]")


def test_spellings_of_one_address(site: Site) -> None:
    """Two names that have the same address are told of once, however often they come."""
    for number, film in enumerate(("Rocky IV", "Rocky: IV", "Rocky IV", "Rocky: IV", "rocky iv")):
        site.write(f"{number}.md", post(f"p{number}", film=film, date=f"2025-01-{number + 1:02}"))
    site.build()
    (warning,) = site.warnings
    assert "the posts of both stand there" in warning
    assert len(names(site, "film/rocky-iv.html")) == 5


def test_each_can_be_turned_off(site: Site) -> None:
    """Without an address there is no listing, and nothing leads to one."""
    write(site, 1, film="Rocky IV")
    site.build(**OFF)
    assert not [path for path in files(site.output) if path.startswith(("videos", "film"))]
    details = site.page("p0.html").select_one(".videopost-details")
    assert "Rocky IV" in details.get_text()
    assert not details.select("a[href*='film']")


def test_a_site_without_video_posts_has_none(site: Site) -> None:
    """Nothing of the plugin is written where there is nothing to list."""
    site.write("plain.md", PLAIN)
    site.build()
    assert not [path for path in files(site.output) if "video" in path or "film" in path]


def test_an_address_that_is_taken(site: Site) -> None:
    """A page of the site's own is not overwritten; the listing is named instead."""
    write(site, 1)
    site.write("pages/videos.md", "Title: My videos\nSave_as: videos.html\nURL: videos.html\n\nMy own words.")
    site.build()
    assert "My own words." in site.page("videos.html").get_text()
    (warning,) = site.warnings
    assert "videos.html" in warning
    assert "Videos" in warning


def test_two_films_of_one_slug(site: Site) -> None:
    """Two names that make the same address are named, and no post of either is lost."""
    site.write("a.md", post("a", title="A", film="Rocky: IV"))
    site.write("b.md", post("b", title="B", film="Rocky IV"))
    site.build()
    (warning,) = site.warnings
    assert "Rocky" in warning
    assert sorted(names(site, "film/rocky-iv.html")) == ["A", "B"]


def film_post(name: str, details: str, **metadata: str) -> str:
    """Return a post of a film with rows of Details."""
    return post(name, film="Rocky IV", title=name, **metadata) + f"\n## Details\n\n{details}\n"


def known(site: Site, path: str) -> dict[str, str]:
    """Return what a film's page says of the film."""
    terms = site.page(path).select(".videopost-known dt")
    return {term.get_text(): term.find_next("dd").get_text() for term in terms}


def test_what_is_known_of_a_film(site: Site) -> None:
    """A film's page says what the Details of its posts agree upon, and nothing that is contradicted or one post's."""
    rows = "Director\n:   Sylvester Stallone\n\nCountry\n:   USA\n\n"
    site.write("a.md", film_post("a", rows + "Date\n:   1985\n\nYear\n:   1985\n\nMood\n:   Grim"))
    site.write("b.md", film_post("b", rows.upper() + "YEAR:\n:   1985\n\nSong\n:   Hearts on Fire"))
    site.write("c.md", film_post("c", "Song\n:   No Easy Way Out\n\nDate\n:   1985\n\nStudio\n:   MGM; UA"))
    site.write("d.md", film_post("d", "Studio\n:   UA\n:   MGM\n\n**Empty**\n:   ;"))
    site.build()
    assert site.warnings == []
    said = known(site, "film/rocky-iv.html")
    assert {name.casefold(): value.casefold() for name, value in said.items()} == {
        "director": "sylvester stallone",
        "year": "1985",
        "country": "usa",
        "studio": said["Studio"].casefold(),
    }
    assert set(said["Studio"].split(", ")) == {"MGM", "UA"}
    assert not site.page("films.html").select(".videopost-known")


def test_one_post_says_little_of_a_film(site: Site) -> None:
    """Of a film with one post only year, director and producer are told, in the words of the site's language."""
    rows = "Regie\n:   Sylvester Stallone\n\nJahr\n:   1985\n\nStimmung\n:   Schnee\n\nDauer\n:   7:42"
    site.write("a.md", film_post("a", rows))
    site.build(DEFAULT_LANG="de")
    assert known(site, "film/rocky-iv.html") == {"Regie": "Sylvester Stallone", "Jahr": "1985"}


PEOPLE: dict[str, Any] = {"VIDEOPOST": {"people": True}}


def test_people(site: Site) -> None:
    """People of `People` and of the known terms of Details have pages, where Details and films lead."""
    rows = "Director\n:   Sylvester Stallone\n\nMusic\n:   Vince DiCola; Tom & Jerry\n\nWeather\n:   Sylvester"
    site.write("a.md", film_post("a", rows, people="Ann Lee (Speaker); ann lee; Bert"))
    site.write("b.md", film_post("b", "Cast\n:   sylvester stallone"))
    site.write("es.md", film_post("a", "Dirección\n:   Sylvester Stallone", lang="es"))
    site.build(**PEOPLE)
    assert site.warnings == []
    assert sorted(names(site, "person/sylvester-stallone.html")) == ["a", "b"]
    assert names(site, "person/ann-lee.html") == names(site, "person/tom-jerry.html") == ["a"]
    assert len(names(site, "people.html")) == 5
    page = site.page("a.html").select_one(".videopost-details")
    links = {link.get_text(): link["href"] for link in page.select("a[href*='/person/']")}
    assert links == {
        name: f"https://site.example/person/{slug}.html"
        for name, slug in (
            ("Sylvester Stallone", "sylvester-stallone"),
            ("Vince DiCola", "vince-dicola"),
            ("Tom & Jerry", "tom-jerry"),
            ("Ann Lee", "ann-lee"),
            ("Bert", "bert"),
        )
    }
    assert "Tom & Jerry" in page.get_text()
    (term,) = [term for term in page.select("dt") if term.get_text() == "People"]
    assert [value.get_text() for value in term.find_next_siblings(["dt", "dd"])[:3]] == ["Ann Lee", "Bert", "Source"]
    director = site.page("film/rocky-iv.html").select_one(".videopost-known a")
    assert director["href"] == "https://site.example/person/sylvester-stallone.html"
    assert site.page("a-es.html").select_one("dd a[href$='/person/sylvester-stallone.html']")
    people = [link.get_text() for link in site.page("videos.html").select("[aria-label=People] a")]
    assert people[0].casefold() == "sylvester stallone"
    assert people[-1] == "All people"


def test_people_have_no_pages_unless_wanted(site: Site) -> None:
    """By default, or without an address, nobody has a page, and the post is as it was."""
    site.write("a.md", film_post("a", "Director\n:   Sylvester Stallone", people="Ann Lee"))
    for settings in ({}, {"VIDEOPOST": {"people": True}, "PERSON_SAVE_AS": "", "PEOPLE_SAVE_AS": ""}):
        site.build(OUTPUT_PATH=str(site.folder / f"output-{len(settings)}"), **settings)
        written = files(site.folder / f"output-{len(settings)}")
        assert not [path for path in written if path.startswith(("person", "people"))]
        assert b"/person/" not in written["a.html"]
        assert b"Ann Lee" not in written["a.html"].partition(b"</head>")[2]


def test_feeds_of_people(site: Site) -> None:
    """`PERSON_FEED_ATOM` gives each person a feed, as films have."""
    site.write("a.md", film_post("a", "Director\n:   Sylvester Stallone"))
    site.build(PERSON_FEED_ATOM="feeds/person-{slug}.atom.xml", **PEOPLE)
    assert set(site.entries("feeds/person-sylvester-stallone.atom.xml")) == {"a"}


def test_hostile_people_are_inert(site: Site) -> None:
    """A name full of markup is text in its links, on its page and on the page of its film."""
    written = HOSTILE.replace("<", "&lt;")
    site.write("a.md", film_post("a", f"Director\n:   {written}", people=HOSTILE))
    site.write("b.md", film_post("b", "Director\n:   ../../x", people="…; ../../etc/passwd; " + "y" * 300))
    site.build(**PEOPLE)
    pages = [path for path in files(site.output) if path.startswith("person")]
    assert len(pages) > 2
    for path in ("a.html", "people.html", "videos.html", "film/rocky-iv.html", *pages):
        assert not site.page(path).select("[onerror], img[src=x]")
        assert "alert(1)" not in "".join(script.get_text() for script in site.page(path).select("script:not([type])"))


def test_the_gallery_leads_to_categories(site: Site) -> None:
    """Where video posts stand in several categories, the gallery links to each with the number of its video posts."""
    write(site, 2)
    site.write("other.md", post("other", category="Snow"))
    site.write("plain.md", PLAIN)
    site.build()
    found = site.page("videos.html").select("[aria-label=Category] li")
    assert [(one.a.get_text(), one.span.get_text()) for one in found] == [("High Eighties", "2"), ("Snow", "1")]
    assert all((site.output / one.a["href"].removeprefix("https://site.example/")).is_file() for one in found)
    write(site, 1)
    site.write("other.md", post("other"))
    site.build()
    assert not site.page("videos.html").select("[aria-label=Category]")


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_hostile_names_are_inert(site: Site) -> None:
    """Markup in titles, films and dates runs in no listing."""
    write(site, 2, film=HOSTILE)
    site.write("h.md", post("h", title=f"Clip {HOSTILE}"))
    site.build()
    for path in ("videos.html", "films.html", *(path for path in files(site.output) if path.startswith("film/"))):
        grid = site.page(path).select_one(".videopost--grid")
        assert grid.select_one("li")
        assert not grid.select("script, [onerror], img[src=x]")


@pytest.mark.parametrize("film", ["Пётр", "映画", "ك", "…", "../../etc/passwd", "a/b", "x" * 300])
def test_films_in_any_script(site: Site, film: str) -> None:
    """Any name of a film builds; its page lies where it should, or there is none."""
    write(site, 1, film=film)
    site.build()
    assert names(site, "videos.html") == ["Clip 0"]
    assert all(path.startswith("film/") for path in files(site.output) if "passwd" in path)


def test_relative_addresses(site: Site) -> None:
    """With RELATIVE_URLS links and posters of a listing lead where they should from a folder below."""
    site.write("media/p.png", b"png")
    write(site, 1, poster="{static}/media/p.png", film="Rocky IV")
    site.build(RELATIVE_URLS=True, SITEURL="")
    page = site.page("film/rocky-iv.html")
    assert page.select_one(".videopost-grid a")["href"] == "../p0.html"
    assert page.select_one("img")["src"] == "../media/p.png"


def test_feeds_of_films(site: Site) -> None:
    """`FILM_FEED_ATOM` gives each film a feed of its posts."""
    write(site, 2, film="Rocky IV")
    site.build(FILM_FEED_ATOM="feeds/film-{slug}.atom.xml")
    assert set(site.entries("feeds/film-rocky-iv.atom.xml")) == {"Clip 0", "Clip 1"}


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_the_theme_of_the_site(site: Site, theme: Any) -> None:
    """A listing is a page of the site's theme, once, with its head and its menu."""
    write(site, 1, film="Rocky IV")
    site.build(THEME=theme)
    for path in ("videos.html", "film/rocky-iv.html", "films.html"):
        page = site.page(path)
        assert len(page.select("html")) == len(page.select(".videopost--grid")) == 1
        assert page.select("head title")
        assert len(page.select("link[href$='videopost-listing.css']")) == 1


LOOKS = ("player", "card", "text")


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """A site of posts of all kinds, built with each look of a listing."""
    sites = {}
    for look in LOOKS:
        site = sites[look] = Site(tmp_path_factory.mktemp(look) / "site")
        site.write("media/p.png", b"png")
        site.write("media/clip.webm", b"clip")
        site.write(
            "a.md", post("a", title='Clip "A" <b>', date="2025-01-05", poster="{static}/media/p.png", duration="7:42")
        )
        site.write("b.md", post("b", title="Clip B", date="2025-01-04"))
        site.write("c.md", post("c", title="Clip C", date="2025-01-03", video="{static}/media/clip.webm", duration="9"))
        site.write("d.md", post("d", title="Clip D", date="2025-01-02", video="https://unknown.example/x"))
        site.write("plain.md", PLAIN)
        site.build(VIDEOPOST={} if look == "player" else {"listing": look})
    return sites


def test_a_card(looks: dict[str, Site]) -> None:
    """A card is the poster with duration and play mark, a link to the post's page, beside teaser and [+]."""
    page = looks["card"].page("index.html")
    cards = page.select("figure.videopost-card")
    assert [card.a["href"] for card in cards] == [f"https://site.example/{slug}.html" for slug in "abc"]
    assert not page.select(".videopost-player, [data-play], video, iframe")
    first = cards[0]
    assert first.img["alt"] == 'Clip "A"'
    assert (first.time["datetime"], first.time.get_text()) == ("PT7M42S", "7:42")
    assert first.select(".videopost-play")
    assert cards[1].select_one(".videopost-placeholder").get_text() == "Clip B"
    assert len(page.select(".videopost-more")) == 4
    assert page.select_one(".videopost-unknown a")["href"] == "https://unknown.example/x"
    assert not first.select("img[loading]")
    assert first.img["fetchpriority"] == "high"
    assert len(page.select("link[href$='videopost-listing.css']")) == 1
    assert looks["card"].warnings == [one for one in looks["card"].warnings if "unknown.example" in one]


def test_text_alone(looks: dict[str, Site]) -> None:
    """With `text` a listing shows teaser and [+], and no picture; nothing of the text is lost."""
    page = looks["text"].page("index.html")
    assert not page.select(".videopost-player, .videopost-card, .videopost img, video")
    assert len(page.select(".videopost-more")) == 4
    assert page.select(".videopost-unknown a")
    assert page.get_text().count("The full text.") == 4


@pytest.mark.parametrize("look", LOOKS)
def test_a_post_looks_the_same_whatever_listings_show(looks: dict[str, Site], look: str) -> None:
    """The setting is for listings: pages of posts and feeds are as they were, and load no style sheet of listings."""
    for slug in "abcd":
        page = (looks[look].output / f"{slug}.html").read_bytes()
        assert page == (looks["player"].output / f"{slug}.html").read_bytes()
        assert b"videopost-listing.css" not in page
    assert files(looks[look].output / "feeds").keys() == files(looks["player"].output / "feeds").keys()
    assert not looks["player"].page("index.html").select("link[href$='videopost-listing.css']")


def test_players_say_how_long_they_are(looks: dict[str, Site]) -> None:
    """On a page and in a listing a player's poster has its duration, where it is known."""
    for path, clocks in (("a.html", ["7:42"]), ("b.html", []), ("c.html", ["0:09"]), ("index.html", ["7:42", "0:09"])):
        found = looks["player"].page(path).select(".videopost-player .videopost-duration")
        assert [clock.get_text() for clock in found] == clocks
    assert looks["player"].page("a.html").select(".videopost-player > a > .videopost-duration[datetime=PT7M42S]")


def test_a_film_whose_second_page_would_be_another_film(site: Site) -> None:
    """Pelican names page 2 of the film "39" as page 1 of "392" is named: nothing is overwritten, and nothing lost."""
    for number in range(5):
        film = "392" if number == 4 else "39"
        site.write(f"{number}.md", POST.replace("Slug: rocky", f"Slug: post-{number}\nFilm: {film}"))
    site.build(DEFAULT_PAGINATION=2)
    (warning,) = site.warnings
    assert "film/392.html" in warning
    assert "'39'" in warning
    assert len(site.page("film/39.html").select(".videopost-grid > li")) == 4
    assert len(site.page("film/392.html").select(".videopost-grid > li")) == 1
    assert not (site.output / "film" / "393.html").exists()


def test_an_address_that_pelican_itself_writes(site: Site) -> None:
    """A tag's page where a listing would be stays, and the build goes on."""
    site.write("rocky.md", POST.replace("Tags: training", "Tags: films"))
    site.build(TAG_SAVE_AS="{slug}.html", TAG_URL="{slug}.html")
    (warning,) = site.warnings
    assert "films.html" in warning
    assert not site.page("films.html").select(".videopost-grid")


def test_ways_through_pages_are_no_element_that_themes_style() -> None:
    """Themes give every `nav` the look of their menu, white letters on a bar: the plugin's have the role alone."""
    templates = sorted((PROJECT / "pelican_videopost/views/templates").rglob("*.html"))
    texts = {path.name: path.read_text(encoding="utf-8") for path in templates}
    assert [name for name, text in texts.items() if "<nav" in text] == []
    assert [name for name, text in texts.items() if 'role="navigation"' in text] == [
        "chapters.html",
        "listing.html",
        "thread.html",
    ]
