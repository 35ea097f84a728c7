"""Runs a command's coroutine so that an interrupt waits for no thread.

A thread that hangs in the operating system, asking a name server that does not answer, can't be
cancelled; `asyncio.run` and the interpreter's end would both wait for it.
"""

import asyncio
import os
import sys
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from cakd_tui.cli.orderly_end import ended_by

_GRACE: Final = 0.3
"""Seconds a thread has to finish what it is writing."""


def run_to_end(work: Coroutine[None, None, int], interrupted: str = "") -> int:
    """What `work` returns. An interrupt cancels it, awaits its clean-up and is raised then.

    It says `interrupted`, or nothing of its own. So does a signal to end, inside an `orderly_end`,
    but for the words.
    """
    ending = _Ending()
    endable = ending.of(work)
    try:
        with ended_by(ending.cancel), asyncio.Runner() as runner:
            return _run(runner, endable)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(interrupted) from None
    finally:
        endable.close()  # a signal may come before it was begun
        work.close()


class _Ending:
    """Cancels what is told to end; what has not begun by then does nothing."""

    def __init__(self) -> None:
        self._task: asyncio.Task[object] | None = None
        self._is_told = False

    def cancel(self) -> None:
        """End it, at any moment."""
        self._is_told = True
        if self._task is not None:
            self._task.cancel()
            # Wakes the loop, which may be waiting.
            self._task.get_loop().call_soon_threadsafe(lambda: None)

    async def of(self, work: Coroutine[None, None, int]) -> int:
        """What `work` returns."""
        self._task = asyncio.current_task()
        if self._is_told:
            raise asyncio.CancelledError
        try:
            return await work
        finally:
            self._task = None


def _run(runner: asyncio.Runner, work: Coroutine[None, None, int]) -> int:
    loop = runner.get_loop()
    threads = ThreadPoolExecutor(thread_name_prefix="cakd")
    loop.set_default_executor(threads)
    try:
        return runner.run(work)
    except (KeyboardInterrupt, asyncio.CancelledError):
        threads.shutdown(wait=False, cancel_futures=True)
        loop.set_default_executor(ThreadPoolExecutor(1))  # closing the loop waits for this one
        raise


def leave_hanging_threads(code: int) -> None:
    """End the process with `code` here and now if a thread would keep it from ending by itself."""
    try:
        hangs = _has_hanging_threads()
    except KeyboardInterrupt:
        hangs = True
    if hangs:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _has_hanging_threads() -> bool:
    """Whether a thread that the interpreter's end waits for outlasts the grace."""
    until = time.monotonic() + _GRACE
    others = [
        thread
        for thread in threading.enumerate()
        if thread is not threading.current_thread() and not thread.daemon
    ]
    for thread in others:
        thread.join(max(0.0, until - time.monotonic()))
    return any(thread.is_alive() for thread in others)
