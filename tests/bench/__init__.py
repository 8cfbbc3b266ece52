"""What the plugin costs, and what it weighs: `make bench`."""
