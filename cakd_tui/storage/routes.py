"""Saved routes, one file to a project: `<user config dir>/cakd/<project>.json`."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.finding import Check, Finding
from cakd_tui.core.project import is_project_name
from cakd_tui.core.route import Route
from cakd_tui.storage import route_file
from cakd_tui.storage.atomic_file import (
    delete_private,
    failure,
    is_corrupt,
    read_private,
    save_private,
    set_aside,
    unusable,
)
from cakd_tui.storage.directory_check import directory_finding
from cakd_tui.storage.lock_file import load_locking
from cakd_tui.storage.paths import shown
from cakd_tui.storage.project_lock import project_lock


class FileRoutes:
    """The routes kept in one directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, project: str) -> str:
        """The file a project's route is saved in."""
        return str(self._file(project))

    def shown_path(self, project: str) -> str:
        """The same for people: the home directory as `~`."""
        return shown(self._file(project))

    def load(self, project: str) -> Route | None:
        """The project's route, None when there is none. Raises `RouteStoreError`."""
        found = self._read(project) if is_project_name(project) else None
        return found[0] if found else None

    def projects(self) -> Sequence[str]:
        """The projects that have a file here, sorted, whether or not it can be read.

        Files named otherwise are left out. Raises `RouteStoreError`.
        """
        try:
            names = [each.stem for each in self._directory.iterdir() if each.suffix == ".json"]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise failure(self._directory, error) from error
        return tuple(sorted(filter(is_project_name, names)))

    def stamps(self) -> Mapping[str, tuple[int, ...]]:
        """For each project that has a file here, what changes whenever the file does.

        A link's are those of what it leads to. Raises `RouteStoreError`, also where there is no
        directory.
        """
        try:
            names = [each.stem for each in self._directory.iterdir() if each.suffix == ".json"]
        except OSError as error:
            raise failure(self._directory, error) from error
        return {name: stamp(self._file(name)) for name in names if is_project_name(name)}

    def save(self, route: Route) -> None:
        """Write the route in one atomic step, readable by the user alone.

        Keys of the file that aren't ours are kept. A file that isn't a route is put aside as
        `<project>.json.broken`. Raises `RouteStoreError`.
        """
        _refuse_other_names(route.project)
        try:
            found = self._read(route.project)
        except RouteStoreError as error:
            if not is_corrupt(error):
                raise
            set_aside(self._file(route.project))
            found = None
        others: Mapping[str, object] = found[1] if found else {}
        save_private(self._file(route.project), route_file.written(route, others))

    def forget(self, project: str) -> None:
        """Delete the route's file in one step; nothing happens when there is none.

        All of it goes, keys that aren't ours too: they were kept beside a route, and there is none
        any more. Of a link both it and what it leads to go. Raises `RouteStoreError`.
        """
        _refuse_other_names(project)
        delete_private(self._file(project))

    def lock(self, project: str) -> AbstractContextManager[None]:
        """Keep a second process from setting up the same project at the same time.

        Raises `RouteStoreError` at once when one is at it.
        """
        _refuse_other_names(project)
        return project_lock(self._directory, project)

    def check(self, check: Check) -> Finding:
        """Whether routes can be saved, found out without leaving a trace."""
        load_locking()  # the checks run in a thread: a good place to wait for an import
        return directory_finding(self._directory, check)

    def _file(self, project: str) -> Path:
        return self._directory / f"{project}.json"

    def _read(self, project: str) -> tuple[Route, Mapping[str, object]] | None:
        path = self._file(project)
        data = read_private(path)
        try:
            return None if data is None else route_file.read(data, project)
        except route_file.NotARoute as error:
            raise unusable(path, f"not a saved route: {error}", "corrupt") from None
        except route_file.Newer as error:
            raise unusable(path, str(error), "newer") from None


def stamp(path: Path) -> tuple[int, ...]:
    """What changes whenever the file does, or what it leads to; raises nothing."""
    try:
        found = path.stat()
    except OSError as error:
        return (error.errno or 0,)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _refuse_other_names(project: str) -> None:
    if not is_project_name(project):
        raise RouteStoreError(f"{project!r} is not a project's name")
