"""What the people of a server take from the bot, and how they give it back."""

from collections.abc import Awaitable, Callable

import pytest

from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.permissions import ADMINISTRATOR, MANAGE_CHANNELS, MANAGE_WEBHOOKS
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, LOCKED, OPS_LAB, OWN_ROLE

Ask = Callable[..., Awaitable[Reply]]


def outcome(reply: Reply) -> tuple[int, object]:
    """Its status and Discord's code."""
    body = reply.json()
    assert isinstance(body, dict)
    return reply.status, body.get("code")


async def test_a_hidden_channel_is_not_listed_and_refused_by_its_id(ask: Ask) -> None:
    rehearsal = scenario("hidden-channel")
    listed = (await ask(rehearsal, "GET", f"/guilds/{OPS_LAB}/channels")).json()
    assert isinstance(listed, list)
    assert ALERTS_CHANNEL not in {channel["id"] for channel in listed}
    path = f"/channels/{ALERTS_CHANNEL}"
    assert outcome(await ask(rehearsal, "GET", path)) == (403, 50001)
    rehearsal.mend()
    assert (await ask(rehearsal, "GET", path)).status == 200


async def test_a_channel_made_in_the_locked_category_takes_over_its_denial(ask: Ask) -> None:
    rehearsal = scenario("denied-by-category")
    body = {"name": "alerts-my-project", "type": 0, "parent_id": LOCKED}
    made = (await ask(rehearsal, "POST", f"/guilds/{OPS_LAB}/channels", body)).json()
    assert isinstance(made, dict)
    name = {"name": "CAKD Alerting - my-project"}
    path = f"/channels/{made['id']}/webhooks"
    assert outcome(await ask(rehearsal, "POST", path, name)) == (403, 50013)
    rehearsal.mend()
    assert (await ask(rehearsal, "POST", path, name)).status == 200


@pytest.mark.parametrize(
    ("name", "own"),
    [("over-privileged", ADMINISTRATOR), ("fragile-grant", MANAGE_CHANNELS)],
)
def test_a_doubtful_grant_becomes_a_sound_one(name: str, own: int) -> None:
    rehearsal = scenario(name)

    def granted() -> int:
        role = rehearsal.world.guilds[OPS_LAB].role(OWN_ROLE)
        assert role is not None
        return role.permissions

    assert granted() == own
    rehearsal.mend()
    assert not granted() & ADMINISTRATOR
    assert granted() & MANAGE_WEBHOOKS
