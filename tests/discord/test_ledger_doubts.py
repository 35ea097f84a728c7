"""What is doubtful about a permission that is there, and what makes it sound."""

import pytest

from cakd_tui.discord.ledger_scene import Scene
from cakd_tui.discord.permissions import NOTHING
from tests.discord.scenes import (
    ADMINISTRATOR,
    ALL,
    BOT,
    GUILD,
    HOOKS,
    OBSERVERS,
    VIEW,
    account,
    on_bot,
    on_role,
    scene,
)

BROAD = "Only Administrator grants it, and with it everything else in the server."
FRAGILE = "Granted by the role {}, not by the bot's own: it is lost when that role changes"
FOR_ALL = "Granted to @everyone, so to any member: it is lost when that is put right."

DOUBTS: dict[str, tuple[Scene, str, list[str]]] = {
    "from its own role": (scene(), "manage-webhooks", []),
    "@everyone sees channels": (scene(), "view-channel", []),
    "the owner": (scene(own=ADMINISTRATOR, owner=BOT), "manage-webhooks", []),
    "Administrator alone": (scene(own=ADMINISTRATOR), "manage-webhooks", [BROAD]),
    "Administrator alone, from another role": (
        scene(own=NOTHING, admins=ADMINISTRATOR),
        "manage-webhooks",
        [BROAD, FRAGILE.format("Admins")],
    ),
    "Administrator from another role, and the bit from its own": (
        scene(own=HOOKS, admins=ADMINISTRATOR),
        "manage-webhooks",
        [],
    ),
    "Administrator, and the bit as well": (scene(own=ADMINISTRATOR | HOOKS), "manage-webhooks", []),
    "Administrator against a deny": (
        scene(on_role(GUILD, deny=HOOKS), own=ADMINISTRATOR | HOOKS, channel=True),
        "manage-webhooks",
        [BROAD],
    ),
    "another role": (
        scene(own=NOTHING, observers=HOOKS),
        "manage-webhooks",
        [FRAGILE.format("Observers")],
    ),
    "another role lets it see": (
        scene(everyone=NOTHING, observers=VIEW),
        "view-channel",
        [FRAGILE.format("Observers")],
    ),
    "everybody may": (scene(everyone=ALL, own=NOTHING), "manage-webhooks", [FOR_ALL]),
    "another role in the channel": (
        scene(on_role(OBSERVERS, HOOKS), own=NOTHING, observers=VIEW, channel=True),
        "manage-webhooks",
        [FRAGILE.format("Observers")],
    ),
    "the bot itself in the channel": (
        scene(on_bot(HOOKS), own=NOTHING, channel=True),
        "manage-webhooks",
        [],
    ),
    "what is not there is not doubtful": (
        scene(own=NOTHING, observers=HOOKS, timed_out=True),
        "manage-webhooks",
        [],
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_is_said(name: str) -> None:
    given, key, starts = DOUBTS[name]
    remarks = account(given, key).remarks
    assert len(remarks) == len(starts)
    for remark, start in zip(remarks, starts, strict=True):
        assert remark.startswith(start)


ROLES = "Server Settings → Roles"
PLACE = "#alerts-x → Edit Channel → Permissions"
FIRMER: dict[str, tuple[Scene, str, list[str]]] = {
    "another role": (
        scene(own=NOTHING, observers=HOOKS),
        "manage-webhooks",
        [f"{ROLES} → alerts-bot → Manage Webhooks"],
    ),
    "another role lets it see": (
        scene(everyone=NOTHING, observers=VIEW),
        "view-channel",
        [f"{ROLES} → alerts-bot → View Channels"],
    ),
    "everybody may": (
        scene(everyone=ALL, own=NOTHING),
        "manage-channels",
        [f"{ROLES} → alerts-bot → Manage Channels"],
    ),
    "another role against a deny in the channel": (
        scene(on_role(GUILD, deny=HOOKS), on_role(OBSERVERS, HOOKS), observers=VIEW, channel=True),
        "manage-webhooks",
        [f"{PLACE} → the member alerts-bot → Manage Webhooks ✓"],
    ),
    "Administrator alone": (
        scene(own=ADMINISTRATOR),
        "manage-channels",
        [
            f"{ROLES} → alerts-bot → View Channels, Manage Channels, Manage Webhooks",
            f"{ROLES} → alerts-bot → Administrator off",
        ],
    ),
    "Administrator from another role, where a channel denies it": (
        scene(on_role(GUILD, deny=HOOKS), own=NOTHING, admins=ADMINISTRATOR, channel=True),
        "manage-webhooks",
        [],
    ),
    "no role of its own": (scene(own=None, observers=HOOKS), "manage-webhooks", []),
    "Administrator, and no role of its own": (
        scene(own=None, admins=ADMINISTRATOR),
        "manage-webhooks",
        [],
    ),
    "nothing is doubtful": (scene(), "manage-webhooks", []),
}


@pytest.mark.parametrize("name", FIRMER)
def test_what_makes_it_sound_is_a_click_path_of_the_bots_own(name: str) -> None:
    given, key, paths = FIRMER[name]
    assert [fix.text for fix in account(given, key).fixes] == paths
