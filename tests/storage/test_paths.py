import sys
from pathlib import Path

import pytest

from cakd_tui.storage.paths import config_directory, shown, state_directory


@pytest.mark.skipif(sys.platform != "linux", reason="the places of Linux")
def test_the_config_directory_is_the_users_own(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert config_directory() == home / ".config" / "cakd"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    assert config_directory() == tmp_path / "elsewhere" / "cakd"


def test_asking_for_the_config_directory_does_not_make_it(home: Path) -> None:
    assert not config_directory().exists()
    assert list(home.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the places of Linux")
def test_the_state_directory_is_the_users_own(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert state_directory() == home / ".local" / "state" / "cakd"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    assert state_directory() == tmp_path / "elsewhere" / "cakd"


def test_the_home_directory_is_shown_as_a_tilde(home: Path) -> None:
    assert shown(home / ".config" / "cakd" / "a.json") == str(Path("~/.config/cakd/a.json"))
    assert shown(home) == "~"


def test_a_path_elsewhere_is_shown_as_it_is(home: Path) -> None:
    other = home.with_name(f"{home.name}-other") / "a.json"
    assert shown(other) == str(other)


def test_a_home_at_the_top_of_the_disk_is_not_abbreviated(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/")
    monkeypatch.setenv("USERPROFILE", home.anchor)
    assert shown(home) == str(home)


def test_an_account_without_a_home_sees_whole_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(homeless))
    assert shown(Path("/a/b")) == str(Path("/a/b"))
