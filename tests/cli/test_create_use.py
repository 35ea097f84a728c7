"""Several things that could be the project's, and `--use`, which takes one of them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.create import read_uses
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.state import FOR_ROLE, VOICE, Channel, Overwrite
from cakd_tui.rehearsal.tokens import webhook_token
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, OPS_LAB, OUR_WEBHOOK
from tests.cli.conftest import Rehearse, Rehearsed

TWIN, TALK, SECOND = (f"9000000000000009{number:02}" for number in (1, 2, 3))
TOPIC = 'topic "CAKD alerts for my-project"'


@pytest.fixture
async def twins(rehearsed: Rehearse) -> Rehearsed:
    """Two alerts channels, alike but for their ids, and a voice channel of the name."""
    on = await rehearsed("existing-setup")
    channels = on.rehearsal.world.channels
    channels[TWIN] = replace(channels[ALERTS_CHANNEL], id=TWIN)
    channels[TALK] = Channel(TALK, OPS_LAB, "alerts-my-project", VOICE)
    return on


def changes(on: Rehearsed) -> list[str]:
    return [each.route for each in on.rehearsal.requests if each.method != "GET"]


async def test_a_dry_run_lists_what_there_is_to_choose_from(twins: Rehearsed) -> None:
    ended = await twins.cakd("create", "--dry-run")
    assert ended.out.splitlines()[1:] == [
        "   ? choose  channel  #alerts-my-project"
        "  (in Ops Lab; 2 of them: it has our name and topic)",
        "   ? choose  webhook  CAKD Alerting - my-project  (it depends on the channel)",
        "   + create  route    ~/.config/cakd/my-project.json"
        '  (alerts with namespace="my-project" go there; no route saved yet)',
        "   ? which channel is the project's:",
        f"       --use channel={ALERTS_CHANNEL}  #alerts-my-project, {TOPIC}",
        f"       --use channel={TWIN}  #alerts-my-project, {TOPIC}",
        "Nothing was created: choose first, with one of the --use above.",
    ]
    assert "Which channel is the project's?" in ended.err
    assert ended.code == 1


async def test_as_json_the_plan_holds_the_candidates(twins: Rehearsed) -> None:
    ended = await twins.cakd("create", "--dry-run", "--json")
    plan = json.loads(ended.out.splitlines()[-1])
    assert plan["undecided"] == [
        {
            "kind": "channel",
            "choices": [
                {"id": number, "name": "#alerts-my-project", "detail": TOPIC}
                for number in (ALERTS_CHANNEL, TWIN)
            ],
        }
    ]
    assert (plan["requests"], plan["quotas"], plan["settled"]) == (0, [], False)
    assert ended.code == 1


async def test_create_stops_with_the_list_and_makes_nothing(twins: Rehearsed, home: Path) -> None:
    ended = await twins.cakd("create", "--strict")
    said = f"#alerts-my-project ({TOPIC})"
    assert (
        "Warning: Failed to provision notification channel: several channels could be the "
        f"project's: {said}: {ALERTS_CHANNEL}; {said}: {TWIN}\n"
    ) in ended.err
    assert "(CAKD-R-SEVERAL)" in ended.err
    assert ended.code == 1
    assert not changes(twins)
    assert not (home / ".config" / "cakd" / "my-project.json").exists()


async def test_the_one_that_is_chosen_is_planned_and_taken(twins: Rehearsed) -> None:
    use = ("--use", f"channel={TWIN}")
    planned = await twins.cakd("create", "--dry-run", *use)
    assert "= adopt   channel  #alerts-my-project  (in Ops Lab; chosen by you)" in planned.out
    assert "   then 1 of 15 webhooks in the channel\n1 request would be sent." in planned.out
    assert planned.code == 0
    await twins.cakd("create", *use)
    assert changes(twins) == ["POST /channels/{channel_id}/webhooks"]
    places = [each.channel_id for each in twins.rehearsal.world.webhooks.values()]
    assert places.count(TWIN) == 1


async def test_once_it_is_saved_nothing_needs_to_be_chosen(twins: Rehearsed) -> None:
    await twins.cakd("create", "--use", f"channel={TWIN}")
    twins.rehearsal.requests.clear()
    planned = await twins.cakd("create", "--dry-run")
    told = planned.out.splitlines()[1:]
    assert [each for each in told if " leave " not in each] == [
        "   = reuse   channel  #alerts-my-project  (in Ops Lab; used by an earlier run)",
        "   = reuse   webhook  CAKD Alerting - my-project  (made by an earlier run)",
        "   = reuse   route    ~/.config/cakd/my-project.json"
        '  (alerts with namespace="my-project" go there; it says so already)',
        "Nothing is left to do: no request would be sent that changes anything.",
    ]
    ended = await twins.cakd("create")
    assert "   Webhook reused: https://discord.com/api/webhooks/" in ended.out
    assert ended.err == ""
    assert not changes(twins)
    plan = json.loads((await twins.cakd("create", "--dry-run", "--json")).out.splitlines()[-1])
    assert plan["settled"] is True
    lines = [(each["verb"], each["reason"]) for each in plan["lines"]]
    assert set(lines) == {
        ("reuse", "used by an earlier run"),
        ("reuse", "made by an earlier run"),
        ("leave", "it bears the name, and is not the project's"),
        ("reuse", "it says so already"),
    }


async def test_another_channel_gets_a_webhook_of_its_own(twins: Rehearsed) -> None:
    await twins.cakd("create", "--use", f"channel={ALERTS_CHANNEL}")
    await twins.cakd("create", "--use", f"channel={TWIN}")
    hooks = twins.rehearsal.world.webhooks.values()
    ours = [each.channel_id for each in hooks if each.name == "CAKD Alerting - my-project"]
    assert sorted(ours) == [ALERTS_CHANNEL, TWIN]


async def test_a_hidden_channel_is_no_hindrance_where_another_is_chosen(twins: Rehearsed) -> None:
    await twins.cakd("create", "--use", f"channel={ALERTS_CHANNEL}")
    channels = twins.rehearsal.world.channels
    hidden = Overwrite(OPS_LAB, FOR_ROLE, deny=rights.VIEW_CHANNEL)
    channels[ALERTS_CHANNEL] = replace(channels[ALERTS_CHANNEL], overwrites=(hidden,))
    assert (await twins.cakd("create", "--dry-run")).code == 1
    planned = await twins.cakd("create", "--dry-run", "--use", f"channel={TWIN}")
    assert "(in Ops Lab; chosen by you)" in planned.out
    assert planned.code == 0
    assert (await twins.cakd("create", "--strict", "--use", f"channel={TWIN}")).code == 0
    assert changes(twins) == ["POST /channels/{channel_id}/webhooks"]


async def test_of_several_webhooks_one_is_chosen(rehearsed: Rehearse) -> None:
    on = await rehearsed("existing-setup")
    hooks = on.rehearsal.world.webhooks
    twin = replace(hooks[OUR_WEBHOOK], id=SECOND, token=webhook_token(SECOND), application_id=None)
    hooks[SECOND] = twin
    stopped = await on.cakd("create")
    assert (
        "several webhooks could be the project's: CAKD Alerting - my-project (made by this bot): "
        f"{OUR_WEBHOOK}; CAKD Alerting - my-project (made by a person): {SECOND}\n"
    ) in stopped.err
    taken = await on.cakd("create", "--use", f"webhook={SECOND}")
    assert f"Webhook reused: https://discord.com/api/webhooks/{SECOND}/" in taken.out
    assert not changes(on)


@pytest.mark.parametrize(
    ("use", "why"),
    [
        ("channel=900000000000000999", "it is not there, not shown to the bot, or of another type"),
        (f"channel={TALK}", "it is not there, not shown to the bot, or of another type"),
        ("perch=7", "only a channel or a webhook can be chosen"),
    ],
)
async def test_what_can_not_be_taken_is_refused(use: str, why: str, twins: Rehearsed) -> None:
    kind, _, number = use.partition("=")
    said = f"the {kind} {number} that was chosen can't be used: {why}\n"
    planned = await twins.cakd("create", "--dry-run", "--use", use)
    assert said in planned.err
    assert planned.err.endswith("Nothing was created.\n")
    assert (planned.code, planned.out) == (1, "")
    ended = await twins.cakd("create", "--strict", "--use", use)
    assert said in ended.err
    assert "(CAKD-R-NO-SUCH)" in ended.err
    assert ended.code == 1
    assert not changes(twins)


async def test_a_webhook_can_not_be_chosen_before_there_is_a_channel(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("create", "--strict", "--use", f"webhook={SECOND}")
    assert "can't be used: the channel is not there yet\n" in ended.err
    assert ended.code == 1
    assert not changes(on)


@pytest.mark.parametrize("given", ["channel", "channel=", "=7", "Channel=7", "channel=7 8"])
async def test_a_use_that_makes_no_sense_is_bad_usage(given: str, rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    ended = await on.cakd("create", "--use", given)
    assert ended.err.startswith("cakd: --use takes KIND=ID, as in channel=900000000000000001; not ")
    assert ended.code == 2
    assert not on.rehearsal.requests


def test_uses_are_read_by_kind() -> None:
    assert read_uses(()) == {}
    assert read_uses(("channel=7", "webhook=8")) == {"channel": "7", "webhook": "8"}


def test_two_uses_of_one_kind_contradict_each_other() -> None:
    assert read_uses(("channel=7", "channel=7")) == {"channel": "7"}
    with pytest.raises(BadUsage, match="names two of a kind"):
        read_uses(("channel=7", "channel=8"))
