"""What the saved route knows need not be told again to look at it, renew it or take it back."""

from dataclasses import replace

import pytest

from tests.cli.conftest import Rehearse


@pytest.mark.parametrize("written", [None, "abc"])
@pytest.mark.parametrize("command", [("status",), ("rotate",), ("destroy", "--yes")], ids=" ".join)
async def test_the_server_is_known_from_the_saved_route(
    command: tuple[str, ...], written: str | None, rehearsed: Rehearse
) -> None:
    on = await rehearsed("ready")
    assert (await on.cakd("create", "--strict")).code == 0
    name = "DISCORD_GUILD_ID"
    assert name in on.shell.variables
    kept = {key: value for key, value in on.shell.variables.items() if key != name}
    shell = replace(on.shell, variables=kept if written is None else {**kept, name: written})
    ended = await shell.cakd(*command)
    assert ended.code == 0, ended.err
    assert "needs a" not in ended.out
    assert "no server" not in ended.err
