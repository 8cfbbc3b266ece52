"""The table of crossings in docs/security.md: each function and each test that it names is there."""

import ast
import importlib
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pelican_videopost.base.model import Problem
from pelican_videopost.build.telling import tell_of, tell_of_site
from pelican_videopost.comments.text import render
from pelican_videopost.receiver.store import Store
from pelican_videopost.receiver.submission import Submission

PROJECT = Path(__file__).parent.parent
TABLE = re.findall(
    r"^\| (?P<what>[^|]+) \| (?P<place>[^|]+) \| `(?P<function>[\w.]+)` \| `(?P<test>[\w./]+::\w+)` \|$",
    (PROJECT / "docs" / "security.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_the_table_is_read_whole() -> None:
    """No row of the table is written in another way, and so held by nothing."""
    lines = (PROJECT / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    assert len(TABLE) == sum(line.startswith("| ") for line in lines) - 1 > 20


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0][:30]} into {row[1][:20]}")
def test_what_the_table_names_is_there(row: tuple[str, str, str, str]) -> None:
    """Each function of the table is one of the package, and each test is one of its file."""
    module, *names = _split(row[2])
    found: Any = importlib.import_module(f"pelican_videopost.{module}")
    for name in names:
        found = getattr(found, name)
    assert callable(found)
    path, _, test = row[3].partition("::")
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def _split(dotted: str) -> list[str]:
    """Return the module of a dotted name, and the names in it."""
    parts = dotted.split(".")
    inner = next(number for number, part in enumerate(parts) if part[0].isupper() or number == len(parts) - 1)
    return [".".join(parts[:inner]), *parts[inner:]]


@pytest.mark.parametrize("brackets", ["{static}", "|static|", "{filename}", "{attach}"])
def test_a_comment_links_to_no_file_of_the_site(brackets: str) -> None:
    """What Pelican would take for a link to a file means nothing in a comment's links."""
    for text in (f"[x](https://a.example/{brackets}/a.md)", f"<a href='https://a.example/{brackets}a'>x</a>"):
        assert not re.search(r'href="[^"]*[{|}]', render(text))
    assert "href" not in render(f"[x]({brackets}/drafts/secret.md)")


def test_quotes_in_a_comment_are_only_text(tmp_path: Path) -> None:
    """What ends a text in SQL is kept as it was written, and so are the comments beside it."""
    hostile = "x'); DROP TABLE comments; --\"\\"
    store = Store(tmp_path)
    store.add(Submission("rocky", "first", "Anna", "", None, None), "::1")
    name = store.add(Submission(hostile, hostile, hostile, hostile, hostile, hostile), "::1' OR '1'='1")
    entry = store.get(name)
    assert entry is not None
    assert {entry.slug, entry.text, entry.author, entry.email, entry.website, entry.parent} == {hostile}
    assert store.get(hostile) is None
    store.unsubscribe(hostile)
    assert len(store.entries()) == 2
    store.close()


def test_a_warning_says_nothing_to_a_terminal(caplog: pytest.LogCaptureFixture) -> None:
    """Words of a post that move a cursor or turn the text around are told without that."""
    hostile = "a\x1b[2J\x1b]0;x\x07\u202eb\nERROR: c"
    article = SimpleNamespace(get_relative_source_path=lambda: "a.md", source_path="a.md")
    tell_of(article, Problem("text", hostile, f"before “{hostile}”"))
    tell_of_site([Problem("comments/x.md", hostile, hostile)])
    assert len(caplog.messages) == 2
    for message in caplog.messages:
        assert message.isprintable(), message
