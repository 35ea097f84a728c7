"""What is said of arguments that can't be followed."""

import pytest

from cakd_tui.cli.agent_options import agent_options
from cakd_tui.cli.commands import run, run_wizard

URL = "https://discord.com/api/webhooks/123/TOKEN"


@pytest.mark.parametrize(
    "arguments",
    [
        [URL],
        ["create", URL],
        ["rotate", f"--file={URL}", URL],
        ["routes", "export", URL],
        ["routes", "list", "--nothing", URL],
        ["wizard", "--theme", URL],
    ],
    ids=" ".join,
)
def test_a_secret_among_the_arguments_is_not_repeated(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert "TOKEN" not in said.out + said.err
    assert "webhooks/123/[redacted]" in said.err


@pytest.mark.parametrize("program", [run_wizard, lambda given: agent_options(given, {})])
def test_the_other_programs_do_not_repeat_it_either(
    program: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(program)
    with pytest.raises(SystemExit):
        program([URL])
    said = capsys.readouterr()
    assert "TOKEN" not in said.out + said.err
    assert "[redacted]" in said.err
