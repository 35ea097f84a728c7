"""All read-only checks before anything is created: the provider's, and those of this machine."""

import asyncio
from collections.abc import Sequence
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import RouteStoreError, SecretStoreError
from cakd_tui.core.events import Checked
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.ports import Connection, Provider
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services
from cakd_tui.core.stream import Emit

ROUTES: Final = Check("routes", "Routes")
KEYRING: Final = Check("keyring", "Keyring")


def all_checks(provider: Provider) -> Sequence[Check]:
    """Every check in the order it is shown."""
    return (*provider.checks, ROUTES, KEYRING)


async def preflight(
    connection: Connection, services: Services, answers: Answers, emit: Emit
) -> Plan | None:
    """Make every check, saying each as `Checked` as soon as it is known; return the plan.

    The provider's and the local checks run side by side.
    """
    saved, finding, none_because = await asyncio.to_thread(_saved_route, services, answers.project)
    known = saved if saved and saved.provider == services.provider.name else None
    emit(Checked(finding))
    plan, _ = await asyncio.gather(
        connection.preflight(answers, known, emit), _check_keyring(services, emit)
    )
    if plan is None:
        return None
    return plan.followed_by(_route_line(services, answers, saved, plan, none_because))


def _saved_route(services: Services, project: str) -> tuple[Route | None, Finding, str]:
    """The route, how it and its place are, and why there is none where there isn't."""
    try:
        known = services.routes.load(project)
    except RouteStoreError as error:
        finding = Finding(
            ROUTES,
            Verdict.WARN,
            "the saved route can't be read",
            headline=str(error),
            fixes=(Fix("Then", "it is kept beside the new one, and found things are reused"),),
            symptom=error.symptom,
        )
        return None, finding, "the saved one can't be read"
    return known, services.routes.check(ROUTES), "no route saved yet"


async def _check_keyring(services: Services, emit: Emit) -> None:
    emit(Checked(await keyring_finding(services)))


async def keyring_finding(services: Services) -> Finding:
    """Whether the keyring can be used, and which it is."""
    try:
        name = await services.secrets.describe()
        await services.secrets.load(services.provider.name)
    except SecretStoreError as error:
        return Finding(
            KEYRING,
            Verdict.WARN,
            error.message,
            headline="The keyring can't be used",
            fixes=(
                Fix("Either", "go on: what is secret is kept for this run only"),
                Fix("or", f"set {_variable(services)} where cakd runs"),
            ),
            symptom=error.symptom,
        )
    return Finding(KEYRING, Verdict.PASS, name)


def _variable(services: Services) -> str:
    names = [name for field in services.provider.fields if field.secret for name in field.variables]
    return names[0] if names else "its environment variable"


def _route_line(
    services: Services, answers: Answers, saved: Route | None, plan: Plan, none_because: str
) -> PlanLine:
    path = services.routes.shown_path(answers.project)
    remark = f'alerts with namespace="{answers.project}" go there'
    if plan.settled:
        return PlanLine(Verb.REUSE, "route", path, remark, reason="it says so already")
    if saved is None:
        return PlanLine(Verb.CREATE, "route", path, remark, reason=none_because)
    if saved.provider != services.provider.name:
        reason = f"it led to {saved.provider}, where all that was made is left"
    else:
        reason = plan.news or _news(plan)
    return PlanLine(Verb.UPDATE, "route", path, remark, reason=reason)


def _news(plan: Plan) -> str:
    """Why the route is written, where the provider doesn't say."""
    made = [line.kind for line in plan.lines if line.verb.makes and not line.detail]
    return f"leads to the new {made[-1]}" if made else "notes what is there now"
