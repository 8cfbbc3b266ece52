"""What ``draw_clip.py`` draws with: the colours of the dawn, a canvas, and the runner himself."""

from __future__ import annotations

from itertools import pairwise
from math import cos, exp, hypot, log, pi, sin

from PIL import Image, ImageDraw

Point = tuple[float, float]
WIDTH, HEIGHT, SCALE = 1280, 720, 3  # the stage; it is drawn at SCALE, then reduced
SPEED, BRAKE, STOP = 330.0, 10.6, 12.2  # pixels per second; when he slows, when he stands
SUMMIT = SPEED * (BRAKE + STOP) / 2  # where he stands, along the ridge
STRIDE = 228.0  # pixels per cycle of two steps

# Three moments of each colour: night, first light, sunrise.
COLOURS = {
    "sky0": ("16235a", "34306f", "4a3a7a"),
    "sky1": ("1b2c68", "4b3b7c", "7d4a82"),
    "sky2": ("223876", "6c4784", "b45c80"),
    "sky3": ("2a4584", "945486", "dd7670"),
    "sky4": ("345392", "be6780", "f2935f"),
    "sky5": ("40629f", "e08576", "f9b268"),
    "sun": ("f0a070", "f8b878", "fff0c4"),
    "far": ("30508c", "85568c", "cf7f80"),
    "far_lit": ("4668a2", "b0708e", "f0a888"),
    "mid": ("264379", "5d467f", "8f5a86"),
    "mid_lit": ("3a5c96", "8a5f8c", "d08a8c"),
    "cloud": ("4a6aa6", "a87898", "f6c8a4"),
    "hills": ("1c3466", "3a3770", "55407a"),
    "tree": ("203c70", "3a3b74", "51457f"),
    "rim": ("c6d8f0", "f4d4cc", "fff2dc"),
    "snow0": ("8aa8d6", "b0a4cc", "d9bcd0"),
    "snow1": ("6f90c6", "9289c0", "b39fc6"),
    "snow2": ("5578b2", "7672b0", "9084b6"),
    "pine": ("142a58", "262a60", "322f68"),
    "body": ("0a1130", "0e1032", "110f30"),
    "behind": ("182448", "22204c", "201c48"),
    "scarf": ("d8434a", "e0484a", "e5484a"),
    "scarf_end": ("a82f42", "b03344", "b23344"),
}
# One cycle of a foot: phase, ahead of the hip, ankle above the snow, pitch of the sole (degrees).
GAIT = [
    (0, 36, 8, -8),
    (0.09, 16, 8, 0),
    (0.18, -4, 8, 0),
    (0.27, -24, 10, 12),
    (0.36, -45, 22, 50),
    (0.45, -58, 44, 76),
    (0.58, -42, 66, 80),
    (0.71, 2, 60, 42),
    (0.84, 38, 46, 5),
    (0.94, 48, 22, -12),
]


def ease(value: float, start: float, end: float) -> float:
    """Go smoothly from 0 at ``start`` to 1 at ``end``."""
    part = min(1.0, max(0.0, (value - start) / (end - start)))
    return part * part * (3 - 2 * part)


def mix(a: float, b: float, part: float) -> float:
    return a + (b - a) * part


def turn(origin: Point, length: float, degrees: float) -> Point:
    """The point at ``length`` from ``origin``: 0 hangs straight down, 90 points ahead."""
    angle = degrees * pi / 180
    return origin[0] + length * sin(angle), origin[1] + length * cos(angle)


def ridge(x: float) -> float:
    """Height of the ridge: a rolling slope, a steep last push, a summit, a drop."""
    roll = 1 - ease(x, SUMMIT - 700, SUMMIT - 350)
    push, drop = (w * log(1 + exp(min(30, (x - SUMMIT + d) / w))) for w, d in ((60, 480), (10, -3)))
    drop = max(drop, x - SUMMIT - 3)
    return 0.27 * x + roll * (13 * sin(x / 190) + 5 * sin(x / 71 + 1)) + 0.3 * push - 1.2 * drop


def travelled(time: float) -> float:
    brake = min(max(time - BRAKE, 0), STOP - BRAKE)
    return SPEED * (min(time, BRAKE) + brake - brake * brake / 2 / (STOP - BRAKE))


def gait(phase: float) -> list[float]:
    """A Catmull-Rom curve through ``GAIT``, which repeats."""
    i = max(k for k, row in enumerate(GAIT) if row[0] <= phase % 1)
    rows = [GAIT[(i + k) % len(GAIT)] for k in (-1, 0, 1, 2)]
    u = (phase % 1 - rows[1][0]) / ((rows[2][0] or 1) - rows[1][0])
    return [
        b + u / 2 * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * b - a - 3 * c + d)))
        for a, b, c, d in list(zip(*rows, strict=True))[1:]
    ]


class Canvas:
    """A picture drawn large, in the colours of one moment of the dawn (0 to 1)."""

    def __init__(self, dawn: float) -> None:
        self.dawn = dawn
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), self.colour("sky0"))
        self.draw = ImageDraw.Draw(self.image, "RGBA")

    def colour(self, name: str, alpha: float = 1) -> tuple[int, ...]:
        first = min(1, int(self.dawn * 2))
        a, b = (bytes.fromhex(text) for text in COLOURS[name][first : first + 2])
        rgb = (round(mix(p, q, self.dawn * 2 - first)) for p, q in zip(a, b, strict=True))
        return *rgb, round(255 * alpha)

    def shape(self, points: list[Point], name: str) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], self.colour(name))

    def disc(self, x: float, y: float, r: float, name: str, alpha: float = 1, flat: float = 1) -> None:
        box = [x - r, y - r * flat, x + r, y + r * flat]
        self.draw.ellipse([SCALE * side for side in box], self.colour(name, alpha))

    def limb(self, name: str, *joints: tuple[Point, float]) -> None:
        """A rounded limb through ``joints``, each a point and a radius."""
        for ((px, py), r), ((qx, qy), s) in pairwise(joints):
            size = hypot(qx - px, qy - py) or 1
            nx, ny = (py - qy) / size, (qx - px) / size
            self.shape(
                [
                    (px + nx * r, py + ny * r),
                    (qx + nx * s, qy + ny * s),
                    (qx - nx * s, qy - ny * s),
                    (px - nx * r, py - ny * r),
                ],
                name,
            )
        for (px, py), r in joints:
            self.disc(px, py, r, name)

    def pine(self, x: float, y: float, size: float, name: str) -> None:
        half = [
            (0.035, 0.05),
            (0.035, 0),
            (0.23, -0.01),
            (0.14, -0.3),
            (0.19, -0.27),
            (0.1, -0.56),
            (0.145, -0.53),
            (0, -1),
        ]
        self.shape(
            [(x + a * size, y + b * size) for a, b in half] + [(x - a * size, y + b * size) for a, b in half[::-1]],
            name,
        )


def runner(c: Canvas, time: float, camera: float, level: float) -> None:
    """The runner: feet follow ``GAIT`` over the snow, knees are solved, arms answer the legs."""
    x = travelled(time)
    cycle, stand = x / STRIDE, ease(time, STOP - 0.9, STOP)
    back, lift = ease(time, STOP - 0.1, STOP + 0.5), ease(time, STOP + 0.3, STOP + 1)
    breath = sin(time * 4.2) * ease(time, STOP, STOP + 1)
    lift += 0.12 * sin(pi * ease(time, STOP + 0.7, STOP + 1.5)) + 0.012 * breath * lift
    lean = mix(17 + 2 * sin(4 * pi * cycle), 0, stand)
    hip = (x - camera, level - ridge(x) - mix(90 + 3.5 * cos(4 * pi * (cycle - 0.43)), 101, stand))
    waist, chest = turn(hip, -26, -lean), turn(hip, -54 - breath, -lean)
    neck = turn(hip, -70 - breath, -lean)
    head = turn(neck, -15, -lean * 0.5)
    for side in (-1, 1):  # the far limbs first, then the trunk, then the near limbs
        name = "behind" if side < 0 and back < 0.5 else "body"
        if side > 0:
            waves = (sin(k * 0.75 - time * 9) * (k + 1) * 1.3 for k in range(9))
            tail = [((neck[0] - 9 * k, neck[1] + 6 + k + w), 4.2) for k, w in enumerate(waves)]
            c.limb("scarf", *tail[:7])
            c.limb("scarf_end", *tail[6:])
            for w in (-9 * back, 9 * back):
                shoulder = (chest[0] + w, chest[1] + 3)
                c.limb(
                    "body",
                    ((hip[0] + w * 0.75, hip[1] - 2), 12.5),
                    ((waist[0] + w * 0.7, waist[1]), 11),
                    (shoulder, 14.5 - 3 * back),
                    (neck, 6.5),
                    (head, 6.5),
                )
        pairs = zip(gait(cycle + side / 4), (side * 19, 8, 0), strict=True)
        ahead, high, pitch = (mix(running, standing, stand) for running, standing in pairs)
        joint = (hip[0] + side * 8 * back, hip[1])
        dx, dy = ahead - side * 8 * back, level - ridge(x + ahead) - high - hip[1]
        reach, size = min(hypot(dx, dy), 95.8), hypot(dx, dy)
        bend = (48**2 - reach**2 / 4) ** 0.5 / reach * mix(1, side * 0.5, back)
        dx, dy = dx * reach / size, dy * reach / size
        ankle = (joint[0] + dx, joint[1] + dy)
        knee = (joint[0] + dx / 2 + dy * bend, joint[1] + dy / 2 - dx * bend)
        calf = (mix(knee[0], ankle[0], 0.35) - dy * 0.015, mix(knee[1], ankle[1], 0.35) + dx * 0.015)
        c.limb(name, (joint, 12.5), (knee, 7.8), (calf, 8), (ankle, 4.8))
        sole = 105 - pitch - 15 * stand
        toe = turn(ankle, mix(19, side * 9, back), sole)
        c.limb(name, (turn(ankle, 6, sole - 125), 5), (toe, 4))
        swing = 4 - 46 * cos(2 * pi * (cycle + side / 4 - 0.95))
        upper = mix(mix(swing, 9 * side, stand), side * 146, lift)
        fore = mix(mix(swing * 0.75 + 92, 15 * side, stand), side * 163, lift)
        shoulder = (chest[0] + side * mix(3, 16, back), chest[1] - 4 - 5 * lift)
        elbow = turn(shoulder, 31, upper)
        c.limb(name, (shoulder, 8.5), (elbow, 6.8), (turn(elbow, 27, fore), 4.8))
        c.disc(*turn(elbow, 30, fore), 6.3, name)
    wrap, tilt = 4 + 2 * back, 190 - lean * 0.5 - 10 * back
    c.limb("scarf", ((neck[0] - wrap, neck[1] + 3), 4.6), ((neck[0] + wrap, neck[1] + 4), 4.6))
    c.disc(*head, 12.5, "body")
    c.disc(head[0] + 10.5 * (1 - back), head[1] + 3, 3.2, "body")  # his nose, until he turns
    c.shape([turn(head, 13.3, tilt + k) for k in range(-80, 81, 10)], "scarf")  # his hat
    c.limb("scarf_end", (turn(head, 11.6, tilt - 80), 2.2), (turn(head, 11.6, tilt + 80), 2.2))
