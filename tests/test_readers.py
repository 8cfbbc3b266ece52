"""One post in Markdown, reStructuredText and HTML."""

import re

import pytest

from .conftest import Site

MARKDOWN = """\
Title: One post [The Film]
Date: 2025-11-27 10:00
Category: Films
Tags: one, two
Slug: post
Video: https://www.youtube.com/watch?v=eRsGyueVLvQ
    https://vimeo.com/1084537
Duration: 7:42

The teaser with *emphasis* and [a link](https://example.org/). [+]

The full text.

https://vimeo.com/1084537

## A heading

- one
- two

More text.

## More info and movies

- [A site](https://example.org/more)

## Details

Director
:   A director
"""
RST = """\
One post [The Film]
###################

:date: 2025-11-27 10:00
:category: Films
:tags: one, two
:slug: post
:video: https://www.youtube.com/watch?v=eRsGyueVLvQ
    https://vimeo.com/1084537
:duration: 7:42

The teaser with *emphasis* and `a link <https://example.org/>`__. [+]

The full text.

https://vimeo.com/1084537

A heading
=========

- one
- two

More text.

More info and movies
====================

- `A site <https://example.org/more>`__

Details
=======

Director
    A director
"""
HTML = """\
<html>
<head>
<title>One post [The Film]</title>
<meta name="date" content="2025-11-27 10:00">
<meta name="category" content="Films">
<meta name="tags" content="one, two">
<meta name="slug" content="post">
<meta name="video" content="https://www.youtube.com/watch?v=eRsGyueVLvQ
https://vimeo.com/1084537">
<meta name="duration" content="7:42">
</head>
<body>
<p>The teaser with <em>emphasis</em> and <a href="https://example.org/">a link</a>. <!--more--></p>
<p>The full text.</p>
<p>https://vimeo.com/1084537</p>
<h2>A heading</h2>
<ul>
<li>one</li>
<li>two</li>
</ul>
<p>More text.</p>
<h2>More info and movies</h2>
<ul>
<li><a href="https://example.org/more">A site</a></li>
</ul>
<h2>Details</h2>
<dl>
<dt>Director</dt>
<dd>A director</dd>
</dl>
</body>
</html>
"""


def view(html: str) -> str:
    """Return a view without what docutils adds to every document: its classes, and a div around each section."""
    html = re.sub(r'<div class="section" id="[^"]*">\n?(.*?)\n?</div>', r"\1", html, flags=re.DOTALL)
    html = re.sub(r' class="(?:docutils|simple|reference external|first|last)"', "", html)
    return re.sub(r"\s*\n\s*", "\n", html)


@pytest.mark.parametrize("path", ["post.html", "index.html", "feeds/all.atom.xml"])
def test_the_three_formats_give_the_same_view(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    """The same post in the three formats gives the same page, the same listing and the same feed entry."""
    views = []
    for suffix, source in (("md", MARKDOWN), ("rst", RST), ("html", HTML)):
        site = Site(tmp_path_factory.mktemp("site"))
        site.write(f"post.{suffix}", source)
        site.build(VIDEOPOST={"comments": "https://forms.example/send"})
        assert site.warnings == []
        part = site.feed() if path.endswith("xml") else site.page(path).select_one("div.videopost")
        views.append(view(str(part)))
    markdown, rst, html = views
    assert "The full text." in markdown
    assert rst == markdown
    assert html == markdown
