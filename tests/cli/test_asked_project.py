"""Which project a command is about, with a file and without one."""

from pathlib import Path

import pytest

from cakd_tui.cli.asked_project import asked_project
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.core.errors import PlatformFileError

TEXT = "metadata:\n  name: given\nproviders:\n  notification: discord\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("file", "named", "scenario"),
    [
        ("platform.yaml", None, None),
        ("x.yaml", "x.yaml", None),
        ("x.yaml", "x.yaml", "ready"),
    ],
)
def test_a_file_that_is_there_is_read(file: str, named: str | None, scenario: str | None) -> None:
    Path(file).write_text(TEXT, "utf-8")
    assert asked_project(named, scenario).project == "given"


@pytest.mark.parametrize(
    ("named", "scenario"), [(None, None), ("x.yaml", None), ("x.yaml", "ready")]
)
def test_a_file_that_is_asked_for_has_to_be_there(named: str | None, scenario: str | None) -> None:
    with pytest.raises(PlatformFileError, match="there is no such file"):
        asked_project(named, scenario)


@pytest.mark.parametrize(
    ("scenario", "options"),
    [("ready", {}), ("denied-by-category", {"category": "Locked"})],
)
def test_a_demo_without_a_file_brings_a_project_of_its_own(
    scenario: str, options: dict[str, str]
) -> None:
    Path("platform.yaml").write_text(TEXT, "utf-8")
    platform = asked_project(None, scenario)
    assert (platform.project, platform.provider) == ("my-project", "discord")
    assert dict(platform.options) == options


def test_an_unknown_scenario_is_bad_usage() -> None:
    with pytest.raises(BadUsage, match="no scenario 'sunshine'"):
        asked_project(None, "sunshine")


def test_the_options_are_those_of_the_unnamed_provider() -> None:
    Path("platform.yaml").write_text(
        "metadata:\n  name: p\nnotifications:\n  discord:\n    category: Ops\n", "utf-8"
    )
    assert asked_project(None, None, unnamed="discord").options == {"category": "Ops"}
    assert asked_project(None, None).options == {}
