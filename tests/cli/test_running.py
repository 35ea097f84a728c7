"""An interrupt ends the work, waits for its clean-up and for no thread that hangs."""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from cakd_tui.cli import running
from cakd_tui.cli.orderly_end import orderly_end
from cakd_tui.cli.running import leave_hanging_threads, run_to_end


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Interrupts count, also where the tests run in the background and the shell ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def hanging() -> Iterator[threading.Event]:
    """What a thread may wait for that shall hang; set when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def test_what_the_work_returns_comes_back() -> None:
    async def work() -> int:
        return await asyncio.to_thread(lambda: 4)

    assert run_to_end(work()) == 4


def test_what_the_work_raises_comes_through() -> None:
    async def work() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_to_end(work())


def test_an_interrupt_awaits_the_clean_up_and_is_raised_then() -> None:
    done: list[str] = []

    async def work() -> int:
        try:
            signal.raise_signal(signal.SIGINT)
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            done.append("cleaned up")
        return 0

    with pytest.raises(KeyboardInterrupt):
        run_to_end(work())
    assert done == ["cleaned up"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_awaits_the_clean_up_of_every_task(number: signal.Signals) -> None:
    done: list[str] = []

    async def clean(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            done.append(name)

    async def work() -> int:
        async with asyncio.TaskGroup() as group:
            group.create_task(clean("one"))
            group.create_task(clean("two"))
            # As it comes while the loop waits: in none of the tasks.
            asyncio.get_running_loop().call_later(0.005, signal.raise_signal, number)
        return 0

    with orderly_end(), pytest.raises(SystemExit) as told:
        run_to_end(work())
    assert told.value.code == 128 + number
    assert sorted(done) == ["one", "two"]
    assert signal.getsignal(number) is signal.SIG_DFL


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("comes", ["before", "after"])
def test_a_signal_while_the_loop_is_made_leaves_none_open_and_begins_nothing(
    comes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loops: list[asyncio.AbstractEventLoop] = []
    begun: list[bool] = []
    make = asyncio.new_event_loop

    def made() -> asyncio.AbstractEventLoop:
        if comes == "before":
            signal.raise_signal(signal.SIGTERM)
        loops.append(make())
        if comes == "after":
            signal.raise_signal(signal.SIGTERM)
        return loops[0]

    async def work() -> int:
        begun.append(True)
        return 0

    monkeypatch.setattr(asyncio.events, "new_event_loop", made)
    with pytest.raises(SystemExit) as ended, orderly_end():
        run_to_end(work())
    assert ended.value.code == 128 + signal.SIGTERM
    assert not begun
    assert [each.is_closed() for each in loops] == [True]


def test_what_ends_well_though_it_was_told_to_end_is_ended() -> None:
    async def work() -> int:
        signal.raise_signal(signal.SIGTERM)
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(0)
        return 0

    with orderly_end(), pytest.raises(SystemExit) as told:
        run_to_end(work())
    assert told.value.code == 128 + signal.SIGTERM


def test_an_interrupt_does_not_wait_for_a_thread_that_hangs(hanging: threading.Event) -> None:
    began = threading.Event()

    def hang() -> None:
        began.set()
        hanging.wait(10)

    async def work() -> int:
        asyncio.get_running_loop().run_in_executor(None, hang)
        await asyncio.get_running_loop().run_in_executor(None, began.wait, 5)
        signal.raise_signal(signal.SIGINT)
        await asyncio.Event().wait()
        return 0

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_to_end(work())
    assert time.monotonic() - started < 5
    assert began.is_set()
    assert any(thread.name.startswith("cakd") for thread in threading.enumerate())


@pytest.fixture
def exits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The codes with which the process would have ended here and now."""
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    monkeypatch.setattr(running, "_GRACE", 0.02)
    return codes


def among(monkeypatch: pytest.MonkeyPatch, *threads: threading.Thread) -> None:
    """Let these be all the threads there are, beside the one that looks."""
    every = [threading.current_thread(), *threads]
    monkeypatch.setattr(threading, "enumerate", lambda: every)


def waiting(event: threading.Event, *, daemon: bool = False) -> threading.Thread:
    thread = threading.Thread(target=event.wait, args=(10,), daemon=daemon)
    thread.start()
    return thread


def test_a_thread_that_hangs_is_left_with_the_exit_code(
    exits: list[int], hanging: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    among(monkeypatch, waiting(hanging))
    leave_hanging_threads(130)
    assert exits == [130]


def test_what_was_printed_is_written_before_the_process_ends(
    hanging: threading.Event, monkeypatch: pytest.MonkeyPatch, exits: list[int]
) -> None:
    order: list[str] = []
    monkeypatch.setattr(os, "_exit", lambda code: order.append(f"exit {code}"))
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        monkeypatch.setattr(stream, "flush", lambda name=name: order.append(name))
    among(monkeypatch, waiting(hanging))
    leave_hanging_threads(130)
    assert order == ["stdout", "stderr", "exit 130"]


def test_a_thread_that_ends_within_the_grace_is_waited_for(
    exits: list[int], hanging: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_GRACE", 5)
    thread = waiting(hanging)
    among(monkeypatch, thread)
    threading.Timer(0.02, hanging.set).start()
    leave_hanging_threads(130)
    assert exits == []
    assert not thread.is_alive()


def test_a_thread_nobody_waits_for_anyway_is_no_reason_to_leave(
    exits: list[int], hanging: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    thread = waiting(hanging, daemon=True)
    among(monkeypatch, thread)
    leave_hanging_threads(130)
    assert exits == []
    assert thread.is_alive()


def test_a_second_interrupt_leaves_at_once(
    exits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def impatient() -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_has_hanging_threads", impatient)
    leave_hanging_threads(130)
    assert exits == [130]
