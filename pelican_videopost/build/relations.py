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
        slugs = post.video_post.related
        named = index.named(post.article.lang, slugs)
        for slug, found in zip(slugs, named, strict=True):
            if found is None:
                tell_of(post.article, Problem("Related", slug, "no video post in this language has this slug"))
        chosen = [found for found in named if found is not None] if slugs else index.of(relation, number)
        post.related = tuple(other for other in chosen if other is not post)


def _relation(post: Published) -> Relation[Published]:
    article = post.article
    tags = tuple(str(tag) for tag in getattr(article, "tags", ()))
    return Relation(post, article.slug, article.lang, article.date, post.video_post.films, tags)
