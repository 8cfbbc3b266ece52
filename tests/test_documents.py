"""What the documents say, held against the code."""

import re
import subprocess
import sys
import tomllib
from dataclasses import MISSING, fields
from pathlib import Path

from pelican_videopost.base import form
from pelican_videopost.base.labels import LANGUAGES, Labels, language_name
from pelican_videopost.base.settings import Settings
from pelican_videopost.posts.fields import FIELDS
from pelican_videopost.posts.providers import PROVIDERS

from .conftest import PROJECT

DOCUMENTS = {
    path.name: path.read_text(encoding="utf-8") for path in [*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")]
}
README = DOCUMENTS["README.md"]


def rows(name: str, heading: str) -> dict[str, list[str]]:
    """Return the cells of a document's table under a heading row, by the name in the first column."""
    text = DOCUMENTS[name]
    table = text[text.index(heading) :].partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))] for line in table]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_the_table_of_metadata() -> None:
    """The documents list every metadata field with the code's own words, and no other."""
    table = rows("writing.md", "| Metadata |")
    assert [name.lower() for name in table] == list(FIELDS)
    for name, (meaning,) in table.items():
        assert re.sub(r" \(default: .*\)$", "", meaning) == FIELDS[name.lower()]


def test_the_table_of_settings() -> None:
    """The documents list every setting with its default and the code's own words, and no other."""
    table = rows("settings.md", "| Setting |")
    assert list(table) == [option.name for option in fields(Settings)]
    for option in fields(Settings):
        default, meaning = table[option.name]
        value = option.default_factory() if option.default_factory is not MISSING else option.default
        assert default == f"`{value!r}`"
        assert meaning == option.metadata["help"]


def test_the_headings_of_the_sections() -> None:
    """The documents name the headings in every language that there are words in, as the catalogs have them."""
    table = rows("writing.md", "| Language |")
    expected = {}
    for language in LANGUAGES:
        labels = Labels(language, {})
        expected[language_name(language)] = [labels["More info and movies"], labels["Details"]]
    assert table == expected


def test_the_properties_of_the_style_sheet() -> None:
    """The documents list the custom properties that the style sheet reads, and no other."""
    css = "".join((PROJECT / "assets" / name).read_text(encoding="utf-8") for name in ("player.css", "post.css"))
    read = set(re.findall(r"var\((--videopost-[a-z-]+)", css)) - set(re.findall(r"(--videopost-[a-z-]+):", css))
    assert set(rows("themes.md", "| Property |")) == read


def test_the_form_fields() -> None:
    """The documents name the form's fields."""
    assert all(f"`{name}`" in DOCUMENTS["comments.md"] for name in form.FIELDS)


def test_the_providers() -> None:
    """The README names every provider."""
    for name in ("README.md", "writing.md"):
        named = " ".join(DOCUMENTS[name].split())
        assert [provider.NAME for provider in PROVIDERS if provider.NAME not in named] == ["Video file"]


def test_the_services() -> None:
    """The documents list every form service, with what it needs."""
    table = rows("comments.md", "| `service` |")
    assert set(table) == set(form.SERVICES) - {"isso"}
    for name, (needs, _) in table.items():
        assert set(form.SERVICES[name].needs) <= set(re.findall(r"`(\w+)`", needs))


def test_links_within_the_repository() -> None:
    """Every file that a document links to is there."""
    for name, text in DOCUMENTS.items():
        folder = PROJECT if (PROJECT / name).exists() else PROJECT / "docs"
        for link in re.findall(
            r"\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
        ):
            assert (folder / link).exists(), (name, link)


def test_the_readme_is_a_door() -> None:
    """The README fits on a few screens; every other document is reached from it."""
    assert README.count("\n") < 200
    docs = {name for name in DOCUMENTS if (PROJECT / "docs" / name).exists()} - {"index.md"}
    assert [name for name in sorted(docs) if f"(docs/{name})" not in README] == []


def test_the_documents_make_a_site(tmp_path: Path) -> None:
    """Sphinx makes a site of the documents without a warning: no link is broken, none is left out."""
    command = (sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", PROJECT / "docs", tmp_path)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "writing.html").is_file()


def test_oldest_python_is_the_one_required() -> None:
    """README, package, linter and classifiers agree on the oldest Python."""
    pyproject = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    oldest = pyproject["project"]["requires-python"].removeprefix(">=")
    assert f"Python {oldest} or newer" in README
    assert pyproject["tool"]["ruff"]["target-version"] == f"py{oldest.replace('.', '')}"
    versions = re.findall(r"Python :: (3\.\d+)", " ".join(pyproject["project"]["classifiers"]))
    assert min(versions, key=lambda version: int(version.partition(".")[2])) == oldest
