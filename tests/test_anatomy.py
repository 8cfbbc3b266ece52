"""Posts cut into their parts, in tables; and any posts at all, without the loss of a word."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from pelican_videopost.base.labels import DETAILS_TITLE, INFO_TITLE, Labels
from pelican_videopost.base.markup import plain_text
from pelican_videopost.base.model import Anatomy
from pelican_videopost.posts.anatomy import dissect

LABELS = Labels("en", {})
INFO, DETAILS = LABELS.spellings(INFO_TITLE), LABELS.spellings(DETAILS_TITLE)


def cut(html: str, problems: int = 0) -> Anatomy:
    """Return the parts of `html`, in which so many things deserve a word."""
    anatomy, found = dissect(html, INFO, DETAILS)
    assert len(found) == problems, found
    return anatomy


SPLIT = [
    ("<p>a [+]</p><p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a</p>\n<p>[+]</p>\n<p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a</p>\n<!--more-->\n<p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a</p><!-- more Read on --><p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a<!--more--></p><p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a&nbsp;[+]</p><p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a<br />\n[+]</p><p>b</p>", "<p>a</p>", "<p>b</p>"),
    ("<p>a <em>b [+]</em></p><p>c</p>", "<p>a <em>b</em></p>", "<p>c</p>"),
    ("<p>a <strong>[+]</strong></p><p>b</p>", "<p>a <strong></strong></p>", "<p>b</p>"),
    ("<ul><li>a</li><li>b [+]</li></ul><p>c</p>", "<ul><li>a</li><li>b</li></ul>", "<p>c</p>"),
    ("<blockquote><p>a [+]</p></blockquote><p>b</p>", "<blockquote><p>a</p></blockquote>", "<p>b</p>"),
    ('<div id="x"><p>a [+]</p><p>b</p></div>c', '<div id="x"><p>a</p></div>', "<div><p>b</p></div>c"),
    ("<div><p>a [+]</p></div><p>b</p>", "<div><p>a</p></div>", "<div></div><p>b</p>"),
    ("a [+]\nb", "a", "b"),
    ("a [+]<p>b</p>", "a", "<p>b</p>"),
    ("<p>a [+]<p>b", "<p>a", "<p>b"),
    ("<p>a [+]</p>", "<p>a</p>", ""),
    ("<p>[+]</p><p>b</p>", "", "<p>b</p>"),
    ("<p>a [+]</p><p><img src=b></p>", "<p>a</p>", "<p><img src=b></p>"),
]
UNSPLIT = [
    "<p>a</p><p>b</p>",
    "<p>a [+] b</p>",
    "<ul><li>a [+]</li><li>b</li></ul>",
    "<p><code>a [+]</code></p><p>b</p>",
    "<pre><code>a\n[+]</code></pre><p>b</p>",
    "<pre>a [+]</pre>",
    '<p><a href="#">a [+]</a></p><p>b</p>',
    '<p title="[+]">a</p><p>b</p>',
    "<script>a [+]</script><p>b</p>",
    "a [+] <em>b</em>",
    'see <a href="#" title="a [+]\nb">this</a>\n<p>c</p>',
    "<i title='[+]'>a</i>\n<p>b</p>",
]


@pytest.mark.parametrize(("html", "teaser", "body"), SPLIT)
def test_a_marker_at_the_end_of_a_block_splits(html: str, teaser: str, body: str) -> None:
    """The marker goes, with what it leaves empty; what stood before it is teaser, the rest full text."""
    assert cut(html) == Anatomy(teaser, body)


@pytest.mark.parametrize("html", UNSPLIT)
def test_a_marker_anywhere_else_is_text(html: str) -> None:
    """In code, in a link, or in the middle of a line the marker is what the author wrote."""
    assert cut(html) == Anatomy(html)


def test_only_the_first_marker_splits() -> None:
    """A second marker stays to be seen, and its author is told."""
    assert cut("<p>a [+]</p><p>b [+]</p><p>c</p>", problems=1) == Anatomy("<p>a</p>", "<p>b [+]</p><p>c</p>")


SECTIONS = [
    ("<p>a</p><h2>Details</h2><p>d</p>", Anatomy("<p>a</p>", details="<p>d</p>")),
    ("<p>a</p><h4>DETAILS:</h4><p>d</p>", Anatomy("<p>a</p>", details="<p>d</p>")),
    ("<p>a [+]</p><p>b</p><h2>Details</h2>d<h3>e</h3>f", Anatomy("<p>a</p>", "<p>b</p>", None, "d<h3>e</h3>f")),
    ("<h2>Details</h2>d<h2>More info and movies</h2>m", Anatomy("", info="m", details="d")),
    ("<h3>Details</h3>d<h2>Next</h2>n", Anatomy("<h2>Next</h2>n", details="d")),
    ("<h2>Details</h2>", Anatomy("", details="")),
    ("<h2>Details</h2>a<h2>Details</h2>b", Anatomy("", details="a\nb")),
    ('<h2 id="d">Details<a class="headerlink" href="#d">&para;</a></h2>d', Anatomy("", details="d")),
    ("<h2>More <em>info</em>\nand movies</h2>m", Anatomy("", info="m")),
    ('<p>a</p><div class="section" id="details"><h2>Details</h2>d</div>', Anatomy("<p>a</p>", details="d")),
    ("<div><p>a</p><h2>Details</h2>d</div><p>b</p>", Anatomy("<div><p>a</p></div><p>b</p>", details="d")),
    ('<h2>Details</h2>d<div class="footnote">f</div>', Anatomy('<div class="footnote">f</div>', details="d")),
    ("<h2>Details of the film</h2>d", Anatomy("<h2>Details of the film</h2>d")),
    ("<blockquote><h2>Details</h2>d</blockquote>", Anatomy("<blockquote><h2>Details</h2>d</blockquote>")),
    ("<pre>&lt;h2&gt;Details</pre>", Anatomy("<pre>&lt;h2&gt;Details</pre>")),
]


@pytest.mark.parametrize(("html", "parts"), SECTIONS)
def test_sections(html: str, parts: Anatomy) -> None:
    """A heading in the words of a section starts it; it ends where the outline of the text ends it."""
    assert cut(html) == parts


def test_a_section_before_the_marker_ends_there() -> None:
    """A section in the teaser does not swallow the marker, and its author is told."""
    html = "<p>a</p><h2>Details</h2><p>d [+]</p><p>b</p>"
    assert cut(html, problems=1) == Anatomy("<p>a</p>", "<p>b</p>", details="<p>d</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <b>b [+]</p><p>c</p>",
        "<div><p>a [+]</p><p>b</p>",
        "<p>a</p></div><p>b [+]</p>c",
        "<p>a</p><!-- b <p>c</p>",
    ],
)
def test_tags_that_do_not_match_up_are_repaired(html: str) -> None:
    """An unclosed tag cannot swallow what the plugin puts after the text, and no word goes."""
    anatomy = cut(html, problems=1)
    for part in (anatomy.teaser, anatomy.body):
        assert len(re.findall(r"<(div|p|b)\b", part)) == len(re.findall(r"</(div|p|b)\b", part))
    words = plain_text(anatomy.teaser + " " + anatomy.body).split()
    assert [word for word in words if word.isalpha()] == re.findall(r"\b[a-c]\b(?!>)", re.sub(r"</?\w+>", " ", html))


def test_every_other_byte_stays(request: pytest.FixtureRequest) -> None:
    """Outside the cuts a well-formed text is not touched, whatever its style."""
    text = "<P CLASS='x'  id=y>a &eacute; &#8212; \t<IMG src='a.png'/><br></P>\n\n<p >b</p >"
    assert cut(text + "<p>c [+]</p>" + text).body == text
    assert request.node is not None


def test_plain_text() -> None:
    """The plain form has the words as a reader says them: no tags, no entities, no footnote marks."""
    html = '<p>A <b>b</b>, c&amp;d<sup id="fnref:1"><a href="#fn:1">1</a></sup>.</p><p>E</p>'
    assert plain_text(html) == "A b, c&d. E"


def test_hostile_sizes_take_linear_time() -> None:
    """Texts made to be slow, such as thousands of quotes, tags or markers, are cut at once."""
    for hostile in ('<a title="', "<!--", "<p", "<b>", "[+] ", "</p>", "<p>", "&nbsp;", "<h2>Details</h2>"):
        dissect(hostile * 3000, INFO, DETAILS)


# Any blocks in any order, each with words that occur nowhere else.
BLOCKS = [
    "{} text {}",
    "{} [+]",
    "[+]",
    "<!--more-->",
    "## {}",
    "### {}",
    "## Details",
    "## More info and movies",
    "- {}\n- {}",
    "1. {}\n\n    {} [+]",
    "    {}\n    [+]",
    "```\n{} [+]\n```",
    "`{} [+]`",
    "| {} | {} |\n|---|---|\n| {} | {} |",
    "> {}\n>\n> {} [+]",
    "<div>\n<p>{}</p>\n<p>{} [+]</p>\n</div>",
    "<div>{}",
    "<p>{}",
    "</div>{}",
    '<section class="x"><h2>Details</h2><p>{}</p></section>',
    "<table><tr><td>{}<tr><td>{}</table>",
    "{}\n:   {}",
    "**{}** *{}* [+] {}",
    "<details><summary>{}</summary>{}</details>",
    "<!-- {} -->",
    "<b>{}",
    '<a href="{}">{}</a>',
    "{}[^1]",
    "[^1]: {}",
]


def numbered(blocks: list[str]) -> str:
    """Return the blocks as one text, in which no word occurs twice."""
    count = iter(range(10_000))
    return "\n\n".join(re.sub(r"\{\}", lambda _: f"word{next(count)}x", block) for block in blocks)


def words(html: str) -> Counter[str]:
    """Return how often each numbered word occurs in what is shown, links' addresses left out."""
    return Counter(re.findall(r"word\d+x", re.sub(r"<!--.*?-->|<[^>]*>", " ", html, flags=re.DOTALL)))


@given(st.lists(st.sampled_from(BLOCKS), max_size=14))
def test_every_word_goes_somewhere_once(blocks: list[str]) -> None:
    """Whatever stands in a post, in whatever order, each of its words is in exactly one part, once."""
    html = Markdown(extensions=["extra"]).convert(numbered(blocks))
    parts, _ = dissect(html, INFO, DETAILS)
    found = words("\n".join([parts.teaser, parts.body, parts.info or "", parts.details or ""]))
    assert found == words(html)
