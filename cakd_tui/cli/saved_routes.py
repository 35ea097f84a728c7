"""The saved routes that a command is about, all of them fit to be used or a reason why not."""

from collections.abc import Sequence

from cakd_tui.core.errors import CakdError, RouteStoreError
from cakd_tui.core.ports import RouteStore
from cakd_tui.core.route import Route
from cakd_tui.core.symptom import Symptom


def no_route(project: str) -> RouteStoreError:
    """The failure where a named project has no saved route."""
    message = f"no webhook of {project} is saved here; `cakd routes list` names what is"
    return RouteStoreError(message, Symptom("route", {"reason": "none"}, message))


def usable_routes(routes: RouteStore, named: Sequence[str]) -> list[Route]:
    """The routes of these projects, or every saved one, each with a webhook, by name.

    Raises `CakdError` that names every project whose route can't be used, since a part of them
    would look like the whole; `RouteStoreError` where nothing is saved at all.
    """
    projects = sorted(set(named)) if named else routes.projects()
    if not projects:
        message = "no webhook is saved here; cakd create -f platform.yaml makes and saves one"
        raise RouteStoreError(message, Symptom("route", {"reason": "none"}, message))
    found: list[Route] = []
    wrong: list[CakdError] = []
    for project in projects:
        try:
            found.append(_usable(routes, project))
        except RouteStoreError as error:
            wrong.append(error)
    if wrong and len(projects) == 1:
        raise wrong[0]
    if wrong:
        said = "".join(f"\n   {each.message}" for each in wrong)
        raise CakdError(
            f"{len(wrong)} of {len(projects)} routes can't be used, so nothing was written:{said}\n"
            "Mend that, or choose the others: --project NAME takes one, and may be repeated.",
            wrong[0].symptom if len(wrong) == 1 else None,
        )
    return found


def _usable(routes: RouteStore, project: str) -> Route:
    route = routes.load(project)
    if route is None or not route.webhook:
        raise no_route(project)
    return route
