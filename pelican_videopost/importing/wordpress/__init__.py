"""A site of WordPress, moved in: its posts, pages and comments as files of a Pelican site.

In reading order: `mending` and `export`, an export as a stream of items; `site`, what it says of the site as a whole;
`blocks`, `shortcodes`, `meanings` and `paragraphs`, the text of a post as plain HTML; `tree`, `preparing` and `videos`,
that HTML put in order, with its videos found; `markdown` and `faithful`, the same as Markdown; `posts` and `comments`,
an item as the text of its files; `addresses`, `media` and `redirects`, links that go on working; `ledger`, what was
written before; `moving`, all of it; `letter`, what it did.
"""
