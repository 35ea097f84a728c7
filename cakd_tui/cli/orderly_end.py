"""Ends a run that is told to end by a signal the way it ends by itself, its clean-up included."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

_TOLD_TO_END: Final = ("SIGTERM", "SIGHUP")


@contextmanager
def orderly_end() -> Iterator[None]:
    """Inside, such a signal raises `SystemExit` with 128 and its number, as a shell would tell it.

    A signal that is ignored or handled already stays so, as that of a hang-up under `nohup`.
    """
    taken = [number for number in _signals() if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def ended_by(cancel: Callable[[], object]) -> Iterator[None]:
    """Inside, such a signal calls `cancel` instead, and `SystemExit` is raised at the end.

    Raised in the midst of an event loop it would leave tasks that nobody awaits. Where no
    `orderly_end` is around it, nothing changes.
    """
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        cancel()

    taken = [number for number in _signals() if signal.getsignal(number) is _leave]
    for number in taken:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_IGN if told else _leave)
        if told:
            sys.exit(128 + told[0])


def _signals() -> list[signal.Signals]:
    """Those there are on this system; none in a thread, which can't take any."""
    if threading.current_thread() is not threading.main_thread():
        return []
    return [signal.Signals[name] for name in _TOLD_TO_END if hasattr(signal, name)]


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    # A terminal that closes tells both the kernel and the shell to say so: once is enough.
    for each in _signals():
        if signal.getsignal(each) is _leave:
            signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)
