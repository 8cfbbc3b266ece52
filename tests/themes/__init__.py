"""Real themes, each with the plugin and without it."""
