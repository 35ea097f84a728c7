"""What the two commands say without a subcommand, off a terminal, and when they fail themselves."""

import sys

import pytest

from cakd_tui import __version__
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.ending import ended
from cakd_tui.cli.main import main, wizard
from cakd_tui.core.errors import CakdError, CredentialsMissing, PlatformFileError, UnknownProvider
from cakd_tui.core.symptom import Symptom
from tests.cli.command import Shell


def test_both_commands_tell_their_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert wizard(["--version"]) == 0
    assert capsys.readouterr().out == f"cakd {__version__}\ncakd-tui {__version__}\n"


async def test_without_a_subcommand_and_a_terminal_it_prints_help(shell: Shell) -> None:
    done = await shell.cakd()
    assert done.code == 0
    assert done.out.startswith("usage: cakd ")
    assert "exit codes: 0 done" in done.out


async def test_the_wizard_off_a_terminal_names_the_command_to_use(shell: Shell) -> None:
    done = await shell.cakd("wizard", "-f", "x.yaml")
    assert done.code == 2
    assert done.err == "cakd: the wizard needs a terminal. Without one: cakd create -f x.yaml\n"


async def test_an_unknown_scenario_lists_those_there_are(shell: Shell) -> None:
    shell.configured()
    done = await shell.cakd("check", "--demo", "sunshine")
    assert done.code == 2
    assert "missing-manage-webhooks" in done.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadUsage("x"), 2),
        (PlatformFileError("x"), 2),
        (UnknownProvider("x"), 2),
        (CredentialsMissing("x"), 4),
        (CakdError("x"), 1),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("secret-token"), 1),
    ],
)
def test_every_failure_is_a_sentence_and_a_code(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> int:
        raise error

    assert ended(fail) == code
    said = capsys.readouterr().err
    assert said
    assert "Traceback" not in said
    assert "secret-token" not in said


def test_a_failure_with_a_row_is_followed_by_it(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise PlatformFileError("x.yaml: empty", Symptom("platform", {"reason": "empty"}))

    assert ended(fail) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "cakd: x.yaml: empty"
    assert lines[1].startswith("      Problem  The platform file names no project")
    assert lines[-1] == "               (CAKD-F-NAME)"


def test_a_failure_without_a_row_is_its_sentence_alone(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> int:
        raise CakdError("x")

    ended(fail)
    assert capsys.readouterr().err == "cakd: x\n"


def test_our_own_mistake_names_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    def stumble() -> int:
        return len(sys.argv) // 0

    assert ended(stumble) == 1
    assert "ZeroDivisionError at stumble:" in capsys.readouterr().err
