"""That the check of every test against Discord's OpenAPI document sees what it should."""

import os

import pytest

from cakd_tui.core.route import Route
from cakd_tui.rehearsal.answer import Reply, Request, json_reply, request_of
from cakd_tui.rehearsal.rehearsal import Rehearsal
from tests.discord.stage import StageMaker, unheard
from tests.openapi import Witness, document

OPENAPI = os.environ.get("CAKD_DISCORD_OPENAPI")
needs_document = pytest.mark.skipif(
    not OPENAPI, reason="CAKD_DISCORD_OPENAPI doesn't name Discord's OpenAPI document"
)
AGENT = {"User-Agent": "DiscordBot (https://github.com/cakd/cakd-tui, 1)"}


@needs_document
async def test_a_whole_run_is_held_against_the_document(
    stage: StageMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = Witness(document(str(OPENAPI)))
    acting = await stage()
    genuine = Rehearsal._genuine

    def watched(self: Rehearsal, request: Request) -> Reply:
        reply = genuine(self, request)
        witness.saw(request, reply)
        return reply

    monkeypatch.setattr(Rehearsal, "_genuine", watched)
    await acting.findings()
    await acting.create()
    route = acting.routes.load("my-project")
    assert isinstance(route, Route)
    await acting.connection.send_test(route, unheard)
    assert (witness.requests, witness.answers) == (3, 10)
    assert not witness.wrong


@needs_document
@pytest.mark.parametrize(
    ("target", "body", "answer"),
    [
        ("/api/v10/guilds/1/channels", b'{"name": 7}', {"id": "1"}),
        ("/api/v10/guilds/1/channels", b'{"topic": "no name"}', {"id": "1"}),
        ("/api/v10/channels/1/webhooks", b'{"name": ""}', {"id": "1"}),
        ("/api/v10/webhooks/1/abc", b'{"content": 5}', {"id": "1"}),
    ],
)
def test_a_wrong_request_and_a_wrong_answer_are_noted(
    target: str, body: bytes, answer: object
) -> None:
    witness = Witness(document(str(OPENAPI)))
    witness.saw(request_of("POST", target, AGENT, body), json_reply(200, answer))
    assert len(witness.wrong) == 2
