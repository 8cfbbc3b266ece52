"""What the owner does in a terminal."""

import sys
from pathlib import Path

import pytest

from pelican_videopost.comments.files import load_comments
from pelican_videopost.receiver.settings import read_receiver_settings
from tests.comments.conftest import Blog, command, emails_below, post


def waiting(blog: Blog, *texts: str) -> list[str]:
    """Have comments wait; return their ids."""
    client = blog.client(flood_posts=0)
    for text in texts:
        assert client.post("/reply", data=post(comment=text)).status_code == 303
    ids = {entry.text: entry.id for entry in blog.store().entries()}
    return [ids[text] for text in texts]


def states(blog: Blog) -> dict[str, str]:
    """Return the state of each comment by its text."""
    return {entry.text: entry.state for entry in blog.store().entries()}


def test_a_comment_is_found_shown_and_approved(blog: Blog) -> None:
    """The owner sees what waits, with the email; approving twice is the same as once."""
    (name,) = waiting(blog, "Hello")
    conf = blog.conf()
    assert f"{name}  pending   rocky  Anna: Hello" in command("list", settings=conf).stdout
    shown = command("show", name, settings=conf).stdout
    assert "Email: anna@example.org" in shown
    assert "\nHello\n" in shown
    for word in ("Approved: ", "Approved already: "):
        done = command("approve", name, settings=conf)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"{word}comments/rocky/{name}.md\n"
    assert [comment.text for comment in load_comments(blog.comments)[0]["rocky"]] == ["Hello"]
    assert command("list", settings=conf).stdout == "No comments are pending.\n"
    assert name in command("list", "--state", "approved", settings=conf).stdout
    assert emails_below(blog.content) == []


def test_a_comment_can_be_refused_before_and_after(blog: Blog) -> None:
    """Rejected comments and spam are not in the site, even if they were approved before."""
    first, second = waiting(blog, "one", "two")
    conf = blog.conf()
    command("approve", first, settings=conf)
    assert command("reject", first, settings=conf).returncode == 0
    assert command("spam", second, settings=conf).returncode == 0
    assert load_comments(blog.comments)[0] == {}
    assert states(blog) == {"one": "rejected", "two": "spam"}


def test_waiting_comments_are_looked_through(blog: Blog) -> None:
    """One key a comment: approve, reject, spam, next, quit; anything else is asked again, the input's end quits."""
    waiting(blog, "one", "two", "three", "four", "five")
    done = command("moderate", settings=blog.conf(), typed="x\na\nr\nS\nn\nq\n")
    assert done.returncode == 0
    assert states(blog) == {"one": "approved", "two": "rejected", "three": "spam", "four": "pending", "five": "pending"}
    assert "5 of 5" in done.stdout
    assert command("moderate", settings=blog.conf(), typed="").returncode == 0
    assert "No comments wait." in command("moderate", settings=Blog(blog.folder / "other").conf()).stdout


def test_a_command_runs_after_an_approval(blog: Blog) -> None:
    """The site is built again once, in its folder; a failing command is reported and the comment stays approved."""
    first, second = waiting(blog, "one", "two")
    after = [sys.executable, "-c", "open('built', 'a').write('x')"]
    done = command("approve", first, second, settings=blog.conf(after=after))
    assert done.returncode == 0
    assert (blog.folder / "built").read_text(encoding="utf-8") == "x"
    (third,) = waiting(blog, "three")
    done = command("approve", third, settings=blog.conf(after=["no-such-command"]))
    assert done.returncode == 1
    assert "127" in done.stderr
    assert states(blog)["three"] == "approved"


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("comments", ["approve", "20"]),
        ("comments", ["approve", "nothing"]),
        ("comments", ["show", ""]),
        ("import", ["isso", "no.db"]),
    ],
)
def test_a_mistake_is_a_sentence(blog: Blog, group: str, words: list[str]) -> None:
    """An unknown or ambiguous comment, or a file that is not there, is said and nothing happens."""
    waiting(blog, "one", "two")
    done = command(*words, group=group, settings=blog.conf())
    assert done.returncode == 1
    assert done.stderr.startswith("pelican-videopost: ")
    assert "Traceback" not in done.stderr
    assert set(states(blog).values()) == {"pending"}


def test_a_damaged_queue_is_a_sentence(blog: Blog) -> None:
    """A command that meets a damaged queue says what to do."""
    (blog.settings.store / "comments.sqlite3").write_bytes(b"no database" * 999)
    done = command("list", settings=blog.conf())
    assert done.returncode == 1
    assert "damaged" in done.stderr
    missing = command("list", settings=blog.folder / "nowhere.py")
    assert missing.returncode == 2
    assert "--settings" in missing.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sotre": "x"}, "no such option"),
        ({"threads": "8"}, "whole number"),
        ({"threads": True}, "whole number"),
        ({"site": "example.org"}, "https://"),
        ({"origins": "https://example.org"}, "a list"),
        ({"after": []}, "a command"),
        ({"mail": {"owner": "o@example.org"}}, "sender"),
        ({"mail": {"owner": "o@example.org", "sender": "s@example.org", "security": "ssl3"}}, "security"),
        ([], "a dict"),
    ],
)
def test_a_bad_setting_is_named_and_its_default_used(tmp_path: Path, options: object, said: str) -> None:
    """One warning with the option, its value and what is legal; no password in it."""
    settings, problems = read_receiver_settings(
        options, folder=tmp_path, content=tmp_path / "content", output=tmp_path / "output"
    )
    (problem,) = problems
    assert said in problem.fix
    assert (
        settings
        == read_receiver_settings({}, folder=tmp_path, content=tmp_path / "content", output=tmp_path / "output")[0]
    )
