"""The agent's spool on a real disk, and its address on this machine.

A full disk and one that can't be written are made by a database that answers as it would there.
"""

import asyncio
import errno
import os
import socket
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from cakd_tui.agent import intake
from cakd_tui.agent.listening import Address, CannotListen, addresses, listeners
from cakd_tui.agent.spool import Spool
from cakd_tui.agent.spool_error import SpoolError, failed, slow
from cakd_tui.agent.spool_file import FILE
from cakd_tui.core.symptom import Symptom
from tests.agent.test_spool import alert
from tests.troubleshooting.case import Case
from tests.troubleshooting.stage import Stage


async def _unopened(directory: Path) -> Symptom:
    with pytest.raises(SpoolError) as raised:
        await Spool.open(directory)
    return raised.value.symptom


async def _refused(stage: Stage, number: int) -> Symptom:
    """The system refuses the file with this number."""

    def refuse(path: object, *_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number), path)

    with stage.patch.context() as patch:
        patch.setattr("cakd_tui.agent.spool_file.os.open", refuse)
        return await _unopened(stage.directory / "spool")


async def _someone_elses(stage: Stage) -> Symptom:
    mine = os.geteuid()
    with stage.patch.context() as patch:
        patch.setattr(os, "geteuid", lambda: mine + 1)
        return await _refused(stage, errno.EACCES)


async def _answered(stage: Stage, code: int, text: str) -> Symptom:
    """The database fails like this while the agent runs."""
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return failed(stage.directory, error).symptom


async def _in_the_way(stage: Stage) -> Symptom:
    (stage.directory / "file").write_text("")
    return await _unopened(stage.directory / "file")


async def _too_long(stage: Stage) -> Symptom:
    return await _unopened(stage.directory / ("x" * 300))


async def _damaged(stage: Stage) -> Symptom:
    (stage.directory / FILE).write_bytes(b"no database at all" * 500)
    return await _unopened(stage.directory)


async def _newer(stage: Stage) -> Symptom:
    with sqlite3.connect(stage.directory / FILE) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    return await _unopened(stage.directory)


async def _locked(stage: Stage) -> Symptom:
    spool = await Spool.open(stage.directory)
    stage.stack.push_async_callback(spool.aclose)
    return await _unopened(stage.directory)


async def _unkept(spool: Spool) -> Symptom:
    asked = [spool.accept(str(number), [alert("x" * 8000)]) for number in range(60)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    return next(each.symptom for each in outcomes if isinstance(each, SpoolError))


async def _at_its_limit(stage: Stage) -> Symptom:
    spool = await Spool.open(stage.directory, most_bytes=256 * 1024)
    stage.stack.push_async_callback(spool.aclose)
    return await _unkept(spool)


async def _taken_away(stage: Stage) -> Symptom:
    spool = await Spool.open(stage.directory / "spool")
    stage.stack.push_async_callback(spool.aclose)
    (stage.directory / "spool").rename(stage.directory / "elsewhere")
    return await _unkept(spool)


async def _held(stage: Stage) -> Symptom:
    stage.patch.setattr("cakd_tui.agent.spool_file._BUSY_SECONDS", 0.02)
    spool = await Spool.open(stage.directory)
    stage.stack.push_async_callback(spool.aclose)
    tool = sqlite3.connect(stage.directory / FILE, isolation_level=None)
    stage.stack.callback(tool.close)
    tool.execute("BEGIN IMMEDIATE")
    return await _unkept(spool)


async def _without_an_answer(stage: Stage) -> Symptom:
    del stage
    return slow(intake.PATIENCE).symptom


SPOOL = (
    Case("CAKD-S-SPOOL", partial(_refused, number=errno.EIO)),
    Case("CAKD-S-SPOOL", partial(_answered, code=sqlite3.SQLITE_IOERR, text="disk I/O error")),
    Case("CAKD-S-DISK-FULL", partial(_refused, number=errno.ENOSPC)),
    Case(
        "CAKD-S-DISK-FULL",
        partial(_answered, code=sqlite3.SQLITE_FULL, text="database or disk is full"),
    ),
    Case("CAKD-S-LIMIT", _at_its_limit),
    Case("CAKD-S-READ-ONLY", partial(_refused, number=errno.EROFS)),
    Case(
        "CAKD-S-READ-ONLY",
        partial(
            _answered, code=sqlite3.SQLITE_READONLY, text="attempt to write a readonly database"
        ),
    ),
    Case("CAKD-S-PERMISSION", partial(_refused, number=errno.EACCES)),
    Case("CAKD-S-PERMISSION", _someone_elses),
    Case("CAKD-S-DIRECTORY", _in_the_way),
    Case("CAKD-S-DIRECTORY", _too_long),
    Case("CAKD-S-CORRUPT", _damaged),
    Case("CAKD-S-NEWER", _newer),
    Case("CAKD-S-LOCKED", _locked),
    Case("CAKD-S-MOVED", _taken_away),
    Case("CAKD-S-BUSY", _held),
    Case("CAKD-S-SLOW", _without_an_answer),
)


async def _unheard(found: Address) -> Symptom:
    with pytest.raises(CannotListen) as raised:
        await asyncio.to_thread(listeners, [found])
    return raised.value.symptom


async def _taken(stage: Stage) -> Symptom:
    holder = stage.stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    return await _unheard(addresses("127.0.0.1", holder.getsockname()[1])[0])


async def _elsewhere(stage: Stage) -> Symptom:
    del stage
    return await _unheard(Address(socket.AF_INET, "192.0.2.1", 8080))


async def _unbound(stage: Stage, number: int) -> Symptom:
    """The system refuses the address with this number."""

    class Refusing(socket.socket):
        def bind(self, _: object) -> None:
            raise OSError(number, os.strerror(number))

    with stage.patch.context() as patch:
        patch.setattr("cakd_tui.agent.listening.socket.socket", Refusing)
        return await _unheard(Address(socket.AF_INET, "127.0.0.1", 80))


LISTENING = (
    Case("CAKD-L-LISTEN", partial(_unbound, number=errno.ENOBUFS)),
    Case("CAKD-L-TAKEN", _taken),
    Case("CAKD-L-PORT", partial(_unbound, number=errno.EACCES)),
    Case("CAKD-L-ADDRESS", _elsewhere),
)
