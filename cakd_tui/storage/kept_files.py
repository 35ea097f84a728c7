"""The health of what is kept between runs: whose each file is, who may read it, and if it is sound.

Everything is looked at and nothing touched.
"""

import os
import shlex
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from cakd_tui.core.errors import RouteStoreError
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.storage.atomic_file import failure
from cakd_tui.storage.directory_check import directory_finding
from cakd_tui.storage.paths import shown
from cakd_tui.storage.routes import FileRoutes
from cakd_tui.storage.settings import FileSettings

STATE: Final = Check("state-folder", "State folder")
ROUTES: Final = Check("saved-routes", "Routes")
ROUTE: Final = Check("saved-route", "Route")
SETTINGS: Final = Check("settings", "Settings")
LOCK: Final = Check("lock-file", "Lock file")
ASIDE: Final = Check("put-aside", "Put aside")

_OTHERS: Final = 0o077


class KeptFiles:
    """The files of one configuration directory, and the directory of the last run's events."""

    def __init__(self, config: Path, state: Path) -> None:
        self._config = config
        self._state = state

    def examine(self) -> Sequence[Finding]:
        """A finding for each file, and for the state directory."""
        kept = (*self._routes(), *self._settings(), *self._locks(), *self._aside())
        return (*kept, self._events())

    def _routes(self) -> Iterator[Finding]:
        routes = FileRoutes(self._config)
        found = self._named("*.json")
        if not found:
            yield Finding(ROUTES, Verdict.PASS, "none saved yet")
        for path in found:
            yield _file_finding(ROUTE, path, partial(routes.load, path.stem))

    def _settings(self) -> Iterator[Finding]:
        for path in self._named("settings.yaml"):
            yield _file_finding(SETTINGS, path, FileSettings(self._config).verify)

    def _locks(self) -> Iterator[Finding]:
        """Only those that are not as they should be: they hold nothing."""
        for path in self._named(".*.lock"):
            found = _file_finding(LOCK, path, lambda: None)
            if found.verdict is not Verdict.PASS:
                yield found

    def _aside(self) -> Iterator[Finding]:
        for path in self._named("*.broken*"):
            yield Finding(
                ASIDE,
                Verdict.WARN,
                f"{shown(path)}, {_rights(path)}",
                headline="An earlier run could not read this file and made a new one",
                fixes=(Fix("Look", f"whether you need it, then run rm {_quoted(path)}"),),
            )

    def _events(self) -> Finding:
        found = directory_finding(self._state, STATE)
        if found.verdict is not Verdict.FAIL:
            return found
        headline = "The last run's events can't be kept; nothing else needs this directory"
        return Finding(STATE, Verdict.WARN, found.evidence, headline, found.fixes)

    def _named(self, pattern: str) -> list[Path]:
        try:
            return sorted(self._config.glob(pattern))
        except OSError:
            return []  # told by the check of the directory


def _file_finding(check: Check, path: Path, read: Callable[[], object]) -> Finding:
    """Whether the file can be used and is nobody else's business."""
    evidence = shown(path)
    try:
        evidence += f", {_rights(path)}"
        read()
        return _private(check, path, evidence)
    except RouteStoreError as error:
        broken = error
    except OSError as error:
        broken = failure(path, error)
    return Finding(check, Verdict.FAIL, evidence, broken.message, symptom=broken.symptom)


def _private(check: Check, path: Path, evidence: str) -> Finding:
    if os.name != "posix":
        return Finding(check, Verdict.PASS, evidence)
    found = path.stat()
    if found.st_uid != os.geteuid():
        fix = Fix("Run", f'sudo chown "$(id -un)" {_quoted(path)}')
        headline = "This file belongs to another user"
        return Finding(check, Verdict.WARN, evidence, headline, (fix,))
    if found.st_mode & _OTHERS:
        fix = Fix("Run", f"chmod 600 {_quoted(path)}")
        headline = "Others on this machine can read this file"
        return Finding(check, Verdict.WARN, evidence, headline, (fix,))
    return Finding(check, Verdict.PASS, evidence)


def _rights(path: Path) -> str:
    """Mode and owner: "0600, yours"."""
    if os.name != "posix":
        return "there"
    found = path.stat()
    owner = "yours" if found.st_uid == os.geteuid() else f"of user {found.st_uid}"
    return f"{stat.S_IMODE(found.st_mode):04o}, {owner}"


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))
