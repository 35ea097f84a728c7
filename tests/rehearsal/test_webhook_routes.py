from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from cakd_tui.rehearsal import edits, worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.permissions import MANAGE_WEBHOOKS, VIEW_CHANNEL
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.state import FOR_MEMBER, Overwrite, Webhook
from cakd_tui.rehearsal.worlds import ALERTS_CHANNEL, BOT, DEPLOYS, OPS_LAB, OWN_ROLE

Ask = Callable[..., Awaitable[Reply]]

WEBHOOKS = f"/channels/{ALERTS_CHANNEL}/webhooks"
NAME = "CAKD Alerting - my-project"


@pytest.fixture
def lab(ready: Rehearsal) -> Rehearsal:
    """A rehearsal with the alerts channel and no webhook in it."""
    worlds.add_alerts_channel(ready.world)
    return ready


def outcome(reply: Reply) -> tuple[int, object]:
    body = reply.json()
    assert isinstance(body, dict)
    return reply.status, body["code"]


def deny(rehearsal: Rehearsal, channel_id: str, bits: int) -> None:
    channel = rehearsal.world.channels[channel_id]
    overwrites = (Overwrite(BOT.id, FOR_MEMBER, deny=bits),)
    rehearsal.world.channels[channel_id] = replace(channel, overwrites=overwrites)


async def created(ask: Ask, rehearsal: Rehearsal, name: str = NAME) -> dict[str, str]:
    reply = await ask(rehearsal, "POST", WEBHOOKS, {"name": name})
    webhook = reply.json()
    assert reply.status == 200, webhook
    assert isinstance(webhook, dict)
    return webhook


def foreign(rehearsal: Rehearsal) -> Webhook:
    """A webhook of another application, in #deploys."""
    return next(
        webhook
        for webhook in rehearsal.world.webhooks_in(DEPLOYS)
        if webhook.application_id == worlds.OTHER_APPLICATION_ID
    )


async def test_a_new_webhook_comes_with_its_token(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab, "  CAKD   Alerting - my-project ")
    assert webhook["name"] == NAME
    assert webhook["channel_id"] == ALERTS_CHANNEL
    assert webhook["application_id"] == lab.world.application.id
    assert len(webhook["token"]) == 68
    assert "url" not in webhook
    entry = lab.world.audit[-1]
    assert (entry.action, entry.target_id) == (50, webhook["id"])


async def test_webhook_names_are_not_unique(lab: Rehearsal, ask: Ask) -> None:
    first, second = await created(ask, lab), await created(ask, lab)
    assert first["token"] != second["token"]


@pytest.mark.parametrize(
    ("name", "word"), [("CAKD Alerting - Discord-bot", "discord"), ("clyde-api", "clyde")]
)
async def test_a_forbidden_name_is_refused_in_discords_words(
    lab: Rehearsal, ask: Ask, name: str, word: str
) -> None:
    reply = await ask(lab, "POST", WEBHOOKS, {"name": name})
    assert reply.status == 400
    assert reply.json() == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {
            "name": {
                "_errors": [
                    {
                        "code": "USERNAME_INVALID_CONTAINS",
                        "message": f'Username cannot contain "{word}"',
                    }
                ]
            }
        },
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "  "},
        {"name": "\u200b"},
        {"name": "x" * 81},
        {"name": None},
        {"name": "x", "avatar": "https://a.b/c.png"},
        {"name": "x", "channel_id": "1"},
    ],
)
async def test_a_bad_body_is_refused(lab: Rehearsal, ask: Ask, body: object) -> None:
    assert outcome(await ask(lab, "POST", WEBHOOKS, body)) == (400, 50035)
    assert not lab.world.webhooks_in(ALERTS_CHANNEL)


async def test_the_16th_webhook_of_a_channel_is_refused(lab: Rehearsal, ask: Ask) -> None:
    for _ in range(15):
        await created(ask, lab)
    reply = await ask(lab, "POST", WEBHOOKS, {"name": NAME})
    assert outcome(reply) == (400, 30007)


async def test_the_1001st_webhook_of_a_guild_is_refused(lab: Rehearsal, ask: Ask) -> None:
    model = foreign(lab)
    for number in range(len(lab.world.webhooks_of(OPS_LAB)), 999):
        webhook_id = str(5000 + number)
        lab.world.webhooks[webhook_id] = replace(model, id=webhook_id, channel_id="7")
    await created(ask, lab)
    assert outcome(await ask(lab, "POST", WEBHOOKS, {"name": NAME})) == (400, 30058)


async def test_a_category_takes_no_webhooks(lab: Rehearsal, ask: Ask) -> None:
    reply = await ask(lab, "POST", "/channels/900000000000000201/webhooks", {"name": NAME})
    assert outcome(reply) == (400, 50024)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("denied", "expected"),
    [(MANAGE_WEBHOOKS, (403, 50013)), (VIEW_CHANNEL, (403, 50001))],
)
async def test_the_channel_must_be_visible_and_its_webhooks_managed(
    lab: Rehearsal, ask: Ask, method: str, denied: int, expected: tuple[int, int]
) -> None:
    deny(lab, ALERTS_CHANNEL, denied)
    assert outcome(await ask(lab, method, WEBHOOKS, {"name": NAME})) == expected


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_webhooks_need_two_factors_where_the_guild_wants_them(
    lab: Rehearsal, ask: Ask, method: str
) -> None:
    edits.demand_two_factors(lab.world, OPS_LAB)
    lab.world.me = replace(BOT, mfa_enabled=False)
    assert outcome(await ask(lab, method, WEBHOOKS, {"name": NAME})) == (403, 60003)


async def test_strangers_to_the_guild_lack_permissions(lab: Rehearsal, ask: Ask) -> None:
    edits.leave(lab.world, OPS_LAB)
    assert outcome(await ask(lab, "GET", WEBHOOKS)) == (403, 50013)


async def test_webhooks_of_a_channel_are_listed(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    assert (await ask(lab, "GET", WEBHOOKS)).json() == [webhook]


async def test_an_unknown_webhook_is_unknown(lab: Rehearsal, ask: Ask) -> None:
    for method, path in (
        ("GET", "/webhooks/5"),
        ("PATCH", "/webhooks/5"),
        ("DELETE", "/webhooks/5"),
        ("GET", "/webhooks/5/token"),
        ("DELETE", "/webhooks/5/token"),
        ("POST", "/webhooks/5/token"),
    ):
        assert outcome(await ask(lab, method, path, {"content": "x"})) == (404, 10015)


async def test_our_own_webhook_is_shown_even_without_permission(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    edits.revoke(lab.world, OPS_LAB, OWN_ROLE, MANAGE_WEBHOOKS)
    shown = await ask(lab, "GET", f"/webhooks/{webhook['id']}")
    assert shown.json() == webhook


async def test_another_applications_webhook_needs_permission_and_hides_its_token(
    lab: Rehearsal, ask: Ask
) -> None:
    path = f"/webhooks/{foreign(lab).id}"
    shown = (await ask(lab, "GET", path)).json()
    assert isinstance(shown, dict)
    assert "token" not in shown
    edits.revoke(lab.world, OPS_LAB, OWN_ROLE, MANAGE_WEBHOOKS)
    assert outcome(await ask(lab, "GET", path)) == (403, 50013)


async def test_a_webhook_is_renamed_and_moved(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    path = f"/webhooks/{webhook['id']}"
    reply = await ask(lab, "PATCH", path, {"name": "New", "channel_id": DEPLOYS})
    changed = lab.world.webhooks[webhook["id"]]
    assert reply.status == 200
    assert (changed.name, changed.channel_id, changed.token) == ("New", DEPLOYS, webhook["token"])
    assert lab.world.audit[-1].action == 51


async def test_a_change_leaves_what_it_does_not_name(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    path = f"/webhooks/{webhook['id']}"
    await ask(lab, "PATCH", path, {"avatar": "data:image/png;base64,AAAA"})
    await ask(lab, "PATCH", path, {"name": "New"})
    assert lab.world.webhooks[webhook["id"]].avatar is not None
    await ask(lab, "PATCH", path, {"avatar": None})
    changed = lab.world.webhooks[webhook["id"]]
    assert (changed.avatar, changed.name) == (None, "New")


async def test_a_webhook_is_not_moved_into_a_full_channel(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    for number in range(15):
        webhook_id = str(5000 + number)
        lab.world.webhooks[webhook_id] = replace(foreign(lab), id=webhook_id)
    path = f"/webhooks/{webhook['id']}"
    assert outcome(await ask(lab, "PATCH", path, {"channel_id": DEPLOYS})) == (400, 30007)
    assert (await ask(lab, "PATCH", path, {"name": "Still here"})).status == 200


async def test_a_webhook_is_not_moved_where_the_bot_may_not_go(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    path = f"/webhooks/{webhook['id']}"
    elsewhere = {"channel_id": "900000000000000301"}
    assert outcome(await ask(lab, "PATCH", path, elsewhere)) == (404, 10003)
    deny(lab, DEPLOYS, MANAGE_WEBHOOKS)
    assert outcome(await ask(lab, "PATCH", path, {"channel_id": DEPLOYS})) == (403, 50013)


async def test_a_forbidden_new_name_is_refused(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    reply = await ask(lab, "PATCH", f"/webhooks/{webhook['id']}", {"name": "my discord"})
    assert outcome(reply) == (400, 50035)


async def test_a_webhook_is_deleted(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    reply = await ask(lab, "DELETE", f"/webhooks/{webhook['id']}")
    assert (reply.status, reply.body) == (204, b"")
    assert lab.world.audit[-1].action == 52
    assert outcome(await ask(lab, "GET", f"/webhooks/{webhook['id']}")) == (404, 10015)


async def test_the_token_is_all_it_takes(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    path = f"/webhooks/{webhook['id']}/{webhook['token']}"
    bare = {"Authorization": None, "X-Audit-Log-Reason": None, "Content-Type": None}
    shown = (await ask(lab, "GET", path, headers=bare)).json()
    assert isinstance(shown, dict)
    assert shown["token"] == webhook["token"]
    assert "user" not in shown
    assert (await ask(lab, "DELETE", path, headers=bare)).status == 204
    assert outcome(await ask(lab, "GET", path, headers=bare)) == (404, 10015)


async def test_a_wrong_webhook_token_is_refused(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    for method in ("GET", "DELETE", "POST"):
        reply = await ask(lab, method, f"/webhooks/{webhook['id']}/wr%C3%B6ng", {"content": "x"})
        assert outcome(reply) == (401, 50027)


async def test_a_bot_token_that_comes_along_must_be_valid(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    path = f"/webhooks/{webhook['id']}/{webhook['token']}"
    assert outcome(await ask(lab, "GET", path, headers={"Authorization": "x"})) == (401, 0)


async def test_webhooks_by_token_share_a_bucket_of_their_own(lab: Rehearsal, ask: Ask) -> None:
    webhook = await created(ask, lab)
    path = f"/webhooks/{webhook['id']}/{webhook['token']}"
    looked = await ask(lab, "GET", path)
    other = await ask(lab, "GET", f"/webhooks/{webhook['id']}")
    deleted = await ask(lab, "DELETE", path)
    bucket = "X-RateLimit-Bucket"
    assert looked.header(bucket) == deleted.header(bucket) != other.header(bucket)
