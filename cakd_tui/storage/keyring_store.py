"""Secrets in the operating system's keyring, and only in one that is known to encrypt them.

Backends block, some until somebody answers a prompt. Each call therefore runs in a thread of its
own, which nobody waits for beyond the bound: neither the caller nor the end of the program.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Final, TypeVar

from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import Secret
from cakd_tui.storage.keyring_backend import Keyring, found_keyring, refusal

SERVICE: Final = "cakd"
"""Under which all items are kept; an item is called like its provider."""

T = TypeVar("T")


class KeyringSecrets:
    """The user's keyring, looked for until it is found; each call ends within `timeout` seconds.

    Every method raises `SecretStoreError`. While a call still hangs, further ones are told so
    at once; one that was cancelled is waited for first, so that threads do not pile up.
    """

    def __init__(self, timeout: float = 3.0) -> None:
        self._timeout = timeout
        self._found: Keyring | None = None
        self._looked = False
        self._left: list[Future[None]] = []
        """The ends of the threads that nobody waited for."""
        self._hanging = False

    async def describe(self) -> str:
        """The keyring's name as its users know it: "GNOME Keyring (Secret Service)"."""
        return await self._bounded(lambda keyring: keyring.name)

    async def load(self, item: str) -> Secret | None:
        """The secret kept under `item`, None when there is none."""

        def work(keyring: Keyring) -> Secret | None:
            value = keyring.backend.get_password(SERVICE, item)
            return Secret(value) if value else None

        return await self._bounded(work)

    async def save(self, item: str, secret: Secret) -> None:
        """Keep the secret and make sure that it can be read back."""

        def work(keyring: Keyring) -> None:
            keyring.backend.set_password(SERVICE, item, secret.reveal())
            if keyring.backend.get_password(SERVICE, item) != secret.reveal():
                raise SecretStoreError(f"{keyring.name} did not keep the secret", "refused")

        await self._bounded(work, secret)

    async def forget(self, item: str) -> None:
        """Delete the secret; nothing happens when there is none."""

        def work(keyring: Keyring) -> None:
            if keyring.backend.get_password(SERVICE, item) is not None:
                keyring.backend.delete_password(SERVICE, item)

        await self._bounded(work)

    def _keyring(self) -> Keyring:
        """The keyring, kept once it is found; one that comes up later is found then."""
        if self._found is None:
            again, self._looked = self._looked, True
            self._found = found_keyring(again=again)
        return self._found

    async def _bounded(self, work: Callable[[Keyring], T], hidden: Secret | None = None) -> T:
        """What `work` returns, in time; `hidden` is kept out of the message if it fails."""
        self._left = [ended for ended in self._left if not ended.done()]
        self._hanging = self._hanging and bool(self._left)
        if self._hanging:
            raise self._slow()
        try:
            async with asyncio.timeout(self._timeout):
                for ended in self._left:
                    await asyncio.wrap_future(ended)
                return await self._in_thread(work, hidden)
        except TimeoutError:
            self._hanging = True
            raise self._slow() from None

    async def _in_thread(self, work: Callable[[Keyring], T], hidden: Secret | None) -> T:
        answer: Future[T] = Future()
        ended: Future[None] = Future()
        for future in (answer, ended):
            future.set_running_or_notify_cancel()  # from here on no caller's end can cancel it
        arguments = (work, hidden, answer, ended)
        Thread(target=self._run, args=arguments, name="keyring", daemon=True).start()
        try:
            return await asyncio.wrap_future(answer)
        finally:
            self._left.append(ended)

    def _run(
        self,
        work: Callable[[Keyring], T],
        hidden: Secret | None,
        answer: Future[T],
        ended: Future[None],
    ) -> None:
        """In the thread: do the work and hand over what came of it, a backend's error in words."""
        name = "the keyring"
        try:
            keyring = self._keyring()
            name = keyring.name
            result = work(keyring)
        except SecretStoreError as error:
            answer.set_exception(error)
        except BaseException as error:  # noqa: BLE001  # a thread would print it over the screen
            answer.set_exception(refusal(error, name, hidden))
        else:
            answer.set_result(result)
        finally:
            ended.set_result(None)

    def _slow(self) -> SecretStoreError:
        bound = f"{self._timeout:g} s"
        return SecretStoreError(f"the keyring did not answer within {bound}", "slow")
