"""The plugins that people run beside this one, as the package index has them."""

from dataclasses import dataclass

from ..packages import Packages

PAGER = """\
<nav class="pager">{% if article.prev_article %}<a rel="prev" href="{{ SITEURL }}/{{ article.prev_article.url }}">\
{{ article.prev_article.title }}</a>{% endif %}{% if article.next_article %}\
<a rel="next" href="{{ SITEURL }}/{{ article.next_article.url }}">{{ article.next_article.title }}</a>{% endif %}</nav>
"""
OTHERS = """\
<ul class="others">{% for other in article.related_posts %}\
<li><a href="{{ SITEURL }}/{{ other.url }}">{{ other.title }}</a></li>{% endfor %}</ul>
"""
BUNDLE = """\
{% assets output="bundle.css", "one.css", "two.css" %}<link rel="stylesheet" href="{{ SITEURL }}/{{ ASSET_URL }}">\
{% endassets %}
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A plugin: its name in `PLUGINS`, its package, what it needs in `pelicanconf.py` and in the article's template."""

    name: str
    requirement: str
    conf: str = ""
    template: str = ""
    of_note: str = ""

    @property
    def plugin(self) -> str:
        """Its name in Pelican's namespace."""
        return f"pelican.plugins.{self.name}"


NEIGHBOURS = (
    Neighbour(
        "sitemap",
        "pelican-sitemap==1.2.2",
        'SITEMAP = {"format": "xml"}',
        of_note="gives posts of i18n_subsites the main site's address, with the plugin and without",
    ),
    Neighbour(
        "seo",
        "pelican-seo==1.4.0",
        "SEO_ENHANCER = SEO_ENHANCER_OPEN_GRAPH = SEO_ENHANCER_TWITTER_CARDS = True",
    ),
    Neighbour(
        "search",
        "pelican-search==1.1.1",
        of_note="with a stand-in for the program Stork, which is in no index",
    ),
    Neighbour("neighbors", "pelican-neighbors==1.2.0", template=PAGER),
    Neighbour("related_posts", "pelican-related-posts==1.0.0", template=OTHERS),
    Neighbour(
        "image_process",
        "pelican-image-process==3.4.0",
        'IMAGE_PROCESS = {"thumb": ["scale_in 100 100 False"]}',
    ),
    Neighbour(
        "i18n_subsites",
        "pelican-i18n-subsites==1.0.0",
        'I18N_SUBSITES = {"es": {"SITENAME": "Ochenteros"}, "ar": {"SITENAME": "الثمانينات"}}',
    ),
    Neighbour(
        "webassets",
        "pelican-webassets==2.1.0",
        template=BUNDLE,
        of_note="links no file that is there from i18n_subsites, with the plugin and without",
    ),
    Neighbour("render_math", "pelican-render-math==1.0.5"),
    Neighbour("more_categories", "pelican-more-categories==0.1.0"),
)
# What they need that the environment of the tests may not have.
NEEDS = ("rtoml>=0.13", "lxml>=4.6")
PACKAGES = Packages("neighbours", (*(neighbour.requirement for neighbour in NEIGHBOURS), *NEEDS))
