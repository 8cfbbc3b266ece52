"""Older embeds in the files of a Pelican site, made lines of metadata and lone addresses; all else stays as it is.

In reading order: `source`, a file as its metadata and its text; `code`, what of a text is no text; `marks`, the short
forms that plugins and other programs read; `forms`, all that stands for a video in a text; `rewriting`, the file with
those converted; `mistakes`, slips in metadata put right; `files`, the files of a site, with a difference to look at and
a copy to go back to.
"""
