"""Where the form sends: what the settings may say, and what each service then gets."""

from typing import Any

import pytest

from pelican_videopost.base.form import SERVICES, Reply, read_reply, to_receiver
from tests.conftest import POST, Site

WRONG = [
    ({"service": "disqus", "action": "https://a.example/"}, "formspree, web3forms, netlify, staticman, isso"),
    ({"service": ["isso"]}, "there is no service"),
    ({"service": "formspree"}, "formspree needs form"),
    ({"service": "formspree", "form": ""}, "formspree needs form"),
    ({"service": "formspree", "access_key": "x", "form": "x"}, "no such key: access_key"),
    ({"service": "web3forms", "access_key": 7}, "web3forms needs access_key"),
    ({"service": "staticman"}, "staticman needs action"),
    ({"service": "isso", "action": "comments.example.org"}, "https://"),
    ({"service": "isso", "action": "https://a.example", "database": ""}, "database"),
    ({"fields": {"author": "name"}}, "comments needs action"),
    ({"action": "https://a.example", "fields": {"comment": None}}, "another name"),
    ({"action": "https://a.example", "fields": "name"}, "fields must be a dict"),
    ({"action": "https://a.example", "hidden": {"a": 1}}, "text to text"),
    ({"action": "http://["}, "IPv6"),
]


@pytest.mark.parametrize(("value", "hint"), WRONG)
def test_a_wrong_value_says_what_is_legal(value: Any, hint: str) -> None:
    """What cannot be used is refused with the words that help."""
    with pytest.raises(ValueError, match=hint):
        read_reply(value)


def test_every_service_can_be_set_up_with_what_it_needs() -> None:
    """Each preset is complete with its needs, and nothing of the settings is left unfilled in it."""
    for name, service in SERVICES.items():
        needs = {key: "https://a.example/x" if key == "action" else "a1b2" for key in service.needs}
        reply = read_reply({"service": name, **needs})
        assert reply is not None
        texts = " ".join([reply.action, *reply.hidden.values()])
        assert not [key for key in service.needs if f"{{{key}}}" in texts]


def test_what_is_said_beside_a_service_wins() -> None:
    """A site can rename, leave out and add fields of a preset."""
    reply = read_reply(
        {
            "service": "formspree",
            "form": "a1b2",
            "fields": {"author": "who", "url": None},
            "hidden": {"_subject": "New"},
            "honeypot": "trap",
        }
    )
    assert reply is not None
    assert (reply.fields["comment"], reply.fields["author"], reply.fields["url"]) == ("message", "who", None)
    assert (reply.hidden["_subject"], reply.honeypot) == ("New", "trap")


def test_the_receiver_takes_the_forms_of_its_site_only() -> None:
    """A form to an address is the receiver's where there is one; services and mail are left alone."""
    receiver = {"honeypot": "trap", "require_email": False, "mail": {"link": "https://a.example"}}
    reply = to_receiver(Reply("https://a.example/reply"), receiver)
    assert reply is not None
    assert (reply.by_script, reply.honeypot, reply.required, reply.notify) == (True, "trap", False, True)
    for other in (
        Reply("mailto:a@example.org"),
        read_reply({"service": "netlify"}),
        read_reply({"service": "isso", "action": "https://a.example"}),
    ):
        assert to_receiver(other, receiver) is other
    assert to_receiver(Reply("https://a.example/reply"), None) == Reply("https://a.example/reply")


def test_fields_that_are_left_out(site: Site) -> None:
    """Fields that a target does not want are not asked for, and nothing is said about them."""
    site.write("rocky.md", POST)
    site.build(VIDEOPOST={"comments": {"action": "https://a.example/", "fields": {"email": None, "url": None}}})
    form = site.page().select_one("#commentform")
    assert form is not None
    assert [field["name"] for field in form.select("[name]")] == [
        "comment",
        "author",
        "comment_post_ID",
        "comment_parent",
    ]
    assert "email" not in form.get_text().lower()


def test_nobody_is_thanked_who_did_not_send(site: Site) -> None:
    """Only a service that leads back to the page has a place there for it, and what it says is true of anybody."""
    site.write("rocky.md", POST)
    own = {"comments": "https://site.example/comments/reply", "receiver": {}}
    service = {"comments": {"service": "formspree", "form": "a1b2"}}
    for settings, words in ((own, []), (service, ["If you have just sent a comment"])):
        site.build(VIDEOPOST=settings)
        assert [one.get_text().partition(":")[0] for one in site.page().select("#comment-received")] == words


def test_a_tick_for_mail_about_replies(site: Site) -> None:
    """The form offers mail about replies exactly where the receiver can send it."""
    site.write("rocky.md", POST)
    mail = {"owner": "me@site.example", "sender": "me@site.example"}
    for link, ticks in (({}, 0), ({"link": "https://site.example/comments"}, 1)):
        receiver = {"mail": mail | link}
        site.build(VIDEOPOST={"comments": "https://site.example/comments/reply", "receiver": receiver})
        assert site.warnings == []
        assert len(site.page().select("label > input[type=checkbox][name=notify][value='1']")) == ticks


def test_without_an_address_of_the_site_nothing_leads_nowhere(site: Site) -> None:
    """A redirect needs a full address: where the site has none, it is not asked for."""
    site.write("rocky.md", POST)
    for siteurl, names in (("", ["_subject"]), ("https://site.example", ["_subject", "_next"])):
        site.build(SITEURL=siteurl, VIDEOPOST={"comments": {"service": "formspree", "form": "a1b2"}})
        assert [
            field["name"] for field in site.page().select("#commentform input[name^=_s], input[name=_next]")
        ] == names
