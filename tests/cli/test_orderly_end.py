"""A run that is told to end cleans up, and leaves the process as it found it."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

import pytest

from cakd_tui.cli.orderly_end import orderly_end

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_its_number_once_all_is_cleaned_up(number: signal.Signals) -> None:
    cleaned: list[bool] = []

    def work() -> None:
        with orderly_end():
            try:
                os.kill(os.getpid(), number)
            finally:
                cleaned.append(True)

    with pytest.raises(SystemExit) as ended:
        work()
    assert ended.value.code == 128 + number
    assert cleaned
    assert signal.getsignal(number) is signal.SIG_DFL


@pytest.mark.parametrize("before", [signal.SIG_IGN, signal.default_int_handler])
def test_what_others_chose_for_a_signal_stays(
    before: signal.Handlers | Callable[[int, FrameType | None], object],
) -> None:
    found = signal.signal(signal.SIGHUP, before)
    try:
        with orderly_end():
            assert signal.getsignal(signal.SIGHUP) is before
        assert signal.getsignal(signal.SIGHUP) is before
    finally:
        signal.signal(signal.SIGHUP, found)


def test_a_thread_takes_no_signals() -> None:
    went: list[bool] = []

    def work() -> None:
        with orderly_end():
            went.append(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert went == [True]
