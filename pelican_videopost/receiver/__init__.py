"""The receiver: a small web application that takes comments, and the private queue they wait in.

In reading order: `settings`, `submission` (what a form says, and what is wrong with it), `store` (the queue), `app`
(requests and answers), `server` (waitress, with limits that keep it up).

    from pelican_videopost.receiver import create_app
    from pelican_videopost.receiver.settings import read_site

    settings, problems = read_site("pelicanconf.py")
    application = create_app(settings)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from pelican_videopost.receiver.settings import ReceiverSettings


def create_app(settings: "ReceiverSettings") -> "Flask":
    """Return the receiver as a WSGI application, for any host of such; needs the extra `[comments]`."""
    from pelican_videopost.receiver.app import make_app  # Flask, which the other commands do without

    return make_app(settings)
