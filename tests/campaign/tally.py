"""The campaign's sum over all tests and all their processes, as lines at the end of a test run."""

from dataclasses import astuple, dataclass

import pytest

PROPERTY = "campaign"


@dataclass(frozen=True)
class Tally:
    """What a number of cases of one kind came to."""

    kind: str
    cases: int
    survived: int = 0
    """Cases whose run with the fault did its work all the same."""
    duplicates: int = 0
    orphans: int = 0
    lost: int = 0


def lines(tallies: list[Tally]) -> list[str]:
    """One line for each kind, and the sum."""
    said = []
    for kind in dict.fromkeys(each.kind for each in tallies):
        of_kind = [each for each in tallies if each.kind == kind]
        cases, survived = sum(each.cases for each in of_kind), sum(e.survived for e in of_kind)
        said.append(f"{kind}: {cases}" + (f", {survived} survived" if survived else ""))
    cases = sum(each.cases for each in tallies)
    duplicates = sum(each.duplicates for each in tallies)
    orphans = sum(each.orphans for each in tallies)
    lost = sum(each.lost for each in tallies)
    said.append(f"{cases} combinations; duplicates: {duplicates}, orphans: {orphans}, lost: {lost}")
    return said


def record(request: pytest.FixtureRequest, tally: Tally) -> None:
    """Add to the sum; the test's report carries it, from whatever process."""
    request.node.user_properties.append((PROPERTY, astuple(tally)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the sum, if any part of the campaign was run."""
    found = [
        Tally(*value)
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, value in report.user_properties
        if name == PROPERTY
    ]
    if found:
        terminalreporter.section("fault campaign")
        for line in lines(found):
            terminalreporter.line(line)
