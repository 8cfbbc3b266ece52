"""A site built again and again: `pelican --autoreload` itself, and the builds it makes of one process."""

import gc
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pelican import Pelican, signals
from pelican.log import LimitFilter
from pelican.settings import read_settings

from pelican_videopost.build.article import VideoArticle
from pelican_videopost.views.views import Views

from .conftest import POST, PROJECT, Site

OTHER = POST.replace("Rocky training in Russia", "The other clip").replace("Slug: rocky", "Slug: other")
PATIENCE_S = 120


def wait_until(holds: Callable[[], bool], change: Callable[[], object] = lambda: None) -> None:
    """Return as soon as a change shows. It is made again every few seconds: Pelican may not have watched yet."""
    for _ in range(PATIENCE_S // 5):
        change()
        end = time.monotonic() + 5
        while time.monotonic() < end:
            try:
                if holds():
                    return
            except (OSError, AttributeError):  # the page is just being written
                pass
            time.sleep(0.2)
    pytest.fail("the site was not built again")


def related(site: Site) -> list[str]:
    """Return the titles of the posts that the first one is related to."""
    return [link.get_text() for link in site.page().select(".videopost-related a")]


@pytest.fixture
def running(site: Site) -> Iterator[Path]:
    """Two posts, watched by `pelican --autoreload`; the site's settings file."""
    site.write("rocky.md", POST)
    site.write("other.md", OTHER)
    conf = site.folder / "pelicanconf.py"
    settings = site.settings(STATIC_PATHS=[])  # Pelican would warn that it cannot watch a folder that is not there
    conf.write_text("".join(f"{name} = {value!r}\n" for name, value in settings.items()), encoding="utf-8")
    command = [sys.executable, "-m", "pelican", "--autoreload", "-s", str(conf), "--fatal", "warnings"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as pelican:
        wait_until(lambda: related(site) == ["The other clip [Rocky IV]"])
        yield conf
        pelican.kill()


def test_autoreload(site: Site, running: Path) -> None:
    """A change to a post shows on its page, in listings, feeds and the posts related to it; so does one of settings."""
    changed = OTHER.replace("The other clip", "Changed").replace("The teaser", "Another teaser")
    wait_until(lambda: related(site) == ["Changed [Rocky IV]"], lambda: site.write("other.md", changed))
    wait_until(lambda: "Another teaser" in site.page("tag/snow.html").get_text())
    assert "Another teaser" in site.page("other.html").get_text()
    assert "Another teaser" in site.page("index.html").get_text()
    assert "Another teaser" in "".join(site.entries().values())
    (site.content / "other.md").unlink()
    wait_until(lambda: related(site) == [], lambda: site.write("rocky.md", POST))
    settings = running.read_text(encoding="utf-8") + 'VIDEOPOST = {"labels": {"Details": "Credits"}}\n'
    wait_until(
        lambda: site.page().select_one(".videopost-details h2").get_text() == "Credits",
        lambda: running.write_text(settings, encoding="utf-8"),
    )


def test_builds_leave_nothing_behind(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Each build of a process tells of a problem once, however often settings were read; the last build's posts go."""
    site.write("other.md", OTHER.replace("Video:", "Duration: long\nVideo:"))
    living, receivers = [], []
    pelican = Pelican(read_settings(path=None, override=site.settings()))
    for number in range(4):
        site.write("rocky.md", POST.replace("The teaser", f"Teaser {number}"))
        LimitFilter._raised_messages.clear()
        caplog.clear()
        if number == 2:  # the settings have changed
            pelican = Pelican(read_settings(path=None, override=site.settings(VIDEOPOST={"related": 0})))
        pelican.run()
        assert [record.args[1] for record in caplog.records if record.levelno >= logging.WARNING] == ["Duration"]
        assert f"Teaser {number}" in site.page().get_text()
        assert bool(related(site)) == (number < 2)
        gc.collect()
        living.append([sum(type(one) is kind for one in gc.get_objects()) for kind in (VideoArticle, Views)])
        receivers.append(len(signals.content_object_init.receivers))
    assert living == living[:1] * 4
    assert receivers == receivers[:1] * 4
