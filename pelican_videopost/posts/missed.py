"""What search engines will miss of a video post, for the command `check`: each thing with how to give it."""

from pelican_videopost.base.model import Problem, VideoPost


def missed_by_search(post: VideoPost) -> tuple[Problem, ...]:
    """Return one problem that names all that Google asks for and the post does not say; nothing where it says all.

    The post is to be as `with_fetched` gives it. https://developers.google.com/search/docs/appearance/structured-data/video

    >>> missed_by_search(VideoPost("A post without a video"))
    ()
    """
    if not post.videos:
        return ()
    missing = []
    if post.duration_s is None:
        missing.append("how long it is (Duration)")
    if post.uploaded is None and not post.videos[0].is_file:
        missing.append("when it was uploaded (the post's own date stands for it)")
    if post.poster is None and post.thumbnail_url is None:
        missing.append("a picture, without which they show no video (Poster)")
    if not missing:
        return ()
    how = "name it in the post" if post.videos[0].is_file else "run `pelican-videopost fetch`, or name it in the post"
    return (Problem("Video", "", f"search engines will miss {', and '.join(missing)}; {how}"),)
