"""The bytes of one player."""

from pathlib import Path

import minify
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from pelican_videopost.base.labels import Labels
from pelican_videopost.base.model import Poster
from pelican_videopost.posts.providers import recognise
from pelican_videopost.views.player import player

PROJECT = Path(__file__).parent.parent.parent


def player_bytes() -> dict[str, bytes]:
    """Return what one player is made of: its markup, its own script and its own style, minified."""
    env = Environment(
        loader=FileSystemLoader(PROJECT / "pelican_videopost/views/templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    video = recognise("https://www.youtube.com/watch?v=eRsGyueVLvQ")
    assert video is not None
    shown = player("Sintel", [video], site_host="site.example", poster=Poster("/media/sintel.svg"))
    markup = env.get_template("videopost/player.html").render(player=shown, _=Labels("en", {}))
    return {
        "markup": str(BeautifulSoup(markup, "html.parser")).encode(),
        "script": minify.string("application/javascript", (PROJECT / "assets/player.js").read_text()).encode(),
        "style": minify.string("text/css", (PROJECT / "assets/player.css").read_text()).encode(),
    }
