"""A command line that asks for what there is not ends with 2 and lists what there is."""

import pytest

from cakd_tui.cli.main import main
from tests.cli.command import Shell


async def test_an_unknown_scenario_lists_those_there_are(shell: Shell) -> None:
    shell.configured()
    done = await shell.cakd("check", "--demo", "sunshine")
    assert done.code == 2
    assert "missing-manage-webhooks" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["demolish"], "create"),
        (["create", "--nonsense"], "--nonsense"),
        (["wizard", "--theme", "dusk"], "night"),
    ],
)
def test_an_argument_nobody_knows_ends_with_two(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
