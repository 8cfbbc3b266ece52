"""HTML read by offsets: nothing that an author wrote goes, whatever they left open, and the work is linear."""

import random
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pelican_videopost.base.labels import DETAILS_TITLE, INFO_TITLE, Labels
from pelican_videopost.base.markup import escape_strays, in_tags, is_empty, plain_text, tokens
from pelican_videopost.posts.anatomy import dissect
from pelican_videopost.posts.outline import UnbalancedError, outline, repair

LABELS = Labels("en", {})
INFO, DETAILS = LABELS.spellings(INFO_TITLE), LABELS.spellings(DETAILS_TITLE)

# What a tired author leaves open, what other tools leave behind, and what nobody would write.
_WRITTEN = """
<style> </style> <script> </script> <script/src=x> <textarea> </textarea> <title> </TITLE> <xmp> <iframe>
<!-- --> --!> <!--> <![CDATA[ ]]> <?php ?> <!DOCTYPE/html> <!x
<table> <tr> <td> </td> </table> <form> </form> <select> <option> </select>
<p> </p> <div> </div> <div/> <b> </b> <i> </i> <br> </br> <li> <ul> </ul>
<a/href=" "> <a/title='x>y'> </a> <a <a/=" < <3 </ <svg><path/> </svg>
[+] <!--more--> <h2>Details</h2> <h2>More/info/and/movies</h2> &amp; &lt; &nbsp; & &#0;
"""
PIECES = [piece.replace("/info/and/", " info and ").replace("<a/", "<a ") for piece in _WRITTEN.split()]


def letters(html: str) -> str:
    """Return all that a fragment says, raw texts included, without spaces."""
    pieces = []
    position = 0
    for token in tokens(html):
        if token.kind not in ("stray", "raw"):
            pieces.append(html[position : token.start])
            position = token.end
    return "".join(unescape("".join(pieces) + html[position:]).split())


def words(html: str) -> list[str]:
    """Return the numbered words of a fragment, wherever they stand."""
    return re.findall(r"word\d+x", html)


def numbered(pieces: list[str]) -> str:
    """Return the pieces with a word of its own after each."""
    return "".join(f"{piece} word{number}x " for number, piece in enumerate(pieces))


SWALLOWING = ["<style>", "<script>", "<textarea>", "<title>", "<!--", "<![CDATA[", '<a href="', "<xmp>"]


@pytest.mark.parametrize("opening", SWALLOWING)
def test_what_is_never_closed_hides_nothing(opening: str) -> None:
    """The text after something unclosed is kept, in the page's order, and the tag is shown as it was typed."""
    html = f"<p>one [+]</p>\n{opening}\n<p>two</p>\n<p>three</p>"
    parts, problems = dissect(html, INFO, DETAILS)
    assert parts.teaser == "<p>one</p>"
    assert plain_text(parts.body).replace("\n", " ").endswith("two three")
    assert "&lt;" + opening[1:] in parts.body
    (problem,) = problems
    assert problem.value.startswith(opening[:2])


def test_the_problem_names_the_tag_and_its_line() -> None:
    """An author is told which tag, in which line of their file; of several alike it is the right one."""
    html = "<p>one</p>\n<style>a{}</style>\n<p>two</p>\n<style>\n<p>three</p>"
    source = "Title: x\n\none\n\n<style>a{}</style>\n\ntwo\n\n<style>\n\nthree\n"
    _, (problem,) = dissect(html, INFO, DETAILS, read_source=lambda: source)
    assert problem.value == "<style>"
    assert "line 9" in problem.fix


REPAIRS = {
    "<i><b>a</b></b>c": "<i><b>a</b>c</i>",
    "<i><p>a<p>b</p></p>c": "<i><p>a<p>b</p>c</i>",
    "<i><b><b>a</b></b>c</i>d": "<i><b><b>a</b></b>c</i>d",
    "<i><b>a</i>c": "<i><b>a</b></i>c",
    "a<div  />c": "a<div></div>c",
    "a<br/>c</p>": "a<br/>c",
}


@pytest.mark.parametrize(("html", "mended"), REPAIRS.items())
def test_what_is_repaired(html: str, mended: str) -> None:
    """Each tag ends where the author said, what is open where its parent ends, and ends without a beginning go."""
    assert repair(html) == mended


def test_a_change_of_start_tags() -> None:
    """Only start tags are changed, each by itself, and all else is where it was."""
    assert in_tags("a <b x>c</b><i>d<!-- <u> --></i> e", str.upper) == "a <B X>c</b><I>d<!-- <u> --></i> e"


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_repair_closes_and_escapes_and_never_deletes(pieces: list[str]) -> None:
    """After repair the tags match up, and every letter outside tags and comments is where it was."""
    html = numbered(pieces)
    mended = repair(html)
    outline(mended)
    assert letters(mended) == letters(escape_strays(html))


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_word_goes_from_a_broken_post(pieces: list[str]) -> None:
    """Of a post in pieces, every word is in exactly one part of it, once."""
    html = numbered(pieces)
    parts, _ = dissect(html, INFO, DETAILS)
    found = words("\n".join([parts.teaser, parts.body, parts.info or "", parts.details or ""]))
    assert sorted(found) == sorted(words(html))


@given(st.text(alphabet="<>/!?-\"'=abp [+]&;\n", max_size=60))
def test_any_text_at_all_is_read(text: str) -> None:
    """Tokens come in order, lie within the text, and do not overlap; any text can be repaired and cut."""
    end = 0
    for token in tokens(text):
        assert end <= token.start <= token.end <= len(text)
        end = token.end
    outline(repair(text))
    dissect(text, INFO, DETAILS)
    is_empty(text)
    plain_text(text)


UNSEEN = [
    "<p>a</p><!-- b [+] c --><p>d</p>",
    "<p>a</p>\n<!--\nb [+]\n-->\n<p>d</p>",
    "<p>a</p><!-- <h2>Details</h2> --><p>d</p>",
    "<p>a</p><script>[+]\n</script><p>d</p>",
    "<p>a</p><textarea>b [+]</textarea><p>d</p>",
    '<p>a <img alt="b [+]"></p><p>d</p>',
    "<p>a</p><style>/* [+] */</style><p>d</p>",
    "<p>a</p><!-- x --!><p>d</p>",
]


@pytest.mark.parametrize("html", UNSEEN)
def test_nothing_unseen_is_a_marker_or_a_section(html: str) -> None:
    """Comments, raw texts and attributes stay whole."""
    parts, problems = dissect(html, INFO, DETAILS)
    assert (parts.teaser, parts.body, parts.details, problems) == (html, "", None, ())


@pytest.mark.parametrize("name", ["xmp", "textarea", "title", "noembed", "noframes"])
def test_raw_text_keeps_a_marker_from_taking_its_block(name: str) -> None:
    """What stands in a raw text is something to read: a block of nothing else is not dropped with its marker."""
    parts, _ = dissect(f"<p><{name}>words</{name}> [+]</p><p>b</p>", INFO, DETAILS)
    assert "words" in parts.teaser
    assert not is_empty(f"<{name}>words</{name}>")
    assert is_empty(f"<{name}> </{name}>")


def test_a_post_nested_too_deeply_is_not_cut() -> None:
    """More nesting than browsers keep is neither cut nor repaired, and stays as it was."""
    html = "<b>" * 600 + "a [+]"
    parts, (problem,) = dissect(html, INFO, DETAILS)
    assert parts.teaser == html
    assert problem.value == "<b>"


def test_two_thousand_random_posts_lose_no_word() -> None:
    """Blocks and broken pieces in any order: all words of 2,000 posts are there after the cut."""
    dice = random.Random(10)  # noqa: S311  # the same posts in each run
    for _ in range(2000):
        html = numbered([dice.choice(PIECES) for _ in range(dice.randrange(40))])
        parts, _ = dissect(html, INFO, DETAILS)
        found = words("\n".join([parts.teaser, parts.body, parts.info or "", parts.details or ""]))
        assert sorted(found) == sorted(words(html))


def test_an_unbalanced_outline_names_the_place() -> None:
    """The error says where the tag stands that has no match."""
    with pytest.raises(UnbalancedError) as caught:
        outline("<p>a</p></div>")
    assert caught.value.position == 8
