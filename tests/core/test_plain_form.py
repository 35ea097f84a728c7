import json
from dataclasses import dataclass
from types import MappingProxyType

from cakd_tui.core.events import StepStarted, WebhookReady
from cakd_tui.core.finding import Verdict
from cakd_tui.core.plain_form import event_fields, event_name, plain
from cakd_tui.core.secret import MASK, Secret


@dataclass(frozen=True)
class Thing:
    names: tuple[str, ...]
    inner: MappingProxyType[str, object]


def test_our_data_becomes_what_json_knows() -> None:
    thing = Thing(("a", "b"), MappingProxyType({"v": Verdict.WARN, "n": None, "f": 1.5}))
    shaped = plain(thing)
    assert shaped == {"names": ["a", "b"], "inner": {"v": "warn", "n": None, "f": 1.5}}
    assert json.loads(json.dumps(shaped)) == shaped


def test_an_event_bears_its_name_in_front() -> None:
    started = StepStarted(1, 2, "Provisioning")
    assert event_name(started) == "step_started"
    assert list(event_fields(started)) == ["event", "number", "total", "title"]


def test_a_secret_stays_masked() -> None:
    ready = WebhookReady(Secret("https://example.org/hush"), made=True)
    assert event_fields(ready) == {"event": "webhook_ready", "url": MASK, "made": True}
