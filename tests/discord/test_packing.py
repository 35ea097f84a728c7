"""Alerts as messages: as few as can be, in order, within every limit, and nobody is called."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from cakd_tui.core.alert import Alert
from cakd_tui.core.courier import Parcel
from cakd_tui.core.sample_alert import sample_alert
from cakd_tui.discord.packing import packed, packed_plainly
from cakd_tui.rehearsal.answer import request_of
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import Message
from tests.discord.alerts import ROUTE, alerts, firing, recorded, resolved

AGENT = {"User-Agent": "DiscordBot (https://a.example, 1)", "Content-Type": "application/json"}
ROLE = "200000000000000104"
CALLING = replace(ROUTE, kept={"mention": ROLE})


def posted(parcel: Parcel) -> Message:
    """The message as Discord keeps it; fails where it refuses it."""
    rehearsal = scenario("existing-setup")
    webhook = next(iter(rehearsal.world.webhooks.values()))
    target = f"/api/v10/webhooks/{webhook.id}/{webhook.token}?wait=true"
    request = request_of("POST", target, AGENT, msgspec.json.encode(parcel.body))
    reply = rehearsal._genuine(request)
    assert reply.status == 200, reply.body
    return rehearsal.world.messages[-1]


def cards(parcel: Parcel) -> list[dict[str, Any]]:
    embeds = parcel.body["embeds"]
    assert isinstance(embeds, list)
    return embeds


def test_ten_alerts_go_into_one_message_in_their_order() -> None:
    parcel = packed(ROUTE, [firing(f"Alert{number}") for number in range(25)])
    assert parcel.alerts == 10
    assert [card["title"] for card in cards(parcel)] == [f"Alert{number}" for number in range(10)]
    assert len(posted(parcel).embeds) == 10


def test_ten_of_the_largest_share_a_message_too() -> None:
    parcel = packed(ROUTE, [sample_alert("my-project", worst_case=True)] * 10)
    assert parcel.alerts == 10
    assert len(posted(parcel).embeds) == 10


def test_short_alerts_stay_whole_beside_a_large_one() -> None:
    large = sample_alert("my-project", worst_case=True)
    small = recorded()[0]
    parcel = packed(ROUTE, [small, large, small])
    first, _, last = cards(parcel)
    assert "[Silence](" in first["description"]
    assert first == last == cards(packed(ROUTE, [small]))[0]


def test_an_alert_by_itself_shows_more_labels_than_one_in_company() -> None:
    many = firing(**{f"l{number}": "v" for number in range(20)})
    alone, pair = packed(ROUTE, [many]), packed(ROUTE, [many, many])
    counts = [len(cards(each)[0]["fields"]) for each in (alone, pair)]
    assert counts == [20, 7]


def test_nobody_is_called_but_by_a_firing_alert_of_a_route_that_says_so() -> None:
    assert packed(ROUTE, [firing()]).body["allowed_mentions"] == {"parse": []}
    assert "content" not in packed(ROUTE, [firing()]).body
    assert packed(CALLING, [resolved()]).body == {
        **packed(ROUTE, [resolved()]).body,
        "allowed_mentions": {"parse": []},
    }
    calling = packed(CALLING, [resolved(), firing()]).body
    assert calling["content"] == f"<@&{ROLE}>"
    assert calling["allowed_mentions"] == {"parse": [], "roles": [ROLE]}


def test_the_plainest_form_calls_as_the_usual_one_does() -> None:
    assert packed_plainly(CALLING, firing()).body["content"] == f"<@&{ROLE}>"
    assert "content" not in packed_plainly(CALLING, resolved()).body
    assert packed_plainly(ROUTE, firing()).alerts == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(alerts, min_size=1, max_size=12))
def test_any_alerts_make_a_message_that_is_taken_and_calls_nobody(some: Sequence[Alert]) -> None:
    parcel = packed(ROUTE, some)
    assert parcel.alerts == min(len(some), 10)
    message = posted(parcel)
    assert len(message.embeds) == parcel.alerts
    assert message.content == ""
    assert (message.mentions, message.mention_roles, message.mention_everyone) == ((), (), False)
    assert '"url"' not in json.dumps(parcel.body)
    assert len(posted(packed_plainly(ROUTE, some[0])).embeds) == 1
