"""Whom an alert calls: nobody, but for the roles that its route names.

Source: Discord docs, Message (Allowed Mentions) and Reference (Message Formatting).
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from cakd_tui.core.route import Route
from cakd_tui.discord.card_limits import CONTENT, MENTIONS
from cakd_tui.discord.snowflake import id_or_none

MENTION_KEY: Final = "mention"
"""What the roles are called in `platform.yaml`, and among what a route keeps."""

_BETWEEN: Final = ","


def kept(role_ids: Iterable[int]) -> Mapping[str, str]:
    """What a route keeps of the roles; nothing where there are none."""
    text = _BETWEEN.join(map(str, role_ids))
    return MappingProxyType({MENTION_KEY: text} if text else {})


def mentioned(route: Route) -> tuple[int, ...]:
    """The ids of the roles to call, each once; what is no id is passed over."""
    words = route.kept.get(MENTION_KEY, "").split(_BETWEEN)
    ids = (id_or_none(word.strip()) for word in words)
    return tuple(dict.fromkeys(each for each in ids if each))[:MENTIONS]


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
