"""Building on a laptop while a server takes comments: the commands of docs/moderating.md, as they stand there."""

import subprocess
from pathlib import Path

import pytest

from pelican_videopost.receiver import create_app
from pelican_videopost.receiver.settings import read_site
from tests.comments.conftest import post, run_here
from tests.comments.test_documents import block
from tests.conftest import POST, Site
from tests.packages import needed
from tests.system import RSYNC


def test_a_comment_goes_from_the_server_to_the_laptops_build_and_back_out(
    site: Site, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The manifest goes up, approved files come down and stand on the page; what is refused later is gone from it.

    The server is a folder of this machine, and the build is made in this process.
    """
    needed(RSYNC, tmp_path_factory.getbasetemp().parent)
    site.write("rocky.md", POST)
    settings = {"VIDEOPOST": {"comments": "https://site.example/c/reply", "receiver": {}}}
    server = tmp_path / "server"

    def run(line: str) -> None:
        line = line.replace("server:/srv/site", str(server)).replace("/srv/site", str(server))
        subprocess.run(["/bin/sh", "-c", line], cwd=site.folder, check=True)

    def publish() -> str:
        """Do what the document's `make publish` does, and return the post's page."""
        target, *lines = block("publish:").splitlines()
        assert target == "publish:"
        for line in map(str.strip, lines):
            if line.startswith("pelican "):
                site.build(**settings)
                assert site.warnings == []
            else:
                run(line)
        return (server / "output" / "rocky.html").read_text(encoding="utf-8")

    run(block("mkdir -p "))
    conf = server / "pelicanconf.py"
    conf.write_text("PATH = 'content'\nSITEURL = ''\nVIDEOPOST = {'receiver': {}}\n", encoding="utf-8")
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
    assert (server / "comments-queue").stat().st_mode & 0o077 == 0
