"""Many routes in one file: the map that `cakd routes export cakd-agent` writes.

    {"version": 1, "routes": {"my-project": {"provider", "webhook_url", "values"}}, "default": null}

It holds what delivering alerts needs and nothing else, so that one file, such as a key of a mounted
Kubernetes Secret, can be given to an agent that has no directory of routes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cakd_tui.core.project import is_project
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.storage.atomic_file import read_private, unusable
from cakd_tui.storage.paths import shown
from cakd_tui.storage.route_file import (
    KEPT,
    VERSION,
    Newer,
    NotARoute,
    refuse_version,
    texts,
)
from cakd_tui.storage.routes import FileRoutes, stamp

LARGEST: Final = 16 * 1024 * 1024
"""Bytes a map may have: tens of thousands of routes."""

_KINDS: Final[Mapping[str, type]] = {"provider": str, "webhook_url": str, "values": dict}


@dataclass(frozen=True, slots=True)
class RouteMap:
    """A map as it was read; what is in its entries is looked at when they are asked for."""

    entries: Mapping[str, object]
    default: object = None


def written(routes: Iterable[Route], default: Route | None = None) -> bytes:
    """The map's file, pretty-printed."""
    content = {
        "version": VERSION,
        "routes": {each.project: _entry(each) for each in routes},
        "default": None if default is None else _entry(default),
    }
    return f"{json.dumps(content, indent=2)}\n".encode()


def read(data: bytes) -> RouteMap:
    """The map in the file. Raises `NotARoute` and `Newer`, without a word of what is in it."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        content = None  # and no word of the error, which carries along the text it failed on
    if not isinstance(content, dict):
        raise NotARoute("it is not a JSON object")
    refuse_version(content.get("version"))
    routes = content.get("routes")
    if not isinstance(routes, dict):
        raise NotARoute("routes is missing or has the wrong type")
    if "" in routes:
        raise NotARoute("routes holds an empty name; what all others take stands under default")
    return RouteMap(routes, content.get("default"))


def route_of(project: str, entry: object) -> Route:
    """The route an entry of the map describes; without a project, the default's.

    Raises `NotARoute`.
    """
    if project and not is_project(project):
        raise NotARoute("this is not a project's name")
    if not isinstance(entry, dict):
        raise NotARoute("it is not a JSON object")
    for key, kind in _KINDS.items():
        if not isinstance(entry.get(key), kind):
            raise NotARoute(f"{key} is missing or has the wrong type")
    return Route(
        project=project,
        provider=entry["provider"],
        values=texts("values", entry["values"]),
        webhook=Secret(entry["webhook_url"]),
        kept=texts(KEPT, entry.get(KEPT, {})),
    )


class MapRoutes:
    """The routes of one map, to be read; every call sees whether the file is another one by now."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: tuple[tuple[int, ...], RouteMap] | None = None
        """What the file was as it was read last, and what it held."""

    def path(self, project: str) -> str:
        """The map, whatever the project."""
        del project
        return str(self._path)

    def shown_path(self, project: str) -> str:
        """The same for people: the home directory as `~`."""
        del project
        return shown(self._path)

    def load(self, project: str) -> Route | None:
        """The project's route, None when the map has none; the default for the empty name.

        Raises `RouteStoreError`.
        """
        found = self._read()
        if project:
            known = project in found.entries
            return self._route(project, found.entries[project]) if known else None
        return None if found.default is None else self._route("", found.default)

    def projects(self) -> Sequence[str]:
        """The projects in the map, sorted, whether or not their entry can be read.

        Raises `RouteStoreError`, also where there is no such file.
        """
        return tuple(sorted(self._read().entries))

    def stamps(self) -> Mapping[str, tuple[int, ...]]:
        """For each project in the map, what changes whenever the file does.

        The empty name stands for the default, if there is one. Raises `RouteStoreError`.
        """
        now = stamp(self._path)  # before it is read: what comes between is seen by the next look
        found = self._read()
        names = (*found.entries, *(() if found.default is None else ("",)))
        return dict.fromkeys(names, now)

    def _read(self) -> RouteMap:
        now = stamp(self._path)  # before it is read: what comes between is seen by the next call
        if self._last is not None and self._last[0] == now:
            return self._last[1]
        data = read_private(self._path, LARGEST)
        if data is None:
            raise unusable(self._path, "there is no map of routes here", "map")
        try:
            found = read(data)
        except NotARoute as error:
            raise unusable(self._path, f"not a map of routes: {error}", "map") from None
        except Newer as error:
            raise unusable(self._path, str(error), "newer") from None
        self._last = now, found
        return found

    def _route(self, project: str, entry: object) -> Route:
        try:
            return route_of(project, entry)
        except NotARoute as error:
            name = f"that of {project}" if project else "the default"
            what = f"in this map of routes {name} can't be used: {error}"
            raise unusable(self._path, what, "map") from None


def routes_at(place: Path) -> FileRoutes | MapRoutes:
    """The routes kept there: a file, or a path that ends in `.json`, is a map, else a directory."""
    return MapRoutes(place) if place.is_file() or place.suffix == ".json" else FileRoutes(place)


def _entry(route: Route) -> Mapping[str, object]:
    return {
        "provider": route.provider,
        "webhook_url": route.webhook.reveal(),
        "values": dict(route.values),
        **({KEPT: dict(route.kept)} if route.kept else {}),
    }
