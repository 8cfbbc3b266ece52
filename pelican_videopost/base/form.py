"""Where "Leave a Reply" sends: an address, a mail program, the site's own receiver, Isso, or a form service.

A form service is a plain HTML form's target: what it wants is a preset in `SERVICES`, from its own documentation. In
the hidden values and in an action, `{page}` stands for the post's full address, `{path}` for its path on the site
without `.html`, `{slug}` for its slug and `{subject}` for "Comment on" with its title.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlsplit

FIELDS = ("comment", "author", "email", "url", "comment_post_ID", "comment_parent")
# Fields that a form can do without.
OPTIONAL_FIELDS = ("email", "url", "comment_post_ID", "comment_parent")

Kind = Literal["address", "service", "receiver", "isso"]
_OWN_NAMES = dict(zip(FIELDS, FIELDS, strict=True))
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a comment form sends what was typed into it.

    `fields` gives the name the target wants for each of WordPress's, None for one that is not asked for; `hidden` is
    sent along unseen, `honeypot` names a field that people never see and programs fill in, `attributes` go onto the
    form itself. `database` is where Isso keeps its comments, as the settings name it, `required` whether name and email
    are, and `notify` whether a reader may ask to be told of replies.
    """

    action: str
    fields: Mapping[str, str | None] = field(default_factory=_OWN_NAMES.copy)
    hidden: Mapping[str, str] = field(default_factory=dict)
    honeypot: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = "address"
    database: str | None = None
    required: bool = True
    notify: bool = False

    @property
    def by_script(self) -> bool:
        """Whether a script sends the form, where the reader's browser runs one."""
        return self.kind in ("receiver", "isso")

    @property
    def by_mail(self) -> bool:
        """Whether the reader's mail program sends the comment."""
        return self.action.startswith("mailto:")

    @property
    def comes_back(self) -> bool:
        """Whether whoever has sent it is led to a place of the post's page that says so."""
        return any(address.endswith("#comment-received") for address in (self.action, *self.hidden.values()))

    @property
    def is_for_any_post(self) -> bool:
        """Whether nothing of the form says which post it is for, but the fields for that."""
        return self.kind != "isso" and not self.by_mail and not _PLACEHOLDER.search(self.action) and not self.hidden

    def for_post(self, **values: str) -> "Reply":
        """Return the form of one post, its placeholders filled in; a hidden value whose placeholder is empty goes.

        >>> Reply("https://a.example/", hidden={"to": "{page}#x", "n": "{slug}"}).for_post(page="", slug="rocky").hidden
        {'n': 'rocky'}
        """
        empty = {name for name, value in values.items() if not value}
        hidden = {
            name: filled(text, values)
            for name, text in self.hidden.items()
            if not empty & set(_PLACEHOLDER.findall(text))
        }
        return replace(self, action=filled(self.action, values), hidden=hidden)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with `{name}` replaced for each name that has a value; other braces stay.

    >>> filled("{slug} {other}", {"slug": "rocky"})
    'rocky {other}'
    """
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


@dataclass(frozen=True, slots=True)
class Service:
    """What a service wants of a form. `needs` are the settings it cannot do without, filled in for their `{name}`."""

    action: str
    needs: tuple[str, ...] = ()
    fields: Mapping[str, str | None] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    honeypot: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = "service"


SERVICES: Mapping[str, Service] = {
    # "Special Fields" and "Honeypot" in Formspree's help.
    "formspree": Service(
        "https://formspree.io/f/{form}",
        needs=("form",),
        fields={"comment": "message", "author": "name"},
        hidden={"_subject": "{subject}", "_next": "{page}#comment-received"},
        honeypot="_gotcha",
    ),
    # "API Reference" in Web3Forms' documentation.
    "web3forms": Service(
        "https://api.web3forms.com/submit",
        needs=("access_key",),
        fields={"comment": "message", "author": "name"},
        hidden={"access_key": "{access_key}", "subject": "{subject}", "redirect": "{page}#comment-received"},
        honeypot="botcheck",
    ),
    # "Forms setup" and "Spam filters" in Netlify's documentation. The forms of all pages are one there, by its name.
    "netlify": Service(
        "{path}#comment-received",
        fields={"comment": "message", "author": "name"},
        hidden={"form-name": "comments", "subject": "{subject}"},
        honeypot="bot-field",
        attributes={"name": "comments", "data-netlify": "true", "netlify-honeypot": "bot-field"},
    ),
    # "API" in Staticman's documentation, version 3. No email: Staticman writes what it is sent into a repository.
    "staticman": Service(
        "{action}",
        needs=("action",),
        fields={
            "comment": "fields[message]",
            "author": "fields[name]",
            "email": None,
            "url": "fields[url]",
            "comment_post_ID": "options[slug]",
            "comment_parent": "options[parent]",
        },
        hidden={"options[redirect]": "{page}#comment-received"},
    ),
    # "Server API" in Isso's documentation; it takes JSON only, which a script has to send.
    "isso": Service("{action}", needs=("action",), kind="isso"),
}

_KEYS = ("service", "action", "fields", "hidden", "honeypot", "database")


def read_reply(value: object) -> Reply | None:
    """Return what the setting `comments` describes; raises ValueError, with what is legal, where it is none."""
    if value is None or isinstance(value, Reply):
        return value
    if isinstance(value, str):
        return Reply(_action(value))
    if not isinstance(value, Mapping):
        raise ValueError("an address, or a dict with service or action, fields, hidden and honeypot")
    name = value.get("service")
    if name is not None and not (isinstance(name, str) and name in SERVICES):
        raise ValueError(f"there is no service {name!r}; there are {', '.join(SERVICES)}")
    service = SERVICES[name] if name else Service("{action}", ("action",), kind="address")
    legal = tuple(dict.fromkeys((*_KEYS, *service.needs)))
    if unknown := set(value) - set(legal):
        raise ValueError(f"no such key: {', '.join(sorted(map(str, unknown)))}; there are {', '.join(legal)}")
    needed = {key: _line(value.get(key), f"{name or 'comments'} needs {key}") for key in service.needs}
    if "action" in value:
        needed["action"] = _action(value["action"])
    return Reply(
        action=needed.get("action") or filled(service.action, needed),
        fields={**_OWN_NAMES, **service.fields, **_fields(value.get("fields", {}))},
        hidden={
            **{key: filled(text, needed) for key, text in service.hidden.items()},
            **texts(value.get("hidden", {}), "hidden"),
        },
        honeypot=_line(value["honeypot"], "honeypot must be a field's name")
        if "honeypot" in value
        else service.honeypot,
        attributes=service.attributes,
        kind=service.kind,
        database=_line(value["database"], "database must be the path of Isso's") if "database" in value else None,
    )


def to_receiver(reply: Reply | None, receiver: Mapping[str, Any] | None) -> Reply | None:
    """Return the form as the site's own receiver wants it, where the site has one and the form goes to an address."""
    if reply is None or receiver is None or reply.by_mail or reply.kind != "address":
        return reply
    mail = receiver.get("mail")
    notify = isinstance(mail, Mapping) and bool(mail.get("link"))
    return replace(
        reply,
        honeypot=str(receiver.get("honeypot", "subject")),
        kind="receiver",
        required=receiver.get("require_email") is not False,
        notify=notify,
    )


def texts(value: object, name: str) -> dict[str, str]:
    """Return a setting that is a dict of text to text; raises ValueError where it is not."""
    if isinstance(value, Mapping) and all(isinstance(text, str) for pair in value.items() for text in pair):
        return dict(value)
    raise ValueError(f"{name} must be a dict of text to text")


def _fields(value: object) -> dict[str, str | None]:
    if not isinstance(value, Mapping):
        raise ValueError("fields must be a dict of the form's fields to other names for them")
    if unknown := set(value) - set(FIELDS):
        raise ValueError(f"fields cannot name {', '.join(sorted(map(str, unknown)))}; the form has {', '.join(FIELDS)}")
    for field_, name in value.items():
        if not (isinstance(name, str) and name) and not (name is None and field_ in OPTIONAL_FIELDS):
            raise ValueError(
                f"fields must give {field_} another name; None leaves one of {', '.join(OPTIONAL_FIELDS)} out"
            )
    return dict(value)


def _line(value: object, otherwise: str) -> str:
    if isinstance(value, str) and value.strip() and "\n" not in value:
        return value.strip()
    raise ValueError(otherwise)


def _action(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    parts = urlsplit(text)
    by_mail = parts.scheme == "mailto" and "@" in parts.path
    by_web = parts.scheme == "https" and parts.hostname
    if by_mail or by_web or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        return text
    raise ValueError("the form's action must be an https:// address, http:// on this machine, or mailto:")


def is_loopback(host: str) -> bool:
    """Return whether a host, without its port, is this machine."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
