"""What is said in a video, on its page: read from caption files as they are in the wild."""

import gzip
import json
import random
import re
from typing import Any

import pytest

from pelican_videopost.posts.transcript import Paragraph, spoken_paragraphs
from pelican_videopost.posts.webvtt import has_cues, is_webvtt, read_cues

from .conftest import POST, PROJECT, Site

TIMED = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
WILD = """\
\ufeffWEBVTT - a title\r
Kind: captions\r
\r
STYLE\r
::cue { color: lime }\r
\r
REGION\r
id:fred\r
\r
NOTE a note\r
of two lines\r
\r
intro\r
00:01.000 --> 00:03.500 align:start position:0%\r
<v.loud Ann Lee>Nobody <i>sees</i> him &amp; <c.yellow.bg_blue>runs</c>.</v>\r
\r
00:00:03,600 --> 00:00:05,000 region:fred\r
<v Ann Lee>In the <00:00:04.000>snow.\r
<v Bob>No <b>pain</b>!\r
00:00:05.100-->00:00:06.000\r
Without an empty line before it.\r
\r
01:00:00.000 --> 01:00:02.000\r
Much later.\r
\r
00:00:99 --> soon\r
Lost words.\r
\r
100:00:00.000 --> 100:00:01.000\r
&gt;&gt; Somebody else.\r
\r
00:00:02.000 --> 00:00:02.500\r
 \r
"""
ROLLING = """\
WEBVTT
Kind: captions
Language: en

00:00:00.160 --> 00:00:02.389 align:start position:0%
{space}
we<00:00:00.399><c> begin</c><00:00:00.960><c> to</c><00:00:01.520><c> run</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
we begin to run
{space}

00:00:02.399 --> 00:00:04.470 align:start position:0%
we begin to run
up<00:00:02.720><c> the</c><00:00:03.000><c> mountain</c>

00:00:04.470 --> 00:00:04.480 align:start position:0%
up the mountain
{space}

00:00:04.480 --> 00:00:06.000 align:start position:0%
up the mountain
and<00:00:05.000><c> down</c>
""".format(space=" ")


def said(text: str) -> list[Paragraph]:
    """Return the paragraphs of a caption file."""
    return spoken_paragraphs(read_cues(text))


def cue(start_s: float, end_s: float, text: str) -> str:
    """Return a cue."""
    return f"{int(start_s // 60):02}:{start_s % 60:06.3f} --> {int(end_s // 60):02}:{end_s % 60:06.3f}\n{text}\n\n"


TIMES = {
    "01:02:03.500 --> 02:03:04.25": (3723.5, 7384.25),
    "01:03.500 --> 01:04.000": (63.5, 64.0),
    "00:00.000 --> 10:00:00.000": (0.0, 36000.0),
}


@pytest.mark.parametrize(("timing", "times"), TIMES.items())
@pytest.mark.parametrize("start", ["WEBVTT\n\n", "\ufeffWEBVTT\n\n", "\ufeff"])
def test_the_times_of_a_cue(start: str, timing: str, times: tuple[float, float]) -> None:
    """Hours, minutes, seconds and their parts are read, whatever mark of its encoding the file begins with."""
    (found,) = read_cues(f"{start}{timing}\nHello\n")
    assert (found.start_s, found.end_s) == times


def test_captions_as_they_are_in_the_wild() -> None:
    """Settings, voices, classes, inner times, notes, styles, regions, any line ends and missing hours are read."""
    assert said(WILD) == [
        Paragraph(1, "Ann Lee", "Nobody sees him & runs. In the snow."),
        Paragraph(3, "Bob", "No pain!"),
        Paragraph(5, "", "Without an empty line before it."),
        Paragraph(3600, "", "Much later."),
        Paragraph(360_000, "", "Somebody else."),
    ]


def test_lines_that_roll_up_are_said_once() -> None:
    """Captions made by a machine repeat each line above the next one; it is read once, with its first time."""
    assert said(ROLLING) == [Paragraph(0, "", "we begin to run up the mountain and down")]


def test_a_song_may_repeat_its_line() -> None:
    """Where captions do not roll up, what is said twice is written twice."""
    song = [
        ("Run", "Away"),
        ("Away", "Home"),
        ("Rest", "Now"),
        ("Now", "Then"),
        ("Up", "Down"),
        ("In", "Out"),
        ("a", "b"),
    ]
    text = "WEBVTT\n\n" + "".join(cue(2 * at, 2 * at + 1.9, "\n".join(pair)) for at, pair in enumerate(song))
    assert said(text)[0].text == " ".join(word for pair in song for word in pair)


def test_where_paragraphs_end() -> None:
    """A pause ends a paragraph, and so does a sentence in one that is long; overlapping cues are no pause."""
    text = "WEBVTT\n\n" + cue(0, 5, "One") + cue(1, 2, "two") + cue(6.9, 8, "three.") + cue(10, 11, "Four")
    assert said(text) == [Paragraph(0, "", "One two three."), Paragraph(10, "", "Four")]
    talk = "WEBVTT\n\n" + "".join(cue(number, number + 1, f"Sentence number {number}.") for number in range(59))
    assert all(600 < len(paragraph.text) < 660 for paragraph in said(talk)[:-1])
    assert len(said(talk)) == 2
    endless = "WEBVTT\n\n" + "".join(cue(number, number + 1, f"and on {number} " * 10) for number in range(59))
    assert all(len(paragraph.text) < 1400 for paragraph in said(endless))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WEBVTT",
        "WEBVTT\n\n",
        "WEBVTT\n\nNOTE only this",
        "WEBVTT\n\n-->\nx",
        "WEBVTT\n\n1:2 --> 1\nx",
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>\n<i></i>",
    ],
)
def test_what_holds_no_words(text: str) -> None:
    """Empty files, and files with nothing but notes, damaged times or empty tags, say nothing."""
    assert said(text) == []
    assert not has_cues(text)


def test_the_order_is_that_of_time() -> None:
    """What is said first is read first, wherever it stands in the file; `>>` says that somebody else speaks."""
    text = "WEBVTT\n\n" + cue(3, 4, ">> Why?") + cue(1, 2, "Run!") + cue(2, 3, ">>\nFaster, faster")
    assert [paragraph.text for paragraph in said(text)] == ["Run!", "Faster, faster", "Why?"]


def test_empty_lines_that_are_none() -> None:
    """A line of spaces ends no cue, unless the next one begins below it; then the name between them is not said."""
    text = TIMED + "Hello\n \nyou\n\t\n2\n00:02.000 --> 00:03.000\nand me\n \n00:03.000 --> 00:04.000\nand all"
    assert said(text) == [Paragraph(1, "", "Hello you and me and all")]


def test_what_no_page_may_hold_is_not_read() -> None:
    """Controls, and marks that make a text read as another, are left out, written or as entities."""
    text = TIMED + "A\x00B\x07 \x1b[31m\u202eC &#8238;&#27;D\tE"
    assert said(text) == [Paragraph(1, "", "AB [31mC D E")]


def test_what_is_no_webvtt() -> None:
    """Only the first word of a file tells what it is."""
    assert [is_webvtt(text) for text in ("WEBVTT", "WEBVTT\tx", "WEBVTT\r\n", "WEBVTTX", "webvtt", "1\n", "")] == [
        *(True, True, True),
        *(False, False, False, False),
    ]


FILE = "Video: {static}/media/clip.webm"
YOUTUBE = "Video: https://www.youtube.com/watch?v=eRsGyueVLvQ"
HOSTILE = "</script><script>alert(1)</script>"
VTT = {
    "en": WILD,
    "ar": TIMED + "لا ألم",
    "hostile": TIMED
    + "<v \"'><img src=x onerror=alert(1)>>&lt;img src=x onerror=alert(1)&gt;"
    + HOSTILE.replace("<", "&lt;")
    + " {static}/x |filename|y {{ 7 * 7 }}\n",
    "same": TIMED + "<v Ann>One\n<v Bob>Two",
    "none": "WEBVTT\n\nNOTE nothing",
    "srt": "1\n00:00:01,000 --> 00:00:02,000\nHello",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of posts with transcripts of all kinds."""
    site = Site(tmp_path_factory.mktemp("transcripts") / "site")
    site.write("media/clip.webm", b"clip")
    for name, text in VTT.items():
        site.write(f"media/{name}.vtt", text)
    site.write("media/latin.vtt", f"{TIMED}Café".encode("latin-1"))

    def write(slug: str, video: str, *captions: str) -> None:
        lines = "\n    ".join(captions)
        text = POST.replace("Slug: rocky", f"Slug: {slug}\nCaptions: {lines}").replace(YOUTUBE, video)
        site.write(f"{slug}.md", text)

    write("file", FILE, "en: {static}/media/en.vtt", "ar: {static}/media/ar.vtt")
    write("tube", YOUTUBE, "en: {static}/media/en.vtt")
    write("same", FILE, "en: {static}/media/same.vtt")
    write("hostile", FILE, "en: {static}/media/hostile.vtt")
    write("broken", FILE, "en: {static}/media/none.vtt", "de: {static}/media/srt.vtt", "fr: {static}/media/gone.vtt")
    write("foreign", FILE, "en: https://example.org/a.vtt")
    write("latin", FILE, "en: {static}/media/latin.vtt")
    site.build()
    return site


def test_the_transcript_of_a_page(built: Site) -> None:
    """Below the chapters stand the paragraphs, each with its time as a link that plays from there."""
    page = built.page("tube.html")
    (details,) = page.select("details.videopost-transcript")
    assert details.summary.get_text() == "Transcript"
    assert not details.has_attr("open")
    links = details.select("p > a")
    assert [(link.get_text(), link["data-start"]) for link in links[:2]] == [("0:01", "1"), ("0:03", "3")]
    assert links[3].get_text() == "1:00:00"
    assert links[0]["href"] == "https://www.youtube.com/watch?v=eRsGyueVLvQ&t=1s"
    assert details.select_one("p").get_text() == "0:01 Ann Lee: Nobody sees him & runs. In the snow."
    assert page.select(".videopost-player ~ .videopost-transcript")
    file = built.page("file.html").select_one(".videopost-transcript a")
    assert file["href"] == "https://site.example/media/clip.webm#t=1"


def test_several_languages(built: Site) -> None:
    """Each language has a transcript of its own, named by it, in its language and direction."""
    found = built.page("file.html").select("details.videopost-transcript")
    assert [one.summary.get_text() for one in found] == ["Transcript (English)", "Transcript (العربية)"]
    assert [(one.div.get("lang"), one.div.get("dir")) for one in found] == [(None, None), ("ar", "rtl")]


def test_structured_data_has_the_transcript(built: Site) -> None:
    """Search engines get what is said in the language of the post."""
    script = built.page("file.html").select_one("script[type='application/ld+json']").string
    (video,) = [thing for thing in json.loads(script)["@graph"] if thing["@type"] == "VideoObject"]
    assert video["transcript"].startswith("Nobody sees him & runs. In the snow.\nNo pain!")
    assert "transcript" not in (built.output / "broken.html").read_text(encoding="utf-8")


def test_addresses_lead_into_it(built: Site) -> None:
    """`#t=3` is the paragraph that begins then, which the player reads as its start; no id is there twice."""
    for name in ("file", "tube"):
        page = built.page(f"{name}.html")
        assert page.find(id="t=3").get_text() == "0:03 Bob: No pain!"
        ids = [one["id"] for one in page.select("[id]")]
        assert len(ids) == len(set(ids))
    assert [one.get("id") for one in built.page("same.html").select(".videopost-transcript p")] == ["t=1", None]


def test_feeds_lead_to_it(built: Site) -> None:
    """An entry of a feed has a link to what is said, and nothing of it."""
    entries = (built.output / "feeds/all.atom.xml").read_text(encoding="utf-8")
    assert "tube.html#videopost-transcript" in entries
    assert built.page("tube.html").select("details > #videopost-transcript")


def test_listings_and_feeds_have_none(built: Site) -> None:
    """In listings and feeds nothing of it is shown."""
    for path in ("index.html", "videos.html", "feeds/all.atom.xml"):
        text = (built.output / path).read_text(encoding="utf-8")
        assert 'class="videopost-transcript' not in text
        assert "In the snow." not in text


def test_hostile_captions_are_inert(built: Site) -> None:
    """Markup, links of Pelican's and template code in captions are text."""
    page = built.page("hostile.html")
    text = page.select_one(".videopost-transcript").get_text()
    assert "<img src=x onerror=alert(1)>" in text
    assert "{static}/x |filename|y {{ 7 * 7 }}" in text
    assert not page.select("[onerror], img[src=x]")
    assert not [script for script in page.select("script") if (script.string or "").startswith("alert")]


def test_broken_captions_cost_a_warning(built: Site) -> None:
    """A file without cues, of another kind, that is missing or badly encoded is told of once; the post is shown."""
    assert not built.page("broken.html").select(".videopost-transcript")
    assert not built.page("foreign.html").select(".videopost-transcript")
    assert built.page("latin.html").select(".videopost-transcript")
    for name, reason in (("none", "nothing in it"), ("srt", "WEBVTT"), ("gone", "no such file"), ("latin", "UTF-8")):
        (warning,) = [one for one in built.warnings if f"{name}.vtt" in one]
        assert reason in warning
    assert len(built.warnings) == 4


def test_three_hours_of_speech(site: Site) -> None:
    """A page with three hours of captions, of English words in no order, weighs at most 60 KB with gzip."""
    words = random.Random(1)  # noqa: S311  # the same words each time
    english = re.findall(r"[a-z]+", (PROJECT / "README.md").read_text(encoding="utf-8"))
    said = [" ".join(words.choices(english, k=10)) for _ in range(2700)]
    cues = [cue(4 * number, 4 * number + 4, f"{line}.") for number, line in enumerate(said)]
    site.write("media/clip.webm", b"clip")
    site.write("media/en.vtt", "WEBVTT\n\n" + "".join(cues))
    site.write("long.md", POST.replace("Slug: rocky", "Slug: long\nCaptions: en: {static}/media/en.vtt"))
    site.build()
    page = (site.output / "long.html").read_bytes()
    assert page.count(b"data-start") > 200
    assert len(page) > 160_000
    assert len(gzip.compress(page, 9)) <= 60 * 1024
    data: dict[str, Any] = json.loads(site.page("long.html").select_one("script[type='application/ld+json']").string)
    assert len(data["@graph"][1]["transcript"]) <= 5_000
