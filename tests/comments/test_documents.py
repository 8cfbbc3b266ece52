"""What docs/moderating.md says, held against the code."""

import re
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from pelican_videopost.cli.commands import COMMANDS
from pelican_videopost.receiver.settings import MailSettings, ReceiverSettings

PAGE = Path(__file__).parent.parent.parent / "docs" / "moderating.md"
FOLLOWING = {
    "store": "`comments-queue`",
    "content": "`comments`, in the content",
    "manifest": "`manifest.json`, in the store",
}


def block(beginning: str) -> str:
    """Return the one block of the document that begins so."""
    blocks = re.findall(r"^```\w+\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (found,) = [str(found) for found in blocks if found.startswith(beginning)]
    return found


def shown(option: Field[Any]) -> str:
    """Return an option's default as the document has it."""
    if option.default is MISSING:
        return FOLLOWING.get(option.name, "")
    return f"`{list(option.default) if isinstance(option.default, tuple) else option.default!r}`"


def test_every_option_of_the_receiver_is_in_the_table() -> None:
    """The document lists each with its default and the code's own words, and no other."""
    rows = [
        f"| `{option.name}` | {shown(option)} | {option.metadata['help']} |"
        for option in fields(ReceiverSettings)
        if option.metadata
    ]
    table = "\n".join(["| Option | Default | Meaning |", "|---|---|---|", *rows])
    assert f"{table}\n\n" in PAGE.read_text(encoding="utf-8"), table


def test_every_option_of_mail_is_in_the_table() -> None:
    """The document lists each with its default and the code's own words."""
    rows = [f"| `{option.name}` | {shown(option)} | {option.metadata['help']} |" for option in fields(MailSettings)]
    table = "\n".join(["| In `mail` | Default | Meaning |", "|---|---|---|", *rows])
    assert f"{table}\n\n" in PAGE.read_text(encoding="utf-8"), table


def test_every_command_that_is_named_exists() -> None:
    """What the document tells to type can be typed."""
    named = set(re.findall(r"\bcomments ([a-z]+ ?[A-Z]*)`", PAGE.read_text(encoding="utf-8")))
    assert {"link", "list", "notify", "backup FILE", "restore FILE", "erase EMAIL"} <= named
    known = {command.name.removeprefix("comments ") for command in COMMANDS}
    assert {name.split()[0] for name in named} <= known
