"""Why a permission is not there, by its name, and which line the smallest fix changes."""

from dataclasses import replace

import pytest

from cakd_tui.core.finding import Verdict
from cakd_tui.discord.ledger_scene import Scene, unseen_scene
from cakd_tui.discord.permissions import NOTHING
from tests.discord.scenes import (
    CHANNELS,
    GUILD,
    HOOKS,
    OBSERVERS,
    OWN,
    VIEW,
    account,
    on_role,
    scene,
)

HOOK = "manage-webhooks"
SKIPPED = Verdict.SKIPPED


@pytest.mark.parametrize(
    ("given", "key", "cause"),
    [
        (scene(on_role(GUILD, deny=HOOKS), own=NOTHING, channel=True), HOOK, "denied-in-channel"),
        (
            replace(
                scene(on_role(GUILD, deny=CHANNELS), own=NOTHING, channel=True),
                channel_id=None,
                above=(on_role(GUILD, deny=CHANNELS),),
            ),
            "manage-channels",
            "denied-by-category",
        ),
        (
            replace(
                scene(
                    on_role(OBSERVERS, deny=HOOKS),
                    on_role(OWN, deny=HOOKS),
                    observers=NOTHING,
                    channel=True,
                ),
                above=(on_role(OBSERVERS, deny=HOOKS),),
            ),
            HOOK,
            "denied-by-category",
        ),
        (scene(own=NOTHING, timed_out=True), "manage-channels", "missing-in-guild"),
        (scene(timed_out=True), "manage-channels", "timed-out"),
        (unseen_scene(scene(everyone=NOTHING), "#alerts-x", 5), "view-channel", "hidden-channel"),
        (scene(), HOOK, ""),
    ],
)
def test_an_account_names_its_cause(given: Scene, key: str, cause: str) -> None:
    assert account(given, key).cause == cause


@pytest.mark.parametrize(
    ("given", "key"),
    [
        (scene(on_role(GUILD, deny=VIEW), channel=True), HOOK),
        (scene(own=HOOKS, channel=True), "manage-channels"),
        (unseen_scene(scene(own=NOTHING), "#alerts-x", 5), HOOK),
    ],
)
def test_an_account_that_is_skipped_names_no_cause(given: Scene, key: str) -> None:
    assert account(given, key).verdict is SKIPPED
    assert account(given, key).cause == ""


@pytest.mark.parametrize(
    ("given", "key", "line"),
    [
        (scene(own=CHANNELS), HOOK, "role:10"),
        (scene(on_role(GUILD, deny=HOOKS), channel=True), HOOK, "overwrite:member:2"),
        (unseen_scene(scene(), "#alerts-x", 5), "view-channel", "overwrite:member:2"),
        (scene(timed_out=True), HOOK, "time-out"),
        (scene(), HOOK, ""),
        (scene(own=HOOKS, channel=True), "manage-channels", ""),
        (scene(on_role(GUILD, deny=CHANNELS), channel=True), "manage-channels", ""),
    ],
)
def test_the_smallest_fix_has_its_line_where_there_is_something_to_mend(
    given: Scene, key: str, line: str
) -> None:
    assert account(given, key).mended_at == line


@pytest.mark.parametrize("guild", range(1, 40))
def test_of_two_lines_to_change_together_the_first_is_named(guild: int) -> None:
    """Whatever order a set has the two in."""
    given = scene(on_role(GUILD, deny=CHANNELS), own=NOTHING, channel=True)
    roles = tuple(
        replace(role, id=role.id + guild * 100 if role.id == OWN else role.id)
        for role in given.standing.roles
    )
    held = frozenset(role.id for role in roles if role.name == "alerts-bot")
    standing = replace(given.standing, roles=roles, role_ids=held)
    both = account(replace(given, standing=standing, channel_id=None), "manage-channels")
    assert ", and " in both.fixes[0].text
    assert both.mended_at == f"role:{OWN + guild * 100}"
