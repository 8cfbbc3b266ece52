"""What an author wrote, read: metadata, the text in its parts, what was fetched, and which posts belong together."""
