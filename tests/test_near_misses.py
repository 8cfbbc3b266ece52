"""What authors really type: right where it can mean one thing only, else one warning that names the fix."""

import json
import re
import time
from typing import Any

import pytest

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.posts.meant import as_meant, field_meant
from pelican_videopost.posts.metadata import read_comments, read_post
from pelican_videopost.posts.reading import read_text

from .conftest import PLAIN, POST, Site, files
from .provider import command

YOUTUBE = "https://www.youtube.com/watch?v=eRsGyueVLvQ"
VIMEO = "https://vimeo.com/1084537"
EMBED = "https://www.youtube.com/embed/eRsGyueVLvQ?si=x"

# A front matter, without title and date, and the places where its videos can be watched.
VIDEO_LINES = [
    (f"Video: {YOUTUBE}\n{VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: {YOUTUBE}\n  {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: {YOUTUBE}\nVideo: {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video:\n{YOUTUBE}\n{VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: {YOUTUBE}, {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: {YOUTUBE},{VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: {YOUTUBE}; {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: {YOUTUBE} {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: {YOUTUBE} | {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: youtu.be/eRsGyueVLvQ, {VIMEO[8:]}", [YOUTUBE, VIMEO]),
    (f"Video: [{YOUTUBE}, {VIMEO}]", [YOUTUBE, VIMEO]),
    (f'Video: ["{YOUTUBE}", "{VIMEO}"]', [YOUTUBE, VIMEO]),
    (f"Video:\n    - {YOUTUBE}\n    - {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video:\n    1. {YOUTUBE}\n    2. {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: [The training]({YOUTUBE})", [YOUTUBE]),
    (f'Video: [The training]({YOUTUBE} "In Russia")', [YOUTUBE]),
    (f"Video: <{YOUTUBE}>", [YOUTUBE]),
    (f'Video: "{YOUTUBE}"', [YOUTUBE]),
    (f'Video: <iframe width="560" src="{EMBED}" title="a: b" allowfullscreen></iframe>', [YOUTUBE]),
    (f'Video: <iframe width="560"\n    src="{EMBED}"></iframe>', [YOUTUBE]),
    (f'Video: <object><param name="movie" value="https://www.youtube.com/v/{YOUTUBE[-11:]}"></object>', [YOUTUBE]),
    (f"Video: {YOUTUBE}\nVideos: {VIMEO}", [YOUTUBE, VIMEO]),
    (f"Video: {YOUTUBE}\n    {YOUTUBE}", [YOUTUBE]),
]


@pytest.mark.parametrize(("front_matter", "videos"), VIDEO_LINES)
def test_addresses_however_they_are_typed(site: Site, front_matter: str, videos: list[str]) -> None:
    """Lists, links, quotes, embed code and lines without indentation are read as their addresses, without a word."""
    site.write("rocky.md", re.sub("Video: .*", lambda _: front_matter, POST))
    site.build()
    assert site.warnings == []
    found = [link["href"] for link in site.page().select("figure > a, .videopost-elsewhere a")]
    assert found == videos


def read(metadata: dict[str, Any]) -> tuple[Any, list[tuple[str, str]]]:
    """Return the post of metadata, and field and value of each problem."""
    post, problems = read_post(metadata, title="The duel", language="en")
    return post, [(problem.field, problem.value) for problem in problems]


WITH_WARNING = [
    (f"{YOUTUBE} (the trailer)", ("Video", "(the trailer)"), "only addresses"),
    ("https://example.org/watch", ("Video", "https://example.org/watch"), "no known video address"),
    ('<iframe src="https://player.example/x"></iframe>', ("Video", "https://player.example/x"), "no known video"),
    ("https://vm.tiktok.com/ZMabc/", ("Video", "https://vm.tiktok.com/ZMabc/"), "pelican-videopost fetch"),
    ("https://www.tiktok.com/t/ZTabc/", ("Video", "https://www.tiktok.com/t/ZTabc/"), "pelican-videopost fetch"),
    ("https://b23.tv/abcdef", ("Video", "https://b23.tv/abcdef"), "pelican-videopost fetch"),
    ("https://www.youtube.com/clip/Ugkx", ("Video", "https://www.youtube.com/clip/Ugkx"), "pelican-videopost fetch"),
]


@pytest.mark.parametrize(("line", "told", "hint"), WITH_WARNING)
def test_what_is_told_of_a_video_line(line: str, told: tuple[str, str], hint: str) -> None:
    """What cannot be used is told once, by the very words of it, with what to do."""
    _, (problem,) = read_post({"video": line}, title="", language="en")
    assert (problem.field, problem.value) == told
    assert hint in problem.fix


@pytest.mark.parametrize("path", ["what/abcdef", "@chan:1/what:2", "what:b1"])
@pytest.mark.parametrize("way", ["embed", "download"])
def test_old_addresses_of_lbry(way: str, path: str) -> None:
    """The embed and the download address of LBRY lead to the video's page."""
    post, told = read({"video": f"https://lbry.tv/$/{way}/{path}"})
    assert told == []
    assert post.videos[0].watch_url.startswith("https://odysee.com/")


def test_an_unindented_line_that_nobody_knows() -> None:
    """An address that lost its indent and that nobody knows is told with the way to keep it."""
    _, told = read({"video": YOUTUBE, "https": "//example.org/page"})
    assert told == [("Video", "https://example.org/page")]


NAMES = [
    ("videos", VIMEO, lambda post: post.videos[1].watch_url == VIMEO),
    ("films", "Rocky IV", lambda post: post.films == ("Rocky IV",)),
    ("movie", "Rocky IV", lambda post: post.films == ("Rocky IV",)),
    ("thumbnail", "{static}/media/a.jpg", lambda post: post.poster.url == "{static}/media/a.jpg"),
    ("image", "media/a.jpg", lambda post: post.poster.url == "{static}/media/a.jpg"),
    ("posters", "/media/a.jpg", lambda post: post.poster.url == "/media/a.jpg"),
    ("subtitles", "en: {static}/a.vtt", lambda post: post.captions[0].url == "{static}/a.vtt"),
    ("caption", "en: a.vtt", lambda post: post.captions[0].url == "{static}/a.vtt"),
    ("length", "7:42", lambda post: post.duration_s == 462),
    ("runtime", "7.42", lambda post: post.duration_s == 462),
    ("chapter", ["0:00 Start", "1:35 Fire"], lambda post: len(post.chapters) == 2),
    ("timestamps", ["0:00 Start", "1:35 Fire"], lambda post: len(post.chapters) == 2),
    ("relates", "one; two", lambda post: post.related == ("one", "two")),
]


@pytest.mark.parametrize(("name", "value", "holds"), NAMES)
def test_names_of_fields_that_are_off_by_a_little(name: str, value: object, holds: Any) -> None:
    """In a video post a field under another name counts where its value can be nothing else."""
    post, told = read({"video": YOUTUBE, name: value})
    assert told == []
    assert holds(post)


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [
        ("length", "long", "did you mean Duration?"),
        ("subtitles", "english", "did you mean Captions?"),
        ("thumbnail", "yes", "did you mean Poster?"),
        ("chapter", "one", "did you mean Chapters?"),
        ("vidoe", "a clip", "did you mean Video?"),
    ],
)
def test_a_name_whose_value_fits_nothing(name: str, value: str, fix: str) -> None:
    """Where the value does not fit, the author is asked what was meant."""
    _, (problem,) = read_post({"video": YOUTUBE, name: value}, title="", language="en")
    assert (problem.field, problem.value) == (name.capitalize(), value)
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("image", "none"), ("caption", "A photo: Ada"), ("subtitle", "How it was made"), ("related_posts", "a, b"),
        ("posted", "2020-01-01"), ("options", "x"), ("keywords", "a"), ("movie", "https://example.org"), ("cover", "1"),
    ],
)  # fmt: skip
def test_fields_of_others_are_theirs(name: str, value: str) -> None:
    """A field that themes and other plugins use is no near miss where its value is no video post's."""
    post, told = read({"video": YOUTUBE, name: value})
    assert told == []
    assert (post.poster, post.captions, post.related, post.films) == (None, (), (), ())


def test_a_field_and_its_near_miss() -> None:
    """Of two lines for one thing the right one counts, and the other one is told of."""
    post, told = read({"video": YOUTUBE, "poster": "/a.jpg", "thumbnail": "/b.jpg"})
    assert post.poster.url == "/a.jpg"
    assert told == [("Thumbnail", "/b.jpg")]


def test_a_plain_article_keeps_its_fields(site: Site) -> None:
    """Other plugins' fields in an article without a video change nothing and tell nothing."""
    extra = "Image: a.jpg\nThumbnail: b.jpg\nLength: 7:42\nFilms: Rocky\nSubtitles: en: a.vtt\nClip: a\nYoutube: x"
    site.write("plain.md", PLAIN.replace("Category:", f"{extra}\nCategory:"))
    site.build(PLUGINS=[], OUTPUT_PATH=str(site.folder / "without"))
    site.build()
    assert site.warnings == []
    assert files(site.output) == files(site.folder / "without")


@pytest.mark.parametrize("name", ["Videos", "Vidoe", "Video_URL", "Video-Link"])
def test_a_plain_article_that_wants_to_be_a_video_post(site: Site, name: str) -> None:
    """An article that names a video under nearly the right name stays plain, and its author is told."""
    site.write("rocky.md", POST.replace("Video:", f"{name}:"))
    site.build()
    (warning,) = site.warnings
    assert f"rocky.md: {name.capitalize()}: '{YOUTUBE}'" in warning
    assert "write Video" in warning
    assert not site.page().select(".videopost")


@pytest.mark.parametrize(
    ("line", "start_s"), [("1.35 Title", 95), ("1,35 Title", 95), ("1.02.03 Title", 3723), ("1:35. Title", 95)]
)
def test_times_with_dots(line: str, start_s: int) -> None:
    """A dot between minutes and seconds is a colon; `1.35` is no second and a third."""
    post, told = read({"video": YOUTUBE, "chapters": line})
    assert told == []
    assert post.chapters == ((start_s, "Title"),)


def test_a_time_that_may_be_two_things() -> None:
    """`1.5` may be a second and a half, or a minute and five: the author is asked."""
    assert read({"video": YOUTUBE, "chapters": "1.5 Title"})[1] == [("Chapters", "1.5 Title")]


def test_lines_that_lost_their_indent() -> None:
    """Chapters and captions that a reader took for fields of their own go where they belong."""
    post, told = read(
        {
            "video": YOUTUBE,
            "chapters": "0:00 Start",
            "1": ["35 Fire", "02:03 End"],
            "captions": "en: a.vtt",
            "de": "b.vtt",
        }
    )
    assert told == []
    assert [chapter.start_s for chapter in post.chapters] == [0, 95, 3723]
    assert [(caption.language, caption.url) for caption in post.captions] == [
        ("en", "{static}/a.vtt"),
        ("de", "{static}/b.vtt"),
    ]


@pytest.mark.parametrize(
    "end",
    [
        "[Ru]",
        "[En]",
        "[ + ]",
        "[+]",
        "[HD]",
        "[1080p]",
        "[Eng sub]",
        "[RU/EN]",
        "[Русский]",
        "[IT]",
        "[Official Video]",
    ],
)
def test_what_is_no_film_at_a_titles_end(end: str) -> None:
    """A language, a quality or a marker in brackets is no film."""
    assert read_post({"video": YOUTUBE}, title=f"The duel {end}", language="en")[0].films == ()


@pytest.mark.parametrize("film", ["It", "Us", "Sintel", "1984", "Up", "The Russian", "HD Story"])
def test_short_films(film: str) -> None:
    """A film stays one, however short its title is."""
    assert read_post({"video": YOUTUBE}, title=f"The duel [{film}]", language="en")[0].films == (film,)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("true", None),
        ("yes", None),
        ("Yes", None),
        (True, None),
        ("false", "off"),
        ("no", "off"),
        (False, "off"),
        ("Off", "off"),
    ],
)
def test_comments_as_other_systems_say_it(said: object, status: str | None) -> None:
    """`true` is as everywhere on the site, `false` is no comments at all; neither is worth a warning."""
    assert read_comments({"comments": said}) == (status, ())


def test_no_form_where_comments_are_false(site: Site) -> None:
    """A post that says `Comments: false` has no form."""
    for said, forms in (("true", 1), ("false", 0)):
        site.write("rocky.md", POST.replace("Video:", f"Comments: {said}\nVideo:"))
        site.build(VIDEOPOST={"comments": "https://forms.example/send"})
        assert site.warnings == []
        assert len(site.page().select("form")) == forms


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ("Poster", "media/a.svg"), ("Poster", "./media/a.svg"), ("Poster", "media\\a.svg"), ("Poster", "a.svg"),
        ("Poster", "![A](media/a.svg)"), ("Poster", "{static}/a.svg"), ("Thumbnail", "media/a.svg"),
    ],
)  # fmt: skip
def test_a_poster_without_static(site: Site, field: str, path: str) -> None:
    """A path of the site's own is found from the content folder and beside the post, and leads there from any page."""
    for folder in ("media", "posts"):
        site.write(f"{folder}/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.write("posts/rocky.md", POST.replace("Video:", f"{field}: {path}\nVideo:"))
    site.build(STATIC_PATHS=[])
    assert site.warnings == []
    folder = "media" if "media" in path else "posts"
    for page in ("rocky.html", "index.html", "category/high-eighties.html"):
        assert site.page(page).select_one("figure img")["src"] == f"https://site.example/{folder}/a.svg"
    assert (site.output / folder / "a.svg").exists()


def test_files_without_static(site: Site) -> None:
    """A video file and its captions need no `{static}` either."""
    site.write("media/a.webm", b"webm")
    site.write("media/a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nSnow.\n")
    site.write("rocky.md", re.sub("Video: .*", "Video: media/a.webm\nSubtitles: en: media/a.vtt", POST))
    site.build(STATIC_PATHS=[])
    assert site.warnings == []
    assert site.page().select_one("source")["src"] == "https://site.example/media/a.webm"
    assert site.page().select_one("track")["src"] == "https://site.example/media/a.vtt"


def test_a_poster_that_is_nowhere(site: Site) -> None:
    """A path without a file is told with the path that was looked for."""
    site.write("rocky.md", POST.replace("Video:", "Poster: media/none.jpg\nVideo:"))
    site.build()
    (warning,) = site.warnings
    assert "rocky.md: Poster: '{static}/media/none.jpg': no such file" in warning


@pytest.mark.parametrize(
    "line",
    ["[" * 50_000, "[a](" * 20_000, "- " * 50_000, ", https://" * 20_000, "1:35 " * 50_000, " " * 50_000 + "x",
     "<" * 50_000, "<object>" * 20_000, "en " * 50_000, "a." * 50_000, '"' * 50_000, "https://youtu.be/" * 20_000],
)  # fmt: skip
def test_hostile_lines_are_read_at_once(line: str) -> None:
    """A line made to be slow is read in time that grows with its length."""
    begun = time.process_time()
    for name in ("video", "poster", "chapters", "captions", "duration", "related", "film", "thumbnail", "https"):
        read_post({"video": YOUTUBE, name: f"x{line}"}, title=line, language="en")
    assert time.process_time() - begun < 3


def test_names_are_looked_up_quickly() -> None:
    """Metadata with very many fields cost no more than a look at each name."""
    assert field_meant("x" * 100_000) is None
    assert as_meant({"video": YOUTUBE} | {f"field{number}": "x" for number in range(1000)}).problems == ()


LABELS = Labels("en", {})
CUT = [
    ("<p>a\n[+]\nb</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a<br />\n[+]<br />\nb</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>[+]\nb</p>", "", "<p>b</p>"),
    ("<p>a</p><p>[+]\nb</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>A sentence. [+]\nb</p>", "<p>A sentence.</p>", "<p>b</p>"),
    ("<p>a <em>b\n[+]\nc</em> d</p>", "<p>a <em>b</em></p>", "<p><em>c</em> d</p>"),
    ("<p>a<!--more-->b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a <!-- more -->\nb</p><p>c</p>", "<p>a</p>", "<p>b</p><p>c</p>"),
    ("<p>a <strong>b<!--more--> c</strong></p>", "<p>a <strong>b</strong></p>", "<p><strong>c</strong></p>"),
    ("<ul><li>a<!--more--></li><li>b</li></ul>", "<ul><li>a</li></ul>", "<ul><li>b</li></ul>"),
    ("<ul><li>a</li><li><!--more-->b</li></ul>", "<ul><li>a</li></ul>", "<ul><li>b</li></ul>"),
    ("<table><tr><td>a<!--more-->b</td></tr></table>c", "<table><tr><td>ab</td></tr></table>", "c"),
    ('<div><p id="y">a\n[+]\nb</p></div>', '<div><p id="y">a</p></div>', "<div><p>b</p></div>"),
    ("<p>a [ + ]</p><p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a [&nbsp;+&nbsp;]</p><p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a ［＋］</p><p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a. [+].</p><p>b</p>", "<p>a.</p>", "<p>b</p>"),
    ("<p>a [+].</p><p>b</p>", "<p>a.</p>", "<p>b</p>"),
    ("<p>a</p><p>[+].</p><p>b</p>", "<p>a</p>", "<p>b</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "teaser", "body"), CUT)
def test_markers_that_mean_one_thing(html: str, teaser: str, body: str) -> None:
    """A marker on a line of its own, with spaces or with a full stop cuts; so does WordPress's within a paragraph."""
    parts, problems = read_text(html, LABELS)
    assert problems == ()
    assert (parts.teaser, parts.body) == (teaser, body)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a [+] b</p>",
        "<ul><li>a [+]</li><li>b</li></ul>",
        "<p>Press [+]\nto open it</p>",
        "<table><tr><td>[+]\na</td></tr></table>",
    ],
)
def test_a_marker_that_may_be_only_text(html: str) -> None:
    """In the middle of a line a marker stays, and its author is told how it would cut."""
    parts, (problem,) = read_text(html, LABELS)
    assert (parts.teaser, parts.body) == (html, "")
    assert (problem.field, problem.value) == ("text", "[+]")
    assert "line of its own" in problem.fix


@pytest.mark.parametrize(
    "html", ["<p>a [+] b</p><p>c [+]</p>d", "<p><code>[+]</code> opens</p>", "<p>a <a href='#'>[+]</a> b</p>"]
)
def test_a_marker_that_is_spoken_of(html: str) -> None:
    """Beside a marker that cuts, and in code or a link, one within a line is told of by nobody."""
    assert read_text(html, LABELS)[1] == ()


@pytest.mark.parametrize(
    ("language", "heading", "fix"),
    [
        ("en", "<h2>Detail</h2>", "write “Details”"),
        ("en", "<h3>Deatils:</h3>", "write “Details”"),
        ("en", '<h2 id="x">More infos and movies</h2>', "write “More info and movies”"),
        ("en", "<h2>Info and movies</h2>", "write “More info and movies”"),
        ("en", "<p><strong>Details</strong></p>", "write ## Details"),
        ("en", "<ul><li><h2>Details</h2></li></ul>", "at the margin"),
        ("en", "<h2>Mehr Infos und Filme</h2>", "another language (de)"),
        ("de", "<h2>Detail</h2>", "write “Details”"),
        ("de", "<h2>Mehr Info und Filme</h2>", "write “Mehr Infos und Filme”"),
        ("fr", "<h2>Detaills</h2>", "write “Détails”"),
        ("fr", "<h2>Detail</h2>", "write “Détails”"),
        ("pl", "<h2>Szczegoly</h2>", "write “Szczegóły”"),
        ("pt-BR", "<h2>Detalhe</h2>", "write “Detalhes”"),
    ],
)
def test_headings_that_nearly_begin_a_section(language: str, heading: str, fix: str) -> None:
    """A heading that is off by a letter, in bold only or of another language stays, and its author is told."""
    html = f"<p>a</p>{heading}<p>b</p>"
    parts, (problem,) = read_text(html, Labels(language, {}))
    assert parts.teaser == html
    assert problem.value == plain_text(heading)
    assert fix in problem.fix


@pytest.mark.parametrize(
    "heading",
    ["<h2>Retail</h2>", "<h2>Details of the fight</h2>", "<h2>More movies</h2>", "<p><b>Detail</b> b</p>", "<h2></h2>"],
)
def test_headings_of_the_text(heading: str) -> None:
    """Other headings are the text's own."""
    assert read_text(f"<p>a</p>{heading}<p>b</p>", LABELS)[1] == ()


def test_a_section_that_is_there() -> None:
    """Where the post has the section, a heading that is much like its own is no mistake."""
    assert read_text("<p>a</p><h2>Details</h2>b<h2>Detail</h2>c", LABELS)[1] == ()


@pytest.mark.parametrize(
    "html",
    ["<p>[+] " * 20_000, "<p>[+]\n" * 20_000, "<p><!--more-->a" * 20_000, "<h2>" * 30_000, "<p><b>" * 20_000,
     "[ " * 50_000, "<p>a [+] b</p>" * 20_000, "<p>" + "<em>" * 400 + " " * 50_000 + "[+]\n" + "</em>" * 400 + "</p>",
     "<div>" * 400 + "<p>[+]\n" + "</p>" + "</div>" * 400 + "x" * 50_000],
)  # fmt: skip
def test_hostile_texts_are_read_at_once(html: str) -> None:
    """A text made to be slow is read in time that grows with its length."""
    begun = time.process_time()
    read_text(html, LABELS)
    assert time.process_time() - begun < 4


def test_the_build_and_the_check_say_the_same(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """What the build warns of is what `check --offline` finds, word for word."""
    site.write(
        "one.md",
        POST.replace(". [+]", ". [+] It").replace("## Details", "## Detail").replace("Slug: rocky", "Slug: one"),
    )
    site.write(
        "two.md", POST.replace("Video:", "Length: long\nComments: perhaps\nVideo:").replace("y\n\n", "y [+] \n\n", 1)
    )
    site.write("three.md", POST.replace("Video:", "Videos:").replace("Slug: rocky", "Slug: three"))
    site.build()
    assert len(site.warnings) == 5
    capsys.readouterr()
    command(site, "check", "--offline", "--json")
    findings = json.loads(capsys.readouterr().out)["findings"]
    told = {
        f"{one['file']}: {one['field']}: {one['value']!r}: {one['fix']}" for one in findings if one["level"] == "error"
    }
    assert told == set(site.warnings)
