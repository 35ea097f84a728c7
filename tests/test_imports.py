"""What each path of the program loads: a face pays only for what it uses."""

import subprocess
import sys
from pathlib import Path

import pytest

from cakd_tui.cli.demo import demo_services
from cakd_tui.core.answers import Answers
from cakd_tui.core.secret import Secret
from cakd_tui.rehearsal.scenarios import scenario

SERVER = ("uvicorn", "starlette", "prometheus_client")
HEAVY = ("textual", "httpx", "keyring", "yaml", "rich", "msgspec", "platformdirs", *SERVER)


LATER_PAGES = {
    f"cakd_tui.tui.screens.{name}" for name in ("choice", "project", "checks", "run", "done")
}


def loaded_by(statement: str) -> set[str]:
    """The heavy packages that a clean interpreter holds after `statement`."""
    return modules_after(statement) & set(HEAVY)


def modules_after(statement: str) -> set[str]:
    """All that a clean interpreter holds after `statement`."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    return set(done.stdout.split("\n")[-2].split())


def test_the_probe_sees_what_is_loaded() -> None:
    assert loaded_by("import yaml, httpx") >= {"yaml", "httpx"}


def test_the_entry_point_loads_nothing() -> None:
    assert loaded_by("import cakd_tui.cli.main") == set()


@pytest.mark.parametrize("command", ["main", "wizard", "agent"])
def test_asking_for_the_version_loads_nothing(command: str) -> None:
    assert loaded_by(f"import cakd_tui.cli.main as m; m.{command}(['--version'])") == set()


def test_the_agents_unit_is_printed_without_its_server() -> None:
    loaded = loaded_by("from cakd_tui.cli.main import agent; assert agent(['--print-unit']) == 0")
    assert not loaded & {"textual", "rich", "keyring", "httpx", *SERVER}


def test_the_agent_loads_no_screen_no_keyring_and_no_yaml() -> None:
    loaded = loaded_by("import cakd_tui.cli.agent, cakd_tui.agent.service, cakd_tui.agent.delivery")
    assert loaded >= {*SERVER}
    assert not loaded & {"textual", "rich", "keyring", "httpx", "yaml"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["create", "--demo", "ready"],
        ["check", "--demo", "ready"],
        ["create", "--dry-run", "--demo", "ready"],
        ["doctor", "--demo", "ready"],
    ],
    ids=" ".join,
)
def test_headless_commands_load_no_textual(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = "metadata:\n  name: my-project\nproviders:\n  notification: discord\n"
    (tmp_path / "platform.yaml").write_text(file, "utf-8")
    monkeypatch.chdir(tmp_path)
    # httpx loads rich for its own command line where click, which only our tools need, is there.
    without_click = "import sys; sys.modules['click'] = None"
    loaded = loaded_by(
        f"{without_click}; from cakd_tui.cli.main import main; assert main({arguments!r}) == 0"
    )
    assert "httpx" in loaded
    assert not loaded & {"textual", "rich", "keyring", *SERVER}


@pytest.mark.parametrize("asked", ["CAKD-N-DNS", "50013", "--list"])
def test_looking_an_entry_up_loads_no_network_code_and_no_keyring(asked: str) -> None:
    command = f"from cakd_tui.cli.main import main; assert main(['explain', {asked!r}]) == 0"
    assert not loaded_by(command) & {"textual", "rich", "httpx", "keyring", "yaml", "platformdirs"}


@pytest.mark.parametrize(
    "arguments",
    [["list", "--demo"], ["export", "alertmanager", "--demo", "--reveal"]],
    ids=" ".join,
)
def test_reading_saved_routes_loads_no_network_code_and_no_keyring(arguments: list[str]) -> None:
    command = ["routes", *arguments]
    loaded = loaded_by(f"from cakd_tui.cli.main import main; assert main({command!r}) == 0")
    assert not loaded & {"textual", "rich", "httpx", "keyring"}


def test_core_knows_no_network_no_screen_and_no_keyring() -> None:
    names = "pipeline, notify_step, preflight, platform_file, troubleshooting, providers, services"
    loaded = loaded_by(f"from cakd_tui.core import {names}")
    assert not loaded & {"textual", "rich", "httpx", "keyring", "platformdirs", "msgspec"}


def test_the_provider_loads_its_network_code_only_when_it_connects() -> None:
    assert not loaded_by("import cakd_tui.discord.provider") & {"textual", "httpx", "keyring"}


def test_the_wizard_loads_no_network_code_before_its_first_frame() -> None:
    assert not loaded_by("import cakd_tui.tui.app") & {"httpx", "keyring"}


def test_the_wizard_loads_no_page_before_the_way_leads_to_it() -> None:
    assert not modules_after("import cakd_tui.tui.app") & LATER_PAGES


def test_the_way_loads_all_of_its_pages() -> None:
    way = "stops(DiscordProvider())"
    loaded = modules_after(
        "from cakd_tui.tui.app import _load_pages; from cakd_tui.tui.journey import stops; "
        f"from cakd_tui.discord.provider import DiscordProvider; _load_pages({way})"
    )
    assert loaded > LATER_PAGES


def test_the_demo_of_the_wizard_loads_its_rehearsal_when_it_is_asked(tmp_path: Path) -> None:
    loaded = modules_after(
        "from pathlib import Path; from cakd_tui.cli.demo import demo_services; "
        f"demo_services('ready', Path({str(tmp_path)!r}))"
    )
    assert "cakd_tui.rehearsal.scenarios" not in loaded


async def test_a_rehearsal_loaded_late_knows_the_token_the_demo_pastes(tmp_path: Path) -> None:
    services = demo_services("ready", tmp_path)
    assert services.demo is not None
    assert services.demo.secret == scenario("ready").token
    answers = Answers().with_secret("token", Secret(services.demo.secret))
    connection = services.provider.connect()
    identity = await connection.identity("token", answers, lambda _: None)
    assert identity.name == "alerts-bot"
    await connection.aclose()


def test_the_rehearsal_needs_no_client() -> None:
    loaded = loaded_by("import cakd_tui.rehearsal.scenarios, cakd_tui.rehearsal.server")
    assert not loaded & {"textual", "rich", "httpx", "keyring"}
