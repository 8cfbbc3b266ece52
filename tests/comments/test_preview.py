"""A comment as it will be published, before it is sent: by the code that publishes, and without a trace."""

import threading

import pytest
from bs4 import BeautifulSoup

from pelican_videopost.comments.text import render
from tests.comments.conftest import Blog, post
from tests.conftest import POST, Site

HOSTILE = '"><script>alert(1)</script>'
TEXT = "> Quoted\n\n*Yes*, `code`, **more** and [a link](https://a.example/)\n\n1. one"


def test_a_preview_is_what_is_published(blog: Blog) -> None:
    """The page has the comment as the site would show it and the form with all that was typed; nothing is kept."""
    answer = blog.client().post("/reply", data=post(comment=TEXT, author="عائشة", preview="1", notify="1"))
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert (
        page.select_one("main > div").decode_contents().strip() == BeautifulSoup(render(TEXT), "html.parser").decode()
    )
    assert page.select_one("main > p > b").get_text() == "عائشة"
    assert page.select_one("textarea").get_text().strip() == TEXT
    assert page.select_one("[name=email]")["value"] == "anna@example.org"
    assert page.select_one("[name=notify]").has_attr("checked")
    assert not page.select("[aria-invalid], [role=alert]")
    assert [button.get_text() for button in page.select("form button")] == ["Post Comment", "Preview"]
    assert not (blog.settings.store / "comments.sqlite3").exists()


def test_a_preview_needs_no_name(blog: Blog) -> None:
    """Name and email need not be there yet."""
    answer = blog.client().post("/reply", data=post(comment=TEXT, author="", email="", preview="1"))
    assert answer.status_code == 200
    assert "Anonymous" in answer.get_data(as_text=True)


def test_a_hostile_preview_is_text(blog: Blog) -> None:
    """What would end an element, a field or an attribute does nothing of it."""
    fields = dict.fromkeys(("comment", "author", "email", "url", "comment_parent", "preview", "notify"), HOSTILE)
    html = blog.client().post("/reply", data=post(**fields)).get_data(as_text=True)
    assert not BeautifulSoup(html, "html.parser").select("script")
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize(("text", "code"), [("", 422), (" \u200b", 422), ("x" * 65_525, 200), ("x" * 65_526, 422)])
def test_texts_that_are_no_comment(blog: Blog, text: str, code: int) -> None:
    """Nothing, and more than a comment may have, is answered as it is when it is sent."""
    answer = blog.client().post("/reply", data=post(comment=text, preview="1"))
    assert answer.status_code == code
    assert ('id="comment-mistake"' in answer.get_data(as_text=True)) is (code == 422)


def test_previews_are_taken_from_the_site_only(blog: Blog) -> None:
    """Another site, and a post that takes no comments, get none."""
    client = blog.client()
    evil = {"Origin": "https://evil.example"}
    assert client.post("/reply", data=post(preview="1"), headers=evil).status_code == 403
    assert client.post("/reply", data=post(preview="1", comment_post_ID="shut")).status_code == 403
    assert client.post("/reply", data=post(preview="1", comment_post_ID="gone")).status_code == 404


def test_previews_wait_for_each_other(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    """One costs time at a moment, whoever asks: the next waits a while and is sent away, and comments go on."""
    monkeypatch.setattr("pelican_videopost.receiver.reception._TURN_S", 0.05)
    begun, end = threading.Event(), threading.Event()

    def slow(text: str) -> str:
        begun.set()
        end.wait(10)
        return render(text)

    monkeypatch.setattr("pelican_videopost.receiver.app.shown", slow)
    client, other = blog.client(), None
    app = client.application
    first = threading.Thread(target=lambda: app.test_client().post("/reply", data=post(preview="1")))
    first.start()
    assert begun.wait(10)
    other = app.test_client().post("/reply", data=post(preview="1"))
    assert (other.status_code, other.headers["Retry-After"]) == (503, "60")
    assert app.test_client().post("/reply", data=post()).status_code == 303
    end.set()
    first.join()
    assert app.test_client().post("/reply", data=post(preview="1")).status_code == 200


def test_the_form_offers_a_preview_where_there_is_one(site: Site) -> None:
    """Only the site's own receiver makes previews; how to quote and to stress stands at every form."""
    site.write("rocky.md", POST)
    own = {"comments": "https://site.example/comments/reply", "receiver": {}}
    for settings, buttons in ((own, ["Post Comment", "Preview"]), ({"comments": own["comments"]}, ["Post Comment"])):
        site.build(VIDEOPOST=settings)
        page = site.page()
        assert [button.get_text() for button in page.select("#commentform button")] == buttons
        notes = page.select_one("#comment-notes")
        assert notes["id"] in page.select_one("#comment")["aria-describedby"].split()
        assert "> at the beginning of a line" in notes.get_text()
