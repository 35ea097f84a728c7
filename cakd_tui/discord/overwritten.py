"""What a channel's overwrites do to one permission of a bot whose roles may not all be known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from cakd_tui.discord.permissions import Overwrite, Permission, in_turn

Effect = Literal["denied", "allowed", "untouched", "unclear"]


@dataclass(frozen=True, slots=True)
class Who:
    """As whom the bot meets overwrites; what isn't known is None."""

    guild_id: int
    roles: Collection[int] | None = None
    """Those it holds, @everyone aside."""
    user_id: int | None = None

    def meets(self, overwrite: Overwrite) -> bool | None:
        """Whether the overwrite is about the bot; None where that is not known."""
        if overwrite.kind == "member":
            return None if self.user_id is None else overwrite.id == self.user_id
        if overwrite.id == self.guild_id:
            return True
        return None if self.roles is None else overwrite.id in self.roles


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the permission, and the overwrites that did it."""

    effect: Effect
    by: tuple[Overwrite, ...] = ()


def outcome(overwrites: Sequence[Overwrite], bit: Permission, who: Who) -> Outcome:
    """What the overwrites do to `bit`, step by step; a later step beats an earlier one."""
    result = Outcome("untouched")
    for step in in_turn(overwrites, who.guild_id):
        touching = [each for each in step if bit in each.allow or bit in each.deny]
        result = _after(result, touching, bit, who)
    return result


def _after(before: Outcome, step: Sequence[Overwrite], bit: Permission, who: Who) -> Outcome:
    allowing = [each for each in step if bit in each.allow]
    denying = [each for each in step if bit in each.deny]
    if allowed := _about(allowing, who):
        return Outcome("allowed", allowed)
    settled = before.effect == "allowed" and not denying
    if not settled and any(who.meets(each) is None for each in allowing):
        return Outcome("unclear")
    if denied := _about(denying, who):
        return Outcome("denied", denied)
    if before.effect != "denied" and any(who.meets(each) is None for each in denying):
        return Outcome("unclear")
    return before


def _about(overwrites: Sequence[Overwrite], who: Who) -> tuple[Overwrite, ...]:
    return tuple(each for each in overwrites if who.meets(each))
