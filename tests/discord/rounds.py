"""Counts how often a run waits: requests that are sent side by side are answered together."""

import asyncio
from collections.abc import Mapping

from cakd_tui.rehearsal.answer import Reply
from cakd_tui.rehearsal.rehearsal import Rehearsal


class Rounds:
    """Lets requests through in rounds: those that are sent without waiting for an answer."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.sizes: list[int] = []
        self._waiting: list[asyncio.Event] = []

    async def answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        gate = asyncio.Event()
        self._waiting.append(gate)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_later(0.02, self._open)
        await gate.wait()
        return await self.rehearsal.answer(method, target, headers, body)

    def _open(self) -> None:
        self.sizes.append(len(self._waiting))
        waiting, self._waiting = self._waiting, []
        for gate in waiting:
            gate.set()
