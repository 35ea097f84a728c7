"""What becomes of the things a failed run has made: taken back, or said to be there."""

import asyncio
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import ProviderError, RouteStoreError
from cakd_tui.core.events import Kept, Noted
from cakd_tui.core.ports import Connection, RouteStore
from cakd_tui.core.progress_kind import warned
from cakd_tui.core.route import Remembered, Route, plain_kind
from cakd_tui.core.route_memory import RouteMemory, unbroken
from cakd_tui.core.stream import Emit

_TAKEN_BACK: Final = "rolled back: what this run made is deleted again"
_AS_BEFORE: Final = "rolled back: the saved route is as it was before"


@dataclass(frozen=True, slots=True)
class Run:
    """One set-up of a project, and what was known before it."""

    connection: Connection
    routes: RouteStore
    answers: Answers
    known: Route | None
    memory: RouteMemory


def made_since(known: Route | None, route: Route) -> tuple[Remembered, ...]:
    """The things we made that were not remembered before."""
    same = known is not None and known.provider == route.provider
    earlier = known.remembered if known is not None and same else ()
    before = {(plain_kind(each.kind), each.id) for each in earlier}
    return tuple(
        each
        for each in route.remembered
        if each.made and (plain_kind(each.kind), each.id) not in before
    )


async def settle(run: Run, emit: Emit, *, rollback: bool) -> None:
    """After a failure: delete what the run made if `rollback` says so, or say it as `Kept`.

    What was there before the run stays, and so does the route that was saved before it. The
    project's lock is held by the caller.
    """
    made = made_since(run.known, run.memory.route)
    if rollback and (made or run.memory.written != run.known):
        try:
            if made:
                await run.connection.remove(run.memory.route, made, run.answers, run.memory, emit)
        except ProviderError as error:
            emit(warned("Failed to roll back", error))
        else:
            await _restore(run, emit, _TAKEN_BACK if made else _AS_BEFORE)
        made = made_since(run.known, run.memory.route)
    if made:
        emit(Kept(made, noted=run.memory.failure is None))


async def _restore(run: Run, emit: Emit, done: str) -> None:
    """Put the route back as it was before the run, and say what is `done` then."""
    failure: RouteStoreError | None = None
    if run.known is not None:
        await run.memory.keep(run.known)
        failure = run.memory.failure
    else:
        project = run.memory.route.project
        try:
            # One that could not be written need not be deleted where nothing can be.
            if await asyncio.to_thread(run.routes.load, project) is not None:
                await unbroken(run.routes.forget, project)
        except RouteStoreError as error:
            failure = error
    if failure is not None:
        emit(warned("Failed to roll back", failure, "route"))
        return
    emit(Noted(done))
