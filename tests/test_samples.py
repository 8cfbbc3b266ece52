"""Every block of code in the documents, run, read or built as readers would; and the commands that sentences name."""

import configparser
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest
from jinja2 import Environment
from pelican import parse_arguments
from pygments.lexers import get_lexer_by_name
from pygments.token import Error

from pelican_videopost.base.settings import Settings
from pelican_videopost.cli.commands import COMMANDS, GROUPS
from pelican_videopost.cli.parser import PROGRAM, make_parser, parsers
from pelican_videopost.receiver.settings import read_receiver_settings

from .conftest import PROJECT, Site

PAGES = {path.name: path.read_text(encoding="utf-8") for path in [*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")]}
EXTRAS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


class Block(NamedTuple):
    """A block of code: the document it is in, what kind of code it says to be, and the code."""

    page: str
    kind: str
    text: str


BLOCKS = [
    Block(page, kind, code)
    for page, text in PAGES.items()
    for kind, code in re.findall(r"^```(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
]
# Kinds that no program reads, with the reason.
UNREAD = {
    "text": "drawings",
    "{toctree}": "Sphinx reads it when it makes the site of the documents",
}


def blocks(*kinds: str) -> list[Block]:
    """Return the blocks of some kinds, of which there must be some."""
    found = [block for block in BLOCKS if block.kind in kinds]
    assert found
    return found


def code(block: Block, path: str = "") -> CodeType:
    """Return a block of Python, compiled, with the path of a real site where it names one."""
    text = re.sub(r"/(?:srv|home/me)/site/pelicanconf\.py", lambda _: path, block.text) if path else block.text
    return compile(text, block.page, "exec")


def test_python_blocks_run(tmp_path: Path) -> None:
    """Each runs as it stands; what it sets are right settings, for the plugin and for the receiver."""
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("PATH = 'content'\nVIDEOPOST = {'receiver': {}}\n", encoding="utf-8")
    for block in blocks("python"):
        if "CGIHandler" in block.text:  # that is a program, with a test of its own
            continue
        names: dict[str, Any] = {"VIDEOPOST": {}}
        exec(code(block, str(conf)), names)
        assert Settings.read(names["VIDEOPOST"])[1] == (), block
        receiver = names["VIDEOPOST"].get("receiver", {})
        places = {name: tmp_path / name for name in ("folder", "content", "output")}
        assert read_receiver_settings(receiver, **places)[1] == (), block
        if "application" in names:
            answer = names["application"].test_client().get("/")
            assert "The receiver of comments is running." in answer.text


def test_settings_in_sentences() -> None:
    """Every `VIDEOPOST = {…}` that a sentence shows is right."""
    shown = re.findall(r"`(VIDEOPOST = \{[^`…]*\})`", "\n".join(PAGES.values()))
    assert len(shown) >= 4
    for text in shown:
        names: dict[str, Any] = {}
        exec(text, names)
        assert Settings.read(names["VIDEOPOST"])[1] == (), text


def test_the_cgi_program(tmp_path: Path) -> None:
    """The CGI program of the documents answers, with the paths of a real site put in."""
    (block,) = (block for block in blocks("python") if "CGIHandler" in block.text)
    (tmp_path / "content").mkdir()
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("PATH = 'content'\nVIDEOPOST = {'receiver': {}}\n", encoding="utf-8")
    (tmp_path / "reply.cgi").write_text(block.text.replace("/home/me/site/pelicanconf.py", str(conf)), encoding="utf-8")
    env = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "a.example", "SERVER_PORT": "80"}
    done = subprocess.run([sys.executable, tmp_path / "reply.cgi"], env=env, capture_output=True, text=True, check=True)
    assert "Status: 200 OK" in done.stdout
    assert "The receiver of comments is running." in done.stdout


def reads_videopost(words: list[str]) -> bool:
    """Whether the command's own parser takes these words, and knows a command in them."""
    return make_parser(GROUPS, COMMANDS).parse_args(words).run is not None


def reads_pelican(words: list[str]) -> bool:
    """Whether Pelican's parser takes them."""
    return parse_arguments(words) is not None


def reads_pip(words: list[str]) -> bool:
    """Whether they install the package from a copy, Pelican, or an extra that there is."""
    what = re.fullmatch(r"install (?:/path/to/)?pelican-videopost(?:\[(\w+)\])?", " ".join(words))
    return what is not None and (what[1] is None or what[1] in EXTRAS)


def reads_make(words: list[str]) -> bool:
    """Whether they are targets of the Makefile."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    return all(re.search(rf"^{re.escape(word)}:", makefile, re.MULTILINE) for word in words)


def reads_mkdir(words: list[str]) -> bool:
    """Whether they are options and folders."""
    return bool(words) and all(re.fullmatch(r"-p|-m|[0-7]{3}|/[\w./-]+", word) for word in words)


READERS: dict[tuple[str, ...], Callable[[list[str]], bool]] = {
    (PROGRAM,): reads_videopost,
    ("pelican",): reads_pelican,
    ("python", "-m", "pip"): reads_pip,
    ("make",): reads_make,
    ("mkdir",): reads_mkdir,
    # Its test in tests/browser runs it.
    ("npx", "pagefind"): lambda words: words[0] == "--site",
}


def test_console_blocks_can_be_typed() -> None:
    """Each line is a command whose own parser takes it: no option is misspelt, no extra and no target invented."""
    for block in blocks("console"):
        for line in block.text.replace(" && ", "\n").splitlines():
            words = shlex.split(line.partition(" > ")[0])
            found = [(start, reads) for start, reads in READERS.items() if tuple(words[: len(start)]) == start]
            assert len(found) == 1, line
            start, reads = found[0]
            try:
                assert reads(words[len(start) :]), line
            except SystemExit as error:
                raise AssertionError(f"{block.page}: {line}") from error


def test_commands_in_sentences_exist() -> None:
    """Every command that a sentence names is one, and so is every target of make."""
    known = {command.name for command in COMMANDS}
    options = {text for parser in parsers(make_parser(GROUPS, COMMANDS)) for text in parser._option_string_actions}
    for page, text in PAGES.items():
        sentences = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        for named in re.findall(rf"`(?:\S*/)?{PROGRAM} ([^`]+)`", " ".join(sentences.split())):
            words = re.findall(r"[a-z|]+", re.split(r" (?=[^a-z])", named)[0])
            if words[0] in GROUPS and len(words) > 1:
                assert {f"{words[0]} {name}" for name in words[1].split("|")} <= known, (page, named)
            else:
                assert words[0] in known | set(GROUPS), (page, named)
            assert set(re.findall(r"(?<= )--?[a-z-]+", named)) <= options, (page, named)
        for targets in re.findall(r"`make ([a-z -]+)`", sentences):
            assert reads_make(targets.split()), (page, targets)


@pytest.mark.parametrize("kind", ["css", "nginx", "ini", "html", "jinja", "html+jinja"])
def test_other_blocks_are_of_their_kind(kind: str) -> None:
    """Each is what it says to be, as far as a reader of its kind can tell."""
    for block in blocks(kind):
        assert not [word for token, word in get_lexer_by_name(kind).get_tokens(block.text) if token is Error], block
        assert block.text.count("{") == block.text.count("}")
        if "jinja" in kind:
            Environment(autoescape=True).parse(block.text)
        if kind == "ini":
            unit = configparser.ConfigParser(strict=True, interpolation=None)
            unit.read_string(block.text)
            program, *words = shlex.split(unit["Service"]["ExecStart"])
            assert Path(program).name == PROGRAM
            assert reads_videopost(words)


def test_the_rules_for_make_are_rules(tmp_path: Path) -> None:
    """Make takes them, and would run what Pelican's parser takes."""
    for block in blocks("make"):
        (tmp_path / "Makefile").write_text(block.text, encoding="utf-8")
        done = subprocess.run(["make", "--dry-run"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        (line,) = (line for line in done.stdout.splitlines() if line.startswith("pelican "))
        assert reads_pelican(shlex.split(line)[1:])


def test_no_block_is_left_out() -> None:
    """Every block is of a kind that a test above or below takes."""
    read = {"python", "console", "css", "nginx", "ini", "html", "jinja", "html+jinja", "make", "markdown"}
    assert {block.kind for block in BLOCKS} <= read | set(UNREAD)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with every sample of Markdown, the menu and the templates of the documents, and the README's settings."""
    site = Site(tmp_path_factory.mktemp("samples") / "site")
    for number, block in enumerate(blocks("markdown")):
        text = block.text
        if text.startswith("Author:"):  # a comment, whose parent is there
            site.write("comments/readme/20251130-180500-5f0e1a2b.md", text.replace("Parent: 20251130", "Was: 20251130"))
            site.write("comments/readme/reply.md", text)
        elif text.startswith("Title:"):
            name = block.page.removesuffix(".md").lower()
            site.write(f"{name}.md", text.replace("\n", f"\nSlug: {name}\n", 1))
        else:  # lines of metadata alone
            site.write(f"{number}.md", f"Title: Number {number}\nDate: 2025-01-01\nSlug: lines\n{text}\nText.\n")
    site.write("media/sintel.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    (menu,) = (block for block in blocks("python") if "MENUITEMS" in block.text)
    (giscus,) = (block for block in blocks("jinja") if "giscus" in block.text)
    overrides = site.folder / "templates"
    (overrides / "videopost").mkdir(parents=True)
    (overrides / "videopost" / "comment_system.html").write_text(giscus.text, encoding="utf-8")
    names: dict[str, Any] = {"VIDEOPOST": {"comments": "https://forms.example/send"}}
    for block in (next(block for block in blocks("python") if block.page == "README.md"), menu):
        exec(code(block), names)
    settings = {name: value for name, value in names.items() if name.isupper()}
    site.build(**settings, THEME_TEMPLATES_OVERRIDES=[str(overrides)])
    return site


def test_the_samples_cost_no_warning(written: Site) -> None:
    """All that the documents have authors write is built without a warning, in one site."""
    assert written.warnings == []


@pytest.mark.parametrize(("name", "shown"), [("readme", ".videopost-player a"), ("writing", ".videopost-player img")])
def test_the_posts_of_the_documents(written: Site, name: str, shown: str) -> None:
    """A document's post gives what the document says."""
    page = written.page(f"{name}.html")
    for part in (shown, ".videopost-more", ".videopost-info", ".videopost-details", "#commentform"):
        assert page.select_one(part)
    assert page.select_one(f"script[data-term={name}]")


def test_the_other_samples(written: Site) -> None:
    """Further lines of a field are further sources; comments stand in their thread; the menu leads to pages."""
    assert written.page("lines.html").select_one(
        ".videopost-elsewhere a[href='https://archive.org/details/BigBuckBunny_124']"
    )
    thread = written.page("readme.html").select_one(".videopost-thread")
    assert [len(thread.select("li")), len(thread.select("li li"))] == [2, 1]
    menu = [str(link["href"]) for link in written.page("index.html").select("nav a")]
    assert {"/videos.html", "/films.html"} <= set(menu)
    assert all((written.output / name).is_file() for name in ("videos.html", "films.html"))
