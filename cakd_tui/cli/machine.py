"""The program and what it runs on: versions, the system, the terminal."""

import os
import platform
import shutil
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from cakd_tui import __version__
from cakd_tui.core.finding import Check, Finding, Fix, Verdict
from cakd_tui.storage.paths import shown

PROGRAM: Final = Check("cakd", "cakd")
PYTHON: Final = Check("python", "Python")
LIBRARIES: Final = Check("libraries", "Libraries")
SYSTEM: Final = Check("system", "System")
TERMINAL: Final = Check("terminal", "Terminal")

_NEEDED: Final = ("textual", "httpx", "keyring", "msgspec", "pyyaml")


def machine_findings(environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """A finding about each; none of the libraries is loaded for it."""
    where = shown(Path(sys.executable)) if sys.executable else "embedded"
    return (
        Finding(PROGRAM, Verdict.PASS, __version__),
        Finding(PYTHON, Verdict.PASS, f"{platform.python_version()}, {where}"),
        _libraries(),
        Finding(SYSTEM, Verdict.PASS, platform.platform()),
        terminal_finding(environment),
    )


def terminal_finding(environment: Mapping[str, str]) -> Finding:
    """What the terminal is and can show, and whether the wizard can run in it."""
    term = environment.get("TERM", "")
    interactive = sys.stdin.isatty() and sys.stderr.isatty()
    size = shutil.get_terminal_size((0, 0))
    facts = (
        term or "TERM not set",
        f"{size.columns} × {size.lines}" if size.columns else "",
        _colour(environment),
        sys.stdout.encoding or "",
        "" if interactive else "no terminal here: the wizard needs one, all else does not",
    )
    evidence = ", ".join(filter(None, facts))
    if not interactive or term != "dumb":
        return Finding(TERMINAL, Verdict.PASS, evidence)
    return Finding(
        TERMINAL,
        Verdict.WARN,
        evidence,
        headline="The wizard does not run where TERM is dumb",
        fixes=(
            Fix("Either", "use another terminal"),
            Fix("or", "run cakd create, which asks none"),
        ),
    )


def _colour(environment: Mapping[str, str]) -> str:
    if environment.get("NO_COLOR"):
        return "no colour (NO_COLOR)"
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return "true colour"
    return "256 colours" if "256color" in environment.get("TERM", "") else ""


def _libraries() -> Finding:
    found = {name: _version(name) for name in _NEEDED}
    evidence = ", ".join(f"{name} {number or 'missing'}" for name, number in found.items())
    missing = [name for name, number in found.items() if not number]
    if not missing:
        return Finding(LIBRARIES, Verdict.PASS, evidence)
    fixes = (Fix("Run", f"{sys.executable} -m pip install {' '.join(missing)}"),)
    return Finding(LIBRARIES, Verdict.FAIL, evidence, "The installation is not whole", fixes)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def process_environment() -> Mapping[str, str]:
    """The variables of this process, for what is true of it also in a demo."""
    return os.environ
