"""Processes of `cakd` that begin at once: forked from one that has loaded all but the wizard.

Each has its own environment, directory and files, and ends as every process of Python does.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PARENT: Final = """
import gc, json, os, pkgutil, signal, sys
from importlib import import_module

import cakd_tui
from cakd_tui.cli.main import main

for found in pkgutil.walk_packages(cakd_tui.__path__, "cakd_tui."):
    if not found.name.startswith("cakd_tui.tui"):
        import_module(found.name)
import_module("httpcore._backends.anyio")
import_module("anyio._backends._asyncio")
import_module("filelock")
gc.collect()
gc.freeze()

def begin(order):
    os.environ.clear()
    os.environ.update(order["variables"])
    os.chdir(order["directory"])
    for number, name in enumerate((os.devnull, order["out"], order["err"])):
        opened = os.open(name, os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv[1:] = order["arguments"]
    sys.exit(main())

while line := sys.stdin.readline():
    number = os.fork()
    if not number:
        begin(json.loads(line))
    print(number, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)
"""

CAN_FORK: Final = hasattr(os, "fork")
PATIENCE: Final = 30.0
"""Seconds after which a command hangs."""
_AT_THE_START: Final = ("PYTHON", "LANG", "LC_", "LD_")
"""What an interpreter looks at while it starts, and never again."""


def same_start(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether an interpreter starts alike with both environments."""
    return _start(one) == _start(other)


def _start(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if name.startswith(_AT_THE_START)}


@dataclass
class Prefork:
    """Parents that are waiting for an order; each has one child at a time."""

    variables: Mapping[str, str]
    free: list["subprocess.Popen[str]"] = field(default_factory=list)

    async def cakd(
        self, arguments: Sequence[str], variables: Mapping[str, str], directory: Path
    ) -> tuple[int, bytes, bytes]:
        """Run `cakd` to its end: its exit code, and what it wrote to stdout and to stderr."""
        parent = self.free.pop() if self.free else self._parent()
        with tempfile.TemporaryDirectory() as scratch:
            out, err = Path(scratch) / "out", Path(scratch) / "err"
            for file in (out, err):
                file.touch()
            order = {
                "arguments": list(arguments),
                "variables": dict(variables),
                "directory": str(directory),
                "out": str(out),
                "err": str(err),
            }
            code = await asyncio.wait_for(asyncio.to_thread(_obeyed, parent, order), PATIENCE + 5)
            self.free.append(parent)
            return code, out.read_bytes(), err.read_bytes()

    def _parent(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", PARENT],
            env=dict(self.variables),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the parents."""
        for parent in self.free:
            parent.communicate()


def _obeyed(parent: "subprocess.Popen[str]", order: Mapping[str, object]) -> int:
    """Give the order and wait for its end; a child that hangs is killed."""
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(json.dumps(order) + "\n")
    parent.stdin.flush()
    with _killed_after(PATIENCE, int(parent.stdout.readline())):
        return int(parent.stdout.readline())


@contextmanager
def _killed_after(seconds: float, number: int) -> Iterator[None]:
    timer = threading.Timer(seconds, os.kill, (number, signal.SIGKILL))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
