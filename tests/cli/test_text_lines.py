"""Each event as the guide prints it, and on which of the two streams."""

import io
import sys

import pytest

from cakd_tui.cli.text_lines import entry_lines, print_event
from cakd_tui.core.events import (
    ActionDone,
    ActionStarted,
    Checked,
    Event,
    Noted,
    Removed,
    RouteForgotten,
    RouteSaved,
    StepDone,
    StepSkipped,
    StepStarted,
    Warned,
    WebhookReady,
)
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, Severity
from tests.cli.terminal import terminal

URL = Secret("https://pigeons.example/perch/1/hush")
SYMPTOM = Symptom("pigeon", {"reason": "wing"}, "pigeon error: wing")


def entry(number: int, fix: str = "Call a vet.") -> Entry:
    name, problem, cause = f"TOY-{number}", "It can't fly", "A wing is lame."
    blocks = Severity.BLOCKS
    return Entry(name, problem, cause, fix, blocks, True, "pigeon", verify="It flies.")


@pytest.mark.parametrize(
    ("event", "out", "err"),
    [
        (StepStarted(1, 2, "Perches"), "Step 1/2: Perches...\n", ""),
        (
            StepSkipped(2, 2, "Perches", "not configured"),
            "Step 2/2: Skipping Perches (not configured)\n",
            "",
        ),
        (ActionStarted("perch", "Building perch..."), "   Building perch...\n", ""),
        (
            WebhookReady(URL, made=True),
            "   Webhook created: https://pigeons.example/perch/1/hush\n",
            "",
        ),
        (
            WebhookReady(URL, made=False),
            "   Webhook reused: https://pigeons.example/perch/1/hush\n",
            "",
        ),
        (
            RouteSaved(Route("my-project", "pigeon", webhook=URL), "~/p.json"),
            "   Webhook routing rule saved for namespace: my-project\n",
            "",
        ),
        (
            Removed("perch-old", "perch-p", found=False),
            "   The perch perch-p was gone already\n",
            "",
        ),
        (RouteForgotten("p", "~/p.json"), "   Webhook routing rule deleted: ~/p.json\n", ""),
        (Noted("the bell is small"), "", "   Note: the bell is small\n"),
    ],
)
def test_results_go_to_stdout_and_remarks_to_stderr(
    event: Event, out: str, err: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_event(event)
    assert capsys.readouterr() == (out, err)


@pytest.mark.parametrize(
    "event",
    [
        ActionStarted("perch", ""),
        ActionDone("perch", "perch-p", made=True),
        Removed("perch", "perch-p", found=True),
        StepDone(1, "Perches", failed=True),
        Checked(Finding(Check("wings", "Wings"), Verdict.PASS, "two")),
    ],
)
def test_what_only_a_screen_shows_prints_nothing(
    event: Event, capsys: pytest.CaptureFixture[str]
) -> None:
    print_event(event)
    assert capsys.readouterr() == ("", "")


def test_a_warning_is_followed_by_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    print_event(Warned("Failed to build perch", "perch", SYMPTOM), [entry(1), entry(2)])
    assert capsys.readouterr() == (
        "",
        "   Warning: Failed to build perch\n"
        "      Problem  It can't fly\n"
        "      Cause    A wing is lame.\n"
        "      Fix      Call a vet.\n"
        "      Verify   It flies.\n"
        "               (TOY-1)\n"
        "      Problem  It can't fly\n"
        "      Cause    A wing is lame.\n"
        "      Fix      Call a vet.\n"
        "      Verify   It flies.\n"
        "               (TOY-2)\n",
    )


def test_a_warning_without_rows_is_said_to_be_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    print_event(Warned("Failed to build perch", "perch", SYMPTOM))
    first, *others = capsys.readouterr().err.splitlines()
    assert first == "   Warning: Failed to build perch"
    assert others == [
        "      Unknown  nothing in the troubleshooting table matches; "
        "the message above is the service's own."
    ]


def test_long_texts_are_wrapped_under_themselves() -> None:
    text = " ".join(["ab"] * 80)
    fix = entry_lines([entry(1, text)])[2:-2]
    assert len(fix) > 1
    assert fix[0].startswith("      Fix      ab ab")
    assert all(line.startswith(" " * 15 + "ab") for line in fix[1:])
    assert all(len(line) <= 100 for line in fix)
    assert " ".join(line[15:] for line in fix) == text


def test_no_word_is_broken_at_the_edge_of_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(["whistle"] * 40)
    with terminal(80) as (stream, lines):
        monkeypatch.setattr(sys, "stderr", stream)
        print_event(Warned("Failed", "perch", SYMPTOM), [entry(1, text)])
        printed = lines()
    assert max(map(len, printed)) <= 80
    assert {word for line in printed[3:-2] for word in line.split()} == {"Fix", "whistle"}


@pytest.mark.parametrize(
    "event",
    [
        StepStarted(1, 2, "Perches"),
        StepSkipped(2, 2, "Perches", "not configured"),
        ActionStarted("perch", "Building perch..."),
        WebhookReady(URL, made=True),
        RouteSaved(Route("my-project", "pigeon"), "~/p.json"),
    ],
)
def test_progress_is_seen_at_once_whatever_stdout_leads_to(
    event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "utf-8"))
    print_event(event)
    assert raw.getvalue().endswith(b"\n")


def test_no_rows_are_no_lines() -> None:
    assert entry_lines([]) == []
