"""The plugin's templates, in a Jinja environment of their own over the theme's."""

from pathlib import Path

from jinja2 import Environment, Template

TEMPLATES = Path(__file__).parent / "templates"


def own_environment(env: Environment) -> Environment:
    """Return the theme's environment as the plugin's templates need it: what they print is escaped.

    Pelican prints everything unescaped; the plugin's own templates never do. The theme's loaders stay, so that a
    theme replaces a part by a template of the same name.
    """
    own = env.overlay(autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    own.template_class = Template  # what these print is no whole page
    return own
