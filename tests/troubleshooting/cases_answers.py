"""Answers that are needed: keyring, environment, installed providers, and what is chosen."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from importlib.metadata import EntryPoint

import keyring
import keyring.core
import keyring.errors
import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.credentials import Sources, resolve_answers
from cakd_tui.core.errors import CakdError
from cakd_tui.core.option import OptionValue
from cakd_tui.core.providers import load_provider
from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.connection import DiscordConnection
from cakd_tui.discord.http.client import open_client
from cakd_tui.discord.http.webhook_url import parse_public_url
from cakd_tui.discord.provider import DiscordProvider
from cakd_tui.rehearsal import edits
from cakd_tui.rehearsal.answer import Reply, json_reply
from cakd_tui.rehearsal.state import FOR_MEMBER, FOR_ROLE, TEXT, Channel, Overwrite
from cakd_tui.rehearsal.worlds import OBSERVERS, OPS_LAB, OWN_ROLE
from cakd_tui.storage.keyring_store import KeyringSecrets
from cakd_tui.storage.memory import MemorySecrets
from cakd_tui.storage.settings import FileSettings
from tests.discord.bare_run import Run, bare_run
from tests.discord.places import OPERATIONS, VIEW, WEBHOOKS
from tests.storage.backends import MACOS, Backend, called
from tests.troubleshooting.case import Case
from tests.troubleshooting.stage import TOKEN, Stage


async def _raised(work: Awaitable[object]) -> Symptom:
    with pytest.raises(CakdError) as raised:
        await work
    return raised.value.symptom


class Failing(Backend):
    """Raises what it is given."""

    error: Exception

    def get_password(self, service: str, item: str) -> str | None:
        raise self.error


class Hanging(Backend):
    """Answers once nobody waits any more."""

    released: threading.Event

    def get_password(self, service: str, item: str) -> str | None:
        self.released.wait(5)
        return None


async def _keyring(stage: Stage, backend: Callable[[], object], timeout: float = 30.0) -> Symptom:
    stage.patch.setattr(keyring, "get_keyring", backend)
    stage.patch.setattr(keyring.core, "init_backend", lambda: None)
    stage.patch.setattr(Hanging, "released", threading.Event(), raising=False)
    stage.stack.callback(Hanging.released.set)
    return await _raised(KeyringSecrets(timeout).load("discord"))


def failing(error: Exception) -> Callable[[], object]:
    """A keyring that encrypts and fails so."""

    def make() -> object:
        backend: Failing = called(MACOS, Failing)()
        backend.error = error
        return backend

    return make


async def _resolved(stage: Stage, guild: str) -> Symptom:
    environment = {"CAKD_DISCORD_BOT_TOKEN": "a.b.c", "CAKD_DISCORD_GUILD_ID": guild}
    sources = Sources(environment, MemorySecrets(), FileSettings(stage.directory))
    return await _raised(resolve_answers(DiscordProvider(environment={}), "my-project", sources))


async def _loaded(stage: Stage, name: str) -> Symptom:
    broken = (EntryPoint("broken", "no.such.package:Provider", "cakd.notify"),)
    patched = "cakd_tui.core.providers.entry_points"
    stage.patch.setattr(patched, lambda **at: broken if at.get("name") == "broken" else ())
    with pytest.raises(CakdError) as raised:
        load_provider(name)
    return raised.value.symptom


MACHINE = (
    Case("CAKD-K-ABSENT", partial(_keyring, backend=failing(keyring.errors.NoKeyringError("no")))),
    Case("CAKD-K-LOCKED", partial(_keyring, backend=failing(keyring.errors.KeyringLocked("no")))),
    Case("CAKD-K-REFUSED", partial(_keyring, backend=failing(keyring.errors.KeyringError("no")))),
    Case("CAKD-K-SLOW", partial(_keyring, backend=called(MACOS, Hanging), timeout=0.05)),
    Case("CAKD-K-PLAINTEXT", partial(_keyring, backend=called("keyrings.alt.file.Plain"))),
    Case("CAKD-A-MISSING", partial(_resolved, guild="")),
    Case("CAKD-A-MALFORMED", partial(_resolved, guild="ops")),
    Case("CAKD-P-UNKNOWN", partial(_loaded, name="slack")),
    Case("CAKD-P-BROKEN", partial(_loaded, name="broken")),
)


async def _provisioned(
    stage: Stage, options: dict[str, OptionValue], arrange: Callable[[Run], None] | None = None
) -> Symptom:
    run = bare_run()
    stage.stack.push_async_callback(run.connection.aclose)
    run.answers = run.answers.with_options(options)
    if arrange:
        arrange(run)
    return (await run.failure()).symptom


def _hide(run: Run) -> None:
    world = run.rehearsal.world
    for each in (OPERATIONS, *(channel.id for channel in world.children_of(OPERATIONS))):
        hidden = (Overwrite(OPS_LAB, FOR_ROLE, 0, VIEW),)
        world.channels[each] = replace(world.channels[each], overwrites=hidden)


def _fill(run: Run) -> None:
    world = run.rehearsal.world
    for number in range(50 - len(world.children_of(OPERATIONS))):
        full = Channel(str(5000 + number), OPS_LAB, "full", TEXT, parent_id=OPERATIONS)
        world.channels[full.id] = full


def _lack(run: Run) -> None:
    for role in (OPS_LAB, OWN_ROLE, OBSERVERS):
        edits.revoke(run.rehearsal.world, OPS_LAB, role, WEBHOOKS)


def _crowd(run: Run) -> None:
    world = run.rehearsal.world
    many = tuple(Overwrite(str(7000 + each), FOR_MEMBER, VIEW, 0) for each in range(101))
    world.channels[OPERATIONS] = replace(world.channels[OPERATIONS], overwrites=many)


async def _persons_token(stage: Stage) -> Symptom:
    async def answer(method: str, target: str, headers: object, body: bytes) -> Reply:
        del method, headers, body
        name = {"username": "ada"} if "/users/" in target else {"name": "app"}
        return json_reply(200, {"id": "5", "bot": False, **name})

    connection = DiscordConnection(answer=answer)
    stage.stack.push_async_callback(connection.aclose)
    answers = Answers("p").with_secret("token", TOKEN)
    return await _raised(connection.identity("token", answers, lambda _: None))


async def _unfit(stage: Stage, act: Callable[[], object]) -> Symptom:
    del stage
    with pytest.raises(CakdError) as raised:
        act()
    await asyncio.sleep(0)
    return raised.value.symptom


def _double(run: Run) -> None:
    guild = run.rehearsal.world.guilds[OPS_LAB]
    twice = replace(guild.role(OBSERVERS) or guild.roles[0], id="900000000000000119")
    run.rehearsal.world.guilds[OPS_LAB] = replace(guild, roles=(*guild.roles, twice))


def _many(run: Run) -> None:
    guild = run.rehearsal.world.guilds[OPS_LAB]
    more = tuple(replace(guild.roles[0], id=each, name=each) for each in MANY)
    run.rehearsal.world.guilds[OPS_LAB] = replace(guild, roles=(*guild.roles, *more))


MANY = tuple(str(900000000000000600 + each) for each in range(81))
CALLING: dict[str, OptionValue] = {"mention": ("Observers",)}
PLACE: dict[str, OptionValue] = {"category": OPERATIONS}
CLOSED: dict[str, OptionValue] = {"private": True}

CHOICES = (
    Case("CAKD-D-CATEGORY", partial(_provisioned, options={"category": "Opz"})),
    Case("CAKD-D-CATEGORY-HIDDEN", partial(_provisioned, options=PLACE, arrange=_hide)),
    Case("CAKD-D-CATEGORY-FULL", partial(_provisioned, options=PLACE, arrange=_fill)),
    Case("CAKD-D-ROLE", partial(_provisioned, options={**CLOSED, "roles": ("Nobody",)})),
    Case("CAKD-D-MENTION", partial(_provisioned, options={"mention": ("Nobody",)})),
    Case("CAKD-D-MENTION", partial(_provisioned, options=CALLING, arrange=_double)),
    Case("CAKD-D-MENTION-MANY", partial(_provisioned, options={"mention": MANY}, arrange=_many)),
    Case("CAKD-D-ROLES-PUBLIC", partial(_provisioned, options={"roles": ("Observers",)})),
    Case("CAKD-D-PRIVATE", partial(_provisioned, options=CLOSED, arrange=_lack)),
    Case("CAKD-D-PRIVATE-LONG", partial(_provisioned, options={**PLACE, **CLOSED}, arrange=_crowd)),
    Case("CAKD-D-USER", _persons_token),
    Case("CAKD-D-API", partial(_unfit, act=lambda: open_client("http://discord.example/api"))),
    Case("CAKD-D-URL", partial(_unfit, act=lambda: parse_public_url("https://discord.com/api/5"))),
)
