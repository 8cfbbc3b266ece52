"""Which posts of a build belong together."""

from collections.abc import Callable, Iterable

from pelican_videopost.base.model import Problem
from pelican_videopost.posts.related import RelatedPosts, Relation
from pelican_videopost.views.published import Article, Published

_PUBLIC = "published"


def relate(posts: Iterable[Published], number: int, tell_of: Callable[[Article, Problem], None]) -> None:
    """Give each video post the public ones that belong to it: those its author names, else those that fit best."""
    relations = {post: _relation(post) for post in posts if post.post is not None}
    index = RelatedPosts(relation for post, relation in relations.items() if post.article.status == _PUBLIC)
    for post, relation in relations.items():
        neighbours = index.of(relation, number)
        slugs = post.video_post.related
        named = index.named(post.article.lang, slugs)
        for slug, found in zip(slugs, named, strict=True):
            if found is None:
                tell_of(post.article, Problem("Related", slug, "no video post in this language has this slug"))
        chosen = [found for found in named if found is not None] if slugs else neighbours.others
        post.previous, post.next = neighbours.previous, neighbours.next
        post.related = tuple(other for other in chosen if other not in (post, post.previous, post.next))


def _relation(post: Published) -> Relation[Published]:
    article, video_post = post.article, post.video_post
    return Relation(
        key=post,
        slug=article.slug,
        language=article.lang,
        date=article.date,
        title=video_post.title,
        films=video_post.films,
        tags=_names(article, "tags"),
        series=video_post.series,
        people=tuple(person.name for person in video_post.people),
        authors=_names(article, "authors"),
        categories=_names(article, "categories") or (str(getattr(article, "category", "")),),
    )


def _names(article: Article, attribute: str) -> tuple[str, ...]:
    """Return the names of an article's tags or the like; of an attribute that is something else, none."""
    found = getattr(article, attribute, ())
    return tuple(map(str, found)) if isinstance(found, (list, tuple)) else ()
