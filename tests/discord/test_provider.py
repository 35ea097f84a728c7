"""Discord as core sees it: its names, its preview, and where it connects to."""

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import ProviderError
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.core.route import Remembered
from cakd_tui.core.secret import Secret
from cakd_tui.discord.provider import DiscordProvider, preview
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.server import serve
from tests.discord.stage import unheard


def test_the_preview_is_the_channel_and_the_webhook_by_name() -> None:
    assert DiscordProvider(environment={}).preview(Answers("my-project")) == (
        PlanLine(Verb.CREATE, "channel", "#alerts-my-project"),
        PlanLine(Verb.CREATE, "webhook", "CAKD Alerting - my-project"),
    )


@pytest.mark.parametrize(
    ("project", "name", "remark"),
    [
        (
            "discord-bot",
            "CAKD Alerting - dscrd-bot",
            'written "dscrd": Discord refuses "discord" in webhook names',
        ),
        (
            "clyde",
            "CAKD Alerting - clyd",
            'written "clyd": Discord refuses "clyde" in webhook names',
        ),
    ],
)
def test_the_preview_says_why_a_name_is_written_otherwise(
    project: str, name: str, remark: str
) -> None:
    channel, webhook = preview(project)
    assert channel.name == f"#alerts-{project}"
    assert (webhook.name, webhook.remark) == (name, remark)


async def test_it_connects_to_the_address_of_its_environment() -> None:
    rehearsal = scenario("ready", strict_token=True)
    answers = Answers("p").with_secret("token", Secret(rehearsal.token))
    async with serve(rehearsal) as base:
        connection = DiscordProvider(environment={"CAKD_DISCORD_API": base}).connect()
        identity = await connection.identity("token", answers, unheard)
        await connection.aclose()
    assert identity.name == rehearsal.world.me.username
    assert rehearsal.requests


async def test_without_one_given_the_processs_environment_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAKD_DISCORD_API", "no address")
    connection = DiscordProvider().connect()
    with pytest.raises(ProviderError, match="CAKD_DISCORD_API"):
        await connection.identity(
            "token", Answers("p").with_secret("token", Secret("a.b.c")), unheard
        )
    await connection.aclose()


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("channel", "#alerts-api"),
        ("channel-former", "#alerts-api"),
        ("webhook", "alerts-api"),
        ("webhook-old", "alerts-api"),
    ],
)
def test_a_remembered_thing_is_shown_as_in_a_plan(kind: str, shown: str) -> None:
    thing = Remembered(kind, "1", "alerts-api", made=True)
    assert DiscordProvider(environment={}).shown_name(thing) == shown
