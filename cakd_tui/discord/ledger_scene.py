"""What a ledger follows from: the bot's standing, the place, and the rules that bind it there.

A trial is a scene in which some cells of the ledger are turned.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

from cakd_tui.core.finding import Check
from cakd_tui.core.ledger import Effect, Turn
from cakd_tui.discord import checks
from cakd_tui.discord.http.models import Application, Channel, CurrentUser, Member
from cakd_tui.discord.permissions import (
    NOTHING,
    Overwrite,
    Permission,
    Role,
    Standing,
    in_turn,
    is_exempt,
)
from cakd_tui.discord.survey import Place

OWNER: Final = "owner"
UNSEEN: Final = "unseen"
HIDDEN: Final = "hidden"
TIME_OUT: Final = "time-out"
SCREENING: Final = "screening"
TWO_FACTOR: Final = "two-factor"
"""With these, the keys of the lines that there is one of; `role_key` and the like make the rest."""


@dataclass(frozen=True, slots=True)
class Column:
    """One permission the bot needs, and the check that is about it."""

    check: Check
    bit: Permission


VIEW: Final = Column(checks.VIEW, Permission.VIEW_CHANNEL)
MANAGE_CHANNELS: Final = Column(checks.MANAGE_CHANNELS, Permission.MANAGE_CHANNELS)
MANAGE_WEBHOOKS: Final = Column(checks.MANAGE_WEBHOOKS, Permission.MANAGE_WEBHOOKS)
COLUMNS: Final = (VIEW, MANAGE_CHANNELS, MANAGE_WEBHOOKS)

OF_NEW_CHANNELS: Final = (VIEW, MANAGE_WEBHOOKS)
"""What the overwrites of a channel that is yet to be made have a say in: not its making."""


@dataclass(frozen=True)
class Scene:
    """One bot in one place. Without slots, so that what follows from it is worked out once."""

    standing: Standing
    server: str
    bot: str
    """The bot's user name."""
    place: str = ""
    """"#alerts-my-project"; empty where only the server as a whole is looked at."""
    settings: str = ""
    """The way to its overwrites in Discord: "#alerts-my-project → Edit Channel → Permissions"."""
    overwrites: tuple[Overwrite, ...] | None = None
    """The place's, be it there or yet to be made; None where the server as a whole is meant."""
    decides: tuple[Column, ...] = COLUMNS
    """What the place has a say in, if there is one."""
    above: tuple[Overwrite, ...] = ()
    """Those of the category that the place's may have come from."""
    heading: str = ""
    """Over the place's overwrites, where there is more to say than whose they are."""
    channel_id: int | None = None
    """Of the channel that is there already, where Manage Channels is no longer needed."""
    unseen: bool = False
    """Whether Discord refuses to show the channel: what it denies the bot can't be told."""
    lacks_two_factor: bool = False
    """Whether the server asks for two-factor authentication and the bot's owner has none."""
    pending: bool = False
    """Whether the bot has yet to pass the server's membership screening."""
    application: Application | None = None
    """What an invite link is made for."""

    @property
    def is_bound(self) -> bool:
        """Whether any rule is at hand that takes away what roles and overwrites give."""
        return self.standing.timed_out or self.pending or self.lacks_two_factor

    @property
    def unbound(self) -> "Scene":
        """The same with none of the rules that take away what roles and overwrites give.

        That the channel isn't shown is no rule: what its overwrites give stays unknown.
        """
        free = replace(self.standing, timed_out=False)
        return replace(self, standing=free, lacks_two_factor=False, pending=False)

    @property
    def is_owner(self) -> bool:
        """Whether the bot owns the server."""
        return self.standing.user_id == self.standing.owner_id

    @cached_property
    def is_exempt(self) -> bool:
        """Whether the bot is one of those whom no time-out and no screening binds."""
        return is_exempt(self.standing)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """The roles held: @everyone, the bot's own, then the others in the server's order."""
        return tuple(sorted(self.standing.held, key=self._rank))

    @cached_property
    def preferred(self) -> tuple[Role, ...]:
        """The roles held, those first that a permission should rather come from."""
        return tuple(sorted(self.roles, key=lambda role: not self.is_own(role)))

    @cached_property
    def administrators(self) -> tuple[Role, ...]:
        """The roles held that make the bot an administrator."""
        return tuple(
            role for role in self.preferred if int(role.permissions) & int(Permission.ADMINISTRATOR)
        )

    def is_own(self, role: Role) -> bool:
        """Whether it is the role that came with the bot."""
        return role.managed_by == self.standing.user_id

    def is_everyone(self, role: Role) -> bool:
        """Whether it is @everyone."""
        return role.id == self.standing.guild_id

    def is_decided_here(self, column: Column) -> bool:
        """Whether the place has a say."""
        return self.overwrites is not None and column in self.decides

    def needs_view(self, column: Column) -> bool:
        """Whether it is void where the bot can't see the place.

        A new channel starts with no overwrites, so the server's own View Channel decides for it.
        """
        new = self.overwrites is None and column is MANAGE_WEBHOOKS
        return column is not VIEW and (new or self.is_decided_here(column))

    def is_needed(self, column: Column) -> bool:
        """Whether the bot has a use for it: nothing is created that is there already."""
        return column is not MANAGE_CHANNELS or self.channel_id is None

    def stages(self) -> tuple[tuple[Overwrite, ...], ...]:
        """The overwrites that concern the bot in the three steps they are applied in."""
        standing = self.standing
        merged = _merged(self.overwrites or ()).values()
        everyone, for_roles, members = in_turn(merged, standing.guild_id)
        mine = {each.id: each for each in for_roles}
        return (
            everyone,
            tuple(mine[role.id] for role in self.preferred if role.id in mine),
            tuple(each for each in members if each.id == standing.user_id),
        )

    def _rank(self, role: Role) -> int:
        return 0 if self.is_everyone(role) else 1 if self.is_own(role) else 2


def scene_of(
    place: Place,
    user: CurrentUser,
    member: Member,
    application: Application | None,
    channels: Iterable[Channel] = (),
) -> Scene:
    """The scene of the preflight's answers: the alerts channel's, or else the server's.

    `channels` are the server's, among which the category above the alerts channel is looked for.
    """
    channel, guild = place.channel, place.guild
    parent_id = channel.parent_id if channel else None
    category = next((each for each in channels if each.id == parent_id), None)
    name = f"#{channel.name}" if channel else ""
    return Scene(
        standing=place.standing,
        server=guild.name,
        bot=user.username,
        place=name,
        settings=f"{name} → Edit Channel → Permissions" if channel else "",
        overwrites=channel.overwrites if channel else None,
        above=category.overwrites if category else (),
        channel_id=channel.id if channel else None,
        lacks_two_factor=guild.mfa_level == 1 and not user.mfa_enabled,
        pending=bool(member.pending),
        application=application,
    )


def unseen_scene(scene: Scene, name: str, channel_id: int) -> Scene:
    """The scene at a channel that is there and hidden from the bot."""
    return replace(
        scene,
        place=name,
        settings=f"{name} → Edit Channel → Permissions",
        overwrites=(),
        channel_id=channel_id,
        unseen=True,
    )


def tried(scene: Scene, turns: Iterable[Turn]) -> Scene:
    """The scene with these cells turned. Those that can't be change nothing."""
    for turn in turns:
        column = next((each for each in COLUMNS if each.check.id == turn.account), None)
        kind, _, rest = turn.line.partition(":")
        if column is None or not rest:
            continue
        if kind == "overwrite":
            scene = _overwriting(scene, rest, column.bit, turn.to)
        elif kind == "administrator":
            scene = _granting(scene, int(rest), Permission.ADMINISTRATOR, turn.to)
        else:
            scene = _granting(scene, int(rest), column.bit, turn.to)
    return scene


def role_key(role: Role) -> str:
    """The key of the line about what a role grants in the server."""
    return f"role:{role.id}"


def everyone_key(scene: Scene) -> str:
    """The key of the line about what @everyone is granted in the server."""
    return f"role:{scene.standing.guild_id}"


def administrator_key(role: Role) -> str:
    """The key of the line about a role that grants Administrator."""
    return f"administrator:{role.id}"


def overwrite_key(overwrite: Overwrite) -> str:
    """The key of the line about an overwrite."""
    return f"overwrite:{overwrite.kind}:{overwrite.id}"


def member_key(scene: Scene) -> str:
    """The key of the line about the bot's own overwrite, be it there or not."""
    return f"overwrite:member:{scene.standing.user_id}"


def _granting(scene: Scene, role_id: int, bit: Permission, to: Effect) -> Scene:
    def changed(role: Role) -> Role:
        if role.id != role_id:
            return role
        rest = int(role.permissions) & ~int(bit)
        granted = int(bit) if to is Effect.GRANTED else 0
        return replace(role, permissions=Permission(rest | granted))

    roles = tuple(changed(role) for role in scene.standing.roles)
    return replace(scene, standing=replace(scene.standing, roles=roles))


def _overwriting(scene: Scene, target: str, bit: Permission, to: Effect) -> Scene:
    kind, _, number = target.partition(":")
    if scene.overwrites is None or kind not in ("role", "member"):
        return scene
    key: tuple[Literal["role", "member"], int] = (
        "role" if kind == "role" else "member",
        int(number),
    )
    merged = _merged(scene.overwrites)
    old = merged.get(key) or Overwrite(key[1], key[0], NOTHING, NOTHING)
    merged[key] = replace(
        old,
        allow=_with(old.allow, bit, present=to is Effect.GRANTED),
        deny=_with(old.deny, bit, present=to is Effect.DENIED),
    )
    return replace(scene, overwrites=tuple(merged.values()))


def _with(bits: Permission, bit: Permission, *, present: bool) -> Permission:
    # In plain ints: the complement of a flag drops the bits the flag type doesn't name.
    return Permission((int(bits) & ~int(bit)) | (int(bit) if present else 0))


def _merged(overwrites: Iterable[Overwrite]) -> dict[tuple[str, int], Overwrite]:
    """One overwrite for each role and member."""
    merged: dict[tuple[str, int], Overwrite] = {}
    for each in overwrites:
        key = (each.kind, each.id)
        old = merged.get(key)
        merged[key] = (
            replace(old, allow=old.allow | each.allow, deny=old.deny | each.deny) if old else each
        )
    return merged
