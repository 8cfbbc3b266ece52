"""Make the posters of the example: pictures of two widths for pages, and one for cards, as `fetch` makes them.

The drawings are those in ``posters``; one is the last moment of the clip of the runner.  Needs Playwright with a
Chromium (its path in CHROME_PATH) and the extra [fetch]: ``python example_site/artwork/draw_posters.py`` writes
``content/media/posters`` and ``content/videopost.json``.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from draw_clip import FPS, picture
from PIL import Image
from playwright.sync_api import sync_playwright

from pelican_videopost.fetch.films import probe
from pelican_videopost.fetch.posters import encode_image, write_posters
from pelican_videopost.posts.fetched import FILE_NAME, OWN_FILES, Fetched, save
from pelican_videopost.posts.providers import recognise

DRAWINGS = Path(__file__).parent / "posters"
CONTENT = Path(__file__).resolve().parents[1] / "content"
SIZE = {"width": 1280, "height": 720}
LAST_MOMENT_S = 14
# Which video each drawing stands for.
VIDEOS = {
    "big-buck-bunny": "https://vimeo.com/1084537",
    "big-buck-bunny-archive": "https://archive.org/details/BigBuckBunny_124",
    "night-drive": OWN_FILES + "media/night-drive.webm",
    "peertube": "https://framatube.org/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d",
    "rocky-training": OWN_FILES + "media/rocky-training.webm",
    "sintel": "https://www.youtube.com/watch?v=eRsGyueVLvQ",
    "the-desert": "https://archive.org/details/Sintel",
    "the-machine": "https://archive.org/details/ElephantsDream",
    "the-meadow": "https://test-streams.mux.dev/x36xhzz/x36xhzz.m3u8",
    "the-ring": "https://www.youtube.com/watch?v=c5BL4RNFr58",
    "the-summit": OWN_FILES + "media/rocky-training.mp4",
}


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Each picture and its name."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROME_PATH"), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        for drawing in sorted(DRAWINGS.glob("*.svg")):
            page.goto(drawing.resolve().as_uri())
            yield drawing.stem, Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    yield "the-summit", picture(FPS * LAST_MOMENT_S).resize(tuple(SIZE.values()), Image.Resampling.LANCZOS)


def main() -> None:
    records = {}
    for name, drawn in pictures():
        record, video = Fetched(width_px=SIZE["width"], height_px=SIZE["height"]), VIDEOS[name]
        if video.startswith(OWN_FILES):
            record = probe(CONTENT / video.removeprefix(OWN_FILES), CONTENT, name, wants_poster=False)
        elif known := recognise(video):
            video = known.watch_url
        records[video] = replace(record, posters=write_posters(encode_image(drawn), CONTENT, name))
    save(CONTENT / FILE_NAME, records)


if __name__ == "__main__":
    main()
