"""What the words on the command line become."""

import io
from types import SimpleNamespace

import pytest

from cakd_tui.cli.alert_test import AlertTestOptions
from cakd_tui.cli.check import CheckOptions
from cakd_tui.cli.commands import run, run_wizard
from cakd_tui.cli.create import CreateOptions
from cakd_tui.cli.destroy import DestroyOptions
from cakd_tui.cli.rotate import RotateOptions
from cakd_tui.cli.status import StatusOptions
from cakd_tui.rehearsal.scenarios import SCENARIOS


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], CreateOptions()),
        (["-f", "x.yaml", "--strict"], CreateOptions("x.yaml", strict=True)),
        (["--file", "x.yaml", "--json"], CreateOptions("x.yaml", json=True)),
        (["--dry-run"], CreateOptions(dry_run=True)),
        (["--rollback"], CreateOptions(rollback=True)),
        (["--demo"], CreateOptions(scenario="ready")),
        (["--demo", "offline"], CreateOptions(scenario="offline")),
        (["--demo", ""], CreateOptions(scenario="")),
    ],
)
def test_each_option_of_create_means_what_it_says(
    arguments: list[str], options: CreateOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[CreateOptions] = []

    def create(options: CreateOptions) -> int:
        asked.append(options)
        return 3

    monkeypatch.setattr("cakd_tui.cli.create.create", create)
    assert run(["create", *arguments]) == 3
    assert asked == [options]


class Wizard:
    """Notes how it is opened."""

    opened: tuple[str | None, str | None, bool] | None = None

    def __call__(self, file: str | None, *, scenario: str | None, light: bool) -> int:
        self.opened = (file, scenario, light)
        return 0


@pytest.fixture
def wizard(monkeypatch: pytest.MonkeyPatch) -> Wizard:
    """Stands in for the wizard."""
    wizard = Wizard()
    monkeypatch.setattr("cakd_tui.cli.wizard.wizard", wizard)
    return wizard


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        ([], (None, None, False)),
        (["-f", "x.yaml", "--theme", "day"], ("x.yaml", None, True)),
        (["--demo", "offline", "--theme", "night"], (None, "offline", False)),
    ],
)
def test_the_wizard_is_the_same_by_both_commands(
    arguments: list[str], opened: tuple[str, str | None, bool], wizard: Wizard
) -> None:
    assert run_wizard(arguments) == 0
    assert wizard.opened == opened
    wizard.opened = None
    assert run(["wizard", *arguments]) == 0
    assert wizard.opened == opened


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("piped", [(), ("stdin",), ("stderr",)], ids=" ".join)
def test_without_a_subcommand_it_is_the_wizard_on_a_terminal_and_help_elsewhere(
    piped: tuple[str, ...],
    wizard: Wizard,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = ("stdin", "stderr")
    streams = {name: io.StringIO() if name in piped else Screen() for name in names}
    monkeypatch.setattr("cakd_tui.cli.commands.sys", SimpleNamespace(**streams))
    assert run([]) == 0
    assert bool(wizard.opened) is not bool(piped)
    assert capsys.readouterr().out.startswith("usage: cakd ") is bool(piped)


def test_check_takes_its_scenario_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[CheckOptions] = []

    def check(options: CheckOptions) -> int:
        asked.append(options)
        return 0

    monkeypatch.setattr("cakd_tui.cli.check.check", check)
    run(["check", "--demo", "pending", "--explain"])
    assert asked == [CheckOptions(explain=True, scenario="pending")]


def test_status_is_about_one_project_or_all(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[StatusOptions] = []

    def status(options: StatusOptions) -> int:
        asked.append(options)
        return 0

    monkeypatch.setattr("cakd_tui.cli.status.status", status)
    run(["status", "-f", "x.yaml", "--json"])
    run(["status", "--all", "--demo", "in-use"])
    run(["status", "--spool", "there"])
    assert asked == [
        StatusOptions("x.yaml", json=True),
        StatusOptions(every=True, scenario="in-use"),
        StatusOptions(spool="there"),
    ]


def test_the_wizards_help_names_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_wizard(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert [name for name in SCENARIOS if f"\n  {name} " not in said] == []


def test_the_list_says_where_something_has_to_be_chosen(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        run_wizard(["--help"])
    lines = capsys.readouterr().out.splitlines()
    for each in (each for each in SCENARIOS.values() if each.options):
        (line,) = (line for line in lines if line.startswith(f"  {each.name} "))
        assert f"The category {each.options['category']}, once it is chosen (^p), " in line
    assert "cakd check and cakd create choose the category themselves" in lines[-1]


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], DestroyOptions()),
        (["-f", "x.yaml", "--yes", "--json"], DestroyOptions("x.yaml", yes=True, json=True)),
        (["--keep-channel"], DestroyOptions(keep_channel=True)),
        (["--keep-former"], DestroyOptions(keep_former=True)),
        (["--also", "channel", "--also", "webhook"], DestroyOptions(also=("channel", "webhook"))),
        (["--demo", "--yes"], DestroyOptions(yes=True, scenario="ready")),
    ],
)
def test_each_option_of_destroy_means_what_it_says(
    arguments: list[str], options: DestroyOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[DestroyOptions] = []

    def destroy(options: DestroyOptions) -> int:
        asked.append(options)
        return 3

    monkeypatch.setattr("cakd_tui.cli.destroy.destroy", destroy)
    assert run(["destroy", *arguments]) == 3
    assert asked == [options]


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], RotateOptions()),
        (["-f", "x.yaml", "--json"], RotateOptions("x.yaml", json=True)),
        (["--demo", "offline"], RotateOptions(scenario="offline")),
    ],
)
def test_each_option_of_rotate_means_what_it_says(
    arguments: list[str], options: RotateOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[RotateOptions] = []

    def rotate(options: RotateOptions) -> int:
        asked.append(options)
        return 3

    monkeypatch.setattr("cakd_tui.cli.rotate.rotate", rotate)
    assert run(["rotate", *arguments]) == 3
    assert asked == [options]


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ([], AlertTestOptions()),
        (["-f", "x.yaml", "--json"], AlertTestOptions("x.yaml", json=True)),
        (["--worst-case"], AlertTestOptions(worst_case=True)),
        (["--demo", "offline"], AlertTestOptions(scenario="offline")),
    ],
)
def test_each_option_of_test_means_what_it_says(
    arguments: list[str], options: AlertTestOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[AlertTestOptions] = []

    def alert_test(options: AlertTestOptions) -> int:
        asked.append(options)
        return 3

    monkeypatch.setattr("cakd_tui.cli.alert_test.alert_test", alert_test)
    assert run(["test", *arguments]) == 3
    assert asked == [options]
