"""The store against what it is for: a real Secret Service, and a machine that has none."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

ROUND_TRIP = """
import asyncio, json
from cakd_tui.core.secret import Secret
from cakd_tui.storage.keyring_store import KeyringSecrets
TOKEN = "töken-" + "x" * 5000
async def main():
    secrets = KeyringSecrets()
    await secrets.forget("discord")
    before = await secrets.load("discord")
    await secrets.save("discord", Secret("another"))
    await secrets.save("discord", Secret(TOKEN))
    await secrets.save("pigeon", Secret("tweet"))
    kept = await KeyringSecrets().load("discord")
    await secrets.forget("discord")
    print(json.dumps({
        "name": await secrets.describe(),
        "before": before is None,
        "kept": kept == Secret(TOKEN),
        "after": await secrets.load("discord") is None,
        "other": (await secrets.load("pigeon")).reveal(),
    }))
asyncio.run(main())
"""


def test_a_real_secret_service_keeps_reads_and_forgets(
    secret_service: Callable[[str], str],
) -> None:
    assert json.loads(secret_service(ROUND_TRIP)) == {
        "name": "GNOME Keyring (Secret Service)",
        "before": True,
        "kept": True,
        "after": True,
        "other": "tweet",
    }


LOCKED = """
import asyncio, json, secretstorage
from contextlib import closing
from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.secret import Secret
from cakd_tui.storage.keyring_store import KeyringSecrets
async def said(call):
    try:
        return str(await call)
    except SecretStoreError as error:
        return f"{error.reason}: {error}"
async def main():
    secrets = KeyringSecrets()
    await secrets.save("discord", Secret("hush"))
    with closing(secretstorage.dbus_init()) as bus:
        secretstorage.get_default_collection(bus).lock()
    print(json.dumps([
        await said(secrets.describe()),
        await said(secrets.load("discord")),
        await said(secrets.save("discord", Secret("x"))),
        await said(secrets.forget("discord")),
    ]))
asyncio.run(main())
"""


def test_a_real_locked_keyring_is_said_to_be_locked(secret_service: Callable[[str], str]) -> None:
    locked = "locked: GNOME Keyring (Secret Service) is locked"
    name = "GNOME Keyring (Secret Service)"
    assert json.loads(secret_service(LOCKED)) == [name, locked, locked, locked]


LATER = """
import asyncio, os
from cakd_tui.core.errors import SecretStoreError
from cakd_tui.storage.keyring_store import KeyringSecrets
bus = os.environ["DBUS_SESSION_BUS_ADDRESS"]
async def main():
    secrets = KeyringSecrets()
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    try:
        await secrets.describe()
    except SecretStoreError as error:
        print(error.reason)
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus
    print(await secrets.describe())
asyncio.run(main())
"""


def test_a_real_secret_service_that_comes_up_later_is_found(
    secret_service: Callable[[str], str],
) -> None:
    assert secret_service(LATER) == "absent\nGNOME Keyring (Secret Service)\n"


NONE = """
import asyncio
from cakd_tui.core.errors import SecretStoreError
from cakd_tui.storage.keyring_store import KeyringSecrets
try:
    asyncio.run(KeyringSecrets().describe())
except SecretStoreError as error:
    print(error.reason, error, sep=": ")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system has a keyring")
def test_without_a_session_bus_there_is_no_keyring() -> None:
    done = subprocess.run([sys.executable, "-c", NONE], capture_output=True, text=True, timeout=20)
    assert done.stdout == "absent: there is no keyring here\n"
