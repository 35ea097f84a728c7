"""The plan as it is printed, whatever the provider's checks and plan are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cakd_toy.provider import GRAIN, WINGS, PigeonConnection

from cakd_tui.cli.dry_run import dry_run
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.core.answers import Answers
from cakd_tui.core.events import Checked, Waiting
from cakd_tui.core.field import Choice
from cakd_tui.core.finding import Finding, Fix, Verdict
from cakd_tui.core.plan import Candidates, Plan, PlanLine, Quota, Verb
from cakd_tui.core.providers import load_provider
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit
from cakd_tui.storage.memory import MemorySecrets
from cakd_tui.storage.routes import FileRoutes
from cakd_tui.storage.settings import FileSettings

SOUND = Finding(WINGS, Verdict.PASS, "two each")
DOUBTFUL = Finding(GRAIN, Verdict.WARN, "a handful", "Grain runs low", (Fix("Soon", "Buy grain"),))
LAME = Finding(WINGS, Verdict.FAIL, "one is lame", "It can't fly", (Fix("Now", "Call a vet"),))
REFUSED = Finding(WINGS, Verdict.FAIL, "no", "Not its whistle", (Fix("x", "y"),), refused=True)
PLAN = Plan(
    (
        PlanLine(Verb.REUSE, "perch", "perch-my-project", "in loft 7"),
        PlanLine(Verb.LEAVE, "bell", "bell"),
    ),
    1,
)


class Planning(PigeonConnection):
    """A connection whose preflight comes out as it is told."""

    def __init__(self, findings: Sequence[Finding], plan: Plan | None) -> None:
        self._findings = findings
        self._plan = plan

    async def preflight(self, answers: Answers, known: Route | None, emit: Emit) -> Plan | None:
        emit(Waiting(0.0, "A hawk circles"))
        for finding in self._findings:
            emit(Checked(finding))
        return self._plan


@dataclass(frozen=True)
class Printed:
    """What a dry run said, and how it ended."""

    code: ExitCode
    out: str
    err: str


@pytest.fixture
def printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> "Printing":
    """Runs it with a directory that can be written and a keyring that answers."""
    services = Services(
        provider=load_provider("pigeon"),
        secrets=MemorySecrets(),
        routes=FileRoutes(tmp_path / "cakd"),
        settings=FileSettings(tmp_path / "cakd"),
        environment={},
        platform_file=tmp_path / "platform.yaml",
    )
    return Printing(services, capsys)


@dataclass(frozen=True)
class Printing:
    """Makes dry runs."""

    services: Services
    capsys: pytest.CaptureFixture[str]

    async def __call__(
        self, *findings: Finding, plan: Plan | None = PLAN, json: bool = False
    ) -> Printed:
        connection = Planning(findings, plan)
        answers = Answers("my-project")
        code = await dry_run(connection, self.services, answers, (), json=json)
        said = self.capsys.readouterr()
        return Printed(code, said.out, said.err)


async def test_each_line_says_what_happens_to_what_and_where(printed: Printing) -> None:
    said = await printed(SOUND)
    lines = said.out.splitlines()
    assert lines[0] == "Plan for my-project:"
    assert lines[1] == "   = reuse   perch    perch-my-project  (in loft 7)"
    assert lines[2] == "   · leave   bell     bell"
    assert lines[3].startswith("   + create  route    ")
    assert lines[-1] == "1 request would be sent. Nothing was created."
    assert (said.code, said.err) == (ExitCode.DONE, "")


async def test_reasons_limits_and_what_has_to_be_chosen_are_said(printed: Printing) -> None:
    lines = (
        PlanLine(Verb.REPAIR, "perch", "new", "in loft 7", reason="the old one fell down"),
        PlanLine(Verb.CHOOSE, "bell", "bell", reason="2 of them: it rings"),
    )
    choices = (Choice("1", "bell", "brass"), Choice("2", "bell", "tin"))
    quotas = (Quota("perches", 7, 8), Quota("bells", 2, 3))
    plan = Plan(lines, 0, quotas, (Candidates("bell", choices),))
    said = await printed(SOUND, plan=plan)
    first, second, _, *rest = said.out.splitlines()[1:]
    assert first == "   + repair  perch    new  (in loft 7; the old one fell down)"
    assert second == "   ? choose  bell     bell  (2 of them: it rings)"
    assert rest == [
        "   ? which bell is the project's:",
        "       --use bell=1  bell, brass",
        "       --use bell=2  bell, tin",
        "   then 7 of 8 perches, 2 of 3 bells",
        "Nothing was created: choose first, with one of the --use above.",
    ]


async def test_a_settled_plan_says_that_nothing_is_left_to_do(printed: Printing) -> None:
    said = await printed(SOUND, plan=replace(PLAN, requests=0, settled=True))
    route, end = said.out.splitlines()[-2:]
    assert route.startswith("   = reuse   route ")
    assert route.endswith("; it says so already)")
    assert end == "Nothing is left to do: no request would be sent that changes anything."
    (line,) = (await printed(SOUND, plan=replace(PLAN, settled=True), json=True)).out.splitlines()[
        -1:
    ]
    assert json.loads(line)["settled"] is True


@pytest.mark.parametrize("count", [0, 2])
async def test_requests_are_counted_in_the_plural(count: int, printed: Printing) -> None:
    said = await printed(SOUND, plan=Plan((), count))
    assert said.out.endswith(f"\n{count} requests would be sent. Nothing was created.\n")


async def test_only_what_is_wrong_is_told_and_only_beside_the_plan(printed: Printing) -> None:
    said = await printed(DOUBTFUL, LAME, SOUND)
    assert said.err.splitlines()[0].startswith("! Grain")
    assert "✗ Wings" in said.err
    assert "two each" not in said.err
    assert "Grain" not in said.out


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        (SOUND, ExitCode.DONE),
        (DOUBTFUL, ExitCode.DONE),
        (LAME, ExitCode.FAILED),
        (REFUSED, ExitCode.CREDENTIALS),
    ],
)
async def test_it_ends_as_its_worst_finding(
    finding: Finding, code: ExitCode, printed: Printing
) -> None:
    assert (await printed(SOUND, finding)).code is code
    assert (await printed(SOUND, finding, json=True)).code is code


@pytest.mark.parametrize(
    ("finding", "code"),
    [(SOUND, ExitCode.FAILED), (LAME, ExitCode.FAILED), (REFUSED, ExitCode.CREDENTIALS)],
)
async def test_without_a_plan_it_fails_and_prints_none(
    finding: Finding, code: ExitCode, printed: Printing
) -> None:
    said = await printed(finding, plan=None)
    assert said.code is code
    assert said.out == ""
    assert said.err.endswith("No plan: the checks above come first. Nothing was created.\n")


async def test_as_json_findings_come_in_their_order_and_the_plan_last(printed: Printing) -> None:
    said = await printed(DOUBTFUL, SOUND, json=True)
    *checked, plan = (json.loads(line) for line in said.out.splitlines())
    assert {each["event"] for each in checked} == {"checked"}
    assert plan["requests"] == 1
    assert plan["lines"][0] == {
        "verb": "reuse",
        "kind": "perch",
        "name": "perch-my-project",
        "remark": "in loft 7",
        "reason": "",
    }
    assert (plan["quotas"], plan["undecided"], plan["settled"]) == ([], [], False)
    assert said.err == ""
