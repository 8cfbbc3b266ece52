"""Draw the clip of the night drive: a road into a sun that never sets, palms that pass, and the stripes between them.

Every shape is computed here.  Needs Pillow and PyAV: ``python example_site/artwork/draw_drive.py`` writes
``content/media/night-drive.webm``.
"""

from __future__ import annotations

from math import pi, sin
from pathlib import Path

import av
from PIL import Image, ImageDraw

OUTPUT = Path(__file__).resolve().parents[1] / "content" / "media" / "night-drive.webm"
WIDTH, HEIGHT, SCALE = 640, 360, 3  # the stage; it is drawn at SCALE, then reduced
FPS, SECONDS = 20, 12
HORIZON, MIDDLE, SUN = 206, 320, 84  # in pixels of the stage
SPEED = 5.0  # rows of the grid per second
BANDS = ("150f3a", "1d1348", "2a1759", "431b6c", "6a217c", "972a86")
SUNRISE = ("ffe59a", "ff9a5c", "f0377f")


class Stage:
    """A picture in pixels of the stage, drawn larger."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "#" + BANDS[0])
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def shape(self, points: list[tuple[float, float]], colour: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], colour)

    def disc(self, x: float, y: float, r: float, colour: str) -> None:
        self.draw.ellipse([SCALE * side for side in (x - r, y - r, x + r, y + r)], colour)

    def line(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        self.draw.line([(x * SCALE, y * SCALE) for x, y in points], colour, max(1, round(width * SCALE)), "curve")


def between(part: float) -> str:
    """A colour of the sun, from its top (0) to its foot (1)."""
    first = min(1, int(part * 2))
    a, b = (bytes.fromhex(text) for text in SUNRISE[first : first + 2])
    return "#" + bytes(round(p + (q - p) * (part * 2 - first)) for p, q in zip(a, b)).hex()


def sky(stage: Stage, time: float) -> None:
    for ring, colour in enumerate(BANDS[1:]):
        stage.disc(MIDDLE, HORIZON - 46, 410 - 72 * ring, "#" + colour)
    for star in range(40):
        x, y = star * 97 % WIDTH, star * 61 % 150
        glow = 150 + round(100 * sin(time * 2 + star))
        stage.disc(x, y, 0.6 + star % 3 * 0.3, f"#ffffff{max(40, glow):02x}")
    stage_sun(stage, time)
    for side in (-1, 1):
        ridge = [(130, 0), (166, -26), (186, -12), (226, -52), (262, -20), (290, -34), (330, 0)]
        stage.shape([(MIDDLE + side * x, HORIZON + y) for x, y in ridge], "#24135a")
        stage.line([(MIDDLE + side * x, HORIZON + y) for x, y in ridge], "#e93f9b", 1.2)


def stage_sun(stage: Stage, time: float) -> None:
    """The sun, cut by stripes that sink through it."""
    middle = HORIZON - 46
    for row in range(2 * SUN):
        y = row - SUN
        gap = (row - 70) / 10
        is_stripe = row > 70 and (row + time * 6) % 16 < gap
        if not is_stripe:
            half = (SUN * SUN - y * y) ** 0.5
            stage.shape(
                [(MIDDLE + s * half, middle + y + d) for s, d in ((-1, 0), (1, 0), (1, 1), (-1, 1))],
                between(row / 2 / SUN),
            )


def depth(row: float) -> float:
    """Where a row of the grid is on the stage: 0 is at the wheels, and those far away crowd at the horizon."""
    return HORIZON + (HEIGHT - HORIZON) / (1 + row * 0.55)


def ground(stage: Stage, time: float) -> None:
    stage.shape([(0, HORIZON), (WIDTH, HORIZON), (WIDTH, HEIGHT), (0, HEIGHT)], "#160b36")
    for column in range(-22, 23):
        stage.line([(MIDDLE + column * 4, HORIZON), (MIDDLE + column * 62, HEIGHT)], "#7d2590", 0.8)
    for row in range(22):
        y = depth(row - time * SPEED % 1)
        stage.line([(0, y), (WIDTH, y)], "#7d2590", 0.5 + (y - HORIZON) / 160)
    road = [(MIDDLE - 6, HORIZON), (MIDDLE + 6, HORIZON), (MIDDLE + 214, HEIGHT), (MIDDLE - 214, HEIGHT)]
    stage.shape(road, "#0d0722")
    for side in (-1, 1):
        stage.line([(MIDDLE + side * 6, HORIZON), (MIDDLE + side * 214, HEIGHT)], "#48d8f0", 1.6)
    for dash in range(40):
        near, far = (depth(dash * 2 + d - time * SPEED % 2) for d in (0, 1))
        if near > HORIZON + 1:
            halves = [(y - HORIZON) / (HEIGHT - HORIZON) * 5 + 0.4 for y in (far, near)]
            points = [(MIDDLE - halves[0], far), (MIDDLE + halves[0], far), (MIDDLE + halves[1], near)]
            stage.shape([*points, (MIDDLE - halves[1], near)], "#ffd98a")


def palms(stage: Stage, time: float) -> None:
    """Palms beside the road, the far ones first."""
    for tree in range(9, -1, -1):
        row = tree * 2 - time * SPEED % 2 + 0.2
        if row < -0.9:
            continue
        y = depth(row)
        size = (y - HORIZON) / (HEIGHT - HORIZON)
        for side in (-1, 1):
            foot = MIDDLE + side * (12 + 268 * size)
            top = (foot - side * 14 * size, y - 190 * size)
            stage.line([(foot, y), (foot - side * 2 * size, y - 100 * size), top], "#0a0620", 8 * size)
            for leaf in range(7):
                angle = leaf * pi / 6
                sway = sin(time * 2 + tree + leaf) * 3
                tip = (top[0] + 74 * size * sin(angle - pi / 2), top[1] + size * (26 - 62 * sin(angle) + sway))
                bend = ((top[0] + tip[0]) / 2, min(top[1], tip[1]) - 12 * size)
                stage.shape([top, bend, tip, (bend[0], bend[1] + 13 * size)], "#0a0620")


def car(stage: Stage, time: float) -> None:
    """The car ahead, from behind: it stays in its lane, and rocks a little."""
    x, y = MIDDLE + 62 + 7 * sin(time * 0.9), 300 + 0.8 * sin(time * 11)
    stage.shape([(x - 50, y + 26), (x + 50, y + 26), (x + 58, y + 30), (x - 58, y + 30)], "#05030f")
    for side in (-1, 1):
        stage.shape([(x + side * a, y + b) for a, b in ((30, 14), (46, 14), (46, 30), (30, 30))], "#05030f")
    stage.shape([(x - 34, y - 18), (x + 34, y - 18), (x + 46, y + 2), (x - 46, y + 2)], "#1b1148")
    stage.shape([(x - 30, y - 14), (x + 30, y - 14), (x + 38, y), (x - 38, y)], "#f0377f66")
    stage.shape([(x - 52, y + 2), (x + 52, y + 2), (x + 54, y + 20), (x - 54, y + 20)], "#2b1a66")
    stage.shape([(x - 52, y + 2), (x + 52, y + 2), (x + 52, y + 4), (x - 52, y + 4)], "#e93f9b")
    for side in (-1, 1):
        for lamp in range(3):
            a = side * (26 + 8 * lamp)
            stage.shape([(x + a - 3, y + 8), (x + a + 3, y + 8), (x + a + 3, y + 14), (x + a - 3, y + 14)], "#ff5a4a")


def frame(number: int) -> Image.Image:
    """The picture of this number, drawn large."""
    stage, time = Stage(), number / FPS
    sky(stage, time)
    ground(stage, time)
    palms(stage, time)
    car(stage, time)
    return stage.image


def main() -> None:
    with av.open(str(OUTPUT), "w", options={"fflags": "+bitexact"}) as film:
        stream = film.add_stream("libvpx-vp9", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"crf": "53", "b": "0", "g": "240", "deadline": "good", "cpu-used": "2"}
        for number in range(FPS * SECONDS):
            film.mux(stream.encode(av.VideoFrame.from_image(frame(number).reduce(SCALE))))
        film.mux(stream.encode())


if __name__ == "__main__":
    main()
