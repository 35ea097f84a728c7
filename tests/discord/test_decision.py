"""The one decision: what is settled, what is new and why, and what has to be chosen."""

from dataclasses import replace

import msgspec
import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.adoption import NoSuchChoice
from cakd_tui.discord.decision import Decision, decided
from cakd_tui.discord.http.errors import Asked, DiscordError, ServerError
from cakd_tui.discord.http.models import (
    INCOMING_WEBHOOK,
    TEXT_CHANNEL,
    Channel,
    SealedText,
    Webhook,
)

ANSWERS = Answers("api").with_value("guild", "100")
OURS = Channel(10, TEXT_CHANNEL, 100, "alerts-api", "CAKD alerts for api")
OTHER = Channel(11, TEXT_CHANNEL, 100, "ops-noise")
TALK = Channel(12, 2, 100, "alerts-api")
HOOK = Webhook(1, INCOMING_WEBHOOK, 10, 100, "CAKD Alerting - api", 8, SealedText(Secret("hush")))
FOREIGN = Webhook(2, INCOMING_WEBHOOK, 10, 100, "CAKD Alerting - api", 9)
OUTAGE = ServerError(Asked("GET", "https://discord.com/x"), 502, "")
CHANNEL = Remembered("channel", "10", "alerts-api", made=True)
WEBHOOK = Remembered("webhook", "1", "CAKD Alerting - api", made=True)
URL = Secret("https://discord.com/api/webhooks/1/hush")
SAVED = Route("api", "discord", {"guild": "100"}, (CHANNEL, WEBHOOK), URL)


def decision(
    known: Route | None = None,
    *channels: Channel,
    webhooks: tuple[Webhook, ...] | DiscordError = (HOOK,),
    **uses: str,
) -> Decision:
    return decided(replace(ANSWERS, uses=uses), known, channels, webhooks)


def test_what_the_saved_route_says_already_is_settled() -> None:
    assert decision(SAVED, OURS).settled
    assert decision(SAVED, OURS, TALK, webhooks=(FOREIGN, HOOK)).settled
    assert decision(SAVED, OURS, channel="10", webhook="1").settled
    assert decision(SAVED.with_thing(replace(CHANNEL, place="")), OURS).settled


def test_a_route_of_before_places_were_noted_is_settled_wherever_the_channel_is() -> None:
    assert decision(SAVED, msgspec.structs.replace(OURS, parent_id=50)).settled


@pytest.mark.parametrize(
    "known",
    [
        None,
        SAVED.with_webhook(Secret("")),
        SAVED.with_webhook(Secret("https://discord.com/api/webhooks/1/other")),
        replace(SAVED, values={}),
        replace(SAVED, values={"guild": "101"}),
        replace(SAVED, remembered=(CHANNEL,)),
        SAVED.with_thing(replace(CHANNEL, name="before")),
        SAVED.with_thing(replace(CHANNEL, place="50")),
        SAVED.with_thing(replace(WEBHOOK, name="before")),
        SAVED.with_thing(replace(WEBHOOK, id="7")),
    ],
)
def test_what_the_route_does_not_say_yet_is_not_settled(known: Route | None) -> None:
    found = decision(known, OURS)
    assert not found.settled
    assert (found.channel.thing, found.webhook.thing) == (OURS, HOOK)


@pytest.mark.parametrize(
    ("known", "channels", "webhooks", "news"),
    [
        (None, (OURS,), (HOOK,), ""),
        (SAVED, (OURS,), (HOOK,), ""),
        (SAVED, (OURS,), (), "leads to a new webhook"),
        (SAVED, (OTHER,), (), "leads to a new webhook"),
        (
            SAVED.with_webhook(Secret("https://discord.com/api/webhooks/1/other")),
            (OURS,),
            (HOOK,),
            "leads to another webhook",
        ),
        (SAVED.with_webhook(Secret("")), (OURS,), (HOOK,), "leads to the webhook that is there"),
        (
            replace(SAVED, remembered=(CHANNEL,)).with_webhook(Secret("")),
            (OURS,),
            (HOOK,),
            "leads to the webhook that is there",
        ),
        (replace(SAVED, remembered=(CHANNEL,)), (OURS,), (HOOK,), "names the webhook"),
        (
            SAVED.with_thing(replace(CHANNEL, name="before")),
            (OURS,),
            (HOOK,),
            "notes the channel's new name",
        ),
        (
            SAVED.with_thing(replace(WEBHOOK, name="before")),
            (OURS,),
            (HOOK,),
            "notes the webhook's new name",
        ),
        (
            SAVED.with_thing(replace(CHANNEL, name="a")).with_thing(replace(WEBHOOK, name="b")),
            (OURS,),
            (HOOK,),
            "notes the channel's new name; notes the webhook's new name",
        ),
        (
            SAVED.with_thing(replace(CHANNEL, place="50")),
            (OURS,),
            (HOOK,),
            "notes the channel's new category",
        ),
        (replace(SAVED, values={"guild": "101"}), (OURS,), (HOOK,), "is for another server now"),
        (
            SAVED.with_thing(replace(CHANNEL, id="9")),
            (OURS,),
            (HOOK,),
            "names another channel",
        ),
        (
            SAVED,
            (msgspec.structs.replace(OURS, id=13), msgspec.structs.replace(OURS, id=14)),
            (),
            "follows what is chosen",
        ),
    ],
)
def test_what_the_route_does_not_say_yet_is_told(
    known: Route | None, channels: tuple[Channel, ...], webhooks: tuple[Webhook, ...], news: str
) -> None:
    found = decision(known, *channels, webhooks=webhooks)
    assert found.plan("#alerts-api", "", "api").news == news


def test_a_webhook_of_a_new_channel_is_new() -> None:
    fresh, again = decision(None, OTHER), decision(SAVED, OTHER)
    assert (fresh.channel.verb, fresh.webhook.verb) == (Verb.CREATE, Verb.CREATE)
    assert (again.channel.verb, again.webhook.verb) == (Verb.REPAIR, Verb.REPAIR)
    assert fresh.webhook.reason == again.webhook.reason == "its channel is new"


def test_webhooks_that_are_not_shown_are_not_said_to_be_gone() -> None:
    found = decision(SAVED, OURS, webhooks=OUTAGE, webhook="1")
    assert (found.webhook.thing, found.settled) == (None, False)
    assert found.webhook.reason == "Discord does not show the channel's webhooks"


def test_before_the_channel_is_chosen_nothing_is_said_of_its_webhook() -> None:
    found = decision(None, OURS, msgspec.structs.replace(OURS, id=13), webhook="1")
    assert (found.channel.verb, found.webhook.verb) == (Verb.CHOOSE, Verb.CHOOSE)
    assert found.webhook.reason == "it depends on the channel"
    (candidates,) = found.undecided
    assert [each.value for each in candidates.choices] == ["10", "13"]
    plan = found.plan("#alerts-api", "in Ops Lab", "api")
    assert (plan.requests, plan.undecided) == (0, (candidates,))


def test_in_a_channel_that_was_chosen_the_webhook_of_another_is_not_used() -> None:
    found = decision(SAVED, OURS, OTHER, channel="11")
    assert (found.channel.thing, found.webhook.thing) == (OTHER, None)
    assert found.webhook.verb is Verb.CREATE
    moved = decision(SAVED.with_thing(replace(CHANNEL, id="11")), OTHER, channel="11")
    assert moved.webhook.thing == HOOK


def test_in_a_channel_that_takes_the_place_of_another_a_moved_webhook_is_not_used() -> None:
    away = msgspec.structs.replace(HOOK, channel_id=11)
    again = msgspec.structs.replace(OURS, id=13)
    found = decision(SAVED, again, OTHER, webhooks=(away,))
    assert (found.channel.thing, found.webhook.thing) == (again, None)
    assert found.succession.left == (WEBHOOK,)
    within = msgspec.structs.replace(HOOK, channel_id=13)
    assert decision(SAVED, again, OTHER, webhooks=(within,)).webhook.verb is Verb.REUSE


@pytest.mark.parametrize(
    ("kind", "number"), [("channel", "12"), ("channel", "99"), ("webhook", "2"), ("perch", "10")]
)
def test_what_can_not_be_chosen_is_refused(kind: str, number: str) -> None:
    with pytest.raises(NoSuchChoice, match=f"the {kind} {number} that was chosen can't be used: "):
        decided(ANSWERS.with_use(kind, number), None, (OURS, TALK), (HOOK, FOREIGN))


def test_a_webhook_can_not_be_chosen_where_there_is_no_channel() -> None:
    with pytest.raises(NoSuchChoice, match="the channel is not there yet"):
        decision(None, OTHER, webhook="1")


def test_the_plan_names_what_is_left_alone() -> None:
    plan = decision(None, TALK).plan("#alerts-api", "in Ops Lab", "api")
    assert plan == Plan(
        (
            PlanLine(
                Verb.CREATE,
                "channel",
                "#alerts-api",
                "in Ops Lab",
                reason="no channel of that name yet",
            ),
            PlanLine(Verb.CREATE, "webhook", "CAKD Alerting - api", reason="its channel is new"),
            PlanLine(
                Verb.LEAVE,
                "channel",
                "#alerts-api",
                "id 12",
                reason="it bears the name, and is not the project's",
            ),
        ),
        2,
    )
    left = decision(SAVED, OURS, webhooks=(FOREIGN,)).plan("#alerts-api", "", "api").lines[-1]
    assert (left.verb, left.remark, left.reason) == (
        Verb.LEAVE,
        "id 2",
        "another application made it",
    )
    follower = msgspec.structs.replace(FOREIGN, type=2)
    left = decision(SAVED, OURS, webhooks=(follower,)).plan("#alerts-api", "", "api").lines[-1]
    assert left.reason == "it brings the news of a channel elsewhere"
