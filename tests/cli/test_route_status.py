"""Routes are looked at through their own provider, and whatever goes wrong is a finding."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from cakd_toy.provider import LOFT, STATUS_PERCH, Loft, PigeonConnection, PigeonProvider

from cakd_tui.cli.route_status import Inspector, RouteStatus
from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsRefused
from cakd_tui.core.events import Waiting
from cakd_tui.core.finding import Verdict
from cakd_tui.core.option import NO_OPTIONS
from cakd_tui.core.ports import Connection
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit
from cakd_tui.storage.memory import MemorySecrets
from cakd_tui.storage.routes import FileRoutes
from cakd_tui.storage.settings import FileSettings

KNOWN = {"CAKD_PIGEON_WHISTLE": "tweet", "CAKD_PIGEON_LOFT": "7"}
PERCH = Remembered("perch", "1", "perch-api", made=True)


@pytest.fixture(autouse=True)
def loft() -> Iterator[Loft]:
    """The pigeons' world, as good as new for each test."""
    LOFT.__dict__.update(Loft().__dict__)
    yield LOFT
    LOFT.__dict__.update(Loft().__dict__)


def services(directory: Path, environment: Mapping[str, str]) -> Services:
    routes = FileRoutes(directory)
    routes.save(Route("api", "pigeon", {}, (PERCH,)))
    return Services(
        provider=PigeonProvider(),
        secrets=MemorySecrets(),
        routes=routes,
        settings=FileSettings(directory),
        environment=environment,
        platform_file=directory / "platform.yaml",
    )


async def looked(built: Services) -> RouteStatus:
    inspector = Inspector(built, NO_OPTIONS)
    try:
        return await inspector.look("api")
    finally:
        await inspector.aclose()


async def test_what_its_provider_finds_follows_the_saved_route(tmp_path: Path) -> None:
    status = await looked(services(tmp_path, KNOWN))
    assert [each.check.id for each in status.findings] == ["status-route", "status-perch"]
    assert status.title == "Pigeon"
    assert (status.drifted, status.refused) == (False, False)
    LOFT.fallen = True
    assert (await looked(services(tmp_path, KNOWN))).drifted


async def test_a_provider_that_fails_is_a_finding_with_its_rows(tmp_path: Path) -> None:
    LOFT.away = True
    status = await looked(services(tmp_path, KNOWN))
    failed = status.findings[-1]
    assert failed.verdict is Verdict.FAIL
    assert failed.headline == "the loft does not answer"
    assert failed.check.title == "Pigeon"
    assert "TOY-WING" in {each.id for each in status.entries}
    assert (status.drifted, status.unknown, status.refused) == (False, True, False)


class Refusing(PigeonConnection):
    """Knows no whistle, after a while."""

    async def inspect(self, route: Route, answers: Answers | None, emit: Emit) -> None:
        emit(Waiting(1.0, "A hawk circles over the tower"))
        raise CredentialsRefused("the pigeons don't know this whistle")


class RefusingProvider(PigeonProvider):
    """Whose connection refuses."""

    def connect(self) -> Connection:
        return Refusing()


async def test_refused_credentials_are_no_drift_and_a_wait_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = replace(services(tmp_path, KNOWN), provider=RefusingProvider())
    status = await looked(built)
    assert (status.drifted, status.refused) == (False, True)
    assert capsys.readouterr().err == "A hawk circles over the tower. Again in 1 s\n"


async def test_without_credentials_it_says_what_to_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = await looked(services(tmp_path, {}))
    assert [each.verdict for each in status.findings if each.check == STATUS_PERCH] == [
        Verdict.SKIPPED
    ]
    said = capsys.readouterr().err
    assert "CAKD_PIGEON_WHISTLE" in said
    assert said.endswith("; only what needs none is looked at\n")
