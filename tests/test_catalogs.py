"""The words that readers see: each one translated, into ten languages, and none forgotten."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from pelican_videopost.base import labels

from .conftest import PROJECT, Site

PACKAGE = PROJECT / "pelican_videopost"
LANGUAGES = ("ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt")
TEMPLATES = [*PACKAGE.glob("templates/**/*.html"), *PACKAGE.glob("comments/receiver/templates/*.html")]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%")
# A post with all parts; the author's words begin with two letters that the plugin's own do not begin with.
POST = """\
Title: zz [zzfilm]
Date: 2025-11-27 10:00
Slug: rocky
Category: zzcategory
Tags: zzone, zztwo
Duration: 3:40
Chapters: 0:05 zzchapter
Comments: COMMENTS
Video: VIDEO

zz zz. [+]

zz zz.

https://vimeo.com/1084537

## More info and movies

- [zz](https://example.org/more)

## Details

zzrole
:   zzname
"""
VIDEOS = (
    "https://www.youtube.com/watch?v=eRsGyueVLvQ\n    https://vimeo.com/1084537",
    "{static}/media/clip.webm\nCaptions: en: {static}/media/clip.en.vtt",
    "https://example.org/stream.m3u8",
)
# What a page says without a catalog: names, kinds of files, Pelican's days, the author's words and their initial.
SAID_BY_OTHERS = re.compile(r"YouTube|Vimeo|[\w.-]+\.com\b|WEBM|M3U8|\w{3} \d\d November 2025|English|\b(?:zz\w*|Z\b)")


def catalog(language: str) -> Catalog:
    """Return the translations into a language."""
    with (PACKAGE / "base/locale" / language / "LC_MESSAGES" / "videopost.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the English texts of a message, and its translations."""
    english = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    translated = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(english), tuple(translated)


def test_catalogs_are_current_and_compiled() -> None:
    """Every text has its translation in every language, and what is shipped is what was translated."""
    done = subprocess.run([sys.executable, PROJECT / "assets/catalogs.py", "--check"], check=False)
    assert done.returncode == 0
    assert {path.name for path in (PACKAGE / "base/locale").iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_whole(language: str) -> None:
    """A translation fills in what the English text does, has every plural form, and is no fuzzy guess."""
    translations = catalog(language)
    messages = [message for message in translations if message.id]
    assert len(messages) > 50
    for message in messages:
        english, translated = texts(message)
        assert not message.fuzzy, english
        assert len(translated) == (translations.num_plurals if message.pluralizable else 1)
        for text in translated:
            assert text.strip(), english
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(english[-1])), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_take_the_forms_of_their_language(language: str) -> None:
    """Any number of comments can be told, and the compiled catalog knows as many forms as the language has."""
    words = labels.Labels(language, {})
    said = [words.plural("%(number)s comment", "%(number)s comments", number) for number in range(200)]
    assert all(str(number) in text for number, text in enumerate(said))
    forms = {re.sub(r"\d+", "", text) for text in said}
    # Two of the Arabic forms differ in their ending only, and may be written alike.
    assert catalog(language).num_plurals - 1 <= len(forms) <= catalog(language).num_plurals


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_by_itself(path: Path) -> None:
    """Each word in a template, in an attribute too, stands in a call that translates it, as a literal text."""
    source = path.read_text(encoding="utf-8")
    assert not re.findall(r"\b(?:_|plural)\((?!\")", source)
    markup = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", source, flags=re.DOTALL)
    attributes = re.findall(r"\b(?:alt|title|aria-label|placeholder|label)=\"([^\"]*)\"", markup)
    visible = [*attributes, re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"", "", markup)]
    assert not re.findall(r"[^\W\d_]{2,}", " ".join(visible))


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catalogs of which Polish has each English text, between brackets of its own."""
    translated = Catalog(locale="de", charset="utf-8")
    for message in catalog("de"):
        if message.id:
            strings = tuple(f"⟦{text}⟧" for text in texts(message)[0])
            translated.add(message.id, strings if message.pluralizable else strings[0])
    compiled = io.BytesIO()
    write_mo(compiled, translated)
    folder = tmp_path / "locale" / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "videopost.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(labels, "LOCALE_FOLDER", tmp_path / "locale")


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("video", VIDEOS)
@pytest.mark.parametrize("comments", ["open", "closed"])
def test_every_word_of_the_plugin_on_a_page_comes_from_a_catalog(site: Site, video: str, comments: str) -> None:
    """On pages with every part of a post, all that is said outside the author's own words is a translated text."""
    site.write("rocky.md", POST.replace("VIDEO", video).replace("COMMENTS", comments))
    site.write("other.md", POST.replace("VIDEO", video).replace("COMMENTS", comments).replace("rocky", "zzother"))
    site.write("media/clip.webm", b"webm")
    site.write("media/clip.en.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nzzsnow\n")
    for name, parent in (("1", ""), ("2", "Parent: 1\n"), ("3", "Parent: 2\n")):
        comment = f"Author: zz{name}\nDate: 2025-11-28T09:00:00+00:00\n{parent}\nzz zz.\n"
        site.write(f"comments/rocky/{name}.md", comment)
    reply = {"action": "mailto:a@b.example", "honeypot": "trap"}
    site.build(VIDEOPOST={"comments": reply, "depth": 1}, DEFAULT_LANG="pl")
    assert site.warnings == []
    for path in ("rocky.html", "zzother.html", "index.html"):
        for view in site.page(path).select(".videopost"):
            named = [tag[name] for name in ("alt", "title", "aria-label", "label") for tag in view.select(f"[{name}]")]
            said = " ".join([view.get_text(), *map(str, named)])
            assert said.count("⟦") >= 5
            left = SAID_BY_OTHERS.sub("", re.sub(r"⟦[^⟧]*⟧", "", said))
            assert re.findall(r"[^\W\d_]+", left) == [], path
