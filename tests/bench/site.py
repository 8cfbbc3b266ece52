"""The sites to build: posts with everything, of real posts' size, the same at every run; each with a comment form."""

import random
from pathlib import Path

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


def write_settings(folder: Path, output: Path, *, plugin: bool, cache: bool) -> Path:
    """Write the settings of the site and where it goes, with the plugin or without, with Pelican's cache or not."""
    settings = {
        "SITENAME": "Bench",
        "SITEURL": "https://site.example",
        "TIMEZONE": "UTC",
        "PATH": str(folder / "content"),
        "OUTPUT_PATH": str(output),
        "CACHE_PATH": str(folder / f"cache-{plugin}"),
        "DEFAULT_PAGINATION": 10,
        "PLUGINS": ["pelican_videopost"] if plugin else [],
        "VIDEOPOST": {"comments": "https://comments.example/send"},
        "CACHE_CONTENT": cache,
        "LOAD_CONTENT_CACHE": cache,
    }
    path = folder / "conf.py"
    path.write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()))
    return path
