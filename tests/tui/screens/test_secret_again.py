"""Asking once more about a secret: it is seen, and happens one time at a time."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from cakd_toy.provider import Loft
from textual.pilot import Pilot

from cakd_tui.core.answers import Answers
from cakd_tui.core.field import Identity
from cakd_tui.core.stream import Emit
from cakd_tui.tui.app import WizardApp
from cakd_tui.tui.journey import Draft
from cakd_tui.tui.screens.secret import SecretPage
from cakd_tui.tui.widgets.answer_input import AnswerInput

Until = Callable[[Pilot[Draft], Callable[[], bool]], Awaitable[None]]
Seen = Callable[[WizardApp], str]


async def test_f5_shows_that_it_looks_and_a_held_one_asks_once(
    wizard: Callable[..., WizardApp],
    loft: Loft,
    seen: Seen,
    until: Until,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(SecretPage, "SETTLED", 0.01)
    loft.away = True
    app = wizard()
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one(AnswerInput).value = "tweet"
        await until(pilot, lambda: "F5 Ask again" in seen(app))
        loft.away = False
        asked: list[str] = []
        may_answer = asyncio.Event()
        identity = app.connection.identity

        async def counted(field: str, answers: Answers, emit: Emit) -> Identity:
            asked.append(field)
            await may_answer.wait()
            return await identity(field, answers, emit)

        monkeypatch.setattr(app.connection, "identity", counted)
        await pilot.press("f5", "f5", "f5")
        assert "Looking once more, and asking Pigeon." in seen(app)
        assert len(asked) == 1
        may_answer.set()
        await until(pilot, lambda: "Coo" in seen(app))
        assert "Looking once more" not in seen(app)
