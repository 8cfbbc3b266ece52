"""Times as people write them."""

import pytest

from pelican_videopost.base.times import format_clock, format_iso8601, parse_seconds

SPELLINGS = {
    "0": 0,
    "95": 95,
    "95s": 95,
    "95.7": 95,
    "1m35s": 95,
    "1m 35s": 95,
    "1m": 60,
    "1h": 3600,
    "1h2m3s": 3723,
    "1H2M3S": 3723,
    "1:35": 95,
    "01:35": 95,
    "1:02:03": 3723,
    "90:00": 5400,
    "PT1M35S": 95,
    "PT1H2M3.5S": 3723,
    "P1DT1S": 86401,
    "0" * 38 + "95": 95,
    "P7D": 604800,
}
WRONG = ["", "soon", "1:75", "-5", "1::2", "m", "PT", "1m30x", "٣", "1e3", "7 minutes or so"]
TOO_LONG = ["9" * 30, "9" * 5000, "0" * 39 + "95", "604801"]


@pytest.mark.parametrize(("text", "seconds"), SPELLINGS.items())
def test_every_spelling_is_read(text: str, seconds: int) -> None:
    """A time in any spelling of the providers, of clocks and of ISO 8601 gives its seconds."""
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize("text", WRONG + TOO_LONG)
def test_what_is_no_time_is_none(text: str) -> None:
    """Nothing is guessed from a text that names no time."""
    assert parse_seconds(text) is None


@pytest.mark.parametrize("seconds", [1, 59, 60, 61, 3599, 3600, 3661, 86399])
def test_what_is_written_is_read_back(seconds: int) -> None:
    """Both written forms are read back as the same time."""
    assert parse_seconds(format_clock(seconds)) == seconds
    assert parse_seconds(format_iso8601(seconds)) == seconds


@pytest.mark.parametrize(("seconds", "iso"), [(0, "PT0S"), (60, "PT1M"), (3661, "PT1H1M1S"), (86399, "PT23H59M59S")])
def test_the_form_for_machines(seconds: int, iso: str) -> None:
    """Machines get the form of ISO 8601 to the letter, without parts that are nothing."""
    assert format_iso8601(seconds) == iso
