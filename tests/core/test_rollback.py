"""A failed run takes back what it made and nothing else, or says what it left."""

from dataclasses import replace

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused, ProviderError, RouteStoreError
from cakd_tui.core.events import Kept, Noted, Warned
from cakd_tui.core.ports import Memory, Provisioned
from cakd_tui.core.rollback import made_since
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from tests.core.stage import CHANNEL, FULL, WEBHOOK, Routes, Service, step, told

REFUSED = ProviderError("no")
FAILS = {"webhook": REFUSED}


def test_only_what_was_made_since_counts() -> None:
    adopted = replace(WEBHOOK, made=False)
    route = Route("a", "p", remembered=(CHANNEL, adopted))
    assert made_since(None, route) == (CHANNEL,)
    assert made_since(route, route.with_thing(WEBHOOK)) == ()
    assert made_since(route.without_thing("channel"), route) == (CHANNEL,)
    other = Remembered("channel", "11", CHANNEL.name, made=True)
    assert made_since(route, route.with_thing(other)) == (other,)


async def test_a_failed_run_says_what_it_made() -> None:
    routes = Routes()
    events = await told(step(routes, Service(routes, fails=FAILS)))
    assert Kept((CHANNEL,)) in events
    assert routes.saved["my-project"].remembered == (CHANNEL,)


async def test_a_run_that_made_nothing_says_nothing_of_it() -> None:
    routes = Routes()
    events = await told(step(routes, Service(routes, fails={"channel": REFUSED})))
    assert not [each for each in events if isinstance(each, Kept)]


async def test_what_is_not_written_down_is_said_so() -> None:
    routes = Routes(unwritable=RouteStoreError("disk full"))
    events = await told(step(routes, Service(routes, fails=FAILS)))
    assert Kept((CHANNEL,), noted=False) in events


async def test_a_rollback_leaves_no_trace() -> None:
    routes = Routes()
    events = await told(replace(step(routes, Service(routes, fails=FAILS)), rollback=True))
    assert routes.history[-3:] == ["save ", "load", "forget"]
    assert "DELETE channel 10" in routes.history
    assert not routes.saved
    assert Noted("rolled back: what this run made is deleted again") in events


async def test_a_rollback_leaves_what_was_there_before_as_it_was() -> None:
    before = FULL.without_thing("webhook")
    routes = Routes({"my-project": before})
    events = await told(replace(step(routes, Service(routes, fails=FAILS)), rollback=True))
    assert routes.saved == {"my-project": before}
    assert not [each for each in routes.history if each.startswith("DELETE")]
    assert not [each for each in events if isinstance(each, Kept)]


async def test_a_rollback_puts_the_earlier_route_back() -> None:
    before = Route("my-project", "pigeon", {"guild": "0"})
    routes = Routes({"my-project": before})
    await told(replace(step(routes, Service(routes, fails=FAILS)), rollback=True))
    assert routes.saved == {"my-project": before}


async def test_a_rollback_puts_another_providers_route_back() -> None:
    perch = Remembered("channel", CHANNEL.id, "perch-my-project", made=True)
    before = Route("my-project", "smoke", {"hill": "1"}, (perch,), Secret("https://smoke/hush"))
    routes = Routes({"my-project": before})
    events = await told(replace(step(routes, Service(routes, fails=FAILS)), rollback=True))
    assert routes.saved == {"my-project": before}
    assert "DELETE channel 10" in routes.history
    assert (
        Noted(
            "The saved route of smoke is replaced; "
            "what it names is left there: channel perch-my-project"
        )
        in events
    )


async def test_a_rollback_that_fails_says_so_and_what_is_left() -> None:
    routes = Routes()
    fails = {**FAILS, "DELETE channel": ProviderError("still no")}
    events = await told(replace(step(routes, Service(routes, fails=fails)), rollback=True))
    texts = [each.text for each in events if isinstance(each, Warned)]
    assert texts[-1] == "Failed to roll back: still no"
    assert Kept((CHANNEL,)) in events
    assert routes.saved["my-project"].remembered == (CHANNEL,)


async def test_a_run_that_can_not_be_saved_is_taken_back_too() -> None:
    routes = Routes(unwritable=RouteStoreError("disk full"))
    events = await told(replace(step(routes), rollback=True))
    deleted = [each for each in routes.history if each.startswith("DELETE")]
    assert sorted(deleted) == ["DELETE channel 10", "DELETE webhook 20"]
    texts = [each.text for each in events if isinstance(each, Warned)]
    assert texts == ["Failed to save webhook to local config: disk full"]
    assert Noted("rolled back: what this run made is deleted again") in events


async def test_credentials_that_are_refused_while_rolling_back_are_said_to_be() -> None:
    routes = Routes()
    fails = {**FAILS, "DELETE channel": CredentialsRefused("bad token")}
    events = await told(replace(step(routes, Service(routes, fails=fails)), rollback=True))
    assert [each.refused for each in events if isinstance(each, Warned)] == [False, True]


async def test_what_was_made_is_said_though_only_the_last_save_failed() -> None:
    routes = FullAtLast()
    events = await told(step(routes))
    assert Kept((CHANNEL, WEBHOOK), noted=False) in events


async def test_a_rollback_puts_the_route_back_where_nothing_was_made() -> None:
    for before in ({}, {"my-project": Route("my-project", "pigeon", {"guild": "0"})}):
        routes = Routes(dict(before))
        events = await told(replace(step(routes, Adopting(routes)), rollback=True))
        assert any(each.startswith("save channel") for each in routes.history)
        assert routes.saved == before
        assert Noted("rolled back: the saved route is as it was before") in events


async def test_a_rollback_of_a_run_that_wrote_nothing_does_nothing() -> None:
    routes = Routes()
    service = Service(routes, fails={"channel": REFUSED})
    events = await told(replace(step(routes, service), rollback=True))
    assert routes.history == ["load", "POST channel"]
    assert not [each for each in events if isinstance(each, Noted)]


class FullAtLast(Routes):
    """A disk that is full once the webhook's address is to be saved."""

    def save(self, route: Route) -> None:
        if route.webhook:
            raise RouteStoreError("disk full")
        super().save(route)


class Adopting(Service):
    """Finds a channel, and can't make a webhook."""

    async def provision(
        self, answers: Answers, known: Route | None, memory: Memory, emit: Emit
    ) -> Provisioned:
        await memory.remember(replace(CHANNEL, made=False))
        raise REFUSED
