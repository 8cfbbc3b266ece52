"""Building on a laptop while a server takes comments: the files that docs/moderating.md sends up and down."""

import shutil
from pathlib import Path

from pelican_videopost.receiver import create_app
from pelican_videopost.receiver.settings import read_site
from tests.comments.conftest import post, run_here
from tests.conftest import POST, Site


def mirror(source: Path, target: Path) -> None:
    """Make one folder the same as another, as `rsync -a --delete` does."""
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)


def test_a_comment_goes_from_the_server_to_the_laptops_build_and_back_out(site: Site, tmp_path: Path) -> None:
    """The manifest goes up, approved files come down and stand on the page; what is refused later is gone from it."""
    site.write("rocky.md", POST)
    form = {"comments": "https://site.example/c/reply", "receiver": {}}
    settings = {"SITEURL": "https://site.example", "VIDEOPOST": form}
    server = tmp_path / "server"
    (server / "comments-queue").mkdir(parents=True, mode=0o700)
    conf = server / "pelicanconf.py"
    conf.write_text("PATH = 'content'\nSITEURL = ''\nVIDEOPOST = {'receiver': {}}\n", encoding="utf-8")

    def publish() -> str:
        """Do what the document's `make publish` does, and return the post's page."""
        mirror(server / "content" / "comments", site.content / "comments")
        site.build(**settings)
        assert site.warnings == []
        shutil.copy(site.folder / "comments-queue" / "manifest.json", server / "comments-queue")
        return str(site.page("rocky.html").select_one("#comments"))

    assert post()["comment"] not in publish()
    receiver, problems = read_site(conf)
    assert problems == ()
    assert create_app(receiver).test_client().post("/reply", data=post()).status_code == 303
    name = run_here("list", settings=conf).stdout.split()[0]
    assert run_here("approve", name, settings=conf).returncode == 0
    assert post()["comment"] in publish()
    assert run_here("reject", name, settings=conf).returncode == 0
    assert post()["comment"] not in publish()
    assert not list(site.content.rglob("*queue*"))
