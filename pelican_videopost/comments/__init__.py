"""Comments as content: files in the site that the build renders, and a receiver that takes new ones.

In reading order, what the build uses (it needs the plugin's own dependencies only):

- `model`: a comment. `clean`: what of a stranger's text may stay. `headers` and `files`: comments as files.
- `text`: a comment's Markdown as safe HTML. `thread`: who replied to whom. `discussion`: what a page shows of them.
- `form`: where new ones are sent. `manifest`: what the receiver is told.

And what takes comments in (extra `[comments]`):

- `receiver`: the web application and its private queue. `imports`: comments from elsewhere. `moderation`, `mail`
  and `cli`: what the owner does with them.
"""
