"""The metadata that an author may write for a video, and the lines of one as every reader gives them."""

# With its meaning: the table of the README is checked against this one.
FIELDS = {
    "video": "the address of a video's page, its embed address, or a file; one a line: the first plays, the rest are"
    " “Also on” sources",
    "film": "the work the clip is from; several separated by `;`",
    "poster": "the picture shown before playing",
    "duration": "`7:42`, `1:02:03`, seconds, or `PT7M42S`",
    "chapters": "the parts of the video, one a line: `1:35 Heart's on Fire`",
    "captions": "WebVTT files, one a line: `en: {static}/media/clip.en.vtt`: subtitles of a video file, and the"
    " transcript of any video",
    "series": "the series that the post is a part of, and its place: `Rocky in Russia; 2`",
    "people": "who is in it or made it, separated by `;`, with a role in brackets",
    "related": "slugs of related posts, separated by `;`",
    "comments": "`open`, `closed` (no form any more) or `off`",
}


def lines(value: object) -> list[str]:
    """Return the non-empty lines of a metadata value: readers give a text, a text of lines, or a list of texts."""
    if not value:
        return []
    texts = value if isinstance(value, list | tuple) else [value]
    return [line.strip() for text in texts if isinstance(text, str) for line in text.splitlines() if line.strip()]
