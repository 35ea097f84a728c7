"""Whether the project of `platform.yaml` is set up already: the wizard starts there then."""

from cakd_tui.core.errors import PlatformFileError, RouteStoreError
from cakd_tui.core.platform_file import PlatformFile, read_platform_file
from cakd_tui.core.route import Route
from cakd_tui.core.services import Services


def saved_set_up(services: Services) -> Route | None:
    """The project's saved route, if it names anything; what can't be read is for later pages."""
    try:
        if not services.routes.projects():
            return None  # the usual case: nothing is read before the first page is drawn
        named = named_project(services)
        route = services.routes.load(named.project) if named else None
    except RouteStoreError:
        return None
    known = route is not None and route.provider == services.provider.name
    return route if known and route is not None and (route.webhook or route.remembered) else None


def named_project(services: Services) -> PlatformFile | None:
    """What the project's file says; None where there is none that can be read."""
    provider = services.provider
    try:
        return read_platform_file(
            services.platform_file,
            (provider.name,),
            lambda _: provider.options,
            unnamed=provider.name,
        )
    except PlatformFileError:
        return None
