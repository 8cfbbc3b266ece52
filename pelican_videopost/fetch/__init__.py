"""The commands `pelican-videopost fetch` and `check`: the only parts of the package that use the network.

- `site` finds the video posts by Pelican's own readers. `run` is the command `fetch`, `check` the command `check`.
- Both hand the videos to `pool`, which asks several `worker`s: processes of their own, which can be stopped.
- In a worker, `source` asks yt-dlp and oEmbed, `record` makes a `Fetched` of their answers, `trouble` reads their
  refusals, `posters` makes WebP files of a thumbnail, and `web` keeps every download within its bounds.

Only the worker's modules need the extra `[fetch]`.
"""
