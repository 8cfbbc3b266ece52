"""The rules of XML vocabularies, as their specifications have them: what each element may hold, and what it must."""

from typing import NamedTuple
from xml.etree import ElementTree

MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM = "{http://www.w3.org/2005/Atom}"
SLASH = "{http://purl.org/rss/1.0/modules/slash/}"
THREAD = "{http://purl.org/syndication/thread/1.0}"


class Rule(NamedTuple):
    """What an element may have: attributes, of which those with a `!` must be there, and children."""

    attributes: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


_OPTIONAL = ("title", "description", "thumbnail", "player", "credit", "keywords", "category")
# https://www.rssboard.org/media-rss
MEDIA_RSS = {
    f"{MEDIA}group": Rule(children=(f"{MEDIA}content", *(f"{MEDIA}{name}" for name in _OPTIONAL))),
    f"{MEDIA}content": Rule(
        tuple(
            "url fileSize type! medium isDefault expression bitrate framerate samplingrate channels duration height"
            " width lang".split()
        ),
        tuple(f"{MEDIA}{name}" for name in _OPTIONAL),
    ),
    f"{MEDIA}player": Rule(("url!", "height", "width")),
    f"{MEDIA}thumbnail": Rule(("url!", "height", "width", "time")),
    f"{MEDIA}title": Rule(("type",)),
    f"{MEDIA}description": Rule(("type",)),
    f"{SLASH}comments": Rule(),
    # https://www.rfc-editor.org/rfc/rfc4685
    f"{THREAD}in-reply-to": Rule(("ref!", "href", "source", "type")),
}
_WHOLE = frozenset({"fileSize", "duration", "height", "width"})


def breaches(root: ElementTree.Element, rules: dict[str, Rule]) -> list[str]:
    """Return what in a document breaks the rules of the vocabularies that they are about."""
    found = []
    for element in root.iter():
        rule = rules.get(element.tag)
        if rule is None:
            if element.tag.startswith((MEDIA, SLASH, THREAD)):
                found.append(f"{element.tag} is not known")
            continue
        allowed = {name.rstrip("!") for name in rule.attributes}
        found += [f"{element.tag} has {name}" for name in element.attrib if name not in allowed]
        found += [
            f"{element.tag} has no {name}" for name in rule.attributes if name[-1] == "!" and not element.get(name[:-1])
        ]
        found += [f"{element.tag} holds {child.tag}" for child in element if child.tag not in rule.children]
        found += [
            f"{element.tag}: {name}" for name in _WHOLE & set(element.attrib) if not element.attrib[name].isdecimal()
        ]
        if element.tag == f"{MEDIA}content" and not element.get("url") and element.find(f"{MEDIA}player") is None:
            found.append("media:content has neither url nor player")
        if element.tag == f"{SLASH}comments" and not (element.text or "").isdecimal():
            found.append("slash:comments is no number")
    return found
