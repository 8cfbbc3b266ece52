"""The plugin within Pelican: its signals, the articles that themes see, and the one object of a build."""
