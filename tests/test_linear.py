"""Work on a text grows with its length, and not with the square of it, whatever an author or a stranger wrote.

The work is counted, not timed: every line of Python that runs, and every step of every regular expression, which
`tests.work` takes one by one. Each function that takes a text gets hostile ones, each doubled three times: eight times
the text may cost twelve times the work, where a loop in a loop costs sixty-four times as much. Each pattern is attacked
by itself as well, with what its own repetitions read, many times over, and an end that it cannot read.
"""

import ast
import contextlib
import importlib
import inspect
import pkgutil
import random
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import pelican_videopost
from pelican_videopost.base import form, markup
from pelican_videopost.base.labels import DETAILS_TITLE, INFO_TITLE, Labels
from pelican_videopost.base.model import Video
from pelican_videopost.comments import dialect, text
from pelican_videopost.fetch import record, trouble
from pelican_videopost.posts import fetched, metadata
from pelican_videopost.posts.anatomy import dissect
from pelican_videopost.posts.credits import Roles
from pelican_videopost.posts.outline import UnbalancedError, outline, repair
from pelican_videopost.posts.providers import file as files
from pelican_videopost.receiver import submission
from pelican_videopost.views import details, inline, packing

from .test_packing import article
from .work import Matcher, attacks, growths, steps

# A text, and the same three times doubled. The work may grow a little more: some of it is done once, or sorts.
SIZES = [80, 640]
MOST = 12

WORDS = Labels("en", {})
TITLES = WORDS.spellings(INFO_TITLE), WORDS.spellings(DETAILS_TITLE)
ROLES = Roles(WORDS)
VIDEO = Video("x", "https://x.example/", "https://x.example/e", watch_time="#t={}")


def modules() -> list[ModuleType]:
    """Return every module of the package that can be imported here."""
    names = (found.name for found in pkgutil.walk_packages(pelican_videopost.__path__, "pelican_videopost."))
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


MODULES = modules()


def _outline(html: str) -> object:
    try:
        found = outline(html)
    except UnbalancedError:
        return None
    return [found.innermost(position) for position in range(0, len(html), 50)]


def _times_and_ids(html: str) -> None:
    inline.replace_times(html + "#t=1", VIDEO, starts_player=True)
    inline.prefix_ids(html + " id", "x-")


def _metadata(value: str) -> None:
    names = ("video", "film", "poster", "duration", "chapters", "captions", "related", "comments")
    metadata.read_post(dict.fromkeys(names, value), title=value, language="en")
    metadata.read_comments({"comments": value})


def _record(value: str) -> None:
    lines = value.split("\n")
    with contextlib.suppress(ValueError):
        fetched.from_json({"description": [value], "chapters": lines, "posters": {value: 1}, "title": value})


def _info(value: str) -> None:
    names = (
        "title",
        "description",
        "uploader",
        "channel",
        "thumbnail",
        "upload_date",
        "extractor",
        "id",
        "author_name",
    )
    value = value[: len(value) // 2]  # enough, for so many fields
    answer: dict[str, Any] = dict.fromkeys((*names, "thumbnail_url"), value)
    answer["chapters"] = [{"title": part, "start_time": at} for at, part in enumerate(value.split("\n"))]
    record.from_info(answer, "https://x.example/")
    record.from_oembed(answer, "https://x.example/")


def _submission(value: str) -> None:
    settings: Any = type(
        "Settings", (), {"require_email": True, "honeypot": "x", "spam_links": 10, "max_links": 2, "min_seconds": 3}
    )
    sent = dict.fromkeys((*submission.FIELDS, "subject"), value[: len(value) // 2])  # enough, for so many fields
    submission.read_submission(sent, "rocky", settings, WORDS)
    submission.typed(sent)


def _kept(value: str) -> list[str]:
    kept, post = packing.Kept(), article(value)
    return [kept.get(post, "", lambda: (value, [value[9:]] * 2)) for _ in range(2)]


HTML: dict[str, Callable[[str], object]] = {
    "tokens": lambda html: list(markup.tokens(html)),
    "escape_strays": markup.escape_strays,
    "in_tags": lambda html: markup.in_tags(html, str.upper),
    "plain_text": markup.plain_text,
    "is_empty": markup.is_empty,
    "outline": _outline,
    "repair": repair,
    "dissect": lambda html: dissect(html, *TITLES, read_source=lambda: html),
    "replace_lone_addresses": lambda html: inline.replace_lone_addresses("<p>//x</p>" + html, lambda _: None),
    "replace_times, prefix_ids": _times_and_ids,
    "author_rows": lambda html: details.author_rows(html, []),
    "with_links": lambda html: details.with_links(html, [("x", "https://x.example/")]),
    "people, agreed": lambda html: (ROLES.people(html, ()), ROLES.agreed([html, html], ())),
    "clean_html, plain": lambda html: text.plain(text.clean_html(html)),
}
TEXTS: dict[str, Callable[[str], object]] = {
    "filled": lambda value: form.filled(value, {}),
    "read_reply": lambda value: [form.read_reply("https://x.example/" + value)],
    "id_prefix, linked": lambda value: (inline.id_prefix(value), inline.linked(value)),
    "own, video_at": lambda value: (files.own("{static}" + value), files.video_at(value, value, value)),
    "shared, Kept": _kept,
    "metadata": _metadata,
    "from_json": _record,
    "from_info, from_oembed": _info,
    "short_line, paragraphs, web_address": lambda value: (record.short_line(value), record.paragraphs(value)),
    "read_submission, typed": _submission,
}

HOSTILE_HTML = [
    *(
        "<a <a <a ",
        "<sup ",
        "<dt x",
        '<a "',
        "<a x='",
        "<!--",
        "<![CDATA[",
        "<!x",
        "<?",
        "</script",
        "<script>",
        "<style>",
    ),
    *("&nbsp;", "&", "&amp;", " ", "\n", "\t \n", "<", ">", "=", '="', "a", "\"'", "<>", "</", "</a ", "<a =\"'"),
    *(
        "<p>",
        "</p>",
        "<b>",
        "<b>x</b>",
        "<li>",
        "<div>",
        "<div>x</div>",
        "<p><div>",
        "<tr><td>",
        "<br>",
        "<i/>",
        "<svg>",
    ),
    *(
        "[+]",
        "[+] ",
        "[+]<br>",
        "[+]\n",
        "<p>[+]",
        "<p>[+] x</p>",
        "<b>[+]",
        "<p>&nbsp;[+]</p>",
        "<!--more-->",
        "<!-- more",
    ),
    *(
        "<h2>Details</h2>",
        "<h2>Details</h2><p>x</p>",
        "<h3>Details<h2>",
        "<h6>x</h6>",
        "<h2 class=headerlink>Details</h2>",
    ),
    *("<h2>Details<a class='headerlink'>x</a></h2>", "<div><h2>Details</h2></div>", "<div><h2>x</h2></div>"),
    *("<script>x</script>", "<script src=x></script>", '<div class="footnote">', '<div class="footnote"></div>'),
    *('<sup id="fnref:1">', '<sup id="fnref:1">1</sup>', "<dl><dt>x</dt></dl>", "<dl><dt>", "<dt>x", "<dd>x"),
    *("<p>//x", "<p> ", "<p><a ", "<p><a>//x </a> ", "<p>http://", "<p>{static}x", "</a></p>", " </p>"),
    *(
        "<a href='#t=1'>",
        " href='#t=",
        "<a id=x ",
        "<a id='",
        "<b id=x href='#x'>",
        "<i name=x>",
        "id=",
        "<a for='x x x'>",
    ),
]
# What stands around a unit that is repeated, where it is hostile only there.
WRAPPED = [
    *(
        ("<b ", "a", ">"),
        ("<b id=x ", "a", ">"),
        ("<b id=x ", "a=", ">"),
        ("<b id=x ", "' ", ">"),
        ("<b id='x", " ", "'>"),
    ),
    *(("<p>", " ", "x</p>"), ("<p>//x", " ", "x</p>"), ("<p><a ", " ", ">//x</p>"), ("<p>x [+]", "&nbsp;", "x</p>")),
    *(
        ("<b>" * 90, "[+]", ""),
        ("<div>" * 90, "<h2>x</h2>", "</div>" * 90),
        ("<b>" * 90, "</p>", ""),
        ("<pre>", "[+]\n", "</pre>"),
    ),
    *(
        ("<svg>" + "<g>" * 90, "<g/>", "</g>" * 90 + "</svg>"),
        ("<h2>Details</h2>", '<p><i class="footnote">x</i></p>', ""),
    ),
    *(
        ("<h2>Details", "<a class='headerlink'>x</a>", "</h2>"),
        ("<h2>", "Details", "</h2>"),
        ("<!--", "-", ""),
        ("<!--", "--", ""),
    ),
]
HOSTILE_TEXTS = [
    *("a", " ", "\n", "\t", "\r", "\r\n", "\n \n", " \n\n", "\v", "\u2028", "\u202e", "\u200b", "\xa0", "\ud800", "é"),
    *(
        ".",
        "-",
        "_",
        ":",
        ";",
        ",",
        "/",
        "//",
        "?",
        "#",
        "&",
        "%",
        "%20",
        "%(",
        "{",
        "}",
        "{static}",
        "|static|",
        "{x}",
    ),
    *("[", "]", "()", "((", "))", "<", ">", "<a ", "'", '"', "`", "*", "*a*", "@", "a@", "a@b.", "a.", "a-", "1", "0"),
    *(
        "1:",
        "1h",
        "1:00 x\n",
        "1:00 ",
        "0:00",
        "P1D",
        "T1H",
        "12:",
        "[a",
        "[a] ",
        "en",
        "en:",
        "en x ",
        "en-aa-",
        "en: x\n",
    ),
    *(
        "a: b\n",
        "Author: x\n",
        "Author:",
        "---\n",
        "A a ",
        "http://",
        "https://a.b/",
        "http://a ",
        "www.",
        "xn--",
        "a.b.",
    ),
    *("?a=1&", "&a=", "&amp;", "&amp;amp;", "#t=", "v/", "watch?v=", ".mp4", "File:", "dQw4w9WgXcQ", "x/embed/", "@x/"),
    *(
        "ERROR: ",
        "[x] ",
        "WARNING: [a] b: ",
        "embed ",
        "See ",
        "(caused by",
        "; please ",
        "not ",
        "log in",
        "Sign",
        "<Untitled ",
    ),
    *(
        "Mon, ",
        "1 Jan ",
        "2026-01-01 ",
        "+00:00",
        "=?utf-8?q?",
        "?=",
        "{{",
        "{%",
        "\\",
        "\x00",
        "\x1b[",
        "://",
        "http:/",
    ),
]


def single_text_functions() -> dict[str, Callable[[str], object]]:
    """Return every public function of the package that takes a text, and needs nothing else."""
    return {
        f"{module.__name__.removeprefix('pelican_videopost.')}.{name}": function
        for module in MODULES
        for name, function in vars(module).items()
        if inspect.isfunction(inspect.unwrap(function)) and not name.startswith("_")
        if function.__module__ == module.__name__ and _needs_a_text(function)
    }


def _needs_a_text(function: Callable[..., object]) -> bool:
    parameters = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
    return len(parameters) == 1 and parameters[0].annotation in (str, "str", str | None, "str | None")


# What Markdown does for a comment is bounded by the number of marks: see tests/comments/test_text.py.
BOUNDED = {"comments.text.render"}
ALONE = {name: call for name, call in single_text_functions().items() if name not in BOUNDED}


Attack = tuple[str, str, str]


def texts_of(attack: Attack) -> list[str]:
    """Return a text of so many of a unit, between what stands around them, and the same with eight times as many."""
    before, unit, after = attack
    return [before + unit * (size // len(unit) or 1) + after for size in SIZES]


def exceeding(call: Callable[[str], object], attacks: list[Attack]) -> dict[Attack, list[int]]:
    """Return the attacks of which eight times as much makes far more than eight times the work."""
    found = growths(call, map(texts_of, attacks), MODULES, MOST)
    return {attack: works for attack, works in zip(attacks, found, strict=True) if works[-1] > (works[0] + 300) * MOST}


def of_units(units: list[str]) -> list[Attack]:
    """Return attacks of units with nothing around them."""
    return [("", unit, "") for unit in units]


@pytest.mark.parametrize("name", HTML)
def test_html_is_read_in_time_with_its_length(name: str) -> None:
    """Eight times a hostile post is eight times the work: for cutting, mending, showing and telling its words."""
    assert exceeding(HTML[name], WRAPPED + of_units(HOSTILE_HTML)) == {}


@pytest.mark.parametrize("name", [*ALONE, *TEXTS])
def test_text_is_read_in_time_with_its_length(name: str) -> None:
    """Eight times a hostile line, address, date, record or form is eight times the work, or it is refused."""
    assert exceeding(TEXTS.get(name) or ALONE[name], of_units(HOSTILE_TEXTS)) == {}


def patterns() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """Return all patterns of the package by the place they stand at, each with whether it is sought anywhere."""
    found: dict[str, tuple[re.Pattern[Any], bool]] = {}
    for module in MODULES:
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        short = module.__name__.removeprefix("pelican_videopost.")
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                uses = set(re.findall(rf"\b{name}\.(\w+)", source))
                found[f"{short}.{name}"] = (value, not uses <= {"match", "fullmatch"} or not uses)
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in INLINE
                and isinstance(node.args[0], ast.Constant)
            ):
                sought = ast.unparse(node.func) not in ("re.match", "re.fullmatch")
                found[f"{short}:{node.lineno}"] = (re.compile(node.args[0].value), sought)
    for endless in (frozenset[str](), frozenset({"<!--", "<![CDATA["})):
        found[f"base.markup._pattern({len(endless)})"] = (markup._pattern(endless), True)
    found |= {
        f"fetch.trouble: {code} {saying[:9]}": (re.compile(saying, re.I), True) for code, saying in trouble._SAYINGS
    }
    marks = vars(dialect).items()
    found |= {f"comments.dialect.{name}": (re.compile(value, re.S), True) for name, value in marks if name in DIALECT}
    found |= {
        f"comments.dialect {pattern}": (re.compile(pattern, re.S), True)
        for _, pattern in (*dialect._STARS, *dialect._UNDERSCORES)
    }
    return found


INLINE = [f"re.{name}" for name in ("match", "fullmatch", "search", "sub", "findall", "finditer", "split")]
DIALECT = ("_CODE", "_INLINE_LINK", "_AUTOLINK", "_TAG_LIKE", "_BARE_LINK")
# Patterns that are slow by themselves, and why that cannot be met; the functions that use them are tested above.
EXCUSED = {
    "base.markup._pattern(0)": "`tokens` leaves out what is closed nowhere, and reads so many strays",
    "base.markup._pattern(2)": "the same",
    "views.inline._ATTRIBUTE": "it reads whole tags only, whose quotes are closed",
}
PATTERNS = {name: found for name, found in patterns().items() if name not in EXCUSED}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_takes_steps_with_the_length_of_the_text(name: str) -> None:
    """What the pattern itself repeats, many times over and with an end that it cannot read, costs no more than that."""
    pattern, anywhere = PATTERNS[name]
    found = {attack: steps(pattern, texts_of(attack), MOST, anywhere=anywhere) for attack in attacks(pattern)}
    assert {attack: taken for attack, taken in found.items() if taken[-1] > (taken[0] + 300) * MOST} == {}


# What stood in the package once, or might: each with a text that it was slow for.
SLOW = [
    (r"<p>\s*(?:<a\b[^>]*>\s*)?\s*//\S+\s*</p>", ("<p>", " ", "x")),
    (r"<[a-zA-Z][^>]*>", ("", "<a ", "")),
    (r"(?:<script[^>]*>[^<]*</script>\s*)+\Z", ("", "<script>x</script>", "x")),
    (r"\s*\(caused by.*", ("", " ", "x")),
    (r"<!--.*?-->", ("", "<!--", "")),
    (r"(?=[^x]*x)a", ("", "b", "")),
    (r"(?:(?=[^x]*x))?+a", ("", "b", "")),
]


@pytest.mark.parametrize(("pattern", "attack"), SLOW)
def test_a_slow_pattern_is_found_out(pattern: str, attack: Attack) -> None:
    """The count tells what grows with the square of a text, so that the tests above can fail."""
    few, many = steps(re.compile(pattern, re.DOTALL), texts_of(attack), MOST, anywhere=True)
    assert many > (few + 300) * MOST


def test_a_loop_in_a_loop_is_found_out() -> None:
    """A function that looks at all elements for each marker is told from one that looks them up."""

    def each_by_each(html: str) -> int:
        elements = outline(html).elements
        return sum(element.start <= place.start() for place in re.finditer(r"\[\+\]", html) for element in elements)

    ((few, many),) = growths(each_by_each, [["<b>[+]</b>" * 16, "<b>[+]</b>" * 128]], MODULES, MOST)
    assert many > (few + 300) * MOST


@pytest.mark.parametrize("name", PATTERNS)
def test_the_counted_steps_are_those_of_the_pattern(name: str) -> None:
    """The matcher that counts finds what `re` finds: texts made of what the pattern reads, cut and mixed."""
    pattern, _ = PATTERNS[name]
    if isinstance(pattern.pattern, bytes):
        pattern = re.compile(pattern.pattern.decode(), pattern.flags & ~re.ASCII)
    matcher = Matcher(pattern)
    dice = random.Random(name)  # noqa: S311  # the same texts in each run
    pieces = ["x", "\u202e", *(piece for attack in attacks(pattern) for piece in attack)]
    for _ in range(60):
        mixed = "".join(dice.choice(pieces)[: dice.randrange(1, 30)] for _ in range(dice.randrange(5)))
        for whole, find in ((False, pattern.match), (True, pattern.fullmatch)):
            found = find(mixed)
            assert matcher.matched(mixed, whole=whole) == (found.end() if found else -1)
            assert not found or not matcher.first or matcher.first(mixed[0])
        assert not matcher.anchored or not pattern.search(mixed, 1)
