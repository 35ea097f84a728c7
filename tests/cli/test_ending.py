"""Every failure of a command becomes a sentence on stderr and an exit code."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.ending import ended, exit_code
from cakd_tui.core.errors import (
    CakdError,
    CredentialsMissing,
    CredentialsRefused,
    PlatformFileError,
    ProviderError,
    RouteStoreError,
    SecretStoreError,
    UnknownProvider,
)
from cakd_tui.core.symptom import Symptom


@pytest.fixture(autouse=True)
def left(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The codes with which the process would have been left at once."""
    codes: list[int] = []
    monkeypatch.setattr("cakd_tui.cli.ending.leave_hanging_threads", codes.append)
    return codes


def failing(error: BaseException) -> Callable[[], int]:
    def fail() -> int:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadUsage("x"), 2),
        (PlatformFileError("x"), 2),
        (UnknownProvider("x"), 2),
        (CredentialsMissing("x"), 4),
        (CredentialsRefused("x"), 4),
        (ProviderError("x"), 1),
        (RouteStoreError("x"), 1),
        (SecretStoreError("x", "locked"), 1),
        (CakdError("x"), 1),
    ],
)
def test_the_exit_code_tells_the_kind_of_failure(error: CakdError, code: int) -> None:
    assert exit_code(error) == code


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (CredentialsMissing("no token"), 4, "cakd: no token\n"),
        (KeyboardInterrupt(), 130, "\nInterrupted. Nothing was changed.\n"),
        (KeyboardInterrupt("All is kept."), 130, "\nInterrupted. All is kept.\n"),
        (
            OSError(28, "No space left on device"),
            1,
            "cakd: the system refused: No space left on device\n",
        ),
        (OSError(), 1, "cakd: the system refused: OSError\n"),
        (BrokenPipeError(), 1, ""),
    ],
)
def test_every_failure_is_a_sentence_and_a_code(
    error: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(failing(error)) == code
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", said)


def test_only_an_interrupt_leaves_hanging_threads_behind(left: list[int]) -> None:
    for error in (CakdError("x"), OSError(), ZeroDivisionError()):
        ended(failing(error))
    assert left == []
    ended(failing(KeyboardInterrupt()))
    assert left == [130]


def test_a_command_that_ends_well_keeps_its_code_and_says_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ended(lambda: 0) == 0
    assert ended(lambda: 4) == 4
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(28, "No space left on device"),
            "cakd: the system refused: No space left on device\n",
        ),
        (BrokenPipeError(), ""),
    ],
)
def test_output_that_cannot_be_written_is_found_out_and_then_dropped(
    error: OSError,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Full:
        """What is written to it fails once it is flushed."""

        def flush(self) -> None:
            raise error

        def fileno(self) -> int:
            return file.fileno()

    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr(sys, "stdout", Full())
        assert ended(lambda: 0) == 1
        assert os.path.samestat(os.fstat(file.fileno()), Path(os.devnull).stat())
    assert capsys.readouterr().err == said


def test_a_failure_with_a_row_is_followed_by_it(capsys: pytest.CaptureFixture[str]) -> None:
    error = PlatformFileError("x.yaml: empty", Symptom("platform", {"reason": "empty"}))
    assert ended(failing(error)) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "cakd: x.yaml: empty"
    assert lines[1].startswith("      Problem  The platform file names no project")
    assert lines[-1] == "               (CAKD-F-NAME)"


def test_a_failure_without_a_row_is_its_sentence_alone(capsys: pytest.CaptureFixture[str]) -> None:
    ended(failing(CakdError("x")))
    assert capsys.readouterr().err == "cakd: x\n"


def test_our_own_mistake_names_its_place_but_never_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stumble() -> int:
        raise ZeroDivisionError("secret-token")

    assert ended(stumble) == 1
    said = capsys.readouterr().err
    assert re.match(
        r"cakd: stopped because of a mistake of its own \(ZeroDivisionError at stumble:\d+\)\.\n",
        said,
    )
    assert "what `cakd --version` prints to whoever gave you cakd" in said
    assert "secret-token" not in said
    assert "Traceback" not in said
