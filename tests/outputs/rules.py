"""The rules of XML vocabularies, as their specifications have them: what each element may hold, and what it must."""

import re
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


SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"
# In the order of https://www.google.com/schemas/sitemap-video/1.1/sitemap-video.xsd, without what is out of use.
_IN_ORDER = (
    "thumbnail_loc title description content_loc player_loc duration expiration_date rating view_count"
    " publication_date tag family_friendly restriction requires_subscription uploader platform live"
).split()
_SITEMAP_HOST = "https://site.example/"


def sitemap_breaches(root: ElementTree.Element) -> list[str]:
    """Return what in a sitemap breaks the protocol's rules, and Google's for videos."""
    found = [] if root.tag == f"{SITEMAP}urlset" else [f"the root is {root.tag}"]
    places = [place.text or "" for place in root.findall(f"{SITEMAP}url/{SITEMAP}loc")]
    found += [f"{place} is listed twice" for place in set(places) if places.count(place) > 1]
    found += [f"{place} is not the site's" for place in places if not place.startswith(_SITEMAP_HOST)]
    for url in root:
        names = [child.tag for child in url]
        if names != [f"{SITEMAP}loc", f"{VIDEO}video"]:
            found.append(f"a url has {names}")
            continue
        found += _video_breaches(url[1], url[0].text or "")
    return found


def _video_breaches(video: ElementTree.Element, page: str) -> list[str]:
    names = [child.tag.removeprefix(VIDEO) for child in video]
    said = {name: video.findtext(f"{VIDEO}{name}", "") for name in names}
    ranks = [_IN_ORDER.index(name) if name in _IN_ORDER else -1 for name in names]
    found = [f"{page}: no {name}" for name in ("thumbnail_loc", "title", "description") if not said.get(name)]
    found += [f"{page}: order {names}"] if ranks != sorted(ranks) or -1 in ranks else []
    found += [f"{page}: {name} twice" for name in set(names) - {"tag"} if names.count(name) > 1]
    found += [] if {"content_loc", "player_loc"} & set(names) else [f"{page}: neither file nor player"]
    for name in ("thumbnail_loc", "content_loc", "player_loc"):
        address = said.get(name, "https://x.example")
        if not address.startswith(("https://", "http://")) or not address.isascii() or len(address) > 2047:
            found.append(f"{page}: {name} is no address: {address[:80]}")
    found += [f"{page}: {name} is the page" for name in ("content_loc", "player_loc") if said.get(name) == page]
    if not 1 <= int(said.get("duration", "1")) <= 28800:
        found.append(f"{page}: duration")
    longest = {"title": 100, "description": 2048, "uploader": 255}
    found += [f"{page}: {name} is too long" for name, length in longest.items() if len(said.get(name, "")) > length]
    found += [f"{page}: tags"] if names.count("tag") > 32 else []
    moment = said.get("publication_date")
    if moment and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", moment):
        found.append(f"{page}: {moment}")
    return found
