"""Lets Pelican find the plugin by itself, in its namespace, where a site sets no `PLUGINS`."""

from pelican_videopost import register

__all__ = ["register"]
