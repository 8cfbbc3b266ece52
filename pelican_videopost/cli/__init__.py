"""The command `pelican-videopost`, one module for each group of commands."""
