"""What the plugin costs: `make bench`.

Generated sites of video posts, built by plain Pelican and by Pelican with the plugin in turn, each in a process of its
own; the medians of CPU time and memory, and their ratio. Then the bytes that a reader's browser gets.
"""

import argparse
import gzip
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import minify
from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from pelican_videopost.labels import Labels
from pelican_videopost.model import Poster
from pelican_videopost.player import player
from pelican_videopost.providers import recognise

PROJECT = Path(__file__).parent.parent
WORDS = "snow mountain song drum boxer winter light film road night city voice summer train river engine dance".split()
TAGS = [f"tag-{letter}{other}" for letter in "abcdefgh" for other in "klmnop"]


def post(number: int, chance: random.Random) -> str:
    """Return a post of about 3 KB with marker, sections, film and tags."""

    def paragraph(words: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."

    film = f"Film {chance.randrange(400)}"
    body = "\n\n".join(
        f"{paragraph(45)} *{paragraph(3)}* [a link](https://example.org/{number}) {paragraph(30)}" for _ in range(4)
    )
    return (
        f"Title: Post {number} [{film}]\nDate: {2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02} 10:00\n"
        f"Category: Category {'abcdefgh'[number % 8]}\nTags: {', '.join(chance.sample(TAGS, 3))}\nSlug: post-{number}\n"
        f"Duration: 7:42\nVideo: https://www.youtube.com/watch?v=eRsGyu{number:05}\n\n{paragraph(40)} [+]\n\n{body}\n\n"
        f"## More info and movies\n\n- [One](https://example.org/1)\n- [Two](https://example.org/2)\n\n"
        f"## Details\n\nDirector\n:   {paragraph(2)}\n\nMusic\n:   {paragraph(2)}\n"
    )


def write_site(folder: Path, posts: int) -> None:
    """Write the content of a site of so many posts."""
    chance = random.Random(posts)  # noqa: S311  # the same texts at every run
    (folder / "content").mkdir(parents=True)
    for number in range(posts):
        (folder / "content" / f"post-{number}.md").write_text(post(number, chance))


def build(folder: Path, *, plugin: bool, cache: bool) -> tuple[float, float]:
    """Build the site in a process of its own; return its CPU seconds and its peak memory in MB."""
    settings = {
        "SITENAME": "Bench",
        "SITEURL": "https://site.example",
        "TIMEZONE": "UTC",
        "PATH": str(folder / "content"),
        "OUTPUT_PATH": str(folder / "output"),
        "CACHE_PATH": str(folder / f"cache-{plugin}"),
        "DEFAULT_PAGINATION": 10,
        "PLUGINS": ["pelican_videopost"] if plugin else [],
        "CACHE_CONTENT": cache,
        "LOAD_CONTENT_CACHE": cache,
    }
    (folder / "conf.py").write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()))
    shutil.rmtree(folder / "output", ignore_errors=True)
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", code, sys.executable, "-m", "pelican", "-s", str(folder / "conf.py"), "-q"]
    seconds, memory = subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT).stdout.split()
    return float(seconds), float(memory)


def compare(posts: int, runs: int) -> None:
    """Print what the plugin costs on a site of so many posts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder, posts)
        for cache in (False, True):
            plain, ours = [], []
            if cache:
                build(folder, plugin=False, cache=True)
                build(folder, plugin=True, cache=True)
            for _ in range(runs):
                plain.append(build(folder, plugin=False, cache=cache))
                ours.append(build(folder, plugin=True, cache=cache))
            ratios = [with_[0] / without[0] for with_, without in zip(ours, plain, strict=True)]
            memory = statistics.median(run[1] for run in ours) / statistics.median(run[1] for run in plain)
            cpu = [statistics.median(run[0] for run in group) for group in (plain, ours)]
            say(
                f"{posts:6} posts{', cached' if cache else '':8} plain {cpu[0]:7.2f} s   with plugin {cpu[1]:7.2f} s"
                f"   CPU x {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
                f"   memory x {memory:.2f}"
            )


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def player_bytes() -> dict[str, bytes]:
    """Return what one player is made of: its markup, its own script and its own style, minified."""
    env = Environment(
        loader=FileSystemLoader(PROJECT / "pelican_videopost/templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    video = recognise("https://www.youtube.com/watch?v=eRsGyueVLvQ")
    assert video is not None
    shown = player("Sintel", [video], site_host="site.example", poster=Poster("/media/sintel.svg"))
    markup = env.get_template("videopost/player.html").render(player=shown, _=Labels("en", {}))
    return {
        "markup": str(BeautifulSoup(markup, "html.parser")).encode(),
        "script": minify.string("application/javascript", (PROJECT / "assets/player.js").read_text()).encode(),
        "style": minify.string("text/css", (PROJECT / "assets/player.css").read_text()).encode(),
    }


def weigh() -> None:
    """Print the bytes of one player, and of all that the plugin ships to a browser."""
    parts = player_bytes()
    whole = gzip.compress(b"\n".join(parts.values()), 9, mtime=0)
    sizes = ", ".join(f"{name} {len(part)}" for name, part in parts.items())
    say(f"one player: {sizes} bytes; together {len(whole)} bytes gzip")
    shipped = [path.read_bytes() for path in sorted((PROJECT / "pelican_videopost/static").iterdir())]
    packed = sum(len(gzip.compress(one, 9, mtime=0)) for one in shipped)
    say(f"all assets: {sum(map(len, shipped))} bytes; {packed} bytes gzip")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, nargs="*", default=[1000, 10000])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    weigh()
    for size in options.posts:
        compare(size, options.runs)
