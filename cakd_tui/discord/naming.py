"""The names a project's channel and webhook bear, and how Discord stores names."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

REWRITTEN: Final[Mapping[str, str]] = MappingProxyType({"discord": "dscrd", "clyde": "clyd"})
"""Words a webhook's name must not contain, and how they are written instead.

Source: Discord docs, Webhook (Create Webhook): neither "clyde" nor "discord", in whatever case.
"""

_UNSEEN: Final = frozenset({"Cc", "Cf"})


@dataclass(frozen=True, slots=True)
class WebhookName:
    """The name a webhook gets."""

    text: str
    altered: tuple[str, ...] = ()
    """The forbidden words that had to be written otherwise, as keys of `REWRITTEN`."""


def channel_name(project: str) -> str:
    """The text channel's name: `alerts-<project>`."""
    return f"alerts-{project}"


def channel_topic(project: str) -> str:
    """The text channel's topic: `CAKD alerts for <project>`."""
    return f"CAKD alerts for {project}"


def webhook_name(project: str) -> WebhookName:
    """The webhook's name: `CAKD Alerting - <project>`, without the words Discord refuses.

    Rewriting one word can spell another ("clydee"), so it goes on until none is left.
    """
    name = _stored(f"CAKD Alerting - {project}")
    altered: list[str] = []
    while word := _forbidden_in(name):
        name = re.sub(word, REWRITTEN[word], name, flags=re.IGNORECASE)
        if word not in altered:
            altered.append(word)
    return WebhookName(name, tuple(altered))


def same_name(a: str, b: str) -> bool:
    """Whether Discord keeps both as the same webhook name: whitespace trimmed and collapsed.

    Source: Discord docs, User (Usernames and Nicknames), which Webhook refers to.
    """
    return _stored(a) == _stored(b)


def same_channel_name(a: str, b: str) -> bool:
    """Whether Discord keeps both as the same name of a text channel.

    Small letters and single dashes for spaces; observed behaviour, the docs state no rule.
    """
    return _stored_channel(a) == _stored_channel(b)


def same_title(a: str, b: str) -> bool:
    """Whether the category or role named `a` is meant by `b`, written in whatever case.

    A role may be written as it is mentioned, with an @ before its name.
    """
    return _stored(a).casefold() in {_stored(it).casefold() for it in (b, b.removeprefix("@"))}


def _forbidden_in(name: str) -> str | None:
    return next((word for word in REWRITTEN if re.search(word, name, re.IGNORECASE)), None)


def _stored(name: str) -> str:
    spaced = " ".join(unicodedata.normalize("NFC", name).split())
    seen = "".join(char for char in spaced if unicodedata.category(char) not in _UNSEEN)
    return " ".join(seen.split())


def _stored_channel(name: str) -> str:
    return re.sub(r"[-\s]+", "-", _stored(name).lower()).strip("-")
