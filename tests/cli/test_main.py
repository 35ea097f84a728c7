"""What the commands say without a subcommand and off a terminal."""

import pytest

from cakd_tui import __version__
from cakd_tui.cli.main import agent, main, wizard
from tests.cli.command import Shell


def test_every_command_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert wizard(["--version"]) == 0
    assert agent(["--version"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [f"{name} {__version__}" for name in ("cakd", "cakd-tui", "cakd-agent")]


async def test_without_a_subcommand_and_a_terminal_it_prints_help(shell: Shell) -> None:
    done = await shell.cakd()
    assert done.code == 0
    assert done.out.startswith("usage: cakd ")
    assert "exit codes: 0 done" in done.out


async def test_the_wizard_off_a_terminal_names_the_command_to_use(shell: Shell) -> None:
    done = await shell.cakd("wizard", "-f", "x.yaml")
    assert done.code == 2
    assert done.err == "cakd: the wizard needs a terminal. Without one: cakd create -f x.yaml\n"


def test_an_interrupt_while_it_is_loaded_ends_in_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("cakd_tui.cli.commands.run", interrupted)
    monkeypatch.setattr("cakd_tui.cli.commands.run_wizard", interrupted)
    monkeypatch.setattr("cakd_tui.cli.agent.run_agent", interrupted)
    for command in (main, wizard, agent):
        assert command(["status"]) == 130
        assert capsys.readouterr().err == "\nInterrupted. Nothing was changed.\n"
