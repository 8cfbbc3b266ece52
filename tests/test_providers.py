"""Which addresses are videos, and what a player is told about them."""

import importlib
import inspect
import pkgutil
import re
import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pelican_videopost.base.model import Video
from pelican_videopost.posts import providers
from pelican_videopost.posts.providers import PROVIDERS, Provider, recognise
from pelican_videopost.posts.providers.address import Address, parse_address

TABLE: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "addresses.toml").read_text(encoding="utf-8")
)
ADDRESSES = [row["address"] for rows in TABLE.values() for row in rows]
PLAYABLE = [row["address"] for row in TABLE["valid"] if "embed_url" in row]
WELL_FORMED = [text for text in PLAYABLE if re.fullmatch(r"https://[^\s…]*[\w/-]", text)]

EMBED_HOSTS = {
    "YouTube": {"www.youtube-nocookie.com"},
    "Vimeo": {"player.vimeo.com", "vimeo.com"},
    "Dailymotion": {"geo.dailymotion.com"},
    "Twitch": {"player.twitch.tv", "clips.twitch.tv"},
    "Internet Archive": {"archive.org"},
    "Bilibili": {"player.bilibili.com"},
    "Odysee": {"odysee.com"},
    "TikTok": {"www.tiktok.com"},
    "Streamable": {"streamable.com"},
    "Loom": {"www.loom.com"},
}
# Where each provider spells a start of 95 seconds, in the watch page's address and in the player's.
SPELLINGS = {
    "https://youtu.be/eRsGyueVLvQ": ("&t=95s", "?autoplay=1&start=95"),
    "https://vimeo.com/76979871": ("#t=95s", "&autoplay=1#t=95s"),
    "https://dai.ly/x5kesuj": ("?start=95", "&autoplay=1&startTime=95"),
    "https://www.twitch.tv/videos/635475444": ("?t=95s", "&autoplay=true&time=95s"),
    "https://archive.org/details/Sintel": ("?start=95", "?autoplay=1&start=95"),
    "https://www.bilibili.com/video/BV1GJ411x7h7": ("?t=95", "&autoplay=1&t=95"),
    "https://odysee.com/@Odysee:8/odysee-dev-update:f": ("?t=95", "?autoplay=true&t=95"),
    "https://www.loom.com/share/43d05f362f734614a2e81b4694a3a523": ("?t=95", "?autoplay=1&t=95"),
    "https://framatube.org/w/kkGMgK9ZtnKfYAgnEtQxbv": ("?start=95s", "?autoplay=1&start=95s"),
    "https://www.tiktok.com/@scout2015/video/6718335390845095173": ("", "?autoplay=1"),
    "https://streamable.com/dnd1": ("", "?autoplay=1"),
    "https://example.org/clip.mp4": ("#t=95", ""),
    "https://example.org/clip.mp4#t=10,120": ("#t=95,120", ""),
    "{static}/clip.webm": ("#t=95", ""),
}


def _is_safe(url: str) -> bool:
    return not re.search(r"[\"<>'`\\\s]", url)


def _check(video: Video | None) -> None:
    """Hold what every recognised video promises, wherever its address came from."""
    if video is None:
        return
    assert _is_safe(video.watch_url)
    assert video.start_s >= 0
    if re.match(r"[{|/]", video.watch_url):
        assert video.is_file
        return
    assert urlsplit(video.watch_url).scheme in {"http", "https"}
    assert urlsplit(video.watch_url).hostname
    if video.embed_url is None:
        assert video.media_type
        return
    assert _is_safe(video.embed_url)
    assert video.embed_url.startswith("https://")
    if video.provider == "PeerTube":
        assert video.embed_host == urlsplit(video.watch_url).hostname
    else:
        assert video.embed_host in EMBED_HOSTS[video.provider]


@pytest.mark.parametrize("row", TABLE["valid"], ids=lambda row: row["address"].encode("unicode_escape").decode())
def test_address_plays(row: dict[str, Any]) -> None:
    """An address that a provider uses becomes that video, starting where its author meant it to."""
    video = recognise(row["address"])
    assert video is not None
    told = {"embed_url": None, "start_s": 0, "aspect_ratio": [16, 9], "media_type": None} | row
    seen = video._asdict() | {"address": row["address"], "aspect_ratio": list(video.aspect_ratio)}
    assert {name: seen[name] for name in told} == told
    _check(video)


@pytest.mark.parametrize("row", TABLE["invalid"], ids=lambda row: row["address"].encode("unicode_escape").decode())
def test_address_stays_a_plain_link(row: dict[str, Any]) -> None:
    """A page that is no video, another host or no address at all is never taken for a video."""
    assert recognise(row["address"]) is None, row["why"]


def test_table_is_whole() -> None:
    """Every provider has addresses in the table, and no address stands there twice."""
    repeated = [address for address, count in Counter(ADDRESSES).items() if count > 1]
    assert repeated == []
    rows = Counter(row["provider"] for row in TABLE["valid"])
    assert {provider.NAME for provider in PROVIDERS} == set(rows)
    assert min(rows.values()) >= 10


@pytest.mark.parametrize("address", WELL_FORMED)
def test_scheme_and_capitals_of_the_host_do_not_matter(address: str) -> None:
    """The same address with http, with `//`, without a scheme or with a shouting host is the same video."""
    video = recognise(address)
    host, slash, rest = address.removeprefix("https://").partition("/")
    for variant in (f"http://{host}/{rest}", f"//{host}/{rest}", host + slash + rest, f"HTTPS://{host.upper()}/{rest}"):
        assert recognise(variant) == video


@pytest.mark.parametrize("address", [text for text in WELL_FORMED if not re.search("watch.v%3D|&#0|%20$", text)])
def test_tracking_parameters_do_not_matter(address: str) -> None:
    """What newsletters and share buttons add to the query changes nothing."""
    parts = urlsplit(address)
    tracked = parts._replace(query="&".join(filter(None, (parts.query, "utm_source=feed&fbclid=IwAR0x_y-z&ref=a.b"))))
    assert recognise(tracked.geturl()) == recognise(address)


@pytest.mark.parametrize(("before", "after"), ["<>", "()", "[]", '""', "''", "“”", ("", "."), ("", ","), ("(", ").")])
@pytest.mark.parametrize("address", WELL_FORMED[::7])
def test_surrounding_punctuation_is_dropped(address: str, before: str, after: str) -> None:
    """Brackets, quotes and full stops of the sentence around an address do not belong to it."""
    assert recognise(f"{before}{address}{after}") == recognise(address)


@pytest.mark.parametrize("last", ["-", "_", "Q", "0"])
def test_last_character_of_an_id_is_kept(last: str) -> None:
    """A hyphen or underscore that ends a YouTube id is no punctuation."""
    video = recognise(f"https://youtu.be/eRsGyueVLv{last}.")
    assert video is not None
    assert video.watch_url == f"https://www.youtube.com/watch?v=eRsGyueVLv{last}"


@pytest.mark.parametrize(("address", "spelled"), SPELLINGS.items())
def test_start_is_spelled_as_the_provider_does(address: str, spelled: tuple[str, str]) -> None:
    """A click on a chapter plays from there: each provider gets the start in its own words."""
    video = recognise(address)
    assert video is not None
    watch, play = spelled
    assert video.watch_at(95) == video.watch_url.partition("#")[0] + watch
    playing = video.play_url + video.play_time.replace("*", "95")
    assert playing == ((video.embed_url or "") + play if video.embed_url else "")


def test_twitch_leaves_room_for_the_host_of_the_page() -> None:
    """Every Twitch player names the place where the page's own host goes, exactly once."""
    videos = [video for address in PLAYABLE if (video := recognise(address)) and video.provider == "Twitch"]
    assert videos
    assert all((video.embed_url or "").count("parent={host}") == 1 for video in videos)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.NAME)
def test_providers_have_one_anatomy(provider: Provider) -> None:
    """Each provider is a module with a name, hosts and one function, and says where its embed rules are written."""
    assert provider.NAME.strip()
    assert isinstance(provider.HOSTS, frozenset)
    assert all(host == host.lower() and not host.startswith(("www.m.", "m.")) for host in provider.HOSTS)
    assert re.search(r"https://\S+", inspect.getdoc(provider) or "")
    assert re.match(r"Return .+ or None", inspect.getdoc(provider.recognise) or "")
    signature = inspect.signature(provider.recognise)
    assert [parameter.annotation for parameter in signature.parameters.values()] == [Address]
    assert signature.return_annotation == Video | None


def test_every_module_is_registered_and_no_host_is_claimed_twice() -> None:
    """A provider that was written is also asked, and two never quarrel over a host."""
    modules = {
        importlib.import_module(f"{providers.__name__}.{module.name}")
        for module in pkgutil.iter_modules(providers.__path__)
        if module.name != "address"
    }
    assert modules == set(PROVIDERS)
    claims = Counter(host for provider in PROVIDERS for host in provider.HOSTS)
    assert [host for host, count in claims.items() if count > 1] == []


@settings(deadline=None, database=None, max_examples=500)
@given(st.text())
@example("https://[")
@example("https://xn--a/watch")
@example("https://youtu.be/\ud800")
@example("https://" + "a" * 64 + ".org/clip.mp4")
@example("https://..org/clip.mp4")
def test_arbitrary_text_never_raises(text: str) -> None:
    """Whatever an author writes, recognising it breaks nothing and lets nothing unsafe through."""
    _check(recognise(text))


def test_a_review_at_vimeo_is_safe_whatever_its_user_is_called() -> None:
    """Names and codes that Vimeo's review links keep are foreign text in an address."""
    for text in ('https://vimeo.com/"><script>x/review/75524534/3c25', "https://vimeo.com/x/review/75524534/3c'<b>"):
        video = recognise(text)
        assert video is not None
        _check(video)


@settings(deadline=None, database=None, max_examples=1500)
@given(st.sampled_from(ADDRESSES), st.data())
def test_damaged_addresses_stay_safe(address: str, data: st.DataObject) -> None:
    """An address with anything hostile written into it is still no danger to the page."""
    at = data.draw(st.integers(0, len(address)))
    junk = data.draw(st.one_of(st.text(max_size=8), st.sampled_from(['"><script>', "' onload='", "%22%3E", "{host}"])))
    cut = data.draw(st.integers(0, 3))
    _check(recognise(address[:at] + junk + address[at + cut :]))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "https://" + "a." * 500_000,
        "https://" + "a-" * 2_000 + ".org",
        "https://youtu.be/" + "e" * 1_000_000,
        "https://example.org/w/" + "Aa" * 2_000,
        "https://example.org/" + "blob/" * 800 + "x.mp4",
        "https://youtu.be/eRsGyueVLvQ" + ")" * 4_000,
        "https://youtu.be/eRsGyueVLvQ" + "%20" * 1_300,
        "https://www.youtube.com/watch?" + "&amp;" * 800 + "v=eRsGyueVLvQ",
        "https://www.loom.com/share/" + "a-" * 2_000,
        "https://vimeo.com/76979871#t=" + "1m" * 2_000,
        "https://youtu.be/eRsGyueVLvQ?t=" + "1" * 4_000,
        "https://odysee.com/" + "@a:" * 1_300,
        "https://archive.org/details/Sintel/" + "a." * 2_000,
        "{static}/" + "a" * 1_000_000 + ".mp4",
        "/" * 1_000_000,
        "\u200b" * 1_000_000,
    ],
    ids=lambda text: text[:40],
)
def test_endless_input_takes_no_time(text: str) -> None:
    """Nobody can hold up a build with an address: the work grows with its length, and length has a limit."""
    began = time.perf_counter()
    _check(recognise(text))
    assert time.perf_counter() - began < 0.5


def test_parts_of_an_address_are_decoded_once() -> None:
    """A provider sees what the browser would ask for, and an encoded per cent sign stays one."""
    address = parse_address("https://www.Example.org/a%20b/c%252Fd//?q=%26&q=2&empty=#t=1%3A35")
    assert address is not None
    assert address.host == "example.org"
    assert address.origin == "https://www.example.org"
    assert address.path == ("a b", "c%2Fd")
    assert address.query == {"q": "&", "empty": ""}
    assert address.parameter("none", "t") == "1:35"
