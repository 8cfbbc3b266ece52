"""The settings of Sphinx, which makes a site of these pages: `make docs`."""

project = "pelican-videopost"
copyright = "the pelican-videopost authors"  # noqa: A001  # Sphinx asks for this name
extensions = ["myst_parser"]
myst_heading_anchors = 3
html_theme = "alabaster"
html_theme_options = {"description": "Video posts for Pelican", "fixed_sidebar": True}
html_show_sourcelink = False
nitpicky = True
