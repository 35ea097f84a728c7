"""Who may post."""

import logging
from pathlib import Path

import pytest

from cakd_tui.agent.bad_settings import BadSettings
from cakd_tui.agent.gate import FileGate, Gate
from cakd_tui.core.secret import Secret


def test_without_a_secret_everybody_may_post() -> None:
    gate = Gate()
    assert not gate.guarded
    assert gate.admits("")
    assert gate.admits("Bearer anything")


@pytest.mark.parametrize("right", ["Bearer s3cret", "bearer s3cret", "Bearer  s3cret "])
def test_who_bears_the_secret_may_post(right: str) -> None:
    gate = Gate(Secret("s3cret"))
    assert gate.guarded
    assert gate.admits(right)


@pytest.mark.parametrize(
    "wrong", ["", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3cret2", "Basic s3cret", "s3cret"]
)
def test_who_does_not_may_not(wrong: str) -> None:
    assert not Gate(Secret("s3cret")).admits(wrong)


def test_a_secret_beyond_ascii_is_compared_as_it_is_sent() -> None:
    sent = "Bearer schlüssel".encode().decode("latin-1")  # as a server hands a header over
    assert Gate(Secret("schlüssel")).admits(sent)
    assert not Gate(Secret("schlussel")).admits(sent)


def test_a_file_holds_the_secret_without_its_last_newline(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret\n")
    gate = FileGate(file)
    assert gate.guarded
    assert gate.admits("Bearer s3cret")
    assert not gate.admits("Bearer s3cret\n2")


def test_a_file_that_was_replaced_counts_at_once(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("first")
    gate = FileGate(file)
    assert gate.admits("Bearer first")
    (tmp_path / "new").write_text("other")
    (tmp_path / "new").replace(file)
    assert gate.admits("Bearer other")
    assert not gate.admits("Bearer first")


def test_a_file_that_was_written_to_counts_at_once(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("first")
    gate = FileGate(file)
    file.write_text("a longer one")
    assert gate.admits("Bearer a longer one")
    assert not gate.admits("Bearer first")


@pytest.mark.parametrize("broken", ["emptied", "deleted"])
def test_a_file_in_the_middle_of_being_replaced_shuts_nobody_out(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    file = tmp_path / "secret"
    file.write_text("first")
    gate = FileGate(file)
    if broken == "emptied":
        file.write_text("")
    else:
        file.unlink()
    with caplog.at_level(logging.WARNING):
        assert gate.admits("Bearer first")
        assert not gate.admits("Bearer ")
    assert len(caplog.messages) == 1
    assert "stays in force" in caplog.text
    file.write_text("second")
    assert gate.admits("Bearer second")


@pytest.mark.parametrize(
    ("content", "said"), [(None, "no such file"), (b"\n", "is empty"), (b"\xff\xfe", "not text")]
)
def test_a_file_that_holds_no_secret_is_refused(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadSettings, match=said) as caught:
        FileGate(file)
    assert str(file) in caught.value.message
