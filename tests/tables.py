"""The tables that end a test run: of each theme and each neighbour, what became of its checks."""

from collections import Counter, defaultdict

import pytest

from .neighbours.neighbours import NEIGHBOURS
from .themes.themes import THEMES

THEME = "{:14}{:16}{:24}{:24}{}"
NEIGHBOUR = "{:34}{:16}{:12}{}"


def note(item: pytest.Item, fixture: str) -> None:
    """Note for the tables by which theme or neighbour a test runs, which is a parameter of that fixture."""
    if isinstance(item, pytest.Function) and hasattr(item, "callspec") and fixture in item.callspec.params:
        item.user_properties.append((fixture, item.callspec.params[fixture].name))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each theme and each neighbour that tests ran with."""
    if results := _results(terminalreporter, "themed"):
        terminalreporter.section("themes")
        terminalreporter.line(THEME.format("theme", "built", "its index shows", "other listings", "checks passed"))
        for theme in THEMES:
            if found := results.get(theme.name):
                row = (theme.name, _built(found), theme.index, theme.lists, _passed(found))
                terminalreporter.line(THEME.format(*row))
    if results := _results(terminalreporter, "neighbour"):
        terminalreporter.section("neighbours")
        terminalreporter.line(NEIGHBOUR.format("plugin", "built", "passed", "of note"))
        for neighbour in NEIGHBOURS:
            if found := results.get(neighbour.name):
                row = (neighbour.requirement, _built(found), _passed(found), neighbour.of_note)
                terminalreporter.line(NEIGHBOUR.format(*row))


def _results(reporter: pytest.TerminalReporter, fixture: str) -> dict[str, Counter[str]]:
    results: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in reporter.stats.get(outcome, []):
            name = dict(getattr(report, "user_properties", ())).get(fixture)
            if isinstance(name, str):
                results[name][outcome] += 1
    return results


def _built(found: Counter[str]) -> str:
    return "yes" if found["passed"] or found["failed"] else "NOT INSTALLED" if found["skipped"] else "no"


def _passed(found: Counter[str]) -> str:
    return f"{found['passed']} of {found.total()}"
