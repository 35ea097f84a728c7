"""What the connection tells a face: whose token it is, which servers there are, how a test went."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused, ProviderError
from cakd_tui.core.events import Event, Waiting
from cakd_tui.core.field import Choice
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.fields import GUILD_KEY, TOKEN_KEY
from cakd_tui.discord.http.client import DiscordClient, open_client
from cakd_tui.discord.http.in_process import InProcessTransport
from cakd_tui.discord.http.patience import Patience
from cakd_tui.discord.http.pauses import Sleep
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal import permissions as rights
from cakd_tui.rehearsal.answer import Reply, json_reply
from cakd_tui.rehearsal.faults import Fault, Status
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.worlds import APPLICATION, ELSEWHERE, OPS_LAB, OWN_ROLE, STAGING
from tests.discord.stage import unheard

PORTAL_REMARKS = {
    "bot_public": "Only the application's owner can invite it: it is not a public bot.",
    "bot_require_code_grant": (
        "The link will not work: turn off Requires OAuth2 Code Grant on the portal's Bot page."
    ),
}


@pytest.fixture
def rehearsal() -> Rehearsal:
    """A Discord in which everything is in order."""
    return scenario("ready", tempo=0.01, strict_token=True)


@pytest.fixture
async def connection(rehearsal: Rehearsal) -> AsyncIterator[DiscordConnection]:
    """A connection to it without a socket."""
    connection = DiscordConnection(answer=rehearsal.answer)
    yield connection
    await connection.aclose()


@pytest.fixture
def answers(rehearsal: Rehearsal) -> Answers:
    """Its token and server."""
    given = Answers("my-project").with_value(GUILD_KEY, rehearsal.guild_id)
    return given.with_secret(TOKEN_KEY, Secret(rehearsal.token))


async def test_a_token_belongs_to_a_bot_of_an_application(
    connection: DiscordConnection, answers: Answers
) -> None:
    identity = await connection.identity(TOKEN_KEY, answers, unheard)
    assert identity.name == "alerts-bot"
    assert identity.detail == "a bot of application Ops Alerts"
    assert identity.remarks == ()


async def test_a_persons_token_is_refused_as_credentials(
    connection: DiscordConnection, rehearsal: Rehearsal, answers: Answers
) -> None:
    rehearsal.world.me = replace(rehearsal.world.me, bot=False)
    with pytest.raises(CredentialsRefused, match="a person's token") as caught:
        await connection.identity(TOKEN_KEY, answers, unheard)
    assert caught.value.symptom.facts == {"field": TOKEN_KEY, "reason": "user-token"}


async def test_a_token_nobody_knows_is_refused(
    connection: DiscordConnection, answers: Answers
) -> None:
    wrong = answers.with_secret(TOKEN_KEY, Secret("x.y.z"))
    for ask in (connection.identity, connection.choices):
        with pytest.raises(CredentialsRefused):
            await ask(TOKEN_KEY, wrong, unheard)


@pytest.mark.parametrize(
    ("public", "code_grant", "remarks"),
    [
        (True, False, []),
        (False, False, ["bot_public"]),
        (True, True, ["bot_require_code_grant"]),
        (False, True, ["bot_public", "bot_require_code_grant"]),
    ],
)
async def test_what_would_keep_the_invite_from_working_is_said_on_both_pages(
    public: bool,
    code_grant: bool,
    remarks: list[str],
    connection: DiscordConnection,
    rehearsal: Rehearsal,
    answers: Answers,
) -> None:
    rehearsal.world.application = replace(
        APPLICATION, bot_public=public, bot_require_code_grant=code_grant
    )
    said = tuple(PORTAL_REMARKS[each] for each in remarks)
    assert (await connection.identity(TOKEN_KEY, answers, unheard)).remarks == said
    assert (await connection.choices(GUILD_KEY, answers, unheard)).remarks == said


async def test_what_is_ready_is_offered_before_what_lacks_something(
    connection: DiscordConnection, answers: Answers
) -> None:
    choices = await connection.choices(GUILD_KEY, answers, unheard)
    assert choices.offered == (
        Choice(OPS_LAB, "Ops Lab", "ready"),
        Choice(ELSEWHERE, "Elsewhere", "Administrator (more than needed)"),
        Choice(STAGING, "Staging", "Manage Webhooks missing", ready=False),
    )
    assert choices.summary == "alerts-bot is a member of 3 servers."


async def test_servers_are_sorted_by_what_they_lack_and_then_by_name(
    connection: DiscordConnection, rehearsal: Rehearsal, answers: Answers
) -> None:
    world = rehearsal.world
    edits.grant(world, STAGING, role_of_the_bot(rehearsal, STAGING), rights.MANAGE_WEBHOOKS)
    assert await offered(connection, answers) == ["Ops Lab", "Staging", "Elsewhere"]
    edits.revoke(world, OPS_LAB, OWN_ROLE, rights.MANAGE_CHANNELS)
    assert await offered(connection, answers) == ["Staging", "Elsewhere", "Ops Lab"]


def role_of_the_bot(rehearsal: Rehearsal, guild_id: str) -> str:
    (role,) = (each for each in rehearsal.world.guilds[guild_id].roles if each.bot_id)
    return role.id


async def offered(connection: DiscordConnection, answers: Answers) -> list[str]:
    """The servers by name, in the order they are offered."""
    choices = await connection.choices(GUILD_KEY, answers, unheard)
    return [each.label for each in choices.offered]


async def test_everything_a_server_lacks_is_named(
    connection: DiscordConnection, rehearsal: Rehearsal, answers: Answers
) -> None:
    lacking = rights.MANAGE_CHANNELS | rights.MANAGE_WEBHOOKS
    edits.revoke(rehearsal.world, OPS_LAB, OWN_ROLE, lacking)
    choices = await connection.choices(GUILD_KEY, answers, unheard)
    (ops_lab,) = (each for each in choices.offered if each.value == OPS_LAB)
    assert ops_lab.detail == "Manage Channels and Manage Webhooks missing"
    assert not ops_lab.ready


async def test_the_owner_needs_no_role(rehearsal: Rehearsal, answers: Answers) -> None:
    async def answer(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        if target.startswith("/api/v10/users/@me/guilds"):
            return json_reply(200, [{"id": "1", "name": "Mine", "owner": True}])
        return await rehearsal.answer(method, target, headers, body)

    connection = DiscordConnection(answer=answer)
    (choice,) = (await connection.choices(GUILD_KEY, answers, unheard)).offered
    await connection.aclose()
    assert choice == Choice("1", "Mine", "Administrator (more than needed)")


@pytest.mark.parametrize(
    ("left", "summary"),
    [
        ((ELSEWHERE, STAGING), "alerts-bot is a member of 1 server."),
        ((OPS_LAB, ELSEWHERE, STAGING), "alerts-bot is not a member of any server yet."),
    ],
)
async def test_the_servers_are_counted_in_words(
    left: tuple[str, ...],
    summary: str,
    connection: DiscordConnection,
    rehearsal: Rehearsal,
    answers: Answers,
) -> None:
    for guild_id in left:
        edits.leave(rehearsal.world, guild_id)
    assert (await connection.choices(GUILD_KEY, answers, unheard)).summary == summary


async def test_the_invitation_is_the_applications_and_leaves_the_server_open(
    connection: DiscordConnection, answers: Answers
) -> None:
    link = (await connection.choices(GUILD_KEY, answers, unheard)).invitation
    assert link is not None
    assert link.label == "Invite alerts-bot"
    assert f"client_id={APPLICATION.id}&" in link.url
    assert "guild_id" not in link.url


async def test_warming_up_prepares_the_client_and_asks_discord_nothing(
    rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("prepare", "aclose"):
        monkeypatch.setattr(DiscordClient, name, noting(done, name))
    connection = DiscordConnection(answer=rehearsal.answer)
    await connection.warm_up()
    assert done == ["prepare"]
    await connection.aclose()
    assert done == ["prepare", "aclose"]
    assert rehearsal.requests == []


def noting(done: list[str], name: str) -> Callable[[DiscordClient], Awaitable[None]]:
    async def note(client: DiscordClient) -> None:
        done.append(name)

    return note


async def test_calls_side_by_side_share_one_client(
    connection: DiscordConnection, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[DiscordClient] = []

    def counted(
        base_url: str, transport: InProcessTransport, *, patience: Patience | None, sleep: Sleep
    ) -> DiscordClient:
        opened.append(open_client(base_url, transport, patience=patience, sleep=sleep))
        return opened[-1]

    monkeypatch.setattr("cakd_tui.discord.http.client.open_client", counted)
    asked = (connection.identity(TOKEN_KEY, answers, unheard) for _ in range(3))
    await asyncio.gather(connection.warm_up(), *asked)
    assert len(opened) == 1


async def test_a_connection_that_was_never_used_closes() -> None:
    async def never(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        raise AssertionError("nobody asks")

    await DiscordConnection(answer=never).aclose()


async def test_an_address_the_token_must_not_go_to_fails_by_the_first_request(
    answers: Answers,
) -> None:
    connection = DiscordConnection("http://discord.example/api/v10")
    with pytest.raises(ProviderError, match="CAKD_DISCORD_API must begin with https://"):
        await connection.identity(TOKEN_KEY, answers, unheard)
    await connection.aclose()


def saved(rehearsal: Rehearsal) -> Route:
    """The route to the webhook that is there already."""
    (webhook,) = (
        each for each in rehearsal.world.webhooks.values() if each.name.startswith("CAKD")
    )
    url = Secret(f"https://discord.com/api/webhooks/{webhook.id}/{webhook.token}")
    return Route("my-project", "discord", webhook=url)


@pytest.fixture
def set_up() -> Rehearsal:
    """A Discord in which the project has its channel and webhook."""
    return scenario("existing-setup", tempo=0.01, strict_token=True)


async def test_a_test_alert_is_kept_by_discord_and_its_id_comes_back(set_up: Rehearsal) -> None:
    connection = DiscordConnection(answer=set_up.answer)
    delivery = await connection.send_test(saved(set_up), unheard)
    await connection.aclose()
    (request,) = set_up.requests
    assert request.target.endswith("?wait=true")
    assert [each.id for each in set_up.world.messages] == [delivery.message_id]
    assert 0 < delivery.seconds < 30


async def test_no_bot_token_goes_along_with_a_test_alert(set_up: Rehearsal) -> None:
    connection = DiscordConnection(answer=set_up.answer)
    await connection.send_test(saved(set_up), unheard)
    await connection.aclose()
    assert "authorization" not in {name.lower() for name in set_up.requests[0].headers}


async def test_a_route_that_leads_to_no_webhook_is_a_providers_error(
    connection: DiscordConnection, rehearsal: Rehearsal
) -> None:
    with pytest.raises(ProviderError) as caught:
        await connection.send_test(
            Route("p", "discord", webhook=Secret("https://discord.example/hush")), unheard
        )
    assert "hush" not in str(caught.value)
    assert rehearsal.requests == []


async def test_a_wait_before_asking_again_is_said_with_its_reason(
    connection: DiscordConnection,
    rehearsal: Rehearsal,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cakd_tui.discord.http.retry._FIRST_PAUSE", 0.01)
    rehearsal.faults.add(Fault(Status(502), "GET", "/users/@me"))
    said: list[Event] = []
    await connection.preflight(answers, None, said.append)
    assert [each for each in said if isinstance(each, Waiting)] == [
        Waiting(0.01, "Discord answered with status 502")
    ]
