from urllib.parse import quote

import pytest

from cakd_tui.rehearsal.answer import Request, request_of
from cakd_tui.rehearsal.gate import audit_reason, bot_token, edge_block
from cakd_tui.rehearsal.refusals import Refusal


def request_with(name: str, value: str) -> Request:
    return request_of("POST", "/", {name: value}, b"")


@pytest.mark.parametrize(
    "agent",
    [
        "DiscordBot (https://example.org/cakd, 0.1.0)",
        "DiscordBot (https://example.org/cakd, 0.1.0) Python/3.12 httpx/0.28",
    ],
)
def test_the_prescribed_user_agent_passes(agent: str) -> None:
    assert edge_block(request_with("user-AGENT", agent)) is None


@pytest.mark.parametrize(
    "agent",
    ["", "python-httpx/0.28", "Mozilla/5.0", "DiscordBot", "DiscordBot ()", "discordbot (x, 1)"],
)
def test_any_other_user_agent_is_blocked_by_the_network(agent: str) -> None:
    reply = edge_block(request_with("User-Agent", agent))
    assert reply is not None
    assert (reply.status, reply.body) == (403, b"error code: 1010")
    assert reply.header("Via") is None
    assert reply.header("Content-Type") == "text/plain; charset=UTF-8"


def test_a_bot_token_is_taken_out_of_its_header() -> None:
    assert bot_token(request_with("Authorization", "Bot aa.b-b.c_c")) == "aa.b-b.c_c"


@pytest.mark.parametrize(
    "value", ["", "aa.bb.cc", "Bearer aa.bb.cc", "Bot aa.bb", "Bot  aa.bb.cc", "Bot a.b.c\n"]
)
def test_anything_else_is_no_bot_token(value: str) -> None:
    assert bot_token(request_with("Authorization", value)) is None


@pytest.mark.parametrize("reason", ["set up", "für 100 %", "x" * 512, "ü" * 512])
def test_a_reason_is_decoded(reason: str) -> None:
    assert audit_reason(request_with("X-Audit-Log-Reason", quote(reason))) == reason


@pytest.mark.parametrize("raw", ["", "%20", "ü", quote("x" * 513), "%ff", "a\nb"])
def test_a_change_without_a_sound_reason_is_refused(raw: str) -> None:
    with pytest.raises(Refusal) as refused:
        audit_reason(request_with("X-Audit-Log-Reason", raw))
    assert refused.value.reply.status == 400
