"""Video posts for Pelican: a player, a teaser with a collapsible [+], two sidebars and a comment form.

A tour of the package. A folder imports itself and those below it:

- `cli`: the command `pelican-videopost`.
- `build`: the only folder that knows Pelican while a site is built. `hooks` answers Pelican's signals, `site` is the
  one object of a build, `article` the articles that themes see, `discussions` their comments.
- `outputs`: a post as the text of a file or of a head: structured data, cards, feeds, the video sitemap.
- `views`: a post as the HTML of its page, of a listing and of a feed, with the templates and what they show.
- `importing`: what is brought in: sites of WordPress, comments of other systems, older embeds in posts that are here.
  `receiver`: the web application that takes comments, and the moderator's pages. `fetch`: the commands that use the
  network.
- `comments`: approved comments as files of the site, their threads, and what the receiver is told. `posts`: what an
  author wrote, read: metadata, the text cut into its parts, captions, related posts, what was fetched; `providers`,
  one module for each video site.
- `base`: knows nothing of the rest: the model, settings, words in ten languages, tags, times, files.
"""

__version__ = "0.1.0"
__all__ = ["__version__", "register"]


def register() -> None:
    """Connect the plugin to Pelican; called once for each name it is enabled by."""
    # Not at the top: the receiver and the commands do without Pelican.
    from pelican import signals

    from pelican_videopost.build import hooks

    signals.get_generators.connect(hooks.add_pages)  # the gallery, pages of films, pages of comments
    signals.generator_init.connect(hooks.add_templates)  # templates and head include
    signals.article_generator_init.connect(hooks.begin)  # settings, and what was fetched
    signals.article_generator_finalized.connect(hooks.announce_files)  # files that metadata name
    signals.all_generators_finalized.connect(hooks.publish)  # posts, related ones, comments
    signals.feed_generated.connect(hooks.complete_feed)  # videos in feeds
    signals.article_writer_finalized.connect(hooks.write_files)  # feeds of videos and of comments
