"""Fields whose rules go beyond type and length: names, avatars, categories, overwrites."""

import hashlib
from typing import Final

from cakd_tui.rehearsal import access, limits, names, permissions, refusals
from cakd_tui.rehearsal.forms import Form
from cakd_tui.rehearsal.state import (
    ANNOUNCEMENT,
    CATEGORY,
    FOR_MEMBER,
    FOR_ROLE,
    TEXT,
    Channel,
    Guild,
    Overwrite,
    World,
)

_DASHED_NAMES: Final = (TEXT, ANNOUNCEMENT)


def channel_name(form: Form, kind: int) -> str:
    """The name a new channel gets, which for text channels is rarely the one asked for."""
    wanted = form.text("name", limits.CHANNEL_NAME, least=1, required=True)
    if wanted is None:
        return ""
    rule = names.text_channel_name if kind in _DASHED_NAMES else names.display_name
    name = rule(wanted)
    if not name:
        form.complain("name", "BASE_TYPE_REQUIRED", "This field is required")
    return name


def webhook_name(form: Form, field: str, *, required: bool = False) -> str | None:
    """The name of a webhook, or the one it posts under: no `discord` and no `clyde` in it."""
    wanted = form.text(field, limits.WEBHOOK_NAME, least=1, required=required, trim=True)
    if wanted is None:
        return None
    forbidden = names.forbidden_part(wanted)
    if forbidden is not None:
        message = f'Username cannot contain "{forbidden}"'
        form.complain(field, "USERNAME_INVALID_CONTAINS", message)
    name = names.display_name(wanted)
    if not name:
        form.complain(field, "BASE_TYPE_REQUIRED", "This field is required")
    return name


def avatar(form: Form) -> str | None:
    """The hash under which a new avatar is kept; none where none is given."""
    data = form.text("avatar", 10 * 2**20)
    if data is None:
        return None
    if not data.startswith("data:image/"):
        form.complain("avatar", "IMAGE_INVALID", "Invalid image data")
    return hashlib.sha256(data.encode(errors="replace")).hexdigest()[:32]


def category(form: Form, world: World, guild: Guild, kind: int) -> Channel | None:
    """The category a new channel goes under."""
    parent_id = form.snowflake("parent_id")
    if parent_id is None:
        return None
    parent = world.channels.get(parent_id)
    if parent is None or parent.guild_id != guild.id:
        form.complain("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
        return None
    if parent.kind != CATEGORY or kind == CATEGORY:
        form.complain("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category")
        return None
    if len(world.children_of(parent_id)) >= limits.CHANNELS_PER_CATEGORY:
        message = f"Maximum number of channels in category reached ({limits.CHANNELS_PER_CATEGORY})"
        form.complain("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", message)
    return parent


def overwrites(form: Form) -> tuple[Overwrite, ...]:
    """The overwrites of a new channel, each for another role or member."""
    found: dict[str, Overwrite] = {}
    for item in form.items("permission_overwrites", limits.OVERWRITES_PER_REQUEST):
        target = item.snowflake("id", required=True)
        kind = item.choice("type", (FOR_ROLE, FOR_MEMBER), required=True)
        allow, deny = item.bits("allow"), item.bits("deny")
        if target is None or kind is None:
            continue
        if target in found:
            item.complain("id", "REHEARSAL_TWICE", "rehearsal: a second overwrite for this id")
        if allow & deny:
            item.complain("deny", "REHEARSAL_BOTH", "rehearsal: a bit is allowed and denied")
        found[target] = Overwrite(target, kind, allow, deny)
    return tuple(found.values())


def check_overwrites(world: World, guild: Guild, wanted: tuple[Overwrite, ...]) -> None:
    """Refuse overwrites for strangers, and those with bits the bot doesn't hold guild-wide.

    Manage Roles may only be set by administrators (Discord docs: Guild, Create Guild Channel).
    """
    held = access.allowed(world, guild)
    if not held & permissions.ADMINISTRATOR:
        held &= ~permissions.MANAGE_ROLES
    for overwrite in wanted:
        if overwrite.kind == FOR_ROLE and guild.role(overwrite.id) is None:
            raise refusals.unknown_role()
        if overwrite.kind == FOR_MEMBER and guild.member(overwrite.id) is None:
            raise refusals.unknown_member()
        if (overwrite.allow | overwrite.deny) & ~held:
            raise refusals.missing_permissions()
