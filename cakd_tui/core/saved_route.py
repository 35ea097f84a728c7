"""A project's saved route as an inspection finds it: there, missing or unusable."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cakd_tui.core.errors import CakdError, RouteStoreError
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.core.ports import Provider, RouteStore
from cakd_tui.core.route import Route

SAVED: Final = Check("status-route", "Saved route")


@dataclass(frozen=True, slots=True)
class SavedRoute:
    """What is saved for a project."""

    project: str
    finding: Finding
    """Whether it can be used: the first thing told of the project."""
    route: Route | None = None
    """None where nothing is saved that can be read."""


def all_inspections(provider: Provider) -> Sequence[Check]:
    """Everything that is looked at of a saved route, in the order it is shown."""
    return (SAVED, *provider.inspections)


def saved_route(routes: RouteStore, project: str) -> SavedRoute:
    """The project's saved route; what keeps it from being read is a finding."""
    try:
        route = routes.load(project)
    except RouteStoreError as error:
        return SavedRoute(project, _unreadable(project, routes.shown_path(project), error))
    path = routes.shown_path(project)
    if route is None:
        return SavedRoute(
            project,
            Finding(
                SAVED,
                Verdict.FAIL,
                f"none at {path}",
                headline=f"{project} is not set up yet",
                fixes=(Fix("In a shell", "cakd create -f platform.yaml"),),
            ),
        )
    return SavedRoute(project, Finding(SAVED, Verdict.PASS, path), route)


def without_provider(saved: SavedRoute, error: CakdError) -> SavedRoute:
    """The same where the provider it was made with can't be had."""
    name = saved.route.provider if saved.route else ""
    return replace(
        saved,
        finding=Finding(
            SAVED,
            Verdict.FAIL,
            error.message,
            headline=f"What {name} has set up can't be looked at without it",
            fixes=(Fix("Install", f"the notification provider {name} beside cakd"),),
            symptom=error.symptom,
        ),
    )


def is_drift(finding: Finding) -> bool:
    """Whether something isn't as it was saved; what was refused or not answered is not known."""
    told = not finding.refused and not finding.unknown
    return finding.verdict in (Verdict.WARN, Verdict.FAIL) and told


def _unreadable(project: str, path: str, error: RouteStoreError) -> Finding:
    return Finding(
        SAVED,
        Verdict.FAIL,
        path,
        headline=f"The saved route of {project} can't be read",
        symptom=error.symptom,
    )
