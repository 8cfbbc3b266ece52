"""Listings of video posts, as pages of the site's theme: a gallery of all, and a page for each film."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Template
from pelican.contents import Page
from pelican.generators import Generator, PelicanTemplateNotFound

from pelican_videopost.base.labels import language_name
from pelican_videopost.base.model import Problem
from pelican_videopost.build.films import DEFAULTS, Film, link_to
from pelican_videopost.build.site import CONTEXT_NAME, Build, tell_of_site
from pelican_videopost.views.listing import Pager, film_card, post_card
from pelican_videopost.views.published import Link, Published

# How many films a gallery names beside the link to all of them.
_MOST_LINKS = 12
# The plugin's template for all of them, which extends the theme's template of a page.
TEMPLATE = "video_listing"


class ListingPage(Page):
    """A page of the site whose text is made when it is written: it depends on the part of the listing that it shows."""

    body = ""

    @property
    def content(self) -> str:
        """The listing, for the page being written."""
        return self.body


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing: its title, its address, and its posts, the newest first, or films."""

    kind: str
    title: str
    url: str
    save_as: str
    items: Sequence[Published | Film]
    language: str


class VideoListings(Generator):
    """Writes the listings of a site that has video posts, after all its articles and pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let Pelican paginate these listings by its own settings."""
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        for name, value in DEFAULTS.items():
            self.settings.setdefault(name, value)
        self.settings["PAGINATED_TEMPLATES"] = {TEMPLATE: None} | self.settings["PAGINATED_TEMPLATES"]

    def generate_output(self, writer: Any) -> None:
        """Write each listing; one whose address is taken is named and left out."""
        build = self.context.get(CONTEXT_NAME)
        if not isinstance(build, Build) or not build.public_posts:
            return
        template, base = self._template(TEMPLATE), self._base()
        taken = {content.save_as for content in self.context["generated_content"].values()}
        for listing in self._listings(build):
            if listing.save_as in taken:
                fix = (
                    f"a page or article is written there, so the listing {listing.title!r} is not; give another address"
                )
                tell_of_site([Problem("SAVE_AS", listing.save_as, fix)])
                continue
            taken.add(listing.save_as)
            writer.write_file(
                listing.save_as,
                template,
                self.context,
                self.settings["RELATIVE_URLS"],
                paginated={"videos": listing.items},
                template_name=TEMPLATE,
                url=listing.url,
                listing=_Shown(listing, build, base, self.settings, self.context),
                page_name=listing.save_as.removesuffix(".html"),
            )
        self._write_feeds(writer, build)

    def _write_feeds(self, writer: Any, build: Build) -> None:
        """Write the feed of each film, where the site has `FILM_FEED_ATOM`."""
        path = self.settings["FILM_FEED_ATOM"]
        for film, posts in build.films.items() if path else ():
            address = str(path).format(slug=film.slug)
            title = f"{self.settings['SITENAME']} - {film}"
            writer.write_feed([post.article for post in posts], self.context, address, address, feed_title=title)

    def _template(self, name: str) -> Template:
        template: Template = self.get_template(name)  # type: ignore[no-untyped-call]
        return template

    def _base(self) -> Template:
        """Return the theme's template of a page, which some themes do without."""
        try:
            return self._template("page")
        except PelicanTemplateNotFound:
            return self._template("article")

    def _listings(self, build: Build) -> Iterator[Listing]:
        site, main = self.settings, self.settings["DEFAULT_LANG"]
        labels = build.views.words(main)
        if site["VIDEOS_SAVE_AS"]:
            title = labels("Videos")
            yield Listing("videos", title, site["VIDEOS_URL"], site["VIDEOS_SAVE_AS"], build.public_posts, main)
        for language, posts in build.posts_by_language().items() if site["VIDEOS_LANG_SAVE_AS"] else ():
            title = build.views.words(language)["Videos"]
            url, save_as = (site[f"VIDEOS_LANG_{name}"].format(lang=language) for name in ("URL", "SAVE_AS"))
            yield Listing("videos", title, url, save_as, posts, language)
        for film, posts in build.films.items() if site["FILM_SAVE_AS"] else ():
            yield Listing("film", film.name, film.url, film.save_as, posts, main)
        if site["FILMS_SAVE_AS"] and build.films:
            yield Listing("films", labels("Films"), site["FILMS_URL"], site["FILMS_SAVE_AS"], list(build.films), main)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the template of listings asks for: the theme's template, and the page of the theme that it shows."""

    listing: Listing
    build: Build
    base: Template
    settings: dict[str, Any]
    context: dict[str, Any]

    def page(self, part: Any, paginator: Any, siteurl: str, output_file: str) -> ListingPage:
        """Return the page of the theme for one part of the listing, as Pelican's paginator has it."""
        listing = self.listing
        page = ListingPage(
            "",
            {"title": listing.title, "url": part.url, "save_as": output_file, "lang": listing.language},
            self.settings,
            None,
            self.context,
        )
        pager = Pager(
            items=tuple(part.object_list),
            number=part.number,
            pages=paginator.num_pages,
            previous_url=paginator.page(part.number - 1).url if part.has_previous() else None,
            next_url=paginator.page(part.number + 1).url if part.has_next() else None,
        )
        page.body = _html(self.build, listing, pager, siteurl)
        return page


def _html(build: Build, listing: Listing, pager: Pager, siteurl: str) -> str:
    """Return one page of a listing: posts or films in a grid, and of the gallery links to the other listings."""
    films = build.films
    if listing.kind == "films":
        cards = [film_card(link_to(film, len(films[film])), films[film][0], siteurl) for film in pager.items]
    else:
        cards = [post_card(post, siteurl) for post in pager.items]
    links = _links(build, listing.language) if listing.kind == "videos" else {}
    return build.listings.render(pager, cards, links, listing.language, siteurl)


def _links(build: Build, language: str) -> dict[str, list[Link]]:
    """Return where a gallery leads: to the films with the most posts, and to the galleries of other languages."""
    site, labels = build.site, build.views.words(language)
    most = sorted(build.films.items(), key=lambda pair: -len(pair[1]))[:_MOST_LINKS]
    films = [link_to(film, len(posts)) for film, posts in most if site["FILM_SAVE_AS"]]
    if films and site["FILMS_SAVE_AS"]:
        films.append(Link(labels("All films"), site["FILMS_URL"]))
    languages = [
        Link(language_name(one), site["VIDEOS_LANG_URL"].format(lang=one), len(posts))
        for one, posts in build.posts_by_language().items()
        if site["VIDEOS_LANG_SAVE_AS"]
    ]
    return {labels("Films"): films, labels("Languages"): languages}
