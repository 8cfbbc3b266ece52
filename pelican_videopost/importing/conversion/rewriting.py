"""A file with its older embeds converted: the first as its `Video`, the others as addresses that stand alone."""

import re
from html import escape
from typing import NamedTuple

from pelican_videopost.base.clean import one_line
from pelican_videopost.base.markup import is_empty, tokens
from pelican_videopost.importing.conversion.forms import Form, find_forms
from pelican_videopost.importing.conversion.marks import Own, is_own
from pelican_videopost.importing.conversion.source import Kind, Source, read_source
from pelican_videopost.posts.embeds import attributes

_BLANK_LINES = re.compile(r"(?:[^\S\r\n]*+\r?\n)*+")
_SPACES = re.compile(r"[^\S\r\n]*+")
_AT_LINE_END = re.compile(r"[^\S\r\n]*+(?:(?P<end>\Z)|\r?\n(?P<blank>[^\S\r\n]*+(?:\r?\n|\Z))?+)")
_MOST_TIMES = 8
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*+")


class Rewritten(NamedTuple):
    """A file's text, how many `Video` lines and lone addresses are new in it, and how many forms have to stay.

    `is_post` says whether it has a `Video` now: in others an address plays only where the site's settings say so.
    """

    text: str
    videos: int
    addresses: int
    bound: int
    is_post: bool


def rewritten(text: str, kind: Kind, own: Own) -> Rewritten:
    """Return a file with its older embeds converted; all else in it stays as it is, to the letter.

    What comes out of its paragraph can leave another embed alone in it, so it is looked through until nothing changes.
    """
    done = _once(text, kind, own)
    videos, addresses = done.videos, done.addresses
    for _ in range(_MOST_TIMES):
        before, done = done, _once(done.text, kind, own)
        if before.text == done.text:
            break
        videos, addresses = videos + done.videos, addresses + done.addresses
    return done._replace(videos=videos, addresses=addresses)


def _once(text: str, kind: Kind, own: Own) -> Rewritten:
    source = read_source(text, kind)
    body = text[source.body : source.end]
    found = find_forms(body, kind, own)
    forms = [form for form in found.forms if not form.is_plain]
    first = found.forms[0] if found.forms and _begins(body, found.forms[0], source) else None
    if first is not None and first.is_plain:
        forms.insert(0, first)
    if not forms:
        return Rewritten(text, 0, 0, found.bound, source.has("video"))
    body, added = _changed(body, forms, first, source)
    head = text[: source.body]
    if first is not None:
        fields = "".join(source.line(name, values) for name, values in _fields(first, source, own))
        head = text[: source.head] + fields + text[source.head : source.body]
    changed = head + body + text[source.end :]
    return Rewritten(changed, int(first is not None), added, found.bound, first is not None or source.has("video"))


def _begins(body: str, form: Form, source: Source) -> bool:
    """Whether a file without a `Video` begins with a form, and has metadata that one can be added to."""
    return source.head >= 0 and not source.has("video") and is_empty(body[: form.start])


def _changed(body: str, forms: list[Form], first: Form | None, source: Source) -> tuple[str, int]:
    """Return the text of a file with each form as the address that it stands for, and how many those are."""
    pieces: list[str] = []
    tail = ""
    position = added = 0
    for form in forms:
        before, position = body[position : form.start], form.end
        tail = (tail + before)[-200:]
        addresses = form.addresses[1:] if form is first else form.addresses
        if not form.within and (form.words or addresses):
            before = before.rstrip(" \t") if tail.strip(" \t") and not tail.rstrip(" \t").endswith("\n") else before
        new = _in_html(form, addresses) if form.within else _alone(form, addresses, tail, body, source)
        position += _swallowed(form, new, body, is_first=form is first)
        pieces += [before, new]
        tail = (tail + new)[-200:]
        added += len(addresses)
    return "".join([*pieces, body[position:]]), added


def _swallowed(form: Form, new: str, body: str, *, is_first: bool) -> int:
    """Return how much of the space behind a form goes with it: where nothing takes its place, its line does."""
    if is_first and not new and body[: form.start].rstrip(" \t")[-1:] in ("", "\n"):
        blank = _BLANK_LINES.match(body, form.end)
        if blank and blank.end() > form.end:
            return blank.end() - form.end
    if form.within:
        return 0
    follows = _AT_LINE_END.match(body, form.end)
    spaces = _SPACES.match(body, form.end)
    return 0 if follows or not spaces else spaces.end() - form.end


def _in_html(form: Form, addresses: tuple[str, ...]) -> str:
    players = "".join(map(_html_player, addresses))
    words = f"<p>{form.words}</p>" if form.words else ""
    return form.before + players + words + form.after


def _html_player(address: str) -> str:
    if is_own(address):
        return f'<video controls preload="none" src="{escape(address)}"></video>'
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'


def _alone(form: Form, addresses: tuple[str, ...], tail: str, body: str, source: Source) -> str:
    """Return addresses and words as paragraphs of their own, with blank lines around where there are none."""
    end = source.line_end
    paragraphs = [*(_player(address, source.kind, end) for address in addresses), *filter(None, [form.words])]
    if not paragraphs:
        return ""
    begun = tail.rstrip(" \t")
    if not begun or re.search(r"\n[ \t]*\r?\n\Z", begun) or begun.isspace():
        lead = ""
    else:
        lead = end if begun.endswith("\n") else end * 2
    follows = _AT_LINE_END.match(body, form.end)
    is_parted = follows is not None and (follows["end"] is not None or follows["blank"] is not None)
    after = "" if is_parted else end * (1 if follows else 2)
    return lead + (end * 2).join(paragraphs) + after


def _player(address: str, kind: Kind, end: str) -> str:
    if kind == "rest":
        return f".. raw:: html{end}{end}   {_html_player(address)}" if is_own(address) else address
    return _html_player(address) if is_own(address) else f"<{address}>"


def _fields(first: Form, source: Source, own: Own) -> list[tuple[str, tuple[str, ...]]]:
    """Return the fields that a file gets: its video, and what the element of that said of its poster and captions."""
    fields: list[tuple[str, tuple[str, ...]]] = [("video", (one_line(first.addresses[0]),))]
    captions: list[str] = []
    for token in tokens(first.code) if "<video" in first.code.lower() else ():
        named = attributes(token) if token.kind == "start" else {}
        if token.name == "video" and named.get("poster") and not source.has("poster"):
            fields.append(("poster", (_file(named["poster"], own),)))
        elif token.name == "track" and named.get("src"):
            language = named.get("srclang", "")
            label = re.sub(r"[:{]", "", one_line(named.get("label", "")))
            name = " ".join(filter(None, (language if _LANGUAGE.fullmatch(language) else "en", label)))
            captions.append(f"{name}: {_file(named['src'], own)}")
    return [*fields, ("captions", tuple(captions))] if captions and not source.has("captions") else fields


def _file(path: str, own: Own) -> str:
    """Return Pelican's link for a picture or captions of the site's own; any other address as it is."""
    path = one_line(path)
    return path if "://" in path or path.startswith(("//", "{", "|")) else own(path) or path
