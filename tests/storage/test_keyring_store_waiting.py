"""A keyring that hangs holds up neither the program nor its end."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine
from contextlib import suppress

import pytest

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import Secret
from cakd_tui.storage.keyring_store import KeyringSecrets
from tests.storage.backends import MACOS, Backend, Use, called, reason_of


class Hanging(Backend):
    """Waits, as for somebody to answer a prompt."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()
        self.was_asked = threading.Event()
        self.asked = 0

    def get_password(self, service: str, item: str) -> str | None:
        self.asked += 1
        self.was_asked.set()
        self.answered.wait(10)
        return "kept"


async def test_a_keyring_that_hangs_is_waited_for_no_longer_than_the_bound(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    secrets = KeyringSecrets(timeout=0.03)
    try:
        started = time.perf_counter()
        assert await reason_of(lambda: secrets.load("discord")) == "slow"
        assert time.perf_counter() - started < 3
        assert await reason_of(lambda: secrets.load("discord")) == "slow"
        assert await reason_of(secrets.describe) == "slow"
        await asyncio.to_thread(backend.was_asked.wait, 5)
        assert backend.asked == 1
    finally:
        backend.answered.set()


async def test_a_keyring_that_answers_in_the_end_is_used_again(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    secrets = KeyringSecrets(timeout=0.03)
    assert await reason_of(lambda: secrets.load("discord")) == "slow"
    backend.answered.set()
    for _ in range(1000):
        with suppress(SecretStoreError):
            assert await secrets.load("discord") == Secret("kept")
            break
        await asyncio.sleep(0.001)
    else:
        pytest.fail("the keyring is never asked again")


async def cancelled(call: Coroutine[object, object, object]) -> None:
    """Begin the call and cancel it while it waits."""
    task = asyncio.create_task(call)
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def threads() -> int:
    return sum(thread.name == "keyring" for thread in threading.enumerate())


async def test_calls_that_are_cancelled_leave_one_thread_behind(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    secrets = KeyringSecrets()
    before = threads()
    try:
        for _ in range(4):
            await cancelled(secrets.load("discord"))
            await asyncio.to_thread(backend.was_asked.wait, 5)
        assert (threads() - before, backend.asked) == (1, 1)
    finally:
        backend.answered.set()


async def test_a_call_after_a_cancelled_one_is_answered_once_that_has_ended(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    secrets = KeyringSecrets()
    await cancelled(secrets.load("discord"))
    loading = asyncio.create_task(secrets.load("discord"))
    await asyncio.sleep(0.005)
    backend.answered.set()
    assert await loading == Secret("kept")


async def test_a_call_cancelled_before_its_thread_runs_ends_in_silence(
    use: Use, monkeypatch: pytest.MonkeyPatch, uncaught: list[object]
) -> None:
    use(called(MACOS)())
    made: list[threading.Thread] = []
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", lambda thread: made.append(thread))
        await cancelled(KeyringSecrets().load("discord"))
    (thread,) = made
    thread.start()
    thread.join()
    assert uncaught == []


async def test_the_bound_is_said(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    with pytest.raises(SecretStoreError, match=r"did not answer within 0\.02 s"):
        await KeyringSecrets(timeout=0.02).load("discord")
    backend.answered.set()


async def test_other_work_goes_on_while_the_keyring_is_asked(use: Use) -> None:
    backend = called(MACOS, Hanging)()
    use(backend)
    loading = asyncio.create_task(KeyringSecrets().load("discord"))
    assert await asyncio.to_thread(backend.was_asked.wait, 5)
    assert not loading.done()
    backend.answered.set()
    assert await loading == Secret("kept")


HANGS = """
import asyncio, keyring, threading
from cakd_tui.core.errors import SecretStoreError
from cakd_tui.storage.keyring_store import KeyringSecrets
class Keyring:
    def get_password(self, service, item):
        threading.Event().wait()
Keyring.__module__ = "keyring.backends.macOS"
keyring.get_keyring = Keyring
try:
    asyncio.run(KeyringSecrets(timeout=0.02).load("discord"))
except SecretStoreError as error:
    print(error.reason)
"""


def test_the_program_ends_although_the_keyring_hangs() -> None:
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=20)
    assert (done.stdout, done.stderr, done.returncode) == ("slow\n", "", 0)
