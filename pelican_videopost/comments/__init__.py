"""Comments as content: files of the site that the build renders.

In reading order: `model`, a comment; `headers` and `files`, comments as files; `text`, a comment's Markdown as safe
HTML; `thread`, who replied to whom; `pages`, a long thread in parts; `discussion`, what a page shows of them;
`manifest`, what the receiver is told.
"""
