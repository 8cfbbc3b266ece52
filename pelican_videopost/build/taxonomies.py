"""Films and people as taxonomies of Pelican's kind: each has a page of its own, where `FILM_URL` and the like say."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pelican.urlwrappers import URLWrapper

from pelican_videopost.base.clean import is_safe_name
from pelican_videopost.base.labels import Labels
from pelican_videopost.base.model import Problem
from pelican_videopost.views.published import Link, Published

# What a site may set in its pelicanconf.py, as it may for Pelican's tags; an empty SAVE_AS writes no such page.
DEFAULTS: Mapping[str, Any] = {
    "VIDEOS_URL": "videos.html",
    "VIDEOS_SAVE_AS": "videos.html",
    "VIDEOS_LANG_URL": "videos-{lang}.html",
    "VIDEOS_LANG_SAVE_AS": "videos-{lang}.html",
    "FILM_URL": "film/{slug}.html",
    "FILM_SAVE_AS": "film/{slug}.html",
    "FILMS_URL": "films.html",
    "FILMS_SAVE_AS": "films.html",
    "FILM_FEED_ATOM": None,
    "PERSON_URL": "person/{slug}.html",
    "PERSON_SAVE_AS": "person/{slug}.html",
    "PEOPLE_URL": "people.html",
    "PEOPLE_SAVE_AS": "people.html",
    "PERSON_FEED_ATOM": None,
}


class Subject(URLWrapper):
    """A film or a person: two spellings with the same slug are one. The name of a class begins its settings."""

    # What begins the settings of the page of all subjects of a kind.
    many: ClassVar[str]

    def __init__(self, name: str, site: Mapping[str, Any]) -> None:
        """Take the name as an author wrote it; its addresses follow from Pelican's settings."""
        super().__init__(name, site)  # type: ignore[no-untyped-call]

    def link(self, posts: int = 0) -> Link:
        """Return the link to its page; without an address where the site has no such pages."""
        return Link(self.name, self.url if self.save_as else "", posts)


class Film(Subject):
    """A film."""

    many = "FILMS"


class Person(Subject):
    """Somebody who is in a video, or made it."""

    many = "PEOPLE"


def titles(kind: type[Subject], labels: Labels) -> tuple[str, str]:
    """Return what the page of all subjects of a kind is called, and the link that leads there from some of them."""
    if kind is Person:
        return labels("People"), labels("All people")
    return labels("Films"), labels("All films")


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The subjects of one kind, each with its posts in the order in which they come, and what was odd about them."""

    kind: type[Subject]
    posts: Mapping[Subject, Sequence[Published]]
    problems: Sequence[Problem]
    # Each spelling's subject: to make one is to make its slug, which takes a while.
    by_name: Mapping[str, Subject]

    @classmethod
    def of(
        cls,
        kind: type[Subject],
        posts: Iterable[Published],
        names_of: Callable[[Published], Iterable[str]],
        site: Mapping[str, Any],
    ) -> "Taxonomy":
        """Return the posts of each subject, and a problem for each whose slug another one has already.

        `names_of` returns the subjects of a post, `site` are Pelican's settings.
        """
        subjects: dict[Subject, list[Published]] = {}
        names: dict[str, str] = {}
        by_name: dict[str, Subject] = {}
        field = kind.__name__
        problems = []
        for post in posts:
            for name in names_of(post):
                subject = by_name.get(name) or by_name.setdefault(name, kind(name, site))
                if not is_safe_name(subject.slug):
                    problems.append(
                        Problem(field, name, "its name can name no page, so it has none; give a shorter one")
                    )
                    continue
                first = names.setdefault(subject.slug, name)
                if first.casefold() != name.casefold():
                    fix = f"the page of {first!r} has this address; the posts of both stand there"
                    problems.append(Problem(field, name, fix))
                of_subject = subjects.setdefault(subject, [])
                if post not in of_subject[-1:]:
                    of_subject.append(post)
        return cls(kind, subjects, problems, by_name)

    def links(self, names: Iterable[str], site: Mapping[str, Any]) -> tuple[Link, ...]:
        """Return the links to subjects by their names; one that no public post has leads nowhere."""
        found = []
        for name in names:
            subject = self.by_name.get(name) or self.kind(name, site)
            posts = self.posts.get(subject)
            found.append(subject.link(len(posts)) if posts else Link(name))
        return tuple(found)
