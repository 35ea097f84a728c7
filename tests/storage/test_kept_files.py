"""The health of what is kept: found by looking, told with the command that mends it."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cakd_tui.core.finding import Finding, Verdict
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.troubleshooting import matching, own_entries
from cakd_tui.storage.kept_files import KeptFiles
from cakd_tui.storage.routes import FileRoutes
from cakd_tui.storage.settings import FileSettings

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permission bits are POSIX")

needs_a_user = pytest.mark.skipif(
    os.name == "posix" and os.geteuid() == 0, reason="root may read and write everything"
)

Examine = Callable[[], dict[str, Finding]]


@pytest.fixture
def config(home: Path) -> Path:
    return home / ".config" / "cakd"


@pytest.fixture
def state(home: Path) -> Path:
    return home / ".local" / "state" / "cakd"


@pytest.fixture
def examine(config: Path, state: Path) -> Examine:
    return lambda: {each.check.id: each for each in KeptFiles(config, state).examine()}


@pytest.fixture
def route(config: Path) -> Path:
    url = Secret("https://discord.com/api/webhooks/1/hush")
    FileRoutes(config).save(Route("my-project", "discord", webhook=url))
    FileSettings(config).save("discord", {"guild": "1"})
    return config / "my-project.json"


def test_before_the_first_run_all_is_well_and_nothing_is_made(examine: Examine, home: Path) -> None:
    found = examine()
    assert found["saved-routes"].evidence == "none saved yet"
    assert found["state-folder"].evidence == "~/.local/state/cakd, will be made, yours alone"
    assert list(home.iterdir()) == []


def test_each_file_is_told_with_its_mode_and_owner(examine: Examine, route: Path) -> None:
    found = examine()
    assert found["saved-route"].evidence == "~/.config/cakd/my-project.json, 0600, yours"
    assert found["settings"].evidence == "~/.config/cakd/settings.yaml, 0600, yours"
    assert {each.verdict for each in found.values()} == {Verdict.PASS}
    assert "hush" not in repr(found)


def test_a_file_that_others_can_read_is_mended_by_its_fix(examine: Examine, route: Path) -> None:
    route.chmod(0o644)
    found = examine()["saved-route"]
    assert found.verdict is Verdict.WARN
    assert found.evidence.endswith("0644, yours")
    (fix,) = found.fixes
    subprocess.run(["sh", "-c", fix.text], check=True, timeout=10)
    assert examine()["saved-route"].verdict is Verdict.PASS


def test_another_users_file_is_told(
    examine: Examine, route: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = route.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    found = examine()["saved-route"]
    assert (found.verdict, found.headline) == (Verdict.WARN, "This file belongs to another user")
    assert f"0600, of user {owner}" in found.evidence
    assert found.fixes[0].text.startswith("sudo chown ")


def test_a_lock_file_is_told_where_it_is_another_users_alone(
    examine: Examine, route: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FileRoutes(route.parent).lock("my-project"):
        assert "lock-file" not in examine()
    owner = route.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    found = examine()["lock-file"]
    assert (found.verdict, found.headline) == (Verdict.WARN, "This file belongs to another user")
    assert found.evidence == f"~/.config/cakd/.settings.yaml.lock, 0600, of user {owner}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("{", "corrupt"), ('{"version": 9}', "newer"), ('{"version": 1}', "corrupt")],
)
def test_a_route_that_can_not_be_used_leads_to_its_entry(
    examine: Examine, route: Path, text: str, reason: str
) -> None:
    route.write_text(text)
    found = examine()["saved-route"]
    assert found.verdict is Verdict.FAIL
    assert found.symptom is not None
    assert found.symptom.facts["reason"] == reason
    assert matching(own_entries(), found.symptom)


def test_settings_that_are_none_are_told(examine: Examine, route: Path) -> None:
    route.with_name("settings.yaml").write_text("- a\n- list\n")
    found = examine()["settings"]
    assert found.verdict is Verdict.FAIL
    assert found.headline.endswith("it holds no settings")


def test_a_link_that_leads_nowhere_is_told(examine: Examine, route: Path) -> None:
    route.unlink()
    route.symlink_to("nowhere")
    assert examine()["saved-route"].verdict is Verdict.FAIL


def test_what_was_put_aside_is_told(examine: Examine, route: Path) -> None:
    route.write_text("{")
    FileRoutes(route.parent).save(Route("my-project", "discord"))
    found = examine()["put-aside"]
    assert found.verdict is Verdict.WARN
    assert found.evidence.startswith("~/.config/cakd/my-project.json.broken, 0600")


def test_where_no_events_can_be_kept_it_is_a_warning_alone(
    examine: Examine, state: Path, home: Path
) -> None:
    state.parent.parent.mkdir()
    state.parent.touch()
    found = examine()["state-folder"]
    assert found.verdict is Verdict.WARN
    assert "nothing else needs this directory" in found.headline
    assert found.fixes


@needs_a_user
def test_a_file_one_may_not_read_is_told(examine: Examine, route: Path) -> None:
    route.chmod(0)
    found = examine()["saved-route"]
    assert found.verdict is Verdict.FAIL
    assert "permission denied" in found.headline
