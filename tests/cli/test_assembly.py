"""Which services a run gets: the user's own, or those of a rehearsal that leaves nothing."""

from pathlib import Path

import pytest

from cakd_tui.cli.assembly import services
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.core.errors import UnknownProvider
from cakd_tui.rehearsal.scenarios import SCENARIOS


def test_without_a_scenario_everything_is_the_users_own(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAKD_PIGEON_LOFT", "7")
    with services("here/platform.yaml", None, "pigeon") as built:
        assert built.provider.name == "pigeon"
        assert built.environment["CAKD_PIGEON_LOFT"] == "7"
        assert built.platform_file == Path("here/platform.yaml")
        assert Path(built.routes.path("x")).is_relative_to(home)
        assert built.journal.shown_path().startswith("~")
        assert built.demo is None
    assert not (home / ".config").exists()


def test_a_provider_nobody_installed_is_said_with_those_that_are() -> None:
    with pytest.raises(UnknownProvider, match="pigeon"), services("x", None, "smoke"):
        pytest.fail("there are no such services")


def test_a_rehearsal_is_asked_in_place_of_the_users_things(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAKD_DISCORD_BOT_TOKEN", "the-users-own")
    with services("platform.yaml", "ready") as built:
        assert dict(built.environment) == {}
        assert built.demo is not None
        assert built.demo.scenario == "ready"
        assert built.platform_file.read_text("utf-8") == "metadata:\n  name: my-project\n"
        assert not Path(built.routes.path("x")).is_relative_to(home)
        built.journal.begin()
        assert (Path(built.routes.path("x")).parent.parent / "state").exists()
        directory = built.platform_file.parent
    assert not directory.exists()


def test_an_answered_rehearsal_holds_token_and_server() -> None:
    with services("platform.yaml", "ready", answered=True) as built:
        assert built.demo is not None
        assert built.environment["CAKD_DISCORD_BOT_TOKEN"] == built.demo.secret
        assert built.environment["CAKD_DISCORD_GUILD_ID"].isdigit()


def test_only_a_broken_rehearsal_can_be_mended() -> None:
    for name, can_be_mended in (("ready", False), ("missing-view", True)):
        with services("platform.yaml", name) as built:
            assert built.demo is not None
            assert (built.demo.mend is not None) is can_be_mended


def test_an_unknown_scenario_is_bad_usage_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    with pytest.raises(BadUsage) as caught, services("platform.yaml", "sunshine"):
        pytest.fail("there are no such services")
    assert all(name in str(caught.value) for name in SCENARIOS)
    assert set(tmp_path.iterdir()) == before
