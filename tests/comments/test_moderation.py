"""What the owner does in a terminal."""

import json
import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pelican_videopost.comments.files import load_comments
from pelican_videopost.comments.manifest import Post
from pelican_videopost.receiver.settings import read_receiver_settings
from tests.comments.conftest import COMMAND, Blog, command, emails_below, post, run_here


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


def test_a_moderator_sees_what_was_replied_to(blog: Blog) -> None:
    """The post by its title and address, and the comment above: from the queue, from the site, or said to be gone."""
    (first,) = waiting(blog, "\n".join(["one"] * 20))
    conf = blog.conf()
    command("approve", first, settings=conf)
    own = blog.comments / "rocky" / "first.md"
    own.write_text("Author: The owner\nDate: 2026-01-31\n\nWelcome\x1b[2J!\n", encoding="utf-8")
    client = blog.client(flood_posts=0)
    for number, parent in enumerate((first, "first")):
        assert client.post("/reply", data=post(comment=f"re {number}", comment_parent=parent)).status_code == 303
    shown = command("moderate", settings=conf, typed="n\nn\n").stdout
    assert shown.count("Post: rocky, Rocky, https://example.org/rocky.html\n") == 2
    assert "\nAnna had written:\n" + "> one\n" * 12 + "> …\n\nre 0\n" in shown
    assert "\nThe owner had written:\n> Welcome[2J!\n\nre 1\n" in shown
    own.unlink()
    assert (
        "\nSomebody had written:\n> (this comment is gone)\n" in command("moderate", settings=conf, typed="n\n").stdout
    )


def test_spam_is_looked_through_after_what_waits(blog: Blog) -> None:
    """Whoever wants to sees the spam, too; a comment that is none is approved, one that is stays."""
    client = blog.client()
    for text in ("one", "two"):
        client.post("/reply", data=post(comment=text, subject="x"))
    asked = "2 taken for spam. Look at them, too?"
    refused = command("moderate", settings=blog.conf(), typed="n\na\na\n")
    assert asked in refused.stdout
    assert states(blog) == {"one": "spam", "two": "spam"}
    looked = command("moderate", settings=blog.conf(), typed="y\na\nn\n")
    assert "Suspicion: the hidden field was filled in" in looked.stdout
    assert states(blog) == {"one": "approved", "two": "spam"}
    assert asked not in command("moderate", settings=blog.conf(), typed="q\n").stdout.replace("1 taken", "")


def test_the_keys_are_explained_and_deleting_is_asked_twice(blog: Blog) -> None:
    """`?` says what each key does; `d` deletes only after a `y`, and the input's end is no `y`."""
    waiting(blog, "one", "two")
    done = command("moderate", settings=blog.conf(), typed="?\nd\nn\nd\ny\nd\n")
    assert "  [a]pprove  write it into the site\n" in done.stdout
    assert states(blog) == {"two": "pending"}


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_on_a_terminal_keys_need_no_enter(blog: Blog) -> None:
    """A key decides at once; arrows and what is pasted do not, and neither does what was typed before the question."""
    import pty

    waiting(blog, "one", "two", "three")
    conf = blog.conf()
    mine, theirs = pty.openpty()
    call = [*COMMAND, "comments", "moderate", "-s", str(conf)]
    with subprocess.Popen(call, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as running:
        os.close(theirs)
        os.write(mine, b"a")  # before anything was shown
        told = ""

        def press(keys: bytes, prompts: int) -> None:
            """Type once as many questions were asked."""
            nonlocal told
            until = time.monotonic() + 30
            while told.count("[?] ") < prompts and time.monotonic() < until:
                if select.select([mine], [], [], 0.1)[0]:
                    told += os.read(mine, 4096).decode()
            assert told.count("[?] ") == prompts, told
            time.sleep(0.2)  # until the terminal gives single keys
            os.write(mine, keys)

        try:
            for count, keys in enumerate((b"\x1b[A", b"aa", b"a", b"R", b"\x04"), 1):
                press(keys, count)
            assert running.wait(30) == 0
        finally:
            running.kill()
    os.close(mine)
    assert states(blog) == {"one": "approved", "two": "rejected", "three": "pending"}


def test_a_list_is_narrowed(blog: Blog) -> None:
    """By state, post and person, whose address may be written in capitals; in JSON with all that is known."""
    blog.publish(rambo=Post("rambo", "/rambo.html"))
    client = blog.client(flood_posts=0)
    client.post("/reply", data=post(comment="one"))
    client.post("/reply", data=post(comment="two", comment_post_ID="rambo"))
    client.post("/reply", data=post(comment="thrée", email="Ben@example.org", subject="x"))
    conf = blog.conf()

    def found(*words: str) -> list[str]:
        document = json.loads(command("list", "--json", *words, settings=conf).stdout)
        assert document["schema"] == 1
        return [comment["text"] for comment in document["comments"]]

    assert found() == ["one", "two"]
    assert found("--post", "rambo") == ["two"]
    assert found("--state", "all", "--email", "BEN@example.org") == ["thrée"]
    assert found("--state", "spam", "--post", "rambo") == []
    (whole,) = json.loads(command("list", "--json", "--state", "spam", settings=conf).stdout)["comments"]
    assert list(whole) == [
        *("id", "slug", "parent", "author", "email", "website", "text", "created", "state", "suspicion", "notify"),
        "page",
    ]
    assert command("list", "--email", "ben@example.org", settings=conf).stdout.startswith("No comments are pending.\n")


def test_all_that_wait_are_approved_at_once(blog: Blog) -> None:
    """`--all` means what `list` shows for the same options, and nothing else; the site is built once."""
    blog.publish(rambo=Post("rambo", "/rambo.html"))
    client = blog.client(flood_posts=0)
    for slug, text, trap in (("rocky", "one", ""), ("rambo", "two", ""), ("rocky", "three", ""), ("rocky", "ad", "x")):
        client.post("/reply", data=post(comment=text, comment_post_ID=slug, subject=trap))
    conf = blog.conf(after=[sys.executable, "-c", "open('built', 'a').write('x')"])
    assert command("approve", "--all", "--post", "rocky", settings=conf).returncode == 0
    assert states(blog) == {"one": "approved", "two": "pending", "three": "approved", "ad": "spam"}
    assert (blog.folder / "built").read_text(encoding="utf-8") == "x"
    assert command("reject", "--all", settings=conf).returncode == 0
    assert states(blog)["two"] == "rejected"
    none = command("approve", "--all", settings=conf)
    assert (none.returncode, none.stdout) == (0, "No comments are meant.\n")


@pytest.mark.parametrize(
    "words", [["approve"], ["approve", "--all", "20"], ["reject", "20", "--post", "rocky"], ["spam", "--post", "rocky"]]
)
def test_which_comments_are_meant_is_never_guessed(blog: Blog, words: list[str]) -> None:
    """Neither ids nor `--all`, or both, or ids with what goes with `--all`, is a misuse, and nothing happens."""
    waiting(blog, "one")
    done = command(*words, settings=blog.conf())
    assert (done.returncode, done.stdout) == (2, "")
    assert "--all" in done.stderr
    assert states(blog) == {"one": "pending"}


def test_a_comment_is_deleted_for_good(blog: Blog) -> None:
    """It is in neither the queue nor the site, and no byte of it is left in the queue's files."""
    first, second = waiting(blog, "a comment to delete", "two")
    conf = blog.conf()
    command("approve", first, settings=conf)
    done = command("delete", first, settings=conf)
    assert (done.returncode, done.stdout) == (0, f"Deleted: {first}, and taken out of the site\n")
    assert states(blog) == {"two": "pending"}
    assert load_comments(blog.comments)[0] == {}
    assert [path for path in blog.folder.rglob("*") if path.is_file() and b"to delete" in path.read_bytes()] == []
    assert command("show", second, settings=conf).returncode == 0


def test_many_are_deleted_only_by_a_yes(blog: Blog) -> None:
    """Deleting `--all` asks; where nobody answers it needs `--yes`."""
    waiting(blog, "one", "two")
    for typed, said in (("", "say --yes"), ("n\n", "you did not say yes")):
        done = command("delete", "--all", settings=blog.conf(), typed=typed)
        assert done.returncode == 1
        assert f"nothing was deleted: {said}" in done.stderr
    assert len(states(blog)) == 2
    assert command("delete", "--all", settings=blog.conf(), typed="y\n").returncode == 0
    assert states(blog) == {}
    waiting(blog, "three")
    assert command("delete", "--all", "--yes", settings=blog.conf()).returncode == 0
    assert states(blog) == {}


@pytest.mark.parametrize("published", [False, True])
def test_a_person_is_forgotten(blog: Blog, published: bool) -> None:
    """All that one person sent goes; what was published stays without the email, or goes, too, if that is asked for.

    The receiver has the queue open all the while, and goes on.
    """
    client = blog.client(flood_posts=0)
    ids = waiting(blog, "one", "two", "three")
    client.post("/reply", data=post(comment="four", email="ben@example.org"))
    unnamed = blog.client(require_email=False).post("/reply", data=post(comment="five", author="", email=""))
    assert unnamed.status_code == 303
    conf = blog.conf()
    command("approve", ids[0], settings=conf)
    command("reject", ids[1], settings=conf)
    done = command("erase", "ANNA@example.org", *(["--published"] if published else []), settings=conf)
    assert done.returncode == 0, done.stderr
    assert states(blog) == {"four": "pending", "five": "pending"} | ({} if published else {"one": "approved"})
    assert re.match(r"3 deleted, 1 of them" if published else r"2 deleted, 0 of them.*\n1 stay", done.stdout)
    assert ("rocky" in load_comments(blog.comments)[0]) is not published
    if not published:
        assert done.stdout.rstrip().endswith(f"To take them out, too: comments delete {ids[0]}")
    assert emails_below(blog.folder) == []
    assert client.post("/reply", data=post(comment="one")).status_code == 303
    assert command("erase", "", settings=conf).stdout.startswith("0 deleted")
    assert "five" in states(blog)


def test_erasing_a_person_names_the_copies_that_may_know_them(blog: Blog) -> None:
    """What `restore` has kept beside the queue has emails, too: the owner is told which files to delete."""
    waiting(blog, "one")
    conf, copy = blog.conf(), blog.folder / "copy"
    assert "Earlier copies" not in run_here("erase", "ben@example.org", settings=conf).stdout
    run_here("backup", str(copy), settings=conf)
    run_here("restore", str(copy), settings=conf)
    said = run_here("erase", "anna@example.org", settings=conf).stdout
    (kept,) = blog.settings.store.glob("before-*")
    assert f"delete {kept.name}." in said
    kept.unlink()
    copy.unlink()
    assert emails_below(blog.folder) == []


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
        ({"mail": {"owner": "o@example.org", "sender": "s@example.org", "digest": "week"}}, "'hour' or 'day'"),
        ({"mail": {"owner": "o@example.org", "sender": "s@example.org", "reply_to": "yes"}}, "True or False"),
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
