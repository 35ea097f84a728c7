import sys
from importlib.metadata import PackageNotFoundError

import pytest

from cakd_tui import __version__
from cakd_tui.cli import machine
from cakd_tui.cli.machine import machine_findings, terminal_finding
from cakd_tui.core.finding import Verdict


def test_versions_are_those_that_run() -> None:
    found = {each.check.id: each for each in machine_findings({})}
    assert found["cakd"].evidence == __version__
    assert found["python"].evidence.startswith(sys.version.split()[0])
    assert "httpx 0." in found["libraries"].evidence
    assert found["libraries"].verdict is Verdict.PASS


def test_a_library_that_is_missing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(machine, "version", absent)
    found = {each.check.id: each for each in machine_findings({})}
    assert found["libraries"].verdict is Verdict.FAIL
    assert "textual missing" in found["libraries"].evidence
    assert (
        found["libraries"]
        .fixes[0]
        .text.endswith("-m pip install textual httpx keyring msgspec pyyaml")
    )


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "TERM not set"),
        ({"TERM": "xterm-256color"}, "xterm-256color, 256 colours"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "xterm, true colour"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "xterm-256color, no colour (NO_COLOR)"),
    ],
)
def test_the_terminal_is_told_by_what_it_says_of_itself(
    environment: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "0")
    assert terminal_finding(environment).evidence.startswith(told)


def test_a_dumb_terminal_is_too_dumb_for_the_wizard(monkeypatch: pytest.MonkeyPatch) -> None:
    assert terminal_finding({"TERM": "dumb"}).verdict is Verdict.PASS
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    found = terminal_finding({"TERM": "dumb"})
    assert found.verdict is Verdict.WARN
    assert "the wizard needs one" not in found.evidence
