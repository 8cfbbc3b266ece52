"""Views that a build keeps are the same when they are asked for again, and take little room until then."""

from types import SimpleNamespace
from typing import Any

import pytest

from pelican_videopost.views.packing import Kept, restored, shared

from .bench.site import WORDS


def article(content: str) -> Any:
    """Return an article as far as its views ask it."""
    return Article(_content=content)


class Article(SimpleNamespace):
    """An article, which is told from others as Pelican's are."""

    __hash__ = object.__hash__


SOURCE = "<p>One</p><p>Two</p><p>One</p>" + "a" * 99


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("<p>One</p>", slice(0, 10)),
        ("<p>Two</p>", slice(10, 20)),
        ("Three", "Three"),
        ("a" * 98 + "b", "a" * 98 + "b"),
        ("a" * 99 + "b", "a" * 99 + "b"),
    ],
)
def test_a_text_and_its_place(text: str, piece: str | slice) -> None:
    """A text is kept as its first place in another one, and as it is where it does not stand there."""
    assert shared(text, SOURCE) == piece
    assert restored(piece, SOURCE) == text


ANOTHER = "<div><p>Another</p></div>"
LETTERS = "один два \U0001f3ac שלום" * 9000


@pytest.mark.parametrize(
    ("content", "view", "parts"),
    [
        ("", "", [""]),
        ("<p>One</p>", "<div><p>One</p></div>", ["<p>One</p>"]),
        ("<p>One</p><p>Two</p>", "<p>One</p>[+]<p>Two</p>", ["<p>One</p>", "<p>Two</p>"]),
        ("<p>One</p><p>Two</p>", "<p>Two</p>[+]<p>One</p>", ["<p>One</p>", "<p>Two</p>"]),
        ("<p>One</p>", "<p>One</p><p>One</p><p>One</p>", ["<p>One</p>", "<p>One</p>"]),
        ("<p>One</p>", "<p>One</p>[+]<p>Two</p><p>One</p>", ["<p>One</p>", "<p>Two</p>"]),
        ("<p>Gone</p>", "nothing of it", ["<p>Gone</p>", "nothing of it"]),
        ("<p>O\0ne</p>", "a\0b<p>O\0ne</p>\0c", ["<p>O\0ne</p>"]),
        ("\ud800", "<div \udfff>\ud800</div>", ["\ud800"]),
        ("a" * 99 + "b", "a" * 99 + "c", ["a" * 99 + "b"]),
        (LETTERS, f"before{LETTERS}after", [LETTERS]),
        (LETTERS, f"before{LETTERS}after", [LETTERS[9:-9], "after"]),
        ("a" * 100_000, "b" * 100_000, ["b"]),
    ],
)
def test_a_view_comes_back_as_it_was(content: str, view: str, parts: list[str]) -> None:
    """Each view is made once, and is the same to the letter ever after, whatever is in it and whatever came before."""
    kept, made = Kept(), []
    another, post = article("<p>Another</p>"), article(content)

    def make(view: str, parts: list[str]) -> tuple[str, list[str]]:
        made.append(view)
        return view, parts

    for _ in range(3):
        assert kept.get(another, "", lambda: make(ANOTHER, ["<p>Another</p>"])) == ANOTHER
        assert kept.get(post, "", lambda: make(view, parts)) == view
    assert made == [ANOTHER, view]


def test_another_plugin_changes_the_text() -> None:
    """A view is what it was when the text of its post has changed since."""
    kept, text = Kept(), "<p>One</p>" * 99
    post = article(text)
    kept.get(post, "", lambda: (f"<div>{text}</div>", [text]))
    post._content = "Two"
    assert kept.get(post, "", lambda: ("", ())) == f"<div>{text}</div>"


def test_a_view_for_each_address() -> None:
    """A page below another address of the site has views of its own, since links differ."""
    kept, post = Kept(), article("")
    for _ in range(2):
        assert kept.get(post, "..", lambda: ("up", ())) == "up"
        assert kept.get(post, "a", lambda: ("down", ())) == "down"


def test_views_take_little_room() -> None:
    """What a view has from its post or from its template, which is nearly all of it, is not held a second time."""
    kept = Kept()
    for number in range(100):
        text = " ".join(f"{word} {number * index}" for index, word in enumerate(WORDS * 20))
        view = f"<div {WORDS}><h2>{number}</h2>{text}</div>"
        kept.get(article(f"<p>{text}</p>"), "", lambda view=view, text=text: (view, [text]))
    packed = kept._packed[""].values()
    assert sum(len(one.data) for one in packed) < 0.02 * sum(len(one.source) for one in packed)
