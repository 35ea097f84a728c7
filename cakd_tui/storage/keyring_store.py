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
from cakd_tui.storage.keyring_backend import Keyring, failures, found_keyring, refusal

SERVICE: Final = "cakd"
"""Under which all items are kept; an item is called like its provider."""

T = TypeVar("T")


class KeyringSecrets:
    """The user's keyring, looked for once; each call ends within `timeout` seconds.

    Every method raises `SecretStoreError`. While a call still hangs, further ones are told so
    at once.
    """

    def __init__(self, timeout: float = 3.0) -> None:
        self._timeout = timeout
        self._found: Keyring | SecretStoreError | None = None
        self._hanging: Thread | None = None

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
        """The keyring, looked for the first time only."""
        if self._found is None:
            try:
                self._found = found_keyring()
            except SecretStoreError as error:
                self._found = error
        if isinstance(self._found, SecretStoreError):
            raise SecretStoreError(self._found.message, self._found.reason)
        return self._found

    async def _bounded(self, work: Callable[[Keyring], T], hidden: Secret | None = None) -> T:
        """What `work` returns, in time; `hidden` is kept out of the message if it fails."""
        if self._hanging and self._hanging.is_alive():
            raise self._slow()
        future: Future[T] = Future()
        thread = Thread(target=self._run, args=(work, future, hidden), name="keyring", daemon=True)
        thread.start()
        try:
            async with asyncio.timeout(self._timeout):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            self._hanging = thread
            raise self._slow() from None

    def _run(self, work: Callable[[Keyring], T], future: Future[T], hidden: Secret | None) -> None:
        """In the thread: do the work and hand over what came of it, a backend's error in words."""
        future.set_running_or_notify_cancel()
        name = "the keyring"
        try:
            keyring = self._keyring()
            name = keyring.name
            result = work(keyring)
        except SecretStoreError as error:
            future.set_exception(error)
        except failures() as error:
            future.set_exception(refusal(error, name, hidden))
        else:
            future.set_result(result)
        finally:
            if not future.done():
                future.set_exception(SecretStoreError(f"{name} failed", "refused"))

    def _slow(self) -> SecretStoreError:
        bound = f"{self._timeout:g} s"
        return SecretStoreError(f"the keyring did not answer within {bound}", "slow")
