"""A webhook's public URL as others post to it: version 6 answers."""

import json

import pytest

from cakd_tui.rehearsal import worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.faults import Fault, Garbage, Status
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import Webhook
from tests.rehearsal.conftest import USER_AGENT

OTHERS = "Alertmanager/0.25.0"


@pytest.fixture
def webhook(ready: Rehearsal) -> Webhook:
    """One of the webhooks there are."""
    worlds.add_alerts_channel(ready.world)
    return next(iter(ready.world.webhooks.values()))


async def post(
    rehearsal: Rehearsal, webhook: Webhook, body: object, agent: str = OTHERS, query: str = ""
) -> Reply:
    """A message to the webhook's public URL."""
    return await rehearsal.answer(
        "POST",
        f"/api/webhooks/{webhook.id}/{webhook.token}{query}",
        {"User-Agent": agent, "Content-Type": "application/json"},
        json.dumps(body).encode(),
    )


async def test_others_may_post_to_the_public_url(ready: Rehearsal, webhook: Webhook) -> None:
    assert (await post(ready, webhook, {"content": "hello"})).status == 204
    assert (await post(ready, webhook, {"content": "hi"}, query="?wait=true")).status == 200
    assert [each.content for each in ready.world.messages] == ["hello", "hi"]
    assert ready.requests[-1].route == "POST /webhooks/{webhook_id}/{webhook_token}"


async def test_our_own_client_is_refused_there(ready: Rehearsal, webhook: Webhook) -> None:
    reply = await post(ready, webhook, {"content": "hello"}, USER_AGENT)
    body = reply.json()
    assert isinstance(body, dict)
    assert (reply.status, body["code"]) == (400, 50041)
    assert not ready.world.messages


@pytest.mark.parametrize("agent", ["", "Python-urllib/3.11"])
async def test_who_is_known_to_be_blocked_is_blocked(
    agent: str, ready: Rehearsal, webhook: Webhook
) -> None:
    reply = await post(ready, webhook, {"content": "hello"}, agent)
    assert (reply.status, reply.body) == (403, b"error code: 1010")


async def test_nothing_but_webhooks_is_there_for_others(ready: Rehearsal, webhook: Webhook) -> None:
    for path in ("/api/users/@me", f"/api/webhooks/{webhook.id}", f"/api/v9/webhooks/1/{OTHERS}"):
        reply = await ready.answer("GET", path, {"User-Agent": OTHERS}, b"")
        assert reply.status == 403


async def test_waits_are_in_milliseconds(webhook: Webhook, ready: Rehearsal) -> None:
    slow = scenario("ready", tempo=1000.0)
    slow.world.webhooks.update(ready.world.webhooks)
    replies = [await post(slow, webhook, {"content": str(each)}) for each in range(6)]
    assert [each.status for each in replies] == [204] * 5 + [429]
    body = replies[-1].json()
    assert isinstance(body, dict)
    assert 1_000_000 < body["retry_after"] <= 2_000_000
    assert replies[-1].header("Retry-After") == str(body["retry_after"])
    assert replies[-1].header("Content-Length") == str(len(replies[-1].body))
    assert len(slow.world.messages) == 5


async def test_what_is_wrong_with_a_form_stands_in_a_bare_map(
    ready: Rehearsal, webhook: Webhook
) -> None:
    long = await post(ready, webhook, {"content": "x" * 2001})
    assert (long.status, long.json()) == (400, {"content": ["Must be 2000 or fewer in length."]})
    part = await post(ready, webhook, {"embeds": [{"title": "x" * 257}]})
    assert (part.status, part.json()) == (400, {"embeds": ["0"]})
    whole = (await post(ready, webhook, ["x"])).json()
    assert isinstance(whole, dict)
    assert list(whole) == ["_errors"]
    assert whole["_errors"]
    assert part.header("Content-Length") == str(len(part.body))


async def test_other_refusals_are_as_they_are(ready: Rehearsal, webhook: Webhook) -> None:
    ready.world.webhooks.clear()
    gone = await post(ready, webhook, {"content": "hello"})
    assert (gone.status, gone.json()) == (404, {"message": "Unknown Webhook", "code": 10015})


async def test_faults_befall_others_too(ready: Rehearsal, webhook: Webhook) -> None:
    ready.faults.add(Fault(Status(500), "POST", "/webhooks/*"))
    assert (await post(ready, webhook, {"content": "hello"})).status == 500
    ready.faults.add(Fault(Garbage(), "POST", "/webhooks/*"))
    spoilt = await post(ready, webhook, {"content": "hello"}, query="?wait=true")
    assert spoilt.status == 200
    with pytest.raises(ValueError, match=r"JSON|decode"):
        spoilt.json()
