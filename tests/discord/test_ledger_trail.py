"""Every kind of line: when it is the one that decided."""

from dataclasses import replace

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.discord.ledger_scene import OF_NEW_CHANNELS, Scene
from cakd_tui.discord.permissions import NOTHING
from tests.discord.scenes import (
    ADMINISTRATOR,
    ALL,
    BOT,
    CHANNELS,
    GUILD,
    HOOKS,
    OBSERVERS,
    OWN,
    VIEW,
    account,
    on_bot,
    on_role,
    scene,
)

PASS, WARN, FAIL, SKIPPED = Verdict.PASS, Verdict.WARN, Verdict.FAIL, Verdict.SKIPPED

DECIDED: dict[str, tuple[Scene, str, Verdict, str, str]] = {
    "the owner": (
        scene(owner=BOT),
        "manage-webhooks",
        PASS,
        "owner",
        "the bot owns the server",
    ),
    "@everyone": (scene(), "view-channel", PASS, "role:1", "from @everyone"),
    "its own role": (
        scene(everyone=ALL),
        "manage-webhooks",
        PASS,
        "role:10",
        "from its own role, alerts-bot",
    ),
    "another role": (
        scene(own=NOTHING, observers=HOOKS),
        "manage-webhooks",
        WARN,
        "role:11",
        "from role Observers",
    ),
    "an administrator": (
        scene(admins=ADMINISTRATOR),
        "manage-webhooks",
        PASS,
        "administrator:12",
        "as Administrator, from role Admins",
    ),
    "nobody": (
        scene(own=VIEW),
        "manage-webhooks",
        FAIL,
        "",
        "no role of the bot grants it",
    ),
    "an overwrite of @everyone": (
        scene(on_role(GUILD, deny=HOOKS), channel=True),
        "manage-webhooks",
        FAIL,
        "overwrite:role:1",
        "granted in the server, denied in #alerts-x",
    ),
    "a role's overwrite that denies": (
        scene(on_role(OBSERVERS, deny=HOOKS), observers=NOTHING, channel=True),
        "manage-webhooks",
        FAIL,
        "overwrite:role:11",
        "granted in the server, denied in #alerts-x",
    ),
    "a role's overwrite that allows": (
        scene(on_role(GUILD, deny=HOOKS), on_role(OBSERVERS, HOOKS), observers=VIEW, channel=True),
        "manage-webhooks",
        WARN,
        "overwrite:role:11",
        "allowed in #alerts-x for Observers",
    ),
    "the bot's overwrite that denies": (
        scene(on_bot(deny=HOOKS), on_role(OWN, HOOKS), channel=True),
        "manage-webhooks",
        FAIL,
        "overwrite:member:2",
        "granted in the server, denied in #alerts-x",
    ),
    "the bot's overwrite that allows": (
        scene(on_bot(HOOKS), own=NOTHING, channel=True),
        "manage-webhooks",
        PASS,
        "overwrite:member:2",
        "allowed in #alerts-x for alerts-bot",
    ),
    "a deny of what only the channel gave": (
        scene(on_role(GUILD, HOOKS), on_bot(deny=HOOKS), own=NOTHING, channel=True),
        "manage-webhooks",
        FAIL,
        "overwrite:member:2",
        "allowed for others, denied in #alerts-x",
    ),
    "the last of two denies": (
        scene(on_role(GUILD, deny=HOOKS), on_bot(deny=HOOKS), channel=True),
        "manage-webhooks",
        FAIL,
        "overwrite:member:2",
        "granted in the server, denied in #alerts-x",
    ),
    "a deny where nobody grants": (
        scene(on_role(GUILD, deny=HOOKS), own=CHANNELS, channel=True),
        "manage-webhooks",
        FAIL,
        "overwrite:role:1",
        "granted by no role, denied in #alerts-x",
    ),
    "an allow of what is there already": (
        scene(on_bot(HOOKS), channel=True),
        "manage-webhooks",
        PASS,
        "role:10",
        "from its own role, alerts-bot",
    ),
    "what can't be seen": (
        scene(on_role(GUILD, deny=VIEW), channel=True),
        "manage-webhooks",
        SKIPPED,
        "hidden",
        "void in #alerts-x as long as the bot can't see it",
    ),
    "a channel yet to be made will not be seen": (
        scene(everyone=NOTHING, own=HOOKS),
        "manage-webhooks",
        SKIPPED,
        "hidden",
        "void in a new channel as long as the bot can't see it",
    ),
    "a channel can be made unseen": (
        scene(everyone=NOTHING, own=CHANNELS),
        "manage-channels",
        PASS,
        "role:10",
        "from its own role, alerts-bot",
    ),
    "a time-out": (
        scene(timed_out=True),
        "manage-channels",
        FAIL,
        "time-out",
        "the bot is timed out",
    ),
    "a time-out leaves seeing": (
        scene(timed_out=True),
        "view-channel",
        PASS,
        "role:1",
        "from @everyone",
    ),
    "a time-out of an administrator": (
        scene(admins=ADMINISTRATOR, timed_out=True),
        "manage-channels",
        WARN,
        "administrator:12",
        "as Administrator, from role Admins",
    ),
    "the screening": (
        scene(pending=True),
        "manage-webhooks",
        FAIL,
        "screening",
        "the membership screening isn't passed yet",
    ),
    "two-factor": (
        scene(two_factor=True),
        "manage-webhooks",
        FAIL,
        "two-factor",
        "two-factor is asked for, and the bot's owner has none",
    ),
    "two-factor binds administrators": (
        scene(admins=ADMINISTRATOR, two_factor=True),
        "manage-channels",
        FAIL,
        "two-factor",
        "two-factor is asked for, and the bot's owner has none",
    ),
    "two-factor leaves seeing": (
        scene(two_factor=True),
        "view-channel",
        PASS,
        "role:1",
        "from @everyone",
    ),
    "a channel to be made needs Manage Channels": (
        replace(scene(own=HOOKS, channel=True), channel_id=None),
        "manage-channels",
        FAIL,
        "",
        "no role of the bot grants it",
    ),
    "a channel that is there does not": (
        scene(own=HOOKS, channel=True),
        "manage-channels",
        SKIPPED,
        "",
        "not needed, #alerts-x is there already",
    ),
    "the channel has its say in changing it": (
        scene(on_role(GUILD, deny=CHANNELS), channel=True),
        "manage-channels",
        SKIPPED,
        "overwrite:role:1",
        "not needed, #alerts-x is there already",
    ),
    "a channel yet to be made has no say in making one": (
        replace(
            scene(on_bot(deny=CHANNELS), on_role(GUILD, deny=CHANNELS), channel=True),
            decides=OF_NEW_CHANNELS,
            channel_id=None,
        ),
        "manage-channels",
        PASS,
        "role:10",
        "from its own role, alerts-bot",
    ),
}


@pytest.mark.parametrize("name", DECIDED)
def test_one_line_decides(name: str) -> None:
    given, key, verdict, decided_by, because = DECIDED[name]
    found = account(given, key)
    assert (found.verdict, found.decided_by, found.because) == (verdict, decided_by, because)
    assert found.allowed is (verdict in (PASS, WARN))
