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
}
WRONG = ["", "soon", "1:75", "-5", "1::2", "m", "PT", "1m30x", "٣", "9" * 30, "9" * 5000, "1e3", "7 minutes or so"]


@pytest.mark.parametrize(("text", "seconds"), SPELLINGS.items())
def test_every_spelling_is_read(text: str, seconds: int) -> None:
    """A time in any spelling of the providers, of clocks and of ISO 8601 gives its seconds."""
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_time_is_none(text: str) -> None:
    """Nothing is guessed from a text that names no time."""
    assert parse_seconds(text) is None


@pytest.mark.parametrize("seconds", [1, 59, 60, 61, 3599, 3600, 3661, 86399])
def test_what_is_written_is_read_back(seconds: int) -> None:
    """Both written forms are read back as the same time."""
    assert parse_seconds(format_clock(seconds)) == seconds
    assert parse_seconds(format_iso8601(seconds)) == seconds
