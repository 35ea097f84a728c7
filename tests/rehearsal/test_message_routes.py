from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from cakd_tui.rehearsal import worlds
from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.state import FORUM

Ask = Callable[..., Awaitable[Reply]]
Post = Callable[..., Awaitable[Reply]]


@pytest.fixture
def lab() -> Rehearsal:
    """A rehearsal with the alerts channel and our webhook."""
    return scenario("existing-setup", tempo=0.0)


@pytest.fixture
def post(lab: Rehearsal, ask: Ask) -> Post:
    """Posts a body through our webhook, as the agent does: without the bot's token."""
    (webhook,) = lab.world.webhooks_in(worlds.ALERTS_CHANNEL)

    async def post(query: str = "?wait=true", **body: object) -> Reply:
        path = f"/webhooks/{webhook.id}/{webhook.token}{query}"
        bare = {"Authorization": None, "X-Audit-Log-Reason": None}
        return await ask(lab, "POST", path, body, headers=bare)

    return post


def outcome(reply: Reply) -> tuple[int, object]:
    body = reply.json()
    assert isinstance(body, dict)
    return reply.status, body["code"]


async def test_with_wait_the_message_comes_back(lab: Rehearsal, post: Post) -> None:
    reply = await post(content="  hello ", embeds=[{"title": "Alert"}])
    message = reply.json()
    assert reply.status == 200
    assert isinstance(message, dict)
    assert message["content"] == "hello"
    assert message["author"]["username"] == "CAKD Alerting - my-project"
    assert message["channel_id"] == worlds.ALERTS_CHANNEL
    assert message["embeds"] == [{"type": "rich", "title": "Alert"}]
    assert [held.id for held in lab.world.messages] == [message["id"]]


@pytest.mark.parametrize("query", ["", "?wait=false", "?wait=0"])
async def test_without_wait_nothing_comes_back(lab: Rehearsal, post: Post, query: str) -> None:
    reply = await post(query, content="hello")
    assert (reply.status, reply.body) == (204, b"")
    assert len(lab.world.messages) == 1


async def test_a_message_may_go_under_another_name(lab: Rehearsal, post: Post) -> None:
    await post(content="x", username="Night watch", avatar_url="https://a.b/c.png")
    assert lab.world.messages[0].username == "Night watch"


@pytest.mark.parametrize("body", [{}, {"content": ""}, {"content": "  "}, {"embeds": []}])
async def test_an_empty_message_is_refused(lab: Rehearsal, post: Post, body: object) -> None:
    assert isinstance(body, dict)
    assert outcome(await post(**body)) == (400, 50006)
    assert not lab.world.messages


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": 7},
        {"content": "x", "username": ""},
        {"content": "x", "username": "x" * 81},
        {"content": "x", "username": "Discord"},
        {"content": "x", "avatar_url": "x"},
        {"content": "x", "flags": 1 << 15},
        {"content": "x", "flags": 64},
        {"content": "x", "tts": "yes"},
        {"content": "x", "components": []},
        {"content": "x", "embed": {}},
        {"content": "x", "embeds": [{"title": "x"}] * 11},
    ],
)
async def test_a_message_beyond_the_limits_is_refused(
    lab: Rehearsal, post: Post, body: object
) -> None:
    assert isinstance(body, dict)
    assert outcome(await post(**body)) == (400, 50035)
    assert not lab.world.messages


async def test_a_message_at_the_limits_goes_through(post: Post) -> None:
    reply = await post(
        content="x" * 2000,
        username="x" * 80,
        flags=(1 << 2) | (1 << 12),
        embeds=[{"title": "x"}] * 10,
    )
    assert reply.status == 200


@pytest.mark.parametrize("query", ["?wait=yes", "?thread_id=1", "?wait=true&wait=true"])
async def test_a_query_not_rehearsed_is_refused(post: Post, query: str) -> None:
    assert outcome(await post(query, content="x")) == (400, 50035)


async def test_a_refused_query_posts_nothing(lab: Rehearsal, post: Post) -> None:
    await post("?wait=maybe", content="x")
    assert not lab.world.messages


async def test_a_text_channel_takes_no_thread(post: Post) -> None:
    assert outcome(await post(content="x", thread_name="t")) == (400, 220003)


async def test_a_forum_wants_a_thread(lab: Rehearsal, post: Post) -> None:
    channel = lab.world.channels[worlds.ALERTS_CHANNEL]
    lab.world.channels[channel.id] = replace(channel, kind=FORUM)
    assert outcome(await post(content="x")) == (400, 220001)
    assert (await post(content="x", thread_name="t")).status == 200


async def test_nobody_but_users_is_called_unless_allowed(post: Post) -> None:
    text = f"@everyone <@{worlds.OWNER.id}> <@&{worlds.ADMINS}>"
    plain = (await post(content=text)).json()
    assert isinstance(plain, dict)
    assert plain["mention_everyone"] is False
    assert plain["mention_roles"] == []
    assert [user["id"] for user in plain["mentions"]] == [worlds.OWNER.id]


async def test_the_sixth_message_in_two_seconds_is_refused(ask: Ask) -> None:
    lab = scenario("existing-setup", clock=lambda: 1_800_000_000.0)
    (webhook,) = lab.world.webhooks_in(worlds.ALERTS_CHANNEL)
    path = f"/webhooks/{webhook.id}/{webhook.token}"
    replies = [await ask(lab, "POST", path, {"content": "x"}) for _ in range(6)]
    assert [reply.status for reply in replies] == [204] * 5 + [429]
    assert replies[0].header("X-RateLimit-Limit") == "5"
    assert replies[-1].header("X-RateLimit-Scope") == "user"


async def test_a_channel_takes_30_messages_a_minute_whatever_the_webhook(ask: Ask) -> None:
    now = [1_800_000_000.0]
    lab = scenario("existing-setup", clock=lambda: now[0])
    (webhook,) = lab.world.webhooks_in(worlds.ALERTS_CHANNEL)
    path = f"/webhooks/{webhook.id}/{webhook.token}"
    replies = []
    for _ in range(31):
        now[0] += 1.9
        replies.append(await ask(lab, "POST", path, {"content": "x"}))
    assert [reply.status for reply in replies] == [204] * 30 + [429]
    assert replies[-1].header("X-RateLimit-Scope") == "shared"
