"""The settings, right and wrong."""

from typing import Any

import pytest

from pelican_videopost.base.settings import Reply, Settings

from .conftest import POST, Site

WRONG = [
    ({"colapse": []}, "did you mean collapse?"),
    ({"collapse": "footer"}, "'listing', 'page'"),
    ({"collapse": 1}, "'listing', 'page'"),
    ({"details": "film"}, "'film', 'people'"),
    ({"details": ["films"]}, "'film', 'people'"),
    ({"related": -1}, "0 to 50"),
    ({"related": True}, "0 to 50"),
    ({"related": "4"}, "0 to 50"),
    ({"comments": "http://forms.example/x"}, "https://"),
    ({"comments": "javascript:alert(1)"}, "https://"),
    ({"comments": {"acton": "https://forms.example/x"}}, "acton"),
    ({"comments": {"action": "https://forms.example", "fields": {"text": "x"}}}, "comment_parent"),
    ({"comments": {"action": "https://forms.example", "honeypot": ""}}, "honeypot"),
    ({"comments": 7}, "dict"),
    ({"machines": ["structured", "telepathy"]}, "'structured'"),
    ({"listing": "poster"}, "'player' or 'card' or 'text'"),
    ({"listing": ["card"]}, "'card'"),
    ({"people": "yes"}, "True or False"),
    ({"labels": {"Details": 1}}, "text to text"),
    ({"labels": {"Read the full text: %(title)s": "100% of %(title)s"}}, "'100% of %(title)s'"),
    ({"labels": {"Read the full text: %(title)s": "All: %(titel)s"}}, "'Read the full text: %(title)s'"),
    ({"labels": {"Read the full text: %(title)s": "All: %(title)d"}}, "%(title)s, or as %%"),
    ({"labels": {"Read the full text: %(title)s": "All %"}}, "'All %'"),
    ("yes", "write a dict"),
]


@pytest.mark.parametrize(("values", "hint"), WRONG)
def test_a_wrong_value_is_told_and_the_default_used(values: Any, hint: str) -> None:
    """A setting that cannot be used gives one problem that tells what is legal, and changes nothing."""
    settings, problems = Settings.read(values)
    assert settings == Settings()
    (problem,) = problems
    assert hint in problem.fix


def test_right_values_are_taken() -> None:
    """Every option takes what its help says."""
    settings, problems = Settings.read(
        {"collapse": "page", "comments": "http://127.0.0.1:8080/reply", "related": 0, "labels": {"Details": "Credits"}}
    )
    assert not problems
    assert settings == Settings(
        ("page",), comments=Reply("http://127.0.0.1:8080/reply"), related=0, labels={"Details": "Credits"}
    )


def test_a_percent_sign_is_one_where_nothing_is_filled_in() -> None:
    """A label may say 100 %, written twice only where a title or a number is filled in."""
    labels = {"Details": "100 % true", "Read the full text: %(title)s": "100 %% of %(title)s"}
    settings, problems = Settings.read({"labels": labels})
    assert (dict(settings.labels), problems) == (labels, ())


def test_a_wrong_setting_warns_and_the_site_is_built(site: Site) -> None:
    """A typing error in the settings costs a warning, never the build."""
    site.write("a.md", POST)
    site.build(VIDEOPOST={"realted": 3})
    assert len(site.warnings) == 1
    assert "VIDEOPOST" in site.warnings[0]
    assert "did you mean related?" in site.warnings[0]
    assert site.page().select_one(".videopost")


def test_without_comments_a_line_tells_how_to_turn_the_form_on(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """No form is drawn that goes nowhere, and the owner learns how to have one."""
    site.write("a.md", POST)
    caplog.set_level("INFO")
    site.build()
    assert not site.page().select("form, #comments")
    assert sum("VIDEOPOST" in message and "comments" in message for message in caplog.messages) == 1


def test_labels_reword_the_page_and_the_headings(site: Site) -> None:
    """A reworded label is shown, and a heading in its words starts the section."""
    site.write("a.md", POST.replace("## Details", "## Credits"))
    site.build(VIDEOPOST={"labels": {"Details": "Credits"}})
    details = site.page().select_one(".videopost-details")
    assert details is not None
    assert details.h2.get_text() == "Credits"
    assert "Sylvester Stallone" in details.get_text()
