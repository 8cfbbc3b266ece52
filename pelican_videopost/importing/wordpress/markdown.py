"""HTML as Markdown that Python-Markdown, as Pelican sets it up, reads as the same words.

markdownify does the walking; what is said here is how Python-Markdown differs: four spaces to a list's level, its set
of characters that a backslash may stand before, and HTML within a line where Markdown has no word.
"""

import re
from html import escape as escape_html
from typing import Any

from bs4 import Tag
from bs4.element import NavigableString, PageElement
from markdownify import MarkdownConverter

from pelican_videopost.importing.wordpress.tree import INLINE, is_blank_node, unlazy

# What stays as a tag within a line. The other elements there are left out, their words are not.
_KEPT_INLINE = frozenset(
    "sub sup u ins mark small kbd abbr acronym cite q time bdo var samp s strike del dfn ruby rt rp".split()
)
_KEPT_ATTRIBUTES = ("title", "lang", "dir", "datetime", "cite")
_MARKUP = re.compile(r"[\\`*\[{]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# What begins a heading, a list, a quote, a rule, a definition, a table or a fence where it begins a line.
_BEGINS_BLOCK = re.compile(r"\s*(?P<mark>#|>|[-+](?=\s|$)|--|:(?=\s|$)|==|=$|~~~|\|)")
_NUMBERED = re.compile(r"(\s*\d+)([.)])(?=\s|$)")
_AS_ENTITY = {":": "&#58;", "=": "&#61;", "~": "&#126;"}
_UNSAFE_IN_TARGET = re.compile(r"[\s<>()\"'\\`*_\[\]{|}]")
_PLAIN_ALT = re.compile(r"[^\[\]\\`*_<>&\"!{}]*")
_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|brush:\s*)?(?P<name>[a-zA-Z][\w+#-]*)")


def target(address: str) -> str:
    """Return an address as a link of Markdown may name it: whole, and none of Pelican's own but those made here.

    >>> target("https://example.org/a b_(c)"), target("{static}/media/a.png")
    ('https://example.org/a%20b%5F%28c%29', '{static}/media/a.png')
    """
    address = address.strip()
    mark = "{static}" if address.startswith("{static}/media/") else ""
    rest = address.removeprefix(mark)
    return mark + _UNSAFE_IN_TARGET.sub(lambda char: "".join(f"%{byte:02X}" for byte in char[0].encode()), rest)


class Writer(MarkdownConverter):  # type: ignore[misc]
    """Writes Markdown for blocks that need no more than it has. `line_break` ends a line within a paragraph."""

    def __init__(self, line_break: str = "  \n", anchors: frozenset[str] = frozenset()) -> None:
        """Take what a `<br>` becomes, and the ids that links of the text lead to."""
        super().__init__(heading_style="atx", bullets="-", wrap=True, wrap_width=None)
        self._line_break = line_break
        self._anchors = anchors

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Return a text whose characters stand for themselves, but for those that begin a line."""
        text = _UNDERSCORE.sub(r"\\_", _MARKUP.sub(r"\\\g<0>", text))
        if "a" in parent_tags:
            text = text.replace("]", r"\]")
        if "td" in parent_tags or "th" in parent_tags:
            text = text.replace("|", r"\|")
        text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
        return text[:-1] + r"\!" if text.endswith("!") else text

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """Return the Markdown of a text; where it begins a line, it begins nothing else."""
        text: str = super().process_text(el, parent_tags=parent_tags)
        if (parent_tags and "_noformat" in parent_tags) or not _begins_line(el):
            return text
        text = text.lstrip(" ") if _follows_break(el) else text
        if marked := _BEGINS_BLOCK.match(text):
            at, char = marked.start("mark"), marked["mark"][0]
            return text[:at] + _AS_ENTITY.get(char, f"\\{char}") + text[at + 1 :]
        if numbered := _NUMBERED.match(text):
            return f"{numbered[1]}\\{numbered[2]}{text[numbered.end() :]}"
        return text

    def get_conv_fn(self, tag_name: str) -> Any:
        """Return how an element is written: markdownify's way, ours, or as the tag that it is."""
        return self._tagged if tag_name in _KEPT_INLINE else super().get_conv_fn(tag_name)

    def _tagged(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_noformat" in parent_tags or not text.strip():
            return text
        name = {"strike": "s", "acronym": "abbr"}.get(el.name, el.name)
        given = "".join(f' {key}="{escape_html(str(el[key]))}"' for key in _KEPT_ATTRIBUTES if el.get(key))
        return f"{self._anchor(el)}<{name}{given}>{text}</{name}>"

    def _anchor(self, el: Tag) -> str:
        """Return an empty element with the id of one that a link of this text leads to."""
        name = str(el.get("id") or el.get("name") or "")
        return f'<a id="{escape_html(name)}"></a>' if name in self._anchors else ""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a link."""
        href, anchor = str(el.get("href") or "").strip(), self._anchor(el)
        if "_noformat" in parent_tags or not href:
            return anchor + text
        if not text.strip():
            return anchor
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        title = escape_html(" ".join(str(el.get("title") or "").split())).replace("\\", "&#92;")
        named = f' "{title}"' if title else ""
        return f"{before[:1]}{anchor}[{text.strip()}]({target(href)}{named}){after[:1]}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write a picture; as a tag where its description holds what Markdown would read."""
        source, alt = target(unlazy(el)), " ".join(str(el.get("alt") or "").split())
        if not source:
            return ""
        if _PLAIN_ALT.fullmatch(alt) and not el.get("title"):
            return f"![{alt}]({source})"
        title = f' title="{escape_html(str(el["title"]))}"' if el.get("title") else ""
        return f'<img src="{source}" alt="{escape_html(alt)}"{title}>'

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write the end of a line within a paragraph."""
        return "<br>" if "_inline" in parent_tags else self._line_break

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a paragraph; one that stands for something embedded as its address."""
        if "data-embed" in el.attrs:
            return f"\n\n<{el.get_text().strip()}>\n\n"
        written: str = super().convert_p(el, self._anchor(el) + text, parent_tags)
        return written

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002, N802
        """Write a heading, with the id that a link leads to."""
        text = " ".join(text.split())
        name = str(el.get("id") or "")
        named = f" {{: #{name} }}" if name in self._anchors and re.fullmatch(r"[\w-]+", name) else ""
        return f"\n\n{'#' * min(n, 6)} {text}{named}\n\n" if text else ""

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write an item of a list, its further lines four spaces in."""
        text = text.strip()
        if not text:
            return ""
        before = len(el.find_previous_siblings("li"))
        bullet = f"{before + 1}." if el.parent is not None and el.parent.name == "ol" else "-"
        lines = text.split("\n")
        rest = [f"    {line}" if line.strip() else "" for line in lines[1:]]
        return "\n".join([f"{bullet:<4}{lines[0]}" if len(bullet) < 4 else f"{bullet} {lines[0]}", *rest]) + "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write code between fences longer than any within it."""
        code = el.get_text().strip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 3)
        inner = el.find("code")
        classes = [*el.get_attribute_list("class"), *(inner.get_attribute_list("class") if inner else [])]
        return f"\n\n{fence}{_language(classes)}\n{code}\n{fence}\n\n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write a rule."""
        return "\n\n---\n\n"

    def convert_kbd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a key as the tag that it is."""
        return self._tagged(el, text, parent_tags)

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what stands in an element that only groups."""
        written: str = super().convert_div(el, self._anchor(el) + text, parent_tags)
        return written

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write a cell; an empty one keeps its place."""
        return f" {' '.join(text.split()) or '&nbsp;'} |"

    convert_th = convert_td


def _language(classes: list[Any]) -> str:
    for name in classes:
        if isinstance(name, str) and name.startswith(("language-", "lang-")):
            found = _LANGUAGE.match(name.partition("-")[2])
            return found["name"].lower() if found else ""
    return ""


def _begins_line(node: PageElement) -> bool:
    """Whether nothing stands before a text in its line."""
    at: PageElement | None = node
    while at is not None:
        before = at.previous_sibling
        while before is not None and is_blank_node(before):
            before = before.previous_sibling
        if before is not None:
            return isinstance(before, Tag) and (before.name == "br" or before.name not in INLINE)
        at = at.parent
        if at is None or (isinstance(at, Tag) and at.name not in INLINE):
            return True
    return True


def _follows_break(node: PageElement) -> bool:
    return isinstance(node.previous_sibling, Tag) and node.previous_sibling.name == "br"
