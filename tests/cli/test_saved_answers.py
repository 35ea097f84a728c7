"""What the saved route knows need not be told again, whatever is to be done with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.command import Shell
from tests.cli.conftest import Rehearse

NAME = "DISCORD_GUILD_ID"


def without(shell: Shell, written: str | None = None) -> Shell:
    """The same shell, whose environment names no server, or a wrong one."""
    kept = {key: value for key, value in shell.variables.items() if key != NAME}
    return replace(shell, variables=kept if written is None else {**kept, NAME: written})


@pytest.mark.parametrize("written", [None, "abc"])
@pytest.mark.parametrize("command", [("status",), ("rotate",), ("destroy", "--yes")], ids=" ".join)
async def test_the_server_is_known_from_the_saved_route(
    command: tuple[str, ...], written: str | None, rehearsed: Rehearse
) -> None:
    on = await rehearsed("ready")
    assert (await on.cakd("create", "--strict")).code == 0
    assert NAME in on.shell.variables
    ended = await without(on.shell, written).cakd(*command)
    assert ended.code == 0, ended.err
    assert "needs a" not in ended.out
    assert "no server" not in ended.err


AGAIN = [("create", "--strict"), ("create", "--dry-run"), ("check",)]


@pytest.mark.parametrize("command", AGAIN, ids=" ".join)
async def test_a_set_up_goes_on_in_the_server_of_the_saved_route(
    command: tuple[str, ...], rehearsed: Rehearse
) -> None:
    on = await rehearsed("ready")
    assert (await on.cakd("create", "--strict")).code == 0
    ended = await without(on.shell).cakd(*command)
    assert ended.code == 0, ended.err
    assert on.only_url()
    if command == ("check",):
        assert "Server from the saved route\n" in ended.err


@pytest.mark.parametrize("command", AGAIN, ids=" ".join)
async def test_a_set_up_takes_no_other_server_for_one_that_was_mistyped(
    command: tuple[str, ...], rehearsed: Rehearse
) -> None:
    on = await rehearsed("ready")
    assert (await on.cakd("create", "--strict")).code == 0
    on.rehearsal.requests.clear()
    ended = await without(on.shell, "abc").cakd(*command)
    assert ended.code == 4
    assert "DISCORD_GUILD_ID" in ended.err
    assert not on.rehearsal.requests


@pytest.mark.parametrize("command", AGAIN, ids=" ".join)
async def test_a_route_that_can_not_be_read_fills_no_gap(
    command: tuple[str, ...], rehearsed: Rehearse, home: Path
) -> None:
    on = await rehearsed("ready")
    assert (await on.cakd("create", "--strict")).code == 0
    (home / ".config" / "cakd" / "my-project.json").write_text("no route")
    ended = await without(on.shell).cakd(*command)
    assert ended.code == 4
    assert "no server" in ended.err
