import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import ProviderError, RouteStoreError, SecretStoreError
from cakd_tui.core.events import Checked, Event
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.preflight import KEYRING, ROUTES, all_checks, preflight
from cakd_tui.core.providers import load_provider
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom

ANSWERS = Answers("my-project").with_value("loft", "7").with_secret("whistle", Secret("tweet"))
PERCH = Remembered("perch", "1", "perch-my-project", made=True)


@dataclass
class Routes:
    saved: Route | None = None
    unreadable: RouteStoreError | None = None

    def path(self, project: str) -> str:
        return f"/home/me/{project}.json"

    def shown_path(self, project: str) -> str:
        return f"~/{project}.json"

    def load(self, project: str) -> Route | None:
        if self.unreadable:
            raise self.unreadable
        return self.saved

    def projects(self) -> Sequence[str]:
        raise AssertionError("a preflight is about one project")

    def save(self, route: Route) -> None:
        raise AssertionError("a preflight only reads")

    def forget(self, project: str) -> None:
        raise AssertionError("a preflight only reads")

    @contextmanager
    def lock(self, project: str) -> Iterator[None]:
        yield
        raise AssertionError("a preflight only reads")

    def check(self, check: Check) -> Finding:
        return Finding(check, Verdict.PASS, "~/, yours alone")


@dataclass
class Secrets:
    broken: SecretStoreError | None = None
    breaks_on: str = "describe"
    asked: list[str] = field(default_factory=list)

    async def describe(self) -> str:
        if self.broken and self.breaks_on == "describe":
            raise self.broken
        return "GNOME Keyring (Secret Service)"

    async def load(self, item: str) -> Secret | None:
        self.asked.append(item)
        if self.broken:
            raise self.broken
        return None

    async def save(self, item: str, secret: Secret) -> None:
        raise AssertionError("a preflight only reads")

    async def forget(self, item: str) -> None:
        raise AssertionError("a preflight only reads")


class Settings:
    def load(self, provider: str) -> dict[str, str]:
        return {}

    def save(self, provider: str, values: object) -> None:
        raise AssertionError("a preflight only reads")


def services(routes: Routes | None = None, secrets: Secrets | None = None) -> Services:
    return Services(
        provider=load_provider("pigeon"),
        secrets=secrets or Secrets(),
        routes=routes or Routes(),
        settings=Settings(),
        environment={},
        platform_file=Path("platform.yaml"),
    )


async def checked(services: Services) -> tuple[dict[str, Finding], Plan | None]:
    events: list[Event] = []
    plan = await preflight(services.provider.connect(), services, ANSWERS, events.append)
    findings = [event.finding for event in events if isinstance(event, Checked)]
    assert len(findings) == len(events)
    return {finding.check.id: finding for finding in findings}, plan


async def test_every_check_comes_out_once() -> None:
    built = services()
    found, _ = await checked(built)
    assert set(found) == {check.id for check in all_checks(built.provider)}
    assert {finding.verdict for finding in found.values()} == {Verdict.PASS}


async def test_the_plan_ends_with_the_route() -> None:
    _, plan = await checked(services())
    assert plan is not None
    assert plan.lines[-1] == PlanLine(
        Verb.CREATE,
        "route",
        "~/my-project.json",
        'alerts with namespace="my-project" go there',
        reason="no route saved yet",
    )


async def test_a_known_route_reaches_the_provider_and_will_be_updated() -> None:
    _, plan = await checked(services(Routes(Route("my-project", "pigeon", {}, (PERCH,)))))
    assert plan is not None
    assert [line.verb for line in plan.lines] == [Verb.REUSE, Verb.UPDATE]
    assert plan.lines[-1].reason == "notes what is there now"


async def test_a_known_route_will_lead_to_what_is_made_new() -> None:
    _, plan = await checked(services(Routes(Route("my-project", "pigeon", {}, ()))))
    assert plan is not None
    assert plan.lines[-1].reason == "leads to the new perch"


async def test_what_a_route_does_not_say_yet_is_the_providers_to_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built = services(Routes(Route("my-project", "pigeon", {}, (PERCH,))))
    connection = built.provider.connect()

    async def planned(answers: Answers, known: Route | None, emit: Emit) -> Plan | None:
        return Plan((), 0, news="notes the perch's new name")

    monkeypatch.setattr(connection, "preflight", planned)
    plan = await preflight(connection, built, ANSWERS, lambda _: None)
    assert plan is not None
    assert plan.lines[-1].reason == "notes the perch's new name"


async def test_another_providers_route_is_no_known_one_and_will_be_replaced() -> None:
    _, plan = await checked(services(Routes(Route("my-project", "smoke", {}, (PERCH,)))))
    assert plan is not None
    assert [line.verb for line in plan.lines] == [Verb.CREATE, Verb.UPDATE]
    assert plan.lines[-1].reason == "it led to smoke, where all that was made is left"


async def test_an_unreadable_route_is_a_warning_and_the_rest_goes_on() -> None:
    symptom = Symptom("config", {"reason": "corrupt"})
    broken = RouteStoreError("read x: not a saved route", symptom)
    found, plan = await checked(services(Routes(unreadable=broken)))
    assert found[ROUTES.id].verdict is Verdict.WARN
    assert found[ROUTES.id].headline == "read x: not a saved route"
    assert found[ROUTES.id].symptom == symptom
    assert plan is not None
    assert plan.lines[-1].reason == "the saved one can't be read"


@pytest.mark.parametrize("call", ["describe", "load"])
async def test_a_keyring_that_cannot_be_used_is_a_warning_with_the_ways_round_it(call: str) -> None:
    locked = SecretStoreError("GNOME Keyring is locked", "locked")
    found, _ = await checked(services(secrets=Secrets(locked, call)))
    finding = found[KEYRING.id]
    assert (finding.verdict, finding.evidence) == (Verdict.WARN, "GNOME Keyring is locked")
    assert finding.symptom == locked.symptom
    assert any("CAKD_PIGEON_WHISTLE" in fix.text for fix in finding.fixes)


async def test_the_keyring_is_asked_for_the_providers_item_and_named() -> None:
    secrets = Secrets()
    found, _ = await checked(services(secrets=secrets))
    assert secrets.asked == ["pigeon"]
    assert found[KEYRING.id].evidence == "GNOME Keyring (Secret Service)"


async def test_the_local_findings_do_not_wait_for_the_provider(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built = services()
    connection = built.provider.connect()
    seen: list[str] = []
    local_checks_done = asyncio.Event()

    async def slow(answers: Answers, known: Route | None, emit: Emit) -> Plan | None:
        async with asyncio.timeout(5):
            await local_checks_done.wait()
        return None

    def emit(event: Event) -> None:
        assert isinstance(event, Checked)
        seen.append(event.finding.check.id)
        if len(seen) == 2:
            local_checks_done.set()

    monkeypatch.setattr(connection, "preflight", slow)
    assert await preflight(connection, built, ANSWERS, emit) is None
    assert seen == [ROUTES.id, KEYRING.id]


async def test_a_provider_that_fails_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    built = services()
    connection = built.provider.connect()
    heard: list[Event] = []

    async def failing(answers: Answers, known: Route | None, emit: Emit) -> Plan | None:
        raise ProviderError("pigeon error: away")

    monkeypatch.setattr(connection, "preflight", failing)
    with pytest.raises(ProviderError, match="away"):
        await preflight(connection, built, ANSWERS, heard.append)
