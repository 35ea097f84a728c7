"""`cakd create` for another server: what is said of a move that was cut short, and of its end."""

from dataclasses import replace

from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS
from cakd_tui.rehearsal.worlds import STAGING
from tests.cli.command import Shell
from tests.cli.conftest import Rehearse, Rehearsed


async def half_moved(rehearsed: Rehearse) -> tuple[Rehearsed, Shell, str]:
    """A project on its way to another server, the shell that asks for it, and what was said."""
    on = await rehearsed("ready")
    assert (await on.cakd("create", "--strict")).code == 0
    world = on.rehearsal.world
    for role in world.guilds[STAGING].roles:
        edits.grant(world, STAGING, role.id, MANAGE_WEBHOOKS)
    shell = replace(on.shell, variables={**on.shell.variables, "DISCORD_GUILD_ID": STAGING})
    on.rehearsal.faults.add(Fault(Status(403), "POST", "/channels/*/webhooks", times=None))
    ended = await shell.cakd("create", "--strict")
    assert ended.code == 1
    on.rehearsal.faults.clear()
    return on, shell, ended.err


async def test_what_was_made_is_named_as_what_it_is(rehearsed: Rehearse) -> None:
    _, _, said = await half_moved(rehearsed)
    assert "Made before it failed, and kept: channel alerts-my-project. Run it again" in said


async def test_status_names_what_was_begun_and_create_goes_on(rehearsed: Rehearse) -> None:
    on, shell, _ = await half_moved(rehearsed)
    ended = await shell.cakd("status")
    assert ended.code == 1
    assert "! Left over          #alerts-my-project, a move to it was begun\n" in ended.out
    assert "     A move to another channel was not finished\n" in ended.out
    planned = await shell.cakd("create", "--dry-run")
    assert "   = reuse   channel  #alerts-my-project  (in Staging; a move to it was begun)" in (
        planned.out
    )
    assert planned.out.count("cakd made it and no longer uses it; cakd destroy deletes it") == 2
    assert (await shell.cakd("create", "--strict")).code == 0
    assert (await shell.cakd("status")).code == 0
    named = [each.name for each in on.rehearsal.world.webhooks.values()]
    assert named.count("CAKD Alerting - my-project") == 2


async def test_destroy_names_what_a_move_was_begun_to(rehearsed: Rehearse) -> None:
    _, shell, _ = await half_moved(rehearsed)
    ended = await shell.cakd("destroy", "--yes")
    assert ended.code == 0, ended.err
    line = "channel-coming #alerts-my-project  (made by cakd for a move that was not finished)"
    assert line in ended.out
    assert "Deleting the new Discord channel #alerts-my-project..." in ended.out
