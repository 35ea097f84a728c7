"""Leaving the terminal without breaking it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cakd_tui.core.finding import Link
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.links import browser_in_sight, open_link

DOOR = Link("Open the door", "https://pigeons.example/door")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("darwin", {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, False),
        ("win32", {}, True),
    ],
)
def test_a_browser_is_opened_only_where_there_is_a_window_for_it(
    platform: str, environment: dict[str, str], expected: bool
) -> None:
    assert browser_in_sight(platform, environment) is expected


async def test_without_a_window_nothing_is_opened_and_the_operator_is_told(
    wizard: Callable[..., WizardApp],
    seen: Callable[[WizardApp], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("cakd_tui.tui.links._browse", opened.append)
    monkeypatch.setattr("sys.platform", "linux")
    app = wizard()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        open_link(app, DOOR, {})
        await pilot.pause()
        await pilot.pause()
        assert "There is no browser" in seen(app)
    assert opened == []


async def test_a_browser_that_fails_harms_nobody(
    wizard: Callable[..., WizardApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fail(command: list[str], **_: object) -> None:
        asked.append(command[-1])
        raise OSError

    monkeypatch.setattr(subprocess, "run", fail)
    monkeypatch.setattr("sys.platform", "linux")
    app = wizard()
    async with app.run_test() as pilot:
        open_link(app, DOOR, {"DISPLAY": ":0"})
        await pilot.pause(0.02)
    assert asked == [DOOR.url]


async def test_what_a_browser_says_is_not_written_across_the_screen(
    wizard: Callable[..., WizardApp],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    said = tmp_path / "said"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho noise\necho noise >&2\necho "$1" > {said}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    monkeypatch.setattr("sys.platform", "linux")
    app = wizard()
    async with app.run_test() as pilot:
        open_link(app, DOOR, {"DISPLAY": ":0"})
        while not (said.exists() and said.read_text()):
            await pilot.pause(0.02)
    assert said.read_text().strip() == DOOR.url
    assert "noise" not in "".join(capfd.readouterr())


async def test_nothing_of_the_directory_is_run_to_open_a_link(
    wizard: Callable[..., WizardApp], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said, trap = tmp_path / "said", tmp_path / "trap"
    (tmp_path / "webbrowser.py").write_text(f"open({str(trap)!r}, 'w').close()")
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\necho done > {said}\n")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.chdir(tmp_path)
    app = wizard()
    async with app.run_test() as pilot:
        open_link(app, DOOR, {"DISPLAY": ":0"})
        for _ in range(200):
            await pilot.pause(0.02)
            if said.exists() or trap.exists():
                break
    assert said.exists()
    assert not trap.exists()
