"""Listings of video posts, as pages of the site's theme: a gallery of all, and a page for each film or person."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Template
from pelican.generators import Generator, PelicanTemplateNotFound
from pelican.paginator import Paginator

from pelican_videopost.base.model import Problem
from pelican_videopost.build.article import CONTEXT_NAME
from pelican_videopost.build.listing_pages import Listing, Shown, links_of
from pelican_videopost.build.site import Build
from pelican_videopost.build.taxonomies import DEFAULTS, titles
from pelican_videopost.build.telling import tell_of_site

# The plugin's template for all of them, which extends the theme's template of a page.
TEMPLATE = "video_listing"
# Under this name Pelican cuts a listing into no pages.
WHOLE = "video_listing_whole"
_PER_PAGE = {TEMPLATE: None, WHOLE: sys.maxsize}


class VideoListings(Generator):
    """Writes the listings of a site that has video posts, after all its articles and pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let Pelican paginate these listings by its own settings."""
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        for name, value in DEFAULTS.items():
            self.settings.setdefault(name, value)
        self.settings["PAGINATED_TEMPLATES"] = _PER_PAGE | self.settings["PAGINATED_TEMPLATES"]

    def generate_output(self, writer: Any) -> None:
        """Write each listing; one whose address is taken is named and left out."""
        build = self.context.get(CONTEXT_NAME)
        if not isinstance(build, Build) or not build.public_posts:
            return
        base = _base(build)
        taken = {Path(os.path.relpath(path, self.output_path)).as_posix() for path in writer._written_files}
        listings = list(self._listings(build))
        first_pages = {listing.save_as for listing in listings}
        for listing in listings:
            if listing.save_as in taken:
                fix = f"this file is written already, so the listing {listing.title!r} is not; give another address"
                tell_of_site([Problem("SAVE_AS", listing.save_as, fix)])
                continue
            pages = self._pages(listing)
            clash = next((page for page in pages[1:] if page in taken or page in first_pages), None)
            if clash:
                fix = f"no place for a further page of {listing.title!r}, so all of it stands on one; give addresses"
                tell_of_site([Problem("SAVE_AS", clash, f"{fix} that end in a folder: film/{{slug}}/index.html")])
            taken.update([listing.save_as] if clash else pages)
            links = links_of(build, listing)
            shown = Shown(listing, build, base, self.settings, self.context, links)
            self._write(writer, listing, WHOLE if clash else TEMPLATE, shown)
        self._write_feeds(writer, build)

    def _pages(self, listing: Listing) -> list[str]:
        """Return the files of a listing's pages, as Pelican's paginator names them."""
        per_page = self.settings["PAGINATED_TEMPLATES"][TEMPLATE] or self.settings["DEFAULT_PAGINATION"]
        paginator: Any = Paginator(  # type: ignore[no-untyped-call]
            listing.save_as, listing.url, listing.items, self.settings, per_page
        )
        return [paginator.page(number).save_as for number in paginator.page_range]

    def _write(self, writer: Any, listing: Listing, template_name: str, shown: Shown) -> None:
        writer.write_file(
            listing.save_as,
            shown.build.theme_template(TEMPLATE),
            self.context,
            self.settings["RELATIVE_URLS"],
            paginated={"videos": listing.items},
            template_name=template_name,
            url=listing.url,
            listing=shown,
            page_name=listing.save_as.removesuffix(".html"),
        )

    def _write_feeds(self, writer: Any, build: Build) -> None:
        """Write the feed of each film, where the site has `FILM_FEED_ATOM`, and of each person alike."""
        for taxonomy in build.taxonomies:
            path = self.settings[f"{taxonomy.kind.__name__.upper()}_FEED_ATOM"]
            for subject, posts in taxonomy.posts.items() if path else ():
                address = str(path).format(slug=subject.slug)
                title = f"{self.settings['SITENAME']} - {subject}"
                writer.write_feed([post.article for post in posts], self.context, address, address, feed_title=title)

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


def _base(build: Build) -> Template:
    """Return the theme's template of a page, which some themes do without."""
    try:
        return build.theme_template("page")
    except PelicanTemplateNotFound:
        return build.theme_template("article")
