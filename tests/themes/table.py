"""The table of themes that ends a test run."""

from collections import Counter, defaultdict

import pytest

from .themes import THEMES

ROW = "{:14}{:16}{:24}{:24}{}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each theme: whether it was built, what its listings show, and how many checks it passed."""
    results: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            theme = dict(getattr(report, "user_properties", ())).get("theme")
            if isinstance(theme, str):
                results[theme][outcome] += 1
    if not results:
        return
    terminalreporter.section("themes")
    terminalreporter.line(ROW.format("theme", "built", "its index shows", "other listings", "checks passed"))
    for theme in THEMES:
        found = results[theme.name]
        built = "yes" if found["passed"] or found["failed"] else "NOT INSTALLED" if found["skipped"] else "no"
        if found:
            checks = f"{found['passed']} of {found.total()}"
            terminalreporter.line(ROW.format(theme.name, built, theme.index, theme.lists, checks))
