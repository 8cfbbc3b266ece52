"""The pages of a listing: what the theme's template of a page is given, and the grid in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Template
from markupsafe import escape
from pelican.contents import Page

from pelican_videopost.base.labels import language_name
from pelican_videopost.build.site import Build
from pelican_videopost.build.taxonomies import Film, Subject, Taxonomy, titles
from pelican_videopost.posts.credits import names_in
from pelican_videopost.views.listing import KnownRow, Pager, post_card, subject_card
from pelican_videopost.views.published import Link, Published
from pelican_videopost.views.view import View

# How many films, people or categories a gallery names beside the link to all of them.
_MOST_LINKS = 12
# How many posts or subjects are named in the description of a listing.
_MOST_TITLES = 6
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


@dataclass(frozen=True, slots=True)
class Shown:
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
            {
                "title": _printed(listing.title),
                "summary": _printed(self.description),
                "url": part.url,
                "save_as": output_file,
                "lang": listing.language,
            },
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

    @property
    def description(self) -> str:
        """What the listing holds: the titles of its first posts, or the names of its first subjects."""
        first = self.listing.items[:_MOST_TITLES]
        names = (one.name if isinstance(one, Subject) else one.video_post.title for one in first)
        return f"{self.listing.title}: {', '.join(names)}"

    def completed_head(self, head: str, path: str) -> str:
        """Return the head of the page at this path, with what the theme's own lacks."""
        return self.build.machines.listing_head(head, path, self.description)


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


def links_of(build: Build, listing: Listing) -> dict[str, list[Link]]:
    """Return where a gallery leads: to films, people and categories with many posts, and to its other languages."""
    if listing.taxonomy is not None:
        return {}
    site, labels = build.site, build.views.words(listing.language)
    found: dict[str, list[Link]] = {}
    for taxonomy in build.taxonomies:
        numbers = Counter({subject: len(posts) for subject, posts in taxonomy.posts.items()})
        links = [one.link(number) for one, number in numbers.most_common(_MOST_LINKS) if one.save_as]
        title, of_all = titles(taxonomy.kind, labels)
        if links and site[f"{taxonomy.kind.many}_SAVE_AS"]:
            links.append(Link(of_all, site[f"{taxonomy.kind.many}_URL"]))
        found[title] = links
    articles: list[Any] = [post.article for post in build.public_posts]
    categories = Counter(article.category for article in articles)
    if len(categories) > 1:
        most = categories.most_common(_MOST_LINKS)
        found[labels("Category")] = [Link(str(one), one.url, number) for one, number in most if one.save_as]
    found[labels("Languages")] = [
        Link(language_name(one), site["VIDEOS_LANG_URL"].format(lang=one), len(posts))
        for one, posts in build.posts_by_language().items()
        if site["VIDEOS_LANG_SAVE_AS"]
    ]
    return found
