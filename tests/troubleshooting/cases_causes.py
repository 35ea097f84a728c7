"""Refusals whose cause the answers beside them settle, by the whole provider against a scenario."""

from functools import partial

from cakd_tui.core.symptom import Symptom
from tests.discord.arranged_causes import ROWS
from tests.discord.bare_run import bare_run
from tests.troubleshooting.case import Case
from tests.troubleshooting.stage import Stage


async def _caused(stage: Stage, row: str) -> Symptom:
    scenario, arrange, _ = ROWS[row]
    run = bare_run(scenario)
    stage.stack.push_async_callback(run.connection.aclose)
    await arrange(run)
    return (await run.failure()).symptom


CAUSES = tuple(Case(row, partial(_caused, row=row)) for row in ROWS)
