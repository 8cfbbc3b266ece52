"""The cards that social networks draw for a link: Open Graph and Twitter's tags, and what pages say to search engines.

https://ogp.me and https://developer.x.com/en/docs/x-for-websites/cards
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pelican_videopost.outputs.facts import Facts, VideoFacts
from pelican_videopost.outputs.texts import shortened
from pelican_videopost.views.published import Article

# What a card has room for, and what search engines show.
_LONGEST = 300


class Tag(NamedTuple):
    """An element of a head: `kind` is its attribute, `property` or `name` of a `<meta>`, or `rel` of a `<link>`."""

    kind: str
    name: str
    content: str


# Tags that belong together: where the first one is somebody else's, the others would tell of something else.
Group = list[Tag]


def basic_groups(facts: Facts, film: VideoFacts) -> Iterator[Group]:
    """Return what every page should say: where it stands, and what it is about."""
    return listing_groups(facts.page, film.description)


def listing_groups(url: str, description: str) -> Iterator[Group]:
    """Yield the same for a page of a listing."""
    yield [Tag("rel", "canonical", url)]
    yield [Tag("name", "description", shortened(description, _LONGEST))]


def social_groups(facts: Facts, film: VideoFacts, article: Article, site: Mapping[str, Any]) -> Iterator[Group]:
    """Yield the tags of a post's card; `site` are Pelican's settings."""
    singles = {
        "og:type": "video.other",
        "og:title": facts.title,
        "og:description": shortened(film.description, _LONGEST),
        "og:url": facts.page,
        "og:site_name": str(site.get("SITENAME") or ""),
        "og:locale": _locale(article.lang, site),
    }
    yield from ([Tag("property", name, content)] for name, content in singles.items() if content)
    width_px, height_px = (str(film.width_px or film.shape_px[0]), str(film.height_px or film.shape_px[1]))
    if film.card:
        image = {"og:image": film.card.url, "og:image:alt": facts.title}
        if film.card.width_px:
            image["og:image:width"] = str(film.card.width_px)
        if film.card.height_px:
            image["og:image:height"] = str(film.card.height_px)
        yield [Tag("property", name, content) for name, content in image.items()]
        yield [Tag("name", "twitter:image", film.card.url)]
    player = film.quiet_url or film.content_url
    is_secure = player.startswith("https://")
    video = {"og:video": player} | ({"og:video:secure_url": player} if is_secure else {})
    video |= {"og:video:type": "text/html" if film.quiet_url else film.media_type or ""}
    video |= {"og:video:width": width_px, "og:video:height": height_px}
    yield [Tag("property", name, content) for name, content in video.items() if content]
    if film.quiet_url and is_secure:
        card = {"card": "player", "player": player, "player:width": width_px, "player:height": height_px}
    else:
        card = {"card": "summary_large_image" if film.card else "summary"}
    yield [Tag("name", f"twitter:{name}", content) for name, content in card.items()]


def written_later(article: Article, site: Mapping[str, Any]) -> frozenset[str]:
    """Return the tags that pelican-seo will write into the finished file, after everybody else."""
    if not site.get("SEO_ENHANCER"):
        return frozenset()
    names = {"canonical"}
    if site.get("SEO_ENHANCER_OPEN_GRAPH"):
        names |= {"og:url", "og:type", "og:title", "og:locale"}
        if article.metadata.get("og_description") or article.metadata.get("description"):
            names.add("og:description")
        if article.metadata.get("og_image") or getattr(article, "image", None):
            names.add("og:image")
    if site.get("SEO_ENHANCER_TWITTER_CARDS"):
        names.add("twitter:card")
    return frozenset(names)


def _locale(language: str, site: Mapping[str, Any]) -> str:
    """Return a language with its country, which Open Graph wants; empty where the country is not known."""
    name, _, country = language.replace("-", "_").partition("_")
    if len(country) == 2:
        return f"{name.lower()}_{country.upper()}"
    locales = site.get("LOCALE") or ()
    known = [locales] if isinstance(locales, str) else locales
    return next((one.partition(".")[0] for one in known if one.startswith(f"{name}_")), "")
