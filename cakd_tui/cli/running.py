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


def run_to_end(work: Coroutine[None, None, int]) -> int:
    """What `work` returns. An interrupt cancels it, awaits its clean-up and is raised then.

    So does a signal to end, inside an `orderly_end`.
    """
    endable = _endable(work)
    try:
        with asyncio.Runner() as runner:
            return _run(runner, endable)
    finally:
        endable.close()  # a signal may come before it was begun
        work.close()


async def _endable(work: Coroutine[None, None, int]) -> int:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()

    def cancel() -> None:
        if task is not None:
            task.cancel()
            loop.call_soon_threadsafe(lambda: None)  # wakes the loop, which may be waiting

    with ended_by(cancel):
        return await work


def _run(runner: asyncio.Runner, work: Coroutine[None, None, int]) -> int:
    loop = runner.get_loop()
    threads = ThreadPoolExecutor(thread_name_prefix="cakd")
    loop.set_default_executor(threads)
    try:
        return runner.run(work)
    except (KeyboardInterrupt, SystemExit):
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
