"""`convert`: older embeds of every kind in each format become what plays, and nothing else in a file is touched."""

import random
import re
import shutil
import subprocess
import time
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from pelican_videopost.cli.main import main
from pelican_videopost.importing.conversion.files import BACKUPS
from pelican_videopost.importing.conversion.rewriting import Rewritten, rewritten
from pelican_videopost.importing.conversion.source import Kind
from tests.conftest import Site, files

ID, VIMEO = "eRsGyueVLvQ", "https://vimeo.com/1084537"
PAGE = f"https://www.youtube.com/watch?v={ID}"
FRAME = f'<iframe width="560" src="https://www.youtube.com/embed/{ID}" allowfullscreen></iframe>'
FILE = "https://media.example/clip.mp4"
OWN = "{static}/media/a.mp4"
FIGURE = (
    f'<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">\n{PAGE}\n</div>'
    "<figcaption>zq9 words</figcaption></figure>"
)
# What people have written for a video in Markdown, and the address of it.
MARKDOWN = {
    "liquid": (f"{{% youtube {ID} 640 480 %}}", PAGE),
    "liquid vimeo": ("{% vimeo 1084537 %}", VIMEO),
    "liquid video": (f"{{% video {FILE} 640 480 %}}", FILE),
    "liquid file": ("{% video /media/a.mp4 640 480 /media/p.jpg %}", OWN),
    "include": (f'{{% include youtube.html id="{ID}" %}}', PAGE),
    "json": (f'[[{{"YouTube": "{ID}"}}]]', PAGE),
    "frame": (FRAME, PAGE),
    "no cookie": (f'<iframe src="//www.youtube-nocookie.com/embed/{ID}?start=95"></iframe>', f"{PAGE}&t=95s"),
    "frame of Vimeo": ('<iframe src="https://player.vimeo.com/video/1084537"></iframe>', VIMEO),
    "frame of Bilibili": (
        '<iframe src="//player.bilibili.com/player.html?bvid=BV1xx411c7mD"></iframe>',
        "https://www.bilibili.com/video/BV1xx411c7mD",
    ),
    "box": (f'<div class="video">\n\n{FRAME}\n\n</div>', PAGE),
    "flash": (f'<object><param name="movie" value="http://www.youtube.com/v/{ID}"></object>', PAGE),
    "video": (f'<video controls><source src="{FILE}"></video>', FILE),
    "thumbnail": (f'[![x](https://img.youtube.com/vi/{ID}/0.jpg)]({PAGE} "title")', PAGE),
    "picture": (f"![]({PAGE})", PAGE),
    "picture of a file": ("![clip](media/a.mp4)", OWN),
    "obsidian": ("![[a.mp4]]", OWN),
    "embed mark": (f"[!embed?max_width=500]({PAGE})", PAGE),
    "bare": (PAGE, PAGE),
    "brackets": (f"<{PAGE}>", PAGE),
    "link": (f"[zq9 words]({PAGE})", PAGE),
    "shortcode": (f"[youtube {PAGE}&w=320&rel=0]", PAGE),
    "shortcode with a sign": (f"[youtube={PAGE}]", PAGE),
    "shortcode around": (f"[embed]{PAGE}[/embed]", PAGE),
    "shortcode of a file": (f'[video width="640" mp4="{FILE}"][/video]', FILE),
    "hugo": (f"{{{{< youtube {ID} >}}}}", PAGE),
    "hugo with names": ('{{< vimeo id="1084537" title="a b" >}}', VIMEO),
    "container": (f"::: youtube {ID}\n:::", PAGE),
    "gutenberg": (f'<!-- wp:embed {{"url":"{PAGE}"}} -->\n{FIGURE}\n<!-- /wp:embed -->', PAGE),
    "figure": (FIGURE, PAGE),
}  # fmt: skip
REST = {
    "directive": (f".. youtube:: {ID}\n   :width: 500\n   :align: center", PAGE),
    "directive of Vimeo": (".. vimeo:: 1084537", VIMEO),
    "raw": (f".. raw:: html\n\n   <div>\n     {FRAME}\n   </div>", PAGE),
    "bare": (PAGE, PAGE),
    "link": (f"`zq9 words <{PAGE}>`_", PAGE),
}
HTML = {
    "frame": (FRAME, PAGE),
    "paragraph": (f"<p>{FRAME}</p>", PAGE),
    "address": (f"<p>{PAGE}</p>", PAGE),
    "shortcode": (f"<p>[youtube {ID}]</p>", PAGE),
    "figure": (FIGURE, PAGE),
}
HEADS: dict[Kind, str] = {
    "markdown": "Title: {}\nDate: 2026-01-01\nTags: a\n\n",
    "rest": "{}\n=======================================\n\n:date: 2026-01-01\n:tags: a\n\n",
    "html": '<html>\n<head>\n\t<title>{}</title>\n\t<meta name="date" content="2026-01-01">\n</head>\n<body>\n',
}
SUFFIXES: dict[Kind, str] = {"markdown": "md", "rest": "rst", "html": "html"}
FORMS: list[tuple[Kind, str, str, str]] = [
    *(("markdown", name, *form) for name, form in MARKDOWN.items()),
    *(("rest", name, *form) for name, form in REST.items()),
    *(("html", name, *form) for name, form in HTML.items()),
]


def paragraph(kind: Kind, words: str) -> str:
    """Return a paragraph, with the blank line or the line end before it."""
    return f"\n<p>{words}</p>\n" if kind == "html" else f"\n\n{words}\n"


def article(kind: Kind, title: str, form: str, *, first: bool) -> str:
    """Return an article that begins with an older embed, or has it after a paragraph."""
    before = "" if first else paragraph(kind, "zq1 before.").lstrip("\n") + ("" if kind == "html" else "\n")
    end = "</body>\n</html>\n" if kind == "html" else ""
    return HEADS[kind].format(title) + before + form + paragraph(kind, "zq2 behind.") + end


def write_conf(site: Site, **settings: object) -> Path:
    """Write the settings of a site into a file, as the commands want them."""
    path = site.folder / "pelicanconf.py"
    lines = (f"{name} = {value!r}" for name, value in site.settings(**settings).items())
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def convert(site: Site, *arguments: str) -> int:
    """Run the command."""
    return main(["convert", *arguments, "--settings", str(write_conf(site))])


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with each form at the beginning of an article and within another, converted and built."""
    site = Site(tmp_path_factory.mktemp("conversion") / "site")
    site.write("media/a.mp4", b"film")
    for kind, name, form, _ in FORMS:
        stem = name.replace(" ", "-").lower()
        for place in ("first", "within"):
            title = f"{kind} {name} {place}"
            site.write(f"{kind}-{stem}-{place}.{SUFFIXES[kind]}", article(kind, title, form, first=place == "first"))
    assert convert(site, "--write") == 0
    options: dict[str, dict[str, str]] = {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}}
    site.build(VIDEOPOST={"embeds_on": "articles"}, MARKDOWN={"extension_configs": options}, SLUGIFY_SOURCE="basename")
    return site


def test_no_form_gives_a_warning(converted: Site) -> None:
    """A converted site builds, and nothing in it is unknown or missing."""
    assert [one for one in converted.warnings if "Poster" not in one] == []


@pytest.mark.parametrize(("kind", "name", "form", "address"), FORMS, ids=[f"{kind} {name}" for kind, name, *_ in FORMS])
@pytest.mark.parametrize("place", ["first", "within"])
def test_a_form_becomes_a_player(converted: Site, kind: str, name: str, form: str, address: str, place: str) -> None:
    """Each form is one player, above the text or in its place; no word is lost, and nothing loads before a click."""
    stem = f"{kind}-{name.replace(' ', '-').lower()}-{place}"
    page = converted.page(f"{stem}.html")
    players = page.select("figure.videopost-player") if address != OWN else page.select("video")
    assert len(players) == 1
    assert f'"{escape(address)}"'.replace("{static}", "https://site.example") in str(players[0])
    assert not page.select("iframe, object, embed")
    text = page.get_text()
    assert re.findall(r"zq\d", text) == [*(["zq1"] if place == "within" else []), *re.findall(r"zq\d", form), "zq2"]
    written = next(converted.content.glob(f"{stem}.*")).read_text(encoding="utf-8")
    assert ("video: " in written.lower() or 'name="video"' in written) == (place == "first")
    assert not re.search(r"\{%|\{\{<|wp:|\[youtube|:::|!\[\[|\[\[\{|youtube::|iframe|wrapper", written)


def own(path: str) -> str | None:
    """Find every file."""
    return "{static}/" + path.lstrip("/")


def done(kind: Kind, text: str) -> Rewritten:
    """Convert a text, and see that converting it again changes nothing."""
    result = rewritten(text, kind, own)
    assert rewritten(result.text, kind, own).text == result.text
    return result


HEAD = HEADS["markdown"].format("A")
KEPT = {
    "fence": f"```html\n{FRAME}\n\n{{% youtube {ID} %}}\n```",
    "longer fence": f"~~~~\n~~~\n{FRAME}\n~~~~",
    "open fence": f"```\n{FRAME}",
    "indented": f"So:\n\n    {FRAME}\n\n\t{PAGE}",
    "ticks": f"Write `{FRAME}` or ``{{% youtube {ID} %}}``.",
    "ticks over lines": f"Write `a\n{FRAME}\nb`.",
    "highlight": f"{{% highlight html %}}\n{FRAME}\n{{% endhighlight %}}",
    "raw": f"{{% raw %}}{{% youtube {ID} %}}{{% endraw %}}",
    "pre": f"<pre><code>{FRAME}</code></pre>",
    "comment": f"<!-- {FRAME} -->",
    "escaped": f"[[youtube {ID}]]",
    "words": "Use the [video] or [embed] tag, {% youtube %} or ::: youtube.",
    "link in words": f"See [this]({PAGE}), or {PAGE}, please.",
    "definition": f"[video]: {PAGE}",
    "link of that name": f"[youtube]({PAGE}) and [vimeo][1]",
    "map": '<iframe src="https://maps.example/x"></iframe>',
    "own film": '<video src="{static}/a.mp4"></video>',
    "cut short": '<iframe src="https://www.youtube.com/embed/eRsGy',
    "item": f"- {FRAME}\n- {{% youtube {ID} %}}",
    "lines of an item": f"1. One\n   {FRAME}",
    "quotation": f"> {FRAME}",
    "table": f"| a | b |\n|---|---|\n| c | {FRAME} |",
    "heading": f"## [youtube {ID}]",
    "backslash": f"\\[youtube {ID}]\n\n\\![clip]({PAGE}) \\{{% youtube {ID} %}}",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_no_embed_stays(name: str) -> None:
    """Code, comments, lists, tables and words that only look like an embed are left as they are."""
    text = f"{HEAD}Words.\n\n{KEPT[name]}\n\nWords.\n"
    assert done("markdown", text).text == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Code::\n\n  .. youtube:: {ID}\n\nWords.", 0),
        (f".. code-block:: rst\n\n   .. youtube:: {ID}\n\n   {PAGE}\n\nWords.", 0),
        (f".. A comment\n\n   .. youtube:: {ID}\n\nWords::\n\n   - one\n\n     .. youtube:: {ID}", 0),
        (f"Write ``.. youtube:: {ID}``.", 0),
        (f"* .. youtube:: {ID}\n\n  .. vimeo:: 1084537", 2),
        (f".. note::\n\n   .. youtube:: {ID}\n\n   .. youtube:: no id", 1),
        (f".. note:: Words.\n\n   - one\n\n     .. youtube:: {ID}", 1),
        (".. raw:: html\n\n   <b>x</b>\n\nWords.", 0),
    ],
)
def test_what_is_no_embed_stays_in_rest(text: str, told: int) -> None:
    """In reStructuredText, what is indented below something else is left as it is; a directive among it is told of."""
    whole = f"{HEADS['rest'].format('A')}Words.\n\n{text}\n"
    assert done("rest", whole).text == whole
    assert done("rest", whole).bound == told


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"a {FRAME} b", f"a\n\n<{PAGE}>\n\nb"),
        (f"a\n{FRAME}\nb", f"a\n\n<{PAGE}>\n\nb"),
        (f"a\n\n{FRAME} {FRAME}", f"a\n\n<{PAGE}>\n\n<{PAGE}>"),
        (f"a\n\n<p>b {FRAME} c</p>", f'a\n\n<p>b </p><p><a href="{PAGE}">{PAGE}</a></p><p> c</p>'),
        (f"<div><b>a</b>\n\n{FRAME}\n</div>", f'<div><b>a</b>\n\n<p><a href="{PAGE}">{PAGE}</a></p>\n</div>'),
        (f"a\n\n<p>{{% youtube {ID} %}}</p>", f'a\n\n<p><a href="{PAGE}">{PAGE}</a></p>'),
        (f"a\n\n![x]({PAGE}) trailing  \nb", f"a\n\n<{PAGE}>\n\ntrailing  \nb"),
    ],
)
def test_an_embed_comes_out_of_its_paragraph(before: str, after: str) -> None:
    """An address stands between blank lines, or in HTML as a paragraph of it; the words around stay as they are."""
    assert done("markdown", f"{HEAD}{before}\n").text == f"{HEAD}{after}\n"


def test_only_the_embed_changes() -> None:
    """Line ends, marks of byte order, bytes that are no UTF-8, spaces at line ends and the order of fields stay."""
    head = "\ufeffDATE: 2026-01-01\r\ntitle:   A  \r\nTags: a,\r\n    b\r\n"
    text = f"{head}\r\n{FRAME}\r\n\r\n\tb  \r\nc \udce9\r\n\r\n\r\nd {{% vimeo 1084537 %}}"
    result = done("markdown", text)
    assert result.text == f"{head}Video: {PAGE}\r\n\r\n\tb  \r\nc \udce9\r\n\r\n\r\nd\r\n\r\n<{VIMEO}>"
    assert (result.videos, result.addresses) == (1, 1)


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("---\ntitle: A\nlist:\n- b\n---\n", f"---\ntitle: A\nlist:\n- b\nvideo: {PAGE}\n---\n"),
        ("---\nTitle: A\n...\n\n", f"---\nTitle: A\nVideo: {PAGE}\n...\n\n"),
        ("Title: A\nvideo: https://vimeo.com/1084537\n\n", None),
        ("", None),
        ("\n\nTitle: A\n\n", None),
    ],
)
def test_the_line_of_metadata(head: str, after: str | None) -> None:
    """The line goes to the end of the metadata that Pelican reads, in their spelling; without any, there is none."""
    changed = done("markdown", f"{head}{FRAME}\n\nWords.\n").text
    assert changed == (f"{head}<{PAGE}>\n\nWords.\n" if after is None else f"{after}Words.\n")


def test_a_file_of_ones_own_keeps_its_poster_and_captions() -> None:
    """What a `<video>` says of itself goes along into the metadata."""
    code = (
        '<video controls poster="/media/p.jpg"><source src="media/a b.mp4"><track src="{static}/de.vtt" srclang="de"'
        ' label="Deutsch"><track src="en.vtt"></video>'
    )
    expected = (
        "Video: {static}/media/a b.mp4\nPoster: {static}/media/p.jpg\nCaptions: de Deutsch: {static}/de.vtt\n"
        "    en: {static}/en.vtt\n\nWords.\n"
    )
    assert done("markdown", f"{HEAD}{code}\n\nWords.\n").text == HEAD.removesuffix("\n") + expected


@pytest.mark.parametrize("before", ["", "Words.\n\n"])
@pytest.mark.parametrize(
    "form",
    [
        '<iframe src="https://media.example/a.mp4?x=&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
        "<video><source src='https://media.example/a.mp4?x=\"><script>alert(1)</script>'></video>",
        '[video src="https://media.example/a.mp4?x=><script>alert(1)</script>"]',
        '<iframe src="https://media.example/a.mp4?x=&#10;Status: draft&#10;"></iframe>',
    ],
)
def test_an_address_stays_inert_in_markdown(form: str, before: str) -> None:
    """What an address says of itself begins no element and no field, though it was only a value before."""
    text = done("markdown", f"{HEAD}{before}{form}\n").text.replace(form, "")
    assert "Status: draft" not in text
    assert "<script>" not in text


def test_an_address_stays_inert() -> None:
    """What an address says of itself can begin no field and no element."""
    code = '<p>[video src="https://media.example/a.mp4?x=&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"] b</p>'
    html = BeautifulSoup(done("html", f"{HEADS['html'].format('A')}<p>a</p>{code}</body></html>").text, "html.parser")
    assert not html.select("script")
    head = done("html", f"{HEADS['html'].format('A')}{code}</body></html>").text.partition("</head>")[0]
    assert "<script" not in head


GLUE = [
    "\n\n",
    "\n",
    " ",
    "  \n",
    "\r\n\r\n",
    "\t",
    "\n    ",
    "\n- ",
    "\n> ",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "```\n",
    "`",
    "<!-- ",
    "| ",
]


@pytest.mark.parametrize("kind", SUFFIXES)
def test_mixed_up_files_keep_their_words(kind: Kind) -> None:
    """Forms and words in any order and any setting: no word goes or doubles, and a second run changes nothing."""
    dice = random.Random(kind)  # noqa: S311  # the same files in each run
    forms = [form for of_kind, _, form, _ in FORMS if of_kind == kind and "align" not in form]
    for _ in range(250):
        pieces = []
        for number in range(dice.randrange(1, 9)):
            pieces.append(dice.choice(forms) if dice.random() < 0.4 else f"zq{number} word")
            pieces.append(dice.choice(GLUE[:3] if dice.random() < 0.6 else GLUE))
        text = HEADS[kind].format("A") + "".join(pieces) + ("</body></html>" if kind == "html" else "")
        assert sorted(re.findall(r"zq\d", done(kind, text).text)) == sorted(re.findall(r"zq\d", text)), text


def hostile(size: int) -> list[str]:
    """Return texts that a careless search would take minutes for."""
    units = [
        "`",
        "`` ` ",
        "<div>",
        "<pre>",
        "{% raw %}",
        "[embed]",
        "![",
        "[![",
        "::: youtube ",
        "\n\n    x",
        FRAME + "\n",
    ]
    units += [
        PAGE + "\n",
        f"[a]({PAGE})\n",
        "{% youtube ",
        "<figure><div wp-block-embed__wrapper>",
        "- \n",
        "- a\n",
        "x\n",
    ]
    return [unit * (size // len(unit)) for unit in units]


def test_no_text_takes_long_to_convert() -> None:
    """The work on a text is about linear in its length, whatever it is made of."""
    for kind in SUFFIXES:
        for number, short in enumerate(hostile(2_000)):
            took = []
            for text in (short, hostile(16_000)[number]):
                begins = time.process_time()
                rewritten(HEADS[kind].format("A") + text, kind, own)
                took.append(time.process_time() - begins)
            assert took[1] < 20 * took[0] + 0.5, (kind, short[:40], took)


def test_the_command_shows_first_and_writes_then(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--write` a difference; with it the same is on the disk, beside a copy; again there is nothing to do."""
    text = article("markdown", "A", f"{FRAME}\n\n- {FRAME}\n\n{{% vimeo 1084537 %}}", first=True)
    path = site.write("sub/a.md", text)
    site.write("b.md", f"{HEAD}Words.\n\n{FRAME}\n")
    site.write("pages/c.md", text)
    site.write("plain.md", f"{HEAD}Words.\n")
    path.chmod(0o640)
    before = files(site.content)
    assert convert(site) == 0
    shown = capsys.readouterr()
    assert files(site.content) == before
    assert "--- a/sub/a.md\n+++ b/sub/a.md\n@@ " in shown.out
    assert f"\n-{FRAME}\n" in shown.out
    assert shown.out.endswith(
        "2 files of 3 articles: 1 new Video line, 2 addresses in a paragraph by itself.\n"
        'Addresses in articles without a Video line are links; VIDEOPOST = {"embeds_on": "articles"} plays them.\n'
        "Nothing was written; `pelican-videopost convert --write` does it.\n"
    )
    assert shown.err.startswith("sub/a.md: text: 1 embed: in a list, a quotation")
    assert convert(site, "--write", str(site.content / "sub")) == 0
    changed = files(site.content)
    assert [name for name in before if before[name] != changed[name]] == ["sub/a.md"]
    assert path.stat().st_mode & 0o777 == 0o640
    backup = site.folder / BACKUPS / "sub/a.md"
    assert backup.read_text(encoding="utf-8") == text
    assert str(backup) in capsys.readouterr().out
    assert convert(site, "--write", "sub/a.md") == 0
    assert files(site.content) == changed
    assert capsys.readouterr().out == "1 article: no older embeds.\n"


def test_an_older_copy_is_not_written_over(site: Site) -> None:
    """A file that is converted a second time, after it was edited, leaves both copies."""
    for words in ("one", "two"):
        site.write("a.md", f"{HEAD}{words}\n\n{FRAME}\n")
        assert convert(site, "--write") == 0
    backups = files(site.folder / BACKUPS)
    assert {name: b"two" in text for name, text in backups.items()} == {"a.md": False, "a.md.1": True}


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_committed_file_needs_no_copy(site: Site) -> None:
    """What git has as it stands is not copied; what was edited since, or was never added, is."""
    for name in ("kept", "edited", "new"):
        site.write(f"{name}.md", f"{HEAD}{name}\n\n{FRAME}\n")
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    commands: list[list[str]] = [
        ["init", "-q"],
        ["add", "kept.md", "edited.md"],
        [*author, "commit", "-qm", "All"],
    ]
    for command in commands:
        subprocess.run(["git", *command], cwd=site.content, check=True)
    site.write("edited.md", f"{HEAD}edited twice\n\n{FRAME}\n")
    assert convert(site, "--write") == 0
    assert sorted(files(site.folder / BACKUPS)) == ["edited.md", "new.md"]


def test_a_path_that_is_no_article_is_named(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A page, or a file that is not there, ends the command before anything is written."""
    site.write("a.md", f"{HEAD}{FRAME}\n")
    site.write("pages/c.md", f"{HEAD}{FRAME}\n")
    assert convert(site, "--write", "a.md", "pages/c.md") == 2
    assert "pages/c.md: no article of this site" in capsys.readouterr().err
    assert FRAME in (site.content / "a.md").read_text(encoding="utf-8")


def test_check_names_what_can_be_converted(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Articles with older embeds are a kind of their own in `check`, with the command; after it there are none."""
    site.write("a.md", f"{HEAD}Words.\n\n{FRAME}\n")
    site.write("b.rst", f"{HEADS['rest'].format('A')}.. youtube:: {ID}\n")
    conf = str(write_conf(site))
    assert main(["check", "--offline", "-s", conf]) in (0, 1)
    shown = capsys.readouterr().out
    assert "2 warnings: older embed" in shown
    assert "pelican-videopost convert" in shown
    assert main(["convert", "--write", "-s", conf]) == 0
    main(["check", "--offline", "-s", conf])
    assert "older embed" not in capsys.readouterr().out
