"""What each path of the program loads: a face pays only for what it uses."""

import subprocess
import sys

import pytest

HEAVY = ("textual", "httpx", "keyring", "yaml", "rich", "msgspec", "platformdirs")


def loaded_by(statement: str) -> set[str]:
    """The heavy packages that a clean interpreter holds after `statement`."""
    code = (
        f"{statement}\nimport sys\nprint(*{HEAVY!r} and [n for n in {HEAVY!r} if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    return set(done.stdout.split("\n")[-2].split())


def test_the_probe_sees_what_is_loaded() -> None:
    assert loaded_by("import yaml, httpx") >= {"yaml", "httpx"}


def test_the_entry_point_loads_nothing() -> None:
    assert loaded_by("import cakd_tui.cli.main") == set()


def test_asking_for_the_version_loads_nothing() -> None:
    assert loaded_by("import cakd_tui.cli.main as m; m.main(['--version'])") == set()


@pytest.mark.parametrize("module", ["cli.create", "cli.check", "cli.assembly", "cli.dry_run"])
def test_headless_commands_load_no_textual(module: str) -> None:
    assert not loaded_by(f"import cakd_tui.{module}") & {"textual", "rich", "httpx", "keyring"}


def test_core_knows_no_network_no_screen_and_no_keyring() -> None:
    names = "pipeline, notify_step, preflight, platform_file, troubleshooting, providers, services"
    loaded = loaded_by(f"from cakd_tui.core import {names}")
    assert not loaded & {"textual", "rich", "httpx", "keyring", "platformdirs", "msgspec"}


def test_the_provider_loads_its_network_code_only_when_it_connects() -> None:
    assert not loaded_by("import cakd_tui.discord.provider") & {"textual", "httpx", "keyring"}


def test_the_wizard_loads_no_network_code_before_its_first_frame() -> None:
    assert not loaded_by("import cakd_tui.tui.app") & {"httpx", "keyring"}


def test_the_rehearsal_needs_no_client() -> None:
    loaded = loaded_by("import cakd_tui.rehearsal.scenarios, cakd_tui.rehearsal.server")
    assert not loaded & {"textual", "rich", "httpx", "keyring"}
