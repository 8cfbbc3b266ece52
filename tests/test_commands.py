"""What all commands have in common: their words, exit statuses, problems, and how little they load."""

import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pelican_videopost import __version__
from pelican_videopost.base.model import Problem
from pelican_videopost.cli.commands import COMMANDS, GROUPS
from pelican_videopost.cli.console import coloured, tell
from pelican_videopost.cli.main import main
from pelican_videopost.cli.parser import SETTINGS, Command, make_parser

from .conftest import PROJECT

PROGRAM = [sys.executable, "-m", "pelican_videopost"]
NAMES = [command.name for command in COMMANDS]


@pytest.fixture
def conf(tmp_path: Path) -> Path:
    """The settings of a site that has a receiver, and nothing else."""
    path = tmp_path / "pelicanconf.py"
    path.write_text("PATH = 'content'\nVIDEOPOST = {'receiver': {}}\n", encoding="utf-8")
    return path


def words(command: Command) -> list[str]:
    """Return the words of a command's example, without where its output goes."""
    return shlex.split(command.example.partition(" > ")[0])


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    call = [*PROGRAM, *arguments]
    return subprocess.run(call, capture_output=True, text=True, timeout=60, check=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_every_command_explains_itself(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Help gives a sentence, an example that can be typed, the settings, and what the exit statuses mean."""
    with pytest.raises(SystemExit) as end:
        main([*command.name.split(), "--help"])
    assert end.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    assert text.startswith(f"usage: pelican-videopost {command.name} ")
    assert f"{command.about[0].upper()}{command.about[1:]}." in text
    assert f"example: pelican-videopost {command.example} exit status: 0 fine 1 something failed 2 the command" in text
    assert ("--settings FILE" in text) == command.of_site
    assert make_parser(GROUPS, COMMANDS).parse_args(words(command)).command == command.name


@pytest.mark.parametrize("command", COMMANDS, ids=NAMES)
def test_every_command_is_there(command: Command) -> None:
    """What the table names can be called."""
    module, _, function = command.run.partition(".")
    assert callable(getattr(importlib.import_module(f"pelican_videopost.cli.{module}"), function))


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.of_site], ids=lambda one: one.name)
def test_the_settings_are_named_in_one_way(command: Command) -> None:
    """`-s` and `--settings` mean the same before and after every command, and so does leaving them out."""
    parser = make_parser(GROUPS, COMMANDS)
    typed = words(command)
    assert parser.parse_args(typed).settings == SETTINGS
    for spelling in (["-s", "a.py"], ["--settings", "a.py"]):
        assert parser.parse_args([*typed, *spelling]).settings == Path("a.py")
        assert parser.parse_args([*spelling, *typed]).settings == Path("a.py")


@pytest.mark.parametrize("bare", [[], ["comments"], ["import"]])
def test_without_a_command_there_is_help(bare: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Called bare, the program and each group print their help and end with 2, since nothing was done."""
    assert main(bare) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"usage: {' '.join(['pelican-videopost', *bare])} ")
    for name in NAMES:
        if name.split()[:-1] == bare:
            assert re.search(rf"^    {name.split()[-1]} ", told.err, re.MULTILINE)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` says which one this is."""
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"pelican-videopost {__version__}\n"


@pytest.mark.parametrize("of_site", [command for command in COMMANDS if command.of_site], ids=lambda one: one.name)
def test_settings_that_are_not_there(
    of_site: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command ends with 2 and one line that names the file and the option."""
    monkeypatch.chdir(tmp_path)
    typed = [*words(of_site), *(["--offline"] if of_site.name == "check" else [])]
    assert main([*typed, "-s", "no.py"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(r"pelican-videopost: .*no\.py.*--settings\n", told.err)


LOADED = """
import json, sys
from pelican_videopost.cli.main import main
try:
    main(sys.argv[1:])
finally:
    sys.stderr.write(json.dumps(sorted(sys.modules)))
"""


def loaded(*arguments: str) -> set[str]:
    """Return the modules that a command loads."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("typed", ["--help", "--version", "comments list", "comments approve x", "comments notify"])
def test_commands_load_little(typed: str, conf: Path) -> None:
    """Help comes, and comments are moderated, without Pelican, a web framework or a template engine."""
    modules = loaded("-s", str(conf), *typed.split())
    heavy = {"pelican", "flask", "jinja2", "markdown", "bs4", "yt_dlp", "PIL", "rich"}
    if typed.startswith("--"):
        heavy |= {"sqlite3", "email", "pelican_videopost.receiver"}
    assert modules & heavy == set()


def test_the_receiver_loads_no_pelican(conf: Path) -> None:
    """An application for any host of such is made without Pelican; under CGI this counts at each request."""
    code = (
        "import json, sys\nfrom pelican_videopost.receiver import create_app\n"
        "from pelican_videopost.receiver.settings import read_site\n"
        f"app = create_app(read_site({str(conf)!r})[0])\nprint(json.dumps([app.name, *sys.modules]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    modules = json.loads(done.stdout)[1:]
    assert "flask" in modules
    assert {"pelican", "markdown", "bs4", "rich", "waitress"} & set(modules) == set()
    assert len(modules) < 400


def test_problems_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """A problem is `FILE: FIELD: VALUE: FIX` on standard error; what is foreign in it does nothing to a terminal."""
    tell(Path("a.md"), Problem("Video", "http://x/\x1b[2J\nb.md: \u202eFilm", "write an address"))
    tell("b.md", Problem("", "", "cannot be read"))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "a.md: Video: http://x/[2J b.md: Film: write an address\nb.md: cannot be read\n"


def test_a_bad_setting_is_told_in_the_same_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A setting that cannot be used is a problem of the settings' file, and the command goes on."""
    conf = tmp_path / "pelicanconf.py"
    conf.write_text("PATH = 'content'\nVIDEOPOST = {'receiver': {'threads': 'many'}}\n", encoding="utf-8")
    assert main(["comments", "list", "-s", str(conf)]) == 0
    line = '{}: VIDEOPOST["receiver"]["threads"]: \'many\': legal is: a whole number, 0 or more; the default is used\n'
    assert capsys.readouterr().err == line.format(conf)


def test_a_disk_that_refuses_is_a_failure(conf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the system refuses is one line and status 1, not a traceback."""
    (conf.parent / "comments-queue").write_text("a file where the folder should be", encoding="utf-8")
    assert main(["comments", "list", "-s", str(conf)]) == 1
    assert capsys.readouterr().err.startswith("pelican-videopost: the queue in comments-queue cannot be written")


def test_ctrl_c_ends_with_130() -> None:
    """An interrupted command says so in a line and ends as shells expect."""
    code = (
        "import sys, time\nfrom pelican_videopost.cli import comments, main\n"
        "def wait(options):\n    print('ready', flush=True)\n    time.sleep(30)\n"
        "comments.list_comments = wait\nsys.exit(main.main(['comments', 'list']))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        time.sleep(0.2)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=30)
    assert running.returncode == 130
    assert told == "pelican-videopost: interrupted; what was done until now stays done\n"


def test_a_reader_that_goes_away_is_no_traceback(conf: Path) -> None:
    """`comments list | head -0` ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*PROGRAM, "comments", "list", "-s", str(conf)],
        cwd=PROJECT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_an_encoding_that_lacks_a_letter() -> None:
    """On a terminal of ASCII, what cannot be printed is printed as an escape."""
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    missing = run("comments", "list", "-s", "Žižkov.py", cwd=PROJECT, env=environment)
    assert missing.returncode == 2
    assert "\\u017di\\u017ekov.py" in missing.stderr


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Colour is printed on a terminal that wants it, and nowhere else."""
    assert coloured("error", "error") == "error"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert coloured("error", "error") == "\x1b[31merror\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert coloured("error", "error") == "error"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert coloured("error", "error") == "error"


def test_the_page_of_commands_is_current(tmp_path: Path) -> None:
    """docs/commands.md is what the code makes, which notices where it is not, and mends it."""
    spec = importlib.util.spec_from_file_location("assets_commands", PROJECT / "assets" / "commands.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.main(check=True) == 0
    text = maker.PAGE.read_text(encoding="utf-8")
    assert all(
        f"# {name}\n" in text and f"pelican-videopost {command.example}\n" in text
        for name, command in zip(NAMES, COMMANDS, strict=True)
    )
    maker.PAGE = tmp_path / "commands.md"
    assert maker.main(check=True) == 1
    assert not maker.PAGE.exists()
    assert maker.main(check=False) == 0
    assert maker.PAGE.read_text(encoding="utf-8") == text


BASH = """
source "$1"
COMP_WORDS=(pelican-videopost "${@:2}") COMP_CWORD=$(($# - 1))
_shtab_pelican_videopost 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("comments mo", ["moderate"]),
        ("import ", [one.name.removeprefix("import ") for one in COMMANDS if one.name.startswith("import ")]),
        ("check --off", ["--offline"]),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_a_shell_completes(shell: str, typed: str, offered: list[str], tmp_path: Path) -> None:
    """Shells complete commands, their commands and their options."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")
    script = tmp_path / "completion"
    script.write_text(run("completion", shell, cwd=PROJECT).stdout, encoding="utf-8")
    if shell == "bash":
        call = ["bash", "-c", BASH, "bash", str(script), *typed.split(" ")]
    else:
        call = ["fish", "--no-config", "-c", f"source {script}; complete -C 'pelican-videopost {typed}'"]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == offered


def test_without_shtab_completion_says_what_to_install() -> None:
    """The optional part that completion needs is named."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.modules['shtab'] = None\n" + LOADED, "completion", "zsh"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 'pelican-videopost: `completion` needs shtab: pip install "pelican-videopost[completion]"' in done.stderr
