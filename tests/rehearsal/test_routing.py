from collections.abc import Awaitable, Callable

import pytest

from cakd_tui.rehearsal.answer import Reply, request_of
from cakd_tui.rehearsal.refusals import Refusal
from cakd_tui.rehearsal.rehearsal import ROUTES, Rehearsal
from cakd_tui.rehearsal.routing import Router, query_of

Ask = Callable[..., Awaitable[Reply]]

ROUTER = Router(ROUTES)


def refusal_of(method: str, path: str) -> tuple[int, object]:
    with pytest.raises(Refusal) as refused:
        ROUTER.find(method, path)
    body = refused.value.reply.json()
    assert isinstance(body, dict)
    return refused.value.reply.status, body["code"]


def test_a_path_finds_its_route_and_parameters() -> None:
    route, params = ROUTER.find("GET", "/api/v10/guilds/1/members/2")
    assert route.operation == "get_guild_member"
    assert params == {"guild_id": "1", "user_id": "2"}


def test_a_webhook_token_may_be_any_text() -> None:
    _, params = ROUTER.find("GET", "/api/v10/webhooks/1/a%20b-c")
    assert params["webhook_token"] == "a b-c"


@pytest.mark.parametrize("path", ["/api/webhooks/1/t", "/api/users/@me", "/api/v9/users/@me"])
def test_another_version_or_none_is_refused_loudly(path: str) -> None:
    assert refusal_of("GET", path) == (400, 50041)


@pytest.mark.parametrize(
    "path",
    ["/", "", "/api/v10", "/users/@me", "/api/v10/nothing", "/api/v10/users/@me/", "/api/v10//"],
)
def test_an_unknown_path_is_not_found(path: str) -> None:
    assert refusal_of("GET", path) == (404, 0)


@pytest.mark.parametrize("path", ["/users/@me", "/channels/1", "/webhooks/1/t"])
def test_a_known_path_takes_no_other_method(path: str) -> None:
    assert refusal_of("PUT", f"/api/v10{path}") == (405, 0)


@pytest.mark.parametrize("guild_id", ["abc", "01", "@me", str(2**64)])
def test_an_id_must_be_a_snowflake(guild_id: str) -> None:
    assert refusal_of("GET", f"/api/v10/guilds/{guild_id}") == (400, 50035)


@pytest.mark.parametrize("query", ["limt=1", "limit=1&limit=2", "x"])
def test_a_query_key_must_be_known_and_given_once(query: str) -> None:
    with pytest.raises(Refusal):
        query_of(request_of("GET", f"/?{query}", {}, b""), ("limit",))


def test_every_route_of_one_path_has_its_own_method() -> None:
    pairs = [(route.method, route.template) for route in ROUTES]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    "query", ["with_counts=yes", "limit=0", "limit=", "limit=1.5", "limit=-1", "after=x", "x=1"]
)
async def test_a_bad_query_value_is_refused(ready: Rehearsal, ask: Ask, query: str) -> None:
    assert (await ask(ready, "GET", f"/users/@me/guilds?{query}")).status == 400
