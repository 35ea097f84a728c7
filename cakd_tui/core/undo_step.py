"""The pipeline's step that takes back what a failed run made, and nothing that was there before."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CakdError
from cakd_tui.core.events import ActionDone, RouteForgotten
from cakd_tui.core.ports import Connection, RouteStore
from cakd_tui.core.progress_kind import KindOf, warned
from cakd_tui.core.removal import changed_since, is_left_of
from cakd_tui.core.rollback import Run, made_since, settle
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.route_memory import RouteMemory
from cakd_tui.core.stream import Emit

TITLE: Final = "Taking Back What Was Made"


@dataclass(frozen=True, slots=True)
class UndoStep:
    """Deletes what a run has made since `before`, and puts the saved route back as it was then."""

    connection: Connection
    provider: str
    answers: Answers
    before: Route | None
    """The saved route before the run; None where there was none."""
    routes: RouteStore
    made: tuple[Remembered, ...] = ()
    """What was shown to be deleted: all that the run made, be it in the saved route or not."""
    shown: Route | None = None
    """The saved route when that was shown; another one by now is left alone, but for one that an
    earlier try of this very undoing has left."""
    title: str = field(default=TITLE)

    def skip_reason(self) -> str:
        """Never skipped."""
        return ""

    async def run(self, emit: Emit) -> bool:
        """Delete; a failure is said as `Warned`, and what is still there as `Kept`."""
        begun = KindOf(emit)
        try:
            with self.routes.lock(self.answers.project):
                return await self._undone(begun)
        except CakdError as error:
            begun(warned("Failed to roll back", error, begun.kind))
        return False

    async def _undone(self, emit: KindOf) -> bool:
        project = self.answers.project
        written = await asyncio.to_thread(self.routes.load, project)
        unshown = set(made_since(self.before, written)) - set(self.made) if written else ()
        if unshown or not self._is_as_shown(written):
            raise changed_since(project)
        start = written or replace(Route(project, self.provider), values=self.answers.values)
        named = self.shown.remembered if self.shown and written != self.before else ()
        for thing in self.made:
            start = start if thing in named else start.with_thing(thing)
        memory = RouteMemory(self.routes, start, written)
        run = Run(self.connection, self.routes, self.answers, self.before, memory)
        await settle(run, emit, rollback=True)
        if made_since(self.before, memory.route):
            return False
        left = await asyncio.to_thread(self.routes.load, project)
        if left is None:
            emit(RouteForgotten(project, self.routes.shown_path(project)))
        elif left == self.before:
            emit(ActionDone("route", self.routes.shown_path(project), made=False))
        return left == self.before

    def _is_as_shown(self, written: Route | None) -> bool:
        """Whether nobody else has changed the saved route since."""
        if written in (self.shown, self.before):
            return True
        if self.shown is None or written is None:
            return False
        return is_left_of(self.shown, written, self.made)
