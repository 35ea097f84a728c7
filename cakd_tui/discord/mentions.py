"""Whom an alert calls: nobody, but for the roles that its route names.

Source: Discord docs, Message (Allowed Mentions) and Reference (Message Formatting).
"""

from collections.abc import Sequence
from typing import Final

from cakd_tui.core.route import Route
from cakd_tui.discord.card_limits import CONTENT, MENTIONS

MENTION_KEY: Final = "mention"
"""What the roles are called among the values of a route, as in `platform.yaml`."""

_BETWEEN: Final = ","


def kept_as_value(role_ids: Sequence[int]) -> str:
    """The roles as a route keeps them."""
    return _BETWEEN.join(map(str, role_ids))


def mentioned(route: Route) -> tuple[int, ...]:
    """The ids of the roles to call, each once; what is no id is passed over."""
    words = [word.strip() for word in route.values.get(MENTION_KEY, "").split(_BETWEEN)]
    ids = (int(word) for word in words if word.isascii() and word.isdecimal() and len(word) <= 20)
    return tuple(dict.fromkeys(each for each in ids if 0 < each < 2**64))[:MENTIONS]


def mention_text(role_ids: Sequence[int]) -> str:
    """The text that calls them: as many as a message has room for."""
    text = ""
    for each in role_ids:
        longer = f"{text} <@&{each}>".strip()
        if len(longer) > CONTENT:
            break
        text = longer
    return text


def allowed_mentions(role_ids: Sequence[int]) -> dict[str, object]:
    """What lets these be called and nobody else."""
    if not role_ids:
        return {"parse": []}
    return {"parse": [], "roles": [str(each) for each in role_ids]}
