"""Draw the example clip: a runner climbs a snowy ridge at dawn and raises his arms at the top.

Every shape is computed here, nothing is filmed or copied.  Needs Pillow and ffmpeg (libvpx-vp9):
``python example_site/artwork/draw_clip.py`` writes ``content/media/rocky-training.webm``.
"""

from __future__ import annotations

import random
import subprocess
from functools import lru_cache
from math import exp, sin
from pathlib import Path

from figure import (
    HEIGHT,
    SCALE,
    STOP,
    STRIDE,
    SUMMIT,
    WIDTH,
    Canvas,
    Point,
    ease,
    mix,
    ridge,
    runner,
    travelled,
)
from PIL import Image

OUTPUT = Path(__file__).resolve().parents[1] / "content" / "media" / "rocky-training.webm"
FPS, SECONDS, REDUCE = 24, 15, 4  # REDUCE: from the drawing to the picture


@lru_cache
def peaks(seed: int, gap: int, spread: int, tall: int) -> list[tuple[list[Point], list[Point]]]:
    """A range of mountains: for each one its outline and its lit face, highest first."""
    rng, found = random.Random(seed), []
    for place in range(-200, 2400, gap):
        x, y = place + rng.uniform(-0.25, 0.25) * gap, rng.uniform(0, spread)
        left, right = (tall * rng.uniform(0.9, 1.2) for _ in "lr")
        edge = [(x + right * (f + rng.uniform(-0.03, 0.03)), y + tall * f) for f in (0.1, 0.22, 0.38, 0.55)]
        zigzag = [(0.33, 0.5), (0.25, 0.36), (0.19, 0.47), (0.11, 0.25), (0.03, 0.34), (-0.02, 0.13)]
        face = [(x, y), *edge[:3], *((x + right * a, y + tall * b) for a, b in zigzag)]
        found.append(
            (
                [
                    (x, y),
                    *edge,
                    (x + right, y + tall),
                    (x - left, y + tall),
                    (x - left * 0.4, y + tall * 0.43),
                    (x - left * 0.17, y + tall * 0.14),
                ],
                face,
            )
        )
    return sorted(found, key=lambda peak: peak[0][0][1])


def landscape(c: Canvas, camera: float, climb: float, sun: Point) -> None:
    """Everything behind the ridge; each layer slides and sinks at its own pace."""
    for i, radius in enumerate((900, 700, 520, 370, 245), 1):
        c.disc(*sun, radius, f"sky{i}")
    rng, night = random.Random(3), 0.9 * (1 - ease(c.dawn, 0.1, 0.8))
    for _ in range(40):
        c.disc(rng.uniform(0, WIDTH), rng.uniform(0, 300), rng.uniform(0.8, 1.9), "rim", night)
    c.disc(*sun, 150, "sun")
    layers = (("far", 7, 210, 90, 420, 0.06, 325, 430), ("mid", 12, 300, 110, 520, 0.13, 405, 520))
    for name, seed, gap, spread, tall, pace, start, end in layers:
        dx, dy = -camera * pace, mix(start, end, climb)
        for outline, face in peaks(seed, gap, spread, tall):
            c.shape([(x + dx, y + dy) for x, y in outline], name)
            c.shape([(x + dx, y + dy) for x, y in face], name + "_lit")
    for i in range(22):
        y = mix(590, 640, climb) + 16 * sin(i * 2.4) + 90
        c.disc(i * 97 - camera * 0.2, y, 120 + 25 * sin(i * 1.7), "cloud", 1, 0.8)
    for i in range(-4, 75):
        x, y = i * 34 - camera * 0.33, mix(510, 900, climb) + 30 * sin(i / 3.7)
        c.pine(x, y, rng.uniform(50, 105), "hills")
        c.disc(x, y + 90, 100, "hills")


def snow_ridge(c: Canvas, camera: float, level: float) -> None:
    """The ridge he runs on: trees behind it, facets of shade, trees in front of it."""
    rng = random.Random(11)
    for _ in range(16):
        x = rng.uniform(300, SUMMIT - 1000)
        c.pine(x - camera, level - ridge(x) + 22, rng.uniform(90, 180), "tree")
    for name, depth, rough, step in (
        ("rim", 0, 0, 6),
        ("snow0", 5, 0, 6),
        ("snow1", 30, 70, 58),
        ("snow2", 120, 110, 83),
    ):
        line, facets = [], random.Random(depth)
        for x in range(-600, round(SUMMIT) + 900, step):
            down = depth + rough * facets.random()
            if -step * 2 < x - camera < WIDTH + step * 2:
                down += (depth * 1.4 if rough else 0) * exp(-(((x - SUMMIT) / 75) ** 2))
                line.append((x - camera, level - ridge(x) + down))
        c.shape([*line, (WIDTH + 200, HEIGHT * 2), (-200, HEIGHT * 2)], name)
    for i in range(-1, 30):
        x, size = i * 112 + rng.uniform(-40, 40), rng.uniform(80, 150)
        y = level - ridge(x) + size + rng.uniform(45, 190)
        c.disc(x - camera - size * 0.12, y, size * 0.3, "pine", 0.3, 0.16)
        c.pine(x - camera, y, size, "pine")


def weather(c: Canvas, time: float, camera: float, level: float) -> None:
    """Snow thrown by his heels, his breath, and the flakes in the air."""
    x, rng = travelled(time), random.Random(7)
    for step in range(int(x / STRIDE * 2) - 3, int(x / STRIDE * 2) + 1):
        foot = (step / 2 + 0.25) * STRIDE
        age = (x - foot - 70) / 110
        for k in range(4 if 0 < age < 1 else 0):
            up = (70 + 35 * sin(k * 2.3)) * age * (0.9 - age)
            px, py = foot + 32 - (12 + 13 * k) * age, ridge(foot) + 2 + up
            alpha = (1 - age) * (1 - ease(time, STOP - 1.2, STOP - 0.2))
            c.disc(px - camera, level - py, 2 + (5 - k) * age, "rim", alpha)
    age, aside = time % 1.38 / 1.1, ease(time, STOP - 1, STOP)
    for k in range(3 if age < 1 else 0):
        px = mix(48 + (16 + 10 * k) * age, 14 - (34 + 12 * k) * age, aside)
        py = ridge(x) + mix(166, 172, aside) + (10 + 8 * k) * age
        c.disc(x - camera + px, level - py, 3 + (8 - 2 * k) * age, "rim", 0.6 * (1 - age))
    for i in range(36):
        size, x, y = rng.uniform(1.4, 3.2), rng.uniform(0, 1400), rng.uniform(0, 760)
        x = (x - camera * 0.1 * size - 30 * time) % 1400 - 60
        y = (y + (28 + 22 * size) * time + 12 * sin(time + i)) % 760 - 20
        c.disc(x, y, size, "rim", 0.85)


def picture(number: int) -> Image.Image:
    """The frame of this number, drawn large."""
    time, still = number / FPS, number // 8 * 8 / FPS  # steps of colour, to save bytes
    x, c, near = travelled(time), Canvas(ease(still, 0, 13)), ease(time, 5.5, STOP)
    camera, level = x - mix(380, 800, near), mix(545, 505, near) + ridge(x)
    landscape(c, camera, ridge(x) / ridge(SUMMIT), (800, mix(640, 355, ease(time, 1, 13.5))))
    snow_ridge(c, camera, level)
    weather(c, time, camera, level)
    runner(c, time, camera, level)
    return c.image


def main() -> None:
    size = f"{WIDTH * SCALE // REDUCE}x{HEIGHT * SCALE // REDUCE}"
    command = [
        "ffmpeg",
        "-y",
        "-loglevel",
        "error",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        size,
        "-r",
        str(FPS),
        "-i",
        "-",
        "-an",
        "-c:v",
        "libvpx-vp9",
        "-pix_fmt",
        "yuv420p",
        "-crf",
        "47",
        "-b:v",
        "0",
        "-g",
        "360",
        "-row-mt",
        "1",
        "-auto-alt-ref",
        "1",
        "-lag-in-frames",
        "25",
        "-deadline",
        "good",
        "-cpu-used",
        "0",
        "-fflags",
        "+bitexact",
        "-flags:v",
        "+bitexact",
        str(OUTPUT),
    ]
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin
        for number in range(FPS * SECONDS):
            encoder.stdin.write(picture(number).reduce(REDUCE).tobytes())
    if encoder.returncode:
        raise SystemExit(encoder.returncode)


if __name__ == "__main__":
    main()
