"""What a run says is written down with its time, its end, and without its secrets."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from cakd_tui import __version__
from cakd_tui.core.errors import CredentialsMissing
from cakd_tui.core.events import Noted, StepDone, Warned, WebhookReady
from cakd_tui.core.journal import Line
from cakd_tui.core.journaling import journaled
from cakd_tui.core.ledger import Explained, Ledger
from cakd_tui.core.redaction import REDACTED
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom
from cakd_tui.rehearsal.tokens import bot_token, webhook_token

NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)
TOKEN = bot_token("880000000000000202")
HOOK = webhook_token("880000000000000303")


@dataclass
class Kept:
    """A journal in a list."""

    written: list[Line] = field(default_factory=list)
    ended: bool = False

    def begin(self) -> None:
        self.written = []

    def add(self, line: Line) -> None:
        self.written.append(line)

    def end(self, line: Line) -> None:
        self.written.append(line)
        self.ended = True

    def lines(self) -> Sequence[Line]:
        return self.written

    def shown_path(self) -> str:
        return "~"


def test_a_run_is_kept_from_its_beginning_to_its_end() -> None:
    kept = Kept()
    with journaled(kept, "cakd create", lambda: NOON) as note:
        note(Noted("so far so good"))
    at = "2026-08-01T12:00:00.000+00:00"
    assert kept.lines() == [
        {"at": at, "event": "run_begun", "run": "cakd create", "version": __version__},
        {"at": at, "event": "noted", "text": "so far so good"},
        {"at": at, "event": "run_ended", "how": "done"},
    ]
    assert kept.ended


def test_the_run_before_is_forgotten() -> None:
    kept = Kept()
    for run in ("first", "second"):
        with journaled(kept, run):
            pass
    assert [line.get("run") for line in kept.lines()] == ["second", None]


def test_no_secret_is_written_down() -> None:
    kept = Kept()
    with journaled(kept, "cakd create") as note:
        note(WebhookReady(Secret(f"https://discord.com/api/webhooks/1/{HOOK}"), made=True))
        note(Noted(f"Authorization: Bot {TOKEN}"))
        text = f"POST https://discord.com/api/v10/webhooks/1/{HOOK}: reset"
        note(Warned(text, "webhook", Symptom("transport", {"url": text}, text)))
    written = json.dumps(kept.lines())
    assert not [part for part in (*TOKEN.split(".")[1:], HOOK, HOOK[:8]) if part in written]
    assert written.count(REDACTED) == 4


def test_the_ledger_is_left_out() -> None:
    kept = Kept()
    with journaled(kept, "cakd check") as note:
        ledger = Ledger("#alerts", (), ())
        note(Explained(ledger, lambda _: ledger))
    assert [line["event"] for line in kept.lines()] == ["run_begun", "run_ended"]


def test_a_failure_is_kept_with_what_its_entry_is_found_by() -> None:
    kept = Kept()
    error = CredentialsMissing("no token", Symptom("credentials", {"reason": "missing"}, "none"))
    with pytest.raises(CredentialsMissing), journaled(kept, "cakd check", lambda: NOON):
        raise error
    assert kept.lines()[-1] == {
        "at": "2026-08-01T12:00:00.000+00:00",
        "event": "run_ended",
        "how": "failed",
        "error": "no token",
        "symptom": {"kind": "credentials", "facts": {"reason": "missing"}, "text": "none"},
    }


@pytest.mark.parametrize(("failed", "how"), [(False, "done"), (True, "failed")])
def test_a_run_ends_as_its_steps_did(failed: bool, how: str) -> None:
    kept = Kept()
    with journaled(kept, "cakd rotate", lambda: NOON) as note:
        note(StepDone(1, "Rotating the Webhook", failed))
        note(StepDone(2, "Another", failed=False))
    at = "2026-08-01T12:00:00.000+00:00"
    assert kept.lines()[-1] == {"at": at, "event": "run_ended", "how": how}


def test_of_a_mistake_of_our_own_only_its_kind_is_kept() -> None:
    kept = Kept()
    with pytest.raises(ValueError, match="hush"), journaled(kept, "cakd check"):
        raise ValueError("hush hush")
    assert kept.lines()[-1]["error"] == "ValueError"
    assert "hush" not in json.dumps(kept.lines())


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, asyncio.CancelledError])
def test_an_interrupt_is_kept_as_one(interrupt: type[BaseException]) -> None:
    kept = Kept()
    with pytest.raises(interrupt), journaled(kept, "cakd create"):
        raise interrupt
    assert kept.lines()[-1]["how"] == "interrupted"
