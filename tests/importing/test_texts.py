"""Every construct of WordPress's texts, moved in and built: each word and each video is there, once."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from pelican_videopost.comments.text import render
from pelican_videopost.importing.wordpress.comments import comment_markdown
from tests.conftest import Site
from tests.importing.conftest import Moved, Mover
from tests.importing.exports import CLIPS, COMMENTS, TEXTS, UPLOADS, attachment, item, unforeseen

WORD = re.compile(r"zq\d+")
# The words of an export that come from elsewhere than from the text itself.
ADDED = {"gallery": ["zq80", "zq81"], "footnotes": ["zq90", "zq91"], "reused": ["zq1"]}
NOTES = '[{"content":"zq90 <a href=\\"https://n.example/\\">zq91</a>","id":"n-1"}]'


def all_items() -> list[str]:
    """Return an export's items, a post for each construct."""
    items = [
        attachment(901, f"{UPLOADS}/g1.jpg", excerpt="zq80 cap", meta={"_wp_attachment_image_alt": "zq81"}),
        attachment(902, f"{UPLOADS}/g2.jpg"),
        attachment(903, f"{UPLOADS}/c.mp4"),
        item(950, "reused", "<!-- wp:paragraph -->\n<p>zq1</p>\n<!-- /wp:paragraph -->", type="wp_block"),
    ]
    texts = {f"text-{name}": text for name, text in TEXTS.items()}
    texts |= {f"clip-{name}": text for name, (text, _) in CLIPS.items()}
    meta = {"text-footnotes": {"footnotes": NOTES}}
    items += [item(n, name, text, meta=meta.get(name, {})) for n, (name, text) in enumerate(texts.items(), 1)]
    return items


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Moved:
    """The site of all constructs, built."""
    done = Mover(Site(tmp_path_factory.mktemp("texts") / "site"))(*all_items())
    done.build()
    return done


def page(moved: Moved, name: str) -> BeautifulSoup:
    """Return what the page of a post shows of it."""
    (path,) = moved.site.output.glob(f"2012/03/{name}/index.html")
    content = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select_one("main")
    assert content is not None
    for element in content.select("article > header, article > footer"):
        element.decompose()
    return content


def source(name: str) -> str:
    """Return the file of a post, below the content."""
    return f"posts/2012/{name}.md"


def test_all_of_it_builds_without_a_warning(moved: Moved) -> None:
    """Nothing of an export makes the plugin or Pelican complain, but for pictures that nobody had described."""
    assert [one for one in unforeseen(moved.site) if "empty alt" not in one.lower()] == []
    assert moved.letter.problems == []
    assert moved.report["posts"] == {"written": len(TEXTS) + len(CLIPS)}


@pytest.mark.parametrize("name", TEXTS)
def test_no_word_is_lost_or_doubled(moved: Moved, name: str) -> None:
    """The words of each construct stand on the page as often as in the export, in their order."""
    wanted = WORD.findall(TEXTS[name])
    shown = str(page(moved, f"text-{name}"))
    assert not re.search(r"<[!?](?!--)[^>]*zq", shown)  # which a browser hides
    found = WORD.findall(shown)
    assert sorted(found) == sorted(wanted + ADDED.get(name, []))
    assert [word for word in found if word not in ADDED.get(name, [])] == [
        word for word in wanted if word not in ADDED.get(name, [])
    ]


@pytest.mark.parametrize("name", CLIPS)
def test_what_begins_with_a_video_is_a_video_post(moved: Moved, name: str) -> None:
    """The first video becomes the post's, with a player on its page, and leaves the text; its words stay."""
    text, address = CLIPS[name]
    assert moved.headers(source(f"clip-{name}"))["Video"].removesuffix("s") == address
    shown = page(moved, f"clip-{name}")
    assert len(shown.select("figure.videopost-player")) == 1
    assert sorted(WORD.findall(str(shown))) == sorted(WORD.findall(text))
    assert shown.select("iframe") == []
    assert address not in moved.text(source(f"clip-{name}")).partition("\n\n")[2]


def test_a_video_file_brings_its_poster_and_captions(moved: Moved) -> None:
    """What a video element says of its poster and its tracks is metadata."""
    assert moved.headers(source("clip-core_video"))["Poster"] == f"{UPLOADS}/p.jpg"
    assert f"Captions: en English: {UPLOADS}/c.vtt\n    de: {UPLOADS}/d.vtt\n" in moved.text(source("clip-core_video"))


def test_nothing_of_the_editors_is_left(moved: Moved) -> None:
    """No block comment and none of WordPress's own shortcodes stays in any text."""
    for path in moved.site.content.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "<!-- wp:" not in text
        assert "\ufdd0" not in text
        assert not re.search(
            r"(?m)^\\?\[(caption|gallery|video|audio|embed|playlist)\b", re.sub(r"(?s)```.*?```", "", text)
        )


@pytest.mark.parametrize(
    ("name", "selector", "count"),
    [
        ("classic", "p", 3), ("classic", "li", 2), ("classic", "br", 1), ("quote", "blockquote", 2), ("quote", "cite", 1),
        ("table", "table", 3), ("columns", "h3", 1), ("buttons", "a[href='https://a.example/b']", 1), ("pages", "hr", 2),
        ("code", "pre", 4), ("details", "details > summary", 1), ("gallery", "img", 2), ("caption", "figure figcaption em", 1),
        ("audio", "audio[preload=none]", 2), ("audio", "figure", 0), ("gallery_block", "ul, li, figure figure", 0),
        ("gallery_block", "figure img", 1), ("gallery_block", "figure > figcaption", 1), ("galleries", "figure > img", 2),
        ("code_as_it_is", "pre", 3), ("code_as_it_is", "script, pre b", 0), ("code_as_it_is", "p > strong, p > b", 1),
        ("caption_around", "figure > figcaption > code", 1), ("caption_around", ".videopost-player", 1),
        ("caption_around", "iframe", 0), ("galleries", "figure > figcaption", 2), ("galleries", "li, figure figure", 0), ("lists", "ol[start='3']", 1), ("lists", "li li li", 1), ("footnotes", "a.footnote-ref", 1),
        ("anchors", "h2#there", 1), ("blocks_in_inline", "a[href='https://a.example/'] h3", 1), ("tweet", "blockquote a", 1),
        ("frame", "iframe", 0), ("frame", "a[href='https://maps.example/embed?a=1&b=2']", 1), ("inline", "sub, sup, u, kbd, abbr, mark, q", 7),
        ("images", "img", 3), ("images", "figcaption a", 1), ("file", "a", 2),
        ("markdown_like", "h1, h2, ul, ol, blockquote, hr, pre, dl, table, em", 0),
    ],
)  # fmt: skip
def test_a_construct_is_what_it_was(moved: Moved, name: str, selector: str, count: int) -> None:
    """What was a list, a quote, a table or a figure is one on the page."""
    shown = page(moved, f"text-{name}")
    assert len(shown.select(selector)) == count, shown


def test_what_only_looks_like_markup_stays_text(moved: Moved) -> None:
    """Signs that Markdown, its extensions or Pelican would read as more show themselves."""
    text = page(moved, "text-markdown_like").get_text()
    for sign in ("# zq1", "- zq2", "1. zq3", "> zq4", "*zq5* _zq6_ `zq7` [zq8](zq9) ![zq10](x) {: .zq11 } ***", "zq12\n===",
                 "zq13: x\n: zq14", "[^1]: zq15", "*[zq16]: abbr", "a | zq18\n--|--", "~~~\nzq19", "a_b_c 2*3*4 \\zq22\\ &amp; <b> zq23 [TOC] ©", "[+]"):  # fmt: skip
        assert sign in text
    assert "{static}/a |filename|b" in page(moved, "text-templates").get_text()


def test_a_body_is_never_metadata(moved: Moved) -> None:
    """Lines of a text that look like metadata are text."""
    assert "Status" not in moved.headers(source("text-metadata_like"))
    assert "Status: published" in page(moved, "text-metadata_like").get_text()


def test_code_stays_as_it_was(moved: Moved) -> None:
    """Code keeps its lines, its signs and its tabs, and nothing in it is taken for a shortcode."""
    blocks = [block.get_text() for block in page(moved, "text-code").select("pre")]
    assert blocks[0] == "if zq1 < 2:\n    print('`*_[]')\n"
    assert blocks[1] == "zq2 { a: < }\n[gallery]\n"
    assert blocks[3] == "zq7\tx"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (f"{CLIPS['bare'][0]}\n\none\ntwo<!--more-->\n\nthree", "one  \ntwo [+]\n\nthree"),
        (f"{CLIPS['bare'][0]} one <!--more Go on--> two", "zq1 one [+]\n\ntwo"),
        (f"{CLIPS['bare'][0]}\n<!--more-->\n<h2>two</h2>", "zq1 [+]\n\n## two"),
        (f"{CLIPS['bare'][0]}\n<ul><li>a</li></ul>\n<!--more-->\ntwo", "-   a\n\n[+]\n\ntwo"),
        (f"{CLIPS['bare'][0]}<em>\n<!--more--></em>two <!--more-->", "[+]"),
        (f"{CLIPS['bare'][0]} a literal [+]", r"a literal \[&#43;]"),
    ],
)
def test_the_cut_of_a_video_post_is_a_marker(move: Mover, text: str, cut: str) -> None:
    """WordPress's more becomes [+] at the end of what stands before it, one in each post, and folds the rest."""
    moved = move(item(1, "rocky", text))
    written = moved.text(source("rocky"))
    assert cut in written
    assert written.count("[+]") == (0 if "literal" in text else 1)
    moved.build()
    assert unforeseen(moved.site) == []


@pytest.mark.parametrize("name", COMMENTS)
def test_a_comment_keeps_its_words(name: str) -> None:
    """A comment's HTML becomes Markdown that shows the same words, in the same order."""
    shown = BeautifulSoup(render(comment_markdown(COMMENTS[name])), "html.parser").get_text()
    assert WORD.findall(shown) == WORD.findall(COMMENTS[name])
    assert "&amp" not in shown or name == "entities"


@pytest.mark.parametrize(
    ("name", "html"),
    [
        ("stars", "2*3*4 zq1 a_b_ _zq2_"), ("reference", "[1]: x zq1<br>\n[zq2]: "), ("lines", "zq1<br>\nzq2</p>\n<p>zq3<br>\nzq4"),
        ("quote", "<blockquote>\n<p>zq1</p>\n<p>zq2</p>\n<p><em>zq3</em></p>\n</blockquote>"), ("list", "- zq1<br>\n# zq2<br>\n1. zq3<br>\n&gt; zq4"),
        ("list", "<li>zq5</li>"), ("entities", "Tom &amp; Anna &lt;3 ’ 1 &lt; 2 &amp;amp; zq2"), ("links", 'href="http://b.example/%28x%29"'),
        ("links", 'href="http://a.example/x_y_z?a=1&amp;b=2"'), ("tabs", "<p>zq1</p>\n<p>zq2</p>"),
    ],
)  # fmt: skip
def test_a_comment_looks_as_it_did(name: str, html: str) -> None:
    """Stars, brackets, quotes, lines and links of a comment are what they were."""
    assert html in render(comment_markdown(COMMENTS[name]))


def test_the_report_names_what_has_no_place(moved: Moved) -> None:
    """Unknown shortcodes, what was kept as HTML, frames that no player knows and empty blocks are told."""
    report = moved.report
    assert report["shortcodes"] == {"contact-form-7": 1, "box": 1}
    assert report["drawn_blocks"] == {"latest-posts": 1}
    assert ["posts/2012/text-frame.md", "https://maps.example/embed?a=1&b=2"] in report["links"]
    assert report["videos"] == len(CLIPS)
    assert report["kept_as_html"]["details"] == 1


def test_the_report_equals_the_disk(moved: Moved) -> None:
    """Each file that is reported is there, and each that is there is reported."""
    content: Path = moved.site.content
    assert sorted(moved.report["files"]) == sorted(str(path.relative_to(content)) for path in content.rglob("*.md"))
    assert moved.report["videos"] == sum("\nVideo: " in path.read_text("utf-8") for path in content.rglob("*.md"))
