"""How much of the project's file would change."""

from pathlib import Path
from time import monotonic

import pytest

from cakd_tui.core.platform_step import PlatformFileStep
from cakd_tui.tui.platform_change import counted, platform_change


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a\n", "a\n", ""),
        ("a\n", "a\nb\n", "+ one line"),
        ("a\nd\n", "a\nb\nc\nd\ne\n", "+ 3 lines"),
        ("a\nb\n", "a\nc\n", "~ one line changes"),
        ("a\nb\n", "a\nc\nd\n", "~ 2 lines change"),
        ("a\nb\n", "a\n", "~ one line changes"),
        ("a\na\n", "a\na\na\n", "+ one line"),
        ("a\nb\nc\n", "a\nb\nb\nc\n", "+ one line"),
    ],
)
def test_every_line_counts(before: str, after: str, said: str) -> None:
    assert counted(before, after) == said


def test_a_long_file_of_equal_lines_is_compared_at_once() -> None:
    before = "- x\n" * 20_000
    began = monotonic()
    assert counted(before, f"{before}providers:\n{before}") == "+ 20001 lines"
    assert monotonic() - began < 2.0


def test_the_lines_are_those_the_step_would_write(tmp_path: Path) -> None:
    file = tmp_path / "platform.yaml"
    file.write_text("metadata:\n  name: ops\n", "utf-8")
    step = PlatformFileStep(file, "ops", "pigeon")
    assert platform_change(step) == "+ 2 lines"
    with_bell = PlatformFileStep(file, "ops", "pigeon", {"bell": "tin"})
    assert platform_change(with_bell) == "+ 5 lines"
    file.write_text("metadata:\n  name: ops\nproviders:\n  notification: owl\n", "utf-8")
    assert platform_change(step) == "~ one line changes"


@pytest.mark.parametrize("text", [None, "metadata: [", "metadata:\n  name: another\n"])
def test_a_file_that_is_not_changed_has_no_lines_to_count(text: str | None, tmp_path: Path) -> None:
    file = tmp_path / "platform.yaml"
    if text is not None:
        file.write_text(text, "utf-8")
    assert platform_change(PlatformFileStep(file, "ops", "pigeon")) == ""
