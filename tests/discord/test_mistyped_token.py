"""A token of a letter or two is Discord's to refuse, not taken for an answer of somebody else's."""

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import matching
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.fields import TOKEN_KEY
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal.scenarios import scenario
from tests.discord.stage import unheard


@pytest.mark.parametrize("token", ["a", "e", "401"])
async def test_what_was_typed_takes_nothing_out_of_the_answer(token: str) -> None:
    connection = DiscordConnection(answer=scenario("ready", strict_token=True).answer)
    answers = Answers("my-project").with_secret(TOKEN_KEY, Secret(token))
    with pytest.raises(CredentialsRefused) as refused:
        await connection.identity(TOKEN_KEY, answers, unheard)
    found = matching(DiscordProvider().entries(), refused.value.symptom)
    assert [each.id for each in found] == ["CAKD-D-401"]
    await connection.aclose()
