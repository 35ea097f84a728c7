"""`cakd create` when readers leave, encodings are narrow, disks are full or someone interrupts."""

import asyncio
import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cakd_tui.rehearsal.faults import Delay, Fault
from tests.cli.command import START, Shell
from tests.cli.conftest import Rehearse


@pytest.mark.parametrize("option", [(), ("--json",)])
async def test_a_reader_that_leaves_early_stops_nothing(
    option: tuple[str, ...], rehearsed: Rehearse, home: Path
) -> None:
    on = await rehearsed("ready")
    process = await on.shell.start("create", *option)
    assert process.stdout
    assert process.stderr
    process.stdout._transport.close()  # type: ignore[attr-defined]  # as `| head` does
    assert await process.stderr.read() == b""
    assert await process.wait() == 0
    assert on.only_url()
    assert (home / ".config" / "cakd" / "my-project.json").exists()


async def test_without_any_reader_a_warning_keeps_its_exit_code(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    process = await on.shell.start("create", "--strict")
    for pipe in (process.stdout, process.stderr):
        assert pipe
        pipe._transport.close()  # type: ignore[attr-defined]  # as `2>&1 | head` does
    assert await process.wait() == 1


async def test_an_encoding_without_our_symbols_stops_nothing(rehearsed: Rehearse) -> None:
    on = await rehearsed("missing-manage-webhooks")
    narrow = replace(on.shell, variables={**on.shell.variables, "PYTHONIOENCODING": "ascii"})
    ended = await narrow.cakd("create", "--dry-run")
    assert "? Manage Webhooks" in ended.err
    assert ended.out.startswith("Plan for my-project:\n")
    events = (await narrow.cakd("create", "--json")).out.splitlines()
    assert [json.loads(each)["event"] for each in events][-1] == "step_done"


HANGING_RESOLVER = """
import socket, sys, time
def hang(*_arguments, **_options):
    open("asked", "w").close()
    time.sleep(60)
socket.getaddrinfo = hang
from cakd_tui.cli.main import main
sys.exit(main())
"""


async def test_an_interrupt_does_not_wait_for_a_name_server(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    elsewhere = {**on.shell.variables, "CAKD_DISCORD_API": "https://discord.example/api/v10"}
    process = await replace(on.shell, variables=elsewhere).start("create", start=HANGING_RESOLVER)
    while not (on.shell.directory / "asked").exists():  # noqa: ASYNC110 - asked by another process
        await asyncio.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 130
    assert err == b"\nInterrupted. Whatever was created is kept and will be reused.\n"
    assert out.startswith(b"Step 1/1: Provisioning")
    ended = await on.cakd("create", "--strict")
    assert "Webhook created" in ended.out
    assert ended.code == 0


async def test_an_interrupt_ends_with_130_and_a_sentence(rehearsed: Rehearse) -> None:
    on = await rehearsed("ready")
    on.rehearsal.faults.add(Fault(Delay(2000), "POST"))
    process = await on.shell.start("create")
    while not any(each.method == "POST" for each in on.rehearsal.requests):  # noqa: ASYNC110 - asked by another process
        await asyncio.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 130
    assert b"Interrupted. Whatever was created is kept and will be reused." in err
    assert b"Traceback" not in out + err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_named(shell: Shell) -> None:
    shell.configured()
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-c", START, "create", "--demo"],
            cwd=shell.directory,
            env=dict(shell.variables),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 1
    assert b"cakd: the system refused: No space left on device" in ended.stderr
    assert b"mistake" not in ended.stderr
