"""What random input is made of: blocks and marks that people write, what tools leave behind, and what nobody would."""

import random
import re
import tomllib
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent.parent / "data"
_TABLE = tomllib.loads((_DATA / "addresses.toml").read_text(encoding="utf-8"))
_ADDRESSES = [str(row["address"]) for rows in _TABLE.values() for row in rows]
_HOSTILE = (_DATA / "hostile.txt").read_text(encoding="utf-8").splitlines()

_EVERYWHERE = ["{}", "{} [+]", "[+]", "<!--more-->", "{}\n{}", *_HOSTILE[:40]]
HTML = [
    *_EVERYWHERE,
    *(
        "<p>{}</p>",
        "<p>{} [+]</p>",
        "<p>{}",
        "</p>{}",
        "<div>{}",
        "</div>{}",
        "<div><p>{}</p><p>{} [+]</p></div>",
        "<b>{}",
    ),
    *(
        "<h2>Details</h2>{}",
        "<h3>More info and movies</h3>{}",
        "<h2>{}</h2>",
        "<section><h2>Details</h2>{}</section>{}",
    ),
    *(
        "<style>{}</style>",
        "<style>{}",
        "<script>{}",
        "<script>/*{}*/</script>",
        "<textarea>{}",
        "<title>{}",
        "<xmp>{}</xmp>",
    ),
    *("<!-- {} -->", "<!-- {}", "<![CDATA[{}]]>", "<![CDATA[{}", "<?x {} ?>", "<?x {}", "<!x {}>", "<!-- [+] {} -->"),
    *(
        "<table><tr><td>{}<tr><td>{}</table>",
        "<table>{}",
        "<form>{}</form>",
        "<form><form>{}",
        "<select><option>{}</select>",
    ),
    *('<a href="{}">{}</a>', '<a href="{}', "<a title='>{}'>{}</a>", '<sup id="fnref:1">{}</sup>', '<i id="x">{}</i>'),
    *(
        "<p>https://youtu.be/eRsGyueVLvQ</p>",
        '<a href="#t=1:35">{}</a>',
        '<div class="footnote">{}</div>',
        "<svg><path/></svg>{}",
    ),
    *(
        "{} &amp; {} &lt;{}&gt;",
        "{} < {}",
        "<x {}>",
        "&{};",
        "<dl><dt>{}<dd>{}</dl>",
        "<ul><li>{}<li>{} [+]</ul>",
        "<br/>{}",
        "<div/>{}",
    ),
]
MARKDOWN = [
    *_EVERYWHERE,
    *(
        "## {}",
        "## Details",
        "## More info and movies",
        "### Details\n\n{}",
        "- {}\n- {}",
        "1. {}\n\n    {} [+]",
        "    {}\n    [+]",
    ),
    *(
        "```\n{} [+]\n```",
        "```\n{}",
        "`{} [+]`",
        "| {} | {} |\n|---|---|\n| {} | {} |",
        "> {}\n>\n> {} [+]",
        "{}\n:   {}",
        "{}[^1]",
    ),
    *(
        "[^1]: {}",
        "**{}** *{}* [+] {}",
        "[{}](https://x.example)",
        "![{}](x.png)",
        "<div markdown=1>\n{}\n</div>",
        "{}  \n{}",
        "* * *",
    ),
    *(
        "<details><summary>{}</summary>{}</details>",
        "<div>\n<p>{} [+]</p>\n</div>",
        "<b>{}",
        "<style>{}",
        "<!-- {} -->",
        "<!-- {}",
    ),
]
REST = [
    *(
        "{}",
        "{} [+]",
        "[+]",
        "{}\n{}",
        "Details\n=======\n\n{}",
        "More info and movies\n--------------------\n\n{}",
        "Title\n=====\n\n{}",
    ),
    *(
        "- {}\n- {} [+]",
        "#. {}\n#. {}",
        "::\n\n  {} [+]",
        "*{}* **{}** ``{} [+]``",
        "{}\n  {}",
        ":{}: {}",
        ".. note:: {}",
        ".. {}",
    ),
    *(
        "`{} <https://x.example>`_",
        "{} [1]_\n\n.. [1] {}",
        "+---+\n| {} |\n+---+",
        "| {}\n| {}",
        "> {}",
        "<b>{}</b>",
        "<script>{}</script>",
    ),
]
COMMENTS = [
    *"* ** *** _ __ ` `` ``` [ ] ( ) [^ ]( ]: ![ < > \" ' \\ & # ! . , : - + = ~ ~~~ | { }".split(),
    *(
        " ",
        "\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n    ",
        "\n```\n",
        "\n~~~\n",
        "{}",
        "[{}]: ",
        "[{}](",
        "](https://x.example)",
        "](ftp://x)",
    ),
    *(
        "https://x.example/{}",
        "<https://x.example/{}>",
        "<a@b.example>",
        "<b>",
        "</b>",
        "<u>{}</u>",
        "<a href='https://x.example/'>{}</a>",
    ),
    *(
        "<script>{}</script>",
        "<!-- {} -->",
        "<i",
        "<div>",
        "&amp;",
        "&#0;",
        "&lt;",
        "\x1b[2J",
        "\u202e",
        "\u200b",
        "\r\n",
        "\u2028",
        *_HOSTILE,
    ),
]


def numbered(dice: random.Random, blocks: list[str], between: str, first: str = "") -> str:
    """Return random blocks with a word of its own in each place for one, and after each block."""
    chosen = [dice.choice(blocks) for _ in range(dice.randrange(1, 24))]
    count = iter(range(10_000))

    def word(_: object = None) -> str:
        return f"word{first}{next(count)}x"

    return between.join(re.sub(r"\{\}", word, block) + (f" {word()} " if between != "\n\n" else "") for block in chosen)


def line(dice: random.Random) -> str:
    """Return a line that somebody may have for a name or a title, without controls or spaces around it."""
    letters = "abzÄß中ع \"'<>&;:%{}()[]#=?\\/-_.,@"
    return " ".join("".join(dice.choice(letters) for _ in range(dice.randrange(30))).split())


def address(dice: random.Random) -> str:
    """Return an address of the table, or what became of one when it was copied, shortened or typed."""
    text = dice.choice(_ADDRESSES)
    for _ in range(dice.randrange(5)):
        at = dice.randrange(len(text) + 1)
        piece = dice.choice(
            [*"/?#&=:.@%\\\"'<> {}|()[]-_aZ09é中", "%20", "%22", "%0A", "&amp;", "&t=95", "#t=1m", "//", "..", "www."]
        )
        text = dice.choice(
            (text[:at] + piece + text[at:], text[:at] + text[at + 1 :], text[at:] + text[:at], text[:at])
        )
    return text


def captions(dice: random.Random) -> bytes:
    """Return what may stand in a file that is called WebVTT."""
    pieces = [
        "WEBVTT",
        "webvtt",
        "\ufeff",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "00:01.000 --> 00:02.000",
        "99:99:99.999 --> ",
        "NOTE x",
        "<v A>b",
        "\x00",
    ]
    text = "".join(dice.choice(pieces) for _ in range(dice.randrange(12)))
    if dice.random() < 0.6:
        text = "WEBVTT" + text
    return text.encode(dice.choice(("utf-8", "utf-8", "utf-8", "utf-16", "latin-1")), errors="replace")


def json_value(dice: random.Random, depth: int) -> Any:
    """Return any JSON, or what a record may hold."""
    plain: list[Any] = [
        None,
        True,
        False,
        0,
        1,
        -1,
        95,
        1.5,
        10**30,
        float("nan"),
        "",
        "x",
        "1:35 x",
        "2026-01-01T00:00:00+00:00",
        "\ud800",
    ]
    if depth == 0 or dice.random() < 0.4:
        return dice.choice([*plain, line(dice), address(dice)])
    if dice.random() < 0.5:
        return [json_value(dice, depth - 1) for _ in range(dice.randrange(4))]
    return {line(dice): json_value(dice, depth - 1) for _ in range(dice.randrange(4))}


def broken(dice: random.Random, text: str) -> str:
    """Return a text with a piece cut out, put in twice, or replaced by what does not belong there."""
    if dice.random() < 0.02:
        return dice.choice("[{") * 100_000
    start, end = sorted(dice.randrange(len(text) + 1) for _ in range(2))
    middle = dice.choice(
        ("", text[start:end] * 2, "\x00", "\ud800", "null", '"', "<!DOCTYPE x>", "]]>", "{}", "[]", "1e999", "<x>")
    )
    return text[:start] + middle + text[end if dice.random() < 0.5 else start :]


def xml_text(text: str) -> str:
    """Return a text without the letters that XML cannot hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
