"""The structured data of pages, as search engines read them."""

import json
import subprocess
from pathlib import Path
from typing import Any

import extruct
import pytest
from filelock import FileLock

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.model import Credit, Poster, Video, VideoPost
from pelican_videopost.posts.credits import Roles
from pelican_videopost.posts.missed import missed_by_search

from ..conftest import PLAIN, POST, Site, build_example
from ..packages import FOLDER, give_up
from .sites import EMBED, HOSTILE, RECORD, hostile_post, write_site

HERE = Path(__file__).parent
PAGE = "https://site.example/rocky.html"
# Facts that a post does not have: of them the validator may say that they are missing.
UNKNOWN = ("expires", "publication", "ineligibleRegion", "interactionStatistic")


def things(path: Path) -> dict[str, dict[str, Any]]:
    """Return the things that a page's own graph describes, by type, as an independent parser finds them."""
    found = extruct.extract(path.read_text(encoding="utf-8"), syntaxes=["json-ld"])["json-ld"]
    graphs = [one["@graph"] for one in found if "@graph" in one]
    return {thing["@type"]: thing for thing in graphs[0]} if graphs else {}


def validated(pages: list[Path]) -> dict[str, Any]:
    """Return what an independent validator says of pages; the test is skipped where Node.js is missing."""
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        with FileLock(FOLDER / "validator.lock"):
            if not (HERE / "node_modules/.package-lock.json").exists():
                command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
                subprocess.run(command, cwd=HERE, check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        give_up(f"NOT VALIDATED: {error}")
    command = ["node", "validate.mjs", *map(str, pages)]
    done = subprocess.run(command, cwd=HERE, check=True, capture_output=True, text=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_the_posting(site: Site) -> None:
    """A post's page names its posting: authors, both dates, language, pictures and the video."""
    write_site(site)
    site.build()
    posting = things(site.output / "rocky.html")["BlogPosting"]
    assert posting == {
        "@type": "BlogPosting",
        "@id": PAGE,
        "url": PAGE,
        "headline": "Rocky training in Russia [Rocky IV]",
        "datePublished": "2025-11-27T10:00:00+00:00",
        "dateModified": "2025-11-28T11:00:00+00:00",
        "inLanguage": "en",
        "author": [{"@type": "Person", "name": "The author", "url": "https://site.example/author/the-author.html"}],
        "image": [f"https://site.example/media/posters/rocky-{width}.webp" for width in (640, 1280)],
        "video": {"@id": f"{PAGE}#video"},
    }


def test_the_video(site: Site) -> None:
    """The video has all that is known of it: from metadata, what was fetched, Details, and the player itself."""
    write_site(site)
    site.build()
    assert site.warnings == []
    video = things(site.output / "rocky.html")["VideoObject"]
    player = site.page().select_one("figure.videopost-player")
    assert video["embedUrl"] == player["data-play"] + player["data-at"].replace("*", player["data-start"])
    assert video["embedUrl"].startswith(f"{EMBED}?")
    del video["embedUrl"]
    assert video == {
        "@type": "VideoObject",
        "@id": f"{PAGE}#video",
        "name": "Rocky training in Russia [Rocky IV]",
        "description": "Nobody sees him run & 1 < 2.",
        "thumbnailUrl": [f"https://site.example/media/posters/rocky-{width}.webp" for width in (640, 1280)],
        "uploadDate": "2011-05-06T07:08:09+00:00",
        "duration": "PT2M30S",
        "width": 1920,
        "height": 1080,
        "inLanguage": "en",
        "creditText": "Films & Clips",
        "isPartOf": [{"@type": "Movie", "name": "Rocky IV", "url": "https://site.example/film/rocky-iv.html"}],
        "mainEntityOfPage": PAGE,
        "director": [{"@type": "Person", "name": "Sylvester Stallone"}],
        "musicBy": [{"@type": "Person", "name": name} for name in ("Vince DiCola", "Robert Tepper", "Survivor")],
        "hasPart": [
            {"@type": "Clip", "name": "Into the snow", "startOffset": 0, "url": f"{PAGE}?t=0", "endOffset": 42},
            {"@type": "Clip", "name": "Logs & axes", "startOffset": 42, "url": f"{PAGE}?t=42", "endOffset": 150},
        ],
        "potentialAction": {
            "@type": "SeekToAction",
            "target": f"{PAGE}?t={{seek_to_second_number}}",
            "startOffset-input": "required name=seek_to_second_number",
        },
    }


def test_a_file(site: Site) -> None:
    """A file of the site's own is the content itself, with its captions; one under 30 seconds has no parts."""
    write_site(site)
    site.build()
    video = things(site.output / "clip.html")["VideoObject"]
    assert video["contentUrl"] == "https://site.example/media/clip.webm"
    assert video["encodingFormat"] == "video/webm"
    assert video["thumbnailUrl"] == ["https://site.example/media/clip.png"]
    assert video["uploadDate"] == "2025-11-26T10:00:00+00:00"
    assert video["caption"] == [
        {
            "@type": "MediaObject",
            "contentUrl": "https://site.example/media/clip.en.vtt",
            "inLanguage": "en",
            "encodingFormat": "text/vtt",
        }
    ]
    assert "embedUrl" not in video
    assert "hasPart" not in video


def test_what_is_not_known_is_not_said(site: Site) -> None:
    """A post without poster, duration or people says nothing of them; its own date stands for the unknown one."""
    write_site(site)
    site.build()
    video = things(site.output / "bare.html")["VideoObject"]
    assert video["uploadDate"] == "2025-11-25T10:00:00+00:00"
    assert video["description"] == "A young woman looks for a small dragon."
    assert set(video) == {
        *("@type", "@id", "name", "description", "uploadDate", "embedUrl", "inLanguage", "mainEntityOfPage"),
        "potentialAction",
    }


def test_a_place_that_takes_no_second(site: Site) -> None:
    """Where the provider's player starts nowhere but at the beginning, no part and no second is promised."""
    site.write(
        "rocky.md",
        POST.replace(
            "https://www.youtube.com/watch?v=eRsGyueVLvQ",
            "https://www.tiktok.com/@a/video/7106594312292453675\nChapters: 0:05 Snow",
        ),
    )
    site.build()
    assert {"hasPart", "potentialAction"} & set(things(site.output / "rocky.html")["VideoObject"]) == set()


def test_the_picture_of_a_provider(site: Site) -> None:
    """Where the site has no poster of its own, the provider's picture is named, rather than none."""
    write_site(site, {**RECORD, "posters": {}})
    site.build()
    assert things(site.output / "rocky.html")["VideoObject"]["thumbnailUrl"] == [RECORD["thumbnail_url"]]


def test_only_pages_of_posts_are_told_of(site: Site) -> None:
    """Listings, plain articles, sites without an address and owners who want none have no structured data."""
    write_site(site)
    site.build()
    for path in ("index.html", "a-plain-article.html", "tag/snow.html", "category/high-eighties.html"):
        assert "ld+json" not in (site.output / path).read_text(encoding="utf-8")
    for settings in ({"SITEURL": ""}, {"VIDEOPOST": {"machines": []}}):
        site.build(**settings)
        assert "ld+json" not in (site.output / "rocky.html").read_text(encoding="utf-8")


def test_the_newest_comments(site: Site) -> None:
    """Of many comments the newest twenty are told, each with what it answers, and how many there are in all."""
    write_site(site)
    for number in range(30):
        parent = "Parent: 3\n" if number == 29 else ""
        text = f"Author: Ann\nDate: 2025-12-{number + 1:02}T10:00:00+00:00\n{parent}\nNumber {number}.\n"
        site.write(f"comments/rocky/{number}.md", text)
    site.build()
    posting = things(site.output / "rocky.html")["BlogPosting"]
    assert posting["commentCount"] == 30
    assert [comment["text"] for comment in posting["comment"]] == [f"Number {number}." for number in range(29, 9, -1)]
    assert posting["comment"][0]["parentItem"] == {"@id": f"{PAGE}#comment-3"}
    assert "parentItem" not in posting["comment"][1]


def test_commented_articles(site: Site) -> None:
    """An article without a video is told of where it has comments, and without a video."""
    site.write("plain.md", PLAIN.replace("Tags:", "Slug: plain\nTags:"))
    site.write("comments/plain/1.md", "Author: Ann\nDate: 2025-12-01T10:00:00+00:00\n\nWell.\n")
    site.build(VIDEOPOST={"comments_on": "articles"})
    found = things(site.output / "plain.html")
    assert set(found) == {"BlogPosting"}
    assert found["BlogPosting"]["commentCount"] == 1
    assert not {"video", "image"} & set(found["BlogPosting"])


@pytest.mark.parametrize(
    ("language", "term", "role"),
    [
        ("en", "Directed by:", "director"),
        ("de", "Regie", "director"),
        ("de", "Director", "director"),
        ("fr", "Musique de", "musicBy"),
        ("ar", "المخرج", "director"),
        ("ja", "出演", "actor"),
        ("pl", "Producent", "producer"),
    ],
)
def test_roles_in_the_language_of_the_post(language: str, term: str, role: str) -> None:
    """A term that names a role does so in the post's language and in English, with or without end tags."""
    roles = Roles(Labels(language, {}))
    for html in (f"<dl><dt>{term}</dt><dd>Ann <b>Lee</b></dd></dl>", f"<dl><DT>{term}<DD>Ann Lee</dl>"):
        assert roles.of(html, ()) == {role: ["Ann Lee"]}
    assert roles.of("", (Credit("Ann Lee", term), Credit("Bert"))) == {role: ["Ann Lee"]}


def test_sentences_are_no_names() -> None:
    """What is too long for a name is none, and a list without end costs no more than its length."""
    roles = Roles(Labels("en", {}))
    assert roles.of(f"<dl><dt>Music</dt><dd>{'A word ' * 20}; Ann</dd></dl>", ()) == {"musicBy": ["Ann"]}
    assert roles.of("<dt>Music<dd>" * 50_000, ()) == {}


def test_hostile_texts(site: Site) -> None:
    """No text ends the element that it stands in, and each comes out as it was written."""
    for number, title in enumerate(HOSTILE):
        site.write(f"hostile-{number}.md", hostile_post(number, title))
    site.build()
    for number in range(len(HOSTILE)):
        path = site.output / f"hostile-{number}.html"
        found = things(path)
        assert found["VideoObject"]["name"] == found["BlogPosting"]["headline"]
        assert [clip["startOffset"] for clip in found["VideoObject"]["hasPart"]] == [0, 95]
        html = path.read_text(encoding="utf-8")
        script = html[html.index('ld+json">') : html.index("</script>", html.index('ld+json">'))]
        assert not set(script[9:]) & set("<>&\x0b\x1f")
    assert things(site.output / "hostile-5.html")["VideoObject"]["name"] == HOSTILE[5]
    assert len(things(site.output / "hostile-7.html")["VideoObject"]["description"]) <= 2048


def test_an_independent_validator(site: Site, tmp_path: Path) -> None:
    """It finds no error on any page that has a picture, and misses nothing that the data could have given."""
    write_site(site)
    for number, title in enumerate(HOSTILE):
        site.write(f"hostile-{number}.md", hostile_post(number, title))
    site.build()
    of_the_web = ('SITEURL="https://site.example"', 'VIDEOPOST={"comments": "https://site.example/reply"}')
    example = build_example(tmp_path / "example", "-e", *of_the_web)
    pages = [path for folder in (site.output, example) for path in sorted(folder.rglob("*.html"))]
    said = validated(pages)
    videos = 0
    for page in pages:
        about = things(page)
        videos += "VideoObject" in about
        has_parts = "hasPart" in about.get("VideoObject", {})
        issues = [
            issue
            for issue in said[str(page)]["issues"]
            if not any(name in issue["message"] for name in UNKNOWN)
            and (has_parts or "hasPart" not in issue["message"])
        ]
        expected = ["thumbnailUrl"] if "VideoObject" in about and "thumbnailUrl" not in about["VideoObject"] else []
        expected += ["duration"] if "VideoObject" in about and "duration" not in about["VideoObject"] else []
        named = [issue["message"] for issue in issues]
        assert len(named) == len(expected), (page, issues)
        assert all(any(name in message for message in named) for name in expected), (page, issues)
        assert said[str(page)]["errors"] == []
    assert videos > len(HOSTILE) + 5


def test_what_search_engines_will_miss() -> None:
    """The command `check` can say in one line what a search engine asks for and a post does not have."""
    video = Video("YouTube", "https://www.youtube.com/watch?v=eRsGyueVLvQ", EMBED)
    (problem,) = missed_by_search(VideoPost("Rocky", videos=(video,)))
    for word in ("Poster", "Duration", "uploaded", "fetch"):
        assert word in problem.fix
    (problem,) = missed_by_search(VideoPost("Rocky", videos=(video._replace(embed_url=None),), poster=Poster("p.png")))
    assert "Duration" in problem.fix
    assert "fetch" not in problem.fix
    assert (
        missed_by_search(VideoPost("Rocky", videos=(video._replace(embed_url=None),), poster=Poster("p"), duration_s=9))
        == ()
    )
