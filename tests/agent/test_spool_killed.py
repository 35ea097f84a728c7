"""An agent killed at any moment: each alert it has acknowledged is in the spool afterwards."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cakd_tui.agent.spool import Spool

KILLS = 40

WRITERS = """
import asyncio, os, random, signal, sys, time
from pathlib import Path
from cakd_tui.agent.spool import Spool
from tests.agent.test_spool import alert

async def main(run, opened):
    spool = await Spool.open(Path(sys.argv[1]))
    os.write(opened, b".")

    async def sender(who):
        for number in range(100000):
            name = f"{run}-{who}-{number}"
            assert await spool.accept(name, [alert(name), alert(name + "+")])
            os.write(1, f"{name}\\n".encode())

    await asyncio.gather(*(sender(who) for who in range(8)))

chance = random.Random(6)
for run in range(int(sys.argv[2])):
    reading, opened = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        asyncio.run(main(run, opened))
    os.close(opened)
    assert os.read(reading, 1) == b"."
    os.close(reading)
    time.sleep(chance.uniform(0.0, 0.06))
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it needs fork")
def test_what_was_acknowledged_is_there_after_a_kill(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WRITERS, str(tmp_path), str(KILLS)],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    acknowledged = done.stdout.split()
    runs = {name.partition("-")[0] for name in acknowledged}
    assert len(runs) > KILLS / 2
    names = kept(tmp_path)
    assert len(names) == len(set(names))
    assert set(acknowledged) <= set(names)
    whole = {name for name in names if not name.endswith("+")}
    assert {f"{name}+" for name in whole} == set(names) - whole


def kept(directory: Path) -> list[str]:
    """The names of the alerts in the spool, which opens as if nothing had happened."""

    async def names() -> list[str]:
        spool = await Spool.open(directory)
        held = await spool.waiting(["my-project"], 1_000_000)
        await spool.aclose()
        return [each.alert.name for each in held]

    return asyncio.run(names())
