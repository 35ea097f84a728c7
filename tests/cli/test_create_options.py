"""`cakd create` with the options that `platform.yaml` chooses, over a real socket."""

from collections.abc import Awaitable, Callable

import pytest

from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS, VIEW_CHANNEL
from cakd_tui.rehearsal.state import FOR_MEMBER, FOR_ROLE, Channel, Overwrite
from cakd_tui.rehearsal.worlds import BOT, OBSERVERS, OPS_LAB
from tests.cli.command import Shell
from tests.cli.conftest import Rehearsed

Rehearse = Callable[[str], Awaitable[Rehearsed]]

FAILED = "   Warning: Failed to provision notification channel: failed to create channel: "


def configured(shell: Shell, *lines: str, provider: str = "discord") -> None:
    """Write a platform.yaml with these lines under `notifications.<provider>`."""
    head = ("metadata:", "  name: my-project", "providers:", f"  notification: {provider}")
    shell.write(*head, "notifications:", f"  {provider}:", *(f"    {line}" for line in lines))


def made(rehearsed: Rehearsed) -> list[Channel]:
    every = rehearsed.rehearsal.world.channels.values()
    return [channel for channel in every if channel.name == "alerts-my-project"]


async def test_a_private_channel_in_a_category_is_made_and_reused(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    configured(on.shell, "category: Operations", "private: true", "roles: [Observers]")
    ended = await on.cakd("create", "--strict")
    assert (ended.code, ended.err) == (0, "")
    assert "   Creating Discord channel for my-project...\n" in ended.out
    (channel,) = made(on)
    assert channel.parent_id == "900000000000000204"
    assert set(channel.overwrites) == {
        Overwrite(OPS_LAB, FOR_ROLE, 0, VIEW_CHANNEL),
        Overwrite(BOT.id, FOR_MEMBER, VIEW_CHANNEL | MANAGE_WEBHOOKS, 0),
        Overwrite(OBSERVERS, FOR_ROLE, VIEW_CHANNEL, 0),
    }
    again = await on.cakd("create", "--strict")
    assert (again.code, again.err) == (0, "")
    assert "   Reusing Discord channel for my-project...\n" in again.out
    assert made(on) == [channel]


async def test_what_the_bot_may_not_hand_on_is_refused_before_anything_is_under_way(
    rehearsed: Rehearse,
) -> None:
    on = await rehearsed("missing-view")
    configured(on.shell, "private: true")
    ended = await on.cakd("create")
    assert f"{FAILED}a private channel has to let the bot in" in ended.err
    assert "Creating" not in ended.out
    checked = (await on.cakd("check")).out
    assert "– Options            comes with View Channel\n" in checked
    assert "– Room               needs View Channel to count the channels\n" in checked


async def test_a_category_that_is_not_there_is_a_warning_with_its_row(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    configured(on.shell, "category: Opz")
    ended = await on.cakd("create")
    assert ended.code == 0
    assert (
        f"{FAILED}the bot sees no category named Opz in this server; "
        "there are Information, Operations, Lounge\n"
    ) in ended.err
    assert "Problem  The category the channel should be put in can't be found" in ended.err
    assert not made(on)


async def test_roles_without_private_leave_nothing_behind(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    configured(on.shell, "roles: [Observers]")
    ended = await on.cakd("create", "--strict")
    assert ended.code == 1
    assert "choose private: true as well" in ended.err
    assert not made(on)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "categroy: Ops",
            "7: notifications.discord.categroy: there is no such setting; "
            "known: category, private, roles",
        ),
        ("private: 'yes'", "7: notifications.discord.private must be true or false"),
        (
            "category: 900000000000000204",
            "7: notifications.discord.category must be a text, and to YAML this is a number: "
            'write "900000000000000204", with the quotes',
        ),
        (
            "roles: Observers",
            "7: notifications.discord.roles must be a list of texts, such as [oncall, sre]",
        ),
    ],
)
async def test_a_mistake_in_the_options_ends_it_before_anything_is_asked(
    line: str, message: str, rehearsed: Rehearse
) -> None:
    on = await rehearsed("ready")
    configured(on.shell, line)
    ended = await on.cakd("create")
    assert ended.code == 2
    assert f"platform.yaml:{message}" in ended.err
    assert not on.rehearsal.requests


async def test_another_providers_options_reach_it_as_well(shell: Shell) -> None:
    configured(shell, "bell: tin", provider="pigeon")
    known = {"CAKD_PIGEON_WHISTLE": "tweet", "CAKD_PIGEON_LOFT": "7"}
    ended = await Shell(shell.directory, {**shell.variables, **known}).cakd("create", "--strict")
    assert ended.code == 0
    assert "the bell is of tin" in ended.out + ended.err
