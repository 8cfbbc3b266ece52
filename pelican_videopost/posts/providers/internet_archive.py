"""Internet Archive: https://archive.org/help/video.php."""

import re
from urllib.parse import quote, urlencode

from pelican_videopost.base.model import Video
from pelican_videopost.base.times import parse_seconds
from pelican_videopost.posts.providers import file
from pelican_videopost.posts.providers.address import Address

NAME = "Internet Archive"
HOSTS = frozenset({"archive.org"})

_ITEM = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{1,199}")
# A clip of the television archive: /details/ITEM/start/60/end/120, or the same behind a `#`.
_CLIP = re.compile(r"start/(?P<start>\d{1,6})(?:/end/(?P<end>\d{1,6}))?")
_NO_VIDEO = re.compile(r".*\.(?:mp3|flac|ogg|oga|wav|m4a|shn|pdf|epub|djvu|txt|zip|iso|jpe?g|png|gif)", re.IGNORECASE)
_LISTING = frozenset({"tab", "and[]", "sort", "query"})
# Collections look like items. These are the large ones people link to.
_COLLECTIONS = frozenset(
    (
        "78rpm additional_collections_video americana animationandcartoons artsandmusicvideos audio books"
        " classic_cartoons classic_tv comedy_films community computersandtechvideos culturalandacademicfilms data"
        " ephemera etree feature_films film_noir folksoundomy gamevideos georgeblood gratefuldead gutenberg"
        " home_movies image inlibrary internetarcade librivoxaudio movies moviesandfilms nasa newsandpublicaffairs"
        " opensource opensource_audio opensource_image opensource_media opensource_movies opensource_software"
        " prelinger prelingerhomemovies scifi_horror short_films silent_films software softwarelibrary"
        " spiritualityandreligion sports sports_videos stream_only television texts tv tvarchive tvnews video"
        " videogamepreviews vlogs web youth_media"
    ).split()
)


def recognise(address: Address) -> Video | None:
    """Return the item, or one file of it, at an Internet Archive address, or None for its other pages."""
    match address.path:
        # What a visitor downloads, a browser plays.
        case ("download" | "serve", _, *_):
            return file.recognise(address)
        case ("details" | "embed", item, *rest) if _is_item(item) and not _LISTING & address.query.keys():
            return _item(address, item, "/".join(rest))
    return None


def _is_item(name: str) -> bool:
    collection = name.lower() in _COLLECTIONS or name.lower().startswith("fav-")  # somebody's favourites
    return bool(_ITEM.fullmatch(name)) and not collection


def _item(address: Address, item: str, rest: str) -> Video | None:
    clip = _CLIP.match(rest) or _CLIP.match(address.fragment)
    if clip or re.fullmatch("start/?", rest):
        rest = ""
    # /page/… opens a book.
    if _NO_VIDEO.fullmatch(rest) or rest.startswith(("page/", "mode/")):
        return None
    path = quote(f"{item}/{rest}" if rest else item)
    start, end = (clip["start"], clip["end"]) if clip else (address.parameter("start", "t"), address.parameter("end"))
    end_s = parse_seconds(end or "")
    query = "?" + urlencode({"end": end_s}) if end_s else ""
    return Video(
        provider=NAME,
        watch_url=f"https://archive.org/details/{path}{query}",
        embed_url=f"https://archive.org/embed/{path}{query}",
        watch_time="?start={}",
        embed_time="?start={}",
        start_s=parse_seconds(start or "") or 0,
        aspect_ratio=(4, 3),
    )
