"""What becomes of a set-up that was complete."""

import pytest

from cakd_tui.rehearsal.scenarios import SCENARIOS, scenario
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, LOUNGE, OPERATIONS, OUR_WEBHOOK


@pytest.mark.parametrize(
    ("name", "channel", "webhook"),
    [
        ("in-use", "alerts-my-project", True),
        ("webhook-gone", "alerts-my-project", False),
        ("channel-gone", None, False),
        ("channel-renamed", "ops-alarms", True),
        ("channel-moved", "alerts-my-project", True),
    ],
)
def test_each_drift_changes_one_thing(name: str, channel: str | None, webhook: bool) -> None:
    world = scenario(name).world
    there = world.channels.get(ALERTS_CHANNEL)
    assert (there.name if there else None) == channel
    assert (OUR_WEBHOOK in world.webhooks) is webhook
    assert SCENARIOS[name].remembers_channel
    assert SCENARIOS[name].remembers_webhook


def test_a_renamed_channel_gets_its_name_back() -> None:
    rehearsal = scenario("channel-renamed")
    assert rehearsal.mend() == "Renamed #ops-alarms to #alerts-my-project in Ops Lab"
    assert rehearsal.world.channels[ALERTS_CHANNEL].name == "alerts-my-project"


def test_a_moved_channel_is_dragged_back() -> None:
    rehearsal = scenario("channel-moved")
    assert SCENARIOS["channel-moved"].place == OPERATIONS
    assert rehearsal.world.channels[ALERTS_CHANNEL].parent_id == LOUNGE
    assert rehearsal.mend() == "Dragged #alerts-my-project back into Operations in Ops Lab"
    assert rehearsal.world.channels[ALERTS_CHANNEL].parent_id == OPERATIONS
