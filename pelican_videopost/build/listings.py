"""Listings of video posts, as pages of the site's theme: a gallery of all, and a page for each film or person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Template
from markupsafe import escape
from pelican.contents import Page
from pelican.generators import Generator, PelicanTemplateNotFound

from pelican_videopost.base.labels import language_name
from pelican_videopost.base.model import Problem
from pelican_videopost.build.site import CONTEXT_NAME, Build, tell_of_site
from pelican_videopost.build.taxonomies import DEFAULTS, Film, Subject, Taxonomy, titles
from pelican_videopost.posts.credits import names_in
from pelican_videopost.views.listing import KnownRow, Pager, post_card, subject_card
from pelican_videopost.views.published import Link, Published
from pelican_videopost.views.view import View

# How many films, people or categories a gallery names beside the link to all of them.
_MOST_LINKS = 12
# The plugin's template for all of them, which extends the theme's template of a page.
TEMPLATE = "video_listing"
_NO_TAGS = str.maketrans('<>"', "‹›”")
# What "Details" say of a post, not of its film.
OF_A_POST = ("Film", "People", "Date", "Duration", "Category", "Tags", "Source")


class ListingPage(Page):
    """A page of the site whose text is made when it is written: it depends on the part of the listing that it shows."""

    body = ""

    @property
    def content(self) -> str:
        """The listing, for the page being written."""
        return self.body


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing: its title, its address, and its posts, the newest first, or the subjects of a taxonomy.

    `subject` is the film or person whose page it is; the gallery has none.
    """

    title: str
    url: str
    save_as: str
    items: Sequence[Published | Subject]
    language: str
    subject: Subject | None = None
    taxonomy: Taxonomy | None = None


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
                listing=_Shown(listing, build, base, self.settings, self.context, _links(build, listing)),
                page_name=listing.save_as.removesuffix(".html"),
            )
        self._write_feeds(writer, build)

    def _write_feeds(self, writer: Any, build: Build) -> None:
        """Write the feed of each film, where the site has `FILM_FEED_ATOM`, and of each person alike."""
        for taxonomy in build.taxonomies:
            path = self.settings[f"{taxonomy.kind.__name__.upper()}_FEED_ATOM"]
            for subject, posts in taxonomy.posts.items() if path else ():
                address = str(path).format(slug=subject.slug)
                title = f"{self.settings['SITENAME']} - {subject}"
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
            yield Listing(title, site["VIDEOS_URL"], site["VIDEOS_SAVE_AS"], build.public_posts, main)
        for language, posts in build.posts_by_language().items() if site["VIDEOS_LANG_SAVE_AS"] else ():
            title = build.views.words(language)["Videos"]
            url, save_as = (site[f"VIDEOS_LANG_{name}"].format(lang=language) for name in ("URL", "SAVE_AS"))
            yield Listing(title, url, save_as, posts, language)
        for taxonomy in build.taxonomies:
            for subject, of_subject in taxonomy.posts.items():
                if subject.save_as:
                    yield Listing(subject.name, subject.url, subject.save_as, of_subject, main, subject, taxonomy)
            url, save_as = (site[f"{taxonomy.kind.many}_{name}"] for name in ("URL", "SAVE_AS"))
            if save_as and taxonomy.posts:
                title, _ = titles(taxonomy.kind, labels)
                yield Listing(title, url, save_as, list(taxonomy.posts), main, taxonomy=taxonomy)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the template of listings asks for: the theme's template, and the page of the theme that it shows.

    `links` are the other listings that it leads to, by what they are called.
    """

    listing: Listing
    build: Build
    base: Template
    settings: dict[str, Any]
    context: dict[str, Any]
    links: dict[str, list[Link]]

    def page(self, part: Any, paginator: Any, siteurl: str, output_file: str) -> ListingPage:
        """Return the page of the theme for one part of the listing, as Pelican's paginator has it."""
        listing = self.listing
        page = ListingPage(
            "",
            {"title": _printed(listing.title), "url": part.url, "save_as": output_file, "lang": listing.language},
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
        page.body = _html(self.build, listing, pager, self.links, siteurl)
        return page


def _printed(title: str) -> View:
    """Return a title as themes print it: escaped, or unescaped after `striptags`, so no tag may be spelled in it."""
    plain = title.translate(_NO_TAGS)
    return View(str(escape(plain)), lambda: plain)


def _html(build: Build, listing: Listing, pager: Pager, links: dict[str, list[Link]], siteurl: str) -> str:
    """Return one page of a listing: posts or subjects in a grid, and links to other listings."""
    taxonomy = listing.taxonomy
    if taxonomy is not None and listing.subject is None:
        posts = taxonomy.posts
        cards = [subject_card(subject.link(len(posts[subject])), posts[subject][0], siteurl) for subject in pager.items]
    else:
        cards = [post_card(post, siteurl) for post in pager.items]
    rows = _known(build, listing, siteurl) if isinstance(listing.subject, Film) and pager.number == 1 else []
    return build.listings.render(pager, cards, links, rows, listing.language, siteurl)


def _known(build: Build, listing: Listing, siteurl: str) -> list[KnownRow]:
    """Return what the "Details" of a film's posts agree upon, each name with the link to its page if it has one."""
    labels = build.views.words(listing.language)
    of_a_post = {folded for name in OF_A_POST for folded in labels.spellings(name)}
    posts: list[Any] = list(listing.items)
    links = {link.text: f"{siteurl}/{link.url}" for post in posts for link in post.people if link.url}
    details = (build.views.details(post) for post in posts)
    facts = build.views.roles(listing.language).agreed(details, of_a_post)
    return [
        KnownRow(fact.term, [Link(name, links.get(name, "")) for value in fact.values for name in names_in(value)])
        for fact in facts
    ]


def _links(build: Build, listing: Listing) -> dict[str, list[Link]]:
    """Return where a gallery leads: to films, people and categories with many posts, and to its other languages."""
    if listing.taxonomy is not None:
        return {}
    site, labels = build.site, build.views.words(listing.language)
    found: dict[str, list[Link]] = {}
    for taxonomy in build.taxonomies:
        links = [subject.link(len(posts)) for subject, posts in _most(taxonomy.posts) if subject.save_as]
        title, of_all = titles(taxonomy.kind, labels)
        if links and site[f"{taxonomy.kind.many}_SAVE_AS"]:
            links.append(Link(of_all, site[f"{taxonomy.kind.many}_URL"]))
        found[title] = links
    categories = build.posts_by_category()
    if len(categories) > 1:
        pairs = _most(categories)
        found[labels("Category")] = [Link(str(one), one.url, len(posts)) for one, posts in pairs if one.save_as]
    found[labels("Languages")] = [
        Link(language_name(one), site["VIDEOS_LANG_URL"].format(lang=one), len(posts))
        for one, posts in build.posts_by_language().items()
        if site["VIDEOS_LANG_SAVE_AS"]
    ]
    return found


def _most(posts: Mapping[Any, Sequence[Published]]) -> list[tuple[Any, Sequence[Published]]]:
    """Return those under which the most posts stand."""
    return sorted(posts.items(), key=lambda pair: -len(pair[1]))[:_MOST_LINKS]
