"""The small steps between a post's HTML and a page: shapes of players, ids that stay apart, edits of a text."""

import pytest

from pelican_videopost.base.model import Video
from pelican_videopost.posts.anatomy import dissect
from pelican_videopost.posts.metadata import read_post
from pelican_videopost.views.inline import prefix_ids
from pelican_videopost.views.player import player

VIDEO = "https://youtu.be/eRsGyueVLvQ"


@pytest.mark.parametrize(
    ("ratio", "shape", "size"),
    [
        ((16, 9), "wide", (1280, 720)),
        ((64, 27), "wide", (1280, 720)),
        ((4, 3), "classic", (960, 720)),
        ((1, 1), "square", (960, 960)),
        ((11, 10), "square", (960, 960)),
        ((9, 16), "portrait", (720, 1280)),
        ((3, 4), "portrait", (720, 1280)),
    ],
)
def test_the_nearest_shape(ratio: tuple[int, int], shape: str, size: tuple[int, int]) -> None:
    """A player has the nearest of four shapes, and its poster a width and height of that shape."""
    video = Video("Vimeo", "https://vimeo.com/1", "https://player.vimeo.com/video/1", aspect_ratio=ratio)
    shown = player("A title", [video], site_host="site.example")
    assert (shown.shape, (shown.width_px, shown.height_px)) == (shape, size)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h2 id="a">A</h2><a href="#a">', '<h2 id="x-a">A</h2><a href="#x-a">'),
        ('<a name="a"></a><a href="#a">', '<a name="x-a"></a><a href="#x-a">'),
        ("<map name=m></map><img usemap='#m'>", "<map name=x-m></map><img usemap='#x-m'>"),
        (
            '<b ID="a"></b><i aria-labelledby="a b" for=a></i>',
            '<b ID="x-a"></b><i aria-labelledby="x-a b" for=x-a></i>',
        ),
        ('<p title=\'id="a"\'>id="a" <a href="#a">', '<p title=\'id="a"\'>id="a" <a href="#a">'),
        ('<b id="a"></b><a href="#comments">', '<b id="x-a"></b><a href="#comments">'),
        ('<b id="a"></b><a href="/b.html#a">', '<b id="x-a"></b><a href="/b.html#a">'),
    ],
)
def test_ids_of_posts_stay_apart(html: str, expected: str) -> None:
    """Ids and names, and what refers to them, get the prefix; words that look like them, and other pages', do not."""
    assert prefix_ids(html, "x-") == expected


def test_two_chapters_at_one_time() -> None:
    """The first of two chapters with one start stays; the other one is told of."""
    post, problems = read_post({"video": VIDEO, "chapters": "0:10 One\n0:10 Two\n0:20 Three"}, title="T", language="en")
    assert [chapter.title for chapter in post.chapters] == ["One", "Three"]
    (problem,) = problems
    assert problem.value == "0:10 Two"


def test_a_marker_that_ends_where_its_section_does() -> None:
    """A marker as the last thing of a section leaves no trace, and takes nothing else with it."""
    parts, _ = dissect("<p>A</p><h2>Details</h2><p>B [+]</p>", {"info"}, {"details"}, read_source=str)
    assert "[+]" not in f"{parts.teaser}{parts.body}{parts.details}"
    assert parts.details == "<p>B</p>"
