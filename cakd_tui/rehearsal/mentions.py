"""Whom a message calls: the mentions in its text that its `allowed_mentions` let through.

Without `allowed_mentions` a webhook message calls users only (Discord docs: Message, Allowed
Mentions).
"""

import re
from dataclasses import dataclass
from typing import Final

from cakd_tui.rehearsal import limits
from cakd_tui.rehearsal.forms import Form
from cakd_tui.rehearsal.state import Guild

_KINDS: Final = ("users", "roles", "everyone")
_USER: Final = re.compile(r"<@!?(\d+)>")
_ROLE: Final = re.compile(r"<@&(\d+)>")
_EVERYONE: Final = re.compile(r"@(everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Who may be called: whole kinds, and single ids."""

    kinds: frozenset[str] = frozenset({"users"})
    users: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Who is called."""

    users: tuple[str, ...]
    roles: tuple[str, ...]
    everyone: bool


def read_allowed(form: Form) -> Allowed:
    """The `allowed_mentions` of a message; complains where a kind is both parsed and listed."""
    item = form.inner("allowed_mentions")
    if item is None:
        return Allowed()
    kinds = item.texts("parse", len(_KINDS))
    users = item.texts("users", limits.MENTION_LIST)
    roles = item.texts("roles", limits.MENTION_LIST)
    item.flag("replied_user")
    for index, kind in enumerate(kinds):
        if kind not in _KINDS or kind in kinds[:index]:
            item.complain("parse", "BASE_TYPE_CHOICES", f"Value must be one of {set(_KINDS)}.")
    for kind, listed in (("users", users), ("roles", roles)):
        if listed and kind in kinds:
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            item.complain("parse", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
    return Allowed(frozenset(kinds), users, roles)


def mentioned(content: str, allowed: Allowed, guild: Guild) -> Mentioned:
    """Who is really called by this text; text in embeds calls no one."""
    users = [user for user in _found(_USER, content) if guild.member(user)]
    roles = [role for role in _found(_ROLE, content) if guild.role(role)]
    return Mentioned(
        tuple(user for user in users if "users" in allowed.kinds or user in allowed.users),
        tuple(role for role in roles if "roles" in allowed.kinds or role in allowed.roles),
        "everyone" in allowed.kinds and _EVERYONE.search(content) is not None,
    )


def _found(pattern: re.Pattern[str], content: str) -> list[str]:
    return list(dict.fromkeys(pattern.findall(content)))
