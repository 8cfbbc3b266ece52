"""Video posts for Pelican: a player, a teaser with a collapsible [+], two sidebars and a comment form.

A tour of the package, in reading order:

- `model`: what a video post is made of. `metadata` and `files` read it from an article's metadata, with the help of
  `providers` (one module for each video site) and `times`.
- `outline` and `anatomy`: a post's HTML, cut into teaser, full text and sections.
- `related`, `player`, `details`, `inline`, `labels`: what the templates show. `settings`: what a site may choose.
- `views`, with `parts`, `rows` and `folding`: the three views of one post, each a template in `templates/videopost/`.
- `article` and `head`: how the views reach any theme's pages without the theme knowing.
- `comments`: approved comments as files of the site, their threads, the forms that new ones come from and the receiver
  that takes them. `discussions`: those comments on the pages of a build.
- `fetched`: what `pelican-videopost fetch` found out, read by the build. `fetch` and `cli`: the commands, and the only
  code that uses the network.
- `hooks`: Pelican's signals, answered one by one.
"""

from pelican import signals

from pelican_videopost import hooks

__version__ = "0.1.0"


def register() -> None:
    """Connect the plugin to Pelican; called once for each name it is enabled by."""
    signals.initialized.connect(hooks.read_settings)  # the settings, checked once
    signals.generator_init.connect(hooks.add_templates)  # templates and head include
    signals.article_generator_init.connect(hooks.read_fetched)  # what was fetched about videos
    signals.content_object_init.connect(hooks.adopt_article)  # an article turns out to be a video post
    signals.all_generators_finalized.connect(hooks.finish_posts)  # files, related posts, views
    signals.feed_generated.connect(hooks.clean_feed)  # plain summaries in feeds
    signals.article_writer_finalized.connect(hooks.write_comment_feeds)  # feeds of comments
