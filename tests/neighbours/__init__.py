"""The plugin beside others that people run with it."""
