"""Cloudflare's refusals and Discord's own, over a real socket."""

from typing import TYPE_CHECKING

import pytest

from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import (
    CloudflareBlocked,
    Forbidden,
)

if TYPE_CHECKING:
    from tests.discord.http.conftest import (
        FakeTime,
        Server,
    )


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (403, "error code: 1010", {}),
        (403, "<!DOCTYPE html><html>Sorry, you have been blocked</html>", {"Via": "1.1 google"}),
        (403, '{"message": "internal network error", "code": 40333}', {"Via": "1.1 google"}),
        (403, '{"message": "Forbidden", "code": 0}', {}),
        (429, "error code: 1015", {}),
        (429, "error code: 1015", {"Via": "1.1 google"}),
        (429, '{"message": "slow down", "retry_after": 1}', {}),
    ],
)
async def test_cloudflare_is_not_asked_again(
    server: "Server",
    api: DiscordApi,
    time: "FakeTime",
    status: int,
    body: str,
    headers: dict[str, str],
) -> None:
    server.script(server.text(body, status, headers))
    with pytest.raises(CloudflareBlocked) as caught:
        await api.current_user()
    assert caught.value.status == status
    assert caught.value.symptom.facts["reason"] == "cloudflare"
    assert len(server.requests) == 1
    assert time.slept == []


async def test_a_missing_permission_is_one_even_where_the_via_got_lost(
    server: "Server", api: DiscordApi
) -> None:
    server.script(server.text('{"message": "Missing Permissions", "code": 50013}', 403))
    with pytest.raises(Forbidden):
        await api.current_user()
