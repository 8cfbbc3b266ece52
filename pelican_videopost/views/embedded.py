"""The videos within a text: players on pages and in listings, links in feeds, and nothing that loads before a click."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from jinja2 import Environment

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.model import Poster, Video
from pelican_videopost.posts.embeds import Embed
from pelican_videopost.posts.fetched import Fetched
from pelican_videopost.posts.files import is_foreign
from pelican_videopost.posts.pictures import page_poster
from pelican_videopost.posts.providers import recognise
from pelican_videopost.views.inline import linked, replace_embeds, replace_times
from pelican_videopost.views.player import player
from pelican_videopost.views.published import Article, Published, resolved

Show = Callable[[Video], str]


class Embedded:
    """Shows the videos within texts of a site: `host` is the site's, `fetched` the records by `watch_url`."""

    def __init__(self, env: Environment, fetched: Mapping[str, Fetched], host: str) -> None:
        """Take the plugin's environment, whose template `videopost/player.html` is the theme's where it has one."""
        self._env = env
        self._fetched = fetched
        self._host = host

    def players(self, published: Published, html: str, labels: Labels, siteurl: str, *, lone: bool = True) -> str:
        """Return `html` with players for the videos in it, and with times that start the one above the text.

        A video that plays above stands there once. Without `lone`, addresses alone in a paragraph stay as they are.
        """
        above = _above(published)
        if above:
            html = replace_times(html, above[0], starts_player=True)
        show = partial(self._player, published, labels, siteurl)
        return self._with(html, above, show, lone=lone)

    def links(self, published: Published, html: str) -> str:
        """Return `html` as a feed reader can use it: its videos and times are links."""
        above = _above(published)
        if above:
            html = replace_times(html, above[0], starts_player=False)
        return self._with(html, above, lambda video: linked(video.watch_at(video.start_s)), lone=True)

    def _with(self, html: str, above: Iterable[Video], show: Show, *, lone: bool) -> str:
        shown = {_moment(video) for video in above}
        last: tuple[tuple[str, int] | None, int] = None, 0

        def instead(embed: Embed) -> str | None:
            nonlocal last
            video = recognise(embed.address) if lone or embed.name != "p" else None
            if video is None or (embed.name == "video" and video.is_file and self._is_own(video)):
                return None
            moment = _moment(video)
            # What loads a player by and by stands twice in a text: once more for readers without scripts.
            is_again = last[0] == moment and not html[last[1] : embed.start].strip()
            last = moment, embed.end
            return "" if is_again or moment in shown else show(video)

        return replace_embeds(html, instead)

    def _is_own(self, video: Video) -> bool:
        return not is_foreign(video.watch_url, self._host)

    def _player(self, published: Published, labels: Labels, siteurl: str, video: Video) -> str:
        record = self._fetched.get(video.watch_url, Fetched())
        poster = page_poster(record.posters)
        plain = labels("Video on %(provider)s", provider=video.provider) if video.embed_url else labels("Video")
        shown = player(
            record.title or plain,
            [video._replace(aspect_ratio=record.aspect_ratio or video.aspect_ratio)],
            site_host=self._host,
            poster=resolved_poster(published.article, siteurl, poster) if poster else None,
            duration_s=record.duration_s,
        )
        html = self._env.get_template("videopost/player.html").render(player=shown, _=labels, lazy=True)
        return html if published.post else f'<div class="videopost">{html}</div>'


def _moment(video: Video) -> tuple[str, int]:
    return video.watch_url, video.start_s


def _above(published: Published) -> tuple[Video, ...]:
    """Return what the player above the text plays: the first video, and of a file its other formats."""
    videos = published.post.videos if published.post else ()
    return tuple(video for video in videos if video.is_file) if videos and videos[0].is_file else videos[:1]


def resolved_poster(article: Article, siteurl: str, poster: Poster) -> Poster:
    """Return a poster with addresses of the page: Pelican resolves links in `src`, not in `srcset`."""
    widths = tuple((resolved(article, siteurl, url), width_px) for url, width_px in poster.widths)
    return Poster(resolved(article, siteurl, poster.url), widths)
