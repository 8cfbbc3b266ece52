"""Bring the translations up to date with the texts, and compile them: `python assets/catalogs.py`, or `make catalogs`.

New texts are added to each catalog, to be translated there; texts that are gone are dropped. With `--check` nothing is
written; the exit status tells whether everything is current and translated.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

PACKAGE = Path(__file__).parent.parent / "pelican_videopost"
KEYWORDS = DEFAULT_KEYWORDS | {"label": None, "labels": None, "row": None, "plural": (1, 2)}
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: {}\\n"\n"Plural-Forms: {}\\n"\n\n'
)


def extract_looked_up(file: BinaryIO, *how: Any, options: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the texts of a template, which looks them up, `_["Details"]`: for Jinja a call takes ten times as long."""
    text = re.sub(rb'\b_\[("[^"]*")\]', rb"_(\1)", file.read())
    yield from babel_extract(io.BytesIO(text), *how, options)


METHODS = [("**.py", "python"), ("**.html", extract_looked_up)]


def texts() -> Catalog:
    """Return all texts of the package, in the order of its files."""
    found = Catalog(charset="utf-8")
    for _, _, message, _, _ in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS):
        found.add(message)
    return found


def updated(path: Path, found: Catalog) -> Catalog:
    """Return the catalog of a language with exactly the texts that were found, translated where they were before."""
    with path.open("rb") as file:
        old = read_po(file, locale=path.parent.parent.name)
    new = Catalog(locale=old.locale, charset="utf-8")
    for message in found:
        if message.id:
            before = old.get(message.id)
            new.add(message.id, before.string if before else None, flags=message.flags)
    return new


def untranslated(catalog: Catalog) -> list[str]:
    """Return the texts that a catalog has no translation for, or not for each plural form."""
    return [
        str(message.id)
        for message in catalog
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def files_of(path: Path, catalog: Catalog) -> dict[Path, bytes]:
    """Return what a language's two files must hold."""
    readable, compiled = io.BytesIO(), io.BytesIO()
    write_po(readable, catalog, no_location=True, omit_header=True, width=110)
    header = HEADER.format(catalog.locale, catalog.plural_forms)
    with_header = (header + readable.getvalue().decode().lstrip()).encode()
    complete = read_po(io.BytesIO(with_header), locale=catalog.locale)
    complete.last_translator, complete.msgid_bugs_address = "the pelican-videopost authors", ""
    complete.creation_date = complete.revision_date = EPOCH  # the same bytes at any time
    write_mo(compiled, complete)
    return {path: with_header, path.with_suffix(".mo"): compiled.getvalue()}


def main(check: bool) -> int:
    """Write what is not current, or only tell; return the exit status."""
    found = texts()
    wrong = 0
    for path in sorted(PACKAGE.glob("base/locale/*/LC_MESSAGES/videopost.po")):
        catalog = updated(path, found)
        for text in untranslated(catalog):
            wrong += 1
            sys.stderr.write(f"{path.parent.parent.name}: not translated: {text}\n")
        for file, content in files_of(path, catalog).items():
            if not file.exists() or file.read_bytes() != content:
                wrong += check
                sys.stderr.write(
                    f"{file.relative_to(PACKAGE)}: {'not current; run make catalogs' if check else 'written'}\n"
                )
                if not check:
                    file.write_bytes(content)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
