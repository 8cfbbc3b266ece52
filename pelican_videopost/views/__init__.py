"""A post as HTML: its page, its entry in a listing and in a feed, with the templates and what they show."""
