"""Every test: a clean home, no variables of the user's, and the toy provider installed."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cakd_tui.rehearsal.answer import Reply, Request
from cakd_tui.rehearsal.rehearsal import Rehearsal
from tests.campaign.tally import pytest_terminal_summary as pytest_terminal_summary

for _name in [name for name in os.environ if name.startswith(("TEXTUAL", "CAKD_", "DISCORD_"))]:
    if _name != "CAKD_DISCORD_OPENAPI":
        del os.environ[_name]
for _name in ("NO_COLOR", "FORCE_COLOR"):
    os.environ.pop(_name, None)

sys.path.insert(0, str(Path(__file__).parent / "toy"))

if hasattr(signal, "SIGHUP"):  # under nohup it is ignored, and an ignored signal stays so
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a good many tests wait for clocks and sockets."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What is there now stays to the end: no collection need walk through it ever again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of the test's own, with nothing in it."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return home


@pytest.fixture(autouse=True)
def conforming(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With `CAKD_DISCORD_OPENAPI` set: what our client sends and the rehearsal answers conforms."""
    path = os.environ.get("CAKD_DISCORD_OPENAPI")
    if not path:
        yield
        return
    from tests.openapi import Witness, document

    witness = Witness(document(path))
    genuine = Rehearsal._genuine

    def watched(self: Rehearsal, request: Request) -> Reply:
        reply = genuine(self, request)
        witness.saw(request, reply)
        return reply

    monkeypatch.setattr(Rehearsal, "_genuine", watched)
    yield
    assert not witness.wrong


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-snapshots` writes the pictures anew instead of comparing them."""
    parser.addoption("--update-snapshots", action="store_true", help="write the pictures anew")
