"""The video sitemap: for each public video post its page, and what search engines ask of the video on it.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/video-sitemaps and
https://www.sitemaps.org/protocol.html. What Google has dropped since (`category`, `gallery_loc`, `price`, `tvshow` and
the attributes of `player_loc`) is not written.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

from feedgenerator.django.utils.encoding import iri_to_uri

from pelican_videopost.base.model import VideoPost
from pelican_videopost.outputs.facts import Facts
from pelican_videopost.outputs.texts import printable, shortened

FILE_NAME = "video-sitemap.xml"
# A file of a sitemap may hold no more; one that would is cut into several, which an index names.
MOST_ADDRESSES = 50_000
MOST_BYTES = 50_000_000

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_BEGINNING = f'{_XML}<urlset {_NAMESPACE} xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">\n'
_END = "</urlset>\n"
_LONGEST_ADDRESS = 2048
_LONGEST_TITLE = 100
_LONGEST_UPLOADER = 255
_LONGEST_DURATION_S = 28_800
_MOST_TAGS = 32


def entry(facts: Facts, post: VideoPost, tags: Iterable[str]) -> str:
    """Return the element of a post's page; empty where what must be told of a video is not known.

    That is a picture, and a player or a file at an address of its own. The order of the elements is the schema's.
    """
    film = facts.film
    page = _address(facts.page)
    if film is None or not page or not film.pictures:
        return ""
    where = "content_loc" if film.content_url else "player_loc"
    video = _address(film.content_url or film.embed_url)
    picture = _address(film.pictures[-1].url)
    if not picture or not video or video == page:
        return ""
    elements = [
        ("thumbnail_loc", picture),
        ("title", shortened(film.name, _LONGEST_TITLE)),
        ("description", film.description),
        (where, video),
    ]
    if post.duration_s and post.duration_s <= _LONGEST_DURATION_S:
        elements.append(("duration", str(post.duration_s)))
    elements.append(("publication_date", film.uploaded.isoformat(timespec="seconds")))
    elements += [("tag", tag) for tag in list(dict.fromkeys(tags))[:_MOST_TAGS]]
    if post.uploader:
        elements.append(("uploader", post.uploader[:_LONGEST_UPLOADER]))
    told = "".join(f"<video:{name}>{_text(value)}</video:{name}>" for name, value in elements)
    return f"<url><loc>{_text(page)}</loc><video:video>{told}</video:video></url>\n"


def write_sitemap(
    entries: Iterable[str],
    folder: Path,
    siteurl: str,
    *,
    most_addresses: int = MOST_ADDRESSES,
    most_bytes: int = MOST_BYTES,
) -> int:
    """Write entries below the output folder, as one file or as an index and its parts; return how many there were.

    Without entries nothing is written. Search engines are always told of `FILE_NAME`, whichever it is.
    """
    stem = FILE_NAME.removesuffix(".xml")
    counts = []
    for number, part in enumerate(_parts(filter(None, entries), most_addresses, most_bytes), 1):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{stem}-{number}.xml").open("w", encoding="utf-8", newline="\n") as file:
            file.write(_BEGINNING)
            counts.append(sum(bool(file.write(one)) for one in part))
            file.write(_END)
    if len(counts) == 1:
        (folder / f"{stem}-1.xml").replace(folder / FILE_NAME)
    elif counts:
        addresses = [f"{siteurl}/{stem}-{number}.xml" for number in range(1, len(counts) + 1)]
        (folder / FILE_NAME).write_text(_index(addresses), encoding="utf-8", newline="\n")
    return sum(counts)


def _parts(entries: Iterator[str], most_addresses: int, most_bytes: int) -> Iterator[Iterator[str]]:
    """Yield the entries of one file after the other; each is to be read to its end before the next one."""
    waiting: list[str] = []

    def part(first: str) -> Iterator[str]:
        room = most_bytes - len(_BEGINNING) - len(_END)
        for number, one in enumerate(chain([first], entries)):
            room -= len(one.encode())
            if number == most_addresses or (number and room < 0):
                waiting.append(one)
                return
            yield one

    while first := waiting.pop() if waiting else next(entries, ""):
        yield part(first)


def _index(addresses: Sequence[str]) -> str:
    """Return the sitemap of sitemaps."""
    parts = "".join(f"<sitemap><loc>{_text(_address(one))}</loc></sitemap>\n" for one in addresses)
    return f"{_XML}<sitemapindex {_NAMESPACE}>\n{parts}</sitemapindex>\n"


def _address(address: str) -> str:
    """Return an address in the letters that a sitemap may hold; empty for one that is too long, or none of the web."""
    found = str(iri_to_uri(printable(address)))
    return found if len(found) < _LONGEST_ADDRESS and found.startswith(("https://", "http://")) else ""


def _text(text: str) -> str:
    """Return a text as the content of an element."""
    return escape(printable(text))
