"""Exports of WordPress as the tests need them: items with any field, and every construct that their texts may hold.

Each word of a text that must reach the reader begins with `zq` and stands in it once, so that none can be lost or
doubled without a test that sees it.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is an export & it says <so>. -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>An old blog</title><link>https://old.example</link><language>en-US</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[anna@mail.example]]></wp:author_login>
<wp:author_email><![CDATA[anna@mail.example]]></wp:author_email>
<wp:author_display_name><![CDATA[Anna Berg]]></wp:author_display_name></wp:author>
<image><url>https://old.example/icon.png</url><title>Not the title</title></image>
"""
TAIL = "</channel></rss>\n"
NO_DATE = "0000-00-00 00:00:00"


def cdata(text: str) -> str:
    """Return a text as CDATA."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def item(number: int, name: str = "", content: str = "", **fields: Any) -> str:
    """Return an item; `terms`, `meta` and `comments` are lists, other fields are named as in the export."""
    date = fields.pop("date", f"2012-03-{number % 28 + 1:02} 11:00:00")
    gmt = fields.pop("date_gmt", date.replace(" 11:", " 10:"))
    modified = fields.pop("modified", date)
    terms = fields.pop("terms", [("category", "films", "Films")])
    meta, comments = fields.pop("meta", {}), fields.pop("comments", [])
    values = {
        "title": cdata(fields.pop("title", f"Post {number}")),
        "link": fields.pop("link", f"https://old.example/{date[:4]}/{date[5:7]}/{name}/"),
        "dc:creator": cdata(fields.pop("creator", "anna@mail.example")),
        "guid": f"https://old.example/?p={number}",
        "content:encoded": cdata(content),
        "excerpt:encoded": cdata(fields.pop("excerpt", "")),
        "wp:post_id": number,
        "wp:post_date": cdata(date),
        "wp:post_date_gmt": cdata(gmt),
        "wp:post_modified": cdata(modified),
        "wp:post_modified_gmt": cdata(fields.pop("modified_gmt", modified.replace(" 11:", " 10:"))),
        "wp:comment_status": fields.pop("comment_status", "open"),
        "wp:post_name": cdata(name),
        "wp:status": cdata(fields.pop("status", "publish")),
        "wp:post_parent": fields.pop("parent", 0),
        "wp:post_type": cdata(fields.pop("type", "post")),
        "wp:post_password": cdata(fields.pop("password", "")),
        "wp:is_sticky": fields.pop("sticky", 0),
    } | {f"wp:{key}": value for key, value in fields.items()}
    return (
        "<item>"
        + "".join(f"<{key}>{value}</{key}>" for key, value in values.items())
        + "".join(f'<category domain="{d}" nicename="{n}">{cdata(t)}</category>' for d, n, t in terms)
        + "".join(
            f"<wp:postmeta><wp:meta_key>{cdata(k)}</wp:meta_key><wp:meta_value>{cdata(v)}</wp:meta_value></wp:postmeta>"
            for k, v in meta.items()
        )
        + "".join(comments)
        + "</item>\n"
    )


def attachment(number: int, url: str, parent: int = 0, **fields: Any) -> str:
    """Return a file of the media library."""
    fields = {"type": "attachment", "status": "inherit", "attachment_url": url, "title": f"File {number}"} | fields
    return item(number, f"file-{number}", parent=parent, link=f"https://old.example/file-{number}/", terms=[], **fields)


def comment(number: int, text: str, parent: int = 0, **fields: Any) -> str:
    """Return a comment."""
    values = {
        "id": number,
        "author": cdata("Ben & Co"),
        "author_email": "ben@mail.example",
        "author_url": "https://ben.example/",
        "author_IP": "192.0.2.1",
        "date": "2012-04-01 12:00:00",
        "date_gmt": "2012-04-01 11:00:00",
        "content": cdata(text),
        "approved": "1",
        "type": "comment",
        "parent": parent,
        "user_id": 0,
    } | fields
    return (
        "<wp:comment>"
        + "".join(f"<wp:comment_{key}>{value}</wp:comment_{key}>" for key, value in values.items())
        + "</wp:comment>"
    )


def export(items: Iterable[str]) -> str:
    """Return an export of these items."""
    return HEAD + "".join(items) + TAIL


UPLOADS = "https://old.example/wp-content/uploads/2012/03"
YOUTUBE = "https://www.youtube.com/watch?v=eRsGyueVLvQ"
DATA = Path(__file__).parent.parent / "data" / "wordpress"


def _read(name: str) -> dict[str, dict[str, str]]:
    text = (DATA / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text.replace("@UPLOADS", UPLOADS).replace("@YOUTUBE", YOUTUBE))


# Each construct of a text by its name; each in a post of its own.
TEXTS = {name: entry["text"] for name, entry in _read("texts").items()} | {
    "empty": "",
    "deep": "<div>" * 400 + "zq1" + "</div>" * 400,
    "deep_quotes": "<blockquote>" * 150 + "zq1" + "</blockquote>" * 150,
}
# A text that is a video post by what it begins with, and its address.
CLIPS = {name: (entry["text"], entry["video"]) for name, entry in _read("clips").items()}
COMMENTS = {name: entry["text"] for name, entry in _read("comments").items()} | {"brackets": "[" * 600 + " zq1"}


def unforeseen(site: Any) -> list[str]:
    """Return what the last build warned of, but for posters that still lie on the old site, which the report lists."""
    return [warning for warning in site.warnings if "Poster: 'https://old.example/" not in warning]
