"""What `cakd-agent` can't run with: a sentence, the next step, and an exit code."""

import logging
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cakd_tui import __version__
from cakd_tui.cli.main import agent

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Logging as it was, afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    yield
    root.handlers[:], root.level, logging.raiseExceptions = before


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_beyond_loopback_it_needs_a_secret_and_says_how(
    capsys: Capture, tmp_path: Path, host: str
) -> None:
    assert agent(["--host", host, "--port", "0", "--spool", str(tmp_path / "spool")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"cakd-agent: on {host} others than this machine could post alerts")
    assert "CAKD_AGENT_SECRET_FILE" in said
    assert "--host 127.0.0.1" in said
    assert not (tmp_path / "spool").exists()


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (["--port", "70000"], {}, "the port 70000 is none"),
        (["--port", "x"], {}, "--port is x"),
        (["--spool-size", "1"], {}, "16 MiB or more"),
        (["--host", "a" * 70], {}, "to listen on is unknown here"),
        (["--default-webhook", "https://example.com/x"], {}, "the default webhook can't be used"),
        ([], {"CAKD_AGENT_SECRET_FILE": "/no/such/file"}, "no such file"),
        ([], {"CAKD_AGENT_SECRET_FILE": "x", "CAKD_AGENT_SECRET": "y"}, "unset one of them"),
    ],
)
def test_a_setting_it_can_not_follow_ends_it_with_two(
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    variables: dict[str, str],
    said: str,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert agent(["--port", "0", *arguments]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("cakd-agent: ")
    assert said in told.err
    assert told.out == ""


def test_a_port_in_use_is_named_with_what_to_do(capsys: Capture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        assert agent(["--port", str(holder.getsockname()[1])]) == 1
    said = capsys.readouterr().err
    assert "address already in use" in said
    assert "ss -ltnp" in said


def test_signals_are_handled_as_before_once_it_has_ended(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    numbers = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
    before = [signal.getsignal(each) for each in numbers]
    assert agent(["--port", "0", "--spool", str(tmp_path / "file")]) == 1
    assert [signal.getsignal(each) for each in numbers] == before


def test_a_spool_that_can_not_be_is_named_with_what_to_do(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert agent(["--port", "0", "--spool", str(tmp_path / "file")]) == 1
    said = capsys.readouterr().err
    assert f"cakd-agent: spool {tmp_path / 'file'}: " in said
    assert "--spool DIRECTORY" in said


def test_without_its_extra_it_says_how_to_install_it(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert agent(["--port", "0"]) == 1
    assert capsys.readouterr().err == (
        "cakd-agent: its web server is not installed. "
        "Install it with: pip install 'cakd-tui[agent]'\n"
    )


def test_version_and_unit_need_no_server(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert agent(["--version"]) == 0
    assert capsys.readouterr().out == f"cakd-agent {__version__}\n"
    assert agent(["--print-unit"]) == 0
    assert "[Service]" in capsys.readouterr().out


def test_an_argument_nobody_knows_ends_with_two(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        agent(["--nonsense"])
    assert ended.value.code == 2
    assert "--nonsense" in capsys.readouterr().err
