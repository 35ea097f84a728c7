"""Discord's courier over a real socket: what it sends, what comes of it, and where it goes."""

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import pytest

from cakd_tui.core.courier import Courier, Gone, Parcel, Postponed, Unacceptable
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.events import Event, Waiting
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.faults import (
    Effect,
    Fault,
    Garbage,
    Html,
    Limited,
    Status,
    Truncated,
    WrongTypes,
)
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from tests.discord.alerts import firing
from tests.discord.stage import unheard

ENTRIES = (*own_entries(), *DiscordProvider().entries())


@dataclass(frozen=True)
class Post:
    """A Discord in which the project is set up, and a courier to it."""

    rehearsal: Rehearsal
    courier: Courier
    route: Route


@pytest.fixture
async def post() -> AsyncIterator[Post]:
    rehearsal = scenario("existing-setup", tempo=0.01)
    (webhook,) = (
        each for each in rehearsal.world.webhooks.values() if each.name.startswith("CAKD")
    )
    url = Secret(f"https://discord.com/api/webhooks/{webhook.id}/{webhook.token}")
    route = Route("my-project", "discord", {"guild": rehearsal.guild_id}, webhook=url)
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(serve(rehearsal))
        courier = DiscordProvider(environment={"CAKD_DISCORD_API": base}).courier()
        stack.push_async_callback(courier.aclose)
        yield Post(rehearsal, courier, route)


async def test_a_message_is_kept_before_it_counts_as_delivered(post: Post) -> None:
    parcel = post.courier.pack(post.route, [firing("Disk"), firing("Load")])
    delivery = await post.courier.deliver(post.route, parcel, unheard)
    (message,) = post.rehearsal.world.messages
    assert delivery.message_id == message.id
    assert 0 < delivery.seconds < 30
    assert [embed["title"] for embed in message.embeds] == ["Disk", "Load"]
    (request,) = post.rehearsal.requests
    assert request.target.startswith("/api/v10/webhooks/")
    assert request.target.endswith("?wait=true")
    assert "authorization" not in {name.lower() for name in request.headers}


async def test_a_deleted_webhook_is_gone_and_its_entry_is_found(post: Post) -> None:
    post.rehearsal.world.webhooks.clear()
    parcel = post.courier.pack(post.route, [firing()])
    with pytest.raises(Gone) as raised:
        await post.courier.deliver(post.route, parcel, unheard)
    assert [each.id for each in matching(ENTRIES, raised.value.symptom)] == ["CAKD-D-10015"]
    assert "Unknown Webhook" in raised.value.message


async def test_what_discord_minds_is_unacceptable(post: Post) -> None:
    with pytest.raises(Unacceptable) as raised:
        await post.courier.deliver(post.route, Parcel({"content": "x" * 2001}, 1), unheard)
    assert "BASE_TYPE_MAX_LENGTH" in raised.value.message


async def test_a_short_pause_is_waited_for_and_said(post: Post) -> None:
    post.rehearsal.faults.add(Fault(Limited(retry_after=2.0), "POST"))
    said: list[Event] = []
    parcel = post.courier.pack(post.route, [firing()])
    await post.courier.deliver(post.route, parcel, said.append)
    assert [each.reason for each in said if isinstance(each, Waiting)] == [
        "Discord asks for a pause (its limit for messages)"
    ]


async def test_a_long_pause_is_not_waited_for(post: Post) -> None:
    post.rehearsal.faults.add(Fault(Limited(retry_after=3000.0), "POST"))
    parcel = post.courier.pack(post.route, [firing()])
    for _ in range(2):
        with pytest.raises(Postponed) as raised:
            await post.courier.deliver(post.route, parcel, unheard)
        assert raised.value.after == pytest.approx(30.0, abs=5)
        assert not raised.value.everywhere
    assert len(post.rehearsal.requests) == 1


@pytest.mark.parametrize("effect", [Garbage(), WrongTypes(), Truncated()], ids=str)
async def test_a_success_that_can_not_be_read_is_delivered_all_the_same(
    post: Post, effect: Effect, caplog: pytest.LogCaptureFixture
) -> None:
    post.rehearsal.faults.add(Fault(effect, "POST", times=None))
    delivery = await post.courier.deliver(post.route, Parcel({"content": "x"}, 1), unheard)
    assert delivery.message_id == ""
    assert len(post.rehearsal.world.messages) == 1
    (said,) = caplog.records
    assert said.levelname == "WARNING"
    assert "unreadable answer" in said.getMessage()
    assert post.route.webhook.reveal().rpartition("/")[2] not in caplog.text


async def test_a_web_page_is_no_answer_of_discords(post: Post) -> None:
    post.rehearsal.faults.add(Fault(Html(), "POST"))
    with pytest.raises(Postponed) as raised:
        await post.courier.deliver(post.route, Parcel({"content": "x"}, 1), unheard)
    assert raised.value.everywhere


async def test_a_failure_holds_no_token(post: Post) -> None:
    post.rehearsal.faults.add(Fault(Status(500), "POST"))
    with pytest.raises(Postponed) as raised:
        await post.courier.deliver(post.route, Parcel({"content": "x"}, 1), unheard)
    token = post.route.webhook.reveal().rpartition("/")[2]
    assert token not in f"{raised.value!r} {raised.value.symptom} {raised.value.__cause__!r}"


def test_a_place_is_the_webhook_with_this_very_token(post: Post) -> None:
    def place(url: str) -> str:
        return post.courier.place(replace(post.route, webhook=Secret(url)))

    url = post.route.webhook.reveal()
    token = url.rpartition("/")[2]
    own = place(url)
    assert place(url.replace("/api/", "/api/v10/")) == own
    assert own.startswith(url.split("/")[-2])
    assert token[:4] not in own
    assert place(f"{url}x") != own
    with pytest.raises(ProviderError):
        place("https://example.org/hook")


async def test_a_route_that_leads_to_no_webhook_is_gone(post: Post) -> None:
    nowhere = replace(post.route, webhook=Secret("https://example.org/hush"))
    with pytest.raises(Gone) as raised:
        await post.courier.deliver(nowhere, Parcel({"content": "x"}, 1), unheard)
    assert "hush" not in str(raised.value)
    assert [each.id for each in matching(ENTRIES, raised.value.symptom)] == ["CAKD-D-URL"]


async def test_a_base_that_is_none_is_said_by_the_first_delivery(post: Post) -> None:
    courier = DiscordProvider(environment={"CAKD_DISCORD_API": "http://a.example"}).courier()
    with pytest.raises(Postponed) as raised:
        await courier.deliver(post.route, Parcel({"content": "x"}, 1), unheard)
    assert raised.value.everywhere
    await courier.aclose()


def test_a_courier_that_never_left_has_loaded_no_network_code() -> None:
    code = (
        "import sys; from cakd_tui.core.route import Route;"
        "from cakd_tui.core.secret import Secret;"
        "from cakd_tui.core.sample_alert import sample_alert;"
        "from cakd_tui.discord.provider import DiscordProvider; it = DiscordProvider().courier();"
        "url = Secret('https://discord.com/api/webhooks/1234567890123456789/abc');"
        "route = Route('p', 'discord', webhook=url); it.place(route);"
        "it.pack(route, [sample_alert('p')]); print('httpx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
