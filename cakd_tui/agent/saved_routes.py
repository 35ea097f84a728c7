"""The saved routes as they were last readable, looked at again when their files have changed.

What can't be read, as it is half written or broken, leaves the route as it was. A file that stays
away takes its route along; a directory that can't be listed takes nothing.
"""

import errno
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.route import Route


class RouteFiles(Protocol):
    """Where routes are saved, one file to a project. Every method raises `RouteStoreError`."""

    def stamps(self) -> Mapping[str, Hashable]:
        """For each project that has a file, what changes whenever the file does; cheap.

        Raises for a directory that isn't there, too.
        """

    def load(self, project: str) -> Route | None:
        """The project's route, None when there is none."""


@dataclass(frozen=True, slots=True)
class SavedRoutes:
    """What is known of the files; nothing before the first look."""

    routes: Mapping[str, Route] = field(default_factory=lambda: MappingProxyType({}))
    """By project, as last readable."""
    unreadable: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By project, why its file can't be read now; it may have a route from before."""
    unlisted: str = ""
    """Why the directory can't be listed; empty where it can."""
    saved: frozenset[str] = frozenset()
    """Projects whose files were saved anew, the same or not, between the last two looks."""
    stamps: Mapping[str, Hashable] = field(default_factory=lambda: MappingProxyType({}))
    missing: frozenset[str] = frozenset()
    """Projects whose files were not there at the last look, as while they are replaced."""


def looked_again(known: SavedRoutes, files: RouteFiles) -> SavedRoutes:
    """What is known after another look; it reads only what has changed. Raises nothing."""
    try:
        found = files.stamps()
    except RouteStoreError as error:
        if not known.stamps and error.symptom.facts.get("errno") == errno.ENOENT:
            return replace(known, unlisted="")  # nothing has been set up yet
        return replace(known, unlisted=error.message, saved=frozenset())
    missing = known.stamps.keys() - found.keys() - known.missing
    stamps = {**found, **{name: known.stamps[name] for name in missing}}
    changed = {name for name, stamp in stamps.items() if known.stamps.get(name) != stamp}
    read, unreadable = _read(files, (changed | known.unreadable.keys()) & found.keys())
    kept = {name: route for name, route in known.routes.items() if name in stamps}
    return SavedRoutes(
        routes={**kept, **read},
        unreadable=unreadable,
        saved=frozenset(changed & known.stamps.keys()),
        stamps=stamps,
        missing=frozenset(missing),
    )


def _read(
    files: RouteFiles, projects: Collection[str]
) -> tuple[Mapping[str, Route], Mapping[str, str]]:
    """The routes of these projects, and of the others why there is none."""
    routes: dict[str, Route] = {}
    unreadable: dict[str, str] = {}
    for name in projects:
        try:
            route = files.load(name)
        except RouteStoreError as error:
            unreadable[name] = error.message
            continue
        if route is None:
            unreadable[name] = "its file is listed, and not there"
        else:
            routes[name] = route
    return routes, unreadable
