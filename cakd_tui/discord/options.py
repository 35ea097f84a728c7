"""What may be chosen for the alerts channel: its category, and who sees it.

The choices are words of a `platform.yaml` or ids picked from a list; here they are read, and found
in the server.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.option import Kind, Option
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.http.models import CATEGORY, Channel
from cakd_tui.discord.mentions import MENTION_KEY
from cakd_tui.discord.naming import same_title
from cakd_tui.discord.permissions import Role

CATEGORY_KEY: Final = "category"
PRIVATE_KEY: Final = "private"
ROLES_KEY: Final = "roles"

OPTIONS: Final = (
    Option(
        CATEGORY_KEY,
        "Category",
        "The new channel is put under it, and takes over who sees it.",
        Kind.CHOICE,
        "Ops",
    ),
    Option(
        PRIVATE_KEY,
        "Private",
        "Only the bot, administrators and the roles you choose see the new channel, "
        "and whoever its category lets in by name.",
        Kind.SWITCH,
        "true",
    ),
    Option(
        ROLES_KEY,
        "Roles",
        "Members with one of these roles see the private channel.",
        Kind.CHOICES,
        "[oncall, sre]",
        needs=PRIVATE_KEY,
    ),
    Option(
        MENTION_KEY,
        "Mention",
        "Members with one of these roles are called when an alert fires; otherwise nobody is.",
        Kind.CHOICES,
        "[oncall]",
    ),
)

CATEGORY_FULL: Final = "category-full"
"""The reason that is a matter of room, and no mistake in what was chosen."""

MOST_IN_CATEGORY: Final = 50
"""Channels; a 50035 form error beyond (Discord docs: Channel, Channel Types, GUILD_CATEGORY)."""

_SHOWN: Final = 8
_FORM_OF_AN_ID: Final = re.compile(r"[0-9]{17,20}")


class BadOption(ProviderError):
    """A choice that can't be followed in this server; the message says what can."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, Symptom("option", {"reason": reason}, message))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen for a channel that is made new."""

    category: str = ""
    """A category's name or id."""
    private: bool = False
    roles: tuple[str, ...] = ()
    """The names or ids of the roles that are let in."""


def wish_of(answers: Answers) -> Wish:
    """What the answers choose. Raises `BadOption` where roles are let into a public channel."""
    category = answers.options.get(CATEGORY_KEY, "")
    roles = answers.options.get(ROLES_KEY, ())
    wish = Wish(
        category if isinstance(category, str) else "",
        answers.options.get(PRIVATE_KEY) is True,
        roles if isinstance(roles, tuple) else (),
    )
    if wish.roles and not wish.private:
        message = "roles are chosen for a channel everybody may see: choose private: true as well"
        raise BadOption("roles-public", message)
    return wish


def category_in(channels: Iterable[Channel], wanted: str) -> Channel | None:
    """The category of this name or id; None for an id that isn't listed.

    Raises `BadOption`, which names the candidates, where none or several bear the name, and where
    it is not a category's.
    """
    channels = tuple(channels)
    by_id = [each for each in channels if str(each.id) == wanted]
    if by_id:
        return checked_category(by_id[0], wanted)
    named = [each for each in channels if same_title(each.name or "", wanted)]
    categories = [each for each in named if each.type == CATEGORY]
    if len(categories) == 1:
        return categories[0]
    if categories:
        ids = ", ".join(str(each.id) for each in categories)
        message = (
            f"{len(categories)} categories are named {wanted}: choose one by its id, "
            f'in quotes in platform.yaml as in category: "{categories[0].id}"; their ids: {ids}'
        )
        raise BadOption("category-ambiguous", message)
    if named:
        return checked_category(named[0], wanted)
    if is_id(wanted):
        return None
    if _FORM_OF_AN_ID.fullmatch(wanted):
        message = f"no category can have the id {wanted}: Discord's ids are smaller numbers"
        raise BadOption("category-missing", message)
    there = [each.name or str(each.id) for each in channels if each.type == CATEGORY]
    message = f"the bot sees no category named {wanted} in this server; {_listed(there)}"
    raise BadOption("category-missing", message)


def checked_category(channel: Channel, wanted: str, guild_id: int | None = None) -> Channel:
    """The channel, if it is a category of this server. Raises `BadOption`."""
    if guild_id is not None and channel.guild_id not in (None, guild_id):
        raise BadOption("category-elsewhere", f"the category {wanted} is in another server")
    if channel.type != CATEGORY:
        message = f"{channel.name or wanted} is a channel, and no category a channel can be put in"
        raise BadOption("category-type", message)
    return channel


def refuse_full(category: Channel, channels: Iterable[Channel]) -> None:
    """Raise `BadOption` where the category has no room for another channel."""
    if len(channels_under(category, channels)) >= MOST_IN_CATEGORY:
        message = (
            f"the category {category.name} has {MOST_IN_CATEGORY} channels, which is as many as "
            "Discord allows: delete one in it, or choose another category"
        )
        raise BadOption(CATEGORY_FULL, message)


def channels_under(category: Channel, channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """The channels in a category, of those that the bot is shown."""
    return tuple(each for each in channels if each.parent_id == category.id)


def roles_in(roles: Sequence[Role], guild_id: int, wanted: Iterable[str]) -> tuple[Role, ...]:
    """The roles of these names or ids, each once. Raises `BadOption`, naming the candidates."""
    found: dict[int, Role] = {}
    for each in wanted:
        role = _role_in([role for role in roles if role.id != guild_id], each)
        found[role.id] = role
    return tuple(found.values())


def _role_in(roles: Sequence[Role], wanted: str) -> Role:
    named = [role for role in roles if str(role.id) == wanted] or [
        role for role in roles if same_title(role.name, wanted)
    ]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(str(role.id) for role in named)
        message = f"{len(named)} roles are named {wanted}: choose one by its id: {ids}"
        raise BadOption("role-ambiguous", message)
    there = [role.name for role in roles if role.managed_by is None]
    raise BadOption("role-missing", f"no role named {wanted} is in this server; {_listed(there)}")


def is_id(text: str) -> bool:
    """Whether a text can be one of Discord's ids, which Discord takes up to 63 bits long."""
    return bool(_FORM_OF_AN_ID.fullmatch(text)) and int(text) < 2**63


def _listed(names: Sequence[str]) -> str:
    """What there is instead, as many as are read at a glance."""
    if not names:
        return "there is none"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"there {'is' if len(names) == 1 else 'are'} {', '.join(names[:_SHOWN])}{more}"
