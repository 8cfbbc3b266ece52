"""The commands `fetch` and `check`, on the site's video posts."""

from argparse import Namespace
from importlib.util import find_spec

from pelican_videopost.base.model import Problem
from pelican_videopost.build.reading import read_posts
from pelican_videopost.cli.console import FAILED, FINE, MISUSED, CommandError, coloured, say, tell
from pelican_videopost.cli.converting import mend_fields, older_embeds
from pelican_videopost.fetch.check import as_json, check, report
from pelican_videopost.fetch.network import unreachable_hosts
from pelican_videopost.fetch.run import UNREACHABLE, Options, fetch
from pelican_videopost.fetch.wanted import wanted_videos


def fetch_videos(options: Namespace) -> int:
    """Run `fetch`."""
    if not options.dry_run:
        _need("fetch", {"yt_dlp": "yt-dlp", "PIL": "Pillow"})
    if options.machine and options.captions is None:
        raise CommandError("--machine says which captions are taken; ask for some with --captions", MISUSED)
    site = read_posts(options.settings, options.files)
    chosen = Options(options.refresh, options.dry_run, options.jobs, options.timeout, options.captions, options.machine)
    return fetch(site, chosen, say, tell)


def check_posts(options: Namespace) -> int:
    """Run `check`: what is merely missing does not make it fail."""
    if not options.offline:
        _need("check", {"yt_dlp": "yt-dlp"})
    if options.fix and options.json:
        raise CommandError("--fix shows what it changes, which --json has no place for; run it first", MISUSED)
    is_mended = not options.fix or mend_fields(options.settings, options.files)
    site = read_posts(options.settings, options.files)
    offline = options.offline
    if not offline and (hosts := unreachable_hosts(wanted_videos(site))):
        offline = True
        tell(", ".join(hosts), Problem("", "", UNREACHABLE.format("only what is on the disk was looked at")))
    findings = check(site, offline=offline, jobs=options.jobs, timeout_s=options.timeout)
    older = older_embeds(options.settings, options.files)
    findings = tuple(sorted((*findings, *older), key=lambda finding: finding.file))
    say(as_json(findings, site, offline=offline) if options.json else report(findings, site, coloured))
    return FAILED if not is_mended or any(finding.level == "error" for finding in findings) else FINE


def _need(command: str, modules: dict[str, str]) -> None:
    missing = [name for module, name in modules.items() if find_spec(module) is None]
    if missing:
        names = " and ".join(missing)
        raise CommandError(f'`{command}` needs {names}: pip install "pelican-videopost[fetch]"', MISUSED)
