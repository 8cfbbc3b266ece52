"""A post as the text of a file, or of a page's head, that machines read: structured data and feeds."""
